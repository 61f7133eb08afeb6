"""Which incidents are asked for: filters as people give them, turned into one SQL question over the derived tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, text, tuple_

from zenobia.errors import UsageError
from zenobia.record.names import actor_ids, area_of
from zenobia.record.schema import actor, event, event_actor, imported, incident, outlet, place, report
from zenobia.record.search import match_of
from zenobia.types import EventType, Status

KM_A_DEGREE = 111.2
MOST_SPOTS = 20
"""Places of one name whose surroundings are looked at."""


class Sort(StrEnum):
    """What a listing is ordered by: the latest day, the highest toll, the surest, the most accounts first."""

    DAY = "day"
    TOLL = "toll"
    CERTAINTY = "certainty"
    ACCOUNTS = "accounts"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What incidents must be; empty fields ask nothing.

    place:     a name ("Deir ez-Zor"), an id ("geonames:163808") or a country ("Syria", "SY"); with radius_km all within that
               distance of it. near: latitude and longitude instead of a name.
    actor:     an actor's name or id, in any role; with_parts: or what belongs to it.
    first, last: days the incident can have been on.
    killed:    at least so many dead by the best figure.
    outlet:    told by this outlet or agency; text: words of a report that tells it, as of `search`.
    review:    "accepted", "edited", "added", "partly", "none"; rejected events are in no incident.
    reports:   at least so many reports tell it; certainty: at least so certain, 0 to 1.
    origin:    "read" or a format it was imported from; disagreeing: only those whose accounts differ in something.
    """

    types: tuple[EventType, ...] = ()
    statuses: tuple[Status, ...] = ()
    place: str | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    actor: str | None = None
    with_parts: bool = False
    first: date | None = None
    last: date | None = None
    killed: int | None = None
    outlet: str | None = None
    text: str | None = None
    review: str | None = None
    reports: int | None = None
    certainty: float | None = None
    origin: str | None = None
    disagreeing: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError for a filter that cannot be met by anything."""
        if self.first and self.last and self.last < self.first:
            raise UsageError(f"{self.last} is before {self.first}", where="days", mend="give the first day first")
        if self.near and not (-90 <= self.near[0] <= 90 and -180 <= self.near[1] <= 180):
            raise UsageError(f"{self.near} is no place", where="near", mend="give latitude -90 to 90, longitude -180 to 180")
        if self.radius_km is not None and self.radius_km < 0:
            raise UsageError(f"{self.radius_km} km is no radius", where="radius", mend="give kilometres of 0 or more")

    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return all(getattr(self, field.name) == field.default for field in fields(self))


ORDER = {
    Sort.DAY: (incident.c.day.desc(), incident.c.id),
    Sort.OLDEST: (incident.c.day, incident.c.id),
    Sort.TOLL: (incident.c.killed_best.desc().nulls_last(), incident.c.day.desc(), incident.c.id),
    Sort.CERTAINTY: (incident.c.certainty.desc(), incident.c.id),
    Sort.ACCOUNTS: (incident.c.accounts.desc(), incident.c.id),
}
"""How the rows of `incident` are ordered; the last column makes it one order alone."""


def incident_ids(
    connection: Connection, filters: Filters, *, sort: Sort = Sort.DAY, limit: int | None = None, offset: int = 0
) -> Sequence[int]:
    """The rows of the incidents asked for, in order."""
    query = select(incident.c.id).where(*conditions(connection, filters)).order_by(*ORDER[sort])
    return connection.execute(query.limit(limit).offset(offset)).scalars().all()


def count_incidents(connection: Connection, filters: Filters) -> int:
    """How many incidents are asked for."""
    query = select(func.count()).select_from(incident).where(*conditions(connection, filters))
    return int(connection.execute(query).scalar_one())


def conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """What the rows of `incident` must meet. Raises UsageError for an actor or place nobody knows."""
    asked: list[ColumnElement[bool]] = []
    if filters.types:
        asked.append(incident.c.type.in_([kind.value for kind in filters.types]))
    if filters.statuses:
        asked.append(incident.c.status.in_([status.value for status in filters.statuses]))
    if filters.first or filters.last:
        asked += _on_days(filters.first, filters.last)
    if filters.killed is not None:
        asked.append(incident.c.killed_best >= filters.killed)
    if filters.reports is not None:
        asked.append(incident.c.reports >= filters.reports)
    if filters.certainty is not None:
        asked.append(incident.c.certainty >= filters.certainty)
    if filters.review:
        asked.append(incident.c.review.is_(None) if filters.review == "none" else incident.c.review == filters.review)
    if filters.disagreeing:
        asked.append(incident.c.disagreements.is_not(None))
    if filters.origin == "read":
        asked.append(incident.c.imported.is_(None))
    elif filters.origin:
        asked.append(incident.c.imported.in_(select(imported.c.id).where(imported.c.origin == filters.origin)))
    if filters.near or filters.place:
        asked.append(_at(connection, filters))
    asked += _of_events(connection, filters)
    return asked


def _on_days(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """Those whose days meet the days asked for; without told days that of the first report counts."""
    start, end = incident.c.day, func.coalesce(incident.c.end, incident.c.day)
    found: list[ColumnElement[bool]] = []
    if last:
        found.append(start <= last.isoformat())
    if first:
        found.append(end >= first.isoformat())
        found.append(start >= date.fromordinal(max(1, first.toordinal() - 366)).isoformat())  # incidents last a year at most
    return found


def _at(connection: Connection, filters: Filters) -> ColumnElement[bool]:
    """Those at the place asked for, or within the radius of it."""
    if filters.near:
        return _within(*filters.near, filters.radius_km if filters.radius_km is not None else 25.0)
    area = area_of(connection, filters.place or "")
    rows = connection.execute(
        select(place.c.id, place.c.latitude, place.c.longitude).where(place.c.place_id.in_(area.ids))
    ).all()
    if filters.radius_km is not None:
        spots = {(row.latitude, row.longitude) for row in rows if row.latitude is not None}
        return or_(false(), *(_within(*spot, filters.radius_km) for spot in sorted(spots)[:MOST_SPOTS]))
    inner = select(place.c.id).where(tuple_(place.c.country, place.c.admin1).in_(area.divisions))
    at = or_(incident.c.place.in_([row.id for row in rows]), incident.c.country.in_(area.countries))
    return or_(at, incident.c.place.in_(inner)) if area.divisions else at


def _within(latitude: float, longitude: float, radius_km: float) -> ColumnElement[bool]:
    """Those within a circle; a box narrows it first, and a box over the date line is left out."""
    tall = radius_km / KM_A_DEGREE
    wide = tall / max(0.01, math.cos(math.radians(min(89.0, abs(latitude) + tall))))
    box = [incident.c.latitude.between(latitude - tall, latitude + tall)]
    if longitude - wide > -180 and longitude + wide < 180:
        box.append(incident.c.longitude.between(longitude - wide, longitude + wide))
    return and_(*box, func.distance_km(latitude, longitude, incident.c.latitude, incident.c.longitude) <= radius_km)


def _of_events(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """Those one of whose events, or its report, is as asked."""
    found: list[ColumnElement[bool]] = []
    if filters.actor:
        ids = actor_ids(connection, filters.actor)
        named = actor.c.actor_id.in_(ids)
        who = or_(named, actor.c.parent.in_(ids)) if filters.with_parts else named
        rows = select(actor.c.id).where(who)
        query = (
            select(event.c.incident).join(event_actor, event_actor.c.event == event.c.id).where(event_actor.c.actor.in_(rows))
        )
        found.append(incident.c.id.in_(query))
    if filters.outlet:
        names = select(outlet.c.id).where(
            or_(_alike(outlet.c.name, filters.outlet), _alike(outlet.c.independent, filters.outlet))
        )
        query = select(event.c.incident).join(report, report.c.id == event.c.report).where(report.c.outlet.in_(names))
        found.append(incident.c.id.in_(query))
    if filters.text:
        matching = text("select rowid from report_search where report_search match :match").bindparams(
            match=match_of(connection, filters.text)
        )
        found.append(incident.c.id.in_(select(event.c.incident).where(event.c.report.in_(matching))))
    return found


def _alike(column: Any, words: str) -> ColumnElement[bool]:
    return func.lower(column) == words.lower()
