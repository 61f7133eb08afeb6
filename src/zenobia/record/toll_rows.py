"""What is counted of incidents and claimed as totals, out of the record; `situation/tolls.py` adds it up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, or_, select, text, tuple_

from zenobia.record.accounts import say_incident
from zenobia.record.merging import say_event
from zenobia.record.names import actor_ids, area_of
from zenobia.record.query import MOST_SPOTS, Filters, conditions
from zenobia.record.refresh import parts
from zenobia.record.schema import actor, entity, event, event_actor, incident, mention, outlet, place, report, toll
from zenobia.record.search import match_of
from zenobia.situation.tolls import (
    COUNTED,
    CountTold,
    IncidentTold,
    count_tolls,
    may_be_total,
    words_of_retelling,
    words_of_total,
)
from zenobia.situation_types import ClaimedTotal, Evidence, TollCount
from zenobia.types import EventType, Span, Status, TollKind, TollSummary

Key = tuple[int, int, str]
"""A row of the table `toll`: event, mention, kind."""


class CountRow(NamedTuple):
    """A row of `_counts_of`: a row of the database gives up its columns by name thirty times slower."""

    id: int
    type: str
    day: str | None
    last: str | None
    country: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    first_key: int
    place_name: str | None
    event: int
    mention: int
    kind: str
    low: int | None
    high: int | None
    who: int | None
    start: int
    end: int
    told_start: str | None
    told_end: str | None
    key: int
    sentence_start: int
    sentence_end: int
    name: str
    sha256: bytes
    published: str | None
    words: int
    outlet: str | None
    independent: str | None
    sentence: str


OWN_VOICE = "the outlet"
"""Who claims what a report says in its own voice, where it names no outlet."""

_KIND_OF = {kind.value: kind for kind in COUNTED}

_told = event.alias("told")
_first = event.alias("first")
_report = report.alias("telling")
_outlet = outlet.alias("teller")
_place = place.alias("site")
_phrase = mention.alias("phrase")
# Aliases throughout: the conditions of filters have queries of their own over the same tables.


def load_tolls(connection: Connection, *, filters: Filters, known: date | None = None) -> TollCount:
    """The tolls of the incidents asked for that happened and were read, beside the totals that reports claim of the same place, actor and days.

    known: only what reports published up to that day count; an incident then happened where one of these says so, its days and place being those
    the record knows now. Claims are of the days they were published; what `filters` asks of incidents alone (killed, reports, certainty, review,
    disagreeing) does not narrow them. Raises UsageError for a place or actor the record does not hold."""
    wanted = replace(filters, statuses=() if known else (Status.ACTUAL,), origin="read")
    asked = conditions(connection, wanted)
    rows = [CountRow._make(row) for row in connection.execute(_counts_of(asked, known))]
    marked = {_key(row): words for row in rows if (words := _total_words(row))}
    claims = _claims(connection, _claimed_where(connection, filters, known))
    for part in parts(sorted({event_row for event_row, _, _ in marked})):
        claims += _claims(connection, [_told.c.id.in_(part), toll.c.scope == "event"], marked)
    return count_tolls(_incidents(rows, marked, known), claims, asked=_count_asked(connection, asked, known))


def _happened(known: date) -> ColumnElement[bool]:
    """Incidents that a report published up to a day says happened."""
    of = event.join(report, report.c.id == event.c.report)
    told = select(event.c.incident).select_from(of).where(event.c.status == Status.ACTUAL.value)
    return incident.c.id.in_(told.where(report.c.published <= known.isoformat()))


def _count_asked(connection: Connection, asked: Sequence[ColumnElement[bool]], known: date | None) -> int:
    when = [_happened(known)] if known else []
    return int(connection.execute(select(func.count()).select_from(incident).where(*asked, *when)).scalar_one())


# Counts


def _counts_of(asked: Sequence[ColumnElement[bool]], known: date | None) -> Select[Any]:
    """A row a count of people by an event of an incident asked for."""
    i = select(incident).where(*asked, *([_happened(known)] if known else [])).cte("asked")
    source = (
        i.join(_told, _told.c.incident == i.c.id)
        .join(toll, and_(toll.c.event == _told.c.id, toll.c.scope == "event", toll.c.kind.in_(_KIND_OF)))
        .join(_report, _report.c.id == _told.c.report)
        .join(_phrase, and_(_phrase.c.report == _told.c.report, _phrase.c.id == toll.c.mention))
        .join(_first, _first.c.id == i.c.id)
        .outerjoin(_outlet, _outlet.c.id == _report.c.outlet)
        .outerjoin(_place, _place.c.id == i.c.place)
    )
    query = select(
        i.c.id, i.c.type, i.c.day, i.c.end.label("last"), i.c.country, i.c.killed_low, i.c.killed_best, i.c.killed_high,
        _first.c.key.label("first_key"), _place.c.name.label("place_name"), toll.c.event, toll.c.mention, toll.c.kind, toll.c.low,
        toll.c.high, toll.c.who, _phrase.c.start, _phrase.c.end, _told.c.start.label("told_start"), _told.c.end.label("told_end"),
        *_EVIDENCE,
    ).select_from(source)  # fmt: skip
    return query.where(_report.c.published <= known.isoformat()) if known else query


_EVIDENCE = (
    _told.c.key, _told.c.sentence_start, _told.c.sentence_end, _report.c.name, _report.c.sha256, _report.c.published, _report.c.words,
    _outlet.c.name.label("outlet"), _outlet.c.independent,
    func.substr(_report.c.text, _told.c.sentence_start + 1, _told.c.sentence_end - _told.c.sentence_start).label("sentence"),
)  # fmt: skip


def _evidence(row: Any) -> Evidence:
    return Evidence(
        report=row.name,
        sha256=row.sha256.hex(),
        outlet=row.outlet,
        independent=row.independent,
        published=_day(row.published),
        span=Span(row.sentence_start, row.sentence_end),
        words=row.sentence,
        event=say_event(row.key),
    )


@lru_cache(maxsize=20_000)
def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _key(row: Any) -> Key:
    return row.event, row.mention, row.kind


def _total_words(row: CountRow) -> str | None:
    """The words that show a count to be a running total (`situation/tolls.py`)."""
    sentence, low, high = row.sentence, row.low, row.high
    figure = low if low is not None else high or 0
    if not may_be_total(sentence, figure):
        return None
    at = Span(max(0, row.start - row.sentence_start), max(0, row.end - row.sentence_start))
    if words_of_retelling(sentence, at, figure):
        return None
    first, last = _day(row.told_start), _day(row.told_end)
    days = (last - first).days if first and last and first < last else None
    return words_of_total(sentence, at, figure, days)


def _incidents(rows: Iterable[CountRow], marked: Container[Key], known: date | None) -> list[IncidentTold]:
    """The incidents of these rows, without the counts that are running totals."""
    by_incident: dict[int, list[CountRow]] = {}
    cut: set[int] = set()
    for row in rows:
        if _key(row) in marked:
            cut.add(row.id)
        else:
            by_incident.setdefault(row.id, []).append(row)
    return [_incident(found, whole=known is None and number not in cut) for number, found in by_incident.items()]


def _incident(rows: Sequence[CountRow], *, whole: bool) -> IncidentTold:
    """whole: every count of the incident is here, so that its own summary of the dead holds."""
    row = rows[0]
    evidence = {told.event: _evidence(told) for told in {row.event: row for row in rows}.values()}
    killed = TollSummary(kind=TollKind.KILLED, low=row.killed_low, best=row.killed_best, high=row.killed_high)
    return IncidentTold(
        id=say_incident(row.first_key),
        type=EventType(row.type),
        day=_day(row.day),
        last=_day(row.last),
        country=row.country,
        place=row.place_name,
        killed=killed if whole and row.killed_best is not None else None,
        counts=tuple(_count(row, evidence[row.event]) for row in rows),
    )


def _count(row: CountRow, evidence: Evidence) -> CountTold:
    return CountTold(
        kind=_KIND_OF[row.kind],
        low=row.low,
        high=row.high,
        at=Span(row.start, row.end),
        who=row.who,
        voice=row.independent or "",
        words_key=row.words,
        evidence=evidence,
    )


# Claims


def _claims(
    connection: Connection, where: Sequence[ColumnElement[bool]], marked: Mapping[Key, str] | None = None
) -> list[ClaimedTotal]:
    """The totals that fit. marked: only these, with the words that show them to be totals."""
    who, by, whom = mention.alias("who"), mention.alias("by"), entity.alias("whom")
    source = (
        toll.join(_told, _told.c.id == toll.c.event)
        .join(_report, _report.c.id == _told.c.report)
        .join(_phrase, and_(_phrase.c.report == _told.c.report, _phrase.c.id == toll.c.mention))
        .outerjoin(_outlet, _outlet.c.id == _report.c.outlet)
        .outerjoin(_place, _place.c.id == _told.c.place)
        .outerjoin(who, and_(who.c.report == _told.c.report, who.c.id == toll.c.who))
        .outerjoin(by, and_(by.c.report == _told.c.report, by.c.id == func.coalesce(toll.c.attribution, _told.c.attribution)))
        .outerjoin(whom, and_(whom.c.report == by.c.report, whom.c.id == by.c.entity))
    )
    query = select(
        toll.c.event, toll.c.mention, toll.c.kind, toll.c.low, toll.c.high, toll.c.scope, _words(_phrase).label("wording"), _phrase.c.start,
        _phrase.c.end,
        _words(who).label("who_words"), func.coalesce(whom.c.name, _words(by)).label("claimant"),
        _told.c.start.label("first"), _told.c.end.label("last"), _place.c.name.label("place_name"), _place.c.country,
        _only_country().label("only_country"), *_EVIDENCE,
    ).select_from(source)  # fmt: skip
    rows = connection.execute(query.where(*where, _is_not_rejected())).all()
    if marked is None:
        return [_claim(row) for row in rows]
    return [_claim(row, marked[_key(row)]) for row in rows if _key(row) in marked]


def _words(of: Any) -> Any:
    return func.substr(_report.c.text, of.c.start + 1, of.c.end - of.c.start)


def _only_country() -> Any:
    """The country that all places of a report lie in; null where they lie in several, or nowhere known."""
    named, where = entity.alias("named"), place.alias("named_place")
    query = select(func.max(where.c.country)).select_from(named.join(where, where.c.id == named.c.place))
    return query.where(named.c.report == _told.c.report).having(func.count(where.c.country.distinct()) == 1).scalar_subquery()


def _is_not_rejected() -> ColumnElement[bool]:
    return or_(_told.c.review.is_(None), _told.c.review != "rejected")


def _claim(row: Any, marked: str | None = None) -> ClaimedTotal:
    """A claim; of a running total that the record holds as one, its event's days are its own (grounding/ground.py)."""
    return ClaimedTotal(
        kind=TollKind(row.kind),
        low=row.low,
        high=row.high,
        wording=row.wording,
        at=Span(row.start, row.end),
        who=row.who_words,
        first=None if marked else _day(row.first),
        last=None if marked else _day(row.last),
        marked=marked,
        claimant=row.claimant or row.independent or OWN_VOICE,
        own_voice=row.claimant is None,
        place=row.place_name,
        country=row.country or row.only_country,
        implied=row.country is None and row.only_country is not None,
        evidence=_evidence(row),
    )


