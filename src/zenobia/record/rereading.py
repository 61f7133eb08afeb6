"""Kept reports read anew with the present reader, a batch a transaction; what people corrected holds for the new readings too.

A batch is whole or not at all, so a killed run goes on where it stopped: what it read anew is not of another reader any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from zenobia.errors import ZenobiaError
from zenobia.pipeline import MakeReader, Placed, ReportReader, as_fault, read_report
from zenobia.record.adding import BATCH, BATCH_SECONDS, digest_of
from zenobia.record.audit import Act, now, who_runs, write_act
from zenobia.record.codec import pack_reading, unpack_reading
from zenobia.record.correcting import Correction, apply
from zenobia.record.corrections import corrections_of, said_of
from zenobia.record.differences import ReportChange, compare_readings
from zenobia.record.file import told_as_record
from zenobia.record.readings import REPORT_COLUMNS, report_of
from zenobia.record.refresh import changing, parts, put_in, take_out
from zenobia.record.schema import outlet, reader, report
from zenobia.record.store import Writer
from zenobia.types import ReaderVersion, Reading, Report
from zenobia.workers import work_through

LOOK = 256
"""Reports that are taken from the record at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A report read anew, packed as the record keeps it."""

    sha256: str
    reader: ReaderVersion
    reading: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadJob:
    """Reads a kept report, in a worker."""

    make_reader: MakeReader

    def perform(self, report: Report, where: str, number: int, reader: ReportReader) -> Reread | ZenobiaError:
        """Its new reading, or why it could not be read."""
        try:
            reading = read_report(report, reader)
            return Reread(sha256=report.sha256, reader=reading.reader, reading=pack_reading(reading))
        except Exception as error:
            return as_fault(error, report, where, number)


@dataclass(slots=True)
class RereadCount:
    """What a run of rereading did. wanted: reports that another reader had read; unmatched: corrections that found no event any more."""

    wanted: int = 0
    read: int = 0
    failed: int = 0
    changed: int = 0
    gained: int = 0
    lost: int = 0
    altered: int = 0
    unmatched: int = 0
    values: dict[str, int] = field(default_factory=dict)

    def note(self, change: ReportChange) -> None:
        """Counts one report's change; values: how often each field differs."""
        self.changed += not change.is_none
        self.gained += len(change.gained)
        self.lost += len(change.lost)
        self.altered += len(change.altered)
        self.unmatched += len(change.unmatched)
        for event in change.altered:
            for name, _, _ in event.values:
                self.values[name] = self.values.get(name, 0) + 1


def reread_reports(
    engine: Engine,
    path: Path,
    *,
    make_reader: MakeReader,
    workers: int,
    everything: bool = False,
    dry_run: bool = False,
    who: str | None = None,
    why: str | None = None,
    on_error: Callable[[ZenobiaError], None],
    on_start: Callable[[int], None],
    on_report: Callable[[], None],
    on_change: Callable[[ReportChange], None],
) -> RereadCount:
    """Reads reports anew and keeps the new readings; what changed, counted.

    everything: also those the present reader read; dry_run: changes nothing. on_start: told how many there are; on_change: told each report's
    change; on_error: each report that could not be read, which keeps the reading it has.
    Raises RecordError when the record cannot be written, ModelError without the model. On KeyboardInterrupt what was read is kept first."""
    with told_as_record(path):
        version = _version_of(make_reader)
        with engine.connect() as connection:
            numbers = _wanted(connection, None if everything else version)
        run = _Run(engine, path, who or who_runs(), why, on_change, dry_run=dry_run)
        run.count.wanted = len(numbers)
        on_start(len(numbers))
        try:
            for outcome in work_through(_kept(engine, path, numbers), RereadJob(make_reader=make_reader), workers=workers):
                if isinstance(outcome, ZenobiaError):
                    run.count.failed += 1
                    on_error(outcome)
                else:
                    run.take(outcome)
                on_report()
        finally:
            run.flush()
    return run.count


def _version_of(make_reader: MakeReader) -> ReaderVersion:
    """The version of the present reader, as it signs a report without words."""
    return make_reader().read(Report(id="none", sha256="0" * 64, text="")).reader


def _wanted(connection: Connection, version: ReaderVersion | None) -> list[int]:
    """The reports that another reader than this read; all without one."""
    query = select(report.c.id).join(reader, reader.c.id == report.c.reader).order_by(report.c.id)
    if version:
        query = query.where((reader.c.version != version.version) | (reader.c.model != version.model))
    return list(connection.execute(query).scalars())


def _kept(engine: Engine, path: Path, numbers: Sequence[int]) -> Iterator[Placed]:
    """The reports as intake gave them, LOOK in memory at a time."""
    for part in parts(numbers, LOOK):
        with engine.connect() as connection:
            found = [_report(row) for row in _rows(connection, part)]
        yield from ((str(path), told) for told in found)


