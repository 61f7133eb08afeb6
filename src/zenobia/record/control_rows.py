"""Signs of control out of the record, by place, with the words of their reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from zenobia.situation_types import ControlSign, Evidence
from zenobia.types import Actor, ControlKind, Place, Span

TOGETHER = 900
"""Values of one statement."""

_QUERY = """
select c.*, p.place_id, r.name as report_name, r.sha256, o.name as outlet_name, o.independent, r.published, r.words,
    substr(r.text, c.evidence_start + 1, c.evidence_end - c.evidence_start) as evidence,
    substr(r.text, m.start + 1, m."end" - m.start) as called, e.key as event_key
from control_sign c join place p on p.id = c.place join report r on r.id = c.report left join outlet o on o.id = r.outlet
left join mention m on m.report = c.report and m.id = c.place_mention
left join event e on e.report = c.report and e.number = c.event
"""


def load_signs(
    connection: Connection, places: Iterable[str] | None = None, *, known: date | None = None
) -> dict[str, list[ControlSign]]:
    """Signs by the id of their place. places: only of these ids; known: only of reports published up to that day."""
    asked, values = [], list[Any]()
    if places is not None:
        values += sorted(places)
        asked.append(f"p.place_id in ({', '.join('?' * len(values))})")
    if known is not None:
        values.append(known.isoformat())
        asked.append("r.published <= ?")
    query = _QUERY + (f" where {' and '.join(asked)}" if asked else "")
    rows = connection.exec_driver_sql(query, tuple(values)).mappings().all()
    actors = actors_by_row(connection, {row[name] for row in rows for name in ("party", "against", "by")} - {None})
    found: dict[str, list[ControlSign]] = {}
    for row in rows:
        found.setdefault(row["place_id"], []).append(_sign(row, actors))
    return found


def _sign(row: Any, actors: dict[int, Actor]) -> ControlSign:
    return ControlSign(
        kind=ControlKind(row["kind"]),
        place=row["place_id"],
        called=row["called"] or "",
        party=actors.get(row["party"]) or _unknown(row["party_mention"]),
        against=actors.get(row["against"]) or _unknown(row["against_mention"]),
        by=actors.get(row["by"]),
        attributed=row["by_mention"] is not None,
        first=_day(row["first"]),
        last=_day(row["last"]),
        told=bool(row["told"]),
        open=bool(row["open"]),
        whole=bool(row["whole"]),
        hedged=bool(row["hedged"]),
        confidence=row["confidence"],
        words_key=row["words"],
        evidence=evidence_of(row),
    )


def evidence_of(row: Any) -> Evidence:
    """The evidence of a row with the columns report_name, sha256, outlet_name, independent, published, evidence_start, evidence_end, evidence
    and event_key."""
    return Evidence(
        report=row["report_name"],
        sha256=row["sha256"].hex(),
        outlet=row["outlet_name"],
        independent=row["independent"],
        published=_day(row["published"]),
        span=Span(row["evidence_start"], row["evidence_end"]),
        words=row["evidence"],
        event=None if row["event_key"] is None else f"e-{row['event_key']:012x}",
    )


def _unknown(mention: int | None) -> Actor | None:
    """Somebody whom grounding does not know: named, and nobody in particular."""
    return None if mention is None else Actor(id=None)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def actors_by_row(connection: Connection, numbers: set[int]) -> dict[int, Actor]:
    """The actors of these rows."""
    return {
        row["id"]: Actor(
            id=row["actor_id"],
            name=row["name"],
            country=row["country"],
            sector=row["sector"],
            kind=row["kind"],
            parent=row["parent"],
            sponsors=tuple(row["sponsors"].split("; ")) if row["sponsors"] else (),
        )
        for row in _rows(connection, "select * from actor where id in", sorted(numbers))
    }


def actors_of(connection: Connection, ids: Iterable[str]) -> list[Actor]:
    """The actors of these ids, in every form the record has them."""
    numbers = {row["id"] for row in _rows(connection, "select id from actor where actor_id in", sorted(set(ids)))}
    return list(actors_by_row(connection, numbers).values())


def load_places(connection: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """The places of these ids, as the first report that names each was settled."""
    rows = _rows(connection, "select * from place where place_id in", sorted(set(ids)))
    return {row["place_id"]: place_of_row(row) for row in sorted(rows, key=lambda row: -int(row["id"]))}


def place_of_row(row: Any) -> Place:
    """The place of a row of `place`, by its columns."""
    return Place(
        id=row["place_id"],
        name=row["name"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        country=row["country"],
        admin1=row["admin1"],
        admin2=row["admin2"],
        feature=row["feature"],
        radius_km=row["radius_km"],
    )


def _rows(connection: Connection, query: str, values: Sequence[int] | Sequence[str]) -> list[Any]:
    """The rows of a query that ends in "in", over any number of values."""
    found: list[Any] = []
    for start in range(0, len(values), TOGETHER):
        part = tuple(values[start : start + TOGETHER])
        found += connection.exec_driver_sql(f"{query} ({', '.join('?' * len(part))})", part).mappings()
    return found
