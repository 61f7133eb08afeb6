"""Contradictions in the alliances: takes the ties of a day, gives what structural balance calls unbalanced, strongest first.

A triangle of two ties that join and one that parts is unbalanced: F. Heider, "Attitudes and cognitive organization", Journal of Psychology 21 (1946);
D. Cartwright and F. Harary, "Structural balance", Psychological Review 63 (1956). Three enemies are no contradiction: J. A. Davis,
"Clustering and structural balance in graphs", Human Relations 20 (1967)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zenobia.situation.ties import RollUp, ties_on
from zenobia.situation_types import Contradiction, Side, Tie, TieSign
from zenobia.types import TieKind

JOINS = frozenset({TieKind.BACKS, TieKind.SUPPORTS})
PARTS = frozenset({TieKind.FIGHTS, TieKind.OPPOSES})
TALKS = frozenset({TieKind.NEGOTIATES, TieKind.AGREES})

LEAST = 0.05
"""Weight below which a tie counts for nothing: one report three years old."""

BOTH = 0.3
"""Share of the weightier of two contrary ties from which on the other is no slip of a report's or of ours; both are then told by two reports."""

Pair = frozenset[str]


def contradictions(ties: Iterable[Tie]) -> tuple[Contradiction, ...]:
    """Everything unbalanced in a network whose nodes are sides, strongest first."""
    network = _Network(tie for tie in ties if tie.weight >= LEAST and not any(map(_is_nobody, (tie.source, tie.target))))
    found = [*network.triangles(), *network.both_at_once(), *network.talks_while_clients_fight()]
    return tuple(sorted(found, key=lambda c: (-c.strength, c.kind, [side.id for side in c.sides])))


def count_over_time(signs: Sequence[TieSign], days: Sequence[date]) -> tuple[tuple[date, int], ...]:
    """How many unbalanced triangles there are on each of these days."""
    return tuple((day, sum(1 for _ in _Network(ties_on(signs, day, roll_up=RollUp.STATES)).triangles())) for day in days)


def _is_nobody(side: Side) -> bool:
    """Whether a side is "rebels" of no country that anybody tells: those of several wars would be one."""
    return side.kind == "loose" and side.id.endswith("@")


class _Network:
    """Ties by pair, the weightiest of each sort."""

    def __init__(self, ties: Iterable[Tie]) -> None:
        self._joins: dict[Pair, Tie] = {}
        self._parts: dict[Pair, Tie] = {}
        self._talks: dict[Pair, Tie] = {}
        self._clients: dict[str, dict[str, Tie]] = {}
        self._friends: dict[str, set[str]] = {}
        self._sides: dict[str, Side] = {}
        for tie in ties:
            pair = frozenset((tie.source.id, tie.target.id))
            self._sides.setdefault(tie.source.id, tie.source)
            self._sides.setdefault(tie.target.id, tie.target)
            for kinds, held in ((JOINS, self._joins), (PARTS, self._parts), (TALKS, self._talks)):
                if tie.kind in kinds and (pair not in held or held[pair].weight < tie.weight):
                    held[pair] = tie
        for pair, tie in self._joins.items():
            if pair in self._parts and self._parts[pair].weight >= tie.weight:
                continue  # on the whole they are enemies
            self._friends.setdefault(tie.source.id, set()).add(tie.target.id)
            self._friends.setdefault(tie.target.id, set()).add(tie.source.id)
            if tie.kind is TieKind.BACKS:
                self._clients.setdefault(tie.source.id, {})[tie.target.id] = tie

    def triangles(self) -> Iterable[Contradiction]:
        """Two ties that join and one that parts."""
        for pair, parting in self._parts.items():
            if pair in self._joins and self._joins[pair].weight > parting.weight:
                continue  # on the whole they are friends
            one, other = sorted(pair)
            for third in sorted(self._friends.get(one, set()) & self._friends.get(other, set())):
                clients = self._clients.get(third, {})
                joins = [clients.get(side) or self._joins[frozenset((third, side))] for side in (one, other)]
                kind = "clients fight" if one in clients and other in clients else "fights a friend's friend"
                yield self._said(kind, (third, one, other), (*joins, parting))

    def both_at_once(self) -> Iterable[Contradiction]:
        """A pair that is joined and parted: one backs whom it fights."""
        for pair in self._joins.keys() & self._parts.keys():
            join, part = self._joins[pair], self._parts[pair]
            low, high = sorted((join.weight, part.weight))
            if low < BOTH * high or min(join.reports, part.reports) < 2:
                continue
            yield self._said("both at once", (join.source.id, join.target.id), (join, part))

    def talks_while_clients_fight(self) -> Iterable[Contradiction]:
        """Two sponsors that negotiate or agree while those they back fight each other."""
        sponsors: dict[str, list[str]] = {}
        for sponsor, clients in self._clients.items():
            for client in clients:
                sponsors.setdefault(client, []).append(sponsor)
        for pair, parting in self._parts.items():
            one, other = sorted(pair)
            for a in sponsors.get(one, ()):
                for b in sponsors.get(other, ()):
                    talk = self._talks.get(frozenset((a, b)))
                    if talk and len({a, b, one, other}) == 4:
                        backing = (self._clients[a][one], self._clients[b][other])
                        yield self._said("talks while clients fight", (a, b, one, other), (*backing, parting, talk))

    def _said(self, kind: str, sides: Sequence[str], ties: Sequence[Tie]) -> Contradiction:
        product = 1.0
        for tie in ties:
            product *= tie.weight
        strength = round(product ** (1 / len(ties)), 3)
        return Contradiction(kind=kind, sides=tuple(self._sides[side] for side in sides), ties=tuple(ties), strength=strength)
