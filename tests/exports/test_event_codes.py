"""Which PLOVER event and CAMEO code an incident is: a table of type, status, means, parties -> codes, and what the tables must hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from incidents_by_hand import an_account, an_incident, known, unknown

from zenobia.exports.event_codes import cameo_of, code_rows, plover_of
from zenobia.exports.tables import ANY, NONE, read_rows
from zenobia.types import EventType, Incident, Status

NO_CODE = {EventType.DISPLACE}
"""Types that neither PLOVER nor CAMEO has an event for."""

POLICE = known("irq-police", sector="COP", country="IRQ")
REBELS = known("rbf", sector="REB", country="SYR")
ARMY = known("syr-army", sector="MIL", country="SYR")


def of(type: str, words: str = "", *, status: str = "actual", **given: Any) -> Incident:
    return an_incident(an_account(type=type, status=status, words=words, evidence=words, **given))


@pytest.mark.parametrize(
    ("incident", "event", "modes", "contexts", "cameo"),
    [
        # the type alone
        (of("clash", "fighting"), "ASSAULT", (), ("military",), "190"),
        (of("airstrike", "air raid"), "ASSAULT", ("heavy-weapons",), ("military",), "195"),
        (of("shelling", "shelled"), "ASSAULT", ("heavy-weapons",), ("military",), "194"),
        (of("bombing", "blast"), "ASSAULT", ("explosives",), (), "183"),
        (of("attack", "killed"), "ASSAULT", (), (), "180"),
        (of("abduction", "kidnapped"), "ASSAULT", ("abduct",), (), "181"),
        (of("destruction", "burned"), "ASSAULT", ("destroy",), (), "1712"),
        (of("capture", "took"), "COERCE", ("seize",), ("military",), "192"),
        (of("withdrawal", "left"), "RETREAT", ("withdraw",), ("military",), "0874"),
        (of("siege", "surrounded"), "COERCE", ("restrict",), ("military",), "191"),
        (of("arrest", "detained"), "COERCE", ("arrest",), ("legal",), "173"),
        (of("protest", "marched"), "PROTEST", ("demo",), (), "141"),
        (of("riot", "rioted"), "PROTEST", ("riot",), (), "145"),
        # trigger words
        (of("bombing", "car bombing"), "ASSAULT", ("explosives",), (), "1832"),
        (of("bombing", "suicide car bombing"), "ASSAULT", ("suicide-attack",), (), "1831"),
        (of("bombing", "Roadside Bomb"), "ASSAULT", ("explosives",), (), "1833"),
        (of("attack", "assassinated"), "ASSAULT", ("assassinate",), (), "186"),
        (of("attack", "stabbed"), "ASSAULT", ("primitive",), (), "182"),
        (of("prosecute", "charged"), "ACCUSE", ("allege",), ("legal",), "115"),
        (of("prosecute", "sentenced"), "SANCTION", ("convict",), ("legal",), "116"),
        (of("coerce", "imposed a curfew"), "COERCE", ("curfew",), (), "1723"),
        (of("consult", "phone call"), "CONSULT", ("phone",), (), "041"),
        (of("agree", "signed"), "SUPPORT", (), ("diplomatic",), "057"),
        (of("agree", "ceasefire"), "RETREAT", ("ceasefire",), ("military",), "0871"),
        (of("concede", "released"), "RETREAT", ("release",), ("legal",), "0841"),
        (of("demand", "urged"), "REQUEST", (), (), "020"),
        (of("demand", "demanded"), "REQUEST", (), (), "100"),
        # whole words alone: a dreadful scarf is no car, but hyphens part words
        (of("bombing", "scarf blast"), "ASSAULT", ("explosives",), (), "183"),
        (of("clash", "anti-tank fire"), "ASSAULT", ("heavy-weapons",), ("military",), "194"),
        # means tell as triggers do
        (of("aid", "sent", means=["rockets", "weapons"]), "AID", (), ("military",), "072"),
        (of("airstrike", "struck", means=["sarin"]), "ASSAULT", ("unconventional",), ("military", "cbrn"), "2041"),
        (of("deploy", "fired", means=["ballistic missile"]), "MOBILIZE", ("weapons",), ("military",), "150"),
        # parties
        (of("deploy", "sent", actor=[POLICE]), "MOBILIZE", ("police",), (), "153"),
        (of("deploy", "sent", actor=[REBELS]), "MOBILIZE", ("militia",), ("military",), "154"),
        (of("deploy", "sent", target=[unknown("UN peacekeepers")]), "AID", (), ("peacekeeping",), "074"),
        (of("attack", "killed", actor=[ARMY]), "ASSAULT", (), ("military",), "190"),
        (of("attack", "killed", target=[ARMY]), "ASSAULT", (), (), "180"),
        (of("attack", "killed", actor=[unknown("government troops")]), "ASSAULT", (), ("military",), "190"),
        # fighting of two sides
        (of("clash", "fighting", actor=[ARMY], target=[REBELS]), "ASSAULT", ("sideAB",), ("military",), "190"),
        # what did not, or not yet, happen: a special context in PLOVER, nothing in CAMEO
        (of("bombing", "blast", status="planned"), "ASSAULT", ("explosives",), ("future",), None),
        (of("clash", "war", status="possible"), "ASSAULT", (), ("military", "hypothetical"), None),
        (of("arrest", "arrest", status="negated"), "COERCE", ("arrest",), ("legal", "negation"), None),
        # cooperation to come is an agreement, in both
        (of("consult", "meet", status="planned"), "AGREE", (), ("diplomatic",), "036"),
        (of("aid", "arms", status="planned"), "AGREE", (), ("military",), "0332"),
        (of("withdrawal", "leave", status="planned"), "AGREE", (), ("military",), "0356"),
        # aid that is stopped is told as aid that was not
        (of("aid", "suspended", status="negated"), "SANCTION", ("discontinue",), (), "162"),
        (of("aid", "sent", status="negated"), "AID", (), ("negation",), None),
    ],
)  # fmt: skip
def test_codes(incident: Incident, event: str, modes: tuple[str, ...], contexts: tuple[str, ...], cameo: str | None) -> None:
    plover = plover_of(incident)
    assert plover is not None
    assert (plover.event, plover.modes, plover.contexts) == (event, modes, contexts)
    found = cameo_of(incident)
    assert (found.code if found else None) == cameo


def test_every_type_and_status_has_a_row() -> None:
    """Each of the 27 types, whatever its words and parties, has a PLOVER event and, where it happened, a CAMEO code, or is listed as having none."""
    assert len(EventType) == 27
    for type in EventType:
        for status in Status:
            incident = of(type.value, "xyz", status=status.value)
            assert (plover_of(incident) is None) == (type in NO_CODE), type
            if status is Status.ACTUAL:
                assert (cameo_of(incident) is None) == (type in NO_CODE), type


def test_the_last_row_of_a_type_takes_any_words_and_parties() -> None:
    last = {(row["type"], row["status"]): row for row in code_rows()}
    assert {type for type, status in last if status == "actual"} == {type.value for type in EventType}
    for row in last.values():
        if row["status"] != "negated":  # rows of denials stand for a few words alone
            assert (row["words"], row["parties"]) == (ANY, ANY), row


def test_no_row_hides_a_later_one() -> None:
    seen: set[tuple[str, ...]] = set()
    for row in code_rows():
        asked = tuple(row[name] for name in ("type", "status", "words", "parties"))
        assert asked not in seen
        assert (row["type"], row["status"], ANY, ANY) not in seen, row
        seen.add(asked)


@pytest.mark.parametrize(
    ("words", "quad", "goldstein"),
    [("signed", 1, 8.0), ("cooperate", 2, 6.0), ("agreed", 1, 4.0), ("ceasefire", 2, 9.0)],
)
def test_numbers_of_cameo(words: str, quad: int, goldstein: float) -> None:
    code = cameo_of(of("agree", words))
    assert code is not None
    assert (code.quad, code.goldstein) == (quad, goldstein)


def test_every_code_has_its_number() -> None:
    values = {row["code"]: float(row["value"]) for row in read_rows("goldstein.tsv")}
    assert set(values) == {row["cameo"] for row in code_rows()} - {NONE}
    assert all(-10 <= value <= 10 for value in values.values())
    events = {row["event"]: row for row in read_rows("plover_events.tsv")}
    assert len(events) == 16
    assert {row["event"] for row in code_rows()} - {NONE} <= set(events)
    assert {int(row["quad"]) for row in events.values()} == {1, 2, 3, 4}


APART = {
    "020": "the table drops appeals; REQUEST, as PLOVER now calls DEMAND, takes them",
    "055": "the manual puts regret and remorse under CONCEDE, the table apologies under SUPPORT",
    "0831": "the manual names resignations under RETREAT, the table accession to demands for them under CONCEDE",
    "116": "the manual has a mode of SANCTION for verdicts, convict; the table has them under ACCUSE",
    "163": "the table puts embargoes under COERCE; CAMEO's root 16, the manual and our codebook under SANCTION",
    "175": "the table has violent repression under ASSAULT; tear gas and water cannon coerce, as in our codebook",
}
"""CAMEO codes whose conversion by the table of 2021 is not our PLOVER event, and why."""


def test_cameo_codes_convert_to_our_plover_events(shared: Path) -> None:
    """PLOVER's own table turns the CAMEO code of a row into the PLOVER event of that row, but for the exceptions above."""
    table = (shared / "corpora/ontologies/CAMEO2PLOVER-2021.txt").read_text("utf-8")
    converted = dict(re.findall(r"^(\d{3,4}):\s*([A-Z]+)", table, re.MULTILINE))
    differing: dict[str, str] = {}
    for row in code_rows():
        if row["cameo"] != NONE and converted.get(row["cameo"]) != row["event"]:
            differing.setdefault(row["cameo"], row["event"])
    assert set(differing) == set(APART), differing
