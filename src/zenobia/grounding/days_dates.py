"""Dates that name their own year, whatever the day of publication ("March 3, 2015", "the 1990s", "summer 2016"), and the parts
of a longer time ("mid-2012", "late June", "first week of July").

Takes tokens of a known shape, gives days. One entry of ABSOLUTE is one shape; ordinals of dates count as numbers there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from zenobia.grounding.days_calendar import days, make_date, months, one_day, step
from zenobia.grounding.days_tokens import Token
from zenobia.types import Days

Tokens = Sequence[Token]

WEEK, MONTH, SEASON, YEAR = 7, 31, 92, 366  # longest in days


def _date(t: Tokens, month: int, day: int, year: int) -> Days | None:
    return one_day(make_date(t[year].number, t[month].number, t[day].number), "full date")


ABSOLUTE: dict[str, Callable[[Tokens], Days | None]] = {
    "D": lambda t: one_day(t[0].day, "full date"),
    "mny": lambda t: _date(t, 0, 1, 2),
    "nmy": lambda t: _date(t, 1, 0, 2),
    "ymn": lambda t: _date(t, 1, 2, 0),
    "ynm": lambda t: _date(t, 2, 1, 0),
    "my": lambda t: months(t[1].number, t[0].number, 1, "month and year"),
    "ym": lambda t: months(t[0].number, t[1].number, 1, "month and year"),
    "y": lambda t: months(t[0].number, 1, 12, "year"),
    "e": lambda t: months(t[0].number, 1, 120, "decade"),
    "sy": lambda t: months(t[1].number, t[0].number, 3, "season and year"),
    "ys": lambda t: months(t[0].number, t[1].number, 3, "season and year"),
    "hy": lambda t: one_day(make_date(t[1].number, *divmod(t[0].number, 100)), "holiday and year"),
}
"""Shape -> rule, of phrases that need no day of publication."""

_MONTHS_OF_YEAR = {"early": (1, 3), "mid": (6, 2), "late": (10, 3)}
_DAYS_OF_MONTH = {"early": (1, 10), "mid": (15, 15), "late": (21, 31)}
_MONTHS_OF_SEASON = {"early": (0, 1), "mid": (1, 1), "late": (2, 1)}
_YEARS_OF_DECADE = {"early": (0, 4), "mid": (4, 3), "late": (7, 3)}


def part_of(whole: Days, part: str) -> Days | None:
    """The "early", "mid", "late", "start" or "end" of, or the day before, a month, season, year or decade; of a shorter time, that time.

    Start and end are one day. Of a month: early 1 to 10, mid the 15th, late from the 21st; of a year: first three months, June
    and July, last three. Set on train gold, which marks "mid-August" as its 15th and "mid 2011" as June and July.
    """
    first, length = whole.start, (whole.end - whole.start).days + 1
    if part == "eve":
        return one_day(step(whole.start, -1, "day"), "day before")
    if part in {"start", "end"}:
        longer = "week" if length <= WEEK else "month" if length <= MONTH else "season" if length <= SEASON else "year"
        longer = longer if length <= YEAR else "decade"
        return one_day(whole.start if part == "start" else whole.end, f"{part} of a {longer}")
    if length <= WEEK:
        return whole
    if length <= MONTH:
        low, high = _DAYS_OF_MONTH[part]
        return days(first + timedelta(days=low - 1), min(first + timedelta(days=high - 1), whole.end), f"{part} in a month")
    if length <= SEASON:
        at, count = _MONTHS_OF_SEASON[part]
        return months(first.year, first.month + at, count, f"{part} in a season")
    if length <= YEAR:
        at, count = _MONTHS_OF_YEAR[part]
        return months(first.year, at, count, f"{part} in a year")
    at, count = _YEARS_OF_DECADE[part]
    return months(first.year + at, 1, 12 * count, f"{part} in a decade")


def division_of(whole: Days, number: int, unit: str) -> Days | None:
    """The n-th (-1: last) day, or week or half of a month, or half or quarter of a year; None of anything else."""
    length = (whole.end - whole.start).days + 1
    if unit == "day":
        return one_day(step(whole.end if number == -1 else whole.start, max(number, 1) - 1, "day"), "day of a longer time")
    if unit == "week" and length <= MONTH:
        start = whole.end - timedelta(days=6) if number == -1 else whole.start + timedelta(days=7 * (number - 1))
        return days(start, min(start + timedelta(days=6), whole.end), "week of a month")
    if unit == "half" and length <= MONTH:
        middle = whole.start.replace(day=15)
        halves = {1: (whole.start, middle), 2: (middle + timedelta(days=1), whole.end)}
        return days(*halves[number], "half of a month") if number in halves else None
    count = {"quarter": 3, "half": 6}.get(unit)
    if count is None or not MONTH < length <= YEAR:
        return None
    number = 12 // count if number == -1 else number
    return months(whole.start.year, (number - 1) * count + 1, count, f"{unit} of a year") if number <= 12 // count else None
