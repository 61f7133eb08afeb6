"""The record as people and programs use it: one object over one file.

with zenobia.Record("syria.zen") as record:
    record.add("reports/")
    for incident in record.incidents(place="Palmyra", killed=10):
        print(incident.start, incident.type, incident.outlets)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine

from zenobia.errors import RecordError, UsageError, ZenobiaError
from zenobia.pipeline import MakeReader, load_reader
from zenobia.record import review
from zenobia.record.adding import Added, add_reports
from zenobia.record.asked import Value
from zenobia.record.audit import who_runs
from zenobia.record.differences import ReportChange
from zenobia.record.file import open_file, told_as_record
from zenobia.record.history import Deed, history_of
from zenobia.record.imports import Imported, keep_imported, read_file
from zenobia.record.incidents import find_incident, incident_names, load_incidents
from zenobia.record.query import Filters, Sort, count_incidents, incident_ids
from zenobia.record.refresh import changing
from zenobia.record.rereading import RereadCount, reread_reports
from zenobia.record.schema import views
from zenobia.record.search import Found, search_reports
from zenobia.record.sql import Answer, ask
from zenobia.record.status import RecordStatus, status_of
from zenobia.record.verify import verify, verify_index
from zenobia.types import Incident, Span

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from zenobia.exports.options import ExportFormat, ExportOptions, Losses
    from zenobia.intake import Given
    from zenobia.record.situations import Memory, Situation

PAGE = 50
"""Incidents of a listing, where nobody asks for more."""


def _ignore(*_told: object) -> None:
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
        self._memory: Memory | None = None

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

    def import_file(self, path: str | Path, format: str, *, who: str | None = None) -> Imported:
        """Keeps the incidents of an ACLED ("acled"), UCDP GED ("ged") or PLOVER ("plover") file beside those read, never merged with them
        (`Filters.origin` tells them apart). A file is taken whole or not at all.

        Raises TableError for a file with faults, each in `.more`; UsageError for another format."""
        found = list(read_file(Path(path), format))
        with told_as_record(self.path), self.writer.begin() as connection:
            return keep_imported(connection, found, path=Path(path), format=format, who=who or who_runs())

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
        from zenobia.exports.options import ExportFormat, ExportOptions, Redaction
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
                if options.redaction != Redaction() or options.hxl:
                    mend = "export incidents in another format"
                    raise UsageError(
                        "gold holds whole texts: nothing of them can be hidden or tagged", where="export", mend=mend
                    )
                from zenobia.record.gold import write_gold

                return write_gold(connection, Path(path))
            return export_incidents(connection, Path(path), wanted, options, filters, on_incident)

    def search(self, words: str, *, limit: int = 20, offset: int = 0) -> list[Found]:
        """The reports that hold these words, the best first: words, "phrases", beginnings*, OR, -without; names of an actor find its
        other names."""
        with self._reading() as connection:
            return search_reports(connection, words, limit=limit, offset=offset)

    # Review: each writes one act, whose number it gives, and makes anew what follows from it (review.py says what each raises).
    # who: whose act it is, the user of this machine by default; why: in their words.

    def accept(self, *keys: str, who: str | None = None, why: str | None = None) -> int:
        """Says that these events ("e-...") or all of these incidents ("i-...") are as their reports tell them."""
        with changing(self.writer, self.path) as connection:
            return review.accept(connection, keys, who=who, why=why)

    def reject(self, *keys: str, who: str | None = None, why: str | None = None) -> int:
        """Says that these events or all of these incidents are not what their reports tell."""
        with changing(self.writer, self.path) as connection:
            return review.reject(connection, keys, who=who, why=why)

    def edit(self, key: str, values: Mapping[str, Value], *, who: str | None = None, why: str | None = None) -> int:
        """Sets values of an event: {"status": "planned", "actor": ["words"], "killed": "10..14", "place-id": "geonames:163808"}."""
        with changing(self.writer, self.path) as connection:
            return review.edit(connection, key, values, who=who, why=why)

    def add_event(
        self,
        report: str,
        trigger: str | Span,
        type: str,
        values: Mapping[str, Value] | None = None,
        *,
        who: str | None = None,
        why: str | None = None,
    ) -> int:
        """Adds an event at words of a report that the reader missed. values: as of `edit`."""
        with changing(self.writer, self.path) as connection:
            return review.add_event(connection, report, trigger, type, values, who=who, why=why)

    def split(self, incident: str, *events: str, who: str | None = None, why: str | None = None) -> int:
        """Says that these events of an incident tell another happening than its others."""
        with changing(self.writer, self.path) as connection:
            return review.split(connection, incident, events, who=who, why=why)

    def merge(self, *keys: str, who: str | None = None, why: str | None = None) -> int:
        """Says that these incidents or events tell one happening."""
        with changing(self.writer, self.path) as connection:
            return review.merge(connection, keys, who=who, why=why)

    def alias(self, name: str, actor: str, *, who: str | None = None, why: str | None = None) -> int:
        """Says for good that a name means the actor of this id, in reports kept and to come."""
        with changing(self.writer, self.path) as connection:
            return review.alias(connection, name, actor, who=who, why=why)

    def undo(self, act: int, *, who: str | None = None, why: str | None = None) -> int:
        """Takes an act of review back, or an undo of one."""
        with changing(self.writer, self.path) as connection:
            return review.undo(connection, act, who=who, why=why)

    def history(self, key: str | None = None) -> list[Deed]:
        """Every act, oldest first; of an event, incident or name those about it."""
        with self._reading() as connection:
            return list(history_of(connection, key))

    def reread(
        self,
        *,
        everything: bool = False,
        dry_run: bool = False,
        workers: int = 1,
        who: str | None = None,
        why: str | None = None,
        on_start: Callable[[int], None] = _ignore,
        on_report: Callable[[], None] = _ignore,
        on_change: Callable[[ReportChange], None] = _ignore,
        on_error: Callable[[ZenobiaError], None] | None = None,
        make_reader: MakeReader = load_reader,
    ) -> RereadCount:
        """Reads reports anew that another version of the reader read, and keeps the new readings; what changed, counted. Corrections hold.

        everything: also those the present version read; dry_run: says what would change and changes nothing. on_start: told how many there
        are; on_report: called after each; on_change: told what changed in one; on_error: why one could not be read (a warning by default).
        Raises RecordError when the file cannot be written."""
        return reread_reports(
            self._reader if dry_run else self.writer,
            self.path,
            make_reader=make_reader,
            workers=workers,
            everything=everything,
            dry_run=dry_run,
            who=who,
            why=why,
            on_error=on_error or _warn,
            on_start=on_start,
            on_report=on_report,
            on_change=on_change,
        )

    def verify(self, *, on_report: Callable[[], None] = _ignore) -> Iterator[RecordError]:
        """Every fault of the file, its acts, reports, readings, derived rows and, where it may be written, its search index, as it is found; none
        when the record is whole. on_report: called after each report."""
        with self._reading() as connection:
            yield from verify(connection, on_report=on_report)
        if self._writer:
            with told_as_record(self.path):
                yield from verify_index(self._writer)

    def export_gold(self, path: str | Path, *reports: str) -> Losses:
        """Writes corrected reports as gold; those of these ids, else those whose every event somebody looked at. What gold has no place for is
        counted, and told in FILE.losses.json."""
        from zenobia.record.exporting import refuse_record
        from zenobia.record.gold import write_gold

        refuse_record(Path(path), self.path)
        with self._reading() as connection:
            return write_gold(connection, Path(path), reports=reports)

    def sql(self, query: str) -> Answer:
        """The answer to one SELECT over the documented views (docs/sql.md). Raises UsageError for anything that would change the
        record, or that SQLite cannot run."""
        return ask(self.path, query)

    def to_pandas(self, view: str = "incidents", **asked: Any) -> pandas.DataFrame:
        """A documented view (docs/sql.md) as a data frame, a row each: `record.to_pandas()`, `record.to_pandas("mentions")`.

        asked: fields of `Filters`, which only incidents have: `record.to_pandas(place="Homs", killed=10)`, in the order of `incidents`.
        Raises UsageError for an unknown view or filter, and without pandas (pip install 'zenobia[tables]')."""
        return self._table(view, asked).to_pandas()

    def to_arrow(self, view: str = "incidents", **asked: Any) -> pyarrow.Table:
        """The same as an Arrow table. Raises UsageError as `to_pandas`, and without pyarrow."""
        return self._table(view, asked).to_arrow()

    def _table(self, view: str, asked: dict[str, Any]) -> Answer:
        if view not in views():
            raise UsageError(f"{view!r} is no view", where="view", mend=f"give one of {', '.join(views())}")
        table = ask(self.path, f"select * from {view}")
        if not asked:
            return table
        if view != "incidents" or not asked.keys() <= {field.name for field in fields(Filters)}:
            mend = f"filter incidents, by {', '.join(field.name for field in fields(Filters))}"
            raise UsageError(f"{view} cannot be filtered by {', '.join(sorted(asked))}", where="view", mend=mend)
        with self._reading() as connection:
            names = incident_names(connection, incident_ids(connection, Filters(**asked)))
        of_name = {row[0]: row for row in table.rows}
        return Answer(table.columns, tuple(of_name[name] for name in names if name in of_name))

    def situation(self, day: date | None = None, *, known: date | None = None) -> Situation:
        """What held on a day: `record.situation(date(2016, 3, 28)).control("Syria")`.

        day: None asks for the last day any report is of. known: only reports published up to this day count."""
        from zenobia.record.situations import Memory, Situation

        self._memory = self._memory or Memory()
        return Situation(self._reading, day, known=known, memory=self._memory)

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
