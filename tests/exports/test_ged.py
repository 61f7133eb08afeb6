"""UCDP GED's CSV: organised violence that killed, who fought whom, whose the dead are, and where on the grid."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from incidents_by_hand import a_site, a_toll, an_account, an_incident, killed, known, unknown

from zenobia.exports.ged import COLUMNS, date_precision, priogrid_cell, where_precision, write_ged
from zenobia.exports.ged_sides import deaths_of, reason_against, sides_of
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.tables import read_rows
from zenobia.types import EventType, Incident, Nearness, Place, Status

ARMY = known("syr-army", "Syrian Arab Army", country="SYR", sector="MIL", kind="army")
RUSSIANS = known("rus-air", "Russian Air Force", country="RUS", sector="MIL", kind="air force")
POLICE = known("syr-police", country="SYR", sector="COP", kind="police")
ISIL = known("isil", "Islamic State", country="SYR", sector="REB", kind="armed group")
NUSRA = known("nusra", "al-Nusra Front", country="SYR", sector="REB", kind="armed group")
CIVILIANS = unknown("civilians", type="people")
PALMYRA = a_site("Palmyra", 34.56, 38.28, admin2="Tadmur")


def exported(*incidents: Incident, **options: Any) -> tuple[list[dict[str, str]], Losses]:
    out, losses = io.StringIO(newline=""), Losses()
    write_ged(incidents, out, ExportOptions(**options), losses)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""))), losses


def fight(type: str = "clash", **given: Any) -> Incident:
    """A fight of the army with ISIL at Palmyra that killed 12, unless told otherwise."""
    return an_incident(
        an_account(type=type, **{"actor": [ARMY], "target": [ISIL], "place": [PALMYRA], "toll": [killed(12)], **given})
    )


def a_row(type: str = "clash", **given: Any) -> dict[str, str]:
    rows, _ = exported(fight(type, **given))
    assert len(rows) == 1
    return rows[0]


# ---- columns


def test_columns_are_geds_in_its_order(shared: Path) -> None:
    """The 49 columns of GED's files."""
    contract = json.loads((shared / "corpora" / "ontologies" / "export_columns.json").read_text("utf-8"))
    assert list(COLUMNS) == contract["ucdp_ged"]


def test_a_whole_row() -> None:
    """One incident with everything GED can hold; what UCDP alone can give is empty."""
    incident = an_incident(
        an_account(
            "Reuters",
            "2016-03-28",
            type="clash",
            days=("2016-03-26", "2016-03-27"),
            actor=[ISIL],
            target=[ARMY],
            place=[PALMYRA],
            toll=[killed(8, who="soldiers"), killed(3, who="militants"), killed(1, who="civilians")],
            attribution=unknown("Observatory"),
            telling={"title": 'Fight for "Palmyra"'},
        ),
        an_account("AFP", "2016-03-29", type="clash", toll=[killed(15)], telling={"title": "Palmyra, again"}),
        id="i-00000000002a",
        tolls=(an_incident(an_account(toll=[killed(12)])).tolls[0],),
    )
    rows, _ = exported(incident)
    assert rows == [
        dict.fromkeys(COLUMNS, "")
        | {
            "id": "42",
            "relid": "i-00000000002a",
            "year": "2016",
            "code_status": "Clear",
            "type_of_violence": "1",
            "dyad_name": "Government of Syria - Islamic State",
            "side_a": "Government of Syria",
            "side_b": "Islamic State",
            "number_of_sources": "2",
            "source_article": '"Reuters,2016-03-28,Fight for \'Palmyra\'";"AFP,2016-03-29,Palmyra, again"',
            "source_office": "Reuters;AFP",
            "source_date": "2016-03-28;2016-03-29",
            "source_headline": 'Fight for "Palmyra";Palmyra, again',
            "source_original": "Observatory",
            "where_prec": "1",
            "where_coordinates": "Palmyra",
            "where_description": "Palmyra",
            "adm_1": "Homs",
            "adm_2": "Tadmur",
            "latitude": "34.56",
            "longitude": "38.28",
            "geom_wkt": "POINT (38.28 34.56)",
            "priogrid_gid": "179717",
            "country": "Syria",
            "country_id": "652",
            "region": "Middle East",
            "event_clarity": "1",
            "date_prec": "2",
            "date_start": "2016-03-26 00:00:00.000",
            "date_end": "2016-03-27 00:00:00.000",
            "deaths_a": "8",
            "deaths_b": "3",
            "deaths_civilians": "1",
            "deaths_unknown": "0",
            "best": "12",
            "high": "12",
            "low": "12",
            "gwnoa": "652",
        }
    ]


# ---- what counts


@pytest.mark.parametrize("type", EventType)
def test_every_type_counts_or_says_why_not(type: EventType) -> None:
    """All 27 types stand in data/ged_events.tsv."""
    rows = {row["type"]: row for row in read_rows("ged_events.tsv")}
    assert rows[type.value]["counts"] in ("yes", "no")
    reason = reason_against(fight(type.value))
    assert (reason is None) == (rows[type.value]["counts"] == "yes")
    assert reason is None or rows[type.value]["because"] in reason


