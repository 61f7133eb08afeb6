"""What a report has told of days before each of its time phrases: the last date, and whether it is news or a narrative.

Takes a text and the spans of its time phrases, gives a Told for each, which `ground_days` reads the phrase by. Pure; reads every phrase
once, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from zenobia.grounding.days import ground_days
from zenobia.grounding.days_anchor import Told
from zenobia.types import Days, Span

LONG_PAST = 2
"""Years before publication from which on a year is long past."""

FEWEST, OUTWEIGH = 3, 4
"""A narrative tells so many dates of years long past, and so many times as many as words that are read from publication."""

AROUND = 80
"""Characters on either side of a phrase that may hold what governs it."""

FAR = 10
"""Years from the date told; a lone year farther off is an aside ("as papers of 2005 show"), two in a row go on with the story."""

_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b(?!s)")
_NEAR = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|tonight|ago|overnight"
    r"|(?:last|this|past|next|coming) (?:\w+ )?(?:hour|day|night|week|weekend|month|year)s?)\b",
    re.I,
)
_ERA = re.compile(r"\d ?(?:BCE?|B\.C)", re.I)


def told_before(text: str, spans: Sequence[Span], published: date | None) -> tuple[Told, ...]:
    """For each of the phrases at `spans`, in order of the text, what was told before it."""
    narrative = is_narrative([span.of(text) for span in spans], published)
    told, aside, before = Told(None, narrative), None, []
    for span in spans:
        before.append(told)
        words = span.of(text)
        if _ERA.search(words):
            told = Told(None, narrative)
            continue
        around = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
        days = ground_days(words, published=published, before=around[0], after=around[1], told=told)
        if days is None:
            continue
        days = _named(days)
        if narrative and told.days and _is_far(days, told.days) and not (aside and not _is_far(days, aside)):
            aside = days
        else:
            told, aside = Told(days, narrative), None
    return tuple(before)


def _named(days: Days) -> Days:
    """What later words go on from: of "since X" X, of "2 to 5 May" the last day, of a winter the year it began in."""
    if days.rule.startswith("since "):
        return replace(days, end=days.start)
    if days.rule == "first and last day" and (days.start.day, (days.end + timedelta(days=1)).day) != (1, 1):
        return replace(days, start=days.end)
    if days.rule.startswith("season") and days.end.year > days.start.year:
        return replace(days, end=date(days.start.year, 12, 31))
    return days


def _is_far(days: Days, told: Days) -> bool:
    """Whether whole years lie so far off the date told that the story does not go on from there."""
    return days.rule == "year" and abs(days.end.year - told.end.year) > FAR


def is_narrative(phrases: Sequence[str], published: date | None) -> bool:
    """Whether a report with these time phrases tells of years long past. One without a day of publication is read as if it did."""
    if published is None:
        return True
    past = sum(any(int(m[0]) <= published.year - LONG_PAST for m in _YEAR.finditer(phrase)) for phrase in phrases)
    near = sum(bool(_NEAR.search(phrase)) for phrase in phrases)
    return past >= FEWEST and past >= OUTWEIGH * near
