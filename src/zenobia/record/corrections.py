"""What people said of readings and incidents, out of the chain of acts; and a reading with it.

An act counts as long as nobody took it back: an undo names another act, and can itself be undone. What the acts say is worked out once and
remembered under the hash of the last of them, which is bound to all before it."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from sqlalchemy import Connection, select

from zenobia.grounding.spelling import fold
from zenobia.record.anchors import Anchor, anchor_from
from zenobia.record.correcting import Corrected, Correction, apply
from zenobia.record.features import event_key
from zenobia.record.schema import act, report
from zenobia.types import Reading

__all__ = ["Correction", "aliases_of", "correct", "corrections_of", "rulings_of"]

OF_EVENTS = ("accept", "reject", "edit", "add-event")
OF_PAIRS = ("split", "merge")
REVIEW = (*OF_EVENTS, *OF_PAIRS, "alias", "undo")
"""The kinds of act that people review with; the others are runs."""

_TOGETHER = 500
_REMEMBERED = 4
"""States of records that are kept in memory: that before an act and that after it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a live act says of pairs of events. joined: whether each pair is one happening; of a split, each of `events` and each of `rest` are
    two."""

    joined: bool
    events: tuple[Anchor, ...]
    rest: tuple[Anchor, ...] = ()

    def pairs(self) -> Iterable[tuple[Anchor, Anchor]]:
        """The pairs it is about."""
        return combinations(self.events, 2) if self.joined else product(self.events, self.rest)


@dataclass(frozen=True, slots=True)
class Said:
    """Everything people said that counts now."""

    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NOTHING = Said()
_said: OrderedDict[bytes, Said] = OrderedDict()
_ruled: OrderedDict[bytes, Mapping[frozenset[int], bool]] = OrderedDict()


def correct(reading: Reading, said: Sequence[Correction]) -> Reading:
    """The reading as people corrected it."""
    return apply(reading, said).reading


def said_of(reading: Reading, said: Mapping[str, Sequence[Correction]]) -> tuple[Correction, ...]:
    """What of all that people said touches this reading. said: as `corrections_of` gives it."""
    return (*said.get(reading.report.sha256, ()), *said.get("", ()))


def corrections_of(connection: Connection) -> Mapping[str, Sequence[Correction]]:
    """Every live correction of readings, by the sha256 of its report; under "" those that hold for every report."""
    return _all_said(connection).corrections


def aliases_of(connection: Connection) -> Mapping[str, Sequence[str]]:
    """Names that people gave to actors for good: folded name -> ids."""
    return _all_said(connection).aliases


def rulings_of(connection: Connection) -> Mapping[frozenset[int], bool]:
    """What people said of pairs of events, by their keys as they are now: one happening (True), two (False). Of two acts about a pair the
    later counts."""
    said = _all_said(connection)
    if not said.rulings:
        return {}
    state = _state(connection, (*REVIEW, "reread"))
    assert state is not None, "there are rulings, so there are acts"
    if state not in _ruled:
        _remember(_ruled, state, _find_rulings(connection, said))
    return _ruled[state]


def live_acts(connection: Connection) -> list[Any]:
    """The rows of review acts that nobody took back, oldest first; undos left out."""
    rows = connection.execute(select(act).where(act.c.kind.in_(REVIEW)).order_by(act.c.id.desc())).all()
    taken_back: set[int] = set()
    live = []
    for row in rows:  # the latest first: an undo is met before what it takes back
        if row.id in taken_back:
            continue
        if row.kind == "undo":
            taken_back.add(json.loads(row.value)["act"])
        else:
            live.append(row)
    return live[::-1]


def _state(connection: Connection, kinds: Sequence[str]) -> bytes | None:
    """The hash of the last act of these kinds, None without any."""
    found: bytes | None = connection.execute(
        select(act.c.hash).where(act.c.kind.in_(kinds)).order_by(act.c.id.desc()).limit(1)
    ).scalar()
    return found


def _remember(memory: OrderedDict[bytes, Any], state: bytes, value: Any) -> None:
    memory[state] = value
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)


def _all_said(connection: Connection) -> Said:
    state = _state(connection, REVIEW)
    if state is None:
        return _NOTHING
    if state not in _said:
        _remember(_said, state, _read_acts(live_acts(connection)))
    return _said[state]


def _read_acts(rows: Iterable[Any]) -> Said:
    corrections: dict[str, list[Correction]] = {}
    rulings: list[Ruling] = []
    aliases: dict[str, tuple[str, ...]] = {}
    for row in rows:
        value = json.loads(row.value)
        if row.kind == "alias":
            aliases[fold(value["name"])] = (value["actor"]["id"],)
        if row.kind in OF_PAIRS:
            rulings.append(_ruling(row.kind, value))
        for correction in _corrections(row.id, row.kind, value):
            corrections.setdefault(correction.report, []).append(correction)
    return Said({name: tuple(found) for name, found in corrections.items()}, tuple(rulings), aliases)


def _corrections(number: int, kind: str, value: Any) -> Iterable[Correction]:
    if kind == "alias":
        yield Correction(act=number, report="", kind=kind, value=value)
    else:
        for event in (*value["events"], *value.get("rest", ())):
            told = {"event": event, "set": event.get("set", {})}
            yield Correction(act=number, report=event["report"], kind=kind, value=told)


def _ruling(kind: str, value: Any) -> Ruling:
    events = tuple(map(anchor_from, value["events"]))
    return Ruling(kind == "merge", events, tuple(map(anchor_from, value.get("rest", ()))))


def _find_rulings(connection: Connection, said: Said) -> dict[frozenset[int], bool]:
    named = {anchor for ruling in said.rulings for anchor in (*ruling.events, *ruling.rest)}
    keys = _keys(connection, {anchor.report for anchor in named}, said.corrections)
    found: dict[frozenset[int], bool] = {}
    for ruling in said.rulings:
        for one, other in ruling.pairs():
            if one in keys and other in keys and keys[one] != keys[other]:
                found[frozenset({keys[one], keys[other]})] = ruling.joined
    return found


def _keys(connection: Connection, digests: set[str], said: Mapping[str, Sequence[Correction]]) -> dict[Anchor, int]:
    """The keys that events spoken of have now, in the corrected readings; an event that was rejected or is not found has none."""
    keys: dict[Anchor, int] = {}
    for found in _corrected(connection, sorted(digests), said):
        reading = found.reading
        keys.update(
            (anchor, event_key(reading.report.sha256, reading.events[number])) for anchor, number in found.found.items()
        )
    return keys


def _corrected(connection: Connection, digests: Sequence[str], said: Mapping[str, Sequence[Correction]]) -> Iterable[Corrected]:
    from zenobia.record.readings import as_read  # which gives corrected readings, and so knows this module

    for start in range(0, len(digests), _TOGETHER):
        part = [bytes.fromhex(digest) for digest in digests[start : start + _TOGETHER]]
        numbers = connection.execute(select(report.c.id).where(report.c.sha256.in_(part))).scalars().all()
        for _, reading in as_read(connection, list(numbers)):
            yield apply(reading, said_of(reading, said))
