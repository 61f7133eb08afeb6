"""`Record.verify`: a record that nobody meddled with is whole; every part that somebody did meddle with is told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from planted import a_line, add

from zenobia.cli.app import run
from zenobia.record import Record

LINES = (
    a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 12.", id="a"),
    a_line("Taliban bombed police in Kandahar on 12 May 2024, killing 14. More.", id="b", outlet="Reuters"),
    a_line("Boko Haram attacked farmers in Maiduguri on 1 June 2024, killing 40.", id="c", published="2024-06-02"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record of two runs and three acts of review."""
    path = tmp_path / "r.zen"
    with Record(path) as record:
        add(record, *LINES[:2])
        add(record, LINES[2])
        (bombing,) = record.incidents(actor="Taliban")
        record.accept(bombing.accounts[0].key, who="amal")
        record.edit(bombing.accounts[1].key, {"killed": "13"}, who="amal", why="the ministry says so")
        record.undo(record.reject(next(record.incidents(actor="Boko Haram")).id, who="amal"), who="amal")
    return path


def faults_of(path: Path) -> list[str]:
    with Record(path) as record:
        return [str(fault) for fault in record.verify()]


def meddle(path: Path, *statements: str) -> None:
    """Changes the file behind the program's back."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_record_in_use_is_whole(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert faults_of(path) == []
    assert run(["verify", "--record", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: whole; 3 reports, 3 events, 2 incidents, 6 acts\n"


MEDDLED = [
    # acts: one changed, one removed, the last removed with its traces
    ("update act set why = 'no reason' where kind = 'edit'", "act 4: changed since it was written (edit by amal"),
    ("update act set who = 'nobody' where id = 1", "act 1: changed since it was written (add by nobody"),
    ("delete from act where id = 3", "act 4: acts are missing before this one"),
    ("update act set hash = zeroblob(32) where id = 2", "act 2: changed since it was written"),
    # reports: one removed, one smuggled in, words and bytes changed
    ("delete from report where name = 'c'", "act 2: the 1 reports it added are gone"),
    ("update report set run = 2 where name = 'a'", "act 2: its 2 reports are not the 1 it added"),
    ("update report set run = 3 where name = 'a'", "act 3: 1 reports name it, and it is no run"),
    ("update report set text = replace(text, '12.', '19.') where name = 'a'", "report a: its text is not what it was"),
    ("update report set raw = substr(raw, 1, 9) where name = 'a'", "report a: its bytes are"),
    ("update report set sha256 = zeroblob(32) where name = 'a'", "report a: its bytes are not those of its SHA-256"),
    ("update report set reading = substr(reading, 1, 20) where name = 'a'", "report a: its reading is"),
    ("update reader set model = 'ffff'", "report a: its reading is by another reader than the record says"),
    # what is derived
    ("update event set type = 'arrest' where number = 0 and report = 1", "report a: table event: 1 rows missing or changed"),
    ("delete from toll where event in (select min(id) from event)", "table toll: 1 rows missing or changed"),
    ('update mention set "end" = "end" + 1 where report = 1 and id = 0', "report a: table mention: 1 rows missing or changed"),
    ("update event set review = null where review = 'accepted'", "table event: 1 rows missing or changed"),
    ("delete from event_role where event in (select min(id) from event)", "table event_role: 3 rows missing or changed"),
    ("delete from block where event in (select min(id) from event)", "table block"),
    ("insert into block values (1, 1, 999)", "rows lead to no event"),
    ("update event set incident = null where id in (select max(id) from event)", "incidents: 1 events in no incident, without a reason"),
    ("update incident set reports = 9", "incidents: 2 incidents whose reports are not as many as they say"),
    ("delete from link where event in (select min(id) from event)", "incidents: 1 links that stand one way alone"),
    # search
    ("insert into report_search(report_search, rowid, title, text) values ('delete', 1, null, 'nothing')", "search index"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "said"), MEDDLED, ids=[statement[:50] for statement, _ in MEDDLED])
def test_what_was_meddled_with_is_told(path: Path, statement: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    meddle(path, statement)
    found = faults_of(path)
    assert any(said in fault for fault in found), found
    assert all("; mend: " in fault for fault in found)
    assert run(["verify", "--record", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == f"{path}: {len(found)} fault{'s' if len(found) > 1 else ''}\n"
    assert err.splitlines() == found


@pytest.mark.parametrize("statement", [s for s, said in MEDDLED if "table" in said or "incidents:" in said])
def test_rereading_mends_what_is_derived(path: Path, statement: str) -> None:
    from planted import make_planted

    meddle(path, statement)
    with Record(path) as record:
        record.reread(everything=True, make_reader=make_planted)
    assert faults_of(path) == []


def test_a_damaged_page_is_told_without_a_traceback(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(bytes(content))
    assert run(["verify", "--record", str(path)]) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert err


def test_a_record_that_may_not_be_written_is_checked_but_for_its_search(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from zenobia.cli import verify
    from zenobia.errors import RecordError

    def refuse(path: Path, *, write: bool = False) -> Record:
        if write:
            raise RecordError("may not be written", where=str(path), mend="ask its owner")
        return Record(path, write=False)

    monkeypatch.setattr(verify, "open_record", refuse)
    assert run(["verify", "--record", str(path)]) == 0
    assert "its search index is not checked" in capsys.readouterr().err
