"""What plots take beside the values of the record: counts by weeks, and which histories are told best. Knows nothing of drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zenobia.situation_types import Holding

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many incidents of one family of event types ("violence", "accord") began in the week from this Monday on."""

    week: date
    family: str
    incidents: int


def week_of(day: date) -> date:
    """The Monday of a day's week; of the first days of the calendar the first day itself."""
    return date.fromordinal(max(1, day.toordinal() - day.weekday()))


def last_of(week: date) -> date:
    """The Sunday of the week that begins on a Monday, or the calendar's last day."""
    return date.fromordinal(min(date.max.toordinal(), week.toordinal() + 6))


def weeks_between(first: date, last: date) -> tuple[date, ...]:
    """The Mondays of all weeks from that of `first` to that of `last`; empty where `last` is before `first`."""
    start = week_of(first)
    return tuple(start + n * WEEK for n in range((last - start).days // 7 + 1)) if first <= last else ()


def usual_start(days: Sequence[date]) -> date:
    """Where an axis begins that nobody sets: the first day, or, where that at least halves the axis, the day before which one in STRAY lies. A report
    of our days may tell of 1230, and an axis from there on would show nothing. days: at least one, as often as it is told of."""
    ordered = sorted(days)
    first, usual, last = ordered[0], ordered[len(ordered) // STRAY], ordered[-1]
    return usual if (last - usual) * 2 <= last - first else first


STRAY = 100


def best_told(
    histories: Iterable[Sequence[Holding]], most: int, *, first: date | None = None, last: date | None = None
) -> tuple[Sequence[Holding], ...]:
    """The histories with most signs that speak of days from `first` to `last`, best told first; without any sign in them left out."""
    counted = [(_count_signs(history, first or date.min, last or date.max), history) for history in histories]
    ordered = sorted(counted, key=lambda found: -found[0])
    return tuple(history for count, history in ordered[:most] if count)


def _count_signs(history: Sequence[Holding], first: date, last: date) -> int:
    return sum(first <= sign.first <= last for holding in history for sign in holding.signs if sign.first)
