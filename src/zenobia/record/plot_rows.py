"""Incidents by weeks and families of event types, counted by the record; `exports/plots.py` draws them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, select

from zenobia.exports.plot_values import WeekCount, week_of
from zenobia.record.families import FAMILY_OF
from zenobia.record.file import open_file, told_as_record
from zenobia.record.query import Filters, conditions
from zenobia.record.schema import incident
from zenobia.types import EventType, Status


def load_weeks(connection: Connection, filters: Filters) -> tuple[WeekCount, ...]:
    """The incidents asked for that happened and were read, by week and family, the earliest week first.

    Each counts once, on the first day it can have been, else that of its first report; one that began before `filters.first`, on that day.
    Those without any day are left out. Raises UsageError for a place or actor the record does not hold."""
    wanted = replace(filters, statuses=(Status.ACTUAL,), origin="read")
    asked = conditions(connection, wanted)
    query = select(incident.c.day, incident.c.type, func.count()).where(*asked, incident.c.day.is_not(None))
    counted: Counter[tuple[date, str]] = Counter()
    for day, kind, count in connection.execute(query.group_by(incident.c.day, incident.c.type)):
        began = max(date.fromisoformat(day), filters.first or date.min)
        counted[week_of(began), FAMILY_OF[EventType(kind)]] += count
    return tuple(WeekCount(week, family, count) for (week, family), count in sorted(counted.items()))


def weeks_of(path: Path, filters: Filters) -> tuple[WeekCount, ...]:
    """The same of a record that is opened for it alone. Raises RecordError when the file is no record or cannot be opened."""
    engine = open_file(path, write=False)
    try:
        with told_as_record(path), engine.connect() as connection:
            return load_weeks(connection, filters)
    finally:
        engine.dispose()
