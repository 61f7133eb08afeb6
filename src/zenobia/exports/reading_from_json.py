"""The way back: the dicts that `reading_json` writes (spec/RECORD.md) to the reading they were written from.

What the JSON does not hold comes back empty: `Event.said_time` where no day was told, confidences beyond three decimals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zenobia.types import (
    ROLES,
    Actor,
    Days,
    Entity,
    Event,
    EventTime,
    EventType,
    Mention,
    MentionType,
    Nearness,
    Place,
    Published,
    Quote,
    ReaderVersion,
    Reading,
    Relation,
    RelationType,
    Report,
    SourcePart,
    Span,
    Status,
    Toll,
    TollKind,
)

Json = Mapping[str, Any]


def reading_from_dict(record: Json) -> Reading:
    """The reading of one line of `zenobia read --format json`. Raises KeyError, ValueError or TypeError when it is none."""
    report = report_from_dict(record)
    return Reading(
        report=report,
        reader=ReaderVersion(version=record["reader"]["version"], model=record["reader"]["model"]),
        mentions=tuple(_mention(m, report.text) for m in record["mentions"]),
        entities=tuple(_entity(e) for e in record["entities"]),
        events=tuple(_event(e) for e in record["events"]),
        relations=tuple(_relation(r) for r in record["relations"]),
        quotes=tuple(_quote(q) for q in record["quotes"]),
    )


def report_from_dict(record: Json) -> Report:
    """The report of the same line; all warnings are its own."""
    published = record["published"]
    return Report(
        id=record["id"],
        sha256=record["sha256"],
        text=record["text"],
        title=record["title"],
        byline=record["byline"],
        outlet=record["outlet"],
        url=record["url"],
        published=Published(date=date.fromisoformat(published["date"]), rule=published["rule"]) if published else None,
        language=record["language"],
        warnings=tuple(record["warnings"]),
        source_map=tuple(SourcePart(**part) for part in record["source_map"]),
    )


def _mention(found: Json, text: str) -> Mention:
    span = _span(found)
    place = found.get("place")
    return Mention(
        id=found["id"],
        span=span,
        text=span.of(text),
        type=MentionType(found["type"]),
        entity=found["entity"],
        confidence=found["confidence"],
        days=_days(found.get("days")),
        place=_place(place) if place else None,
        actor=_actor(found["actor"]) if found.get("actor") else None,
    )


def _entity(found: Json) -> Entity:
    return Entity(
        id=found["id"],
        type=MentionType(found["type"]),
        name=found["name"],
        mentions=tuple(found["mentions"]),
        actor=_actor(found["actor"]) if found["actor"] else None,
        place=_place(found["place"]) if found["place"] else None,
    )


def _actor(found: Json) -> Actor:
    return Actor(**{**found, "sponsors": tuple(found["sponsors"])})


def _place(found: Json) -> Place:
    way = found.get("relation")
    return Place(**{**found, "relation": Nearness(**way) if way else None})


def _event(found: Json) -> Event:
    time = found["time"]
    return Event(
        id=found["id"],
        type=EventType(found["type"]),
        status=Status(found["status"]),
        confidence=found["confidence"],
        trigger=_span(found["trigger"]),
        sentence=_span(found["sentence"]),
        **{role: tuple(found[role]) for role in ROLES},
        said_time=time["mention"] if time else None,
        time=EventTime(mention=time["mention"], days=_known_days(time)) if time else None,
        time_assumed=_days(found["time_assumed"]),
        toll=tuple(_toll(toll) for toll in found["toll"]),
        attribution=found["attribution"],
        also_attributed=tuple(found["also_attributed"]),
    )


def _toll(found: Json) -> Toll:
    return Toll(
        mention=found["mention"],
        kind=TollKind(found["kind"]),
        low=found["low"],
        high=found["high"],
        who=found["who"],
        scope=found["scope"],
        days=_days(found["days"]),
        attribution=found["attribution"],
    )


def _relation(found: Json) -> Relation:
    return Relation(
        id=found["id"],
        type=RelationType(found["type"]),
        source=found["from"],
        target=found["to"],
        evidence=_span(found["evidence"]),
        confidence=found["confidence"],
        status=Status(found["status"]),
        attribution=found["attribution"],
        days=_days(found["days"]),
    )


def _quote(found: Json) -> Quote:
    return Quote(span=_span(found), speaker=found["speaker"], cue=_span(found["cue"]) if found["cue"] else None)


def _span(found: Json) -> Span:
    return Span(found["start"], found["end"])


def _days(found: Json | None) -> Days | None:
    return _known_days(found) if found else None


def _known_days(found: Json) -> Days:
    return Days(start=date.fromisoformat(found["start"]), end=date.fromisoformat(found["end"]), rule=found["rule"])
