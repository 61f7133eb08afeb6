"""What grounding made of names, for people to read: where a place lies, who a party is, by which rule and how surely."""

from __future__ import annotations

from collections.abc import Iterator

from zenobia.exports.wording import visible
from zenobia.types import Actor, Entity, MentionType, Place, Reading

Grounded = tuple[Entity, str, str]
"""An entity, what its name means, and by which rule, safe to show."""


def actor_of(mention: int, reading: Reading) -> Actor | None:
    """Who a mention names: its own actor before its entity's."""
    found = reading.mentions[mention]
    if found.actor is not None or found.entity is None:
        return found.actor
    return reading.entities[found.entity].actor


def place_of(mention: int, reading: Reading) -> Place | None:
    """Where a mention lies: its own place before its entity's."""
    found = reading.mentions[mention]
    if found.place is not None or found.entity is None:
        return found.place
    return reading.entities[found.entity].place


def say_place(place: Place) -> str:
    """ "Tadmur, Homs, SY, 34.5624 38.2840 ±2 km"; of an unsettled one the reason."""
    if place.id is None or place.latitude is None or place.longitude is None:
        return visible(place.reason or "not placed")
    names = dict.fromkeys(name for name in (place.name, place.admin1, place.country) if name)
    return visible(f"{', '.join(names)}, {place.latitude:.4f} {place.longitude:.4f} ±{place.radius_km:g} km")


def say_actor(actor: Actor) -> str:
    """ "Syrian Democratic Forces, SYR REB, backed by usa"; of an unsettled one the reason."""
    if actor.id is None:
        return visible(actor.reason or "not known")
    facts = [actor.name or actor.id, " ".join(filter(None, (actor.country, actor.sector)))]
    facts += [f"part of {actor.parent}"] if actor.parent else []
    facts += [f"backed by {', '.join(actor.sponsors)}"] if actor.sponsors else []
    return visible(", ".join(filter(None, facts)))


def placed_entities(reading: Reading) -> Iterator[Grounded]:
    """The places and facilities that were placed or known to be unsettled."""
    for entity in reading.entities:
        if entity.place is not None and entity.type is not MentionType.STATE:
            yield entity, say_place(entity.place), _say_rule(entity.place)


def known_parties(reading: Reading) -> Iterator[Grounded]:
    """The parties and people who are known or whose name several bear; not those known from this report alone."""
    for entity in reading.entities:
        actor = entity.actor
        if actor is not None and not (actor.id or "").startswith("local:"):
            yield entity, say_actor(actor), _say_rule(actor)


def _say_rule(found: Place | Actor) -> str:
    if found.id is None or found.confidence is None:
        return ""
    return visible(f"{found.id}, {found.rule}, confidence {found.confidence:.2f}")
