"""Files of records read line by line: bounded lines, long runs of faults told in one. Takes a stream, gives lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.decode import decode
from zenobia.types import Report

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Placed = tuple[str, Report | IntakeError]
"""Where it stands, as errors call it (file and, of JSON Lines and CSV, line), and the report, or why there is none."""

_FAULTS = 20
"""Faulty records told one by one before the rest of an unbroken run of them is told in one line."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of a file, from 1, with its end. raw: None when it is longer than limits.RECORD_BYTES."""

    number: int
    raw: bytes | None

    @property
    def content(self) -> bytes:
        """The bytes without the line's end: what its SHA-256 is of."""
        return (self.raw or b"").removesuffix(b"\n").removesuffix(b"\r")


def raw_lines(stream: BinaryIO) -> Iterator[RawLine]:
    """The lines of a stream, one at a time in memory; UTF-16 and UTF-32 with a mark are turned into UTF-8, a UTF-8 mark is dropped."""
    first = stream.readline(limits.RECORD_BYTES + 1)
    for mark, encoding in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if first.startswith(mark):
            stream = io.BufferedReader(_Recoded(first, stream, encoding))
            first = stream.readline(limits.RECORD_BYTES + 1)
    number = 0
    line = first.removeprefix(codecs.BOM_UTF8)
    while line:
        number += 1
        if len(line) > limits.RECORD_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(2**20)
            yield RawLine(number, None)
        else:
            yield RawLine(number, line)
        line = stream.readline(limits.RECORD_BYTES + 1)


class _Recoded(io.RawIOBase):
    """A stream in another encoding, as UTF-8."""

    def __init__(self, front: bytes, rest: BinaryIO, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = rest
        self._ready = self._recode(front)
        self._is_done = False

    def _recode(self, raw: bytes, *, final: bool = False) -> bytes:
        return self._decoder.decode(raw, final).encode("utf-8", "replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        while not self._ready and not self._is_done:
            raw = self._rest.read(2**14)
            self._ready = self._recode(raw, final=not raw)
            self._is_done = not raw
        data, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(data)] = data
        return len(data)


def line_text(raw: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """The text of a record's bytes and warnings of its encoding: strict UTF-8, else as `decode` finds. Raises IntakeError."""
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        return decode(raw, where=where)


def fold_faults(results: Iterable[tuple[int, Report | IntakeError]], where: str) -> Iterator[Placed]:
    """Results by their line numbers, each with its place; of an unbroken run of errors the first are told, the rest in one line."""
    run, first, last = 0, 0, 0
    for number, result in results:
        if isinstance(result, IntakeError):
            run += 1
            if run > _FAULTS:
                first, last = first or number, number
                continue
        elif first:
            yield where, _folded(run - _FAULTS, first, last, where)
            run, first = 0, 0
        else:
            run = 0
        yield f"{where}, line {number}", result
    if first:
        yield where, _folded(run - _FAULTS, first, last, where)


def _folded(count: int, first: int, last: int, where: str) -> IntakeError:
    return IntakeError(
        f"{count:,} more faulty records",
        where=f"{where}, lines {first} to {last}",
        mend="see the errors before; check the format",
    )
