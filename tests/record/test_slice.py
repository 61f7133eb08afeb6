"""A record of 5,000 real reports, a fixed slice of current_events, by the shipped reader: what holds of planted reports holds of these."""

from __future__ import annotations

import csv
import gzip
from itertools import islice
from pathlib import Path

import pytest

from zenobia.errors import ZenobiaError
from zenobia.record import Record
from zenobia.record.adding import add_reports
from zenobia.record.readings import as_read
from zenobia.record.refresh import parts
from zenobia.types import Reading, Report, Status

FIRST, COUNT = 56_000, 5_000
"""The slice: reports of 2015 and 2016."""


class KeptReader:
    """Gives readings that were made before, so that the second record costs no reading."""

    def __init__(self, readings: dict[str, Reading]) -> None:
        self._readings = readings

    def read(self, report: Report) -> Reading:
        """The reading of a report seen before; the version of one without words."""
        return self._readings.get(report.sha256) or Reading(report=report, reader=next(iter(self._readings.values())).reader)


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[bytes]:
    path = shared / "corpora" / "current_events" / "reports.jsonl.gz"
    if not path.exists():
        pytest.skip("../shared/corpora/current_events is not beside this checkout")
    with gzip.open(path, "rb") as file:
        return list(islice(file, FIRST, FIRST + COUNT))


@pytest.fixture(scope="module")
def record(lines: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The record, built once by two workers."""
    folder = tmp_path_factory.mktemp("slice")
    (folder / "reports.jsonl").write_bytes(b"".join(lines))
    record = Record(folder / "r.zen")
    added = record.add(folder / "reports.jsonl", workers=2)
    assert (added.new, added.failed) == (COUNT, 0)
    return record


def test_file_spans_tables_and_search_are_whole(record: Record) -> None:
    assert not list(record.verify())


def test_most_events_stand_alone_and_no_incident_swallows_the_news(record: Record) -> None:
    ((events, incidents, largest),) = record.sql(
        "select (select count(*) from events where apart is null), (select count(*) from incidents), (select max(accounts) from incidents)"
    ).rows
    assert 0.8 * events < incidents < events
    assert largest < 40
    assert record.sql("select count(*) from events where apart = 'running total'").rows[0][0] > 0


def readings_of(record: Record) -> dict[str, Reading]:
    """SHA-256 -> the kept reading."""
    numbers = [number for (number,) in record.sql("select id from report order by id").rows]
    with record.writer.connect() as connection:
        found = [reading for part in parts(numbers) for _, reading in as_read(connection, part)]
    return {reading.report.sha256: reading for reading in found}


def test_the_order_of_adding_changes_nothing(record: Record, tmp_path: Path) -> None:
    """The same reports, the last first."""
    readings = readings_of(record)
    errors: list[ZenobiaError] = []
    placed = [("slice", reading.report) for reading in reversed(list(readings.values()))]
    with Record(tmp_path / "other.zen") as other:
        add_reports(
            other.writer, other.path, placed, make_reader=lambda: KeptReader(readings), workers=1, subject="slice", on_error=errors.append
        )  # fmt: skip
        assert not errors
        told = "select incident, type, status, start, end, place_id, killed_low, killed_best, killed_high, certainty from incidents"
        assert sorted(map(repr, other.sql(told).rows)) == sorted(map(repr, record.sql(told).rows))


def test_exports_hold_every_incident_that_happened(record: Record, tmp_path: Path) -> None:
    losses = record.export(tmp_path / "out.csv", "csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == losses.rows == record.count(statuses=(Status.ACTUAL,))


def test_a_name_finds_what_calls_it_otherwise(record: Record) -> None:
    found = record.search("Daesh", limit=500)
    assert len(found) > 100
    assert record.count(actor="Daesh") == record.count(actor="ISIL") > 100
