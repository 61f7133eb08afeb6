"""Incidents whose accounts conflict, and the outlets that tell them, out of the record; `situation/disagreements.py` sets them side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select

from zenobia.errors import UsageError
from zenobia.record.accounts import say_incident
from zenobia.record.control_rows import actors_by_row
from zenobia.record.incidents import load_incidents
from zenobia.record.merging import say_event
from zenobia.record.query import Filters, Sort, conditions, incident_ids
from zenobia.record.refresh import parts
from zenobia.record.schema import event, event_actor, incident, outlet, report
from zenobia.situation.disagreements import Coverage, VoiceAccount, compare_voices, disagreement_of, named_of
from zenobia.situation.tolls import CountTold, figure_of, may_be_total, words_of_total
from zenobia.situation_types import Disagreement, Evidence, OutletComparison
from zenobia.types import Actor, Span, TollKind

PERIODS = {"year": 4, "month": 7, "all": 0}
"""How much of an ISO day names a period."""

MOST_OUTLETS = 30
"""Outlets that are compared: those that tell most of the incidents asked for."""

_told, _report, _outlet, _first = event.alias("told"), report.alias("telling"), outlet.alias("teller"), event.alias("first")


def load_disagreements(connection: Connection, *, filters: Filters, limit: int = 50, offset: int = 0) -> list[Disagreement]:
    """The incidents asked for whose accounts conflict, those of most accounts first. Raises UsageError for a place or actor the record does not
    hold."""
    asked = replace(filters, disagreeing=True, origin="read")
    numbers = incident_ids(connection, asked, sort=Sort.ACCOUNTS, limit=limit, offset=offset)
    return [found for told in load_incidents(connection, numbers) if (found := disagreement_of(told))]


def compare_outlets(connection: Connection, *, filters: Filters, by: str = "year") -> list[OutletComparison]:
    """How each outlet's accounts of the incidents asked for compare with the rest, by "year", "month" or over "all" days: the outlets that tell most
    first, each by period. filters.outlet: of this outlet alone.

    Raises UsageError for another period, and for a place or actor the record does not hold."""
    if by not in PERIODS:
        raise UsageError(f"{by!r} is no period", where="by", mend=f"give one of {', '.join(PERIODS)}")
    asked = conditions(connection, replace(filters, outlet=None, origin="read"))
    covered = _coverage(connection, asked, PERIODS[by], filters.outlet)
    return compare_voices(_shared(connection, asked, PERIODS[by]), covered)


def _period(day: Any, length: int) -> Any:
    return func.substr(day, 1, length) if length else literal("all")


def _coverage(connection: Connection, asked: Sequence[ColumnElement[bool]], length: int, only: str | None) -> list[Coverage]:
    """What the outlets of most incidents tell, a period a row."""
    i = select(incident.c.id, incident.c.day, incident.c.outlets).where(*asked, incident.c.day.is_not(None)).cte("asked")
    period = _period(i.c.day, length)
    totals = {row[0]: row[1] for row in connection.execute(select(period, func.count()).select_from(i).group_by(period))}
    source = (
        i.join(_told, _told.c.incident == i.c.id)
        .join(_report, _report.c.id == _told.c.report)
        .join(_outlet, _outlet.c.id == _report.c.outlet)
    )
    each = select(i.c.id, i.c.outlets, period.label("period"), _outlet.c.independent, _is_later(i).label("later"))
    told = each.select_from(source).group_by(i.c.id, _outlet.c.independent).subquery()
    first = func.sum(case((and_(told.c.later == 0, told.c.outlets > 1), 1), else_=0))
    alone = func.sum(case((told.c.outlets == 1, 1), else_=0))
    query = select(told.c.independent, told.c.period, func.count(), alone, first)
    if only is not None:
        query = query.where(func.lower(told.c.independent).in_(_houses(connection, only)))
    rows = connection.execute(query.group_by(told.c.independent, told.c.period)).all()
    most = Counter[str]()
    for voice, _, count, _, _ in rows:
        most[voice] += count
    ranks = {
        voice: rank for rank, (voice, _) in enumerate(sorted(most.items(), key=lambda item: (-item[1], item[0]))[:MOST_OUTLETS])
    }
    found = [
        Coverage(voice=voice, period=period, incidents=count, alone=alone, first=first, of=totals[period])
        for voice, period, count, alone, first in rows
        if voice in ranks
    ]
    return sorted(found, key=lambda c: (ranks[c.voice], c.period))


def _is_later(i: Any) -> Any:
    """1 where an outlet's accounts of an incident all came after the first."""
    return func.min(case((_told.c.id == i.c.id, 0), else_=1))


