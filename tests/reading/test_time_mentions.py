"""The model's time mentions mended by grammar: one row a text with what the model marked, and what comes out."""

from __future__ import annotations

import re

import numpy as np
import pytest

from zenobia.reading.decode import Found
from zenobia.reading.labels import MENTION_TYPES
from zenobia.reading.nodes import Nodes
from zenobia.reading.pieces import Pieces
from zenobia.reading.time_mentions import ADDED, find_time_words, mend_times
from zenobia.types import MentionType

TIME, PLACE = MENTION_TYPES.index(MentionType.TIME), MENTION_TYPES.index(MentionType.PLACE)

CASES: list[tuple[str, list[tuple[str, int]], list[tuple[str, int]]]] = [
    # ragged ends go
    ("In March and April it rained.", [("March and", TIME)], [("March and April", TIME)]),
    ("Quiet since March, they say.", [("since March,", TIME)], [("March", TIME)]),
    ("It fell late on Monday.", [("Monday.", TIME)], [("Monday", TIME)]),
    # cut dates are filled, pieces joined
    ("It fell on 5 May 1807.", [("5 May", TIME)], [("5 May 1807", TIME)]),
    ("It fell on 5 May 1807.", [("5", TIME), ("May", TIME), ("1807", TIME)], [("5 May 1807", TIME)]),
    # missed ones are added
    ("It fell in 1807, and rose.", [], [("1807", TIME)]),
    # what only the model knows stays
    ("It fell at teatime yesterday.", [("teatime yesterday", TIME)], [("teatime yesterday", TIME)]),
    # of another type: no time is added, none is touched
    ("Troops held May 1807 Square and Rome.", [("May 1807 Square", PLACE), ("Rome", PLACE)], [("May 1807 Square", PLACE), ("Rome", PLACE)]),
    # nothing but what cannot stand alone
    ("It fell and rose.", [("and", TIME)], []),
    ("It fell and rose.", [], []),
]  # fmt: skip


def _pieces(text: str) -> Pieces:
    """Every word and every mark is a piece."""
    spans = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    start, end = (np.array([s[k] for s in spans], np.int64) for k in (0, 1))
    none = np.zeros(len(spans), np.int64)
    return Pieces(none, none, np.arange(len(spans), dtype=np.int64), start, end)


def _found(text: str, pieces: Pieces, marked: list[tuple[str, int]]) -> Found:
    """The model's mentions, in order of the text, each at its words' first place."""
    at = [(text.index(words), text.index(words) + len(words)) for words, _ in marked]
    first = np.array([int(np.searchsorted(pieces.start, a)) for a, _ in at], np.int64)
    last = np.array([int(np.searchsorted(pieces.end, b)) for _, b in at], np.int64)
    label = np.array([kind for _, kind in marked], np.int64)
    return Found(Nodes(first, last, label, np.zeros(len(at), np.int64)), np.full(len(at), 0.9, np.float32))


@pytest.mark.parametrize(("text", "marked", "mended"), CASES)
def test_time_mentions_are_mended(text: str, marked: list[tuple[str, int]], mended: list[tuple[str, int]]) -> None:
    """ "March and" becomes "March", with what grammar adds."""
    pieces = _pieces(text)
    got = mend_times(_found(text, pieces, marked), find_time_words(text, pieces), 0, np.zeros(len(pieces.start), np.int64))
    spans = zip(got.nodes.first.tolist(), got.nodes.last.tolist(), got.nodes.label.tolist(), strict=True)
    assert [(text[pieces.start[a] : pieces.end[b]], kind) for a, b, kind in spans] == mended


def test_the_models_probability_holds_where_it_marked_something() -> None:
    """Grammar's own is for what grammar alone found."""
    text = "It fell on 5 May 1807 and rose in 1809."
    pieces = _pieces(text)
    got = mend_times(
        _found(text, pieces, [("May", TIME)]), find_time_words(text, pieces), 0, np.zeros(len(pieces.start), np.int64)
    )
    assert got.probability.tolist() == pytest.approx([0.9, ADDED])


def test_words_count_from_the_windows_core() -> None:
    """A window sees its own words only; phrases of other windows are not its business."""
    text = "It fell in 1807. It rose in 1809."
    pieces = _pieces(text)
    empty = _found(text, pieces, [])
    core = int(np.searchsorted(pieces.start, text.index("It rose")))
    got = mend_times(empty, find_time_words(text, pieces), core, np.ones(len(pieces.start) - core, np.int64))
    assert [(int(a), int(s)) for a, s in zip(got.nodes.first, got.nodes.sentence, strict=True)] == [(3, 1)]
