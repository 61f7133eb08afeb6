"""A reading with what people said of it: rejected events out, values edited, events added, names given to actors.

Pure: the same reading and the same words give the same. Nothing of the reader's reading is lost; it stays in the record as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zenobia.grounding.actors import PARTIES
from zenobia.grounding.spelling import fold
from zenobia.record.anchors import Anchor, anchor_from, match
from zenobia.record.identities import actor_from, days_from
from zenobia.record.pool import Pool, renumbered
from zenobia.types import (
    ROLES,
    Entity,
    Event,
    EventTime,
    EventType,
    Mention,
    MentionType,
    Quote,
    Reading,
    Relation,
    Span,
    Status,
    Toll,
    TollKind,
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One live act about one reading. report: sha256 of the report's bytes, "" for all; kind: as in the table `act`.

    value: {"event": anchor, "set": what an edit or a new event says}; of an alias {"name", "actor"}. Of a split or merge the anchor alone:
    it changes nothing in the reading, but its event must be found."""

    act: int
    report: str
    kind: str
    value: Any

    @property
    def anchor(self) -> Anchor:
        """Its event; of one added by hand that event itself."""
        named = anchor_from(self.value["event"])
        return replace(named, added=self.act) if self.kind == "add-event" else named


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A reading as people corrected it. reviews: of each event "accepted", "edited", "added", None when nobody looked; anchors: what
    names each event in acts; found: the number of each event spoken of; left_out: events that were rejected; unmatched: corrections
    whose event this reading does not have."""

    reading: Reading
    reviews: tuple[str | None, ...]
    anchors: tuple[Anchor, ...]
    found: Mapping[Anchor, int] = field(default_factory=dict)
    left_out: tuple[Anchor, ...] = ()
    unmatched: tuple[Correction, ...] = ()


def apply(reading: Reading, said: Sequence[Correction]) -> Corrected:
    """The reading with what people said of it, in the order they said it: of two that set one value the later counts."""
    aliases = {fold(c.value["name"]): c.value["actor"] for c in said if c.kind == "alias"}
    named = _with_aliases(reading, aliases) if aliases else reading
    about = [c for c in said if c.kind != "alias"]
    if not about:
        anchors = tuple(_as_read(named, event) for event in named.events)
        return Corrected(reading=named, reviews=(None,) * len(anchors), anchors=anchors)
    return _Work(named, about, aliases).done()


def _as_read(reading: Reading, event: Event) -> Anchor:
    return Anchor(reading.report.sha256, event.trigger, event.type)


def _with_aliases(reading: Reading, aliases: Mapping[str, Json]) -> Reading:
    """Entities whose name people gave to an actor. aliases: folded name -> that actor."""
    day = reading.report.published.date if reading.report.published else None

    def named(entity: Entity) -> Entity:
        told = aliases.get(fold(entity.name)) if entity.type in PARTIES else None
        return replace(entity, actor=actor_from(told, day)) if told else entity

    return replace(reading, entities=tuple(map(named, reading.entities)))


@dataclass(slots=True)
class _Spoken:
    """An event and what was said of it. number: in the reader's reading, None of one added by hand; base: as it was before anything was said;
    event: as it is so far, its mentions handles of the pool."""

    number: int | None
    base: Event
    event: Event
    said: list[Correction] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        """What was said last, of accept and reject."""
        return next((c.kind == "reject" for c in reversed(self.said) if c.kind in ("accept", "reject")), False)

    @property
    def review(self) -> str | None:
        kinds = {c.kind for c in self.said}
        states = (("add-event", "added"), ("edit", "edited"), ("accept", "accepted"))
        return next((state for kind, state in states if kind in kinds), None)


class _Work:
    """One reading under correction."""

    def __init__(self, reading: Reading, about: Sequence[Correction], aliases: Mapping[str, Json]) -> None:
        self._reading = reading
        self._pool = Pool(reading, aliases)
        self._spoken = [_Spoken(event.id, event, event) for event in reading.events]
        added = {c.anchor: _Spoken(None, (new := _new_event(c)), new) for c in about if c.kind == "add-event"}
        read = match((c.anchor for c in about if c.anchor.added is None), reading.events)
        self._unmatched: list[Correction] = []
        self._about: list[tuple[Correction, _Spoken]] = []
        for correction in about:
            anchor = correction.anchor
            spoken = added.get(anchor) if anchor.added is not None else self._spoken[read[anchor]] if anchor in read else None
            if spoken is None:
                self._unmatched.append(correction)
                continue
            self._about.append((correction, spoken))
            spoken.said.append(correction)
            if anchor not in spoken.anchors:
                spoken.anchors.append(anchor)
        self._spoken += added.values()

    def done(self) -> Corrected:
        """The corrected reading."""
        stays = [s for s in self._spoken if not s.is_rejected and not self._is_superseded(s)]
        for (
            correction,
            spoken,
        ) in self._about:  # in the order people spoke: of two that want words that overlap the later has them
            if any(spoken is s for s in stays):
                self._correct(spoken, correction.value["set"])
        events = [(replace(s.event, confidence=1.0) if s.review else s.event, s) for s in stays]
        events.sort(key=lambda item: (item[0].trigger.start, item[0].trigger.end))  # as the reader orders them
        ids = self._pool.numbers()
        mentions, entities = self._pool.done()
        reading = replace(
            self._reading,
            mentions=mentions,
            entities=entities,
            events=tuple(_with_time_words(_renumber_event(e, i, ids), mentions) for i, (e, _) in enumerate(events)),
            relations=tuple(_relations(self._reading.relations, ids)),
            quotes=tuple(_quote(quote, ids) for quote in self._reading.quotes),
        )
        return Corrected(
            reading=reading,
            reviews=tuple(s.review for _, s in events),
            anchors=tuple(s.anchors[0] if s.anchors else _as_read(self._reading, s.base) for _, s in events),
            found={anchor: i for i, (_, s) in enumerate(events) for anchor in s.anchors},
            left_out=tuple(a for s in self._spoken if s not in stays for a in (s.anchors or [_as_read(self._reading, s.base)])),
            unmatched=tuple(self._unmatched),
        )

    def _is_superseded(self, spoken: _Spoken) -> bool:
        """Whether somebody added an event at the very words at which a reader now finds this one: the person's stands."""
        others = (s for s in self._spoken if s.number is None and not s.is_rejected)
        return spoken.number is not None and any(s.base.trigger == spoken.base.trigger for s in others)

    def _correct(self, spoken: _Spoken, told: Json) -> None:
        spoken.event = _edit(spoken.event, told, self._pool)
        for named in told.get("identities", {}).values():
            self._pool.identify(named)


