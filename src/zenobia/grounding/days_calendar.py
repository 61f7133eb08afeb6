"""Arithmetic of civil days: whole months, years and weeks, and steps of months. Every function stays within the years 1 to 9999
or gives None."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from zenobia.types import Days


def days(start: date, end: date, rule: str) -> Days | None:
    """From `start` to `end`, both inclusive; None when they are the wrong way round."""
    return Days(start=start, end=end, rule=rule) if start <= end else None


def one_day(day: date | None, rule: str) -> Days | None:
    """That day alone."""
    return None if day is None else Days(start=day, end=day, rule=rule)


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is none (February 30)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, count: int, rule: str) -> Days | None:
    """`count` whole months from month `first` of `year` (1 to 12, or beyond into the next year)."""
    year_1, month_1 = year + (first - 1) // 12, (first - 1) % 12 + 1
    last = first + count - 1
    year_2, month_2 = year + (last - 1) // 12, (last - 1) % 12 + 1
    if not (1 <= year_1 <= 9999 and 1 <= year_2 <= 9999):
        return None
    return Days(start=date(year_1, month_1, 1), end=month_end(year_2, month_2), rule=rule)


def step(day: date, count: int, unit: str) -> date | None:
    """`day` moved by `count` units ("day", "week", "month", "year", "decade" ...); a day past a month's end is its last.

    Hours are moved as whole days (36 hours are one day), minutes not at all. None for other units or beyond the calendar.
    """
    in_days = {"day": 1, "week": 7, "fortnight": 14}
    in_months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
    try:
        if unit in in_days:
            return day + timedelta(days=count * in_days[unit])
        if unit in {"hour", "minute"}:
            whole = abs(count) // 24 if unit == "hour" else 0
            return day + timedelta(days=whole if count > 0 else -whole)
        if unit in in_months:
            month = day.year * 12 + day.month - 1 + count * in_months[unit]
            year, month = month // 12, month % 12 + 1
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None
    return None


def whole(day: date, unit: str, rule: str) -> Days | None:
    """The ISO week, weekend, month, quarter, half or year that holds `day`."""
    monday = day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if unit == "week":
        return days(monday, monday + timedelta(days=6), rule)
    if unit == "weekend":
        return days(monday + timedelta(days=5), monday + timedelta(days=6), rule)
    size = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit)
    if size is None:
        return one_day(day, rule) if unit == "day" else None
    return months(day.year, (day.month - 1) // size * size + 1, size, rule)
