"""Who stands with whom: takes what reports say of two actors (`TieSign`), gives a signed, weighted network for a day.

A tie weighs what its reports weigh: each independent outlet's best word for it, halved every HALF_LIFE days of its age. Standing ties
("US-backed") age more slowly than deeds. docs/situation.md has the rules in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum

from zenobia.situation.sides import side_of
from zenobia.situation_types import Side, Tie, TieSign
from zenobia.types import Actor, EventType, RelationType, TieKind

SIGN = {
    TieKind.BACKS: 1, TieKind.PART_OF: 1, TieKind.LEADS: 1, TieKind.SUPPORTS: 1, TieKind.AGREES: 1, TieKind.NEGOTIATES: 0,
    TieKind.PRESSES: -1, TieKind.OPPOSES: -1, TieKind.FIGHTS: -1,
}  # fmt: skip
"""Whether a tie joins (1), parts (-1) or neither (0)."""

OF_RELATION = {
    RelationType.BACKS: TieKind.BACKS, RelationType.PART_OF: TieKind.PART_OF, RelationType.LEADS: TieKind.LEADS,
    RelationType.OPPOSES: TieKind.OPPOSES,
}  # fmt: skip

OF_EVENT = {
    **dict.fromkeys(
        (
            EventType.CLASH, EventType.AIRSTRIKE, EventType.SHELLING, EventType.BOMBING, EventType.ATTACK, EventType.ABDUCTION,
            EventType.CAPTURE, EventType.SIEGE, EventType.DESTRUCTION,
        ),
        TieKind.FIGHTS,
    ),
    **dict.fromkeys(
        (
            EventType.ACCUSE, EventType.THREATEN, EventType.SANCTION, EventType.REJECT, EventType.ARREST, EventType.PROSECUTE,
            EventType.COERCE,
        ),
        TieKind.PRESSES,
    ),
    EventType.AID: TieKind.BACKS,
    EventType.SUPPORT: TieKind.SUPPORTS,
    EventType.AGREE: TieKind.AGREES,
    EventType.CONCEDE: TieKind.AGREES,
    EventType.CONSULT: TieKind.NEGOTIATES,
}  # fmt: skip
"""Tie that a deed of an actor to a target makes; who supports a deed backs its actor."""

EVEN = frozenset({TieKind.FIGHTS, TieKind.OPPOSES, TieKind.AGREES, TieKind.NEGOTIATES})
"""Ties that run both ways."""

STANDING = frozenset({TieKind.BACKS, TieKind.PART_OF, TieKind.LEADS, TieKind.OPPOSES})
OFFICES = frozenset({TieKind.PART_OF, TieKind.LEADS})
HALF_LIFE = 180
"""Days after which a deed counts half; of standing ties twice that."""

WINDOW = 730
"""Days before a day whose reports make its network."""

LISTED = 5
"""Signs a tie names as its evidence, the weightiest first."""


class RollUp(StrEnum):
    """What the nodes of a network are: actors as reports name them; states with their forces and groups as named; sides (also movements with
    their units); or sponsors."""

    NONE = "none"
    STATES = "states"
    PARENTS = "parents"
    SPONSORS = "sponsors"


Node = Callable[[Actor, date], Side | None]


def node_of(roll_up: RollUp) -> Node:
    """What an actor is in the network."""

    def as_named(actor: Actor, _day: date) -> Side | None:
        return Side(id=actor.id, name=actor.name or actor.id) if actor.id else None

    def as_sponsor(actor: Actor, day: date) -> Side | None:
        if actor.sponsors:
            return side_of(Actor(id=actor.sponsors[0], name=actor.sponsors[0], country=_state(actor.sponsors[0])), day)
        return side_of(actor, day)

    def as_state(actor: Actor, day: date) -> Side | None:
        side = side_of(actor, day)
        return side if side is None or side.kind == "state" or (actor.id or "").startswith("local:") else as_named(actor, day)

    return {RollUp.NONE: as_named, RollUp.STATES: as_state, RollUp.PARENTS: side_of, RollUp.SPONSORS: as_sponsor}[roll_up]


def _remembering(node: Node) -> Node:
    """The same, each actor of a day looked up once: signs share their actors."""
    known: dict[tuple[int, date], Side | None] = {}

    def look(actor: Actor, day: date) -> Side | None:
        key = (id(actor), day)
        if key not in known:
            known[key] = node(actor, day)
        return known[key]

    return look


def _state(ident: str) -> str | None:
    """The country of a sponsor that is a state: its id in capitals."""
    return ident.upper() if len(ident) == 3 else None


def ties_on(signs: Iterable[TieSign], day: date, *, roll_up: RollUp = RollUp.NONE) -> tuple[Tie, ...]:
    """The network of a day, the weightiest ties first, who leads and belongs to whom after all others. Of an actor with itself, once rolled
    up, there is none."""
    node = _remembering(node_of(roll_up))
    told: dict[tuple[TieKind, str, str], dict[tuple[int, TieKind], TieSign]] = {}
    sides: dict[str, Side] = {}
    for sign in signs:
        if not day - timedelta(days=WINDOW) <= sign.day <= day:
            continue
        source, target = node(sign.source, sign.day), node(sign.target, sign.day)
        if source is None or target is None or source.id == target.id:
            continue
        if sign.kind in EVEN and target.id < source.id:
            source, target = target, source
        sides.setdefault(source.id, source)
        sides.setdefault(target.id, target)
        told.setdefault((sign.kind, source.id, target.id), {}).setdefault((sign.words_key, sign.kind), sign)
    found = (_tie(kind, sides[a], sides[b], list(held.values()), day) for (kind, a, b), held in told.items())
    return tuple(sorted(found, key=lambda tie: (tie.kind in OFFICES, -tie.weight, tie.kind, tie.source.id, tie.target.id)))


def _tie(kind: TieKind, source: Side, target: Side, signs: list[TieSign], day: date) -> Tie:
    best: dict[str, float] = {}
    weights = {id(sign): _weight(sign, day) for sign in signs}
    for sign in signs:
        outlet = sign.evidence.independent or sign.evidence.report
        best[outlet] = max(best.get(outlet, 0.0), weights[id(sign)])
    ordered = sorted(signs, key=lambda s: (-weights[id(s)], s.evidence.report, s.evidence.span))
    return Tie(
        kind=kind,
        source=source,
        target=target,
        sign=SIGN[kind],
        weight=round(sum(best.values()), 3),
        first=min(sign.day for sign in signs),
        last=max(sign.day for sign in signs),
        reports=len({sign.words_key for sign in signs}),
        outlets=len(best),
        signs=tuple(ordered[:LISTED]),
    )


def _weight(sign: TieSign, day: date) -> float:
    half_life = HALF_LIFE * (2 if sign.kind in STANDING else 1)
    return float(sign.weight * 0.5 ** ((day - sign.day).days / half_life))
