"""Incidents as CSV of our own, a row an incident, for spreadsheets and R: the columns of `incident_values`.

RFC 4180: comma, double quotes, CRLF, UTF-8 without a mark. Several values of a cell are joined by "; ", those of one role in one order
("Red Banner Front; police", "rbf; "); `evidence` holds a line an account, in the order of `account_id`. Unknown is empty. Cells
of text that a spreadsheet would run as a formula begin with an apostrophe."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from zenobia.exports.cells import on_one_line, safe_cell
from zenobia.exports.incident_values import COLUMNS, Column, Kind, Value, note_common_losses, point_of, row_of
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident

HXL_TAGS = {
    "incident_id": "#event+code",
    "type": "#event+type",
    "start": "#date+start",
    "end": "#date+end",
    "place_name": "#loc+name",
    "place_country": "#country+code",
    "place_admin1": "#adm1+name",
    "place_admin2": "#adm2+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "actor": "#group+name+first",
    "supporter": "#group+name+first+assoc",
    "target": "#group+name+second",
    "killed_best": "#affected+killed",
    "outlets": "#meta+source",
    "evidence": "#description",
}
"""Tags of the Humanitarian Exchange Language as the humanitarian data exchange gives them to ACLED's and UCDP's columns; ours that mean
the same have the same, the others none."""


def write_csv(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:
    """Writes the head, with `options.hxl` a row of tags under it, and the rows; `out` must not translate line ends."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    if options.hxl:
        writer.writerow(HXL_TAGS.get(column.name, "") for column in COLUMNS)
    for incident in incidents:
        losses.incidents += 1
        losses.rows += 1
        note_common_losses(incident, losses)
        losses.note("coordinates of a further place", "left out; its name is in `sites`", max(0, len(incident.sites) - 1))
        if point_of(incident) is None:
            losses.note("incident without coordinates", "empty latitude and longitude")
        values = row_of(incident)
        writer.writerow(_cell(column, values[column.name]) for column in COLUMNS)


def _cell(column: Column, value: Value) -> str:
    """A number as it is, a text made safe, several as one text."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return safe_cell(value)
    if column.kind is Kind.WHOLES:
        return "; ".join("" if item is None else str(item) for item in value)
    if column.name == "evidence":
        return safe_cell("\n".join(on_one_line(str(item)) for item in value))
    return safe_cell("; ".join("" if item is None else str(item) for item in value))
