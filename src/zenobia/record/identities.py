"""Whom and what people said a name means: actors and places as acts keep them, whole, so that a correction needs no table to be applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from zenobia.grounding.actor_table import ActorRow, Timed, as_party
from zenobia.grounding.actors import INTERNATIONAL
from zenobia.types import Actor, Days, Place

if TYPE_CHECKING:
    from zenobia.grounding.gazetteer import Entry

Json = dict[str, Any]

_ACTOR = tuple(field.name for field in fields(Actor))
_PLACE = tuple(field.name for field in fields(Place) if field.name != "relation")


def actor_json(actor: Actor) -> Json:
    """An actor as an act keeps it: what is known of it."""
    told = {name: getattr(actor, name) for name in _ACTOR}
    return {name: list(value) if name == "sponsors" else value for name, value in told.items() if value not in (None, ())}


def actor_from(told: Mapping[str, Any], day: date | None = None) -> Actor:
    """An actor out of an act. day: of the report; where the act keeps parents and sponsors with their times, those of that day."""
    kept: Json = {name: told.get(name) for name in _ACTOR}
    kept["sponsors"] = tuple(told.get("sponsors", ()))
    if "parents" in told:
        kept["parent"] = next(iter(_held(told["parents"], day)), None)
        kept["sponsors"] = _held(told["backers"], day)
    return Actor(**kept)


def place_json(place: Place) -> Json:
    """A place as an act keeps it."""
    return {name: value for name in _PLACE if (value := getattr(place, name)) is not None}


def place_from(told: Mapping[str, Any]) -> Place:
    """A place out of an act."""
    return Place(**{name: told.get(name) for name in _PLACE})


def days_json(days: Days) -> Json:
    """Days as an act keeps them."""
    return {"start": days.start.isoformat(), "end": days.end.isoformat(), "rule": days.rule}


def days_from(told: Mapping[str, Any]) -> Days:
    """Days out of an act."""
    return Days(start=date.fromisoformat(told["start"]), end=date.fromisoformat(told["end"]), rule=told["rule"])


def actor_of_row(row: ActorRow, rule: str) -> Json:
    """An actor of the table as an act keeps it, its parents and sponsors with their times: a correction of many reports takes those of each
    report's day."""
    is_of_many = row.kind in INTERNATIONAL or row.sector == "IGO"
    return {
        "id": row.id,
        "name": row.name,
        "country": row.countries[0] if row.countries and not is_of_many else None,
        "sector": row.sector,
        "kind": row.kind,
        "parents": [_timed(value) for value in row.parents],
        "backers": [_timed(value) for value in row.sponsors],
        "rule": rule,
        "confidence": 1.0,
    }


def place_of_entry(entry: Entry, rule: str) -> Json:
    """A place of the gazetteer as an act keeps it."""
    return place_json(
        Place(
            id=entry.id,
            name=entry.name,
            latitude=entry.latitude,
            longitude=entry.longitude,
            country=entry.country or None,
            admin1=entry.admin1 or None,
            admin2=entry.admin2 or None,
            feature=entry.feature,
            radius_km=entry.radius_km,
            rule=rule,
            confidence=1.0,
        )
    )


def _timed(value: Timed) -> list[str | None]:
    return [value.value, value.start.isoformat() if value.start else None, value.end.isoformat() if value.end else None]


def _held(values: Sequence[Sequence[str | None]], day: date | None) -> tuple[str, ...]:
    """The ids that hold on the day, each once (as `grounding.actors.held`)."""
    timed = [Timed(str(name), _day(start), _day(end)) for name, start, end in values]
    return tuple(dict.fromkeys(as_party(value.value) for value in timed if value.holds(day)))


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None
