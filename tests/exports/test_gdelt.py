"""Incidents as GDELT 2.0 events: 61 columns, no head."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from any_incident import lists_of_incidents
from hypothesis import given
from incidents_by_hand import a_site, an_account, an_incident, known, unknown

from zenobia.exports.gdelt import COLUMNS, write_gdelt
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident

ARMY = known("syr-army", "Syrian Army", country="SYR", sector="MIL", kind="army")
UN = known("un", "United Nations", sector="IGO")


def text_of(*incidents: Incident, losses: Losses | None = None) -> str:
    out = io.StringIO(newline="")
    write_gdelt(incidents, out, ExportOptions(), losses or Losses())
    return out.getvalue()


def rows(*incidents: Incident) -> list[dict[str, str]]:
    lines = text_of(*incidents).split("\n")[:-1]
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_columns_are_those_of_gdelt(shared: Path) -> None:
    columns = json.loads((shared / "corpora/ontologies/export_columns.json").read_text("utf-8"))
    assert list(COLUMNS) == columns["gdelt2_events"]


def test_a_row_holds_day_actors_code_counts_and_place() -> None:
    first = an_account(
        "Reuters", "2016-03-28", type="shelling", actor=[ARMY], target=[UN], place=[a_site("Palmyra", 34.56, -38.28)],
        telling={"id": "r-1", "url": "https://a.example/1", "copies": ("r-2", "r-3")},
    )  # fmt: skip
    second = an_account("AP", "2016-03-29", type="shelling", telling={"id": "r-4"})
    (row,) = rows(an_incident(first, second, id="i-0000000000ff"))
    assert {name: cell for name, cell in row.items() if cell} == {
        "GLOBALEVENTID": "255000", "SQLDATE": "20160327", "MonthYear": "201603", "Year": "2016", "FractionDate": "2016.2384",
        "Actor1Code": "SYRMIL", "Actor1Name": "SYRIAN ARMY", "Actor1CountryCode": "SYR", "Actor1Type1Code": "MIL",
        "Actor2Code": "IGOUNO", "Actor2Name": "UNITED NATIONS", "Actor2KnownGroupCode": "UNO", "Actor2Type1Code": "IGO",
        "EventCode": "194", "EventBaseCode": "194", "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10.0",
        "NumMentions": "2", "NumSources": "2", "NumArticles": "4",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Palmyra, Homs, Syria", "ActionGeo_CountryCode": "SY",
        "ActionGeo_Lat": "34.56", "ActionGeo_Long": "-38.28",
        "DATEADDED": "20160328000000", "SOURCEURL": "https://a.example/1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("incident", "cells"),
    [
        # codes of four digits have a base of three
        (an_incident(an_account(type="withdrawal", actor=[ARMY])), {"EventCode": "0874", "EventBaseCode": "087", "EventRootCode": "08"}),
        # a country is FIPS: Austria AU, Iraq IZ
        (
            an_incident(an_account(actor=[ARMY], place=[a_site("Iraq", 33.0, 44.0, country="IQ", feature="PCLI", admin1=None)])),
            {"ActionGeo_Type": "1", "ActionGeo_FullName": "Iraq", "ActionGeo_CountryCode": "IZ", "ActionGeo_ADM1Code": "IZ",
             "ActionGeo_FeatureID": "IZ"},
        ),
        (
            an_incident(an_account(actor=[ARMY], place=[a_site("Ohio", 40.0, -83.0, country="US", feature="ADM1", admin1="Ohio")])),
            {"ActionGeo_Type": "2", "ActionGeo_FullName": "Ohio, United States", "ActionGeo_CountryCode": "US", "ActionGeo_ADM1Code": ""},
        ),
        # unknown is empty, never 0
        (an_incident(an_account(None, None, actor=[unknown("Popular Front")], place=[a_site("Yar")])),
         {"Actor1Code": "", "Actor1Name": "POPULAR FRONT", "Actor2Code": "", "Actor2Name": "", "ActionGeo_Type": "", "ActionGeo_Lat": "",
          "NumSources": "", "DATEADDED": "", "SOURCEURL": "", "AvgTone": "", "IsRootEvent": ""}),
        # the last day of a year is within it, as GDELT reckons
        (an_incident(an_account(actor=[ARMY], days="2016-12-31")), {"FractionDate": "2016.9890"}),
        (an_incident(an_account(actor=[ARMY], days=None)), {"SQLDATE": "20160328"}),
    ],
)  # fmt: skip
def test_cells(incident: Incident, cells: dict[str, str]) -> None:
    (row,) = rows(incident)
    assert {name: row[name] for name in cells} == cells


def test_every_pair_is_a_row_with_a_number_of_its_own() -> None:
    account = an_account(actor=[ARMY, unknown("rebels")], target=[UN, unknown("civilians")])
    found = rows(an_incident(account, id="i-000000000001"))
    assert [(row["GLOBALEVENTID"], row["Actor1Code"], row["Actor2Code"]) for row in found] == [
        ("1000", "SYRMIL", "IGOUNO"), ("1001", "SYRMIL", "CVL"), ("1002", "REB", "IGOUNO"), ("1003", "REB", "CVL"),
    ]  # fmt: skip


def test_what_gdelt_has_no_row_for_is_left_out_and_counted() -> None:
    losses = Losses()
    nobody, undated = an_incident(an_account()), an_incident(an_account(None, None, actor=[ARMY], days=None))
    planned = an_incident(an_account(actor=[ARMY], status="planned"))
    assert text_of(nobody, undated, planned, losses=losses) == ""
    assert (losses.incidents, losses.rows) == (3, 0)
    assert {loss["what"] for loss in losses.to_dict()["losses"]} == {
        "incident without a party", "incident without a day, which GDELT demands", "attack, planned: no CAMEO code",
    }  # fmt: skip


@given(lists_of_incidents())
def test_law_a_row_a_line_with_61_cells(incidents: list[Incident]) -> None:
    """Whatever the words: no cell holds a tab or line end, none runs as a formula, all fit 64 bits and differ."""
    found = rows(*incidents)
    numbers = [int(row["GLOBALEVENTID"]) for row in found]
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= number < 2**63 for number in numbers)
    for row in found:
        assert not any(
            row[name].startswith(("=", "+", "-", "@")) for name in ("Actor1Name", "Actor2Name", "ActionGeo_FullName")
        )


def test_pandas_reads_it_as_gdelt() -> None:
    pandas = pytest.importorskip("pandas")
    account = an_account(actor=[ARMY, unknown('the "Front"')], target=[UN], place=[a_site("Palmyra", 34.56, 38.28)])
    frame = pandas.read_csv(
        io.StringIO(text_of(an_incident(account))), sep="\t", header=None, names=COLUMNS, quoting=3, dtype={"EventCode": str}
    )
    assert list(frame["EventCode"]) == ["190", "190"]
    assert frame["ActionGeo_Lat"].tolist() == [34.56, 34.56]
    assert frame["SQLDATE"].tolist() == [20160327, 20160327]
