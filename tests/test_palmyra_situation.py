"""The first real report alone in a record: what held on its day, by its words (needs ../shared)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from zenobia.record import Filters, Record
from zenobia.record.situations import Situation
from zenobia.situation_types import Evidence, Holding

DAY = date(2016, 3, 28)


@pytest.fixture(scope="module")
def record(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record(tmp_path_factory.mktemp("palmyra") / "r.zen") as made:
        made.add(shared / "reports" / "palmyra-2016-03-28.md")
        yield made


@pytest.fixture(scope="module")
def situation(record: Record) -> Situation:
    return record.situation(DAY)


def holding(situation: Situation, place: str) -> Holding:
    (found,) = [h for h in situation.control(place) if h.called == place]
    return found


HOLDERS = [
    ("Palmyra", "syr", date(2016, 3, 27)),
    ("Raqqa", "isil", None),
    ("Deir al-Zor", "isil", None),
    ("Marea", "sdf", date(2016, 2, 1)),
]


@pytest.mark.parametrize(("place", "holder", "since"), HOLDERS)
def test_who_holds_what(situation: Situation, place: str, holder: str, since: date | None) -> None:
    found = holding(situation, place)
    assert found.holder is not None
    assert (found.state, found.holder.id) == ("held", holder)
    assert since is None or found.start == since


def test_palmyra_was_held_by_isil_before(situation: Situation) -> None:
    (history,) = situation.history("Palmyra")
    assert [h.holder.id for h in history if h.holder] == ["isil", "syr"]
    assert history[0].end == date(2016, 3, 27)


def test_marea_is_held_since_some_day_of_february(situation: Situation) -> None:
    assert holding(situation, "Marea").earliest == date(2016, 2, 1)


def test_what_is_planned_is_not_held(situation: Situation) -> None:
    assert {h.holder.id for h in situation.control("Raqqa") if h.holder} == {"isil"}


def test_the_united_states_sponsors_two_that_fight_each_other(situation: Situation) -> None:
    (found,) = [c for c in situation.contradictions() if c.kind == "clients fight" and c.sides[0].id == "usa"]
    assert {side.name for side in found.sides[1:]} == {"Syrian Democratic Forces", "Fursan al-Haqq Brigade"}


def evidence_in(value: object) -> Iterator[Evidence]:
    """Every piece of evidence in a derived value, however deep."""
    if isinstance(value, Evidence):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from evidence_in(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from evidence_in(item)


def test_every_derived_line_names_words_that_stand_in_the_report(record: Record, situation: Situation) -> None:
    (text,) = (row[0] for row in record.sql("select text from reports").rows)
    everything = Filters(place="Syria")
    derived: dict[str, tuple[object, ...]] = {
        "control": situation.control(),
        "history": situation.history("Syria"),
        "ties": situation.ties(),
        "contradictions": situation.contradictions(),
        "plans": situation.plans(),
        "claims": situation.tolls(Filters()).claims,
        "disagreements": situation.disagreements(everything),
        "turns": situation.changes(date(2016, 1, 1), DAY).turns,
        "new ties": situation.changes(date(2016, 1, 1), DAY).ties,
    }
    for name, lines in derived.items():
        assert lines or name == "disagreements", name
        for line in lines:
            found = list(evidence_in(line))
            assert found, (name, line)
            for evidence in found:
                assert text[evidence.span.start : evidence.span.end] == evidence.words, name


def test_raqqa_and_deir_al_zor_are_planned_targets(situation: Situation) -> None:
    (plan,) = [p for p in situation.plans() if p.kind == "planned" and p.places]
    assert {place.name for place in plan.places} == {"Ar Raqqah", "Deir ez-Zor"}
    assert ([side.id for side in plan.who], plan.outcome) == (["syr"], "open")


def test_the_toll_has_no_lower_bound_and_stands_on_the_word_of_the_outlet(situation: Situation) -> None:
    (claim,) = [c for c in situation.tolls(Filters()).claims if c.high == 470_000]
    assert claim.low is None
    assert situation.tolls(Filters()).sums == () or all(s.high < 470_000 for s in situation.tolls(Filters()).sums)


def test_the_day_before_anything_is_told_nothing_is_held(record: Record) -> None:
    assert record.situation(date(2010, 1, 1)).control() == ()
    assert record.situation(date(2010, 1, 1)).ties() == ()


def test_what_could_be_known_before_the_report_is_nothing(record: Record) -> None:
    asked = record.situation(DAY, known=date(2016, 3, 27))
    assert asked.control() == ()
    assert asked.contradictions() == ()
