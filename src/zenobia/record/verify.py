"""Whether a record is whole: the file, the chain of acts, every run's reports, every report's bytes and reading, every span, every derived row,
the search index.

Looks at everything and changes nothing; every fault is one RecordError that says what, where and the mend. Incidents are checked for holding
together; which events they join is not worked out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DatabaseError

from zenobia.errors import RecordError
from zenobia.record.adding import digest_of
from zenobia.record.audit import START, chain
from zenobia.record.blocks import rows_of as block_rows_of
from zenobia.record.codec import unpack_raw, unpack_reading
from zenobia.record.correcting import apply
from zenobia.record.corrections import Correction, corrections_of, said_of
from zenobia.record.features import words_key
from zenobia.record.readings import REPORT_COLUMNS, report_of
from zenobia.record.refresh import parts
from zenobia.record.rows import ReadingRows, rows_of
from zenobia.record.schema import act, outlet, reader, report
from zenobia.types import Reading, Span

TOGETHER = 300
"""Reports that are in memory at once."""

SHOWN = 20
"""Faults that SQLite itself tells at most."""

AGAIN = "make the derived tables anew: zenobia reread --all"
COPY = "go back to a copy of the file"

Fault = RecordError
Tables = Mapping[str, dict[int, set[tuple[Any, ...]]]]
"""Table -> number of a report -> its rows, without what the report's number already says."""


def verify(connection: Connection, *, on_report: Callable[[], None] = lambda: None) -> Iterator[Fault]:
    """Every fault of a record but those of its search index, as they are found. on_report: called after each report."""
    for step in (_check_file, _check_chain, _check_runs, _check_incidents):
        yield from _told(step(connection), step.__name__.removeprefix("_check_"))
    yield from _told(_check_reports(connection, on_report), "reports")


def verify_index(writer: Engine) -> Iterator[Fault]:
    """A fault when search is out of step with the reports. SQLite checks its index by a statement that writes nothing but asks for the right to."""
    with writer.connect() as connection:
        try:
            connection.exec_driver_sql("insert into report_search(report_search, rank) values ('integrity-check', 1)")
        except DatabaseError as error:
            yield Fault(f"the search index is out of step ({error.orig})", where="report_search", mend=COPY)
        finally:
            connection.rollback()


def _told(faults: Iterator[Fault], where: str) -> Iterator[Fault]:
    """The faults, and what SQLite itself stumbles over, as one more."""
    try:
        yield from faults
    except DatabaseError as error:
        yield Fault(f"cannot be read ({error.orig})", where=where, mend=COPY)


# The file, the acts, the runs


def _check_file(connection: Connection) -> Iterator[Fault]:
    for (line,) in connection.exec_driver_sql(f"pragma integrity_check({SHOWN})"):
        if line != "ok":
            yield Fault(f"SQLite says: {line}", where="file", mend=COPY)
    lost = sorted((row[0], row[2]) for row in connection.exec_driver_sql("pragma foreign_key_check"))
    for (table, parent), rows in groupby(lost):
        yield Fault(f"{len(list(rows))} rows name a {parent} that there is not", where=f"table {table}", mend=AGAIN)


def _check_chain(connection: Connection) -> Iterator[Fault]:
    """Each act's hash is over the one before and the act itself, so the first fault is the row that was changed, or follows one removed."""
    before, last = START, 0
    for row in connection.execute(select(act).order_by(act.c.id)):
        if row.id != last + 1:
            yield Fault("acts are missing before this one", where=f"act {row.id}", mend=COPY)
        elif chain(before, row._asdict()) != row.hash:
            yield Fault(f"changed since it was written ({row.kind} by {row.who}, {row.at})", where=f"act {row.id}", mend=COPY)
        before, last = row.hash, row.id


def _check_runs(connection: Connection) -> Iterator[Fault]:
    """The reports of a run are those that its act is bound to."""
    told = {
        row.id: json.loads(row.value) for row in connection.execute(select(act.c.id, act.c.value).where(act.c.kind == "add"))
    }
    rows = connection.execute(select(report.c.run, report.c.sha256).order_by(report.c.run))
    for run, reports in groupby(rows, key=lambda row: row.run):
        digests = [row.sha256.hex() for row in reports]
        value = told.pop(run, None)
        if value is None:
            yield Fault(f"{len(digests)} reports name it, and it is no run", where=f"act {run}", mend=COPY)
        elif (value["reports"], value["sha256"]) != (len(digests), digest_of(digests)):
            what = f"its {len(digests)} reports are not the {value['reports']} it added"
            yield Fault(what, where=f"act {run}", mend=COPY)
    for run, value in told.items():
        if value["reports"]:
            yield Fault(f"the {value['reports']} reports it added are gone", where=f"act {run}", mend=COPY)


