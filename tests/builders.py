"""Readings made by hand: a test states the words, and only what differs from default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zenobia.types import (
    Days,
    Entity,
    Event,
    EventTime,
    EventType,
    Mention,
    MentionType,
    Published,
    Quote,
    ReaderVersion,
    Reading,
    Relation,
    RelationType,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
)

READER = ReaderVersion(version="0.1.0", model="0" * 16)


def a_report(text: str, **changes: Any) -> Report:
    """A report of `text` with an id, a digest and a publication date."""
    given: dict[str, Any] = {
        "id": "r-1",
        "sha256": "ab" * 32,
        "published": Published(date=date(2024, 5, 14), rule="dateline"),
        "language": "en",
    }
    return Report(text=text, **{**given, **changes})


def span_of(text: str, words: str) -> Span:
    """Where `words` stand in `text`; "words#2" is their second occurrence, as in the gold files."""
    words, _, nth = words.partition("#")
    start = -1
    for _ in range(int(nth or 1)):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def some_days(start: str, end: str | None = None, rule: str = "calendar day") -> Days:
    """Days from ISO dates; one day when no end is given."""
    return Days(start=date.fromisoformat(start), end=date.fromisoformat(end or start), rule=rule)


class ReadingByHand:
    """Collects mentions, events, ties and quotations named by their words; `done()` gives the Reading."""

    def __init__(self, text: str, **report: Any) -> None:
        self.text = text
        self.report = a_report(text, **report)
        self._mentions: dict[str, tuple[MentionType, Days | None]] = {}
        self._entities: list[tuple[str, ...]] = []
        self._events: list[dict[str, Any]] = []
        self._relations: list[tuple[str, str, str, dict[str, Any]]] = []
        self._quotes: list[tuple[str, str | None, str | None]] = []
        self.warnings: tuple[str, ...] = ()

    def mention(self, kind: str, *words: str, days: Days | None = None) -> ReadingByHand:
        """Mentions of one type."""
        self._mentions.update({w: (MentionType(kind), days) for w in words})
        return self

    def same(self, *words: str) -> ReadingByHand:
        """Mentions of one entity; the first wording is its name."""
        self._entities.append(words)
        return self

    def event(self, kind: str, trigger: str, **parts: Any) -> ReadingByHand:
        """An event; its parts by the words of mentions, `sentence` by its own words (default: the whole text)."""
        self._events.append({"type": kind, "trigger": trigger, **parts})
        return self

    def tie(self, kind: str, source: str, target: str, **parts: Any) -> ReadingByHand:
        """A relation between two mentions."""
        self._relations.append((kind, source, target, parts))
        return self

    def quote(self, words: str, speaker: str | None = None, cue: str | None = None) -> ReadingByHand:
        """A quotation, its speaker a mention, its cue by its words."""
        self._quotes.append((words, speaker, cue))
        return self

    def done(self) -> Reading:
        """The Reading."""
        named = sorted(self._mentions, key=lambda words: span_of(self.text, words))
        self._ids = {words: i for i, words in enumerate(named)}
        entity = {words: i for i, group in enumerate(self._entities) for words in group}
        mentions = tuple(
            Mention(
                id=i,
                span=span_of(self.text, words),
                text=words.partition("#")[0],
                type=self._mentions[words][0],
                entity=entity.get(words),
                confidence=0.98,
                days=self._mentions[words][1],
            )
            for i, words in enumerate(named)
        )
        entities = tuple(
            Entity(
                id=i,
                type=self._mentions[group[0]][0],
                name=group[0].partition("#")[0],
                mentions=tuple(sorted(self._ids[w] for w in group)),
            )
            for i, group in enumerate(self._entities)
        )
        return Reading(
            report=self.report,
            reader=READER,
            mentions=mentions,
            entities=entities,
            events=tuple(self._event(i, parts) for i, parts in enumerate(self._events)),
            relations=tuple(self._relation(i, *parts) for i, parts in enumerate(self._relations)),
            quotes=tuple(self._quote(*parts) for parts in self._quotes),
            warnings=self.warnings,
        )

    def _event(self, index: int, parts: dict[str, Any]) -> Event:
        time = parts.get("time")
        days = self._mentions[time][1] if time else None
        return Event(
            id=index,
            type=EventType(parts["type"]),
            status=Status(parts.get("status", "actual")),
            confidence=parts.get("confidence", 0.93),
            trigger=span_of(self.text, parts["trigger"]),
            sentence=span_of(self.text, parts["sentence"]) if "sentence" in parts else Span(0, len(self.text)),
            actor=self._all(parts.get("actor", ())),
            target=self._all(parts.get("target", ())),
            supporter=self._all(parts.get("supporter", ())),
            place=self._all(parts.get("place", ())),
            means=self._all(parts.get("means", ())),
            time=EventTime(mention=self._ids[time], days=days) if time and days else None,
            time_assumed=parts.get("time_assumed"),
            toll=tuple(self._toll(toll) for toll in parts.get("toll", ())),
            attribution=self._one(parts.get("attribution")),
            also_attributed=self._all(parts.get("also_attributed", ())),
        )

    def _toll(self, parts: dict[str, Any]) -> Toll:
        return Toll(
            mention=self._ids[parts["words"]],
            kind=TollKind(parts["kind"]),
            low=parts.get("low"),
            high=parts.get("high"),
            who=self._one(parts.get("who")),
            scope=parts.get("scope", "event"),
            days=parts.get("days"),
            attribution=self._one(parts.get("attribution")),
        )

    def _relation(self, index: int, kind: str, source: str, target: str, parts: dict[str, Any]) -> Relation:
        evidence = parts.get("evidence", source if source == target else None)
        spans = [span_of(self.text, w) for w in (source, target)]
        return Relation(
            id=index,
            type=RelationType(kind),
            source=self._ids[source],
            target=self._ids[target],
            evidence=span_of(self.text, evidence) if evidence else Span(min(spans).start, max(s.end for s in spans)),
            confidence=parts.get("confidence", 0.9),
            status=Status(parts.get("status", "actual")),
            attribution=self._one(parts.get("attribution")),
            days=parts.get("days"),
        )

    def _quote(self, words: str, speaker: str | None, cue: str | None) -> Quote:
        return Quote(span=span_of(self.text, words), speaker=self._one(speaker), cue=span_of(self.text, cue) if cue else None)

    def _one(self, words: str | None) -> int | None:
        return None if words is None else self._ids[words]

    def _all(self, words: str | Sequence[str]) -> tuple[int, ...]:
        return tuple(self._ids[w] for w in ([words] if isinstance(words, str) else words))


FIRST_SENTENCE = (
    "Government forces backed by Tarsenian aircraft retook the town of Arvan from the Red Banner Front on Sunday, "
    "killing dozens of fighters, a senior army officer said."
)
SECOND_SENTENCE = "The US-backed Red Banner Front (RBF) denied that it would withdraw from Lower Sabel by June."
THIRD_SENTENCE = "“We will be back before the harvest,” its commander Ilan Dorré wrote."
ARVAN = f"Army retakes Arvan\n\n{FIRST_SENTENCE} {SECOND_SENTENCE}\n\n{THIRD_SENTENCE}"


def the_arvan_reading(**report: Any) -> Reading:
    """A reading with a bit of everything: supporter, toll, attribution, a denied plan, ties, an alias, a quotation."""
    by_hand = ReadingByHand(ARVAN, **{"title": "Army retakes Arvan", "outlet": "Sabel Courier", **report})
    by_hand.mention("group", "Government forces", "Red Banner Front", "Red Banner Front#2", "RBF", "Tarsenian aircraft")
    by_hand.mention("state", "US").mention("place", "Arvan#2", "Lower Sabel")
    by_hand.mention("person", "senior army officer", "Ilan Dorré").mention("people", "fighters").mention("count", "dozens")
    by_hand.mention("time", "Sunday", days=some_days("2024-05-12", rule="weekday before publication"))
    by_hand.mention("time", "by June", days=some_days("2024-05-14", "2024-06-30", rule="until a month to come"))
    by_hand.same("Government forces").same("Red Banner Front", "Red Banner Front#2", "RBF").same("Arvan#2").same("US")
    by_hand.event(
        "capture",
        "retook",
        sentence=FIRST_SENTENCE,
        actor="Government forces",
        target="Red Banner Front",
        supporter="Tarsenian aircraft",
        place="Arvan#2",
        time="Sunday",
        toll=[{"words": "dozens", "kind": "killed", "low": 24, "who": "fighters"}],
        attribution="senior army officer",
    )
    by_hand.event(
        "withdrawal",
        "withdraw",
        status="negated",
        confidence=0.71,
        sentence=SECOND_SENTENCE,
        actor="Red Banner Front#2",
        place="Lower Sabel",
        time="by June",
        attribution="Red Banner Front#2",
    )
    by_hand.tie("backs", "US", "Red Banner Front#2", confidence=0.97)
    by_hand.tie("alias", "Red Banner Front#2", "RBF", confidence=0.6)
    by_hand.quote("“We will be back before the harvest,”", "Ilan Dorré", "wrote")
    return by_hand.done()
