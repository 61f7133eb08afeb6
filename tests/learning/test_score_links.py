"""Figures of quotations and clusters: known cases by hand, perfect readings, and bad gold."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zenobia.errors import GoldError
from zenobia.learning.score_links import best_sum, score_links

GOLD = {
    "id": "a",
    "quotes": [{"start": 40, "end": 60, "speaker": [0, 4], "cue": [30, 34]}],
    "entities": [[[0, 4], [10, 14]], [[20, 24]]],
}


def write(folder: Path, *marks: Any) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(mark) + "\n" for mark in marks), encoding="utf-8")
    return path


def read(entities: list[int | None], speaker: int | None = 0, quote: tuple[int, int] = (40, 60)) -> dict[str, Any]:
    """A reading of the three gold mentions, and more at 100, 110 ..., with these entities."""
    spans = [(0, 4), (10, 14), (20, 24), *((at, at + 4) for at in range(100, 200, 10))]
    mentions = [{"id": n, "start": spans[n][0], "end": spans[n][1], "entity": entity} for n, entity in enumerate(entities)]
    return {"id": "a", "mentions": mentions, "quotes": [{"start": quote[0], "end": quote[1], "speaker": speaker}]}


def test_a_perfect_reading_scores_one(tmp_path: Path) -> None:
    """The gold's own clusters and quotations are all right."""
    figures = score_links(write(tmp_path, GOLD), [read([0, 0, 1])])
    assert (figures.quotes.f1, figures.conll, figures.conll_linked, figures.unread) == (1.0, 1.0, 1.0, 0)


# entities read -> MUC, B3, CEAF-e as (precision, recall), worked out by hand
CASES = [
    ([0, 1, 2], (0, 0), (1, 2 / 3), ((2 / 3 + 1) / 3, (2 / 3 + 1) / 2)),
    ([0, 0, 0], (1 / 2, 1), (5 / 9, 1), (4 / 5, 2 / 5)),
    ([0, 0, 1, 1], (1 / 2, 1), (5 / 8, 1), ((1 + 2 / 3) / 2, (1 + 2 / 3) / 2)),
]


@pytest.mark.parametrize(("entities", "muc", "b3", "ceaf"), CASES)
def test_measures_are_those_of_the_papers(tmp_path: Path, entities: list[int | None], muc: Any, b3: Any, ceaf: Any) -> None:
    """Split, merged and spurious mentions cost what the definitions say."""
    figures = score_links(write(tmp_path, GOLD), [read(entities)])
    for figure, (precision, recall) in ((figures.muc, muc), (figures.b3, b3), (figures.ceaf_e, ceaf)):
        assert (figure.precision, figure.recall) == pytest.approx((precision, recall))


@pytest.mark.parametrize(
    ("reading", "hits"),
    [
        (read([0, 0, 1], speaker=1), 1),  # another mention of the same entity
        (read([0, 0, 1], speaker=2), 0),  # somebody else
        (read([0, 0, 1], speaker=None), 0),
        (read([0, 0, 1], quote=(40, 52)), 1),  # half of the longer
        (read([0, 0, 1], quote=(40, 49)), 0),
        (read([0, 0, 1, 0], speaker=3), 1),  # no gold mention, but of the entity
    ],
)
def test_a_quotation_needs_its_words_and_its_speaker(tmp_path: Path, reading: dict[str, Any], hits: int) -> None:
    """Overlap of half of the longer and the same entity."""
    assert score_links(write(tmp_path, GOLD), [reading]).quotes.f1 == hits


def test_a_missing_reading_found_nothing(tmp_path: Path) -> None:
    """It is counted, and no figure divides by zero."""
    figures = score_links(write(tmp_path, GOLD), [])
    assert (figures.unread, figures.quotes.f1, figures.conll, figures.reports) == (1, 0.0, 0.0, 1)


def test_bad_gold_is_named(tmp_path: Path) -> None:
    """The error names the file and the line."""
    with pytest.raises(GoldError, match=r"gold\.jsonl:2"):
        score_links(write(tmp_path, GOLD, {"id": "b"}), [])


@settings(deadline=None)
@given(st.integers(1, 5).flatmap(lambda w: st.lists(st.lists(st.floats(0, 1), min_size=w, max_size=w), min_size=1, max_size=5)))
def test_best_sum_is_the_best(weights: list[list[float]]) -> None:
    """No choice of one-to-one pairs has a greater sum."""
    if len(weights) > len(weights[0]):
        weights = [list(column) for column in zip(*weights, strict=True)]
    rows, columns = len(weights), len(weights[0])
    best = max(sum(weights[r][c] for r, c in enumerate(order)) for order in permutations(range(columns), rows))
    assert best_sum(weights) == pytest.approx(best)
