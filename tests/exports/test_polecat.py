"""Incidents as POLECAT: 40 columns, a row a pair of actor and recipient."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from any_incident import lists_of_incidents
from hypothesis import given
from incidents_by_hand import a_site, an_account, an_incident, known, unknown

from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.polecat import COLUMNS, write_polecat
from zenobia.types import Incident

ARMY = known("syr-army", "Syrian Army", text="troops", country="SYR", sector="MIL", kind="army")
ASSAD = known("assad", "Bashar al-Assad", type="person", country="SYR", sector="GOV", kind="person")


def text_of(*incidents: Incident, losses: Losses | None = None) -> str:
    out = io.StringIO(newline="")
    write_polecat(incidents, out, ExportOptions(), losses or Losses())
    return out.getvalue()


def rows(*incidents: Incident) -> list[dict[str, str]]:
    head, *lines = [line.split("\t") for line in text_of(*incidents).split("\n")[:-1]]
    assert head == list(COLUMNS)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_columns_are_those_of_polecat(shared: Path) -> None:
    columns = json.loads((shared / "corpora/ontologies/export_columns.json").read_text("utf-8"))
    assert list(COLUMNS) == columns["polecat"]


def test_a_row_holds_event_parties_place_and_report() -> None:
    account = an_account(
        "Reuters", "2016-03-28", type="clash", words="gun battle", evidence="A gun battle.", actor=[ARMY], target=[unknown("rebels")],
        supporter=[ASSAD], place=[a_site("Palmyra", 34.56, -38.28, id="geonames:163808", text="ancient Palmyra")],
    )  # fmt: skip
    (row,) = rows(an_incident(account, id="i-0123456789ab"))
    assert {name: cell for name, cell in row.items() if cell} == {
        "Event ID": "20160327-0001-0123456789ab_ASSAULT", "Event Date": "2016-03-27", "Event Type": "ASSAULT",
        "Event Mode": "firearms; sideAB", "Intensity": "-9.3", "Quad Code": "MATERIAL CONFLICT", "Contexts": "military",
        "Actor Name": "Syrian Army", "Actor Country": "SYR", "Actor COW": "652", "Primary Actor Sector": "MIL", "Actor Sectors": "MIL",
        "Actor Name Raw": "troops", "Recipient Name": "rebels", "Primary Recipient Sector": "REB", "Recipient Sectors": "REB",
        "Recipient Name Raw": "rebels", "Placename": "Palmyra", "City": "Palmyra", "Province": "Homs", "Country": "SYR",
        "Latitude": "34.56", "Longitude": "-38.28", "GeoNames ID": "163808", "Raw Placename": "ancient Palmyra", "Feature Type": "PPL",
        "Source": "Reuters", "Publication Date": "2016-03-28", "Story People": "Bashar al-Assad",
        "Story Organizations": "Syrian Army; rebels", "Story Locations": "Palmyra", "Language": "en", "Version": "zenobia",
    }  # fmt: skip


def test_every_actor_meets_every_recipient() -> None:
    account = an_account(actor=[ARMY, ASSAD], target=[unknown("rebels"), unknown("civilians")])
    found = rows(an_incident(account, id="i-0123456789ab"))
    assert [(row["Event ID"][9:13], row["Actor Name"], row["Recipient Name"]) for row in found] == [
        ("0001", "Syrian Army", "rebels"), ("0002", "Syrian Army", "civilians"),
        ("0003", "Bashar al-Assad", "rebels"), ("0004", "Bashar al-Assad", "civilians"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("incident", "cells"),
    [
        # nobody told, nothing settled: empty cells, never 0
        (an_incident(an_account(None, None, place=[a_site("Yar")])),
         {"Actor Name": "", "Recipient Name": "", "Latitude": "", "Placename": "", "Raw Placename": "Yar", "Publication Date": ""}),
        # no account tells a day: that of the first publication, as POLECAT has it
        (an_incident(an_account(days=None)), {"Event Date": "2016-03-28"}),
        (an_incident(an_account(days=None, published=None), id="i-0123456789ab"),
         {"Event Date": "", "Event ID": "undated-0001-0123456789ab_ASSAULT"}),
        (an_incident(an_account(status="planned", type="protest", words="march")), {"Event Type": "PROTEST", "Contexts": "future"}),
    ],
)  # fmt: skip
def test_cells(incident: Incident, cells: dict[str, str]) -> None:
    (row,) = rows(incident)
    assert {name: row[name] for name in cells} == cells


def test_what_polecat_cannot_hold_is_counted() -> None:
    losses = Losses()
    text_of(an_incident(an_account(type="displace")), an_incident(an_account(means=["knife"]), an_account("AP")), losses=losses)
    assert (losses.incidents, losses.rows) == (2, 1)
    counted = {loss["what"]: loss["times"] for loss in losses.to_dict()["losses"]}
    assert counted["displace: no PLOVER event"] == 1
    assert counted["further account of an incident"] == 1
    assert counted["means"] == 1


@given(lists_of_incidents())
def test_law_a_row_a_line_with_40_cells(incidents: list[Incident]) -> None:
    """Whatever the words: no cell holds a tab or line end, no text runs as a formula, ids differ."""
    found = rows(*incidents)
    assert len({row["Event ID"] for row in found}) == len(found)
    for row in found:
        texts = [row[name] for name in COLUMNS if name not in ("Intensity", "Latitude", "Longitude")]
        assert not any(text.lstrip().startswith(("=", "+", "-", "@")) for text in texts)


def test_pandas_reads_it() -> None:
    pandas = pytest.importorskip("pandas")
    account = an_account(actor=[unknown('the "Front"')], place=[a_site("Palmyra", 34.56, 38.28)])
    frame = pandas.read_csv(io.StringIO(text_of(an_incident(account))), sep="\t", quoting=3)
    assert (frame.loc[0, "Actor Name"], frame.loc[0, "Latitude"], frame.shape) == ('the "Front"', 34.56, (1, 40))
