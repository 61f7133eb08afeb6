"""`Record.reread`: what a newer reader reads otherwise is told and kept, and what people corrected holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from derived import assert_same, derived_of
from planted import PlantedReader, a_line, add, make_planted

from zenobia.cli.app import run
from zenobia.record import Record
from zenobia.record.differences import ReportChange
from zenobia.types import EventType, ReaderVersion, Reading, Report, Status

FIRST = "Taliban bombed police in Kandahar on 12 May 2024, killing 12."
LINES = (
    a_line(FIRST, id="a"),
    a_line(
        "Taliban attacked police in Kunduz on 13 May 2024, killing 3. Taliban accused police in Kabul.",
        id="b",
        outlet="Reuters",
    ),
    a_line("Nothing happened.", id="c"),
)
NEWER = ReaderVersion(version="0.2.0", model="1" * 16)


class NewerReader:
    """Reads as the planted reader, but takes attacks for clashes and accusations for nothing; "captured" it cannot read at all."""

    def read(self, report: Report) -> Reading:
        if "captured" in report.text:
            raise RuntimeError("no such word")
        reading = PlantedReader().read(report)
        kept = [e for e in reading.events if e.type is not EventType.ACCUSE]
        events = [replace(e, id=i, type=EventType.CLASH if e.type is EventType.ATTACK else e.type) for i, e in enumerate(kept)]
        return replace(reading, reader=NEWER, events=tuple(events))


def make_newer() -> NewerReader:
    """For worker processes."""
    return NewerReader()


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Three reports, read by the planted reader."""
    record = Record(tmp_path / "r.zen")
    add(record, *LINES)
    return record


def changes_of(record: Record, *, dry_run: bool = False) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Report -> types of the events gained, types lost, values altered."""
    found: list[ReportChange] = []
    record.reread(make_reader=make_newer, on_change=found.append, dry_run=dry_run)
    return {
        c.report: (
            [e.type for e in c.gained],
            [e.type for e in c.lost],
            [f"{name} {was} -> {now}" for e in c.altered for name, was, now in e.values],
        )
        for c in found
    }


def test_what_the_newer_reader_changes_is_told_event_by_event(record: Record) -> None:
    assert changes_of(record) == {"b": ([], ["accuse"], ["type attack -> clash"])}
    assert {i.type for i in record.incidents()} == {EventType.BOMBING, EventType.CLASH}


def test_a_dry_run_tells_the_same_and_changes_nothing(record: Record) -> None:
    before = derived_of(record)
    assert changes_of(record, dry_run=True) == {"b": ([], ["accuse"], ["type attack -> clash"])}
    assert_same(before, derived_of(record))
    assert len(record.history()) == 1


def test_what_the_present_reader_read_is_not_read_again(record: Record) -> None:
    changes_of(record)
    count = record.reread(make_reader=make_newer)
    assert (count.wanted, count.read) == (0, 0)
    count = record.reread(make_reader=make_newer, everything=True)
    assert (count.wanted, count.read, count.changed) == (3, 3, 0)


def test_rereading_with_the_same_reader_changes_nothing(record: Record) -> None:
    before = derived_of(record)
    record.reread(make_reader=make_planted, everything=True)
    assert_same(before, derived_of(record))


def test_rereading_gives_what_reading_anew_gives(record: Record, tmp_path: Path) -> None:
    changes_of(record)
    back = record.reread(make_reader=make_planted)
    assert (back.gained, back.altered) == (1, 1)
    fresh = Record(tmp_path / "fresh.zen")
    add(fresh, *LINES)
    assert_same(derived_of(fresh), derived_of(record))


def test_corrections_hold(record: Record) -> None:
    bombing, attack = (next(record.incidents(types=(t,))) for t in (EventType.BOMBING, EventType.ATTACK))
    record.edit(bombing.accounts[0].key, {"killed": "14", "status": "planned"}, who="amal")
    record.edit(attack.accounts[0].key, {"type": "riot"}, who="amal")
    record.add_event("c", "happened", "protest", who="amal")
    changed = changes_of(record)
    assert changed == {"b": ([], ["accuse"], [])}  # its type is what the person said, before and after
    assert {(i.type, i.status) for i in record.incidents()} == {
        (EventType.BOMBING, Status.PLANNED), (EventType.RIOT, Status.ACTUAL), (EventType.PROTEST, Status.ACTUAL),
    }  # fmt: skip


def test_a_correction_whose_event_is_gone_is_told_and_kept(record: Record) -> None:
    accusation = next(record.incidents(types=(EventType.ACCUSE,)))
    act = record.edit(accusation.accounts[0].key, {"status": "possible"}, who="amal")
    found: list[ReportChange] = []
    count = record.reread(make_reader=make_newer, on_change=found.append)
    assert count.unmatched == 1
    assert [c.act for change in found for c in change.unmatched] == [act]
    record.reread(make_reader=make_planted)
    assert next(record.incidents(types=(EventType.ACCUSE,))).status is Status.POSSIBLE


def test_what_cannot_be_read_keeps_its_reading(record: Record) -> None:
    add(record, a_line("Houthis captured police in Marib on 14 May 2024.", id="d"))
    errors: list[str] = []
    count = record.reread(make_reader=make_newer, on_error=lambda error: errors.append(str(error)))
    assert (count.read, count.failed) == (3, 1)
    assert "no such word" in errors[0]
    assert next(record.incidents(types=(EventType.CAPTURE,))).accounts[0].telling.id == "d"
    assert not list(record.verify())


def test_the_log_says_who_read_what_before(record: Record) -> None:
    record.reread(make_reader=make_newer, who="amal", why="new weights")
    deed = record.history()[-1]
    assert (deed.kind, deed.who, deed.why, deed.subject) == ("reread", "amal", "new weights", "3 reports")
    assert deed.value["reader"] == "0.2.0 1111111111111111"
    assert deed.value["events"] == {"gained": 0, "lost": 1, "altered": 1}


@pytest.mark.parametrize("shape", ["text", "json", "none"])
def test_the_command_prints_the_difference(
    record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    reread = Record.reread
    monkeypatch.setattr(
        Record, "reread", lambda self, **given: reread(self, **{**given, "make_reader": make_newer, "workers": 1})
    )
    record.close()
    assert run(["reread", "--record", str(record.path), "--changes", shape]) == 0
    out, err = capsys.readouterr()
    last = "3 reports read anew, 1 of them changed: 0 events gained, 1 lost, 1 altered (type 1)"
    if shape == "json":
        (line,) = map(json.loads, out.splitlines())
        assert line["report"] == "b"
        assert [e["words"] for e in line["lost"]] == ["accused"]
        assert line["altered"][0]["values"] == {"type": {"was": "attack", "now": "clash"}}
        assert err.splitlines()[-1] == last
    else:
        lines = out.splitlines()
        assert lines[-1] == last
        assert (lines[0] == "b") == (shape == "text")
        assert ("type attack -> clash" in out, 'accuse "accused": Taliban accused police in Kabul.' in out) == (
            shape == "text",
        ) * 2
