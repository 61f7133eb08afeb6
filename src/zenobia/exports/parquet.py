"""Incidents as Parquet and GeoParquet 1.1, for pandas, DuckDB, R, QGIS: the columns of `incident_values`, a row an incident.

Texts are strings, days date32, lists list columns. GeoParquet adds `geometry`: a point in WKB, longitude first, null without
coordinates; no `crs` is written, which the format reads as OGC:CRS84. Needs pyarrow: `pip install 'zenobia[tables]'`."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, BinaryIO

from zenobia.errors import ExportError
from zenobia.exports.cells import visible_text
from zenobia.exports.incident_values import COLUMNS, Kind, Value, note_common_losses, point_of, row_of
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident

ROWS = 2_000
"""Incidents of a row group, which are in memory at once: some 10 MB of texts."""

MOST = 2**63 - 1
"""The largest whole number of a column; reports may print any number of digits."""

GEOMETRY = "geometry"


def write_parquet(incidents: Iterable[Incident], out: BinaryIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes a Parquet file. Raises ExportError without pyarrow."""
    _write(incidents, out, losses, box=None)


def write_geoparquet(incidents: Iterable[Incident], out: BinaryIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes a GeoParquet file. Raises ExportError without pyarrow."""
    _write(incidents, out, losses, box=Box())


class Box:
    """The bounding box of the points that were written: west, south, east, north; None before the first."""

    def __init__(self) -> None:
        self.bounds: tuple[float, float, float, float] | None = None

    def add(self, latitude: float, longitude: float) -> None:
        """One point more."""
        west, south, east, north = self.bounds or (longitude, latitude, longitude, latitude)
        self.bounds = (min(west, longitude), min(south, latitude), max(east, longitude), max(north, latitude))

    def metadata(self) -> str:
        """The value of the file's key "geo" (GeoParquet 1.1, File metadata)."""
        column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if self.bounds else []}
        if self.bounds:
            column["bbox"] = list(self.bounds)
        return json.dumps({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}})


def _write(incidents: Iterable[Incident], out: BinaryIO, losses: Losses, *, box: Box | None) -> None:
    pa, pq = _arrow()
    schema = _schema(pa, geometry=box is not None)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for incident in incidents:
            rows.append(_row(incident, losses, box))
            if len(rows) == ROWS:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        if box:
            writer.add_key_value_metadata({"geo": box.metadata()})


def _arrow() -> tuple[Any, Any]:
    """pyarrow and its Parquet module: 170 MB, loaded by who asks for Parquet alone."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow", where="parquet", mend="pip install 'zenobia[tables]'") from error
    return pyarrow, pyarrow.parquet


def _schema(pa: Any, *, geometry: bool) -> Any:
    types = {
        Kind.TEXT: pa.string(),
        Kind.DAY: pa.date32(),
        Kind.WHOLE: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.WHOLES: pa.list_(pa.int64()),
    }
    fields = [pa.field(column.name, types[column.kind]) for column in COLUMNS]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())] if geometry else fields)


def _row(incident: Incident, losses: Losses, box: Box | None) -> dict[str, Any]:
    losses.incidents += 1
    losses.rows += 1
    note_common_losses(incident, losses)
    losses.note("coordinates of a further place", "left out; its name is in `sites`", max(0, len(incident.sites) - 1))
    values = row_of(incident)
    row: dict[str, Any] = {column.name: _CELLS[column.kind](values[column.name]) for column in COLUMNS}
    losses.note("number above 9 million million million", "empty", _count_lost(values, row))
    point = point_of(incident)
    if point is None:
        losses.note("incident without coordinates", "a null geometry" if box else "empty latitude and longitude")
    if box:
        row[GEOMETRY] = point_in_wkb(*point) if point else None
        if point:
            box.add(*point)
    return row


def point_in_wkb(latitude: float, longitude: float) -> bytes:
    """A point in the well-known binary of OGC Simple Features: byte order 1 (little-endian), type 1, x, y."""
    return struct.pack("<BIdd", 1, 1, longitude, latitude)


def _count_lost(values: dict[str, Value], row: dict[str, Any]) -> int:
    kinds = (Kind.WHOLE,)  # what the lists lose is lost here too, or was of a kind without columns of its own
    return sum(1 for c in COLUMNS if c.kind in kinds and values[c.name] is not None and row[c.name] is None)


def _text(value: Any) -> str | None:
    return None if value is None else visible_text(value)


def _whole(value: Any) -> int | None:
    return value if value is not None and value <= MOST else None


_CELLS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.DAY: lambda value: date.fromisoformat(value) if value else None,
    Kind.WHOLE: _whole,
    Kind.NUMBER: lambda value: value,
    Kind.TEXTS: lambda value: [_text(item) for item in value],
    Kind.WHOLES: lambda value: [_whole(item) for item in value],
}
