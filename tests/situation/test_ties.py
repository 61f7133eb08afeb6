"""Who stands with whom, and what does not go together: signs between actors -> ties and contradictions."""

from __future__ import annotations

from datetime import date, timedelta
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.situation.balance import contradictions, count_over_time
from zenobia.situation.ties import RollUp, ties_on
from zenobia.situation_types import Evidence, Tie, TieSign
from zenobia.types import Actor, Span, TieKind

DAY = date(2016, 3, 28)

ACTORS = {
    "US": Actor(id="usa", name="United States", country="USA", sector="GOV", kind="state"),
    "CIA": Actor(id="usa-cia", name="CIA", country="USA", sector="SPY", kind="intelligence", parent="usa"),
    "Russia": Actor(id="rus", name="Russia", country="RUS", sector="GOV", kind="state"),
    "Syria": Actor(id="syr", name="Syria", country="SYR", sector="GOV", kind="state"),
    "army": Actor(id="syr-army", name="Syrian army", country="SYR", sector="MIL", kind="army", parent="syr-mil"),
    "SDF": Actor(id="sdf", name="SDF", country="SYR", sector="REB", kind="coalition", sponsors=("usa",)),
    "Knights": Actor(id="knights", name="Knights", country="SYR", sector="REB", kind="armed group", sponsors=("usa",)),
    "ISIL": Actor(id="isil", name="Islamic State", country="IRQ", sector="REB", kind="armed group"),
    "rebels": Actor(id="local:rebels", name="rebels", sector="REB"),
}


def a_sign(told: str, *, outlet: str = "Example Times", days_ago: int = 0, words_key: int | None = None) -> TieSign:
    """ "US backs SDF"."""
    source, kind, target = told.split()
    key = crc32(f"{told} {outlet} {days_ago}".encode()) if words_key is None else words_key
    evidence = Evidence(report=f"{outlet}-{told}", sha256="", independent=outlet, span=Span(0, 4), words=told)
    day = DAY - timedelta(days=days_ago)
    return TieSign(
        kind=TieKind(kind), source=ACTORS[source], target=ACTORS[target], day=day, weight=0.9, words_key=key, evidence=evidence
    )


def say(ties: tuple[Tie, ...]) -> list[str]:
    return sorted(f"{tie.source.id} {tie.kind.value} {tie.target.id}" for tie in ties)


def test_deeds_and_standing_ties_make_a_network() -> None:
    ties = ties_on([a_sign("US backs SDF"), a_sign("SDF fights ISIL"), a_sign("ISIL fights SDF", outlet="Other")], DAY)
    assert say(ties) == ["isil fights sdf", "usa backs sdf"]
    assert {tie.kind.value: tie.sign for tie in ties} == {"backs": 1, "fights": -1}


ROLLED = [
    (RollUp.NONE, ["syr-army fights isil", "usa-cia backs knights"]),
    (RollUp.STATES, ["isil fights syr", "usa backs knights"]),
    (RollUp.PARENTS, ["isil fights syr", "usa backs knights"]),
    (RollUp.SPONSORS, ["isil fights syr"]),  # the Knights are their sponsor, and nobody backs himself
]


@pytest.mark.parametrize(("roll_up", "expected"), ROLLED)
def test_actors_are_rolled_up_on_request(roll_up: RollUp, expected: list[str]) -> None:
    ties = ties_on([a_sign("CIA backs Knights"), a_sign("army fights ISIL")], DAY, roll_up=roll_up)
    assert sorted(" ".join(sorted(one.split())) for one in say(ties)) == sorted(
        " ".join(sorted(one.split())) for one in expected
    )


def test_more_outlets_weigh_more_than_one_that_repeats_itself() -> None:
    (once,) = ties_on([a_sign("US backs SDF")], DAY)
    (repeated,) = ties_on([a_sign("US backs SDF"), a_sign("US backs SDF", words_key=1)], DAY)
    (two,) = ties_on([a_sign("US backs SDF"), a_sign("US backs SDF", outlet="Other")], DAY)
    assert once.weight == repeated.weight < two.weight
    assert (repeated.outlets, two.outlets) == (1, 2)


