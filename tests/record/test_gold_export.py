"""Corrected reports as gold: what `zenobia evaluate` and `zenobia learn` take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from planted import PlantedReader, a_line, add

from builders import a_report
from zenobia.cli.app import run
from zenobia.errors import UsageError
from zenobia.grounding import ground_reading
from zenobia.learning.gold import load_gold
from zenobia.record import Record
from zenobia.types import EventType

FIRST = "Taliban bombed police in Kandahar on 12 May 2024, killing at least 12."
LINES = (
    a_line(FIRST, id="a"),
    a_line("Taliban attacked police in Kunduz on 13 May 2024, killing 3. Taliban accused police in Kabul.", id="b"),
    a_line("Boko Haram denied having attacked farmers in Maiduguri.", id="c", published="2024-06-02"),
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Three reports: the bombing accepted, of the second one event of two, of the third none."""
    record = Record(tmp_path / "r.zen")
    add(record, *LINES)
    record.accept(next(record.incidents(types=(EventType.BOMBING,))).id, who="amal")
    record.edit(key_of(record, EventType.ATTACK), {"killed": "3..5"}, who="amal")
    return record


def key_of(record: Record, kind: EventType) -> str:
    return next(a.key for i in record.incidents(actor="Taliban") for a in i.accounts if a.type is kind)


def gold_of(record: Record, path: Path, *reports: str) -> dict[str, Any]:
    record.export_gold(path, *reports)
    return {line["id"]: line for line in map(json.loads, path.read_text("utf-8").splitlines())}


def test_a_report_whose_every_event_somebody_looked_at_goes_out(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    assert gold_of(record, path) == {
        "a": {
            "id": "a", "published": "2024-05-14", "outlet": "Sabel Courier", "text": FIRST,
            "ent": [["group", "Taliban"], ["group", "police"], ["place", "Kandahar"], ["time", "12 May 2024"], ["count", "at least 12"]],
            "ev": [{
                "t": "bombing", "tr": "bombed", "actor": ["Taliban"], "target": ["police"], "place": ["Kandahar"],
                "time": {"x": "12 May 2024", "v": "2024-05-12"}, "toll": [{"x": "at least 12", "k": "killed", "lo": 12, "hi": None}],
            }],
            "rel": [],
        }
    }  # fmt: skip
    told = json.loads((tmp_path / "gold.jsonl.losses.json").read_text())
    assert {loss["what"] for loss in told["losses"]} == {"report with events that nobody looked at"}


def test_reports_asked_for_go_out_as_they_stand(record: Record, tmp_path: Path) -> None:
    found = gold_of(record, tmp_path / "gold.jsonl", "b", "c")
    assert list(found) == ["b", "c"]
    assert found["b"]["ev"][0]["toll"] == [{"x": "3#2", "k": "killed", "lo": 3, "hi": 5}]
    assert found["c"]["ev"][0]["st"] == "negated"
    with pytest.raises(UsageError, match="no report"):
        record.export_gold(tmp_path / "gold.jsonl", "z")


def test_what_was_rejected_is_no_event_of_gold(record: Record, tmp_path: Path) -> None:
    record.reject(key_of(record, EventType.ACCUSE), who="amal")
    assert [event["t"] for event in gold_of(record, tmp_path / "gold.jsonl")["b"]["ev"]] == ["attack"]


def test_evaluation_takes_it_and_finds_readings_of_it_right(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold.jsonl"
    record.export_gold(path, "a", "c")
    reports, faults = load_gold([path])
    assert not faults
    readings = tmp_path / "readings.jsonl"
    lines = [ground_reading(PlantedReader().read(a_report(report.text, id=report.id))).to_json() for report in reports]
    readings.write_text("\n".join(lines) + "\n")
    assert run(["evaluate", str(path), "--read", str(readings), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {figures[name]["f1"] for name in ("mention exact", "event", "argument", "status")} == {1.0}


def test_the_same_words_twice_are_told_apart(tmp_path: Path) -> None:
    record = Record(tmp_path / "r.zen")
    add(record, a_line("Taliban attacked police in Kabul. Taliban attacked soldiers in Kabul.", id="a"))
    for incident in list(record.incidents()):
        record.accept(incident.id)
    (line,) = gold_of(record, tmp_path / "gold.jsonl").values()
    assert [event["tr"] for event in line["ev"]] == ["attacked", "attacked#2"]
    assert [event["actor"] for event in line["ev"]] == [["Taliban"], ["Taliban#2"]]


def test_export_and_review_write_the_same(record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    record.close()
    assert run(["export", "--format", "gold", str(one), "--record", str(record.path)]) == 0
    assert run(["review", "gold", str(other), "--record", str(record.path)]) == 0
    assert one.read_bytes() == other.read_bytes()
    assert "1 report in" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(record: Record, tmp_path: Path) -> None:
    from zenobia.errors import ExportError

    with pytest.raises(ExportError, match="cannot be written"):
        record.export_gold(tmp_path / "none" / "gold.jsonl")
    with pytest.raises(UsageError, match="the record itself"):
        record.export_gold(record.path)
