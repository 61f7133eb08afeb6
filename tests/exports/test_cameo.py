"""Incidents as classic event data: day, who, CAMEO code, to whom."""

from __future__ import annotations

import io
from itertools import product

import pytest
from any_incident import lists_of_incidents
from hypothesis import given
from incidents_by_hand import an_account, an_incident, known, unknown

from zenobia.exports.cameo import COLUMNS, write_cameo
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.sectors import cameo_actor
from zenobia.types import Account, Incident, Party

SYRIA = known("syr", "Syria", type="state", country="SYR", sector="GOV", kind="state")
ARMY = known("syr-army", country="SYR", sector="MIL", kind="army")
REBELS = known("local:rebels", sector="REB")


def table(*incidents: Incident, losses: Losses | None = None) -> list[list[str]]:
    out = io.StringIO(newline="")
    write_cameo(incidents, out, ExportOptions(), losses or Losses())
    head, *rows = [line.split("\t") for line in out.getvalue().split("\n")[:-1]]
    assert head == list(COLUMNS)
    return rows


@pytest.mark.parametrize(
    ("party", "code"),
    [
        (SYRIA, "SYR"),
        (ARMY, "SYRMIL"),
        (known("syr-mod", country="SYR", sector="GOV", kind="ministry"), "SYRGOV"),
        (REBELS, "REB"),
        # bodies by their known codes, never by the country of their seat
        (known("un", sector="IGO"), "IGOUNO"),
        (known("au", country="ETH", sector="IGO"), "IGO"),
        (known("icrc", country="CHE", sector="NGO"), "NGOIRC"),
        # CAMEO's own words: media are MED, healers HLH; two countries have an older code
        (known("cnn", country="USA", sector="MED", kind="company"), "USAMED"),
        (unknown("doctors", type="people"), "HLH"),
        (known("rou", type="state", country="ROU", sector="GOV", kind="state"), "ROM"),
        # whom no table knows: what the words tell
        (unknown("masked gunmen"), "UAF"),
        (unknown("villagers", type="people"), "CVL"),
        (unknown("the Popular Front"), ""),
        # a hospital is no healer
        (unknown("doctors' hospital", type="facility"), ""),
    ],
)
def test_actor_codes(party: Party, code: str) -> None:
    assert cameo_actor(party).code == code


def test_a_row_is_a_pair_of_codes() -> None:
    account = an_account(type="shelling", actor=[ARMY, SYRIA], target=[REBELS, unknown("civilians", type="people")])
    rows = table(an_incident(account, id="i-0123456789ab"))
    assert [(row[2], row[5]) for row in rows] == list(product(("SYRMIL", "SYR"), ("REB", "CVL")))
    assert {(row[0], row[1], *row[3:5], *row[6:]) for row in rows} == {
        ("i-0123456789ab", "2016-03-27", "194", "19", "4", "-10.0")
    }


@pytest.mark.parametrize(
    ("account", "pairs"),
    [
        # parties of one code are one
        (an_account(actor=[REBELS, unknown("insurgents")], target=[SYRIA]), [("REB", "SYR")]),
        # beside one that has a code, one without is left out; alone its cell is empty
        (an_account(actor=[unknown("Popular Front"), ARMY], target=[unknown("Popular Front")]), [("SYRMIL", "")]),
        (an_account(target=[SYRIA]), [("", "SYR")]),
        # nobody with a code
        (an_account(actor=[unknown("Popular Front")]), []),
        # no code for the event
        (an_account(actor=[ARMY], type="displace"), []),
        (an_account(actor=[ARMY], status="planned"), []),
        (an_account(actor=[ARMY], status="possible"), []),
    ],
)
def test_pairs(account: Account, pairs: list[tuple[str, str]]) -> None:
    assert [(row[2], row[5]) for row in table(an_incident(account))] == pairs


def test_what_is_left_out_is_counted() -> None:
    losses = Losses()
    table(an_incident(an_account(status="planned", actor=[ARMY])), an_incident(an_account("AP")), losses=losses)
    assert (losses.incidents, losses.rows) == (2, 0)
    counted = {loss["what"]: loss["became"] for loss in losses.to_dict()["losses"]}
    assert counted == {
        "attack, planned: no CAMEO code": "left out",
        "incident without a party that has a CAMEO code": "left out",
    }


@given(lists_of_incidents())
def test_law_every_row_has_every_column(incidents: list[Incident]) -> None:
    for row in table(*incidents):
        assert len(row) == len(COLUMNS)
        assert row[3].startswith(row[4])
        assert -10 <= float(row[7]) <= 10
