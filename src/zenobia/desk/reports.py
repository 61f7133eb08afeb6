"""Reports for the desk: found by their words, and one whole with its corrected reading and what became of its events."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from zenobia.desk.answers import absent
from zenobia.desk.asked import Search
from zenobia.errors import UsageError
from zenobia.exports.plain import plain
from zenobia.exports.reading_json import reading_to_dict
from zenobia.record.accounts import say_incident
from zenobia.record.merging import say_event
from zenobia.record.schema import event, outlet, report
from zenobia.record.search import match_of, search_reports
from zenobia.record.targets import find_report

Json = dict[str, Any]


def found_reports(connection: Connection, asked: Search) -> Json:
    """{"items", "total", "next"}: the best first; without words the latest first. Raises UsageError for words that ask for nothing."""
    start = _start(asked.cursor)
    if asked.text:
        items = [plain(found) for found in search_reports(connection, asked.text, limit=asked.limit, offset=start)]
        match = match_of(connection, asked.text)
        query = "select count(*) from report_search where report_search match ?"
        total = int(connection.exec_driver_sql(query, (match,)).scalar_one())
    else:
        items = _latest(connection, asked.limit, start)
        total = int(connection.execute(select(func.count()).select_from(report)).scalar_one())
    end = start + len(items)
    return {"items": items, "total": total, "next": str(end) if items and end < total else None}


def _start(cursor: str | None) -> int:
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise UsageError("no cursor", where="cursor", mend="give `next` of the page before as it is")
    return int(cursor or 0)


def _latest(connection: Connection, limit: int, offset: int) -> list[Json]:
    query = (
        select(report.c.id, report.c.name, report.c.title, outlet.c.name.label("outlet"), report.c.published)
        .outerjoin(outlet, outlet.c.id == report.c.outlet)
        .order_by(report.c.published.desc(), report.c.id)
    )
    rows = connection.execute(query.limit(limit).offset(offset))
    return [
        {
            "report": row.id,
            "id": row.name,
            "title": row.title,
            "outlet": row.outlet,
            "published": row.published,
            "snippet": "",
            "rank": 0.0,
        }
        for row in rows
    ]


def whole_report(connection: Connection, name: str) -> Json:
    """A report: its fields, text, corrected reading; lists beside the reading's events: their keys, incidents, why they are in none, what people
    said; copies and revisions. Raises AbsentError when the record has no such report."""
    with absent():
        number, _, found = find_report(connection, name)
    reading = found.reading
    row = connection.execute(
        select(report.c.revision, report.c.words, outlet.c.name, outlet.c.independent)
        .outerjoin(outlet, outlet.c.id == report.c.outlet)
        .where(report.c.id == number)
    ).one()
    events = {e.number: e for e in connection.execute(select(event).where(event.c.report == number).order_by(event.c.number))}
    incidents = _incident_names(connection, [e.incident for e in events.values() if e.incident is not None])
    told = [events.get(i) for i in range(len(reading.events))]
    return {
        "id": reading.report.id,
        "sha256": reading.report.sha256,
        "title": reading.report.title,
        "byline": reading.report.byline,
        "outlet": row.name,
        "independent": row.independent,
        "url": reading.report.url,
        "published": plain(reading.report.published),
        "language": reading.report.language,
        "revision": row.revision,
        "text": reading.report.text,
        "reading": reading_to_dict(reading),
        "keys": [say_event(e.key) if e else None for e in told],
        "incidents": [incidents.get(e.incident) if e else None for e in told],
        "apart": [e.apart if e else None for e in told],
        "reviews": list(found.reviews),
        "copies": _copies(connection, number, row.words),
        "revisions": _revisions(connection, reading.report.id),
    }


def _incident_names(connection: Connection, numbers: list[int]) -> dict[int, str]:
    query = select(event.c.id, event.c.key).where(event.c.id.in_(numbers))
    return {row.id: say_incident(row.key) for row in connection.execute(query)}


def _copies(connection: Connection, number: int, words: int) -> list[Json]:
    """Other reports of the same words."""
    query = (
        select(report.c.name, report.c.published, report.c.sha256, outlet.c.name.label("outlet"))
        .outerjoin(outlet, outlet.c.id == report.c.outlet)
        .where(report.c.words == words, report.c.id != number)
        .order_by(report.c.published, report.c.sha256)
    )
    return [
        {"id": row.name, "sha256": row.sha256.hex(), "outlet": row.outlet, "published": row.published}
        for row in connection.execute(query)
    ]


def _revisions(connection: Connection, name: str) -> list[Json]:
    """Every version of the report under its id, the first first."""
    query = select(report.c.revision, report.c.sha256, report.c.published).where(report.c.name == name)
    rows = connection.execute(query.order_by(report.c.revision, report.c.id))
    return [{"revision": row.revision, "sha256": row.sha256.hex(), "published": row.published} for row in rows]
