"""Incidents out of the record, whole: rows found by `query.py`, accounts made again from the kept readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.record.accounts import account_of, incident_of, say_incident
from zenobia.record.chains import features_of
from zenobia.record.control_rows import place_of_row
from zenobia.record.imports import find_imported, load_imported
from zenobia.record.readings import as_corrected
from zenobia.record.refresh import parts
from zenobia.record.schema import event, imported, incident, outlet, place, report
from zenobia.record.store import Stored
from zenobia.record.summary import in_order, summarise, without_copies
from zenobia.types import Account, Incident, Place, Reading, Telling

TOGETHER = 200
"""Incidents whose readings are in memory at once."""


def load_incidents(connection: Connection, numbers: Sequence[int]) -> Iterator[Incident]:
    """The incidents of these rows, in this order, TOGETHER in memory at a time."""
    for start in range(0, len(numbers), TOGETHER):
        part = numbers[start : start + TOGETHER]
        found = dict(_load(connection, [number for number in part if number > 0]))
        if taken := [number for number in part if number < 0]:
            found.update(load_imported(connection, taken))
        yield from (found[number] for number in part if number in found)


def find_incident(connection: Connection, key: str) -> int:
    """The row of an incident by its id, or by any of its events' keys. Raises UsageError when there is none."""
    if (imported := find_imported(connection, key.strip())) is not None:
        return imported
    kind, _, digits = key.strip().lower().partition("-")
    try:
        number = int(digits, 16) if kind in ("i", "e") else None
    except ValueError:
        number = None
    if number is None:
        raise UsageError(f"{key!r} is no incident", where="incident", mend='incidents are named "i-" and 12 hex digits')
    query = select(event.c.incident).where(event.c.key == number, event.c.incident.is_not(None))
    found = connection.execute(query).scalar()
    if found is None:
        mend = "zenobia incidents lists those there are; a rejected event or a running total is in none"
        raise UsageError(f"no incident {key}", where="incident", mend=mend)
    return int(found)


def incident_names(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """The ids of incidents by the numbers of their rows, in their order."""
    names: dict[int, str] = {}
    for part in parts(numbers):
        read = select(event.c.id, event.c.key).where(event.c.id.in_(part))
        names.update((row.id, say_incident(row.key)) for row in connection.execute(read))
        taken = select(incident.c.id, imported.c.name).join(imported, imported.c.id == incident.c.imported)
        names.update((row.id, row.name) for row in connection.execute(taken.where(incident.c.id.in_(part))))
    return [names[number] for number in numbers]


def _load(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Incident]]:
    rows = _event_rows(connection, numbers)
    readings = dict(as_corrected(connection, sorted({row.report for row in rows})))
    copies = _copies(connection, {row.words for row in rows})
    places = _places(connection, rows)
    by_incident: dict[int, list[Any]] = {}
    for row in rows:
        by_incident.setdefault(row.incident, []).append(row)
    features = {number: features_of(reading) for number, reading in readings.items()}
    for number, found in by_incident.items():
        stored = {row.id: _stored(row, features[row.report][row.number]) for row in found}
        ordered = in_order(stored.values())
        of_id = {row.id: row for row in found}
        accounts = [_account(of_id[m.id], readings[m.report], copies) for m in without_copies(ordered)]
        summary = summarise(ordered)
        yield number, incident_of(ordered, accounts, summary, place=places.get(summary.place or 0))


_COLUMNS = (
    event.c.id, event.c.report, event.c.number, event.c.key, event.c.place, event.c.start, event.c.end, event.c.assumed,
    event.c.review, event.c.joined, event.c.incident, report.c.words, report.c.revision, outlet.c.name.label("outlet"), outlet.c.independent,
)  # fmt: skip


def _event_rows(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    query = select(*_COLUMNS).join(report, report.c.id == event.c.report).outerjoin(outlet, outlet.c.id == report.c.outlet)
    return list(connection.execute(query.where(event.c.incident.in_(numbers))).all())


def _stored(row: Any, features: Any) -> Stored:
    return Stored(
        id=row.id,
        report=row.report,
        features=features,
        place=row.place,
        outlet=row.independent,
        told=(row.start, row.end),
        assumed=bool(row.assumed),
    )


def _copies(connection: Connection, words: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """48 bits of words -> the reports that hold just these words, where there are several."""
    found: dict[int, list[str]] = {}
    listed = sorted(words)
    for start in range(0, len(listed), 900):
        query = select(report.c.words, report.c.name).where(report.c.words.in_(listed[start : start + 900]))
        for key, name in connection.execute(query.order_by(report.c.published, report.c.sha256)):
            found.setdefault(key, []).append(name)
    return {key: names for key, names in found.items() if len(names) > 1}


def _places(connection: Connection, rows: Iterable[Any]) -> Mapping[int, Place]:
    numbers = sorted({row.place for row in rows if row.place is not None})
    found = connection.execute(select(place).where(place.c.id.in_(numbers))).mappings()
    return {row["id"]: place_of_row(row) for row in found}


def _account(row: Any, reading: Reading, copies: Mapping[int, Sequence[str]]) -> Account:
    found = reading.report
    telling = Telling(
        id=found.id,
        sha256=found.sha256,
        title=found.title,
        outlet=row.outlet,
        independent=row.independent,
        url=found.url,
        published=_day(reading),
        language=found.language,
        revision=row.revision,
        copies=tuple(name for name in copies.get(row.words, ()) if name != found.id),
    )
    return account_of(reading, reading.events[row.number], telling, key=row.key, review=row.review, joined=row.joined)


def _day(reading: Reading) -> date | None:
    return reading.report.published.date if reading.report.published else None
