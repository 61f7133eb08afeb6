"""What the map and the counts beside a list show of the incidents asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection

from zenobia.desk.asked import Facets, Filtering
from zenobia.desk.columns import NONE, Columns, Numbers, columns_of
from zenobia.desk.memory import Memory
from zenobia.exports.countries import country_of

Json = dict[str, Any]

MOST_POINTS = 150_000
"""Points of a map; of more the deadliest, then the latest."""

LISTED = 30
"""Outlets and actors that are counted by name."""

DIGITS = 4
"""Of coordinates: 11 metres, finer than any place of a report."""

BY_DAY, BY_WEEK = 120, 900
"""Days up to which a histogram counts by days, and by weeks; beyond by months. As many bars as a screen shows."""

EDGES = (0.01, 0.99)
"""The part of the incidents whose days choose the width of bins: a war of 1230 among today's must not."""


def points_of(connection: Connection, asked: Filtering, memory: Memory) -> Json:
    """Where the incidents asked for lie, a column a value; killed and day None where not told."""
    columns = columns_of(connection, memory)
    at = np.flatnonzero(columns.chosen(connection, asked.conditions(connection)) & ~np.isnan(columns.latitude))
    at = _foremost(columns, at)
    families, days = columns.families, columns.days[at]
    of_day = {n: date.fromordinal(n).isoformat() for n in map(int, np.unique(days[days > 0]))}
    return {
        "id": [columns.names[i] for i in at],
        "longitude": np.round(columns.longitude[at], DIGITS).tolist(),
        "latitude": np.round(columns.latitude[at], DIGITS).tolist(),
        "radius_km": [None if np.isnan(km) else round(km, 1) for km in columns.radius_km[at].tolist()],
        "family": [families.values[code] for code in families.codes[at]],
        "killed": [None if toll == NONE else toll for toll in columns.killed[at].tolist()],
        "day": [of_day.get(n) for n in days.tolist()],
    }


def _foremost(columns: Columns, at: Numbers) -> Numbers:
    """The rows that are shown, where there are more than a map takes."""
    if len(at) <= MOST_POINTS:
        return at
    order = np.lexsort((-columns.days[at], -columns.killed[at]))
    return np.sort(at[order[:MOST_POINTS]])


def facets_of(connection: Connection, asked: Facets, memory: Memory) -> Json:
    """How many of the incidents asked for are of each type, status, outlet ..., and of each day, week or month."""
    columns = columns_of(connection, memory)
    chosen = columns.chosen(connection, asked.conditions(connection))
    actors, countries = columns.actors.counts(chosen)[:LISTED], columns.countries.counts(chosen)
    names = memory.get(connection, "actor names", lambda: _actor_names(connection))
    return {
        "total": int(np.count_nonzero(chosen)),
        "type": _listed(columns.types.counts(chosen)),
        "family": _listed(columns.families.counts(chosen)),
        "status": _listed(columns.statuses.counts(chosen)),
        "outlet": _listed(columns.outlets.counts(chosen)[:LISTED]),
        "country": _listed(countries, {code: told.name for code, _ in countries if (told := country_of(code))}),
        "review": _listed(columns.reviews.counts(chosen)),
        "origin": _listed(columns.origins.counts(chosen)),
        "actor": _listed(actors, names),
        "histogram": _histogram(columns.days[chosen], columns.killed[chosen], asked.by),
    }


def _listed(counts: list[tuple[str, int]], names: dict[str, str] | None = None) -> list[Json]:
    return [{"value": value, "name": (names or {}).get(value, value), "count": count} for value, count in counts]


def _actor_names(connection: Connection) -> dict[str, str]:
    query = "select actor_id, max(name) from actor where name is not null group by actor_id"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _histogram(days: Numbers, killed: Numbers, by: str | None) -> Json:
    """{"unit", "bins": [{"start", "count", "killed"}]}: bins with anything in them, oldest first; "undated": incidents without any day."""
    dated = days > 0
    days, killed = days[dated], killed[dated]
    unit = by or _unit(days)
    starts, which = np.unique(_starts(days, unit), return_inverse=True)
    counts = np.bincount(which, minlength=len(starts))
    dead = np.bincount(which, weights=np.maximum(killed, 0), minlength=len(starts))
    bins = [
        {"start": date.fromordinal(int(start)).isoformat(), "count": int(count), "killed": int(toll)}
        for start, count, toll in zip(starts, counts, dead, strict=True)
    ]
    return {"unit": unit, "bins": bins, "undated": int(np.count_nonzero(~dated))}


def _unit(days: Numbers) -> str:
    if not len(days):
        return "day"
    first, last = np.quantile(days, EDGES)
    return "day" if last - first <= BY_DAY else "week" if last - first <= BY_WEEK else "month"


def _starts(days: Numbers, unit: str) -> Numbers:
    """The first day of the bin of each day; weeks begin on Monday."""
    if unit == "day":
        return days
    seen, which = np.unique(days, return_inverse=True)
    found = [date.fromordinal(int(n)) for n in seen]
    firsts = [d - timedelta(days=d.weekday()) if unit == "week" else d.replace(day=1) for d in found]
    return np.array([d.toordinal() for d in firsts], dtype=np.int64)[which]
