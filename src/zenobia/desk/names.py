"""Names for who types the first letters of one: actors and places by any name that reports or tables give them, outlets; each with how often
it is met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from zenobia.desk.asked import Suggest
from zenobia.desk.memory import Memory
from zenobia.grounding.known import known_actors
from zenobia.grounding.spelling import fold

Json = dict[str, Any]

WORDINGS = 12
"""Names of one actor or place that are searched, the most frequent first."""

NOBODY = 9
"""The rank of who is in no event: behind everybody else."""

_QUERIES = {
    "actor": """select a.actor_id, max(a.name), count(x.event) as times, null from actor a left join event_actor x on x.actor = a.id
        group by a.actor_id order by times desc, a.actor_id""",
    "place": """select p.place_id, max(p.name), count(e.id) as times, max(p.country) from place p left join event e on e.place = p.id
        group by p.place_id order by times desc, p.place_id""",
    "outlet": """select o.independent, o.independent, count(r.id) as times, null from outlet o left join report r on r.outlet = o.id
        group by o.independent order by times desc, o.independent""",
}

KINDS = tuple(_QUERIES)

_WORDINGS = {
    "actor": """select a.actor_id, e.name, count(*) as times from entity e join actor a on a.id = e.actor
        group by a.actor_id, e.name order by times desc, e.name""",
    "place": """select p.place_id, e.name, count(*) as times from entity e join place p on p.id = e.place where e.type in ('place', 'state')
        group by p.place_id, e.name order by times desc, e.name""",
    "outlet": "select independent, name, 1 from outlet order by name",
}
"""What reports call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Somebody or something met in reports. count: its events, of an outlet its reports; wordings: its names as `fold` writes them, to be
    searched, each as it is written; its own first."""

    id: str
    name: str
    count: int
    country: str | None
    wordings: tuple[tuple[str, str], ...]


def suggest(connection: Connection, asked: Suggest, memory: Memory) -> list[Json]:
    """The names that fit best: those that are what was typed, those that begin so, those with a word that does, then the rest; of each the
    most frequent first. called: the name that fits, where it is not its own."""
    typed = fold(asked.q)
    found: list[tuple[int, int, Json]] = []
    for kind in [asked.kind] if asked.kind else KINDS:
        names = names_of(connection, kind, memory)
        meant = _meant(typed) if kind == "actor" else frozenset()
        names = names if typed else names[: asked.limit]
        fitting = [(fit, name) for name in names if (fit := _fit(name, typed, meant)) is not None]
        fitting.sort(key=lambda item: (item[0][0], -item[1].count))
        found += [(rank, -name.count, _plain(name, kind, called)) for (rank, called), name in fitting[: asked.limit]]
    return [told for _, _, told in sorted(found, key=lambda item: item[:2])[: asked.limit]]


def names_of(connection: Connection, kind: str, memory: Memory) -> tuple[Name, ...]:
    """Everybody of a kind in the record."""
    return memory.get(connection, kind, partial(_names, connection, kind))


def _names(connection: Connection, kind: str) -> tuple[Name, ...]:
    """Everybody of a kind, the most frequent first."""
    called: dict[str, dict[str, str]] = {}
    rows = connection.exec_driver_sql(_QUERIES[kind]).all()
    for ident, name, *_ in rows:
        called[ident] = {fold(name or ident): name or ident}
    for ident, name, _ in connection.exec_driver_sql(_WORDINGS[kind]).all():
        if len(called[ident]) < WORDINGS:
            called[ident].setdefault(fold(name), name)
    return tuple(
        Name(id=ident, name=name or ident, count=count, country=country, wordings=tuple(called[ident].items()))
        for ident, name, count, country in rows
    )


def _meant(typed: str) -> frozenset[str]:
    """Ids of actors that the actor table knows under the whole name that was typed: "daesh" is ISIL's."""
    return frozenset(naming.actor for naming in known_actors().namings(typed)) if typed else frozenset()


def _fit(name: Name, typed: str, meant: frozenset[str]) -> tuple[int, str] | None:
    """How well a name fits, 0 for the name itself, its other names behind its own, NOBODY for who is in no event; and which of its names does."""
    own = name.wordings[0][1]
    fits = [
        (2 * rank + (called != own), called) for folded, called in name.wordings if (rank := _rank(folded, typed)) is not None
    ]
    if name.id in meant:
        fits.append((1, own))
    if not fits:
        return None
    rank, called = min(fits, key=lambda fit: fit[0])
    return (rank if name.count else NOBODY), called


def _rank(folded: str, typed: str) -> int | None:
    if typed not in folded:
        return None
    return 0 if folded == typed else 1 if folded.startswith(typed) else 2 if f" {typed}" in folded else 3


def _plain(name: Name, kind: str, called: str) -> Json:
    return {"kind": kind, "id": name.id, "name": name.name, "called": called, "country": name.country, "count": name.count}
