"""JSON Lines to reports, one line at a time. A faulty line is one error; the lines after it are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.finish import Origin, digest
from zenobia.intake.given import Given
from zenobia.intake.opening import told_as_intake
from zenobia.intake.records import report_of
from zenobia.intake.records_file import Placed, RawLine, fold_faults, line_text, raw_lines
from zenobia.types import Report


def read_json_lines(stream: BinaryIO, where: str, given: Given) -> Iterator[Placed]:
    """The reports of a stream, in order, with their lines; lines of white space are passed over."""
    return fold_faults(_results(stream, where, given), where)


def _results(stream: BinaryIO, where: str, given: Given) -> Iterator[tuple[int, Report | IntakeError]]:
    number, any_record = 0, False
    try:
        with told_as_intake(where):
            for line in raw_lines(stream):
                number = line.number
                if line.raw is not None and not line.raw.strip():
                    continue
                any_record = True
                yield number, _result(line, f"{where}, line {number}", given)
    except IntakeError as error:
        after = f"{where}, after line {number}" if number else where
        yield number + 1, IntakeError(error.what, where=after, mend=error.mend)
        return
    if not any_record:
        yield 1, IntakeError("the file is empty", where=where, mend="give a file with records in it")


def _result(line: RawLine, where: str, given: Given) -> Report | IntakeError:
    try:
        if line.raw is None:
            mb = limits.RECORD_BYTES // 2**20
            raise IntakeError(f"line longer than {mb} MiB", where=where, mend="give one report a line")
        text, warnings = line_text(line.content, where)
        origin = Origin(name="", where=where, sha256=digest(line.content), raw=line.content)
        return report_of(_read_object(text, where), origin, given, warnings)
    except IntakeError as error:
        return error


def _read_object(text: str, where: str) -> dict[str, object]:
    """The object a line holds. Raises IntakeError that points at the column."""
    mend = 'write one object a line: {"text": "..."}'
    try:
        value = json.loads(text, strict=False)  # raw tabs and the like inside strings are kept, as all else
    except json.JSONDecodeError as error:
        raise IntakeError(f"not JSON: {error.msg}, column {error.colno}", where=where, mend=mend) from None
    except (RecursionError, ValueError):
        raise IntakeError("not JSON that can be read: nested too deep or a number too long", where=where, mend=mend) from None
    if not isinstance(value, dict):
        raise IntakeError(f"not a JSON object but {type(value).__name__}", where=where, mend=mend)
    return value