def test_copies_are_one_report() -> None:
    copies = [a_sign("US backs SDF", words_key=7), a_sign("US backs SDF", outlet="Other", words_key=7)]
    (tie,) = ties_on(copies, DAY)
    assert tie.reports == 1


def test_ties_fade_and_end_with_the_window() -> None:
    weights = [ties_on([a_sign("SDF fights ISIL", days_ago=n)], DAY)[0].weight for n in (0, 180, 360)]
    assert weights == pytest.approx([0.9, 0.45, 0.225])
    assert ties_on([a_sign("SDF fights ISIL", days_ago=800)], DAY) == ()
    assert ties_on([a_sign("SDF fights ISIL", days_ago=-1)], DAY) == ()  # of a later day


CONTRADICTIONS: list[tuple[str, list[str], list[str]]] = [
    ("friends of friends are none", ["US backs SDF", "SDF fights ISIL"], []),
    (
        "clients of one sponsor that fight each other",
        ["US backs SDF", "CIA backs Knights", "SDF fights Knights"],
        ["clients fight"],
    ),
    ("who supports both", ["US supports SDF", "US supports Knights", "SDF opposes Knights"], ["fights a friend's friend"]),
    (
        "sponsors that talk while their clients fight",
        ["US backs SDF", "Russia backs Syria", "SDF fights Syria", "US negotiates Russia"],
        ["talks while clients fight"],
    ),
    ("three enemies are none", ["US opposes Russia", "SDF fights ISIL", "ISIL fights Knights", "Knights fights SDF"], []),
    ("who backs both sides", ["US backs ISIL", "US backs SDF", "SDF fights ISIL"], ["clients fight"]),
    ("rebels of no country are nobody", ["US backs rebels", "US backs SDF", "SDF fights rebels"], []),
]


@pytest.mark.parametrize(("rule", "told", "kinds"), CONTRADICTIONS, ids=[case[0] for case in CONTRADICTIONS])
def test_what_does_not_go_together(rule: str, told: list[str], kinds: list[str]) -> None:
    found = contradictions(ties_on([a_sign(one) for one in told], DAY, roll_up=RollUp.STATES))
    assert [c.kind for c in found] == kinds, rule


def test_on_the_whole_an_enemy_is_no_client() -> None:
    told = [a_sign("US backs ISIL"), a_sign("US backs SDF"), a_sign("SDF fights ISIL")]
    told += [a_sign("US fights ISIL", outlet=f"o{n}") for n in range(5)]
    assert contradictions(ties_on(told, DAY, roll_up=RollUp.STATES)) == ()


def test_a_contradiction_rests_on_all_its_ties() -> None:
    told = ["US backs SDF", "CIA backs Knights", "SDF fights Knights"]
    (found,) = contradictions(ties_on([a_sign(one) for one in told], DAY, roll_up=RollUp.STATES))
    assert [side.id for side in found.sides] == ["usa", "knights", "sdf"]
    assert {sign.evidence.words for tie in found.ties for sign in tie.signs} == set(told)
    assert found.strength == pytest.approx(0.9)


def test_their_number_over_time() -> None:
    told = [a_sign("US backs SDF", days_ago=400), a_sign("US backs Knights", days_ago=400), a_sign("SDF fights Knights")]
    days = [DAY - timedelta(days=30), DAY]
    assert [count for _, count in count_over_time(told, days)] == [0, 1]


@given(st.permutations(["US backs SDF", "CIA backs Knights", "SDF fights Knights", "Russia backs Syria", "SDF fights Syria"]))
def test_the_order_of_reports_changes_nothing(told: list[str]) -> None:
    signs = [a_sign(one) for one in told]
    ties = ties_on(signs, DAY, roll_up=RollUp.STATES)
    assert ties == ties_on(sorted(signs, key=lambda s: s.evidence.report), DAY, roll_up=RollUp.STATES)
