"""Events as plans and truces see them (`Act`), and what of two of them is the same: sides, places, words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from zenobia.grounding.distance import distance_km
from zenobia.situation.sides import is_same
from zenobia.situation_types import Evidence, Side
from zenobia.types import EventType, Place, Span, Status

TOWN_KM = 25.0
"""Places of a town within which a deed is at that town."""

WIDE = ("CONT", "RGN", "PCLI", "ADM1", "ADM2")
"""Features from wide to narrow; all others are towns and sites."""

FIGHTING = frozenset(
    {EventType.CLASH, EventType.AIRSTRIKE, EventType.SHELLING, EventType.BOMBING, EventType.ATTACK, EventType.DESTRUCTION}
)
VIOLENCE = FIGHTING | {EventType.ABDUCTION}
"""Types of event that are violence against people; FIGHTING without taking them away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as plans and truces see it.

    number:      names it; key: orders acts of one day, the same in every record; incident: names the incident it belongs to; None for none.
    who, against: the sides of its actors and targets; places: all it names that are settled.
    day:         of an announcement and of a sentence on a truce the day of the report; of a deed the day it was done, of a denial
                 that of the report.
    first, last: days told for it, None without any.
    report, sentence: where it is told; said: the words of the sentence, where they are looked at.
    kind:        of an announcement as of `Plan`, of a sentence on a truce as `truce_kind` gives it; "taken" of a capture of a whole place by the
                 signs of control (docs/situation.md)."""

    number: int
    key: int = 0
    type: EventType
    status: Status
    day: date
    published: date
    who: tuple[Side, ...] = ()
    against: tuple[Side, ...] = ()
    places: tuple[Place, ...] = ()
    first: date | None = None
    last: date | None = None
    incident: int | None = None
    report: int = 0
    sentence: Span = field(default=Span(0, 0))
    said: str = ""
    kind: str = "planned"


def targets_of(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places without those that only say where another of them lies."""
    listed = list({place.id: place for place in places}.values())
    return tuple(place for place in listed if not any(_contains(place, other) for other in listed))


def _contains(wide: Place, place: Place) -> bool:
    if wide.feature not in WIDE or wide.id == place.id:
        return False
    narrower = place.feature not in WIDE or WIDE.index(place.feature) > WIDE.index(wide.feature)
    if wide.feature in ("CONT", "RGN"):
        return narrower
    same = wide.country == place.country and (wide.feature == "PCLI" or wide.admin1 == place.admin1)
    return narrower and same and (wide.feature != "ADM2" or wide.admin2 == place.admin2)


def is_at(place: Place, other: Place) -> bool:
    """Whether what was done at the other place was done at this one: the same town or one near it, or within this division or country."""
    if place.id == other.id:
        return True
    if place.feature == "PCLI":
        return place.country == other.country
    if other.feature in ("PCLI", "CONT", "RGN"):
        return False
    if place.feature in ("ADM1", "ADM2"):
        same = place.country == other.country and place.admin1 is not None and place.admin1 == other.admin1
        return same and (place.feature == "ADM1" or (place.admin2 is not None and place.admin2 == other.admin2))
    reach = (place.radius_km or 0.0) if place.feature == "RGN" else TOWN_KM
    return place.feature != "CONT" and (place.feature == "RGN" or other.feature not in WIDE) and _km(place, other) <= reach


def _km(place: Place, other: Place) -> float:
    if place.latitude is None or place.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)


def shares(sides: Iterable[Side], others: Iterable[Side]) -> Side | None:
    """The first of the sides that can be one of the others."""
    others = tuple(others)
    return next((side for side in sides for other in others if is_same(side, other)), None)


def both(*sides: tuple[Side, ...]) -> tuple[Side, ...]:
    return tuple({side.id: side for listed in sides for side in listed}.values())


def words_of(acts: Iterable[Act], evidence: Mapping[int, Evidence]) -> tuple[Evidence, ...]:
    """The evidence of acts, each sentence of a report once."""
    found = (evidence[act.number] for act in acts)
    return tuple({(e.report, e.span): e for e in found}.values())
