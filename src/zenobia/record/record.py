"""The record as people and programs use it: one object over one file.

with zenobia.Record("syria.zen") as record:
    record.add("reports/")
    for incident in record.incidents(place="Palmyra", killed=10):
        print(incident.start, incident.type, incident.outlets)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from zenobia.errors import UsageError, ZenobiaError
from zenobia.pipeline import MakeReader, load_reader
from zenobia.record.adding import Added, add_reports
from zenobia.record.file import open_file, told_as_record
from zenobia.record.incidents import find_incident, load_incidents
from zenobia.record.query import Filters, Sort, count_incidents, incident_ids
from zenobia.record.search import Found, search_reports
from zenobia.record.sql import Answer, ask
from zenobia.record.status import RecordStatus, status_of
from zenobia.types import Incident

if TYPE_CHECKING:
    from zenobia.exports.options import ExportFormat, ExportOptions, Losses
    from zenobia.intake import Given

PAGE = 50
"""Incidents of a listing, where nobody asks for more."""


def _ignore(_added: Added) -> None:
    """Nobody watches."""


class Record:
    """One file that keeps reports, what they say, the incidents they tell and what people corrected.

    path:   the file, by custom "....zen"; made when the first report is added.
    write:  False opens it for reading alone; other processes may add to it meanwhile.
    Raises RecordError when the file is none, is of a newer version, or cannot be opened."""

    def __init__(self, path: str | Path, *, write: bool = True) -> None:
        self.path = Path(path)
        self._writer: Engine | None = open_file(self.path, write=True, create=True) if write else None
        self._reader: Engine = open_file(self.path, write=False)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file. Nothing is lost without it."""
        self._reader.dispose()
        if self._writer:
            self._writer.dispose()

    @property
    def writer(self) -> Engine:
        """What changes the record. Raises UsageError when it was opened for reading alone."""
        if self._writer is None:
            raise UsageError("opened for reading alone", where=str(self.path), mend="open it with write=True")
        return self._writer

    def add(
        self,
        *paths: str | Path,
        given: Given | None = None,
        workers: int = 1,
        who: str | None = None,
        on_error: Callable[[ZenobiaError], None] | None = None,
        on_report: Callable[[Added], None] = _ignore,
        make_reader: MakeReader = load_reader,
    ) -> Added:
        """Reads the reports of these files and folders that the record does not hold yet and keeps them; what was done, counted.

        given: what the documents do not say themselves (publication day, outlet ...); workers: processes that read;
        who: whose act it is in the log, the user of this machine by default; on_error: told why a document could not be
        read, while the others are (a warning by default); on_report: called after each.
        Raises RecordError when the file cannot be written."""
        from zenobia.intake import load_placed

        return add_reports(
            self.writer,
            self.path,
            load_placed(paths, given),
            make_reader=make_reader,
            workers=workers,
            subject=" ".join(map(str, paths)),
            who=who,
            on_error=on_error or _warn,
            on_report=on_report,
        )

    def incidents(
        self, filters: Filters | None = None, *, sort: Sort = Sort.DAY, limit: int | None = None, offset: int = 0, **asked: Any
    ) -> Iterator[Incident]:
        """The incidents asked for, in order, made when they are taken: `record.incidents(place="Homs", killed=10)`.

        filters, or the fields of `Filters` by name. limit: None gives all.
        Raises UsageError for an actor or place the record does not hold."""
        with self._reading() as connection:
            wanted = replace(filters or Filters(), **asked)
            numbers = incident_ids(connection, wanted, sort=sort, limit=limit, offset=offset)
            yield from load_incidents(connection, numbers)

    def count(self, filters: Filters | None = None, **asked: Any) -> int:
        """How many incidents are asked for."""
        with self._reading() as connection:
            return count_incidents(connection, replace(filters or Filters(), **asked))

    def incident(self, key: str) -> Incident:
        """One incident, by its id ("i-...") or that of any of its events ("e-..."). Raises UsageError when there is none."""
        with self._reading() as connection:
            return next(load_incidents(connection, [find_incident(connection, key)]))

    def export(
        self,
        path: str | Path,
        format: ExportFormat | str,
        options: ExportOptions | None = None,
        filters: Filters | None = None,
        *,
        on_incident: Callable[[], None] = lambda: None,
    ) -> Losses:
        """Writes the incidents asked for to a file, the oldest first, and what the format could not hold to FILE.losses.json.

        format: of `zenobia.exports.options.ExportFormat`; "gold" writes the readings. options: statuses, redaction, HXL; without them what
        happened alone, or the statuses of the filters. on_incident: called after each.
        Raises ExportError when the file cannot be written or the format's libraries are absent, UsageError for an unknown format."""
        from zenobia.exports.options import ExportFormat, ExportOptions
        from zenobia.record.exporting import export_incidents, refuse_record

        try:
            wanted = ExportFormat(format)
        except ValueError:
            mend = f"give one of {', '.join(ExportFormat)}"
            raise UsageError(f"{format!r} is no format", where="export", mend=mend) from None
        filters = filters or Filters()
        options = options or (ExportOptions(statuses=frozenset(filters.statuses)) if filters.statuses else ExportOptions())
        refuse_record(Path(path), self.path)
        with self._reading() as connection:
            if wanted is ExportFormat.GOLD:
                from zenobia.record.gold import write_gold

                return write_gold(connection, Path(path))
            return export_incidents(connection, Path(path), wanted, options, filters, on_incident)

    def search(self, words: str, *, limit: int = 20, offset: int = 0) -> list[Found]:
        """The reports that hold these words, the best first: words, "phrases", beginnings*, OR, -without; names of an actor find its
        other names."""
        with self._reading() as connection:
            return search_reports(connection, words, limit=limit, offset=offset)

    def sql(self, query: str) -> Answer:
        """The answer to one SELECT over the documented views (docs/sql.md). Raises UsageError for anything that would change the
        record, or that SQLite cannot run."""
        return ask(self.path, query)

    def status(self, *, spent: bool = False) -> RecordStatus:
        """What is in the record. spent: also what the bytes of its file are spent on."""
        with self._reading() as connection:
            return status_of(connection, self.path, spent=spent)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_as_record(self.path), self._reader.connect() as connection:
            yield connection


def _warn(error: ZenobiaError) -> None:
    import warnings

    warnings.warn(str(error), stacklevel=2)
