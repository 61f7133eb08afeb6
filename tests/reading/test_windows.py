"""Windows: laws of cutting a report's pieces, on planted word and sentence lengths."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zenobia.reading.pieces import Pieces
from zenobia.reading.windows import cut_windows

LENGTHS = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=40), min_size=1, max_size=30)
"""Sentences of words of so many pieces."""


def planted(sentences: list[list[int]]) -> tuple[Pieces, np.ndarray]:
    widths = [width for sentence in sentences for width in sentence]
    first = np.cumsum([0, *widths])[:-1].astype(np.int64)
    count = int(sum(widths))
    ids = np.arange(count, dtype=np.int64)
    words = np.arange(len(widths), dtype=np.int64)
    owner = np.array([i for i, sentence in enumerate(sentences) for _ in sentence], np.int64)
    return Pieces(ids=ids, case=ids * 0, first=first, start=words * 2, end=words * 2 + 1), owner


@given(LENGTHS)
def test_every_word_is_the_core_of_exactly_one_window(sentences: list[list[int]]) -> None:
    pieces, sentence = planted(sentences)
    cores = [word for w in cut_windows(pieces, sentence, window=64, context=20) for word in range(w.core, w.end)]
    assert cores == list(range(len(pieces.first)))


@given(LENGTHS)
def test_no_window_is_wider_than_asked(sentences: list[list[int]]) -> None:
    pieces, sentence = planted(sentences)
    at = np.append(pieces.first, len(pieces.ids))
    assert all(at[w.end] - at[w.start] <= 64 for w in cut_windows(pieces, sentence, window=64, context=20))


@given(LENGTHS)
def test_a_sentence_that_fits_is_never_cut(sentences: list[list[int]]) -> None:
    pieces, sentence = planted(sentences)
    fitting = {i for i, widths in enumerate(sentences) if sum(widths) <= 64}
    for window in cut_windows(pieces, sentence, window=64, context=20):
        for edge in (window.start, window.core, window.end):
            if 0 < edge < len(sentence) and sentence[edge - 1] == sentence[edge]:
                assert int(sentence[edge]) not in fitting


def test_earlier_sentences_come_along_as_context() -> None:
    pieces, sentence = planted([[1] * 10] * 10)
    windows = cut_windows(pieces, sentence, window=60, context=20)
    assert [(w.start, w.core, w.end) for w in windows] == [(0, 0, 60), (40, 60, 100)]


def test_no_words_give_no_windows() -> None:
    empty = np.zeros(0, np.int64)
    assert cut_windows(Pieces(ids=empty, case=empty, first=empty, start=empty, end=empty), empty) == ()
