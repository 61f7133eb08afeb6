"""What a worker does with a report that is added: reads it and makes its rows. Imports no database: a worker starts a third of a second sooner."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zenobia.errors import ZenobiaError
from zenobia.pipeline import MakeReader, ReportReader, as_fault, read_report
from zenobia.record.rows import Kept, keep
from zenobia.types import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepJob:
    """Reads a report and makes the rows of it, in a worker."""

    make_reader: MakeReader

    def perform(self, report: Report, where: str, number: int, reader: ReportReader) -> Kept | ZenobiaError:
        """One report ready to be written, or why it could not be read."""
        try:
            return keep(read_report(replace(report, raw=None), reader), report.raw)
        except Exception as error:
            return as_fault(error, report, where, number)
