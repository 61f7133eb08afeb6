"""What a briefing tells of incidents: deaths by country against the days before, and the deadliest."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from zenobia.record.incidents import load_incidents
from zenobia.record.query import Filters, conditions
from zenobia.record.schema import incident
from zenobia.situation_types import PeriodToll
from zenobia.types import Incident, Status

DEADLIEST = 10
"""Incidents a briefing names."""


def tolls_of_period(connection: Connection, first: date, last: date, *, place: str | None = None) -> tuple[PeriodToll, ...]:
    """Deaths after `first` and up to `last` in every country with any, beside those of as many days before; the greatest rises first."""
    length = last - first
    now = _deaths(connection, first + timedelta(days=1), last, place)
    earlier = first - min(length, first - date.min)  # there are no days before the year 1
    before = _deaths(connection, earlier + timedelta(days=1), first, place)
    found = [
        PeriodToll(
            country=country,
            incidents=count,
            low=low,
            best=best,
            high=high,
            before=before.get(country, (0, 0, 0, 0))[2],
        )
        for country, (count, low, best, high) in now.items()
    ]
    return tuple(sorted(found, key=lambda toll: (toll.before - toll.best, toll.country or "")))


def _deaths(connection: Connection, first: date, last: date, place: str | None) -> dict[str | None, tuple[int, int, int, int]]:
    """Country -> incidents that tell deaths, and their low, best and high sums."""
    asked = conditions(connection, Filters(place=place, statuses=(Status.ACTUAL,), origin="read"))
    days = (incident.c.day >= first.isoformat(), incident.c.day <= last.isoformat(), incident.c.killed_best > 0)
    low = func.coalesce(incident.c.killed_low, 0)
    high = func.coalesce(incident.c.killed_high, incident.c.killed_best)
    sums = (func.count(), func.sum(low), func.sum(incident.c.killed_best), func.sum(high))
    rows = connection.execute(select(incident.c.country, *sums).where(*asked, *days).group_by(incident.c.country))
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


def deadliest(connection: Connection, first: date, last: date, *, place: str | None = None) -> tuple[Incident, ...]:
    """The incidents with most deaths after `first` and up to `last`."""
    asked = conditions(connection, Filters(place=place, statuses=(Status.ACTUAL,), origin="read", killed=1))
    days = (incident.c.day > first.isoformat(), incident.c.day <= last.isoformat())
    query = select(incident.c.id).where(*asked, *days).order_by(incident.c.killed_best.desc(), incident.c.id).limit(DEADLIEST)
    return tuple(load_incidents(connection, connection.execute(query).scalars().all()))
