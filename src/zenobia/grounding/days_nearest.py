"""Dates read as the nearest of their kind: "Sunday", "last Friday", "in February", "April 15", "next spring", "Christmas".

Takes tokens of a known shape and an Anchor, gives days. Without a word that says otherwise the nearest is the last one on or
before publication, and of what is to come the next one (codebook, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from zenobia.grounding.days_anchor import SLACK, Anchor
from zenobia.grounding.days_calendar import make_date, months, one_day, step
from zenobia.grounding.days_tokens import Token
from zenobia.grounding.days_words import NAMED_DAYS
from zenobia.types import Days

Tokens = Sequence[Token]


def nearest_weekday(t: Tokens, a: Anchor) -> Days | None:
    """That same weekday is the day of publication itself."""
    back = (a.published.weekday() - t[0].number) % 7
    if a.future:
        return one_day(step(a.published, -back % 7, "day"), "weekday after publication")
    return one_day(step(a.published, -back, "day"), "weekday before publication")


def _relative_weekday(t: Tokens, a: Anchor) -> Days | None:
    """ "last Friday" and "next Friday" are never the day of publication; "this Friday" is read as "Friday"."""
    word, weekday = t[0].word, t[1]
    if word in {"this", "that"}:
        return nearest_weekday(t[1:], a)
    if word == "next":
        start = step(a.published, 1, "day")
        return nearest_weekday([weekday], Anchor(start, future=True)) if start else None
    start = step(a.published, -1, "day")
    return nearest_weekday([weekday], Anchor(start)) if start else None


def _month(t: Tokens, a: Anchor) -> Days | None:
    """The last such month, the month of publication included; the next one of what is to come."""
    number = t[-1].number
    word = t[0].word if len(t) > 1 else ""
    at = a.published.month
    if word == "this":
        year, rule = a.published.year, "month of the year of publication"
    elif word == "next" or (a.future and not word):
        year, rule = a.published.year + (number < at or (number == at and bool(word))), "month after publication"
    else:
        year, rule = a.published.year - (number > at or (number == at and bool(word))), "month before publication"
    return months(year, number, 1, rule)


def _month_day(t: Tokens, a: Anchor) -> Days | None:
    month, day = (t[0].number, t[1].number) if t[0].kind == "m" else (t[1].number, t[0].number)
    return nearest_date(month, day, a)


def _holiday(t: Tokens, a: Anchor) -> Days | None:
    if t[0].word == "9/11":
        return one_day(date(2001, 9, 11), "day known by its date")
    return nearest_date(*divmod(t[0].number, 100), a)


def nearest_date(month: int, day: int, a: Anchor, weekday: int | None = None) -> Days | None:
    """A day of the year in the year nearest publication: before it or up to SLACK after, or the other way round in future.

    weekday: the weekday the words give beside the date; a year in which it agrees goes first.
    """
    named, words = NAMED_DAYS.get((month, day), (0, ()))
    if named and a.after.startswith(words) and (named, month, day) <= (a.published.year, a.published.month, a.published.day):
        return one_day(date(named, month, day), "day known by its date")
    years = range(a.published.year - 8, a.published.year + 9)
    dates = [d for d in (make_date(y, month, day) for y in years if 1 <= y <= 9999) if d is not None]
    if a.future:
        near, rule = [d for d in dates if d >= a.published - SLACK], "date nearest after publication"
    else:
        near, rule = [d for d in reversed(dates) if d <= a.published + SLACK], "date nearest before publication"
    agreeing = [d for d in near if d.weekday() == weekday]
    return one_day(next(iter(agreeing or near), None), rule)


def _season(t: Tokens, a: Anchor) -> Days | None:
    """ "this summer" is that of the year, "next" the first to begin after publication, else the last one begun."""
    word, first = (t[0].word if len(t) > 1 else ""), t[-1].number
    year = a.published.year
    begun = (first, 1) <= (a.published.month, a.published.day)
    if word == "next" or (a.future and not word):
        return months(year + begun, first, 3, "season after publication")
    if word == "this":  # in January to May the winter that began in December
        return months(year - (first == 12 and a.published.month < 6), first, 3, "season of publication")
    season = months(year - (not begun), first, 3, "season before publication")
    if word and season and season.end >= a.published:
        return months(season.start.year - 1, first, 3, "season before publication")
    return season


NEAREST: dict[str, Callable[[Tokens, Anchor], Days | None]] = {
    "w": nearest_weekday,
    "Rw": _relative_weekday,
    "m": _month,
    "Rm": _month,
    "mn": _month_day,
    "nm": _month_day,
    "h": _holiday,
    "s": _season,
    "Rs": _season,
}
"""Shape -> rule."""