def _rows(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    query = select(*REPORT_COLUMNS, report.c.reading).outerjoin(outlet, outlet.c.id == report.c.outlet)
    return list(connection.execute(query.where(report.c.id.in_(numbers)).order_by(report.c.id)).all())


def _report(row: Any) -> Report:
    """The report with the warnings and the map of its file, which its reading keeps; without them where that is damaged."""
    told = report_of(row)
    reading = _old_reading(row)
    return replace(told, warnings=reading.report.warnings, source_map=reading.report.source_map) if reading else told


def _old_reading(row: Any) -> Reading | None:
    """The reading of a row, None when it is damaged."""
    try:
        return unpack_reading(row.reading, report_of(row))
    except ValueError:
        return None


class _Run:
    """One run of rereading: what waits to be written, and what was done so far."""

    def __init__(
        self,
        engine: Engine,
        path: Path,
        who: str,
        why: str | None,
        on_change: Callable[[ReportChange], None],
        *,
        dry_run: bool,
    ) -> None:
        self.count = RereadCount()
        self._engine, self._path, self._who, self._why = engine, path, who, why
        self._on_change, self._dry_run = on_change, dry_run
        self._waiting: dict[bytes, Reread] = {}
        self._since = time.monotonic()

    def take(self, outcome: Reread) -> None:
        """Keeps a new reading in mind until its batch is written."""
        self._waiting[bytes.fromhex(outcome.sha256)] = outcome
        if len(self._waiting) >= BATCH or time.monotonic() - self._since > BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes what waits: readings, rows, incidents and the act in one transaction; then tells what changed."""
        batch, self._waiting = self._waiting, {}
        if batch and self._dry_run:
            with self._engine.connect() as connection:
                changes = self._compare(connection, batch)
        elif batch:
            with changing(self._engine, self._path) as connection:
                changes = self._compare(connection, batch)
                self._write(connection, batch, changes)
        for change in changes if batch else ():
            self.count.note(change)
            if not change.is_none:
                self._on_change(change)
        self.count.read += len(batch)
        self._since = time.monotonic()

    def _compare(self, connection: Connection, batch: dict[bytes, Reread]) -> list[ReportChange]:
        """What the new readings, corrected as the old, change."""
        said = corrections_of(connection)
        changes = []
        for row in _rows(connection, _numbers(connection, batch)):
            old, told = _old_reading(row), report_of(row)
            new = unpack_reading(batch[bytes.fromhex(told.sha256)].reading, told)
            before = apply(old, said_of(old, said)) if old else None
            after = apply(new, said_of(new, said))
            was: tuple[Correction, ...] = before.unmatched if before else ()
            changes.append(compare_readings(before.reading if before else None, after, was))
        return changes

    def _write(self, connection: Connection, batch: dict[bytes, Reread], changes: Sequence[ReportChange]) -> None:
        numbers, writer = _numbers(connection, batch), Writer()
        before = _readers(connection, numbers)
        taken = take_out(connection, numbers)
        for digest, new in batch.items():
            values = {"reading": new.reading, "reader": writer.reader_id(connection, new.reader)}
            connection.execute(update(report).where(report.c.sha256 == digest).values(values))
        write_act(connection, self._act(batch, changes, before))
        put_in(connection, numbers, taken)

    def _act(self, batch: dict[bytes, Reread], changes: Sequence[ReportChange], before: dict[str, int]) -> Act:
        """The act of a batch binds its reports and says by whom they were read before."""
        count = RereadCount()
        for change in changes:
            count.note(change)
        version = next(iter(batch.values())).reader
        value = {
            "reports": len(batch),
            "sha256": digest_of(new.sha256 for new in batch.values()),
            "reader": f"{version.version} {version.model}",
            "events": {"gained": count.gained, "lost": count.lost, "altered": count.altered},
        }
        subject = f"{len(batch)} reports" if len(batch) > 1 else changes[0].report
        return Act(
            at=now(), who=self._who, kind="reread", subject=subject, why=self._why, value=value, before={"readers": before}
        )


def _numbers(connection: Connection, digests: dict[bytes, Reread]) -> list[int]:
    return [
        number
        for part in parts(list(digests))
        for number in connection.execute(select(report.c.id).where(report.c.sha256.in_(part)).order_by(report.c.id)).scalars()
    ]


def _readers(connection: Connection, numbers: Sequence[int]) -> dict[str, int]:
    """Who read these reports so far: "version model" -> how many."""
    found: dict[str, int] = {}
    query = select(reader.c.version, reader.c.model).join(report, report.c.reader == reader.c.id)
    for part in parts(numbers):
        for row in connection.execute(query.where(report.c.id.in_(part))):
            name = f"{row.version} {row.model}"
            found[name] = found.get(name, 0) + 1
    return found
