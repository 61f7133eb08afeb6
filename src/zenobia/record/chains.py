"""Events of one report that tell one happening: the headline, the first sentence, "the blast" further down are one chain.

Takes a reading, gives the features of its events with each one's chain, and what any of a chain tells (day, place, parties, toll) told of
all of it. Whether two events are of one chain depends on their report alone. The weights (data/chains.tsv) are fitted by
benchmarks/fit_chains.py on articles coded by hand; cross-document coreference built on chains within documents follows Bagga and
Baldwin (1998)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from zenobia.record.blocks import can_meet
from zenobia.record.clusters import cluster
from zenobia.record.families import can_be_one
from zenobia.record.features import Features, event_features
from zenobia.record.likeness import likeness_words, place_evidence, read_weights, toll_evidence, type_evidence
from zenobia.record.retold import names_happening
from zenobia.types import Event, Reading, Span, Status

JOINS = 0.2
"""Average log odds from which chains join; tuned on the even sets of benchmarks/incident_chains.tsv."""

LEAD = 2
"""Sentences that tell the news: the headline and the one after it."""

BEFORE = 60
"""Characters before a trigger that may say that it is another one, or the one told before."""

_ANOTHER = re.compile(
    r"\b(?:another|other|others|second|third|separate|separately|similar|earlier|previous|previously|past|recent|several|further|more"
    r"|next|later|also|elsewhere|meanwhile|last (?:week|month|year)|in the past|different|latest|new)\b",
    re.IGNORECASE,
)
"""Says of what follows that it is not what was told before."""

_THE = re.compile(r"\b(?:the|this|that|these|those|its|their|his|\w+days?['’]?s?)\s+(?:[\w'’-]+\s+){0,2}$", re.IGNORECASE)
"""Takes the noun that follows as known."""

_HARM = re.compile(
    r"^(?:kill|wound|injur|die|dead|death|claim|los[te]|casualt|martyr|slain|slaughter|massacr|fatal)", re.IGNORECASE
)
"""Words for the harm that an attack does, which are told beside the attack."""

_APART = {Status.NEGATED, Status.PLANNED, Status.POSSIBLE}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in its report an event stands, and what its words refer to. sentence: number of those that tell events; mentions of one entity bear
    its number, others stand for themselves (negative)."""

    event: Event
    features: Features
    sentence: int
    actors: frozenset[int]
    targets: frozenset[int]
    noun: bool
    known: bool
    another: bool
    harm: bool
    bare: bool


def features_of(reading: Reading) -> tuple[Features, ...]:
    """The features of every event of a reading, in its order; of those of a chain, what any of them tells."""
    found = event_features(reading)
    if len(found) < 2:
        return found
    pooled = list(found)
    for chain in chains_of(reading, found):
        if len(chain) > 1:
            for i, features in zip(chain, _pool([found[i] for i in chain]), strict=True):
                pooled[i] = features
    return tuple(pooled)


def chains_of(reading: Reading, found: Sequence[Features]) -> list[list[int]]:
    """Indices of events, a chain each; those that can be no incident stand alone."""
    places = places_of(reading, found)
    wanted = [i for i, features in enumerate(found) if features.reason is None]
    table = weights()

    def score(x: int, y: int) -> float:
        a, b = sorted((wanted[x], wanted[y]), key=lambda i: (found[i].number, i))
        if not can_be_one(found[a].type, found[b].type) or not can_meet(found[a], found[b]):
            return float("-inf")
        return table["start"] + sum(value * table.get(name, 0.0) for name, value in evidence(places, a, b))

    chains = [[wanted[i] for i in chain] for chain in cluster([*range(len(wanted))], score, JOINS)]
    return chains + [[i] for i, features in enumerate(found) if features.reason is not None]