@pytest.mark.parametrize(
    ("actor", "target", "type"),
    [
        ([ARMY], [ISIL], 1),
        ([ISIL], [ARMY], 1),
        ([ISIL], [POLICE], 1),
        ([RUSSIANS], [ARMY], 1),  # two states
        ([ISIL], [NUSRA], 2),
        ([known("x", sector="CRM", kind="gang")], [known("y", sector="CRM", kind="gang")], 2),
        ([ARMY], [CIVILIANS], 3),
        ([ISIL], [unknown("villagers", type="people")], 3),
        ([ISIL], [known("msf", sector="NGO", kind="aid organisation")], 3),
        ([unknown("police", type="group"), ISIL], [CIVILIANS], 3),  # police of no known state are no named side; ISIL is
        ([ARMY], [POLICE], None),  # one government's own
        ([CIVILIANS], [ARMY], None),
        ([], [ISIL], None),
        ([ARMY], [], None),
        ([unknown("Red Banner Front")], [CIVILIANS], None),  # nothing tells what it is
        ([ARMY], [unknown("al-Shifa hospital", type="facility")], None),
    ],
)
def test_the_sides_tell_the_type_of_violence(actor: Any, target: Any, type: int | None) -> None:
    """1 a government in it, 2 groups alone, 3 against civilians; else no event of GED."""
    sides = sides_of(fight(actor=actor, target=target))
    assert (sides.type if sides else None) == type


def test_a_strike_without_a_target_is_one_sided_where_its_dead_are_civilians() -> None:
    """Who was killed tells whom it was against."""
    assert a_row("airstrike", target=[], toll=[killed(4, who="civilians")])["type_of_violence"] == "3"
    assert exported(fight("airstrike", target=[], toll=[killed(4, who="militants")]))[0] == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"toll": []}, "no death told"),
        ({"toll": [a_toll("injured", 5)]}, "no death told"),
        ({"toll": [killed(0)]}, "no death told"),
        ({"status": "planned"}, "status planned"),
        ({"type": "protest"}, "a crowd is no organised actor"),
        ({"actor": []}, "sides that are not told"),
    ],
)
def test_what_is_no_organised_violence_is_left_out_and_counted(given: Any, reason: str) -> None:
    """The loss report names each reason."""
    rows, losses = exported(fight(**given), statuses=frozenset(Status))
    assert rows == []
    (loss,) = losses.to_dict()["losses"]
    assert reason in loss["what"]
    assert (losses.incidents, losses.rows, loss["became"]) == (1, 0, "left out")


def test_one_sided_violence_is_against_civilians_by_that_name() -> None:
    """GED's side_b of type 3; conflict and dyad bear one name."""
    row = a_row("attack", actor=[ISIL], target=[CIVILIANS], toll=[killed(5, who="civilians")])
    assert (row["side_a"], row["side_b"], row["gwnoa"], row["gwnob"]) == ("Islamic State", "Civilians", "", "")
    assert row["conflict_name"] == row["dyad_name"] == "Islamic State - Civilians"
    assert (row["deaths_civilians"], row["deaths_unknown"]) == ("5", "0")


def test_two_states_are_both_governments() -> None:
    """Each with its number of Gleditsch and Ward."""
    row = a_row("airstrike", actor=[RUSSIANS], target=[ARMY])
    assert (row["side_a"], row["side_b"]) == ("Government of Russia (Soviet Union)", "Government of Syria")
    assert (row["gwnoa"], row["gwnob"]) == ("365", "652")


# ---- deaths


@pytest.mark.parametrize(
    ("tolls", "expected"),
    [
        # (a, b, civilians, unknown), low, best, high
        ([killed(12)], ((0, 0, 0, 12), 12, 12, 12)),
        ([killed(12, who="people")], ((0, 0, 12, 0), 12, 12, 12)),
        ([killed(12, who="soldiers")], ((12, 0, 0, 0), 12, 12, 12)),
        ([killed(12, who="ISIL")], ((0, 12, 0, 0), 12, 12, 12)),
        ([killed(12, who="fighters")], ((0, 12, 0, 0), 12, 12, 12)),
        ([killed(10, 14)], ((0, 0, 0, 10), 10, 10, 14)),
        ([killed(60, None)], ((0, 0, 0, 60), 60, 60, 60)),
        ([killed(None, 40)], ((0, 0, 0, 40), 40, 40, 40)),
    ],
)
def test_the_dead_are_whose_the_words_say(tolls: Any, expected: Any) -> None:
    """By the people counted: a party's name, else soldiers, militants, civilians; whom nobody names is unknown."""
    isil = known("isil", "ISIL", country="SYR", sector="REB", kind="armed group")
    incident = fight(toll=tolls, target=[isil])
    deaths = deaths_of(incident, sides_of(incident))
    assert deaths is not None
    assert ((deaths.a, deaths.b, deaths.civilians, deaths.unknown), deaths.low, deaths.best, deaths.high) == expected


