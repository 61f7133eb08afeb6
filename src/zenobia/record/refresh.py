"""What is derived from reports, made anew: taken out before something is said or read, put in after it, incidents of the neighbourhood with it.

Nothing here is truth: reports and acts are (schema.py). All of it happens inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Engine, Table, delete, select, update

from zenobia.errors import RecordError
from zenobia.record.blocks import rows_of as block_rows_of
from zenobia.record.chains import features_of
from zenobia.record.correcting import apply
from zenobia.record.corrections import corrections_of, rulings_of, said_of
from zenobia.record.features import hash48
from zenobia.record.file import told_as_record
from zenobia.record.merging import merge_events, regroup
from zenobia.record.readings import Shelf, as_corrected, as_read
from zenobia.record.rows import rows_of
from zenobia.record.schema import (
    actor,
    block,
    control_sign,
    entity,
    event,
    event_actor,
    event_role,
    incident,
    link,
    mention,
    outlet,
    place,
    relation,
    report,
    toll,
)
from zenobia.record.store import Writer
from zenobia.types import Reading

Value = TypeVar("Value")

TOGETHER = 400
"""Reports whose readings are in memory at once."""


@dataclass(slots=True)
class TakenOut:
    """What stood beside the rows that were taken out. events: rows of other reports' events, linked to theirs or of their incidents;
    actors, places: rows they named."""

    events: set[int] = field(default_factory=set)
    actors: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)


@contextmanager
def changing(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction that may take rows out and put them in again: all of it or nothing.

    Keys to other tables are not checked meanwhile: `block` leads to events by place and day alone, so that SQLite would look through all of it
    for every event taken out (0.5 s in a record of 113,000 reports). `zenobia verify` checks them."""
    with told_as_record(path), engine.connect() as connection:
        _check_keys(connection, on=False)
        try:
            with connection.begin():
                yield connection
        finally:
            _check_keys(connection, on=True)


def _check_keys(connection: Connection, *, on: bool) -> None:
    """Of the connection itself: inside a transaction SQLite would pass the pragma over."""
    found = connection.connection.dbapi_connection
    assert found is not None, "the connection is open"
    found.cursor().execute(f"pragma foreign_keys = {'on' if on else 'off'}")


def take_out(connection: Connection, numbers: Sequence[int]) -> TakenOut:
    """Removes what is derived from these reports. Called before anything is said or read anew: what it leads to is worked out from how things
    stand."""
    taken, gone = TakenOut(), set[int]()
    for part in parts(numbers, TOGETHER):
        events = {
            (row.report, row.number): row.id for row in _rows(connection, (event.c.id, event.c.report, event.c.number), part)
        }
        gone.update(events.values())
        _take_blocks(connection, part, events)
        taken.events |= _take_links(connection, sorted(events.values()))
        taken.events |= _take_incidents(connection, sorted(events.values()))
        taken.actors |= _named(connection, entity.c.actor, entity.c.report, part)
        taken.actors |= _named(connection, event_actor.c.actor, event_actor.c.event, sorted(events.values()))
        taken.places |= _named(connection, entity.c.place, entity.c.report, part)
        taken.places |= _named(connection, event.c.place, event.c.report, part)
        for child in (event_role, event_actor, toll):
            _delete(connection, child, child.c.event, sorted(events.values()))
        for column in (control_sign.c.party, control_sign.c.against, control_sign.c.by):
            taken.actors |= _named(connection, column, control_sign.c.report, part)
        taken.places |= _named(connection, control_sign.c.place, control_sign.c.report, part)
        for table in (event, mention, relation, entity, control_sign):
            _delete(connection, table, table.c.report, part)
    taken.events -= gone
    return taken


def put_in(connection: Connection, numbers: Sequence[int], taken: TakenOut) -> None:
    """Derives everything from these reports anew, as they are read and as people corrected them; then the incidents around them."""
    said, rulings = corrections_of(connection), rulings_of(connection)
    writer, shelf = Writer(), Shelf(connection)
    for part in parts(numbers, TOGETHER):
        independent = _independent(connection, part)
        found = [(number, apply(reading, said_of(reading, said))) for number, reading in as_read(connection, part)]
        stored = writer.write_rows(
            connection,
            [(number, independent[number], rows_of(c.reading, c.reviews)) for number, c in sorted(found, key=_first)],
        )
        shelf.put(stored)
        merge_events(connection, stored, shelf.load, rulings)
    regroup(connection, sorted(taken.events), shelf.load, rulings)
    put_reviews(connection)
    _drop_unused(connection, taken)