def evidence(places: Sequence[_Place], earlier: int, later: int) -> list[tuple[str, float]]:
    """What speaks for and against two events of a report being one: names of rows in data/chains.tsv and how much of each there is."""
    a, b = places[earlier], places[later]
    x, y = a.features, b.features
    found = [
        (type_evidence(x, y), 1.0),
        (_days(x, y), 1.0),
        (_where(a, b), 1.0),
        (toll_evidence("killed", x.killed, y.killed), 1.0),
    ]
    found += [
        (toll_evidence("injured", x.injured, y.injured), 1.0),
        (_party("actor", a, b), 1.0),
        (_party("target", a, b), 1.0),
    ]
    if (a.actors & b.targets or a.targets & b.actors) and not (a.actors & b.actors or a.targets & b.targets):
        found.append(("parties: sides changed over", 1.0))
    found += [(_status(a.event.status, b.event.status), 1.0), (_distance(a, b), 1.0)]
    found += [
        (name, value) for name, value in likeness_words(x, y) if name in ("words alike", "own words shared", "rare name shared")
    ]
    if a.event.sentence == b.event.sentence:
        found.append((f"same sentence, {'harm' if b.harm or a.harm else 'another act'} beside it", 1.0))
        found.append(("gap of words", min(3.0, math.log1p(max(0, b.event.trigger.start - a.event.trigger.end) / 10))))
    found.append((f"trigger: {_trigger(a, b)}", 1.0))
    found += [(name, 1.0) for name, holds in _marks(places, earlier, later) if holds]
    return found


def _marks(places: Sequence[_Place], earlier: int, later: int) -> list[tuple[str, bool]]:
    a, b = places[earlier], places[later]
    between = [p for p in places[earlier + 1 : later] if can_be_one(p.event.type, b.event.type)]
    before = [p for p in places[:earlier] if can_be_one(p.event.type, b.event.type)]
    return [
        ("the nearest before", not between),
        ("the first of its kind", not before),
        ("one of the lead", a.sentence < LEAD),
        ("both of the lead", b.sentence < LEAD and a.event.sentence != b.event.sentence),
        ("later: taken as known", b.known and not b.another),
        ("later: taken as known, without place or party", b.known and b.bare and not b.another),
        ("later: another", b.another),
        ("earlier: another", a.another),
        ("later: tells nothing of its own", b.bare),
        ("one is retold", a.features.open != b.features.open),
        ("both are retold", a.features.open and b.features.open),
        ("harm of it", b.harm and not a.harm and a.event.sentence != b.event.sentence),
        ("both tell harm", b.harm and a.harm),
        ("on another's word", (a.event.attribution is None) != (b.event.attribution is None)),
    ]


def _days(a: Features, b: Features) -> str:
    if not (a.told and b.told):
        return f"days: {'one told' if a.told or b.told else 'none told'}"
    if a.first == b.first and a.last == b.last:
        return "days: same"
    return "days: overlap" if max(a.first, b.first) <= min(a.last, b.last) else "days: apart"


def _where(a: _Place, b: _Place) -> str:
    own = [not p.features.implied and bool(p.features.spots) for p in (a, b)]
    if not all(own) and not a.features.sites & b.features.sites:
        return f"place: {'one tells' if any(own) else 'none tells'}"
    return place_evidence(a.features, b.features)


def _party(role: str, a: _Place, b: _Place) -> str:
    x, y = (a.actors, b.actors) if role == "actor" else (a.targets, b.targets)
    if not x or not y:
        return f"{role}: {'later tells' if y else 'earlier tells' if x else 'none tells'}"
    if x & y:
        return f"{role}: same entity"
    known = (a.features.actors & b.features.actors) if role == "actor" else (a.features.targets & b.features.targets)
    return f"{role}: {'kin' if known else 'differ'}"


def _status(a: Status, b: Status) -> str:
    return "status: same" if a is b else f"status: {'not both actual' if {a, b} & _APART else 'differ'}"


def _distance(a: _Place, b: _Place) -> str:
    apart = b.sentence - a.sentence
    size = "same sentence" if apart == 0 else "next" if apart == 1 else "few apart" if apart <= 4 else "far"
    return f"sentences: {size}"


