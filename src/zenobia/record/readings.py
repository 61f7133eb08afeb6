"""Readings out of the record: as the reader made them, and as people corrected them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from zenobia.errors import RecordError
from zenobia.record.chains import features_of
from zenobia.record.codec import unpack_reading
from zenobia.record.corrections import Correction, correct, corrections_of
from zenobia.record.schema import event, outlet, report
from zenobia.record.store import Stored
from zenobia.types import Published, Reading, Report

KEPT_EVENTS = 20_000
"""Events whose features stay in memory: the neighbours of news are mostly news; about 60 MB."""

REPORT_COLUMNS = (
    report.c.id, report.c.name, report.c.sha256, report.c.title, report.c.byline, outlet.c.name.label("outlet"), report.c.url,
    report.c.published, report.c.published_rule, report.c.language, report.c.text,
)  # fmt: skip
"""What `report_of` needs of a row, `outlet` joined."""


def report_of(row: Any) -> Report:
    """The report of a row with the columns of `REPORT_COLUMNS`."""
    day = Published(date=date.fromisoformat(row.published), rule=row.published_rule) if row.published else None
    return Report(
        id=row.name,
        sha256=row.sha256.hex(),
        text=row.text,
        title=row.title,
        byline=row.byline,
        outlet=row.outlet,
        url=row.url,
        published=day,
        language=row.language,
    )


def as_read(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Reading]]:
    """The readings of these reports as the reader made them. Raises RecordError for one that is damaged."""
    for start in range(0, len(numbers), 900):
        part = numbers[start : start + 900]
        rows = connection.execute(
            select(*REPORT_COLUMNS, report.c.reading)
            .outerjoin(outlet, outlet.c.id == report.c.outlet)
            .where(report.c.id.in_(part))
        ).all()
        for row in sorted(rows, key=lambda row: part.index(row.id)) if len(rows) < 20 else rows:
            yield row.id, _unpacked(row)


def _unpacked(row: Any) -> Reading:
    try:
        return unpack_reading(row.reading, report_of(row))
    except ValueError as error:
        mend = "run zenobia verify; zenobia reread reads the kept text anew"
        raise RecordError(f"the reading of report {row.name!r} is {error}", where="record", mend=mend) from error


def as_corrected(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Reading]]:
    """The readings of these reports with what people corrected."""
    said = corrections_of(connection)
    for number, reading in as_read(connection, numbers):
        yield number, corrected(reading, said)


def corrected(reading: Reading, said: Mapping[str, Sequence[Correction]]) -> Reading:
    """A reading with what people said of it. said: by the report's sha256; under "" what holds for every report."""
    about = (*said.get(reading.report.sha256, ()), *said.get("", ()))
    return correct(reading, about) if about else reading


class Shelf:
    """Events with their features, by the number of their rows: the latest in memory, the others from the file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._events: OrderedDict[int, Stored] = OrderedDict()

    def put(self, events: Iterable[Stored]) -> None:
        """Remembers events."""
        for stored in events:
            self._events[stored.id] = stored
        while len(self._events) > KEPT_EVENTS:
            self._events.popitem(last=False)

    def forget(self) -> None:
        """Rows may have changed."""
        self._events.clear()

    def load(self, numbers: Sequence[int]) -> Mapping[int, Stored]:
        """The events of these rows."""
        missing = [number for number in numbers if number not in self._events]
        found = {number: self._events[number] for number in numbers if number in self._events}
        for number in found:
            self._events.move_to_end(number)
        read = dict(self._read(missing)) if missing else {}
        self.put(read.values())
        return {**found, **read}

    def _read(self, numbers: Sequence[int]) -> Iterator[tuple[int, Stored]]:
        rows = {}
        columns = (event.c.id, event.c.report, event.c.number, event.c.place, event.c.start, event.c.end, event.c.assumed)
        for start in range(0, len(numbers), 900):
            query = select(*columns, outlet.c.independent).join(report, report.c.id == event.c.report)
            query = query.outerjoin(outlet, outlet.c.id == report.c.outlet).where(event.c.id.in_(numbers[start : start + 900]))
            rows.update({row.id: row for row in self._connection.execute(query)})
        reports = sorted({row.report for row in rows.values()})
        features = {n: features_of(reading) for n, reading in as_corrected(self._connection, reports)}
        for number in numbers:
            row = rows[number]
            yield (
                number,
                Stored(
                    id=row.id,
                    report=row.report,
                    features=features[row.report][row.number],
                    place=row.place,
                    outlet=row.independent,
                    told=(row.start, row.end),
                    assumed=bool(row.assumed),
                ),
            )
