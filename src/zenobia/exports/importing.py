"""The way back: another project's file to incidents, beside those read from reports.

A row or record is one incident with one account: its telling's id is the row's, its sha256 that of the row's canonical bytes, its evidence
the notes or text; `origin` names the format. Columns that nothing else of an incident holds are kept as they stand in `carried`, and
the export in the same format gives them back: export -> import -> export is a fixed point.

Each reader gives incidents as it goes, and raises TableError with a line for each fault (file, line, column, mend), at the latest at the
end; who keeps them keeps all of a file or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zenobia.types import Incident


def read_acled(path: Path) -> Iterator[Incident]:
    """The events of an ACLED file: CSV of the 31 columns, or of any that have id, date, type and sub-event. Raises TableError."""
    from zenobia.exports.import_acled import KEY, NEEDED, acled_incident
    from zenobia.exports.import_rows import read_incidents

    return read_incidents(path, NEEDED, acled_incident, KEY)


def read_ged(path: Path) -> Iterator[Incident]:
    """The events of a UCDP GED file: CSV of the 49 columns, or of any that have id, dates, type, sides and deaths. Raises TableError."""
    from zenobia.exports.import_ged import KEY, NEEDED, ged_incident
    from zenobia.exports.import_rows import read_incidents

    return read_incidents(path, NEEDED, ged_incident, KEY)


def read_plover(path: Path) -> Iterator[Incident]:
    """The events of a PLOVER file: JSON Lines, an event a line. Raises TableError."""
    from zenobia.exports.import_plover import read_events

    return read_events(path)
