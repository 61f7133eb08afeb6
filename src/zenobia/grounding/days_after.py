"""Dates reckoned from the date told before: "that year", "the next day", "two weeks later", "the 13th"; and in narratives those without
a year of their own: "5 May", "in March", "the winter".

Takes tokens of a known shape and an Anchor that holds what was told, gives days. One entry of AFTER or PAST is one shape; ordinals of
dates count as numbers there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from zenobia.grounding.days_calendar import days, make_date, months, one_day, step, whole
from zenobia.grounding.days_feasts import feast_days
from zenobia.grounding.days_tokens import Token
from zenobia.types import Days

Tokens = Sequence[Token]

AROUND_NEW_YEAR = 5
"""A month that lies more months back than this is the next year's: January told after December (WikiWars 01-11: 6 of 9; of those less
far back 28 of 35 are of the same year)."""

_OFFSETS = {"that": 0, "same": 0, "this": 0, "next": 1, "following": 1, "previous": -1, "last": -1}
_LENGTH = {"minute": 1, "hour": 1, "day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}
"""Longest in days; a date told that is longer than the unit says nothing of the next one."""


def _unit(t: Tokens, told: Days) -> Days | None:
    """ "that year", "the next day", "the previous month": the unit told of, or the one beside it; None when the date told is longer."""
    word, unit = t[0].word, t[-1].word
    offset = _OFFSETS.get(word)
    if offset is None or t[-1].plural or (told.end - told.start).days >= _LENGTH.get(unit, 0):
        return None
    moved = step(told.end if offset > 0 else told.start, offset, unit)
    return whole(moved, unit, f"{unit} {('before', 'of', 'after')[offset + 1]} the date told before") if moved else None


def _part_of_day(t: Tokens, told: Days) -> Days | None:
    """ "that night", "the next morning"."""
    return _unit((t[0], Token("u", word="day")), told)


def _later(t: Tokens, told: Days, sign: int = 1) -> Days | None:
    """ "two days later": that day; of months and years the whole month or year; None when the date told is longer than the step."""
    number, unit = (t[0].number, t[1]) if t[0].kind in "no" else (1, t[0])
    if (unit.plural and t[0].kind not in "no") or (told.end - told.start).days >= _LENGTH.get(unit.word, 0):
        return None
    moved = step(told.end if sign > 0 else told.start, sign * number, unit.word)
    width = unit.word if unit.word in {"month", "year"} else "day"
    return whole(moved, width, f"{unit.word}s {'after' if sign > 0 else 'before'} the date told before") if moved else None


def _earlier(t: Tokens, told: Days) -> Days | None:
    return _later(t, told, -1) if t[-1].word != "ago" else None


def _rest(t: Tokens, told: Days) -> Days | None:
    """ "later that year": from the date told to its end."""
    unit = _unit(t[-2:], told) if len(t) == 3 else None
    return days(told.start, unit.end, f"{t[-1].word} of the date told before, from it on") if unit else None


def _start(t: Tokens, told: Days) -> Days | None:
    """ "earlier that year": its start to the date told."""
    unit = _unit(t[-2:], told) if len(t) == 3 else None
    return days(unit.start, told.end, f"{t[-1].word} of the date told before, up to it") if unit else None


def _nth(t: Tokens, told: Days) -> Days | None:
    """ "the 13th": of the month told of."""
    if t[0].kind != "o" or t[0].word or (told.start.year, told.start.month) != (told.end.year, told.end.month):
        return None
    return one_day(make_date(told.end.year, told.end.month, t[0].number), "day of the month told before")


AFTER: dict[str, Callable[[Tokens, Days], Days | None]] = {
    "Ru": _unit,
    "Rp": _part_of_day,
    "nuf": _later,
    "uf": _later,
    "fRu": _rest,
    "n": _nth,
}
"""Shape -> rule, in any report that has told a date before."""


def _year_told(month: int, told: Days) -> tuple[int, str]:
    """The year of a month told after `told`, and the rule."""
    back = told.end.month - month
    if (told.end - told.start).days < _LENGTH["month"] and back > AROUND_NEW_YEAR:
        return told.end.year + 1, "the year after the date told before"
    return told.end.year, "the year of the date told before"


def _month(t: Tokens, told: Days) -> Days | None:
    year, rule = _year_told(t[-1].number, told)
    return months(year, t[-1].number, 1, f"month in {rule}")


def _next_month(t: Tokens, told: Days) -> Days | None:
    """ "the following March", "the previous August", "that May"."""
    offset, number = _OFFSETS.get(t[0].word), t[1].number
    if offset is None:
        return None
    at = told.end.month
    year = told.end.year + (offset > 0 and number <= at) - (offset < 0 and number >= at)
    return months(year, number, 1 if t[1].kind == "m" else 3, "month" if t[1].kind == "m" else "season")


def _month_day(t: Tokens, told: Days) -> Days | None:
    month, day = (t[0].number, t[1].number) if t[0].kind == "m" else (t[1].number, t[0].number)
    year, rule = _year_told(month, told)
    if (month, day) == (2, 29):
        year += -year % 4
    return one_day(make_date(year, month, day), f"date in {rule}")


def _holiday(t: Tokens, told: Days) -> Days | None:
    month, day = divmod(t[0].number, 100)
    year, rule = _year_told(month, told)
    return one_day(make_date(year, month, day), f"holiday in {rule}")


def _feast(t: Tokens, told: Days) -> Days | None:
    found = next(iter(feast_days(t[0].word, told.end.year)), None)
    return replace(found, rule=f"{found.rule}, of the date told before") if found else None


def _season(t: Tokens, told: Days) -> Days | None:
    first = t[-1].number
    year = told.end.year - (first == 12 and told.end.month < 6 and (told.end - told.start).days < _LENGTH["month"])
    return months(year, first, 3, "season in the year of the date told before")


def _day(_: Tokens, told: Days) -> Days | None:
    """ "the night": of the day told."""
    return one_day(told.start, "day of the date told before") if told.start == told.end else None


def _weekday(t: Tokens, told: Days) -> Days | None:
    """ "Monday": the first after the day told."""
    ahead = (t[-1].number - told.end.weekday() - 1) % 7 + 1
    return one_day(told.end + timedelta(days=ahead), "weekday after the date told before") if told.start == told.end else None


PAST: dict[str, Callable[[Tokens, Days], Days | None]] = AFTER | {
    "nug": _earlier,
    "ug": _earlier,
    "gRu": _start,
    "m": _month,
    "mn": _month_day,
    "nm": _month_day,
    "Rm": _next_month,
    "Rs": _next_month,
    "h": _holiday,
    "F": _feast,
    "s": _season,
    "p": _day,
    "w": _weekday,
}
"""Shape -> rule, in narratives."""
