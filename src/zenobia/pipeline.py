"""The way of one report: text or file -> Report -> Reading -> the words of a format.

One process, one report at a time; `workers.py` runs the same over many processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol

from zenobia.errors import UsageError, ZenobiaError
from zenobia.exports import Layout, Rendered, render_reading
from zenobia.types import Reading, Report

LONGEST_PATH = 255
"""Code points: a longer string is text, never a path (the longest file name of common file systems)."""


class ReportReader(Protocol):
    """What reads a report: `reading.reader.Reader`, or another in its place."""

    def read(self, report: Report) -> Reading:
        """What `report` says."""
        ...


MakeReader = Callable[[], ReportReader]
"""Makes a process its reader; crosses process borders, so a function of a module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """How every report of a run is read and written. min_confidence: 0 to 1, events and ties below it are left out."""

    layout: Layout
    min_confidence: float = 0.0
    make_reader: MakeReader


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
                  else it is a file where one of that name exists, and text where none does.
    published:    the day the report appeared, a date or "2016-03-28"; days such as "Sunday" are read from it.
    outlet, url, language: what the document does not say itself; language in ISO 639-1 ("en").

    Raises IntakeError when a file cannot be read, UsageError for a day that is none, ModelError without the model.
    """
    from zenobia.intake import Given, report_from_path, report_from_text  # as above: intake loads its formats' libraries

    given = Given(published=_as_day(published), outlet=outlet, url=url, language=language)
    if isinstance(text_or_path, Path) or _names_file(text_or_path):
        report = report_from_path(Path(text_or_path), given)
    else:
        report = report_from_text(text_or_path, given)
    return read_report(report, load_reader())


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


def render_report(report: Report, number: int, task: Task, reader: ReportReader) -> Rendered | ZenobiaError:
    """One report as the task's format writes it, or why it could not be read; one report's fault never stops the next.

    number: place of the report in the input, from 1."""
    try:
        reading = keep_confident(read_report(report, reader), task.min_confidence)
        return render_reading(reading, task.layout, number=number)
    except ZenobiaError as error:
        return error
    except Exception as error:  # a bug met by one text of thousands: told in one line, the others are read
        return fault_of(report, number, f"the reader failed ({type(error).__name__}: {error})")


def fault_of(report: Report, number: int, what: str) -> ZenobiaError:
    """The error line of a report that a process could not read."""
    where = f"report {number} ({report.title or report.id})"
    return ZenobiaError(what, where=where, mend="the other reports are read; please send this text to the makers of zenobia")


def _as_day(published: date | str | None) -> date | None:
    if not isinstance(published, str):
        return published
    return parse_day(published, where="published")


def parse_day(words: str, *, where: str) -> date:
    """The day "2016-03-28" names. Raises UsageError for anything else; where: the option or argument to name."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"{words!r} is no day", where=where, mend="write it as YYYY-MM-DD, for example 2016-03-28") from None


def _names_file(words: str) -> bool:
    return len(words) <= LONGEST_PATH and not any(c in words for c in "\n\r\0") and Path(words).is_file()
