"""`zenobia evaluate`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from perturbed import perfect_reading
from test_score import GOLD, TEXT

from zenobia.cli.evaluate import By, evaluate
from zenobia.errors import UsageError
from zenobia.learning.score import LINES
from zenobia.types import ReaderVersion, Reading, Report


def _write(path: Path, *objects: object) -> Path:
    path.write_text("".join(json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A gold file of one report."""
    return _write(tmp_path / "gold.jsonl", GOLD)


def _reading(**changes: Any) -> dict[str, Any]:
    return {**perfect_reading(GOLD), **changes}


def test_the_table_has_the_lines_of_the_judge(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In its order, with the interval behind the F1, and calibration below."""
    assert evaluate([gold], read=_write(tmp_path / "read.jsonl", _reading())) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 reports; 0 not read; 0 read with another text"
    assert [line[:22].strip() for line in lines[2 : 2 + len(LINES)]] == list(LINES)
    assert lines[5].split() == ["event", "2", "2", "100.0", "100.0", "100.0", "100.0", "to100.0"]
    assert lines[-3].startswith("calibration of event confidence: expected error 0.200 over 2")


def test_by_type_adds_a_line_a_type(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the types that the gold has."""
    evaluate([gold], read=_write(tmp_path / "read.jsonl", _reading()), by=By.TYPE)
    assert "event:shelling" in capsys.readouterr().out


def test_json_has_the_same_figures(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object."""
    evaluate([gold], read=_write(tmp_path / "read.jsonl", _reading()), as_json=True, errors=1)
    told = json.loads(capsys.readouterr().out)
    assert told["record"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "f1_low": 1.0, "f1_high": 1.0, "gold": 2, "read": 2}
    assert told["reports"] == {"gold": 1, "not_read": 0, "another_text": 0}
    assert told["errors"] == {}


def test_errors_are_counted_by_class_with_examples(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The commonest first; no more examples than asked for."""
    reading = _reading()
    reading["events"] = []
    evaluate([gold], read=_write(tmp_path / "read.jsonl", reading), errors=1)
    out = capsys.readouterr().out
    assert "missed event: 2\n  gold shelling: shelled | read - | one | " in out
    assert out.count("withdrawal: left") == 0


@pytest.mark.parametrize("changes", [{"id": "other"}, {"text": TEXT + " "}])
def test_a_report_not_read_scores_nothing_and_is_told(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    """Nor one that was read with another text; the exit status is 1."""
    assert evaluate([gold], read=_write(tmp_path / "read.jsonl", _reading(**changes))) == 1
    first, _, *lines = capsys.readouterr().out.splitlines()
    assert "1 not read" in first or "1 read with another text" in first
    assert lines[3].split()[:3] == ["event", "2", "0"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        json.dumps(_reading(mentions=[{"id": 0}])),
        json.dumps(_reading(mentions=None)),
        json.dumps(_reading(mentions=[{"id": 0, "start": 0, "end": 10**9, "type": "group"}])),
        json.dumps(_reading(mentions=[{"id": 0, "start": 0, "end": 1, "type": "group", "confidence": "high"}])),
        json.dumps(_reading(events=[{"type": "clash"}])),
    ],
)
def test_a_line_that_is_no_reading_is_told(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    """With its place; the others are scored."""
    path = tmp_path / "read.jsonl"
    path.write_text(f"{line}\n{json.dumps(_reading())}\n", encoding="utf-8")
    assert evaluate([gold], read=path) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"{path}:1: not a reading")
    assert "event                       2      2" in told.out


def test_a_faulty_line_of_gold_is_told_and_the_others_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is 1."""
    path = _write(tmp_path / "gold.jsonl", {"id": "bad"}, GOLD)
    assert evaluate([path], read=_write(tmp_path / "read.jsonl", _reading())) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"{path}:1: ")
    assert told.out.startswith("1 reports; 0 not read")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("Rebels attacked.\nThe army fled.\n", "no line is a JSON object with marks (`ev`)"),
        ('[]\n1\n"ev"\n{"ev": \n', "no line is a JSON object with marks (`ev`)"),
        # reports without marks would score as reports in which nothing happens, readings too
        ('{"id": "a", "text": "Rebels attacked."}\n', "no line is a JSON object with marks (`ev`)"),
        (json.dumps(_reading()), "no line is a JSON object with marks (`ev`)"),
        ("\x00\ufeff" * 9, "no line is a JSON object with marks (`ev`)"),
        ("[" * 100_000, "no line is a JSON object with marks (`ev`)"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_is_no_gold_is_one_line(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, what: str
) -> None:
    """Alone it gives no table; beside gold the gold is scored; the exit status is 1."""
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert evaluate([path]) == 1
    alone = capsys.readouterr()
    assert alone.out == ""
    (line,) = alone.err.splitlines()
    assert line.startswith(f"{path}: {what}; mend: name ")
    assert evaluate([path, gold], read=_write(tmp_path / "read.jsonl", _reading())) == 1
    beside = capsys.readouterr()
    assert beside.err == alone.err
    assert beside.out.startswith("1 reports; 0 not read")


def test_a_file_of_readings_that_is_not_there_is_wrong_usage(gold: Path, tmp_path: Path) -> None:
    """Named with its mend."""
    with pytest.raises(UsageError, match="No such file"):
        evaluate([gold], read=tmp_path / "none.jsonl")


class _Silent:
    """A reader that finds nothing."""

    def read(self, report: Report) -> Reading:
        """An empty reading of the same text."""
        return Reading(report=report, reader=ReaderVersion(version="0", model="0"))


def test_without_readings_the_gold_texts_are_read_now(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the shipped reader, as `zenobia read` reads the same file; the text stays what it is."""
    monkeypatch.setattr("zenobia.pipeline.load_reader", _Silent)
    assert evaluate([gold], workers=1) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 reports; 0 not read; 0 read with another text")
    assert "event                       2      0" in out