_INCIDENTS = (
    ("events in no incident, without a reason", "select key from event where (incident is null) = (apart is null)"),
    ("incidents that their first event is not in", "select i.id from incident i left join event e on e.id = i.id "
     "where i.imported is null and e.incident is not i.id"),
    ("incidents whose reports are not as many as they say", "select i.id from incident i join event e on e.incident = i.id "
     "group by i.id having count(distinct e.report) <> i.reports"),
    ("links that stand one way alone", "select a.event from link a left join link b on b.event = a.other and b.other = a.event "
     "where b.event is null"),
)  # fmt: skip


def _check_incidents(connection: Connection) -> Iterator[Fault]:
    for what, query in _INCIDENTS:
        count = connection.execute(text(f"select count(*) from ({query})")).scalar_one()
        if count:
            yield Fault(f"{count:,} {what}", where="incidents", mend=AGAIN)


# Reports


def _check_reports(connection: Connection, on_report: Callable[[], None]) -> Iterator[Fault]:
    said = corrections_of(connection)
    blocks, is_whole = 0, True
    numbers = list(connection.execute(select(report.c.id).order_by(report.c.id)).scalars())
    for part in parts(numbers, TOGETHER):
        expected: dict[int, ReadingRows] = {}
        names: dict[int, str] = {}
        for row in connection.execute(_query(part)):
            names[row.id] = f"report {row.name}"
            yield from _check_bytes(row)
            reading = yield from _unpacked(row)
            is_whole = is_whole and reading is not None
            if reading is not None:
                expected[row.id] = yield from _check_reading(reading, said, names[row.id])
            on_report()
        yield from _check_tables(connection, expected, names)
        blocks += yield from _check_blocks(connection, expected)
    total = connection.exec_driver_sql("select count(*) from block").scalar_one()
    if is_whole and total > blocks:
        yield Fault(f"{total - blocks:,} rows lead to no event", where="table block", mend=AGAIN)


def _query(part: Sequence[int]) -> Any:
    columns = (*REPORT_COLUMNS, report.c.reading, report.c.raw, report.c.words, reader.c.version, reader.c.model)
    query = select(*columns).join(reader, reader.c.id == report.c.reader).outerjoin(outlet, outlet.c.id == report.c.outlet)
    return query.where(report.c.id.in_(part)).order_by(report.c.id)


def _check_bytes(row: Any) -> Iterator[Fault]:
    where = f"report {row.name}"
    try:
        whole = row.raw is None or hashlib.sha256(unpack_raw(row.raw, row.text)).digest() == row.sha256
    except ValueError as error:
        yield Fault(f"its bytes are {error}", where=where, mend=COPY)
        return
    if not whole:
        yield Fault("its bytes are not those of its SHA-256", where=where, mend=COPY)
    if words_key(row.text) != row.words:
        yield Fault("its text is not what it was", where=where, mend=COPY)


def _unpacked(row: Any) -> Generator[Fault, None, Reading | None]:
    """The reading of a row (as the generator's value), None when it is damaged."""
    where, mend = f"report {row.name}", "read it anew: zenobia reread --all"
    try:
        reading = unpack_reading(row.reading, report_of(row))
    except ValueError as error:
        yield Fault(f"its reading is {error}", where=where, mend=mend)
        return None
    if (reading.reader.version, reading.reader.model) != (row.version, row.model):
        yield Fault("its reading is by another reader than the record says", where=where, mend=mend)
    return reading


def _check_reading(
    reading: Reading, said: Mapping[str, Sequence[Correction]], where: str
) -> Generator[Fault, None, ReadingRows]:
    """The rows that the corrected reading gives (as the generator's value)."""
    for fault in _spans_out_of_place(reading):
        yield Fault(fault, where=where, mend="read it anew: zenobia reread --all")
    corrected = apply(reading, said_of(reading, said))
    for fault in _spans_out_of_place(corrected.reading):
        yield Fault(f"as corrected, {fault}", where=where, mend="zenobia review log says by whom")
    return rows_of(corrected.reading, corrected.reviews)


def _spans_out_of_place(reading: Reading) -> Iterator[str]:
    """What of a reading does not stand in its text as it should."""
    words = reading.report.text

    def is_out(span: Span) -> bool:
        return not 0 <= span.start < span.end <= len(words)

    for mention in reading.mentions:
        if is_out(mention.span) or mention.span.of(words) != mention.text:
            yield f"mention {mention.id} does not stand in the text"
    for one, other in pairwise(reading.mentions):
        if one.span.end > other.span.start:
            yield f"mentions {one.id} and {other.id} overlap"
    for event in reading.events:
        if is_out(event.trigger) or is_out(event.sentence):
            yield f"event {event.id} does not stand in the text"
        elif not (event.sentence.start <= event.trigger.start and event.trigger.end <= event.sentence.end):
            yield f"the trigger of event {event.id} is not in its sentence"
    for relation in reading.relations:
        if is_out(relation.evidence):
            yield f"the evidence of relation {relation.id} does not stand in the text"


# Derived rows


def _check_tables(connection: Connection, expected: Mapping[int, ReadingRows], names: Mapping[int, str]) -> Iterator[Fault]:
    wanted, found = _wanted(expected), _found(connection, list(expected))
    for table, of_report in wanted.items():
        for number, rows in of_report.items():
            held = found[table].get(number, set())
            if held != rows:
                missing, more = len(rows - held), len(held - rows)
                what = f"{missing} rows missing or changed, {more} that its reading does not give"
                yield Fault(f"table {table}: {what}", where=names[number], mend=AGAIN)