def put_reviews(connection: Connection) -> None:
    """Says of every incident that was made anew what people said of all its accounts; "partly" where they looked at some (as
    `accounts.incident_of` does)."""
    new = select(event.c.incident).join(incident, incident.c.id == event.c.incident)
    new = new.where(event.c.review.is_not(None), incident.c.review.is_(None)).distinct()
    columns = (event.c.incident, event.c.review, event.c.key, report.c.id, report.c.words, report.c.published, report.c.sha256)
    query = select(*columns).join(report, report.c.id == event.c.report)
    for part in parts(sorted(connection.execute(new).scalars())):
        accounts: dict[int, list[Any]] = {}
        for row in connection.execute(query.where(event.c.incident.in_(part))):
            accounts.setdefault(row.incident, []).append(row)
        for number, rows in accounts.items():
            said = {row.review for row in _without_copies(rows)}
            review = next(iter(said)) if len(said) == 1 else "partly"
            connection.execute(update(incident).where(incident.c.id == number).values(review=review))


def _without_copies(rows: Iterable[Any]) -> list[Any]:
    """Rows of an incident's events, of reports of the same words those of the first alone (as `summary.without_copies`)."""
    ordered = sorted(rows, key=lambda row: (row.published or "9999", hash48(row.sha256.hex()), row.key))
    first: dict[int, int] = {}
    return [row for row in ordered if first.setdefault(row.words, row.id) == row.id]


def parts(values: Sequence[Value], size: int = 900) -> Iterator[Sequence[Value]]:
    """Slices that SQLite takes as parameters of one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def _rows(connection: Connection, columns: Sequence[Column[Any]], numbers: Sequence[int]) -> list[Any]:
    return list(connection.execute(select(*columns).where(event.c.report.in_(numbers))).all())


def _delete(connection: Connection, table: Table, column: Column[Any], numbers: Sequence[int]) -> None:
    for part in parts(numbers):
        connection.execute(delete(table).where(column.in_(part)))


def _named(connection: Connection, what: Column[Any], column: Column[Any], numbers: Sequence[int]) -> set[int]:
    """The rows of actors or places that these rows name."""
    found: set[int] = set()
    for part in parts(numbers):
        query = select(what).where(column.in_(part), what.is_not(None)).distinct()
        found.update(connection.execute(query).scalars())
    return found


def _take_blocks(connection: Connection, numbers: Sequence[int], events: dict[tuple[int, int], int]) -> None:
    """Removes the blocks of these events: those that lead to them by their features; where these do not agree with what stands there, by
    looking through all of them."""
    try:
        readings: list[tuple[int, Reading]] = list(as_corrected(connection, numbers))
    except RecordError:  # a damaged reading, which is about to be read anew
        readings = []
    wanted = {
        (term, day, events[number, features.number])
        for number, reading in readings
        for features in features_of(reading)
        if (number, features.number) in events
        for term, day in block_rows_of(features)
    }
    removed = 0
    if wanted:
        query = "delete from block where term = ? and day = ? and event = ?"
        removed = connection.exec_driver_sql(query, sorted(wanted)).rowcount
    if removed != len(wanted) or len(readings) < len(numbers):
        _delete(connection, block, block.c.event, sorted(events.values()))


def _take_links(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Removes the links of these events; the events at their other ends."""
    others: set[int] = set()
    for part in parts(numbers):
        pairs = [(row.other, row.event) for row in connection.execute(select(link).where(link.c.event.in_(part)))]
        if pairs:
            connection.exec_driver_sql("delete from link where event = ? and other = ?", pairs)
        connection.execute(delete(link).where(link.c.event.in_(part)))
        others.update(other for other, _ in pairs)
    return others


def _take_incidents(connection: Connection, numbers: Sequence[int]) -> set[int]:
    """Removes the incidents that these events are in, or are the first of though they do not say so; all events they held."""
    held: set[int] = set()
    for part in parts(numbers):
        standing = set(connection.execute(select(event.c.incident).where(event.c.id.in_(part))).scalars()) - {None}
        begun = select(incident.c.id).where(incident.c.id.in_(part), incident.c.imported.is_(None))
        standing.update(connection.execute(begun).scalars())
        for few in parts(sorted(standing)):
            held.update(connection.execute(select(event.c.id).where(event.c.incident.in_(few))).scalars())
            connection.execute(update(event).where(event.c.incident.in_(few)).values(incident=None, joined=None))
            connection.execute(delete(incident).where(incident.c.id.in_(few)))
    return held


def _independent(connection: Connection, numbers: Sequence[int]) -> dict[int, str | None]:
    query = select(report.c.id, outlet.c.independent).outerjoin(outlet, outlet.c.id == report.c.outlet)
    return {row.id: row.independent for row in connection.execute(query.where(report.c.id.in_(numbers)))}


def _drop_unused(connection: Connection, taken: TakenOut) -> None:
    """Removes actors and places that nothing names any more."""
    used = {
        actor: (
            taken.actors,
            (entity.c.actor, event_actor.c.actor, control_sign.c.party, control_sign.c.against, control_sign.c.by),
        ),
        place: (taken.places, (entity.c.place, event.c.place, incident.c.place, control_sign.c.place)),
    }
    for table, (numbers, columns) in used.items():
        left = set(numbers)
        for column in columns:
            for part in parts(sorted(left)):
                left -= set(connection.execute(select(column).where(column.in_(part)).distinct()).scalars())
        _delete(connection, table, table.c.id, sorted(left))
