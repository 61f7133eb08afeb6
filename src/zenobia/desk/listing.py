"""Pages of incidents as light rows, straight from the tables: no reading is unpacked for a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from zenobia.desk.asked import Listing
from zenobia.desk.memory import Memory
from zenobia.errors import UsageError
from zenobia.record.accounts import say_incident
from zenobia.record.imports import load_imported
from zenobia.record.query import ORDER, Sort
from zenobia.record.schema import actor, event, event_actor, imported, incident, place, report
from zenobia.types import Incident, Party

Json = dict[str, Any]

ROLES = ("actor", "target")
"""Roles whose parties a summary names."""

_CURSOR = re.compile(r"(\d{1,9})\.(-?\d{1,18})")


def page_of(connection: Connection, asked: Listing, memory: Memory) -> Json:
    """{"items", "total", "next"}: the incidents asked for, from the cursor on. Raises UsageError for a cursor that is none."""
    wanted = asked.conditions(connection)
    total = memory.get(connection, ("count", asked.filters(), asked.bbox), lambda: _count(connection, wanted))
    start = start_of(connection, asked, wanted)
    numbers = _numbers(connection, wanted, asked.sort, start, asked.limit)
    end = start + len(numbers)
    following = f"{end}.{numbers[-1]}" if numbers and end < total else None
    return {"items": summaries(connection, numbers), "total": total, "next": following}


def start_of(connection: Connection, asked: Listing, wanted: Sequence[ColumnElement[bool]]) -> int:
    """How many rows come before the page. A cursor names the row before it: where the record changed meanwhile, that row is looked for, so
    that no page shows again what another showed."""
    if not asked.cursor:
        return 0
    found = _CURSOR.fullmatch(asked.cursor)
    if not found:
        raise UsageError("no cursor", where="cursor", mend="give `next` of the page before as it is")
    offset, last = int(found[1]), int(found[2])
    if offset and _numbers(connection, wanted, asked.sort, offset - 1, 1) == [last]:
        return offset
    ordered = _numbers(connection, wanted, asked.sort, 0, None)
    return ordered.index(last) + 1 if last in ordered else offset


def _numbers(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], sort: Sort, offset: int, limit: int | None
) -> list[int]:
    query = select(incident.c.id).where(*wanted).order_by(*ORDER[sort]).limit(limit).offset(offset)
    return list(connection.execute(query).scalars())


def _count(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> int:
    return int(connection.execute(select(func.count()).select_from(incident).where(*wanted)).scalar_one())


def summaries(connection: Connection, numbers: Sequence[int]) -> list[Json]:
    """The incidents of these rows as light rows, in this order."""
    words = func.substr(report.c.text, event.c.sentence_start + 1, event.c.sentence_end - event.c.sentence_start)
    query = (
        select(incident, place.c.place_id, place.c.name.label("place_name"), event.c.key, words.label("sentence"))
        .outerjoin(place, place.c.id == incident.c.place)
        .outerjoin(event, event.c.id == incident.c.id)
        .outerjoin(report, report.c.id == event.c.report)
        .where(incident.c.id.in_(numbers))
    )
    rows = {row.id: row for row in connection.execute(query)}
    actors = _actors(connection, numbers)
    taken = dict(load_imported(connection, [n for n in numbers if n < 0]))
    origins = _origins(connection, taken)
    found = []
    for number in numbers:
        row = rows[number]
        summary = _summary(row, actors.get(number, []))
        found.append(_of_imported(summary, taken[number], origins[number]) if number in taken else summary)
    return found


def _summary(row: Any, actors: list[Json]) -> Json:
    where = {
        "id": row.place_id,
        "name": row.place_name,
        "country": row.country,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }
    return {
        "id": say_incident(row.key) if row.key is not None else "",
        "type": row.type,
        "status": row.status,
        "start": row.start,
        "end": row.end,
        "precision": row.precision,
        "day": row.day,
        "place": where if any(value is not None for value in where.values()) else None,
        "killed": {"low": row.killed_low, "best": row.killed_best, "high": row.killed_high},
        "certainty": row.certainty,
        "accounts": row.accounts,
        "reports": row.reports,
        "outlets": row.outlets,
        "disagreements": row.disagreements.split("; ") if row.disagreements else [],
        "review": row.review,
        "first_published": row.first_published,
        "actors": actors,
        "sentence": row.sentence,
        "origin": "read",
    }


def _actors(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Json]]:
    """Row of an incident -> the actors and targets of its events, those of most events first."""
    times = func.count().label("times")
    query = (
        select(event.c.incident, actor.c.actor_id, func.max(actor.c.name).label("name"), event_actor.c.role, times)
        .join(event_actor, event_actor.c.event == event.c.id)
        .join(actor, actor.c.id == event_actor.c.actor)
        .where(event.c.incident.in_(numbers), event_actor.c.role.in_(ROLES))
        .group_by(event.c.incident, event_actor.c.role, actor.c.actor_id)
        .order_by(event_actor.c.role, times.desc(), actor.c.actor_id)
    )
    found: dict[int, list[Json]] = {}
    for row in connection.execute(query):
        found.setdefault(row.incident, []).append({"id": row.actor_id, "name": row.name, "role": row.role})
    return found


def _origins(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    query = select(incident.c.id, imported.c.origin).join(imported, imported.c.id == incident.c.imported)
    return {row.id: row.origin for row in connection.execute(query.where(incident.c.id.in_(list(numbers))))}


def _of_imported(summary: Json, told: Incident, origin: str) -> Json:
    """The same of an incident that was imported, which has no events."""
    sentence = next((account.evidence for account in told.accounts if account.evidence), None)
    actors = [*_parties(told.actor, "actor"), *_parties(told.target, "target")]
    where = summary["place"] and {**summary["place"], "name": told.place.name if told.place else None}
    return {**summary, "id": told.id, "place": where, "actors": actors, "sentence": sentence, "origin": origin}


def _parties(parties: Iterable[Party], role: str) -> Iterable[Json]:
    return ({"id": p.actor.id if p.actor else None, "name": p.name, "role": role} for p in parties)
