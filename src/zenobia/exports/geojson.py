"""Incidents as GeoJSON (RFC 7946), for QGIS, kepler.gl, geojson.io, Leaflet, MapLibre: one FeatureCollection, a feature an incident.

Points in WGS 84, longitude first. The circle of doubt is the property `radius_km`: a point stands for all of it. An incident
without coordinates is a feature with a null geometry, as the RFC has it for the unlocated. Properties are the columns of
`incident_values`, lists as arrays, unknown as null."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from zenobia.exports.cells import visible_text
from zenobia.exports.incident_values import Value, note_common_losses, point_of, row_of
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident


def write_geojson(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes the collection, a feature a line; one incident is in memory at a time."""
    out.write('{"type": "FeatureCollection", "features": [')
    before = "\n"
    for incident in incidents:
        losses.incidents += 1
        losses.rows += 1
        note_common_losses(incident, losses)
        out.write(before + _feature(incident, losses))
        before = ",\n"
    out.write("\n]}\n")


def _feature(incident: Incident, losses: Losses) -> str:
    point = point_of(incident)
    if point is None:
        losses.note("incident without coordinates", "a feature with a null geometry")
    losses.note("coordinates of a further place", "left out; its name is in `sites`", max(0, len(incident.sites) - 1))
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    properties = {name: _json_value(value) for name, value in row_of(incident).items()}
    feature = {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def _json_value(value: Value) -> Value:
    """The value with its texts safe to print and in UTF-8: readers of GeoJSON refuse lone surrogates even as escapes."""
    if isinstance(value, str):
        return visible_text(value)
    if isinstance(value, list):
        return [visible_text(item) if isinstance(item, str) else item for item in value]
    return value
