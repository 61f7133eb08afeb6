"""What reports say of two actors, out of the record: standing ties, and deeds of one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from zenobia.record.control_rows import actors_by_row, evidence_of
from zenobia.situation.ties import OF_EVENT, OF_RELATION, WINDOW
from zenobia.situation_types import TieSign
from zenobia.types import EventType, RelationType, TieKind

_REPORT = """r.name as report_name, r.sha256, o.name as outlet_name, o.independent, r.published, r.words"""

_STANDING = f"""
select x.type, f.actor as source, t.actor as target, x.confidence, null as start, {_REPORT}, null as event_key,
    x.evidence_start, x.evidence_end, substr(r.text, x.evidence_start + 1, x.evidence_end - x.evidence_start) as evidence
from report r join relation x on x.report = r.id left join outlet o on o.id = r.outlet
join mention fm on fm.report = x.report and fm.id = x."from" join mention tm on tm.report = x.report and tm.id = x."to"
join entity f on f.report = x.report and f.id = fm.entity join entity t on t.report = x.report and t.id = tm.entity
where x.status = 'actual' and f.actor is not null and t.actor is not null and x.type in ({{types}}) and r.published between ? and ?
"""

_DEEDS = f"""
select e.type, a.actor as source, b.actor as target, e.confidence, e.start, {_REPORT}, e.key as event_key, a.role,
    e.sentence_start as evidence_start, e.sentence_end as evidence_end,
    substr(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) as evidence
from report r join event e on e.report = r.id left join outlet o on o.id = r.outlet
join event_actor a on a.event = e.id join event_actor b on b.event = e.id
where e.status = 'actual' and (e.review is null or e.review <> 'rejected') and r.published between ? and ?
    and ((a.role = 'actor' and b.role = 'target') or (a.role = 'supporter' and b.role = 'actor'))
"""


def load_tie_signs(connection: Connection, day: date, *, days: int = WINDOW, known: date | None = None) -> list[TieSign]:
    """The signs of the days up to `day` that its network is made of. known: only of reports published up to that day."""
    span = ((day - timedelta(days=days)).isoformat(), min(day, known or day).isoformat())
    types = ", ".join(f"'{kind.value}'" for kind in OF_RELATION)
    standing = connection.exec_driver_sql(_STANDING.format(types=types), span).mappings().all()
    deeds = connection.exec_driver_sql(_DEEDS, span).mappings().all()
    actors = actors_by_row(connection, {row[name] for row in (*standing, *deeds) for name in ("source", "target")})
    return [*_signs(standing, actors), *_signs(deeds, actors)]


def _signs(rows: Iterable[Any], actors: Any) -> Iterator[TieSign]:
    for row in rows:
        kind = _kind(row)
        if kind and row["source"] in actors and row["target"] in actors:
            yield TieSign(
                kind=kind,
                source=actors[row["source"]],
                target=actors[row["target"]],
                day=date.fromisoformat(row["start"] or row["published"]),
                weight=row["confidence"],
                words_key=row["words"],
                evidence=evidence_of(row),
            )


def _kind(row: Any) -> TieKind | None:
    if row["event_key"] is None:
        return OF_RELATION[RelationType(row["type"])]
    return TieKind.BACKS if row["role"] == "supporter" else OF_EVENT.get(EventType(row["type"]))
