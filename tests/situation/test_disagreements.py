"""Rival versions of one incident with who stands with which, and outlets beside one another; never who is right."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import UsageError
from zenobia.exports.disagreement_lines import (
    comparison_lines,
    comparison_to_dict,
    disagreement_lines,
    disagreement_to_dict,
)
from zenobia.record import Record
from zenobia.record.disagreement_rows import compare_outlets, load_disagreements
from zenobia.record.file import open_file
from zenobia.record.query import Filters
from zenobia.situation.disagreements import Coverage, VoiceAccount, compare_voices, disagreement_of, named_of
from zenobia.situation_types import Difference, Disagreement, Evidence, OutletComparison
from zenobia.types import (
    Account,
    AccountToll,
    Actor,
    Days,
    EventType,
    Incident,
    MentionType,
    Party,
    Place,
    Site,
    Span,
    Status,
    Telling,
    TollKind,
)

ACTORS = {
    "army": Actor(id="syr-army", name="Syrian Arab Army", country="SYR", sector="MIL", kind="army", parent="syr-mil"),
    "Syria": Actor(id="syr", name="Syria", country="SYR", sector="GOV", kind="state"),
    "ISIL": Actor(id="isil", name="Islamic State", country="IRQ", sector="REB"),
    "SDF": Actor(id="sdf", name="Syrian Democratic Forces", country="SYR", sector="REB"),
    "rebels": Actor(id="local:rebels@SYR", name="rebels", country="SYR", sector="REB"),
    "rebel fighters": Actor(id="local:rebel-fighters@SYR", name="rebel fighters", country="SYR", sector="REB"),
}


def a_party(name: str) -> Party:
    return Party(name=name, text=name, type=MentionType.GROUP, actor=ACTORS.get(name))


def a_site(name: str, feature: str = "PPL") -> Site:
    return Site(name=name, text=name, type=MentionType.PLACE, place=Place(id=f"own:{name}", name=name, feature=feature))


def an_account(number: int, outlet: str | None, **given: Any) -> Account:
    """Account `number`, of report r-`number`. actor, place, by: names; killed: tolls; days: first and last."""
    words = given.pop("words", "Shells hit the market.")
    days = given.pop("days", None)
    actor, place, by = (given.pop(name, ()) for name in ("actor", "place", "by"))
    return Account(
        key=f"e-{number:012x}",
        telling=Telling(
            id=f"r-{number}", sha256=f"{number:064x}", outlet=outlet, independent=outlet, published=date(2016, 3, number)
        ),
        event=0,
        type=EventType.SHELLING,
        status=given.pop("status", Status.ACTUAL),
        confidence=0.9,
        trigger=Span(100, 106),
        words=words[:6],
        sentence=Span(100, 100 + len(words)),
        evidence=words,
        actor=tuple(map(a_party, actor)),
        place=tuple(map(a_site, place)),
        days=Days(start=date.fromisoformat(days[0]), end=date.fromisoformat(days[1]), rule="a date") if days else None,
        tolls=tuple(given.pop("killed", ())),
        attribution=a_party(by[0]) if by else None,
        **given,
    )


def killed(low: int | None, high: int | None, text: str = "", **more: Any) -> AccountToll:
    return AccountToll(kind=TollKind.KILLED, low=low, high=high, text=text, **more)


def an_incident(*accounts: Account, differ: str) -> Incident:
    return Incident(
        id="i-000000000001",
        type=EventType.SHELLING,
        status=Status.ACTUAL,
        accounts=accounts,
        certainty=0.5,
        outlets=tuple(a.telling.independent for a in accounts if a.telling.independent),
        disagreements=(differ,),
    )


def differences(*accounts: Account, differ: str) -> tuple[Difference, ...]:
    found = disagreement_of(an_incident(*accounts, differ=differ))
    return found.differences if found else ()


def said(*accounts: Account, differ: str) -> list[tuple[str, list[str | None]]]:
    """Each version with the outlets that stand with it."""
    return [(v.said, [s.outlet for s in v.stands]) for d in differences(*accounts, differ=differ) for v in d.versions]


# Versions


def test_nobody_contradicts_anybody_where_the_record_finds_no_conflict() -> None:
    incident = an_incident(an_account(1, "A"), an_account(2, "B"), differ="actor")
    assert disagreement_of(incident) is None


def test_who_did_it() -> None:
    accounts = an_account(1, "A", actor=["ISIL"]), an_account(2, "B", actor=["army"]), an_account(3, "C", actor=["Syria"])
    assert said(*accounts, differ="actor") == [("Syrian Arab Army", ["B", "C"]), ("Islamic State", ["A"])]


def test_an_account_that_names_nobody_stands_with_no_version() -> None:
    accounts = an_account(1, "A", actor=["ISIL"]), an_account(2, "B"), an_account(3, "C", actor=["army"])
    assert said(*accounts, differ="actor") == [("Islamic State", ["A"]), ("Syrian Arab Army", ["C"])]


def test_rebels_and_rebel_fighters_are_no_contradiction() -> None:
    assert not said(an_account(1, "A", actor=["rebels"]), an_account(2, "B", actor=["rebel fighters"]), differ="actor")


def test_when_it_was() -> None:
    accounts = (
        an_account(1, "A", days=("2016-03-01", "2016-03-01")),
        an_account(2, "B", days=("2016-03-01", "2016-03-02")),
        an_account(3, "C", days=("2016-03-05", "2016-03-06")),
        an_account(4, "D", days=("2016-03-09", "2016-03-09"), assumed=True),
    )
    assert said(*accounts, differ="days") == [("2016-03-01", ["A", "B"]), ("2016-03-05 to 2016-03-06", ["C"])]


def test_where_it_was() -> None:
    accounts = (
        an_account(1, "A", place=["Arvan"]),
        an_account(2, "B", place=["Sabel", "Arvan"]),
        an_account(3, "C", place=["Sabel"]),
    )
    assert [outlets for _, outlets in said(*accounts, differ="place")] == [["A", "B"], ["C"]]


def test_how_many_were_killed_by_each_outlets_latest_word() -> None:
    accounts = (
        an_account(1, "A", killed=[killed(5, 5)]),
        an_account(2, "A", killed=[killed(12, 12)]),
        an_account(3, "B", killed=[killed(60, None)]),
        an_account(4, "C", killed=[killed(10, 14)]),
    )
    assert said(*accounts, differ="toll") == [("12 killed", ["A", "C"]), ("60 or more killed", ["B"])]


def test_counts_of_different_people_are_added_up_before_they_are_compared() -> None:
    both = [killed(11, 11, "11", who="soldiers"), killed(19, 19, "19", who="fighters")]
    accounts = (
        an_account(1, "A", killed=both, words="Shells killed 11 soldiers and 19 fighters."),
        an_account(2, "B", killed=[killed(30, 30)]),
    )
    assert not said(*accounts, differ="toll")


def test_whether_it_happened_and_on_whose_word() -> None:
    accounts = (
        an_account(1, "A"),
        an_account(2, "A", status=Status.NEGATED, by=["army"]),
        an_account(3, "B", status=Status.PLANNED),
    )
    (found,) = differences(*accounts, differ="status")
    assert [(v.said, [s.by for s in v.stands]) for v in found.versions] == [
        ("it happened", [()]),
        ("it did not happen", [("army",)]),
    ]
    assert found.changed == ("A",)


def test_a_toll_stands_on_the_word_of_whoever_counts() -> None:
    accounts = (
        an_account(1, "A", killed=[killed(5, 5, by=a_party("monitors"))], by=["army"]),
        an_account(2, "B", killed=[killed(9, 9)]),
    )
    (found,) = differences(*accounts, differ="toll")
    assert [s.by for v in found.versions for s in v.stands] == [("monitors",), ()]


NAMES = st.lists(st.sampled_from(sorted(ACTORS)), max_size=2)


@given(st.lists(NAMES, min_size=2, max_size=6))
def test_accounts_that_contradict_one_another_never_share_a_version(named: list[list[str]]) -> None:
    accounts = [an_account(n, f"Outlet {n}", actor=names) for n, names in enumerate(named, 1)]
    versions = said(*accounts, differ="actor")
    shares = {frozenset(outlets) for _, outlets in versions}
    for share in shares:
        both = {f"Outlet {n}" for n, names in enumerate(named, 1) if names in (["ISIL"], ["army"])} & share
        kinds = {tuple(named[int(str(outlet).split()[1]) - 1]) for outlet in both}
        assert len(kinds) < 2


# Outlets


def told(
    incident: int, voice: str, killed: tuple[int | None, int | None] | None = None, actor: str | None = None
) -> VoiceAccount:
    day = date(2016, 3, 28)
    evidence = Evidence(report=f"{voice}-{incident}", sha256="", outlet=voice, published=day, span=Span(0, 5), words="words")
    actors = [ACTORS[actor]] if actor else []
    return VoiceAccount(
        incident=f"i-{incident}",
        period="2016",
        voice=voice,
        killed=killed,
        actors=tuple((a.id or "", a.name or "") for a in actors),
        named=named_of(actors, day=day),
        evidence=evidence,
    )


def compared(*accounts: VoiceAccount, voice: str = "A") -> OutletComparison:
    coverage = Coverage(voice=voice, period="2016", incidents=9, alone=2, first=1, of=20)
    (found,) = compare_voices(accounts, [coverage])
    return found


def test_tolls_lie_below_within_or_above_those_of_the_others() -> None:
    found = compared(
        told(1, "A", (5, 5)), told(1, "B", (10, 10)),
        told(2, "A", (10, 10)), told(2, "B", (8, 12)), told(2, "C", (20, 20)),
        told(3, "A", (30, None)), told(3, "B", (10, 10)),
        told(4, "A", (7, 7)), told(4, "B"),
    )  # fmt: skip
    assert (found.shared, found.counted, found.lower, found.same, found.higher) == (4, 3, 1, 1, 1)
    assert found.ratio == 0.714
    assert [(d.incident, d.said, d.others_said) for d in found.differing] == [
        ("i-3", "30 or more killed", "10 killed"),
        ("i-1", "5 killed", "10 killed"),
    ]
    assert [d.others_evidence.report for d in found.differing] == ["B-3", "B-1"]


def test_whom_an_outlet_names_beside_whom_others_name() -> None:
    found = compared(
        told(1, "A", actor="army"), told(1, "B", actor="Syria"),
        told(2, "A", actor="army"), told(2, "B", actor="ISIL"),
        told(3, "A"), told(3, "B", actor="ISIL"),
    )  # fmt: skip
    assert (found.named, found.others_named, found.agreed, found.contradicted) == (2, 3, 1, 1)
    assert [(n.name, n.outlet, n.others) for n in found.actors] == [
        ("Islamic State", 0, 2),
        ("Syrian Arab Army", 2, 0),
        ("Syria", 0, 1),
    ]
    assert [(d.kind, d.incident) for d in found.differing] == [("actor", "i-2")]


def test_an_incident_of_one_outlet_compares_with_nothing() -> None:
    found = compared(told(1, "A", (5, 5), "army"), told(1, "A", (9, 9), "ISIL"))
    assert (found.shared, found.counted, found.ratio, found.differing) == (0, 0, None, ())


# Out of a record


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One bombing of which two outlets tell other tolls and one is denied, and an attack one outlet tells."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    planted = import_module("planted")  # a fake of another folder
    bombing = "Taliban {} police in Kandahar on 12 May 2024, killing {}."
    path = tmp_path / "r.zen"
    with Record(path) as record:
        planted.add(
            record,
            planted.a_line(bombing.format("bombed", 12), "2024-05-13", "Reuters", id="r-1"),
            planted.a_line(bombing.format("bombed", 19), "2024-05-14", "BBC News", id="r-2"),
            planted.a_line(bombing.format("denied having bombed", 12), "2024-05-15", "Echo", id="r-3"),
            planted.a_line(
                "Boko Haram attacked farmers in Maiduguri on 1 June 2024, killing 40.", "2024-06-02", "Reuters", id="r-4"
            ),
        )
    return path


def disagreements(path: Path, **asked: Any) -> list[Disagreement]:
    with open_file(path, write=False).connect() as connection:
        return load_disagreements(connection, filters=Filters(**asked))


def comparisons(path: Path, *, by: str = "year", **asked: Any) -> list[OutletComparison]:
    with open_file(path, write=False).connect() as connection:
        return compare_outlets(connection, filters=Filters(**asked), by=by)


def test_a_record_gives_its_disagreements_with_the_words_of_each_side(path: Path) -> None:
    (found,) = disagreements(path)
    versions = {d.kind: [(v.said, [s.outlet for s in v.stands]) for v in d.versions] for d in found.differences}
    assert versions["status"] == [("it happened", ["Reuters", "BBC News"]), ("it did not happen", ["Echo"])]
    assert ("19 killed", ["BBC News"]) in versions["toll"]
    stands = [stand for d in found.differences for v in d.versions for stand in v.stands]
    assert all("Taliban" in stand.evidence.words for stand in stands)
    assert disagreements(path, place="Maiduguri") == []


def test_a_record_compares_its_outlets(path: Path) -> None:
    found = {c.outlet: c for c in comparisons(path)}
    reuters = found["Reuters"]
    assert (reuters.period, reuters.incidents, reuters.of, reuters.alone, reuters.first) == ("2024", 2, 2, 1, 1)
    assert (reuters.shared, reuters.counted, found["BBC News"].higher) == (1, 1, 1)
    assert reuters.agreed == 1
    assert [c.period for c in comparisons(path, by="month", outlet="Reuters")] == ["2024-05", "2024-06"]
    assert [(c.outlet, c.of) for c in comparisons(path, by="all", outlet="reuters")] == [("Reuters", 2)]


def test_another_period_is_refused(path: Path) -> None:
    with pytest.raises(UsageError, match="'week' is no period"):
        comparisons(path, by="week")


# Lines


def test_lines_show_each_version_over_its_words(path: Path) -> None:
    found = disagreements(path)
    text = "\n".join(disagreement_lines(found))
    assert "    19 killed: BBC News\n      │ Taliban bombed police" in text
    assert "    it did not happen: Echo\n      │ Taliban denied" in text
    json.dumps([disagreement_to_dict(one) for one in found])


def test_lines_compare_outlets_over_words(path: Path) -> None:
    found = comparisons(path, by="all")
    text = "\n".join(comparison_lines(found))
    assert "Reuters, all: 2 incidents (100% of 2); 1 alone, 1 first, 1 shared" in text
    json.dumps([comparison_to_dict(one) for one in found])


def test_lines_obey_no_control_characters() -> None:
    accounts = (
        an_account(1, "A\x1b[31m", killed=[killed(5, 5)], words="Shells\x07 hit."),
        an_account(2, "B\n", killed=[killed(9, 9)]),
    )
    found = disagreement_of(an_incident(*accounts, differ="toll"))
    assert found
    assert all(line.isprintable() for line in disagreement_lines([found]))
