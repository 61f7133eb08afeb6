"""A reading as rows of the record's tables: made where the report is read, so that the process that writes only writes.

Actors and places stand as values; the writer turns them into numbers (`store.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from zenobia.record.chains import features_of
from zenobia.record.codec import pack_raw, pack_reading
from zenobia.record.control_signs import control_signs
from zenobia.record.features import Features, actor_of, hash48, place_of, words_key
from zenobia.record.outlets import independent_outlet
from zenobia.types import ROLES, Actor, Days, Event, Place, ReaderVersion, Reading, Report

ActorRow = tuple[int, str, str | None, str | None, str | None, str | None, str | None, str | None]
"""identity, actor_id, name, country, sector, kind, parent, sponsors: as in the table `actor`."""

PlaceRow = tuple[int, str, str | None, float | None, float | None, str | None, str | None, str | None, str | None, float | None]
"""identity, place_id, name, latitude, longitude, country, admin1, admin2, feature, radius_km: as in the table `place`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """One event: its row (number, type, status, confidence, trigger, sentence, days, assumed, attribution), its place, roles,
    actors in roles, tolls. review: what people said of it, None when nobody looked."""

    row: tuple[int, str, str, float, int, int, int, int, str | None, str | None, int, int | None]
    place: PlaceRow | None
    roles: tuple[tuple[str, int], ...]
    actors: tuple[tuple[ActorRow, str], ...]
    tolls: tuple[tuple[int, str, int | None, int | None, str, int | None, int | None], ...]
    review: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRows:
    """One sign of control: its place, its actors, and its row: kind, mentions of place, party, against and by, first, last, told, open, whole,
    hedged, evidence, event, relation, confidence."""

    place: PlaceRow
    party: ActorRow | None
    against: ActorRow | None
    by: ActorRow | None
    row: tuple[
        str,
        int,
        int | None,
        int | None,
        int | None,
        str | None,
        str | None,
        int,
        int,
        int,
        int,
        int,
        int,
        int | None,
        int | None,
        float,
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRows:
    """Everything derived from one reading."""

    entities: tuple[tuple[int, str, str, ActorRow | None, PlaceRow | None], ...]
    mentions: tuple[tuple[int, int, int, str, int | None], ...]
    relations: tuple[tuple[int, str, int, int, str, float, int, int, int | None], ...]
    events: tuple[EventRows, ...]
    features: tuple[Features, ...]
    control: tuple[ControlRows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report read and ready to be written: its own columns, its reading packed, 48 bits of its words, and the rows of it."""

    report: Report
    reader: ReaderVersion
    reading: bytes
    raw: bytes | None
    independent: str | None
    words: int
    rows: ReadingRows


def keep(reading: Reading, raw: bytes | None) -> Kept:
    """What the record writes of a reading. raw: the bytes its report came as."""
    report = reading.report
    return Kept(
        report=report,
        reader=reading.reader,
        reading=pack_reading(reading),
        raw=None if raw is None else pack_raw(raw, report.text),
        independent=independent_outlet(report.outlet) if report.outlet else None,
        words=words_key(report.text),
        rows=rows_of(reading),
    )


def rows_of(reading: Reading, reviews: Sequence[str | None] = ()) -> ReadingRows:
    """The rows derived from a reading, or from one that people corrected. reviews: what they said of each event, none by default."""
    reviews = reviews or (None,) * len(reading.events)
    return ReadingRows(
        entities=tuple(
            (e.id, e.type.value, e.name, _actor_row(e.actor) if e.actor else None, _place_row(e.place) if e.place else None)
            for e in reading.entities
        ),
        mentions=tuple((m.id, m.span.start, m.span.end, m.type.value, m.entity) for m in reading.mentions),
        relations=tuple(
            (
                r.id, r.type.value, r.source, r.target, r.status.value, round(r.confidence, 3), r.evidence.start, r.evidence.end,
                r.attribution,
            )
            for r in reading.relations
        ),
        events=tuple(_event_rows(event, reading, review) for event, review in zip(reading.events, reviews, strict=True)),
        features=features_of(reading),
        control=control_rows(reading, reviews),
    )  # fmt: skip


def control_rows(reading: Reading, reviews: Sequence[str | None] = ()) -> tuple[ControlRows, ...]:
    """The rows of a reading's signs of control."""
    found = []
    for s in control_signs(reading, reviews):
        place = _place_row(s.place)
        assert place is not None, "a sign has a settled place"
        days = (_iso(s.first) if s.first else None, _iso(s.last) if s.last else None)
        flags = (int(s.told), int(s.open), int(s.whole), int(s.hedged))
        row = (
            s.kind.value,
            s.place_mention,
            s.party,
            s.against,
            s.by,
            *days,
            *flags,
            s.evidence.start,
            s.evidence.end,
            s.event,
            s.relation,
            s.confidence,
        )
        actors = (_known_actor(actor) for actor in (s.party_actor, s.against_actor, s.by_actor))
        party, against, by = actors
        found.append(ControlRows(place=place, party=party, against=against, by=by, row=row))
    return tuple(found)


def _event_rows(event: Event, reading: Reading, review: str | None) -> EventRows:
    days: Days | None = event.time.days if event.time else event.time_assumed
    start, end = (_iso(days.start), _iso(days.end)) if days else (None, None)
    trigger, sentence = event.trigger, event.sentence
    return EventRows(
        row=(
            event.id, event.type.value, event.status.value, round(event.confidence, 3), trigger.start, trigger.end, sentence.start,
            sentence.end, start, end, int(event.time is None and days is not None), event.attribution,
        ),
        place=_finest_place(event, reading),
        roles=tuple((role, i) for role in ROLES for i in event.role(role)),
        actors=tuple(dict.fromkeys(_actors(event, reading))),
        tolls=tuple(
            dict.fromkeys((t.mention, t.kind.value, t.low, t.high, t.scope, t.who, t.attribution) for t in event.toll)
        ),
        review=review,
    )  # fmt: skip


def _iso(day: date) -> str:
    return day.isoformat()


def _actors(event: Event, reading: Reading) -> list[tuple[ActorRow, str]]:
    found = []
    for role in ("actor", "target", "supporter"):
        for i in event.role(role):
            row = _known_actor(actor_of(reading.mentions[i], reading))
            if row:
                found.append((row, role))
    return found


def _known_actor(actor: Actor | None) -> ActorRow | None:
    return _actor_row(actor) if actor else None


def _actor_row(actor: Actor) -> ActorRow | None:
    if not actor.id:
        return None
    values = (actor.id, actor.name, actor.country, actor.sector, actor.kind, actor.parent, "; ".join(actor.sponsors) or None)
    return (hash48(repr(values)), *values)


def _place_row(place: Place) -> PlaceRow | None:
    if not place.id:
        return None
    values = tuple(getattr(place, name) for name in _PLACE_COLUMNS)
    return (hash48(repr(values)), *values)


_PLACE_COLUMNS = ("id", "name", "latitude", "longitude", "country", "admin1", "admin2", "feature", "radius_km")
assert set(_PLACE_COLUMNS) <= {field.name for field in fields(Place)}, "columns of Place"

_WIDE = ("PCLI", "CONT", "RGN", "ADM1", "ADM2")
"""Features from wide to narrow; all others are towns and sites."""


def _finest_place(event: Event, reading: Reading) -> PlaceRow | None:
    """The narrowest settled place among the event's places, else among the sites it struck."""
    for role in (event.place, event.target):
        settled = [p for i in role if (p := _site(i, reading)) and p.id and p.latitude is not None]
        if settled:
            best = max(
                settled,
                key=lambda p: (_WIDE.index(p.feature) if p.feature in _WIDE else len(_WIDE), -(p.radius_km or 0.0), p.id),
            )
            return _place_row(best)
    return None


def _site(mention: int, reading: Reading) -> Place | None:
    found = reading.mentions[mention]
    return place_of(found, reading) if found.type.value in ("place", "facility") else None