def _claimed_where(connection: Connection, filters: Filters, known: date | None) -> list[ColumnElement[bool]]:
    """What the running totals asked for must meet, by the fields of `Filters` that are not of incidents alone."""
    asked = [toll.c.scope == "cumulative", _told.c.status == Status.ACTUAL.value]
    if filters.types:
        asked.append(_told.c.type.in_([kind.value for kind in filters.types]))
    if filters.first:
        asked.append(_report.c.published >= filters.first.isoformat())
    if filters.last or known:
        last = min(filters.last or date.max, known or date.max)
        asked.append(_report.c.published <= last.isoformat())
    if filters.place or filters.near:
        asked.append(_claimed_at(connection, filters))
    if filters.actor:
        asked.append(_claimed_of(connection, filters))
    if filters.outlet:
        name = filters.outlet.lower()
        asked.append(or_(func.lower(_outlet.c.name) == name, func.lower(_outlet.c.independent) == name))
    if filters.text:
        matching = text("select rowid from report_search where report_search match :claimed")
        asked.append(_report.c.id.in_(matching.bindparams(claimed=match_of(connection, filters.text))))
    return asked


def _claimed_at(connection: Connection, filters: Filters) -> ColumnElement[bool]:
    """Those whose event is at the place asked for, or that name none while all places of their report lie in the country asked for."""
    if filters.near:
        return _within(filters.near, filters.radius_km if filters.radius_km is not None else 25.0)
    area = area_of(connection, filters.place or "")
    if filters.radius_km is not None:
        rows = connection.execute(select(place.c.latitude, place.c.longitude).where(place.c.place_id.in_(area.ids)).distinct())
        spots = sorted((row.latitude, row.longitude) for row in rows if row.latitude is not None)[:MOST_SPOTS]
        return or_(false(), *(_within(spot, filters.radius_km) for spot in spots))
    inside = tuple_(_place.c.country, _place.c.admin1).in_(area.divisions) if area.divisions else false()
    implied = and_(_place.c.id.is_(None), _only_country().in_(area.countries))
    return or_(_place.c.place_id.in_(area.ids), _place.c.country.in_(area.countries), inside, implied)


def _within(spot: tuple[float, float], radius_km: float) -> ColumnElement[bool]:
    distance = func.distance_km(*spot, _place.c.latitude, _place.c.longitude)
    return case((_place.c.latitude.is_not(None), distance <= radius_km), else_=false())


def _claimed_of(connection: Connection, filters: Filters) -> ColumnElement[bool]:
    """Those of whose event the actor asked for is a party."""
    ids = actor_ids(connection, filters.actor or "")
    named = actor.c.actor_id.in_(ids)
    who = select(actor.c.id).where(or_(named, actor.c.parent.in_(ids)) if filters.with_parts else named)
    return _told.c.id.in_(select(event_actor.c.event).where(event_actor.c.actor.in_(who)))
