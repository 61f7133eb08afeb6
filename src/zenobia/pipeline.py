"""The way of one report: text or file -> Report -> Reading -> the words of a format.

One process, one report at a time; `workers.py` runs the same over many processes."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from zenobia.errors import UsageError, ZenobiaError
from zenobia.exports import Layout, Rendered, render_reading
from zenobia.types import Reading, Report

if TYPE_CHECKING:
    from zenobia.intake import Given

LONGEST_PATH = 255
"""Code points: a longer string is text, never a path (the longest file name of common file systems)."""


class ReportReader(Protocol):
    """What reads a report: `reading.reader.Reader`, or another in its place."""

    def read(self, report: Report) -> Reading:
        """What `report` says."""
        ...


Placed = tuple[str, Report | ZenobiaError]
"""Where it stands ("reports.jsonl, line 3"; "text" for words at hand), and the report, or why there is none."""

MakeReader = Callable[[], ReportReader]
"""Makes a process its reader; crosses process borders, so a function of a module."""


Result = TypeVar("Result", covariant=True)


class Job(Protocol[Result]):
    """What a run makes of each report: text in a format (`Task`), rows of a record. Crosses process borders."""

    @property
    def make_reader(self) -> MakeReader:
        """Makes each process its reader."""
        ...

    def perform(self, report: Report, where: str, number: int, reader: ReportReader) -> Result | ZenobiaError:
        """One report's result, or why there is none; never raises. where: its file and, of JSON Lines and CSV, its line;
        number: its place in the input, from 1."""
        ...


def without_raw(placed: Iterable[Placed]) -> Iterator[Placed]:
    """The same reports without the bytes they came as, which only a record keeps."""
    for where, report in placed:
        yield where, replace(report, raw=None) if isinstance(report, Report) else report


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Reads reports and writes them in a format. min_confidence: 0 to 1, events and ties below it are left out."""

    layout: Layout
    min_confidence: float = 0.0
    make_reader: MakeReader

    def perform(self, report: Report, where: str, number: int, reader: ReportReader) -> Rendered | ZenobiaError:
        """One report as the format writes it, or why it could not be read; one report's fault never stops the next."""
        try:
            reading = keep_confident(read_report(report, reader), self.min_confidence)
            return render_reading(reading, self.layout, number=number)
        except Exception as error:
            return as_fault(error, report, where, number)


@cache
def load_reader() -> ReportReader:
    """The shipped reader, loaded once a process. Raises ModelError when the model is absent or damaged."""
    from zenobia.reading.reader import Reader  # 0.4 s of NumPy and onnxruntime: only when something is read

    return Reader.load()


