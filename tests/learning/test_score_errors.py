"""Errors by class: one change of a perfect reading, one error."""

from __future__ import annotations

from typing import Any

import pytest
from perturbed import perfect_reading
from test_score import GOLD, TEXT

from zenobia.learning.score import match_marks
from zenobia.learning.score_errors import find_mistakes
from zenobia.learning.score_marks import marks_of_gold, marks_of_reading


def _mistakes(reading: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    gold, read = marks_of_gold(GOLD), marks_of_reading(reading)
    return [(m.kind, m.gold, m.read) for m in find_mistakes("one", TEXT, gold, read, match_marks(gold, read))]


def test_a_perfect_reading_has_no_errors() -> None:
    """Nothing is missed, nothing made up."""
    assert _mistakes(perfect_reading(GOLD)) == []


EVENTS: list[tuple[dict[str, Any], tuple[str, str | None, str | None]]] = [
    ({"type": "clash"}, ("wrong type", "shelling", "clash")),
    ({"status": "planned"}, ("wrong status", "actual", "planned")),
    ({"time": None}, ("missed day", "2016-03-27", None)),
    (
        {"time": {"mention": 0, "start": "2016-03-26", "end": "2016-03-27"}},
        ("wrong day", "2016-03-27", "2016-03-26/2016-03-27"),
    ),
    ({"actor": []}, ("missed actor", "militia", None)),
    ({"target": [4]}, ("spurious target", None, "people")),
    ({"place": []}, ("missed place", "Arda", None)),
    ({"attribution": None}, ("missed attribution", "witness", None)),
    ({"attribution": 1}, ("wrong attribution", "witness", "militia")),
    ({"toll": []}, ("missed toll", "killed 12: 12", None)),
    (
        {"toll": [{"mention": 3, "kind": "killed", "low": 12, "high": None}]},
        ("wrong toll", "killed 12: 12", "killed 12 to ?: 12"),
    ),
]


@pytest.mark.parametrize(("changes", "mistake"), EVENTS)
def test_one_change_of_an_event_is_one_error(changes: dict[str, Any], mistake: tuple[str, str | None, str | None]) -> None:
    """Named by its class."""
    reading = perfect_reading(GOLD)
    reading["events"][0] |= changes
    assert _mistakes(reading) == [mistake]


def test_events_missed_and_made_up() -> None:
    """An event on no gold trigger is spurious, one left out is missed."""
    reading = perfect_reading(GOLD)
    left = reading["events"].pop(0)
    assert _mistakes(reading) == [("missed event", "shelling: shelled", None)]
    left["trigger"] = {"start": TEXT.index("said"), "end": TEXT.index("said") + 4}
    reading["events"].append(left)
    assert _mistakes(reading) == [("missed event", "shelling: shelled", None), ("spurious event", None, "shelling: said")]


def test_mentions_and_relations() -> None:
    """Type and bounds of a mention are told apart."""
    reading = perfect_reading(GOLD)
    reading["relations"] = []
    reading["mentions"][2]["type"] = "facility"
    reading["mentions"][4]["end"] += 4
    kinds = [kind for kind, _, _ in _mistakes(reading)]
    assert "wrong type of a mention" in kinds
    assert "missed relation" in kinds
    assert len(kinds) == 3
