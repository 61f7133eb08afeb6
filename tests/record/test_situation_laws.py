"""Laws of the situation: it hangs on the reports alone, not on when or in which order they came; and follows corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from planted import a_line, add

from zenobia.exports.plain import plain
from zenobia.record import Record

LINES = [
    a_line("Islamic State captured Syrian army in Palmyra on 20 May 2015.", id="r-1", published="2015-05-20"),
    a_line("Syrian army captured Islamic State in Palmyra on 27 March 2016.", id="r-2", published="2016-03-28"),
    a_line("Islamic State captured Syrian army in Palmyra on 11 December 2016.", id="r-3", published="2016-12-11"),
    a_line("Syrian army attacked Islamic State in Palmyra on 1 March 2017.", id="r-4", published="2017-03-01"),
    a_line("Syrian army captured Islamic State in Palmyra on 2 March 2017.", id="r-5", published="2017-03-02"),
    a_line("Syrian army will have captured Islamic State in Raqqa.", id="r-6", published="2017-03-02"),
]


def situation_of(record: Record) -> object:
    asked = record.situation(date(2017, 12, 31))
    histories = sorted((plain(history) for history in asked.history("Syria")), key=str)
    return histories, plain(asked.ties()), plain(asked.contradictions())


def made(folder: Path, name: str, batches: list[list[bytes]]) -> object:
    with Record(folder / name) as record:
        for batch in batches:
            add(record, *batch)
        return situation_of(record)


@settings(max_examples=8, deadline=None)
@given(lines=st.permutations(LINES), cut=st.integers(0, len(LINES)))
def test_order_and_batches_change_nothing(tmp_path_factory: object, lines: list[bytes], cut: int) -> None:
    folder: Path = tmp_path_factory.mktemp("laws")  # type: ignore[attr-defined]
    whole = made(folder, "whole.zen", [LINES])
    assert made(folder, "parts.zen", [part for part in (lines[:cut], lines[cut:]) if part]) == whole


def test_palmyra_turns_with_every_capture(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, *LINES)
        (history,) = record.situation().history("Palmyra")
        assert [(str(h.start), h.holder.id) for h in history if h.start and h.holder] == [
            ("2015-05-20", "isil"),
            ("2016-03-27", "syr"),
            ("2016-12-11", "isil"),
            ("2017-03-02", "syr"),
        ]


def test_a_rejected_capture_changes_nothing_and_an_undo_brings_it_back(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, *LINES[:2])
        before = situation_of(record)
        (event,) = (row[0] for row in record.sql("select event from events where report = 'r-2'").rows)
        act = record.reject(event)
        (history,) = record.situation().history("Palmyra")
        assert [h.holder.id for h in history if h.holder][-1] == "isil"
        record.undo(act)
        assert situation_of(record) == before


def test_another_process_sees_what_was_added_since(tmp_path: Path) -> None:
    with Record(tmp_path / "r.zen") as record:
        add(record, LINES[0])
        with Record(tmp_path / "r.zen", write=False) as reader:
            assert [h.holder.id for h in reader.situation(date(2017, 1, 1)).control("Palmyra") if h.holder] == ["isil"]
            add(record, LINES[1])
            assert [h.holder.id for h in reader.situation(date(2017, 1, 1)).control("Palmyra") if h.holder] == ["syr"]
