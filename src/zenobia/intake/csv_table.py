"""CSV to reports, one row at a time: a header row with a column `text`, then a report a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.finish import Origin, digest
from zenobia.intake.given import Given
from zenobia.intake.opening import told_as_intake
from zenobia.intake.records import FIELDS, report_of
from zenobia.intake.records_file import Placed, RawLine, fold_faults, line_text, raw_lines
from zenobia.types import Report

_DELIMITERS = (",", ";", "\t", "|")


def read_csv(stream: BinaryIO, where: str, given: Given) -> Iterator[Placed]:
    """The reports of a stream, in order, each with the line it begins at.

    Comma, semicolon, tab or bar, whichever parts the header into known columns."""
    return fold_faults(_results(stream, where, given), where)


def is_header(line: str) -> bool:
    """Whether a line names the columns of such a table: `text` and at least one other field."""
    names = _columns(line, _delimiter(line))
    return "text" in names and len(set(names) & set(FIELDS)) > 1


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: len(set(_columns(line, mark)) & set(FIELDS)))


def _columns(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([" ".join(line[:10_000].splitlines())], delimiter=delimiter), [])
    except csv.Error:  # a line that is no table's
        return []
    return [cell.strip().lower() for cell in cells]


def _results(stream: BinaryIO, where: str, given: Given) -> Iterator[tuple[int, Report | IntakeError]]:
    rows = _Rows(raw_lines(stream))
    try:
        with told_as_intake(where):
            first = rows.take()
            if first is None:
                raise IntakeError("the file is empty", where=where, mend="give a table with a column `text`")
            header = line_text(first.content, where)[0]
            delimiter = _delimiter(header)
            names = _columns(header, delimiter)
            if "text" not in names:
                what = f"no column `text` (columns: {', '.join(names)[:120]})"
                raise IntakeError(what, where=f"{where}, line 1", mend="name the column of words `text`")
            while (line := rows.take()) is not None:
                yield line.number, _result(rows, line, names, delimiter, where, given)
    except IntakeError as error:
        yield rows.number + 1, error


class _Rows:
    """Lines with a way back: a row that cannot be read gives back all its lines but the first."""

    def __init__(self, lines: Iterator[RawLine]) -> None:
        self._lines = lines
        self._back: list[RawLine] = []
        self.number = 0

    def take(self) -> RawLine | None:
        """The next line that is not blank; None at the end."""
        while (line := self.next_line()) is not None:
            if line.raw is None or line.raw.strip():
                return line
        return None

    def next_line(self) -> RawLine | None:
        """The next line; None at the end."""
        line = self._back.pop() if self._back else next(self._lines, None)
        self.number = line.number if line else self.number
        return line

    def give_back(self, lines: list[RawLine]) -> None:
        """Lines to be read again, in order."""
        self._back += reversed(lines)


def _result(rows: _Rows, first: RawLine, names: list[str], delimiter: str, where: str, given: Given) -> Report | IntakeError:
    """The report of the row that begins with this line; it may take more lines, where a quoted cell holds line ends."""
    place = f"{where}, line {first.number}"
    taken = [first]
    try:
        cells, warnings = _read_row(rows, taken, delimiter, place)
        if len(cells) > len(names):
            mend = "put cells that hold the delimiter in quotation marks"
            raise IntakeError(f"{len(cells)} cells under {len(names)} columns", where=place, mend=mend)
        raw = b"".join(line.raw or b"" for line in taken)
        content = RawLine(first.number, raw).content
        record: dict[str, object] = dict(zip(names, cells, strict=False))
        return report_of(record, Origin(name="", where=place, sha256=digest(content), raw=content), given, warnings)
    except IntakeError as error:
        return error


def _read_row(rows: _Rows, taken: list[RawLine], delimiter: str, place: str) -> tuple[list[str], tuple[str, ...]]:
    """The cells of one row. On a fault the row's later lines are given back and IntakeError is raised."""
    told: dict[str, None] = {}

    def texts() -> Iterator[str]:
        size = 0
        line: RawLine | None = taken[0]
        while line is not None:
            size += len(line.raw or b"")
            if line.raw is None or size > limits.RECORD_BYTES:
                raise csv.Error(f"row longer than {limits.RECORD_BYTES // 2**20} MiB")
            text, warnings = line_text(line.raw, place)
            told.update(dict.fromkeys(warnings))
            yield text
            line = rows.next_line()
            if line is not None:
                taken.append(line)

    csv.field_size_limit(limits.RECORD_BYTES)  # of the process; its default of 128 KiB is less than a long report
    try:
        cells = next(csv.reader(texts(), delimiter=delimiter, strict=True))
    except (csv.Error, IntakeError) as error:
        rows.give_back(taken[1:])
        mend = "double the quotation marks inside a cell, and close each cell"
        raise IntakeError(f"not CSV: {str(error.args[0])[:120]}", where=place, mend=mend) from None
    return cells, tuple(told)
