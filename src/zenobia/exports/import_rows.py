"""Rows of another project's CSV file, with every fault named by file, line and column.

Comma, semicolon or tab, whichever parts the head into known columns; UTF-8, with or without a mark. Names of columns count without case.
A row of HXL tags under the head is passed over. Cells are read as `bare_cell` has them, so a file of ours gives back what was written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from re import ASCII, compile

from zenobia.errors import TableError
from zenobia.exports.cells import bare_cell
from zenobia.exports.number_cells import is_number
from zenobia.types import Incident

FAULTS = 20
"""Faults that are told of one file; a column in a wrong form would give millions."""
CELL = 16 * 2**20
"""Characters of one cell at most."""

_DELIMITERS = (",", ";", "\t")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_DAY = compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]*Z?)?", ASCII)
_SAID_DAY = compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})", ASCII)


@dataclass(slots=True)
class Faults:
    """The faults of one file, in order."""

    path: Path
    found: list[TableError] = field(default_factory=list)

    def add(self, line: int | None, column: str | None, what: str, mend: str) -> None:
        """One fault, at a line (from 1) and column of the file."""
        where = str(self.path) + (f", line {line}" if line else "") + (f", column {column}" if column else "")
        self.found.append(TableError(what, where=where, mend=mend))

    @property
    def is_full(self) -> bool:
        """Whether so many were found that reading on tells nobody more."""
        return len(self.found) >= FAULTS

    def raise_any(self) -> None:
        """Raises the first, the others in its `more`."""
        if self.found:
            first, *more = self.found
            first.more = tuple(more)
            raise first


@dataclass(slots=True)
class FileRow:
    """One row: the line it begins at and its cells by column. What cannot be read becomes a fault, and None is given."""

    line: int
    cells: dict[str, str]
    faults: Faults

    def text(self, column: str) -> str:
        """The cell; empty when the file has no such column."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str | None:
        """The cell, which must not be empty."""
        if not self.text(column).strip():
            self.fail(column, "empty", "give every row a value here")
            return None
        return self.text(column)

    def day(self, column: str) -> date | None:
        """A day: 2016-03-28 or 28 March 2016; None for an empty cell."""
        cell = self.text(column).strip()
        found = day_of(cell)
        if cell and found is None:
            self.fail(column, f"{cell[:40]!r} is no day", "write days as 2016-03-28")
        return found

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number within bounds; None for an empty cell."""
        cell = self.text(column).strip()
        if not cell:
            return None
        if not is_number(cell) or not low <= float(cell) <= high:
            self.fail(column, f"{cell[:40]!r} is no number from {low:g} to {high:g}", "mend the cell, or empty it")
            return None
        return float(cell)

    def whole(self, column: str, low: int = 0, high: int = 10**9) -> int | None:
        """A whole number within bounds; None for an empty cell."""
        cell = self.text(column).strip()
        if not cell:
            return None
        if not (cell.isascii() and cell.isdigit()) or not low <= int(cell[:12]) <= high or len(cell) > 12:
            self.fail(column, f"{cell[:40]!r} is no whole number from {low} to {high}", "mend the cell, or empty it")
            return None
        return int(cell)

    def fail(self, column: str, what: str, mend: str) -> None:
        """A fault in this row."""
        self.faults.add(self.line, column, what, mend)


def day_of(cell: str) -> date | None:
    """The day that a cell tells, in the forms that the projects use; None for another."""
    if found := _ISO_DAY.fullmatch(cell.strip()):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif (found := _SAID_DAY.fullmatch(cell.strip())) and found[2].lower() in _MONTHS:
        parts = (int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def read_incidents(
    path: Path, needed: Collection[str], build: Callable[[FileRow], Incident | None], key: str
) -> Iterator[Incident]:
    """The incidents of a file, a row each, as `build` makes them (None where it found a fault). key: the column of ids, one row each.

    Raises TableError, with a line for each fault, at the latest after the last row; what was given before the first fault then stands for
    a part of the file alone."""
    faults = Faults(path)
    lines: dict[str, int] = {}
    for row in _rows(path, needed, faults):
        before = len(faults.found)
        incident = build(row)
        first = lines.setdefault(row.text(key), row.line)
        if first != row.line and row.text(key):
            row.fail(key, f"{row.text(key)[:40]!r} stands in line {first} already", "keep one row of each id")
        if incident is not None and not faults.found:
            yield incident
        assert incident is not None or len(faults.found) > before, "a row that gives nothing has a fault"
        if faults.is_full:
            break
    faults.raise_any()


def _rows(path: Path, needed: Collection[str], faults: Faults) -> Iterator[FileRow]:
    csv.field_size_limit(max(csv.field_size_limit(), CELL))
    yield from _parsed((line for _, line in lines_of(path, faults)), needed, faults)


def lines_of(path: Path, faults: Faults) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers; one that is not UTF-8 is a fault and is given as far as it can be read."""
    try:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                yield number, _decoded(raw, number, faults)
    except OSError as error:
        faults.add(None, None, f"cannot be read ({error.strerror or error})", "name a file that exists and is yours to read")


def _decoded(raw: bytes, number: int, faults: Faults) -> str:
    coding = "utf-8-sig" if number == 1 else "utf-8"
    try:
        return raw.decode(coding)
    except UnicodeDecodeError as error:
        if not faults.is_full:
            faults.add(number, None, f"byte {error.start + 1} is not UTF-8", "save the file in UTF-8")
        return raw.decode(coding, "replace")


def _parsed(lines: Iterator[str], needed: Collection[str], faults: Faults) -> Iterator[FileRow]:
    head = next(lines, None)
    if head is None or not head.strip():
        if not faults.found:
            faults.add(1, None, "the file is empty", "give a CSV file with a head")
        return
    delimiter = max(_DELIMITERS, key=lambda mark: len(set(_names(head, mark)) & set(needed)))
    names = _names(head, delimiter)
    if not _is_head(names, needed, faults):
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    ended = 1
    try:
        for cells in reader:
            line, ended = ended + 1, reader.line_num + 1
            if not any(cell.strip() for cell in cells) or (line == 2 and _is_hxl(cells)):
                continue
            if len(cells) != len(names):
                faults.add(
                    line,
                    None,
                    f"{len(cells)} cells under {len(names)} columns",
                    "put cells that hold a comma in quotation marks",
                )
                continue
            yield FileRow(line, dict(zip(names, map(bare_cell, cells), strict=True)), faults)
    except csv.Error as error:
        mend = "double the quotation marks inside a cell, and close each cell"
        faults.add(ended + 1, None, f"not CSV: {str(error)[:120]}", mend)


def _names(head: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([head.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [bare_cell(cell).strip().lower() for cell in cells]


def _is_head(names: list[str], needed: Collection[str], faults: Faults) -> bool:
    missing = [name for name in needed if name not in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    for name in missing:
        faults.add(1, name, "no such column", f"give a file with {', '.join(needed)} at least")
    for name in twice:
        faults.add(1, name, "two columns of this name", "keep one")
    return not missing and not twice


def _is_hxl(cells: list[str]) -> bool:
    return any(cells) and all(cell.startswith("#") for cell in cells if cell)
