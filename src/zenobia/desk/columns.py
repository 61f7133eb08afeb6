"""The incidents of a record as columns in memory: what the map and the counts beside a list are made from, in milliseconds.

Read once for each state of the record; which rows are asked for is SQL's to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, Connection, func, select

from zenobia.desk.memory import Memory
from zenobia.record.accounts import say_incident
from zenobia.record.families import FAMILY_OF
from zenobia.record.schema import incident
from zenobia.types import EventType

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

NONE = -1
"""Of a code: no value; of a day or a toll: not told."""

_ROWS = """select i.id, e.key, m.name, i.type, i.status, i.country, coalesce(i.review, 'none'), coalesce(m.origin, 'read'), i.day,
    i.longitude, i.latitude, p.radius_km, i.killed_best
    from incident i left join event e on e.id = i.id left join imported m on m.id = i.imported left join place p on p.id = i.place
    order by i.id"""

_OUTLETS = """select e.incident, r.outlet from event e join report r on r.id = e.report
    where e.incident is not null and r.outlet is not null"""
_ACTORS = "select e.incident, x.actor from event_actor x join event e on e.id = x.event where e.incident is not null"
_OUTLET_NAMES = "select id, independent from outlet"
_ACTOR_IDS = "select id, actor_id from actor"
"""Numbers are read many times faster than names."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of few values: the values, and for each row which of them it is, NONE for none."""

    values: tuple[str, ...]
    codes: Numbers

    def counts(self, chosen: Mask | Numbers) -> list[tuple[str, int]]:
        """How many of the chosen rows have each value, the most frequent first."""
        codes = self.codes[chosen]
        counted = np.bincount(codes[codes >= 0], minlength=len(self.values))
        order = np.argsort(-counted, kind="stable")
        return [(self.values[i], int(counted[i])) for i in order if counted[i]]


@dataclass(frozen=True, slots=True)
class Several:
    """Values of which an incident can have several: pairs of its position and a value."""

    positions: Numbers
    values: Coded

    def counts(self, chosen: Mask) -> list[tuple[str, int]]:
        """In how many of the chosen incidents each value stands, the most frequent first."""
        return self.values.counts(chosen[self.positions])


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Every incident, in order of its row. days: ordinal numbers; killed: the best figure; spots: longitude and latitude, NaN without."""

    rows: Numbers
    names: tuple[str, ...]
    types: Coded
    families: Coded
    statuses: Coded
    countries: Coded
    reviews: Coded
    origins: Coded
    outlets: Several
    actors: Several
    days: Numbers
    killed: Numbers
    longitude: Reals
    latitude: Reals
    radius_km: Reals

    def chosen(self, connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> Mask:
        """Which rows meet the conditions."""
        if not wanted:
            return np.ones(len(self.rows), dtype=np.bool_)
        # one string of numbers comes out of SQLite five times faster than as many rows
        found = connection.execute(select(func.group_concat(incident.c.id)).where(*wanted)).scalar()
        mask = np.zeros(len(self.rows), dtype=np.bool_)
        mask[np.searchsorted(self.rows, np.fromstring(found or "", dtype=np.int64, sep=","))] = True
        return mask


def columns_of(connection: Connection, memory: Memory) -> Columns:
    """The columns of the state that the connection sees."""
    return memory.get(connection, "columns", lambda: load_columns(connection))


def load_columns(connection: Connection) -> Columns:
    """The columns, read anew."""
    found: list[Any] = list(connection.exec_driver_sql(_ROWS).all())
    cells: list[Sequence[Any]] = list(zip(*found, strict=True)) if found else [()] * 13
    rows = np.array(cells[0], dtype=np.int64)
    names = tuple(name if key is None else say_incident(key) for key, name in zip(cells[1], cells[2], strict=True))
    return Columns(
        rows=rows,
        names=names,
        types=_coded(cells[3]),
        families=_coded(FAMILY_OF[EventType(kind)] for kind in cells[3]),
        statuses=_coded(cells[4]),
        countries=_coded(cells[5]),
        reviews=_coded(cells[6]),
        origins=_coded(cells[7]),
        outlets=_several(connection, _OUTLETS, _OUTLET_NAMES, rows),
        actors=_several(connection, _ACTORS, _ACTOR_IDS, rows),
        days=np.array([_ordinal(day) for day in cells[8]], dtype=np.int64),
        longitude=_reals(cells[9]),
        latitude=_reals(cells[10]),
        radius_km=_reals(cells[11]),
        killed=np.array([NONE if toll is None else toll for toll in cells[12]], dtype=np.int64),
    )


def _coded(values: Iterable[str | None]) -> Coded:
    codes: dict[str, int] = {}
    found = [NONE if value is None else codes.setdefault(value, len(codes)) for value in values]
    return Coded(tuple(codes), np.array(found, dtype=np.int64))


def _several(connection: Connection, pairs: str, named: str, rows: Numbers) -> Several:
    """Each incident with each value once, whichever of its events, and under whichever number, has it."""
    names = {row[0]: row[1] for row in connection.exec_driver_sql(named).all()}
    values = _coded(names.values())
    code_of = dict(zip(names, values.codes.tolist(), strict=True))
    found = connection.exec_driver_sql(pairs).all()
    at = np.searchsorted(rows, np.array([row[0] for row in found], dtype=np.int64))
    codes = np.array([code_of[row[1]] for row in found], dtype=np.int64)
    width = max(len(values.values), 1)
    single = np.unique(at * width + codes)
    return Several(single // width, Coded(values.values, single % width))


def _reals(values: Iterable[float | None]) -> Reals:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else NONE
