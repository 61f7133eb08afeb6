"""Ids that people give to names: actors of the actor table or the record, places of the gazetteer or the record, whole as acts keep them."""

from __future__ import annotations

from typing import Any

from rapidfuzz import process
from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.grounding.gazetteer import gazetteer
from zenobia.grounding.known import known_actors, known_places
from zenobia.record.identities import actor_of_row, place_of_entry
from zenobia.record.schema import actor, place

Json = dict[str, Any]

PLACE_IDS = ("geonames:", "division:", "country:", "zenobia:", "own:")
"""What ids of places begin with; all others are of actors."""


def is_place(ident: str) -> bool:
    """Whether an id is a place's."""
    return ident.startswith(PLACE_IDS)


def known_actor(connection: Connection, ident: str, rule: str) -> Json:
    """The actor of an id. Raises UsageError, with the nearest ids, when neither the table nor the record has it."""
    row = known_actors().actor(ident)
    if row:
        return actor_of_row(row, rule)
    found = connection.execute(select(actor).where(actor.c.actor_id == ident).order_by(actor.c.id)).first()
    if found is None:
        raise UsageError(f"no actor has the id {ident!r}", where="actor", mend=_mend(connection, ident))
    told = {"name": found.name, "country": found.country, "sector": found.sector, "kind": found.kind, "parent": found.parent}
    sponsors = found.sponsors.split("; ") if found.sponsors else []
    return {"id": ident, **told, "sponsors": sponsors, "rule": rule, "confidence": 1.0}


def _mend(connection: Connection, ident: str) -> str:
    ids = connection.execute(select(actor.c.actor_id).distinct()).scalars().all()
    near = [found for found, _, _ in process.extract(ident, ids, limit=3, score_cutoff=60)]
    return f"did you mean {', '.join(near)}?" if near else f'zenobia actors find "{ident}" prints ids'


def known_place(connection: Connection, ident: str, rule: str, words: str) -> Json:
    """The place of an id. words: the name it is given to, by which places of the user's own are found. Raises UsageError when neither the
    gazetteer nor the record has it."""
    entry = next((entry for entry in known_places().find(words) if entry.id == ident), None) or gazetteer().find_id(ident)
    if entry:
        return place_of_entry(entry, rule)
    found = connection.execute(select(place).where(place.c.place_id == ident).order_by(place.c.id)).first()
    if found is None:
        raise UsageError(f"no place has the id {ident!r}", where="place", mend=f'zenobia gazetteer find "{words}" prints ids')
    names = ("name", "latitude", "longitude", "country", "admin1", "admin2", "feature", "radius_km")
    told = {name: getattr(found, name) for name in names if getattr(found, name) is not None}
    return {"id": ident, **told, "rule": rule, "confidence": 1.0}
