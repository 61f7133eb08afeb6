"""Text to word pieces: what the encoder reads, with the way back to characters.

A piece belongs to a word (a run of letters or digits, or one punctuation mark); labels sit on words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.word_pieces import WordPieces

LOWER, TITLE, UPPER, MIXED = range(4)
CLS, SEP, MASK = 101, 102, 103  # the tokenizer's own: a text's begin and end, a hidden piece


@dataclass(frozen=True, slots=True)
class Pieces:
    """One text as word pieces.

    ids, case: [pieces] int64, without [CLS] and [SEP].
    first:     [words] int64, index of each word's first piece.
    start, end: [words] int64, code points in the text, half-open.
    """

    ids: NDArray[np.int64]
    case: NDArray[np.int64]
    first: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def word_case(word: str) -> int:
    """The case class of a word: caseless scripts and digits count as lower."""
    if word == word.lower():
        return LOWER
    if word == word.upper():
        return UPPER if len(word) > 1 else TITLE
    if word[0] != word[0].lower() and word[1:] == word[1:].lower():
        return TITLE
    return MIXED


def cut_pieces(tokenizer: WordPieces, text: str) -> Pieces:
    """Cut `text` into word pieces; offsets are code points of `text`."""
    ids: list[int] = []
    case: list[int] = []
    first: list[int] = []
    start: list[int] = []
    end: list[int] = []
    for pieces, a, b in tokenizer.words(text):
        first.append(len(ids))
        start.append(a)
        end.append(b)
        ids += pieces
        case += [word_case(text[a:b])] * len(pieces)
    return Pieces(
        ids=np.array(ids, np.int64),
        case=np.array(case, np.int64),
        first=np.array(first, np.int64),
        start=np.array(start, np.int64),
        end=np.array(end, np.int64),
    )
