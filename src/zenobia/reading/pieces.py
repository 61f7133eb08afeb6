"""Text to word pieces: what the encoder reads, with the way back to characters.

A piece belongs to a word (a run of letters or digits, or one punctuation mark); labels sit on words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

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


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut `text` into word pieces; offsets are code points of `text`."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    word_of = [w if w is not None else -1 for w in encoded.word_ids]
    first: list[int] = []
    start: list[int] = []
    end: list[int] = []
    last = None
    for index, (word, (a, b)) in enumerate(zip(word_of, encoded.offsets, strict=True)):
        if word != last:
            first.append(index)
            start.append(a)
            end.append(b)
            last = word
        else:
            end[-1] = b
    cases = [word_case(text[a:b]) for a, b in zip(start, end, strict=True)]
    piece_word = np.zeros(len(encoded.ids), np.int64)
    piece_word[first[1:]] = 1
    case = np.asarray(cases, np.int64)[np.cumsum(piece_word)] if cases else np.zeros(0, np.int64)
    return Pieces(
        ids=np.asarray(encoded.ids, np.int64),
        case=case,
        first=np.asarray(first, np.int64),
        start=np.asarray(start, np.int64),
        end=np.asarray(end, np.int64),
    )
