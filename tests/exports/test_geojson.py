"""Incidents as GeoJSON, by RFC 7946 and as the libraries of the field read it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from any_reading import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from incidents_by_hand import a_site, an_account, an_incident, killed, known, unknown

from zenobia.exports.geojson import write_geojson
from zenobia.exports.incident_values import COLUMNS, Kind
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident

PALMYRA = an_incident(
    an_account(
        place=[a_site("Palmyra", 34.56, 38.28, radius_km=12.5)], actor=[known("isil"), unknown("gunmen")], toll=[killed(12)]
    )
)
NOWHERE = an_incident(an_account("AP", place=[a_site("Yar")]))


def written(*incidents: Incident, losses: Losses | None = None) -> str:
    out = io.StringIO(newline="")
    write_geojson(incidents, out, ExportOptions(), losses or Losses())
    return out.getvalue()


def features(*incidents: Incident) -> list[dict[str, Any]]:
    collection = json.loads(written(*incidents))
    assert (collection["type"], set(collection)) == ("FeatureCollection", {"type", "features"})
    found: list[dict[str, Any]] = collection["features"]
    return found


def test_a_feature_is_a_point_longitude_first_with_its_circle_of_doubt() -> None:
    (feature,) = features(PALMYRA)
    assert feature["type"] == "Feature"
    assert feature["id"] == PALMYRA.id
    assert feature["geometry"] == {"type": "Point", "coordinates": [38.28, 34.56]}
    assert feature["properties"]["radius_km"] == 12.5


def test_properties_are_the_columns_lists_as_arrays_unknown_as_null() -> None:
    (feature,) = features(PALMYRA)
    properties = feature["properties"]
    assert list(properties) == [column.name for column in COLUMNS]
    assert (properties["actor"], properties["actor_id"]) == (["ISIL", "gunmen"], ["isil", None])
    assert (properties["killed_best"], properties["injured_best"], properties["start"]) == (12, None, "2016-03-27")
    lists = {column.name for column in COLUMNS if column.kind in (Kind.TEXTS, Kind.WHOLES)}
    assert {name for name, value in properties.items() if isinstance(value, list)} == lists


@pytest.mark.parametrize("site", [a_site("Yar"), a_site("Yar", 90.5, 0.0), a_site("Yar", float("nan"), float("inf"))])
def test_an_incident_without_coordinates_has_a_null_geometry(site: Any) -> None:
    losses = Losses()
    (feature,) = json.loads(written(an_incident(an_account(place=[site])), losses=losses))["features"]
    assert feature["geometry"] is None
    assert {"what": "incident without coordinates", "became": "a feature with a null geometry", "times": 1} in losses.to_dict()[
        "losses"
    ]


def test_no_incidents_are_an_empty_collection() -> None:
    assert features() == []


def test_a_feature_a_line_is_written_as_it_comes() -> None:
    """One incident is in memory at a time: the first is written before the second is made."""
    out = io.StringIO()
    seen: list[bool] = []

    def made() -> Any:
        yield PALMYRA
        seen.append(PALMYRA.id in out.getvalue())
        yield NOWHERE

    write_geojson(made(), out, ExportOptions(), Losses())
    assert seen == [True]
    assert len(out.getvalue().splitlines()) == 4


@given(st.text(HOSTILE, max_size=30))
def test_law_whatever_the_words_it_is_json_in_utf_8(text: str) -> None:
    incident = an_incident(an_account(text, evidence=text, actor=[unknown(text)], telling={"title": text}))
    (feature,) = json.loads(written(incident).encode("utf-8"))["features"]
    assert not any("\ud800" <= c <= "\udfff" or c in "\x00\x1b" for c in feature["properties"]["evidence"][0])


def test_geopandas_reads_it_back(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = tmp_path / "incidents.geojson"
    path.write_text(written(PALMYRA, NOWHERE), encoding="utf-8")
    frame = geopandas.read_file(path)
    assert list(frame["incident_id"]) == [PALMYRA.id, NOWHERE.id]
    assert (frame.geometry[0].x, frame.geometry[0].y) == (38.28, 34.56)
    assert frame.geometry[1] is None
    assert frame.crs.to_epsg() == 4326
    assert (frame["killed_best"][0], frame["radius_km"][0]) == (12, 12.5)
