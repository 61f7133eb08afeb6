"""Readings against gold: the rules by hand-made cases, and the very figures of shared/tools/score.py."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from perturbed import perfect_reading, spoil

from zenobia.learning.score import LINES, Count, add_counts, count_report, type_lines
from zenobia.learning.score_marks import marks_of_gold, marks_of_reading

TEXT = "On Sunday the militia shelled Arda, killing 12 people, a witness said. Troops left Beld."
GOLD: dict[str, Any] = {
    "id": "one",
    "text": TEXT,
    "ent": [
        ["time", "Sunday"],
        ["group", "militia"],
        ["place", "Arda"],
        ["count", "12"],
        ["people", "people"],
        ["person", "witness"],
        ["group", "Troops"],
        ["place", "Beld"],
    ],
    "ev": [
        {
            "t": "shelling",
            "tr": "shelled",
            "actor": ["militia"],
            "place": ["Arda"],
            "time": {"x": "Sunday", "v": "2016-03-27"},
            "toll": [{"x": "12", "k": "killed", "lo": 12, "hi": 12, "who": "people"}],
            "attr": "witness",
        },
        {"t": "withdrawal", "tr": "left", "actor": ["Troops"], "place": ["Beld"]},
    ],
    "rel": [["opposes", "militia", "Troops"]],
}


def _counts(**changes: Any) -> dict[str, Count]:
    """Counts of the perfect reading of GOLD with changes to its first event."""
    reading = perfect_reading(GOLD)
    reading["events"][0] |= changes
    return add_counts([count_report(marks_of_gold(GOLD), marks_of_reading(reading))])


def test_a_perfect_reading_scores_one_everywhere() -> None:
    """Roles that the gold does not have score nought of nought."""
    counts = _counts()
    assert {name: count.f1 for name, count in counts.items() if count.gold} == {
        name: 1.0 for name, count in counts.items() if count.gold
    }
    assert counts["record"] == Count(2, 2, 2)
    assert counts["supporter"] == Count(0, 0, 0)


CASES: list[tuple[str, dict[str, Any], str, Count]] = [
    ("an article does not count", {"trigger": {"start": 10, "end": 29}}, "event", Count(2, 2, 2)),
    ("a trigger must overlap", {"trigger": {"start": 0, "end": 2}}, "event", Count(1, 2, 2)),
    ("another type is no event", {"type": "clash"}, "event", Count(1, 2, 2)),
    ("but a trigger", {"type": "clash"}, "trigger (any type)", Count(2, 2, 2)),
    ("arguments of missed events are missed", {"type": "clash"}, "actor", Count(1, 2, 2)),
    ("a wrong status spoils the record", {"status": "planned"}, "record", Count(1, 2, 2)),
    ("status is of found events", {"status": "planned"}, "status", Count(1, 2, 2)),
    ("a missing actor spoils the record", {"actor": []}, "record", Count(1, 2, 2)),
    ("a missing means does not", {"means": [3]}, "record", Count(2, 2, 2)),
    ("a day must be the same", {"time": {"mention": 0, "start": "2016-03-26", "end": "2016-03-27"}}, "time", Count(0, 1, 1)),
    ("an assumed day is none", {"time": {"mention": None, "start": "2016-03-27", "end": "2016-03-27"}}, "time", Count(0, 1, 0)),
    (
        "tolls need both bounds",
        {"toll": [{"mention": 3, "kind": "killed", "low": 12, "high": None}]},
        "toll",
        Count(0, 1, 1),
    ),
    ("no attribution", {"attribution": None}, "attribution", Count(0, 1, 0)),
]


@pytest.mark.parametrize(("why", "changes", "line", "count"), CASES, ids=[case[0] for case in CASES])
def test_one_change_costs_this(why: str, changes: dict[str, Any], line: str, count: Count) -> None:  # noqa: ARG001
    """The rules in the head of score.py."""
    assert _counts(**changes)[line] == count


def test_an_empty_report_counts_nothing() -> None:
    """No division by nought."""
    counts = add_counts([])
    assert {count.f1 for count in counts.values()} == {0.0}
    assert set(counts) == set(LINES)


@pytest.fixture(scope="module")
def judge(shared: Path) -> ModuleType:
    """shared/tools/score.py as a module."""
    path = shared / "tools" / "score.py"
    if not path.is_file():
        pytest.skip("../shared/tools/score.py is not beside this checkout")
    spec = importlib.util.spec_from_file_location("judge", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_figures_are_those_of_the_judge(shared: Path, judge: ModuleType, seed: int | None) -> None:
    """Perfect readings of the dev gold, and spoilt ones, under every name and type."""
    random = Random(seed)
    files = sorted((shared / "gold" / "dev").glob("*.jsonl"))
    golds = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    readings = [perfect_reading(gold) for gold in golds]
    if seed is not None:
        readings = [spoil(reading, random) for reading in readings]
    pairs = [(g["text"], judge.gold_reading(g), judge.read_reading(r)) for g, r in zip(golds, readings, strict=True)]
    tally, _ = judge.score(pairs)
    ours = add_counts(count_report(marks_of_gold(g), marks_of_reading(r)) for g, r in zip(golds, readings, strict=True))
    names = [*judge.LINES, *sorted(n for n in tally.gold if n.startswith("event:"))]
    assert [*LINES, *type_lines(ours)] == names
    for name in names:
        theirs = Count(tally.hit[name], tally.gold[name], tally.read[name])
        assert (name, ours[name]) == (name, theirs)
        assert (ours[name].precision, ours[name].recall, ours[name].f1) == tally.prf(name)
    if seed is not None:
        assert 0 < ours["record"].f1 < 1