def _new_event(correction: Correction) -> Event:
    told, anchor = correction.value["set"], correction.anchor
    sentence = Span(told["sentence"]["start"], told["sentence"]["end"])
    return Event(id=0, type=anchor.type, status=Status.ACTUAL, confidence=1.0, trigger=anchor.trigger, sentence=sentence)


def _edit(event: Event, told: Json, pool: Pool) -> Event:
    """The event with new values; its mentions are handles of the pool."""
    changes: dict[str, Any] = {role: tuple(pool.want(m) for m in told[role]) for role in ROLES if role in told}
    if "type" in told:
        changes["type"] = EventType(told["type"])
    if "status" in told:
        changes["status"] = Status(told["status"])
        if changes["status"] is not Status.ACTUAL:
            changes["time_assumed"] = None  # never for plans, possibilities and denials (spec/RECORD.md)
    for name in ("trigger", "sentence"):
        if name in told:
            changes[name] = Span(told[name]["start"], told[name]["end"])
    if "attribution" in told:
        changes["attribution"] = pool.want(told["attribution"]) if told["attribution"] else None
        changes["also_attributed"] = ()
    if "days" in told or "time" in told:
        changes.update(_times(event, told, pool))
    if "toll" in told:
        changes["toll"] = _tolls(event.toll, told["toll"], pool)
    return replace(event, **changes)


def _times(event: Event, told: Json, pool: Pool) -> dict[str, Any]:
    """The days of an event: told by its time words where it has any, else assumed."""
    days = days_from(told["days"]) if told.get("days") else None
    words = event.time.mention if event.time else None
    if "time" in told:
        words = pool.want(told["time"]) if told["time"] else None
    time = EventTime(mention=words, days=days) if days and words is not None else None
    said = words if time or "days" not in told else None  # words without days yet: grounding reads them (asked.py)
    return {"said_time": said, "time": time, "time_assumed": days if time is None else None}


def _tolls(tolls: Sequence[Toll], told: Json, pool: Pool) -> tuple[Toll, ...]:
    """The tolls with those of some kinds replaced, each by one or none; what an edit does not say of it stays."""
    found = list(tolls)
    for name, value in told.items():
        kind = TollKind(name)
        at = next((i for i, toll in enumerate(found) if toll.kind is kind), len(found))
        old = found[at] if at < len(found) else None
        found = [toll for i, toll in enumerate(found) if toll.kind is not kind or i == at]
        if value is None:
            found[at : at + 1] = []
            continue
        mention = pool.want(value["mention"])
        new = replace(old, mention=mention) if old else Toll(mention=mention, kind=kind, low=None, high=None)
        who = pool.want(value["who"]) if value.get("who") else new.who
        found[at : at + 1] = [replace(new, low=value.get("low"), high=value.get("high"), who=who)]
    return tuple(found)


def _renumber_event(event: Event, number: int, ids: Mapping[int, int]) -> Event:
    roles: dict[str, Any] = {role: renumbered(event.role(role), ids) for role in ROLES}
    return replace(
        event,
        **roles,
        id=number,
        said_time=_id(event.said_time, ids),
        time=replace(event.time, mention=ids[event.time.mention]) if event.time else None,
        toll=tuple(
            replace(t, mention=ids[t.mention], who=_id(t.who, ids), attribution=_id(t.attribution, ids)) for t in event.toll
        ),
        attribution=_id(event.attribution, ids),
        also_attributed=renumbered(event.also_attributed, ids),
    )


def _with_time_words(event: Event, mentions: Sequence[Mention]) -> Event:
    """The event; where its time words became something else, its days are told by no words and so assumed."""
    if event.said_time is not None and mentions[event.said_time].type is not MentionType.TIME:
        event = replace(event, said_time=None)
    if event.time and mentions[event.time.mention].type is not MentionType.TIME:
        event = replace(event, time=None, time_assumed=event.time.days)
    return event


def _relations(relations: Sequence[Relation], ids: Mapping[int, int]) -> list[Relation]:
    """Ties of the mentions as they are now; one whose two sides have become one mention is none."""
    kept = [r for r in relations if r.source == r.target or ids[r.source] != ids[r.target]]
    return [
        replace(r, id=i, source=ids[r.source], target=ids[r.target], attribution=_id(r.attribution, ids))
        for i, r in enumerate(kept)
    ]


def _quote(quote: Quote, ids: Mapping[int, int]) -> Quote:
    return replace(quote, speaker=_id(quote.speaker, ids))


def _id(handle: int | None, ids: Mapping[int, int]) -> int | None:
    return None if handle is None else ids[handle]
