"""Everything a record derives from its reports and acts, without the numbers of rows: two records that say the same are equal here."""

from __future__ import annotations

import json
from typing import Any

from zenobia.record import Record

_QUERIES = {
    "entities": """select hex(r.sha256), e.id, e.type, e.name, a.identity, p.identity from entity e join report r on r.id = e.report
        left join actor a on a.id = e.actor left join place p on p.id = e.place""",
    "mentions": 'select hex(r.sha256), m.id, m.start, m."end", m.type, m.entity from mention m join report r on r.id = m.report',
    "relations": 'select hex(r.sha256), x.id, x.type, x."from", x."to", x.status, x.confidence from relation x join report r on r.id = x.report',
    "events": """select e.key, hex(r.sha256), e.number, e.type, e.status, e.confidence, e.trigger_start, e.trigger_end, e.sentence_start,
        e.sentence_end, e.start, e."end", e.assumed, p.identity, e.attribution, e.review, f.key, e.apart, e.joined from event e
        join report r on r.id = e.report left join place p on p.id = e.place left join event f on f.id = e.incident""",
    "roles": "select e.key, x.role, x.mention from event_role x join event e on e.id = x.event",
    "parties": "select e.key, a.identity, x.role from event_actor x join event e on e.id = x.event join actor a on a.id = x.actor",
    "tolls": """select e.key, t.mention, t.kind, t.low, t.high, t.scope, t.who, t.attribution from toll t join event e on e.id = t.event""",
    "blocks": "select b.term, b.day, e.key from block b join event e on e.id = b.event",
    "links": "select e.key, o.key, round(l.log_odds, 6) from link l join event e on e.id = l.event join event o on o.id = l.other",
    "incidents": """select f.key, i.type, i.status, i.start, i."end", i.precision, i.day, p.identity, i.latitude, i.country, i.killed_low,
        i.killed_best, i.killed_high, i.certainty, i.accounts, i.reports, i.outlets, i.first_published, i.disagreements, i.review
        from incident i join event f on f.id = i.id left join place p on p.id = i.place""",
    "actors": "select identity, actor_id from actor",
    "places": "select identity, place_id from place",
    "counts": """select (select count(*) from block), (select count(*) from link), (select count(*) from event),
        (select count(*) from incident), (select count(*) from event_role), (select count(*) from toll)""",
}


def derived_of(record: Record) -> dict[str, Any]:
    """Table -> its rows, sorted; and every incident as the record gives it."""
    found: dict[str, Any] = {name: sorted(map(json.dumps, record.sql(query).rows)) for name, query in _QUERIES.items()}
    found["whole incidents"] = {incident.id: incident for incident in record.incidents()}
    return found


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Says the first table that differs, and in what."""
    for name, rows in one.items():
        assert other[name] == rows, f"{name} differ"