def read(
    text_or_path: str | Path,
    published: date | str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Reading:
    """What one report says: who did what to whom, where, when, on whose word and how firmly.

    text_or_path: a Path is always a file. A str is text when it holds a line break or is longer than 255 characters;
                  else it is the file or folder of that name where there is one, and text where there is none.
    published:    the day the report appeared, a date or "2016-03-28"; days such as "Sunday" are read from it.
    outlet, url, language: what the document does not say itself; language in ISO 639-1 ("en").

    Raises IntakeError when a file cannot be read, UsageError when it holds several reports (`read_all` reads them) or for
    an argument that is no text, path or day, ModelError without the model.
    """
    from zenobia.intake import report_from_path, report_from_text  # as above: intake loads its formats' libraries

    given = _given(published, outlet, url, language)
    if not isinstance(text_or_path, str | Path):
        raise _neither_text_nor_path(text_or_path, "text_or_path")
    if isinstance(text_or_path, Path) or _names_file(text_or_path):
        report = report_from_path(text_or_path, given)
    else:
        report = report_from_text(text_or_path, given)
    return read_report(report, load_reader())


def read_all(
    text_or_path_or_paths: str | Path | Iterable[str | Path],
    published: date | str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    language: str | None = None,
    *,
    on_error: Callable[[ZenobiaError], None] | None = None,
) -> Iterator[Reading]:
    """What each report of a file, a folder or several of them says, in order, each read when it is asked for.

    text_or_path_or_paths: as of `read`, or several paths; among several every str is a path, and "-" is standard input.
    published, outlet, url, language: as of `read`, for the documents that do not say it themselves.
    on_error: told why a document could not be read, while the others are; None makes it a warning (`warnings.warn`).

    Raises UsageError at once for an argument that is no text, path or day; ModelError without the model.
    """
    given = _given(published, outlet, url, language)
    paths = _paths_in(text_or_path_or_paths)
    placed = _place_text(str(text_or_path_or_paths), given) if paths is None else _place_files(paths, given)
    return _read_each(placed, on_error or _warn)


def _place_files(paths: list[str | Path], given: Given) -> Iterator[Placed]:
    from zenobia.intake import load_placed

    return load_placed(paths, given)


def _place_text(text: str, given: Given) -> Iterator[Placed]:
    from zenobia.intake import report_from_text

    try:
        yield "text", report_from_text(text, given)
    except ZenobiaError as error:
        yield "text", error


def _read_each(placed: Iterable[Placed], on_error: Callable[[ZenobiaError], None]) -> Iterator[Reading]:
    for number, (where, report) in enumerate(placed, 1):
        if isinstance(report, ZenobiaError):
            on_error(report)
            continue
        reader = load_reader()
        try:
            reading = read_report(report, reader)
        except Exception as error:
            on_error(as_fault(error, report, where, number))
        else:
            yield reading


def _warn(error: ZenobiaError) -> None:
    warnings.warn(str(error), stacklevel=3)  # of this, `_read_each`, and the line that asked for the next reading


def read_report(report: Report, reader: ReportReader) -> Reading:
    """What `report` says, with its days and numbers."""
    from zenobia.grounding import ground_reading

    return ground_reading(reader.read(report))


def keep_confident(reading: Reading, least: float) -> Reading:
    """The reading without events and ties below `least`; what stays is numbered anew; mentions and entities stay."""
    if least <= 0:
        return reading
    events = [event for event in reading.events if event.confidence >= least]
    relations = [relation for relation in reading.relations if relation.confidence >= least]
    return replace(
        reading,
        events=tuple(replace(event, id=i) for i, event in enumerate(events)),
        relations=tuple(replace(relation, id=i) for i, relation in enumerate(relations)),
    )


def as_fault(error: Exception, report: Report, where: str, number: int) -> ZenobiaError:
    """A bug met by one text of thousands is told in one line, so that the others are read; our own errors tell themselves."""
    if isinstance(error, ZenobiaError):
        return error
    return fault_of(report, where, number, f"the reader failed ({type(error).__name__}: {error})")


def fault_of(report: Report, where: str, number: int, what: str) -> ZenobiaError:
    """The error line of a report that a process could not read. where, number: as of `Job`."""
    place = f"{where}, report {number} ({report.title or report.id})"
    return ZenobiaError(what, where=place, mend="the other reports are read; please send this text to the makers of zenobia")


def _given(published: date | str | None, outlet: str | None, url: str | None, language: str | None) -> Given:
    """What the caller says of the documents. Raises UsageError for a value of another type."""
    from zenobia.intake import Given

    for name, words in (("outlet", outlet), ("url", url), ("language", language)):
        if not isinstance(words, str | None):
            raise UsageError(
                f"{type(words).__name__} is no str", where=name, mend="write it in quotation marks, or leave it out"
            )
    return Given(published=_as_day(published), outlet=outlet, url=url, language=language)


def _as_day(published: date | str | None) -> date | None:
    if isinstance(published, str):
        return parse_day(published, where="published")
    if isinstance(published, datetime):  # a date to Python, but not the day alone
        return published.date()
    if isinstance(published, date | None):
        return published
    mend = 'give a datetime.date, or "2016-03-28"'
    raise UsageError(f"{type(published).__name__} is no day", where="published", mend=mend)


def parse_day(words: str, *, where: str) -> date:
    """The day "2016-03-28" names. Raises UsageError for anything else; where: the option or argument to name."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"{words!r} is no day", where=where, mend="write it as YYYY-MM-DD, for example 2016-03-28") from None


def _paths_in(source: str | Path | Iterable[str | Path]) -> list[str | Path] | None:
    """The paths that a caller gives; None when it is text. Raises UsageError when it is neither."""
    if isinstance(source, str | Path):
        return None if isinstance(source, str) and not _names_file(source) else [source]
    if isinstance(source, bytes | bytearray) or not isinstance(source, Iterable):
        raise _neither_text_nor_path(source, "text_or_path_or_paths")
    paths = list(source)
    for index, path in enumerate(paths):
        if not isinstance(path, str | Path):
            raise _neither_text_nor_path(path, f"text_or_path_or_paths, item {index}")
    return paths


def _neither_text_nor_path(value: object, where: str) -> UsageError:
    mend = "give the words of a report as str, or its file as pathlib.Path"
    if isinstance(value, bytes | bytearray):
        mend = "decode the bytes to str, or name the file they are from as pathlib.Path"
    return UsageError(f"{type(value).__name__} is neither text nor a path", where=where, mend=mend)


def _names_file(words: str) -> bool:
    return len(words) <= LONGEST_PATH and not any(c in words for c in "\n\r") and os.path.exists(words)
