"""Tolls: what is counted, each incident once; what is claimed, never added up; what is left out, and said so."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import READER
from zenobia.exports.toll_lines import toll_lines, tolls_to_dict
from zenobia.record import Record
from zenobia.record.adding import add_reports
from zenobia.record.file import open_file
from zenobia.record.query import Filters
from zenobia.record.toll_rows import load_tolls
from zenobia.situation.tolls import (
    CountTold,
    IncidentTold,
    count_tolls,
    merge_counts,
    toll_curve,
    words_of_retelling,
    words_of_total,
)
from zenobia.situation_types import ClaimedTotal, Evidence, TollCount, TollSum
from zenobia.types import (
    Entity,
    Event,
    EventType,
    Mention,
    MentionType,
    Reading,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
    TollSummary,
)

KILLED = TollKind.KILLED


def a_count(
    number: int,
    low: int | None = 12,
    high: int | None = 12,
    *,
    voice: str = "Sabel Courier",
    day: str = "2016-03-28",
    words: str = "Shells killed 12.",
    at: str = "12",
    **more: Any,
) -> CountTold:
    """A count by report `number`; the sentence stands at 100 in its report."""
    start = 100 + words.index(at)
    evidence = Evidence(
        report=f"r-{number}",
        sha256=f"{number:064x}",
        outlet=voice,
        published=date.fromisoformat(day),
        span=Span(100, 100 + len(words)),
        words=words,
        event=more.pop("event", f"e-{number}"),
    )
    given: dict[str, Any] = {"kind": KILLED, "words_key": number, **more}
    return CountTold(low=low, high=high, at=Span(start, start + len(at)), voice=voice, evidence=evidence, **given)


def an_incident(number: int, *counts: CountTold, **given: Any) -> IncidentTold:
    return IncidentTold(id=f"i-{number}", type=EventType.SHELLING, counts=counts, **{"day": date(2016, 3, 27), **given})


def summary(low: int | None, best: int, high: int | None) -> TollSummary:
    return TollSummary(kind=KILLED, low=low, best=best, high=high)


def killed_of(count: TollCount) -> TollSum:
    return next(found for found in count.sums if found.kind is KILLED)


# One incident


FIGURES: list[tuple[str, list[CountTold], TollSummary | None]] = [
    ("one outlet", [a_count(1)], summary(12, 12, 12)),
    (
        "the same words of another outlet are a copy",
        [a_count(1), a_count(2, 90, 90, voice="Echo", words_key=1)],
        summary(90, 90, 90),
    ),
    ("an outlet's latest figure is its word", [a_count(1), a_count(2, 15, 15, day="2016-03-29")], summary(15, 15, 15)),
    ("two outlets", [a_count(1), a_count(2, 15, None, voice="Echo")], summary(12, 15, 15)),
    (
        "the figure of most outlets is the best",
        [a_count(1), a_count(2, 15, 15, voice="B"), a_count(3, voice="C")],
        summary(12, 12, 15),
    ),
    ("nobody sets an upper bound", [a_count(1, 60, None)], summary(60, 60, None)),
    ("nobody sets a lower bound", [a_count(1, None, 40)], summary(None, 40, 40)),
    ("nobody sets any", [a_count(1, None, None)], None),
]


@pytest.mark.parametrize(("rule", "counts", "expected"), FIGURES, ids=[row[0] for row in FIGURES])
def test_the_toll_of_one_incident(rule: str, counts: list[CountTold], expected: TollSummary | None) -> None:
    assert merge_counts(counts, KILLED) == expected, rule


BESIDE = "They killed 11 soldiers and 19 fighters."
AMONG = "They killed 35 people, among them 24 children."


def test_counts_of_different_people_beside_one_another_are_added_up() -> None:
    told = [a_count(1, n, n, words=BESIDE, at=str(n), who=n, event="e-1") for n in (11, 19)]
    assert merge_counts(told, KILLED) == summary(30, 30, 30)


def test_a_part_of_a_count_is_not_added_to_it() -> None:
    told = [a_count(1, n, n, words=AMONG, at=str(n), who=n, event="e-1") for n in (35, 24)]
    assert merge_counts(told, KILLED) == summary(35, 35, 35)


# Sums


def test_missing_bounds_are_counted_and_said() -> None:
    """A missing low counts 0, a missing high counts as best."""
    found = killed_of(
        count_tolls(
            [
                an_incident(1, a_count(1), killed=summary(10, 12, 14)),
                an_incident(2, a_count(2), killed=summary(60, 60, None)),
                an_incident(3, a_count(3), killed=summary(None, 40, 40)),
            ],
            asked=5,
        )
    )
    assert (found.incidents, found.low, found.best, found.high) == (3, 70, 112, 114)
    assert (found.no_low, found.no_high) == (1, 1)


def test_every_kind_has_a_sum_of_its_own() -> None:
    both = an_incident(1, a_count(1), a_count(2, 30, 30, kind=TollKind.INJURED, words="and wounded 30", at="30"))
    assert [(s.kind, s.best) for s in count_tolls([both], asked=1).sums] == [(KILLED, 12), (TollKind.INJURED, 30)]


def test_a_sum_points_at_the_words_of_its_deadliest_incidents() -> None:
    count = count_tolls([an_incident(n, a_count(n, n, n)) for n in range(1, 9)], asked=8)
    assert [e.report for e in killed_of(count).evidence] == ["r-8", "r-7", "r-6"]
    assert all(i.evidence for i in count.incidents)


def test_the_curve_by_months_and_years_has_bands_and_keeps_the_undated_apart() -> None:
    days = (date(2016, 3, 27), date(2016, 3, 1), date(2017, 1, 1), None)
    told = [an_incident(n, a_count(n), day=day, killed=summary(10, 12, 14)) for n, day in enumerate(days)]
    count = count_tolls(told, asked=4)
    assert [(p.period, p.killed.low, p.killed.best, p.killed.high) for p in count.months] == [
        ("2016-03", 20, 24, 28),
        ("2017-01", 10, 12, 14),
        (None, 10, 12, 14),
    ]
    assert [p.period for p in toll_curve(count.incidents, by="year")] == ["2016", "2017", None]


def test_incidents_of_a_week_and_more_are_told_apart() -> None:
    told = [an_incident(1, a_count(1)), an_incident(2, a_count(2, 20, 20), day=date(2016, 3, 1), last=date(2016, 3, 10))]
    assert killed_of(count_tolls(told, asked=2)).long == 20


def test_so_many_dead_on_one_outlets_word_are_left_out_and_said_so() -> None:
    doubtful = an_incident(1, a_count(1, 8000, 8000), a_count(2, 40, 40, voice="Echo"))
    count = count_tolls([doubtful], asked=1)
    assert killed_of(count).best == 40
    (left,) = count.left_out
    assert left.incident.tolls == (summary(8000, 8000, 8000),)
    assert left.reason == "1,000 killed and more, counted by fewer than 3 outlets"


def test_what_three_outlets_count_is_counted_however_great() -> None:
    told = an_incident(1, *(a_count(n, 8000, 8000, voice=f"Outlet {n}") for n in range(3)))
    count = count_tolls([told], asked=1)
    assert (killed_of(count).best, count.left_out) == (8000, ())


@given(st.permutations([an_incident(n, a_count(n, n * 700, n * 700)) for n in range(4)]))
def test_the_order_of_incidents_changes_nothing(incidents: list[IncidentTold]) -> None:
    assert count_tolls(incidents, asked=4) == count_tolls(sorted(incidents, key=lambda i: i.id), asked=4)


# Words of a total

TOTALS = [
    # since a day, or the beginning of a war
    ("At least 70 people have been killed by troops since the start of the year.", "70", "since the start of the year"),
    ("The fighting has killed 60 people since March 10.", "60", "since March 10"),
    ("Two guards die, bringing the toll since the coup to 14.", "14", "since the coup"),
    # over months and years
    ("Raids have killed 73 people between 2005 and 2015.", "73", "between 2005 and 2015"),
    ("The police killed 90 people in the past six months.", "90", "in the past six months"),
    # a great count of a war
    ("Envoys met over the four-year civil war that has killed 250,000 people.", "250,000", "war that has killed"),
    ("The ministry says 40,000 people died in the invasion.", "40,000", "in the invasion"),
    # hard negatives: days ago; rarity; another number's "since"; a small count in a war; a happening
    ("Shelling killed 12 people since Sunday.", "12", None),
    ("A bomb killed 30 people in the deadliest attack since 2004.", "30", None),
    ("Five soldiers die, bringing the army's losses to 80 since the invasion began.", "Five", None),
    ("A mine killed 12 people in the war.", "12", None),
    ("A bomb killed 300 people in the war-torn town.", "300", None),
    ("At least 330 people die, the highest daily toll in the uprising.", "330", None),
    ("The attack last month killed 30 people.", "30", None),
]


@pytest.mark.parametrize(("sentence", "number", "expected"), TOTALS, ids=[row[0][:40] for row in TOTALS])
def test_words_show_a_total(sentence: str, number: str, expected: str | None) -> None:
    start = sentence.index(number)
    figure = int(number.replace(",", "")) if number[0].isdigit() else 5
    found = words_of_total(sentence, Span(start, start + len(number)), figure)
    assert found == expected


def test_a_few_days_since_are_no_running_total() -> None:
    sentence = "The fighting has killed 60 people since March 10."
    assert words_of_total(sentence, Span(24, 26), 60, days=5) is None


def test_an_old_massacre_before_a_court_is_left_out() -> None:
    words = "A guard is convicted for the murder of 300 prisoners."
    assert words_of_retelling(words, Span(39, 42), 300) == "convicted"
    count = count_tolls([an_incident(1, a_count(1, 300, 300, words=words, at="300"))], asked=1)
    assert (count.sums, [left.reason for left in count.left_out]) == (
        (),
        ["told with 'convicted': an old happening brought up again"],
    )


# Claims


def a_claim(report: str, low: int | None, high: int | None, words: str, day: str = "2016-03-28") -> ClaimedTotal:
    evidence = Evidence(report=report, sha256=report, published=date.fromisoformat(day), span=Span(0, len(words)), words=words)
    return ClaimedTotal(
        kind=KILLED,
        low=low,
        high=high,
        wording="up to 470",
        at=Span(0, 9),
        claimant="the outlet",
        own_voice=True,
        evidence=evidence,
    )


def test_claims_are_sorted_by_day_and_copies_given_once() -> None:
    claims = [
        a_claim("r-3", None, 470, "Up to 470 died."),
        a_claim("r-2", None, 470, "Up to  470 DIED.", "2016-03-30"),
        a_claim("r-1", None, 500, "Up to 500 died.", "2016-03-01"),
    ]
    found = count_tolls([], claims, asked=0).claims
    assert [(c.evidence.report, c.copies) for c in found] == [("r-1", ()), ("r-3", ("r-2",))]


# Lines


def test_lines_say_bounds_claimants_and_words_and_show_no_control_characters() -> None:
    told = an_incident(1, a_count(1, words="Shells\x1b[31m killed 12."), killed=summary(None, 12, None))
    count = count_tolls([told], [a_claim("r-2", None, 470, "Up to 470\x07 died.")], asked=1)
    lines = list(toll_lines(count, curve=count.months))
    text = "\n".join(lines)
    assert "12 in 1 incident (low 0, high 12; 1 set no lower bound, and count as 0 in it; 1 set no upper bound" in text
    assert "says the outlet in its own voice" in text
    assert "no lower bound, high 470" in text
    assert all(line.isprintable() for line in lines)
    json.dumps(tolls_to_dict(count))


# Out of a record

_SUM = re.compile(
    r"(?:(?P<by>[A-Z]\w+ Office) says )?the war (?P<trigger>killed) (?P<count>as many as [\d,]+) (?P<who>civilians)"
    r" in (?P<place>[A-Z]\w+) since (?P<time>\d{4})\."
)
_TYPES = {
    "by": MentionType.GROUP, "count": MentionType.COUNT, "who": MentionType.PEOPLE, "place": MentionType.PLACE, "time": MentionType.TIME,
}  # fmt: skip


class SumReader:
    """Reads totals of a war since a year, and nothing else."""

    def read(self, report: Report) -> Reading:
        """The reading of a planted text."""
        found = _SUM.search(report.text)
        assert found, report.text
        names = [name for name in sorted(_TYPES, key=found.start) if found[name]]
        mentions = tuple(
            Mention(id=i, span=Span(*found.span(name)), text=found[name], type=_TYPES[name], entity=i, confidence=0.9)
            for i, name in enumerate(names)
        )
        ids = {name: i for i, name in enumerate(names)}
        event = Event(
            id=0,
            type=EventType.CLASH,
            status=Status.ACTUAL,
            confidence=0.9,
            trigger=Span(*found.span("trigger")),
            sentence=Span(*found.span()),
            place=(ids["place"],),
            said_time=ids["time"],
            toll=(Toll(mention=ids["count"], kind=KILLED, low=None, high=None, who=ids["who"]),),
            attribution=ids.get("by"),
        )
        entities = tuple(Entity(id=m.id, type=m.type, name=m.text, mentions=(m.id,)) for m in mentions)
        return Reading(report=report, reader=READER, mentions=mentions, entities=entities, events=(event,))


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The fake of another folder."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    return import_module("planted")


def tolls_of(path: Path, *, known: date | None = None, **asked: Any) -> TollCount:
    engine = open_file(path, write=False)
    with engine.connect() as connection:
        return load_tolls(connection, filters=Filters(**asked), known=known)


def add_sums(planted: Any, record: Record, *lines: bytes) -> None:
    errors: list[Exception] = []
    add_reports(
        record.writer, record.path, planted.reports_of(lines), make_reader=SumReader, workers=1, subject="planted", who="tester",
        on_error=errors.append,
    )  # fmt: skip
    assert not errors


BOMBING = "Taliban bombed police in Kandahar on 12 May 2024, killing {}."


def test_one_happening_told_twice_is_counted_once(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "r.zen"
    with Record(path) as record:
        lines = [planted.a_line(BOMBING.format(n), outlet=outlet) for n, outlet in ((12, "Reuters"), (14, "BBC"))]
        planted.add(
            record,
            *lines,
            planted.a_line("Taliban shelled farmers in Kunduz on 1 June 2024, killing at least 20.", "2024-06-02"),
        )
        (incident, _) = sorted(record.incidents(), key=lambda i: i.start or date.max)
    found = killed_of(tolls_of(path))
    assert (found.incidents, found.low, found.high, found.no_high) == (2, 32, 34, 1)
    assert [(p.period, p.killed.best) for p in tolls_of(path).months] == [("2024-05", incident.tolls[0].best), ("2024-06", 20)]
    assert killed_of(tolls_of(path, place="Kunduz")).best == 20
    counted = {i.id: i.tolls for i in tolls_of(path).incidents}
    assert counted[incident.id] == incident.tolls


def test_what_was_known_on_a_day_is_counted_from_the_reports_of_then(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "r.zen"
    with Record(path) as record:
        planted.add(
            record,
            planted.a_line(BOMBING.format(12), "2024-05-13", outlet="Reuters"),
            planted.a_line(BOMBING.format(19) + " More.", "2024-05-15", outlet="Reuters"),
        )
    assert killed_of(tolls_of(path)).best == 19
    assert killed_of(tolls_of(path, known=date(2024, 5, 14))).best == 12
    assert tolls_of(path, known=date(2024, 5, 1)).sums == ()


def test_plans_and_denials_are_not_counted(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "r.zen"
    with Record(path) as record:
        planted.add(record, planted.a_line("Taliban will have bombed police in Kandahar on 12 June 2024, killing 12."))
    assert (tolls_of(path).asked, tolls_of(path).sums) == (0, ())


def test_a_count_in_the_words_of_a_total_is_a_claim(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "r.zen"
    with Record(path) as record:
        planted.add(record, planted.a_line("Taliban attacked farmers during the war in Kandahar on 12 May 2024, killing 400."))
    count = tolls_of(path)
    (claim,) = count.claims
    assert count.sums == ()
    assert (claim.low, claim.marked, claim.claimant, claim.own_voice) == (400, "during the war", "Sabel Courier", True)


def test_running_totals_stand_beside_the_count_with_their_claimants(tmp_path: Path, planted: Any) -> None:
    path = tmp_path / "r.zen"
    said = "the war killed as many as 470,000 civilians in Syria since 2011."
    with Record(path) as record:
        add_sums(
            planted,
            record,
            planted.a_line(said, "2016-03-28", outlet=None, id="r-1"),
            planted.a_line(said, "2016-03-29", outlet="Echo", id="r-2"),
            planted.a_line(f"Rights Office says {said}", "2016-02-01", id="r-3"),
        )
    count = tolls_of(path, place="Syria")
    assert count.sums == ()
    office, own = count.claims
    assert (office.claimant, office.own_voice) == ("Rights Office", False)
    assert (own.low, own.high, own.claimant, own.own_voice, own.copies) == (None, 470_000, "the outlet", True, ("r-2",))
    assert (own.who, own.first, own.last, own.country) == ("civilians", date(2011, 1, 1), date(2016, 3, 28), "SY")
    assert said[own.at.start : own.at.end] == own.wording == "as many as 470,000"
    assert own.evidence.words == said[own.evidence.span.start : own.evidence.span.end]
    assert tolls_of(path, first=date(2017, 1, 1)).claims == ()
    assert [c.evidence.report for c in tolls_of(path, known=date(2016, 2, 2)).claims] == ["r-3"]
    assert tolls_of(path, near=(34.5, 69.2), radius_km=10.0).claims == ()
    assert len(tolls_of(path, text="civilians").claims) == 2
