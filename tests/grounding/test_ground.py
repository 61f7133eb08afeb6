"""A reading grounded: days of events, running totals, and the only day that is ever assumed."""

from __future__ import annotations

from datetime import date

import pytest

from zenobia.grounding import ground_reading
from zenobia.types import (
    Event,
    EventType,
    Mention,
    MentionType,
    Published,
    ReaderVersion,
    Reading,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
)

TOLD_FIRST = (date(2024, 5, 15), date(2024, 5, 15))


def reading_of(
    text: str, trigger: str, *, time: str = "", linked: bool = True, count: str = "", status: str = "actual"
) -> Reading:
    """One event at `trigger`, with a time mention and a toll of killed where they are named; published Wednesday 2024-05-15."""
    spans = [(words, kind) for words, kind in ((time, MentionType.TIME), (count, MentionType.COUNT)) if words]
    mentions = tuple(
        Mention(id=i, span=Span(text.index(w), text.index(w) + len(w)), text=w, type=kind, confidence=1.0)
        for i, (w, kind) in enumerate(sorted(spans, key=lambda s: text.index(s[0])))
    )
    number = {m.type: m.id for m in mentions}
    start = text.index(trigger)
    sentence_start = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
    event = Event(
        id=0,
        type=EventType.ATTACK,
        status=Status(status),
        confidence=1.0,
        trigger=Span(start, start + len(trigger)),
        sentence=Span(sentence_start, len(text)),
        said_time=number.get(MentionType.TIME) if linked else None,
        toll=(Toll(mention=number[MentionType.COUNT], kind=TollKind.KILLED, low=None, high=None),) if count else (),
    )
    report = Report(id="a", sha256="", text=text, published=Published(date=date(2024, 5, 15), rule="given"))
    return Reading(report=report, reader=ReaderVersion(version="", model=""), mentions=mentions, events=(event,))


@pytest.mark.parametrize(
    ("reading", "days", "assumed"),
    [
        # its own words tell the day
        (reading_of("Gunmen attacked Dorn on Monday.", "attacked", time="Monday"), (date(2024, 5, 13), date(2024, 5, 13)), None),
        # a plan looks forward
        (
            reading_of("They will attack on Monday.", "attack", time="Monday", status="planned"),
            (date(2024, 5, 20), date(2024, 5, 20)),
            None,
        ),
        # told first without a day: the day of publication, marked as assumed
        (reading_of("Gunmen attacked Dorn.", "attacked"), None, TOLD_FIRST),
        # told later: nothing is assumed
        (reading_of("Dorn mourns. Gunmen attacked it.", "attacked"), None, None),
        # a plan has no day of its own
        (reading_of("They will attack Dorn.", "attack", status="planned"), None, None),
        # the sentence names a day that may be another's
        (reading_of("Gunmen attacked Dorn after talks on Monday.", "attacked", time="Monday", linked=False), None, None),
        # a dateline at the very start dates the report
        (reading_of("13 May 2024 Gunmen attacked Dorn.", "attacked", time="13 May 2024"), None, None),
    ],
)  # fmt: skip
def test_days_of_an_event(reading: Reading, days: tuple[date, date] | None, assumed: tuple[date, date] | None) -> None:
    event = ground_reading(reading).events[0]
    assert (event.time and (event.time.days.start, event.time.days.end)) == days
    assert (event.time_assumed and (event.time_assumed.start, event.time_assumed.end)) == assumed


def test_a_toll_since_long_ago_is_a_running_total() -> None:
    reading = reading_of("As many as 90 people were killed since 2019.", "killed", time="since 2019", count="As many as 90")
    toll = ground_reading(reading).events[0].toll[0]
    assert (toll.scope, toll.low, toll.high) == ("cumulative", None, 90)
    assert toll.days is not None
    assert (toll.days.start, toll.days.end) == (date(2019, 1, 1), date(2024, 5, 15))


def test_a_toll_of_one_day_is_the_events() -> None:
    reading = reading_of("At least 12 people were killed on Monday.", "killed", time="Monday", count="At least 12")
    toll = ground_reading(reading).events[0].toll[0]
    assert (toll.scope, toll.low, toll.high, toll.days) == ("event", 12, None, None)
