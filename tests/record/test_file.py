"""Bad files and bad moments: each fault is one line that says what, where and the mend, and nothing kept is lost."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from planted import a_line, add
from sqlalchemy import event

from zenobia.errors import RecordError
from zenobia.record import Record, file

FIRST = a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 12.", id="r-1")
SECOND = a_line("Taliban attacked police in Kunduz on 14 May 2024, killing 3.", id="r-2")


def a_text(path: Path) -> None:
    path.write_text("not a record at all, but long enough to be looked at\n" * 4)


def another_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a)")


def a_newer_record(path: Path) -> None:
    Record(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")


def a_torn_record(path: Path) -> None:
    with Record(path) as record:
        add(record, FIRST)
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 4000 + content[4100:])


BAD: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.mkdir(), "is a folder"),
    (a_text, "is no record"),
    (another_database, "is (a SQLite file, but )?no record"),
    (a_newer_record, "newer version of zenobia"),
    (a_torn_record, "is (damaged|no record)"),
]


@pytest.mark.parametrize(("make", "says"), BAD)
@pytest.mark.parametrize("write", [True, False])
def test_what_is_no_record_is_told_and_left_alone(
    tmp_path: Path, make: Callable[[Path], object], says: str, write: bool
) -> None:
    path = tmp_path / "r.zen"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(RecordError, match=says) as told, Record(path, write=write) as record:
        list(record.incidents())
    assert str(path) in str(told.value)
    assert "mend:" in str(told.value)
    if make in (a_text, another_database):
        assert path.read_bytes() == before


def test_reading_where_there_is_none_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"no such record; mend: make one: zenobia add"):
        Record(tmp_path / "r.zen", write=False)
    with pytest.raises(RecordError, match="no such folder"):
        Record(tmp_path / "nowhere" / "r.zen")


def test_a_full_disk_keeps_what_was_written(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, FIRST)

        @event.listens_for(record.writer, "begin")
        def _no_room(connection: object) -> None:
            connection.exec_driver_sql("pragma max_page_count = 1")  # type: ignore[attr-defined]  # as small as the file is now

        with pytest.raises(RecordError, match="the disk is full; mend: make room"):
            add(record, *(a_line("Taliban attacked police in Kunduz. " * 400 + str(n)) for n in range(200)))
    with Record(tmp_path / "r.zen") as record:
        assert record.status().reports == 1
        assert add(record, SECOND).new == 1


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, FIRST)

        @event.listens_for(record.writer, "begin")
        def _read_only(connection: object) -> None:
            connection.exec_driver_sql("pragma query_only = on")  # type: ignore[attr-defined]

        with pytest.raises(RecordError, match="may not be written"):
            add(record, SECOND)
        assert record.status().reports == 1


def test_a_record_that_another_process_writes_to_is_waited_for_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0.1)
    with Record(tmp_path / "r.zen") as record:
        add(record, FIRST)
        other = sqlite3.connect(tmp_path / "r.zen", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(RecordError, match="another process is writing to it"):
            add(record, SECOND)
        assert len(list(record.incidents())) == 1  # readers are never blocked
        other.rollback()
        assert add(record, SECOND).new == 1


def test_two_writers_in_turn_lose_and_double_nothing(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as one, Record(tmp_path / "r.zen") as other:
        add(one, FIRST)
        add(other, FIRST, SECOND)
        add(one, SECOND, a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 14.", outlet="Reuters"))
        assert one.status().reports == 3
        assert len(list(other.incidents())) == 2


def test_a_record_of_the_first_version_opens_and_takes_more(tmp_path: Path) -> None:
    """data/first.zen.gz holds FIRST, written by the first version of the tables (version 1)."""
    path = tmp_path / "first.zen"
    with gzip.open(Path(__file__).parent / "data" / "first.zen.gz") as packed, path.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    with Record(path) as record:
        assert [i.accounts[0].telling.id for i in record.incidents()] == ["r-1"]
        assert record.sql("select incident from incidents").rows == ((next(record.incidents()).id,),)
        assert not list(record.verify())
        add(record, a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 14.", outlet="Reuters"))
        (incident,) = record.incidents()
        assert len(incident.accounts) == 2