def _houses(connection: Connection, name: str) -> list[str]:
    """The independent outlets, lower case, that a name stands for."""
    same = (func.lower(outlet.c.name) == name.lower()) | (func.lower(outlet.c.independent) == name.lower())
    return [house.lower() for house in connection.execute(select(outlet.c.independent).where(same).distinct()).scalars()]


# Incidents of several outlets


class AccountRow(NamedTuple):
    """A row of `_shared_of`."""

    number: int
    incident: int
    incident_key: int
    period: str
    key: int
    sentence_start: int
    sentence_end: int
    name: str
    sha256: bytes
    published: str | None
    words: int
    outlet: str
    independent: str
    sentence: str


def _shared(connection: Connection, asked: Sequence[ColumnElement[bool]], length: int) -> Iterator[VoiceAccount]:
    """Every account of the incidents that several outlets tell, in order of publication; copies are of whoever told the words first."""
    rows = [AccountRow._make(row) for row in connection.execute(_shared_of(asked, length))]
    rows.sort(key=lambda row: (row.published or "9999", row.sha256, row.key))
    numbers = sorted(row.number for row in rows)
    killed, named = _killed(connection, numbers), _named(connection, numbers)
    voices: dict[tuple[int, int], str] = {}
    for row in rows:
        voice = voices.setdefault((row.incident, row.words), row.independent)
        if voice == row.independent:
            yield _account(row, killed.get(row.number, ()), named.get(row.number, ()))


def _shared_of(asked: Sequence[ColumnElement[bool]], length: int) -> Any:
    several = and_(*asked, incident.c.outlets > 1, incident.c.day.is_not(None))
    i = select(incident.c.id, incident.c.day).where(several).cte("asked")
    source = (
        i.join(_told, _told.c.incident == i.c.id)
        .join(_first, _first.c.id == i.c.id)
        .join(_report, _report.c.id == _told.c.report)
        .join(_outlet, _outlet.c.id == _report.c.outlet)
    )
    sentence = func.substr(_report.c.text, _told.c.sentence_start + 1, _told.c.sentence_end - _told.c.sentence_start)
    return select(
        _told.c.id, i.c.id, _first.c.key, _period(i.c.day, length), _told.c.key, _told.c.sentence_start, _told.c.sentence_end,
        _report.c.name, _report.c.sha256, _report.c.published, _report.c.words, _outlet.c.name, _outlet.c.independent, sentence,
    ).select_from(source)  # fmt: skip


def _account(row: AccountRow, counts: Sequence[Any], actors: Sequence[Actor]) -> VoiceAccount:
    published = date.fromisoformat(row.published) if row.published else None
    evidence = Evidence(
        report=row.name,
        sha256=row.sha256.hex(),
        outlet=row.outlet,
        independent=row.independent,
        published=published,
        span=Span(row.sentence_start, row.sentence_end),
        words=row.sentence,
        event=say_event(row.key),
    )
    counted = [
        CountTold(kind=TollKind.KILLED, low=c.low, high=c.high, at=Span(c.start, c.end), who=c.who, evidence=evidence)
        for c in counts
    ]
    told = [
        c for c in counted if not (may_be_total(row.sentence, c.figure) and words_of_total(row.sentence, c.within, c.figure))
    ]
    return VoiceAccount(
        incident=say_incident(row.incident_key),
        period=row.period,
        voice=row.independent,
        killed=figure_of(told) if told else None,
        actors=tuple((actor.id, actor.name or actor.id) for actor in actors if actor.id),
        named=named_of(actors, day=published),
        evidence=evidence,
    )


def _killed(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    """Event -> its counts of the dead."""
    found: dict[int, list[Any]] = {}
    query = """select t.event, t.low, t.high, t.who, m.start, m."end" from toll t join event e on e.id = t.event
        join mention m on m.report = e.report and m.id = t.mention
        where t.kind = 'killed' and t.scope = 'event' and coalesce(t.low, t.high) is not null and t.event in"""
    for part in parts(numbers):
        for row in connection.exec_driver_sql(f"{query} ({', '.join('?' * len(part))})", tuple(part)):
            found.setdefault(row.event, []).append(row)
    return found


def _named(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Sequence[Actor]]:
    """Event -> whom it names as the actor."""
    rows: list[Any] = []
    for part in parts(numbers):
        of = select(event_actor.c.event, event_actor.c.actor).where(event_actor.c.role == "actor")
        rows += connection.execute(of.where(event_actor.c.event.in_(part))).all()
    actors = actors_by_row(connection, {row.actor for row in rows})
    found: dict[int, list[Actor]] = {}
    for row in rows:
        found.setdefault(row.event, []).append(actors[row.actor])
    return found
