"""Incidents of a record into a file: which, in what order, and whose names to hide beside those of the parties."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.exports.incidents import losses_path, part_path, write_incidents
from zenobia.exports.options import ExportFormat, ExportOptions, Losses
from zenobia.exports.redact import is_private
from zenobia.record.features import actor_of
from zenobia.record.incidents import load_incidents
from zenobia.record.query import Filters, Sort, incident_ids
from zenobia.record.readings import as_read
from zenobia.record.schema import report
from zenobia.types import Incident, MentionType, Reading

KEPT_REPORTS = 1_000
"""Reports whose persons are remembered: incidents of one report stand close together in an export by day."""


def export_incidents(
    connection: Connection,
    path: Path,
    format: ExportFormat,
    options: ExportOptions,
    filters: Filters,
    on_incident: Callable[[], None],
) -> Losses:
    """The incidents asked for, the oldest first, in a file; what the format could not hold. on_incident: called after each."""

    def counted() -> Iterator[Incident]:
        for incident in load_incidents(connection, incident_ids(connection, filters, sort=Sort.OLDEST)):
            yield incident
            on_incident()

    return write_incidents(counted(), path, format, options, others_of=Bystanders(connection))


def refuse_record(path: Path, record: Path) -> None:
    """Raises UsageError when an export would be written over the record, or over what SQLite keeps beside it."""
    files = [record.with_name(record.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    for written in (path, part_path(path), losses_path(path)):
        if any(written.exists() and file.exists() and os.path.samefile(written, file) for file in files):
            raise UsageError(f"{written} is the record itself", where="export", mend="write the export to another file")


class Bystanders:
    """The private persons of an incident's reports, parties of it or not: a sentence can name who is neither."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._of_report: dict[str, frozenset[str]] = {}

    def __call__(self, incident: Incident) -> Collection[str]:
        """Their names, as the reports write them."""
        if len(self._of_report) > KEPT_REPORTS:
            self._of_report.clear()
        digests = list(dict.fromkeys(account.telling.sha256 for account in incident.accounts))
        self._load([digest for digest in digests if digest not in self._of_report])
        return frozenset(name for digest in digests for name in self._of_report.get(digest, ()))

    def _load(self, digests: Sequence[str]) -> None:
        read = [bytes.fromhex(digest) for digest in digests if len(digest) == 64]  # an imported account has no report
        query = select(report.c.id).where(report.c.sha256.in_(read)).order_by(report.c.id)
        for _, reading in as_read(self._connection, self._connection.execute(query).scalars().all()):
            self._of_report[reading.report.sha256] = frozenset(private_names(reading))


def private_names(reading: Reading) -> Iterator[str]:
    """The wordings of the persons of a report whom no table knows."""
    for mention in reading.mentions:
        if mention.type is MentionType.PERSON and is_private(actor_of(mention, reading)):
            yield mention.text
            yield from () if mention.entity is None else (reading.entities[mention.entity].name,)
