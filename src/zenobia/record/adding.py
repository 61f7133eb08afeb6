"""Reports into the record: only new ones are read, a batch a transaction, incidents brought up to date with each batch.

Takes reports from intake and readings from the workers; whatever moment it is killed at, the record holds whole batches, and the next run
goes on after them."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from zenobia.errors import ZenobiaError
from zenobia.pipeline import MakeReader, Placed
from zenobia.record.audit import Act, now, who_runs, write_act
from zenobia.record.codec import unpack_reading
from zenobia.record.corrections import Correction, corrections_of, rulings_of
from zenobia.record.file import told_as_record
from zenobia.record.keeping import KeepJob
from zenobia.record.merging import merge_events
from zenobia.record.readings import Shelf, corrected
from zenobia.record.rows import Kept, rows_of
from zenobia.record.schema import report as report_table
from zenobia.record.store import Writer
from zenobia.types import Report
from zenobia.workers import work_through

BATCH = 400
"""Reports a transaction at most: about 3 s of reading on two cores."""

BATCH_SECONDS = 3.0
"""Seconds a transaction at most: what a killed run reads again."""

LOOK = 256
"""Reports whose digests are looked up at once."""


@dataclass(slots=True)
class Added:
    """What a run of adding did. known: reports the record held already; revisions: new bytes under a known id or URL; copies: the words
    of a report it holds under other bytes; failed: documents that could not be read."""

    new: int = 0
    known: int = 0
    revisions: int = 0
    copies: int = 0
    failed: int = 0
    events: int = 0

    @property
    def seen(self) -> int:
        """Documents taken from the input."""
        return self.new + self.known + self.failed


def _ignore(_added: Added) -> None:
    """Nobody watches."""


def add_reports(
    engine: Engine,
    path: Path,
    placed: Iterable[Placed],
    *,
    make_reader: MakeReader,
    workers: int,
    subject: str,
    who: str | None = None,
    on_error: Callable[[ZenobiaError], None],
    on_report: Callable[[Added], None] = _ignore,
) -> Added:
    """Reads every report the record does not hold and keeps it. subject: the paths, as the audit log names them; on_error: told each
    document that could not be read; on_report: called after each document.

    Raises RecordError when the record cannot be written; ModelError without the model. On KeyboardInterrupt what was read is
    kept first."""
    with told_as_record(path), engine.connect() as connection:
        run = _Run(connection, path, subject, who or who_runs())
        fresh = run.pass_new(placed, on_report)
        try:
            for outcome in work_through(fresh, KeepJob(make_reader=make_reader), workers=workers):
                if isinstance(outcome, ZenobiaError):
                    run.added.failed += 1
                    on_error(outcome)
                else:
                    run.take(outcome)
                on_report(run.added)
        finally:
            run.flush()
    return run.added


class _Run:
    """One run of adding: what waits to be written, and what was done so far."""

    def __init__(self, connection: Connection, path: Path, subject: str, who: str) -> None:
        self.added = Added()
        self._connection, self._path, self._subject, self._who = connection, path, subject, who
        self._writer, self._shelf = Writer(), Shelf(connection)
        self._waiting: list[Kept] = []
        self._since = time.monotonic()
        self._taken: set[bytes] = set()
        self._data_version: int | None = None

    def pass_new(self, placed: Iterable[Placed], on_report: Callable[[Added], None]) -> Iterator[Placed]:
        """The reports the record does not hold, and the errors; reports it holds are counted."""
        for part in _chunks(placed, LOOK):
            known = self._held([report for _, report in part if isinstance(report, Report)])
            for where, report in part:
                if isinstance(report, Report):
                    digest = bytes.fromhex(report.sha256)
                    if digest in known or digest in self._taken:
                        self.added.known += 1
                        on_report(self.added)
                        continue
                    self._taken.add(digest)
                yield where, report

    def _held(self, reports: Iterable[Report]) -> set[bytes]:
        """The digests among these that the record holds."""
        digests = [bytes.fromhex(report.sha256) for report in reports]
        found = self._connection.execute(select(report_table.c.sha256).where(report_table.c.sha256.in_(digests)))
        held = set(found.scalars())
        self._connection.rollback()  # ends the read: only a batch holds the lock
        return held

    def take(self, kept: Kept) -> None:
        """Keeps a report in mind until its batch is written."""
        self._waiting.append(kept)
        if len(self._waiting) >= BATCH or time.monotonic() - self._since > BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes what waits: reports, rows and incidents in one transaction."""
        batch, self._waiting = self._waiting, []
        if batch:
            with told_as_record(self._path), self._connection.begin():
                self._write(batch)
        self._since = time.monotonic()

    def _write(self, batch: list[Kept]) -> None:
        connection = self._connection
        batch = self._not_written_since(batch)
        if not batch:
            return
        said, rulings = corrections_of(connection), rulings_of(connection)
        batch = [_with_corrections(kept, said) for kept in batch] if said else batch
        run = write_act(connection, self._act(batch))
        self._count_copies(batch)
        stored = self._writer.write(connection, batch, run)
        self._shelf.put(stored)
        merge_events(connection, stored, self._shelf.load, rulings)
        self.added.new += len(batch)
        self.added.events += len(stored)

    def _not_written_since(self, batch: list[Kept]) -> list[Kept]:
        """The batch without what another process wrote since the last; then what is remembered of the file is forgotten."""
        version = self._connection.exec_driver_sql("pragma data_version").scalar_one()
        if version == self._data_version:
            return batch
        self._data_version = version
        self._writer.forget()
        self._shelf.forget()
        digests = [bytes.fromhex(kept.report.sha256) for kept in batch]
        query = select(report_table.c.sha256).where(report_table.c.sha256.in_(digests))
        held = set(self._connection.execute(query).scalars())
        self.added.known += len(held)
        return [kept for kept in batch if bytes.fromhex(kept.report.sha256) not in held]

    def _act(self, batch: Sequence[Kept]) -> Act:
        """The act of a batch binds the bytes of its reports into the chain."""
        value = {"reports": len(batch), "sha256": digest_of(kept.report.sha256 for kept in batch)}
        return Act(at=now(), who=self._who, kind="add", subject=self._subject, value=value)

    def _count_copies(self, batch: Sequence[Kept]) -> None:
        """Counts reports whose words, or whose id or URL, the record or the batch holds already."""
        words = {kept.words for kept in batch}
        seen = set(self._connection.execute(select(report_table.c.words).where(report_table.c.words.in_(words))).scalars())
        for kept in batch:
            self.added.copies += kept.words in seen
            seen.add(kept.words)


def digest_of(digests: Iterable[str]) -> str:
    """One SHA-256 over those of many reports, whatever their order."""
    return hashlib.sha256("".join(sorted(digests)).encode("ascii")).hexdigest()


def _with_corrections(kept: Kept, said: Mapping[str, Sequence[Correction]]) -> Kept:
    """What is derived from a report, made anew where people said something that touches it."""
    if kept.report.sha256 not in said and "" not in said:
        return kept
    reading = unpack_reading(kept.reading, kept.report)
    return replace(kept, rows=rows_of(corrected(reading, said)))


def _chunks(placed: Iterable[Placed], size: int) -> Iterator[list[Placed]]:
    """Slices of a stream; a stream that waits for its next report is not read ahead of what it has."""
    stream = iter(placed)
    while part := list(islice(stream, size)):
        yield part