_QUERIES = {
    "entity": """select t.report, t.id, t.type, t.name, a.identity, p.identity from entity t
        left join actor a on a.id = t.actor left join place p on p.id = t.place where t.report in ({marks})""",
    "mention": 'select report, id, start, "end", type, entity from mention where report in ({marks})',
    "relation": """select report, id, type, "from", "to", status, confidence, evidence_start, evidence_end, attribution
        from relation where report in ({marks})""",
    "event": """select t.report, t.number, t.type, t.status, t.confidence, t.trigger_start, t.trigger_end, t.sentence_start, t.sentence_end,
        t.start, t."end", t.assumed, t.attribution, p.identity, t.key, t.apart, t.review from event t
        left join place p on p.id = t.place where t.report in ({marks})""",
    "event_role": """select e.report, e.number, t.role, t.mention from event e join event_role t on t.event = e.id
        where e.report in ({marks})""",
    "event_actor": """select e.report, e.number, a.identity, t.role from event e join event_actor t on t.event = e.id
        join actor a on a.id = t.actor where e.report in ({marks})""",
    "toll": """select e.report, e.number, t.mention, t.kind, t.low, t.high, t.scope, t.who, t.attribution from event e
        join toll t on t.event = e.id where e.report in ({marks})""",
    "control_sign": """select t.report, t.number, p.identity, a.identity, b.identity, c.identity, t.kind, t.place_mention, t.party_mention,
        t.against_mention,
        t.by_mention, t.first, t.last, t.told, t.open, t.whole, t.hedged, t.evidence_start, t.evidence_end, t.event, t.relation, t.confidence
        from control_sign t join place p on p.id = t.place left join actor a on a.id = t.party left join actor b on b.id = t.against
        left join actor c on c.id = t.by where t.report in ({marks})""",
}


def _found(connection: Connection, numbers: Sequence[int]) -> Tables:
    """The rows that stand in the tables."""
    found: dict[str, dict[int, set[tuple[Any, ...]]]] = {name: {} for name in _QUERIES}
    for name, query in _QUERIES.items():
        for part in parts(numbers):
            for number, *row in connection.exec_driver_sql(query.format(marks=", ".join("?" * len(part))), tuple(part)):
                found[name].setdefault(number, set()).add(tuple(row))
    return found


def _wanted(expected: Mapping[int, ReadingRows]) -> Tables:
    """The rows that readings give."""
    return {
        "entity": {
            n: {(i, t, name, _identity(a), _identity(p)) for i, t, name, a, p in r.entities} for n, r in expected.items()
        },
        "mention": {n: set(r.mentions) for n, r in expected.items()},
        "relation": {n: set(r.relations) for n, r in expected.items()},
        "event": {
            n: {(*e.row, _identity(e.place), f.key, f.reason, e.review) for e, f in zip(r.events, r.features, strict=True)}
            for n, r in expected.items()
        },
        "event_role": {n: {(e.row[0], *role) for e in r.events for role in e.roles} for n, r in expected.items()},
        "event_actor": {n: {(e.row[0], a[0], role) for e in r.events for a, role in e.actors} for n, r in expected.items()},
        "toll": {n: {(e.row[0], *toll) for e in r.events for toll in e.tolls} for n, r in expected.items()},
        "control_sign": {
            n: {
                (i, _identity(c.place), _identity(c.party), _identity(c.against), _identity(c.by), *c.row)
                for i, c in enumerate(r.control)
            }
            for n, r in expected.items()
        },
    }


def _identity(row: tuple[Any, ...] | None) -> int | None:
    return row[0] if row else None


def _check_blocks(connection: Connection, expected: Mapping[int, ReadingRows]) -> Generator[Fault, None, int]:
    """How many blocks these reports' events stand in (as the generator's value)."""
    events = {
        (number, index): event
        for part in parts(list(expected))
        for event, number, index in connection.exec_driver_sql(
            f"select id, report, number from event where report in ({', '.join('?' * len(part))})", tuple(part)
        )
    }
    wanted = {
        (term, day, events[number, features.number])
        for number, rows in expected.items()
        for features in rows.features
        if (number, features.number) in events
        for term, day in block_rows_of(features)
    }
    held = 0
    for some in parts(sorted(wanted), 3000):
        query = f"select count(*) from block where (term, day, event) in (values {', '.join(['(?, ?, ?)'] * len(some))})"
        held += connection.exec_driver_sql(query, tuple(_flat(some))).scalar_one()
    if held != len(wanted):
        first = next(iter(expected), None)
        what = f"{len(wanted) - held:,} rows missing of the {TOGETHER} reports from row {first}"
        yield Fault(what, where="table block", mend=AGAIN)
    return held


def _flat(rows: Iterable[tuple[int, ...]]) -> Iterator[int]:
    for row in rows:
        yield from row
