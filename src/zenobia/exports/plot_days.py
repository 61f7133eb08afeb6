"""An axis of days: which of them are named, and how. Takes the first and last day, gives the days with their words; draws nothing."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Iterator
from datetime import date, timedelta

MOST_NAMED = 9
"""Days an axis names: what stands side by side without touching at 1200 pixels."""

_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6)
_DAYS = (1, 2, 7, 14)


def name_days(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """The days named on an axis from `first` to `last`: first days of years ("2016") where there are three or more, of months ("Mar 2016"), else
    single days ("28 Mar 2016"). So many as fit, MOST_NAMED at most."""
    for step in _YEARS:
        found = tuple((day, str(day.year)) for day in _years(first, last, step))
        if len(found) <= MOST_NAMED:
            break
    if len(found) >= 3:
        return found
    for step in _MONTHS:
        found = tuple((day, f"{month_abbr[day.month]} {day.year}") for day in _months(first, last, step))
        if len(found) <= MOST_NAMED:
            break
    if len(found) >= 3:
        return found
    days = (last - first).days + 1
    step = next((step for step in _DAYS if days / step <= MOST_NAMED), 28)
    named = (first + timedelta(days=n) for n in range(0, days, step))
    return tuple((day, f"{day.day} {month_abbr[day.month]} {day.year}") for day in named)


def _years(first: date, last: date, step: int) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        if year % step == 0 and first <= date(year, 1, 1) <= last:
            yield date(year, 1, 1)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(count // 12, count % 12 + 1, 1)
        if count % step == 0 and first <= day <= last:
            yield day