def _trigger(a: _Place, b: _Place) -> str:
    if a.event.trigger == b.event.trigger:
        return "same"
    x, y = (_last_stem(p) for p in (a, b))
    if x == y:
        return "same noun" if a.noun and b.noun else "same word"
    return "nouns" if a.noun and b.noun else "noun after verb" if b.noun else "verb after noun" if a.noun else "verbs"


def _last_stem(place: _Place) -> str:
    return max(place.features.trigger, key=len, default="")


def places_of(reading: Reading, found: Sequence[Features]) -> list[_Place]:
    """Where each event of a reading stands."""
    starts = sorted({event.sentence.start for event in reading.events})
    return [
        _place(event, features, starts.index(event.sentence.start), reading)
        for event, features in zip(reading.events, found, strict=True)
    ]


def _place(event: Event, features: Features, sentence: int, reading: Reading) -> _Place:
    text = reading.report.text
    start = max(event.sentence.start, event.trigger.start - BEFORE)
    before = Span(start, event.trigger.start).of(text)
    words = event.trigger.of(text)
    noun = names_happening(words)
    return _Place(
        event=event,
        features=features,
        sentence=sentence,
        actors=_entities(event.actor, reading),
        targets=_entities(event.target, reading),
        noun=noun,
        known=noun and bool(_THE.search(before)),
        another=bool(_ANOTHER.search(re.split(r"[,;:]\s", before)[-1])),
        harm=bool(_HARM.search(words)),
        bare=not (event.place or event.target or event.actor or event.toll),
    )


def _entities(mentions: Sequence[int], reading: Reading) -> frozenset[int]:
    """The entities that these mentions are of; a mention of none stands for itself."""
    entities = {i: reading.mentions[i].entity for i in mentions}
    return frozenset(-1 - i if entity is None else entity for i, entity in entities.items())


def _pool(chain: Sequence[Features]) -> list[Features]:
    """The features of a chain's events, each with what the others tell."""
    number = min(f.number for f in chain)
    told = min((f for f in chain if f.told), key=lambda f: (f.last - f.first, f.number), default=None)
    whole = [f for f in chain if not f.implied and f.spots]
    spots = sorted(
        {spot.id: spot for f in whole or chain for spot in f.spots}.values(), key=lambda s: (-s.level, s.radius, s.id)
    )
    held = [f for f in chain if not f.superseded] or chain
    shared = {
        "chain": number,
        "spots": tuple(spots[:6]),
        "implied": not whole,
        "sites": frozenset().union(*(f.sites for f in chain)),
        "actors": frozenset().union(*(f.actors for f in chain)),
        "targets": frozenset().union(*(f.targets for f in chain)),
        "parties": frozenset().union(*(f.parties for f in chain)),
        "core": frozenset().union(*(f.core for f in chain)),
        "names": frozenset().union(*(f.names for f in chain)),
        "means": frozenset().union(*(f.means for f in chain)),
        "killed": _greatest(f.killed for f in held),
        "injured": _greatest(f.injured for f in held),
        "rising": any(f.rising for f in chain),
    }
    news = all(f.open for f in chain)
    pooled = []
    for f in chain:
        days = {} if f.told or not told else {"first": told.first, "last": told.last, "told": True, "open": False}
        if not days and f.open and not news:
            fresh = next(other for other in chain if not other.open)
            days = {"first": fresh.first, "last": fresh.last, "told": fresh.told, "open": False}
        pooled.append(replace(f, **{**shared, **days}))  # type: ignore[arg-type]
    return pooled


def _greatest(tolls: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    return max((toll for toll in tolls if toll), key=lambda toll: (toll[1], toll[0]), default=None)


@cache
def weights() -> dict[str, float]:
    """Evidence -> its weight in log odds; "start" is where a pair begins."""
    return read_weights("chains.tsv")
