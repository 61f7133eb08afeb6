"""The mentions and entities of a reading while people's words are put into it: mentions are made where none has a span, others keep their
place, and in the end all are numbered anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from zenobia.grounding.actors import PARTIES
from zenobia.grounding.spelling import fold
from zenobia.record.anchors import overlap
from zenobia.record.identities import actor_from, days_from, place_from
from zenobia.types import Entity, Mention, MentionType, Reading, Span

Json = Mapping[str, Any]

UNNAMED = frozenset({MentionType.TIME, MentionType.COUNT, MentionType.WEAPON})
"""Mentions that lie in no entity (reading/same_entity.py)."""


class Pool:
    """Mentions by handle: that of the reader's is its id, that of a new one follows on. `numbers()` turns handles into ids at the end."""

    def __init__(self, reading: Reading, aliases: Mapping[str, Json]) -> None:
        """aliases: folded name -> the actor people gave it to."""
        self._aliases = aliases
        self._text = reading.report.text
        self._day = reading.report.published.date if reading.report.published else None
        self._mentions = {mention.id: mention for mention in reading.mentions}
        self._entities = list(reading.entities)
        self._became: dict[int, int] = {}

    def want(self, told: Json) -> int:
        """The mention at a span {"start", "end", "type"}, made where there is none; "retype": it becomes of this type, whatever the reader
        took it for. Mentions that the new one overlaps become it."""
        span, kind = Span(told["start"], told["end"]), MentionType(told["type"])
        same = next((handle for handle, mention in self._mentions.items() if mention.span == span), None)
        if same is None:
            return self._make(span, kind, told)
        if told.get("retype"):
            self._mentions[same] = replace(self._mentions[same], type=kind)
        return same

    def identify(self, told: Json) -> None:
        """Says whom or what the mention at a span means: {"start", "end", "actor" or "place"}. A span without a mention changes nothing."""
        span = Span(told["start"], told["end"])
        shared = {handle: overlap(span, mention.span) for handle, mention in self._mentions.items()}
        handle = min((h for h, length in shared.items() if length), key=lambda h: (-shared[h], h), default=None)
        if handle is None:
            return
        mention, changes = self._mentions[handle], self._meaning(told)
        if mention.entity is not None and self._is_alone(mention):  # its entity is what listings show
            self._entities[mention.entity] = replace(self._entities[mention.entity], **changes)
            changes = dict.fromkeys(changes)
        self._mentions[handle] = replace(mention, **changes)

    def _meaning(self, told: Json) -> dict[str, Any]:
        if "actor" in told:
            return {"actor": actor_from(told["actor"], self._day)}
        return {"place": place_from(told["place"])}

    def numbers(self) -> dict[int, int]:
        """Handle -> id in the corrected reading, of every mention there was or is."""
        ids = {handle: i for i, handle in enumerate(self._ordered())}
        return {handle: ids[self._now(handle)] for handle in (*ids, *self._became)}

    def done(self) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
        """The mentions, sorted, and the entities, those that nobody names any more left out; both numbered anew."""
        ordered, ids = self._ordered(), self.numbers()
        members: dict[int, list[int]] = {}
        for handle in ordered:
            if (entity := self._mentions[handle].entity) is not None:
                members.setdefault(entity, []).append(ids[handle])
        kept = {old: new for new, old in enumerate(sorted(members))}
        mentions = tuple(self._numbered(self._mentions[handle], i, kept, ids) for i, handle in enumerate(ordered))
        entities = tuple(replace(self._entities[old], id=new, mentions=tuple(members[old])) for old, new in kept.items())
        return mentions, entities

    def _ordered(self) -> list[int]:
        return sorted(self._mentions, key=lambda handle: self._mentions[handle].span)

    def _now(self, handle: int) -> int:
        """The handle of what a mention became."""
        while handle in self._became:
            handle = self._became[handle]
        return handle

    def _make(self, span: Span, kind: MentionType, told: Json) -> int:
        handle = 1 + max((*self._mentions, *self._became), default=-1)
        for other, mention in list(self._mentions.items()):
            if overlap(span, mention.span):
                self._became[other] = handle
                del self._mentions[other]
        words = span.of(self._text)
        days = days_from(told["days"]) if told.get("days") else None
        entity = self._entity(words, kind, told)
        self._mentions[handle] = Mention(id=handle, span=span, text=words, type=kind, entity=entity, confidence=1.0, days=days)
        return handle

    def _entity(self, words: str, kind: MentionType, told: Json) -> int | None:
        """The entity of new words: one that the report names in the same words, else a new one, as grounding took it when it was said."""
        if kind in UNNAMED:
            return None
        for entity in self._entities:
            names = (entity.name, *(m.text for m in self._mentions.values() if m.entity == entity.id))
            if entity.type is kind and words.casefold() in (name.casefold() for name in names):
                return entity.id
        meant = (self._aliases.get(fold(words)) if kind in PARTIES else None) or told.get("actor")
        actor = actor_from(meant, self._day) if meant else None
        place = place_from(told["place"]) if told.get("place") else None
        self._entities.append(Entity(id=len(self._entities), type=kind, name=words, mentions=(), actor=actor, place=place))
        return len(self._entities) - 1

    def _is_alone(self, mention: Mention) -> bool:
        return sum(other.entity == mention.entity for other in self._mentions.values()) == 1

    @staticmethod
    def _numbered(mention: Mention, number: int, entities: Mapping[int, int], ids: Mapping[int, int]) -> Mention:
        place = mention.place
        if place and place.relation:
            place = replace(place, relation=replace(place.relation, anchor=ids[place.relation.anchor]))
        entity = None if mention.entity is None else entities[mention.entity]
        return replace(mention, id=number, entity=entity, place=place)


def renumbered(handles: Iterable[int], ids: Mapping[int, int]) -> tuple[int, ...]:
    """The ids of handles in their order, each once."""
    return tuple(dict.fromkeys(ids[handle] for handle in handles))
