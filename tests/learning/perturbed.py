"""Readings made from gold marks, and spoilt by chance, to try the scoring with."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from zenobia.learning.score_marks import locate, read_period
from zenobia.types import ROLES, EventType, MentionType, Status

Json = dict[str, Any]


def perfect_reading(gold: Mapping[str, Any]) -> Json:
    """The reading (spec/RECORD.md) that says what the gold says."""
    text = gold["text"]
    mentions: list[Json] = []
    ids: dict[str, int] = {}
    for kind, words in gold.get("ent", ()):
        span = locate(text, words)
        ids.setdefault(words, len(mentions))
        mentions.append({"id": len(mentions), "start": span.start, "end": span.end, "type": kind, "confidence": 0.9})

    def mention(words: str) -> int:
        """Tolls may name words that no mention marks."""
        if words not in ids:
            span = locate(text, words)
            ids[words] = len(mentions)
            mentions.append({"id": ids[words], "start": span.start, "end": span.end, "type": "count", "confidence": 0.5})
        return ids[words]

    events = [_event(event, text, mention) for event in gold.get("ev", ())]
    relations = [{"type": kind, "from": mention(a), "to": mention(b), "confidence": 0.7} for kind, a, b in gold.get("rel", ())]
    return {"id": gold["id"], "text": text, "mentions": mentions, "events": events, "relations": relations}


def _event(event: Mapping[str, Any], text: str, mention: Any) -> Json:
    trigger = locate(text, event["tr"])
    time = event.get("time") or {}
    days = read_period(time["v"]) if time.get("v") else None
    return {
        "type": event["t"],
        "status": event.get("st", "actual"),
        "confidence": 0.8,
        "trigger": {"start": trigger.start, "end": trigger.end},
        **{role: [mention(words) for words in event.get(role, ())] for role in ROLES},
        "attribution": mention(event["attr"]) if event.get("attr") else None,
        "time": {"mention": 0, "start": days[0], "end": days[1], "rule": "gold"} if days else None,
        "toll": [
            {"mention": mention(o["x"]), "kind": o["k"], "low": o.get("lo"), "high": o.get("hi")} for o in event.get("toll", ())
        ],
    }


def spoil(reading: Json, random: Random) -> Json:
    """The same reading with a share of everything shifted, retyped, dropped, doubled or made up."""
    text = reading["text"]
    for mention in reading["mentions"]:
        _shift(mention, text, random)
        mention["confidence"] = round(random.random(), 3)
        if random.random() < 0.1:
            mention["type"] = random.choice(list(MentionType)).value
    reading["events"] = [event for event in reading["events"] if random.random() > 0.15]
    reading["events"] += [dict(event) for event in reading["events"] if random.random() < 0.1]
    reading["relations"] = [tie for tie in reading["relations"] if random.random() > 0.2]
    for event in reading["events"]:
        _spoil_event(event, len(reading["mentions"]), text, random)
    return reading


def _shift(span: Json, text: str, random: Random) -> None:
    if random.random() < 0.25:
        span["start"] = min(max(0, span["start"] + random.randint(-6, 6)), len(text))
        span["end"] = max(span["start"], min(span["end"] + random.randint(-6, 6), len(text)))


def _spoil_event(event: Json, mentions: int, text: str, random: Random) -> None:
    trigger = dict(event["trigger"])
    _shift(trigger, text, random)
    event["trigger"] = trigger
    if random.random() < 0.15:
        event["type"] = random.choice(list(EventType)).value
    if random.random() < 0.15:
        event["status"] = random.choice(list(Status)).value
    for role in ROLES:
        event[role] = [i for i in event[role] if random.random() > 0.1]
        if mentions and random.random() < 0.1:
            event[role] = [*event[role], random.randrange(mentions)]
    if mentions and random.random() < 0.15:
        event["attribution"] = random.choice([None, random.randrange(mentions)])
    if random.random() < 0.15:
        event["time"] = random.choice([None, {"mention": 0, "start": "2016-03-27", "end": "2016-03-27"}])
    if random.random() < 0.05:
        event["time"] = {"mention": None, "start": "2016-03-27", "end": "2016-03-27"}
    event["toll"] = [dict(o, low=random.choice([o["low"], None, 7])) for o in event["toll"] if random.random() > 0.1]
