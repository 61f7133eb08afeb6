"""A reading as one line of JSON, field for field as spec/RECORD.md prints it."""

from __future__ import annotations

import json
import re
from typing import Any

from zenobia.exports.wording import warnings_of
from zenobia.types import (
    ROLES,
    Actor,
    Days,
    Entity,
    Event,
    Mention,
    MentionType,
    Place,
    Quote,
    Reading,
    Relation,
    Report,
    Span,
    Toll,
)

Json = dict[str, Any]

_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Legal in a JSON string, but UTF-8 has no lone surrogates, terminals obey C1 controls, and some readers break lines there."""


def reading_to_json(reading: Reading) -> str:
    """The record as one line, without its newline. The same reading gives the same characters."""
    return escape_unsafe(json.dumps(reading_to_dict(reading), ensure_ascii=False, allow_nan=False))


def escape_unsafe(line: str) -> str:
    """A line of JSON with what only JSON may hold written as escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def reading_to_dict(reading: Reading) -> Json:
    """The record as plain dicts and lists, in the order of spec/RECORD.md; confidences to three decimals."""
    return {
        **_report(reading.report),
        "text": reading.report.text,
        "warnings": list(warnings_of(reading)),
        "source_map": [
            {
                "start": part.start,
                "end": part.end,
                "part": part.part,
                "page": part.page,
                "source_start": part.source_start,
                "source_end": part.source_end,
            }
            for part in reading.report.source_map
        ],
        "mentions": [_mention(m) for m in reading.mentions],
        "entities": [_entity(e) for e in reading.entities],
        "events": [_event(e, reading.report.text) for e in reading.events],
        "relations": [_relation(r) for r in reading.relations],
        "quotes": [_quote(q) for q in reading.quotes],
        "reader": {"version": reading.reader.version, "model": reading.reader.model},
    }


def _report(report: Report) -> Json:
    published = report.published
    return {
        "id": report.id,
        "sha256": report.sha256,
        "title": report.title,
        "byline": report.byline,
        "outlet": report.outlet,
        "url": report.url,
        "published": {"date": published.date.isoformat(), "rule": published.rule} if published else None,
        "language": report.language,
    }


def _mention(mention: Mention) -> Json:
    found: Json = {
        "id": mention.id,
        **_span(mention.span),
        "text": mention.text,
        "type": mention.type.value,
        "entity": mention.entity,
        "confidence": round(mention.confidence, 3),
    }
    if mention.type is MentionType.TIME:
        found["days"] = _days(mention.days)
    if mention.actor:
        found["actor"] = _actor(mention.actor)
    if mention.place:
        found["place"] = _place(mention.place)
        if way := mention.place.relation:
            found["place"]["relation"] = {"anchor": way.anchor, "bearing": way.bearing, "km": way.km}
    return found


def _entity(entity: Entity) -> Json:
    return {
        "id": entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "mentions": list(entity.mentions),
        "actor": _actor(entity.actor) if entity.actor else None,
        "place": _place(entity.place) if entity.place else None,
    }


def _actor(actor: Actor) -> Json:
    return {
        "id": actor.id,
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "kind": actor.kind,
        "parent": actor.parent,
        "sponsors": list(actor.sponsors),
        "rule": actor.rule,
        "confidence": actor.confidence,
        "reason": actor.reason,
    }


def _place(place: Place) -> Json:
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "feature": place.feature,
        "radius_km": place.radius_km,
        "rule": place.rule,
        "confidence": place.confidence,
        "reason": place.reason,
    }


def _event(event: Event, text: str) -> Json:
    time = event.time
    return {
        "id": event.id,
        "type": event.type.value,
        "status": event.status.value,
        "confidence": round(event.confidence, 3),
        "trigger": {**_span(event.trigger), "text": event.trigger.of(text)},
        "sentence": _span(event.sentence),
        **{role: list(event.role(role)) for role in ROLES},
        "time": {"mention": time.mention, **_days_of(time.days)} if time else None,
        "time_assumed": _days(event.time_assumed),
        "toll": [_toll(toll) for toll in event.toll],
        "attribution": event.attribution,
        "also_attributed": list(event.also_attributed),
    }


def _toll(toll: Toll) -> Json:
    return {
        "mention": toll.mention,
        "kind": toll.kind.value,
        "low": toll.low,
        "high": toll.high,
        "who": toll.who,
        "scope": toll.scope,
        "days": _days(toll.days),
        "attribution": toll.attribution,
    }


def _relation(relation: Relation) -> Json:
    return {
        "id": relation.id,
        "type": relation.type.value,
        "from": relation.source,
        "to": relation.target,
        "status": relation.status.value,
        "attribution": relation.attribution,
        "days": _days(relation.days),
        "confidence": round(relation.confidence, 3),
        "evidence": _span(relation.evidence),
    }


def _quote(quote: Quote) -> Json:
    return {**_span(quote.span), "speaker": quote.speaker, "cue": _span(quote.cue) if quote.cue else None}


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _days(days: Days | None) -> Json | None:
    return _days_of(days) if days else None


def _days_of(days: Days) -> Json:
    return {"start": days.start.isoformat(), "end": days.end.isoformat(), "rule": days.rule}
