"""What held on a day, asked of a record: loads what reports tell, hands it to `situation/`, gives derived lines with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from zenobia.record.control_rows import actors_of, load_places, load_signs
from zenobia.record.names import actor_ids, area_of
from zenobia.situation.control import control_history, holding_on
from zenobia.situation.sides import side_of
from zenobia.types import Holding


class Reading(Protocol):
    """Opens the record for reading."""

    def __call__(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the record."""
        ...


class Situation:
    """What held on a day, by every report the record has, or by those published up to a day.

    day:   the day asked for; None: the last day any report is of.
    known: only reports published up to this day count; None: all.
    Every answer is worked out when it is asked for, from the record as it is then."""

    def __init__(self, reading: Reading, day: date | None = None, *, known: date | None = None) -> None:
        self._reading, self.known = reading, known
        with reading() as connection:
            self.last = _last_day(connection, known)
        self.day = day or self.last

    def control(self, place: str | None = None, actor: str | None = None) -> tuple[Holding, ...]:
        """Who holds which place on the day, those heard of last first; only places of this name or within it, only what this actor's side
        holds or contests.

        Raises UsageError for a place or actor the record does not hold."""
        with self._reading() as connection:
            sides = self._sides(connection, actor)
        held = (holding_on(history, self.day) for history in self._histories(place)) if self.day else iter(())
        found = [h for h in held if h and (sides is None or {s.id for s in (h.holder, h.rival) if s} & sides)]
        return tuple(sorted(found, key=lambda h: (h.last_told or date.min, h.called), reverse=True))

    def history(self, place: str) -> tuple[tuple[Holding, ...], ...]:
        """The history of each place of this name or within it, the best known first. Raises UsageError for a place the record does not hold."""
        return tuple(sorted(self._histories(place), key=lambda history: -sum(len(h.signs) for h in history)))

    def _histories(self, place: str | None) -> Iterator[tuple[Holding, ...]]:
        with self._reading() as connection:
            ids = None if place is None else _ids_within(connection, place)
            signs = load_signs(connection, ids, known=self.known)
            places = load_places(connection, signs)
        for ident, found in signs.items():
            history = control_history(places[ident], found, until=self.last or date.max)
            if history:
                yield history

    def _sides(self, connection: Connection, actor: str | None) -> set[str] | None:
        """The ids of the sides that the actors of a name stand on, and their own."""
        if actor is None:
            return None
        ids = actor_ids(connection, actor)
        sides = (side_of(found, self.day) for found in actors_of(connection, ids))
        return {*ids, *(side.id for side in sides if side)}


def _last_day(connection: Connection, known: date | None) -> date | None:
    limit = known.isoformat() if known else "9999"
    told = connection.exec_driver_sql("select max(published) from report where published <= ?", (limit,)).scalar()
    return date.fromisoformat(told) if told else None


def _ids_within(connection: Connection, place: str) -> list[str]:
    """The ids of the places that a name means, or that lie in the country or division it names."""
    area = area_of(connection, place)
    ids = list(area.ids)
    for country in area.countries:
        ids += connection.exec_driver_sql("select distinct place_id from place where country = ?", (country,)).scalars()
    for country, admin1 in area.divisions:
        query = "select distinct place_id from place where country = ? and admin1 = ?"
        ids += connection.exec_driver_sql(query, (country, admin1)).scalars()
    return list(dict.fromkeys(ids))
