"""Incidents as CSV of our own: a row an incident."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from any_reading import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from incidents_by_hand import a_site, a_toll, an_account, an_incident, killed, known, unknown

from zenobia.exports.incident_csv import HXL_TAGS, write_csv
from zenobia.exports.incident_values import COLUMNS
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident

NAMES = [column.name for column in COLUMNS]


def table_of(*incidents: Incident, hxl: bool = False) -> list[list[str]]:
    out = io.StringIO(newline="")
    write_csv(incidents, out, ExportOptions(hxl=hxl), Losses())
    return list(csv.reader(io.StringIO(out.getvalue(), newline="")))


def row_of(incident: Incident) -> dict[str, str]:
    head, row = table_of(incident)
    return dict(zip(head, row, strict=True))


def test_a_row_holds_the_summary_and_its_accounts() -> None:
    army = known("syr-army", "Syrian Army", text="troops", country="SYR", sector="MIL")
    first = an_account(
        "Reuters", "2016-03-28", type="capture", evidence="Troops took\nPalmyra.", words="took", actor=[army], target=[unknown("rebels")],
        place=[a_site("Palmyra", 34.56, -38.28, id="geonames:1")], means=["tanks"], toll=[killed(10, 14)],
        attribution=known("sohr", "Observatory"), telling={"id": "r-1", "url": "https://a.example/1", "title": "Palmyra"},
    )  # fmt: skip
    second = an_account(None, None, evidence="Palmyra fell.", toll=[a_toll("injured", 60, None)], telling={"id": "r-2"})
    row = row_of(an_incident(first, second, disagreements=("toll",), review="accepted"))
    assert {name: row[name] for name in row if name not in ("incident_id", "account_id")} == {
        "type": "capture", "status": "actual", "start": "2016-03-27", "end": "2016-03-27", "precision": "day",
        "place_id": "geonames:1", "place_name": "Palmyra", "place_country": "SY", "place_admin1": "Homs", "place_admin2": "",
        "place_feature": "PPL", "latitude": "34.56", "longitude": "-38.28", "radius_km": "5.0", "place_confidence": "0.9", "sites": "Palmyra",
        "actor": "Syrian Army", "actor_id": "syr-army", "actor_country": "SYR", "actor_sector": "MIL",
        "target": "rebels", "target_id": "", "target_country": "", "target_sector": "",
        "supporter": "", "supporter_id": "", "supporter_country": "", "supporter_sector": "", "means": "tanks",
        "killed_low": "10", "killed_best": "10", "killed_high": "14", "injured_low": "60", "injured_best": "60", "injured_high": "",
        "toll_kind": "injured; killed", "toll_low": "60; 10", "toll_best": "60; 10", "toll_high": "; 14",
        "attribution": "Observatory", "attribution_id": "sohr", "certainty": "0.72", "outlets": "Reuters", "disagreements": "toll",
        "review": "accepted", "origin": "read", "carried": "", "accounts": "2",
        "account_status": "actual; actual", "account_report": "r-1; r-2", "account_outlet": "Reuters; ", "account_published": "2016-03-28; ",
        "account_title": "Palmyra; ", "account_url": "https://a.example/1; ", "account_attribution": "Observatory; ",
        "evidence": "Troops took Palmyra.\nPalmyra fell.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("incident", "cells"),
    [
        # no place, no day, no toll: empty, never 0
        (
            an_incident(an_account(days=None, published=None)),
            {"latitude": "", "start": "", "end": "", "killed_best": "", "precision": ""},
        ),
        # nobody told a day: the first publication bounds it
        (an_incident(an_account(days=None)), {"start": "", "end": "2016-03-28", "precision": "published"}),
        # a place that could not be settled has its name alone
        (
            an_incident(an_account(place=[a_site("Yar")])),
            {"place_id": "", "place_name": "Yar", "latitude": "", "longitude": ""},
        ),
        # no number of the globe
        (an_incident(an_account(place=[a_site("Yar", 91.0, 0.0)])), {"place_name": "Yar", "latitude": "", "longitude": ""}),
        (an_incident(an_account(place=[a_site("Yar", float("nan"), 0.0)])), {"latitude": "", "longitude": ""}),
        # what was imported and fits no column
        (an_incident(carried=(("tags", "a=b"),), origin="acled"), {"carried": '{"tags": "a=b"}', "origin": "acled"}),
    ],
)
def test_unknown_is_empty(incident: Incident, cells: dict[str, str]) -> None:
    row = row_of(incident)
    assert {name: row[name] for name in cells} == cells


def test_hxl_tags_stand_under_the_head() -> None:
    head, tags, _row = table_of(an_incident(), hxl=True)
    assert dict(zip(head, tags, strict=True)) == {name: HXL_TAGS.get(name, "") for name in NAMES}
    assert set(HXL_TAGS) < set(NAMES)


def test_hxl_tags_are_those_the_humanitarian_exchange_gives_such_columns(shared: Path) -> None:
    columns = json.loads((shared / "corpora/ontologies/export_columns.json").read_text("utf-8"))
    used = {tag for dataset in columns["hxl"].values() for tag in dataset.values()}
    assert set(HXL_TAGS.values()) <= used


@pytest.mark.parametrize("words", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "  =1", "\u00a0=1", "＝1+1"])
def test_no_text_runs_as_a_formula(words: str) -> None:
    account = an_account(words, evidence=words, actor=[unknown(words)], means=[words], telling={"title": words})
    row = row_of(an_incident(account, review=words))
    for name in ("actor", "means", "outlets", "evidence", "account_title", "review"):
        assert row[name].startswith("'"), name


@given(st.lists(st.text(HOSTILE, max_size=20), min_size=1, max_size=3))
def test_law_every_row_has_every_column(texts: list[str]) -> None:
    """Whatever the words, a spreadsheet reads one row an incident; controls and lone surrogates are shown as U+FFFD."""
    accounts = [
        an_account(text, evidence=text, words=text, actor=[unknown(text or "x")], telling={"id": text}) for text in texts
    ]
    table = table_of(an_incident(*accounts))
    assert [len(row) for row in table] == [len(COLUMNS)] * 2
    for cell in table[1]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
        assert not any(c in "\x00\x1b\x07\x85" or "\ud800" <= c <= "\udfff" for c in cell)


def test_what_a_row_cannot_hold_is_counted() -> None:
    losses = Losses()
    site = a_site("Palmyra", 34.56, 38.28)
    first = an_account(place=[site, a_site("Homs", 34.7, 36.7)], also_attributed=(unknown("police"),))
    write_csv([an_incident(first, an_account("AP", place=[site])), an_incident()], io.StringIO(), ExportOptions(), losses)
    assert (losses.incidents, losses.rows) == (2, 2)
    counted = {loss["what"]: loss["times"] for loss in losses.to_dict()["losses"]}
    assert counted["coordinates of a further place"] == 1
    assert counted["incident without coordinates"] == 1
    assert counted["who else vouches for an account or a toll"] == 1
    assert counted["parties, places, days, tolls of a further account"] == 1
