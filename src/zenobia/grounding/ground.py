"""A whole reading grounded: places and actors of its entities, days of its time mentions, times of its events, bounds of its tolls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zenobia.grounding.actors import ground_actors
from zenobia.grounding.days import ground_days
from zenobia.grounding.days_anchor import Told
from zenobia.grounding.days_report import read_dateline, told_since
from zenobia.grounding.days_told import told_before
from zenobia.grounding.known import known_actors, known_places
from zenobia.grounding.numbers import read_bounds
from zenobia.grounding.places import ground_places
from zenobia.types import Days, Event, EventTime, Mention, MentionType, Reading, Report, Span, Status, Toll

AROUND = 80
"""Characters on either side of a phrase that may hold its "since", "until" or "at least"."""

RUNNING = 31
"""Days from which on a toll "since X" is a running total."""

TO_COME = (Status.PLANNED, Status.POSSIBLE)


def ground_reading(reading: Reading) -> Reading:
    """The same reading with places, actors, days and numbers. Without a publication date, phrases that lack a year name no day."""
    anchor = anchor_day(reading.report)
    table = known_actors()
    reading = ground_actors(ground_places(reading, known_places(), table, anchor), table, anchor)
    told = _told(reading, anchor)
    mentions = tuple(_with_days(m, reading.report.text, anchor, told) for m in reading.mentions)
    reading = replace(reading, mentions=mentions)
    return replace(reading, events=tuple(_ground_event(e, reading, anchor, told) for e in reading.events))


def _told(reading: Reading, anchor: date | None) -> dict[int, Told]:
    """Time mention -> what the report told of days before it."""
    times = [m for m in reading.mentions if m.type is MentionType.TIME]
    told = told_before(reading.report.text, [m.span for m in times], anchor)
    return {mention.id: before for mention, before in zip(times, told, strict=True)}


def anchor_day(report: Report) -> date | None:
    """The day that "Sunday" is read from: a dateline in the text overrules the date of the collection (ruling 7.22)."""
    return read_dateline(report.text) or (report.published.date if report.published else None)


def _around(text: str, span: Span) -> tuple[str, str]:
    return text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]


def _with_days(mention: Mention, text: str, anchor: date | None, told: dict[int, Told]) -> Mention:
    if mention.type is not MentionType.TIME:
        return mention
    before, after = _around(text, mention.span)
    days = ground_days(mention.text, published=anchor, before=before, after=after, told=told[mention.id])
    return replace(mention, days=days)


def _ground_event(event: Event, reading: Reading, anchor: date | None, told: dict[int, Told]) -> Event:
    days = _event_days(event, reading, anchor, told)
    tolls = tuple(_scope(_bound(toll, reading), days) for toll in event.toll)
    time = EventTime(mention=event.said_time, days=days) if event.said_time is not None and days else None
    narrative = any(before.narrative for before in told.values())
    assumed = _assume_days(event, reading, anchor) if time is None and not narrative else None
    return replace(event, time=time, time_assumed=assumed, toll=tolls)


def _scope(toll: Toll, days: Days | None) -> Toll:
    """A toll told "since" a day of more than RUNNING days ago is a running total of those days, not of one happening."""
    if days is None or not days.rule.startswith("since ") or (days.end - days.start).days < RUNNING:
        return toll
    return replace(toll, scope="cumulative", days=days)


def _assume_days(event: Event, reading: Reading, anchor: date | None) -> Days | None:
    """What the body's first sentence tells without a day is news of the day it appeared; nothing else is assumed.

    Not the title, which the body dates; and only what happened: a plan, a possibility or a denial has no day of its own."""
    report = reading.report
    title = len(report.title) if report.title and report.text.startswith(report.title) else 0
    lead = len(report.text) - len(report.text[title:].lstrip())
    if anchor is None or event.status is not Status.ACTUAL or event.sentence.start != lead:
        return None
    if any(m.days and event.sentence.start <= m.span.start < event.sentence.end for m in reading.mentions):
        return None  # the sentence names a day, though not surely this event's
    return Days(start=anchor, end=anchor, rule="told first: day of publication")


def _event_days(event: Event, reading: Reading, anchor: date | None, told: dict[int, Told]) -> Days | None:
    """The days of the event's time mention, read as this event's: of a plan forward, of a "since" as far as it reaches."""
    if event.said_time is None:
        return None
    mention, text = reading.mentions[event.said_time], reading.report.text
    if not text[: mention.span.start].strip() and read_dateline(text):
        return None  # the report's own date at its very start dates the report, not the event told first
    before, after = _around(text, mention.span)
    since = told_since(text, mention.span, event.trigger)
    future = event.status in TO_COME
    return ground_days(
        mention.text, published=anchor, future=future, before=before, after=after, since=since, told=told[mention.id]
    )


def _bound(toll: Toll, reading: Reading) -> Toll:
    """The toll with the bounds its words set; without bounds where they name no number."""
    mention = reading.mentions[toll.mention]
    before, after = _around(reading.report.text, mention.span)
    bounds = read_bounds(mention.text, before=before, after=after)
    return replace(toll, low=bounds.low, high=bounds.high) if bounds else toll