def test_rebels_among_rebels_are_unknown() -> None:
    """ "Fighters" could be either side's."""
    incident = fight(actor=[ISIL], target=[NUSRA], toll=[killed(5, who="fighters")])
    deaths = deaths_of(incident, sides_of(incident))
    assert deaths is not None
    assert (deaths.a, deaths.b, deaths.unknown) == (0, 0, 5)


def test_parts_that_exceed_the_best_figure_are_unknown() -> None:
    """The four always add up to best."""
    incident = fight(toll=[killed(8, who="soldiers"), killed(9, who="militants")])
    deaths = deaths_of(incident, sides_of(incident))
    assert deaths is not None
    assert (deaths.a, deaths.b, deaths.unknown, deaths.best) == (0, 0, 8, 8)


def test_places_apart_get_a_row_each_and_the_dead_stand_on_the_first() -> None:
    """`relid` says that the rows are of one incident."""
    rows, _ = exported(fight(place=[PALMYRA, a_site("Arvan", 36.2, 37.16)]))
    assert [(row["where_coordinates"], row["best"], row["deaths_unknown"]) for row in rows] == [
        ("Palmyra", "12", "12"),
        ("Arvan", "0", "0"),
    ]
    assert rows[0]["relid"] == rows[1]["relid"]
    assert rows[0]["id"] != rows[1]["id"]


# ---- where and when


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [
        (34.533333, 69.166667, 179779),  # Kabul, as GED has it
        (-90.0, -180.0, 1),
        (90.0, 180.0, 360 * 720),
        (-0.25, 0.25, 129241),
        (0.0, 0.0, 129961),
    ],
)
def test_the_cell_of_the_grid(latitude: float, longitude: float, cell: int) -> None:
    """Half degrees from the south-west corner, 720 a row."""
    assert priogrid_cell(latitude, longitude) == cell


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        ({"country": "SY", "feature": "PPL", "radius_km": 5.0}, "1"),
        ({"country": "SY", "radius_km": 20.0}, "2"),
        ({"country": "SY", "feature": "PPL", "radius_km": 20.0, "relation": Nearness(anchor=0, bearing=None, km=20.0)}, "2"),
        ({"country": "SY", "feature": "ADM2", "radius_km": 30.0}, "3"),
        ({"country": "SY", "feature": "ADM1", "radius_km": 80.0}, "4"),
        ({"country": "SY", "feature": "RGN", "radius_km": 80.0}, "5"),
        ({"country": "SY", "feature": "PCLI"}, "6"),
        ({"feature": "SEA"}, "7"),
        ({"country": "SY", "feature": "DAM"}, ""),
    ],
)
def test_where_prec(place: dict[str, Any], precision: str) -> None:
    """From the spot to the country, and 7 at sea."""
    assert where_precision(Place(id="x", latitude=1.0, longitude=1.0, **place)) == precision


@pytest.mark.parametrize(("days", "precision"), [(1, "1"), (2, "2"), (6, "2"), (7, "3"), (8, "4"), (31, "4"), (32, "5")])
def test_date_prec(days: int, precision: str) -> None:
    """A day, two to six, a week, a month, more."""
    assert date_precision(days) == precision


def test_a_day_nobody_tells_has_the_least_precision() -> None:
    """Both dates are the first report's, precision 5, and the loss report says so."""
    rows, losses = exported(fight(days=None))
    assert (rows[0]["date_start"][:10], rows[0]["date_end"][:10], rows[0]["date_prec"]) == ("2016-03-28", "2016-03-28", "5")
    assert any(loss["what"] == "day nobody tells" for loss in losses.to_dict()["losses"])


def test_unknown_places_are_empty_cells() -> None:
    """No 0,0 and no cell of the grid."""
    row = a_row(place=[a_site("Xyz", country=None, admin1=None)])
    empty = ("latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "where_prec")
    assert [row[name] for name in empty] == [""] * len(empty)
    assert row["where_coordinates"] == "Xyz"


def test_geopandas_reads_the_points(tmp_path: Path) -> None:
    """geom_wkt is a point of the coordinates; sums of deaths are right."""
    pandas, shapely = pytest.importorskip("pandas"), pytest.importorskip("shapely")
    out = io.StringIO(newline="")
    write_ged([fight(evidence=f"No. {n}") for n in range(3)], out, ExportOptions(), Losses())
    path = tmp_path / "ged.csv"
    path.write_bytes(out.getvalue().encode("utf-8"))
    frame = pandas.read_csv(path, parse_dates=["date_start"])
    points = shapely.from_wkt(frame["geom_wkt"])
    assert [(point.x, point.y) for point in points] == [(38.28, 34.56)] * 3
    assert frame["best"].sum() == 36
    assert frame["date_start"].dt.year.tolist() == [2016] * 3
    assert frame["id"].is_unique
