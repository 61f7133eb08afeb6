"""Triggers and mentions as nodes, and what the model is told of each pair of them beside their words.

The same features serve training and reading, so that both see a pair alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DISTANCES = np.array([-23, -15, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 24], np.int64)
DISTANCE_BUCKETS = len(DISTANCES) + 1
SENTENCE_BUCKETS = 6  # three or more before .. two or more after
BETWEEN_BUCKETS = 4  # none, one, two, more


@dataclass(frozen=True, slots=True)
class Nodes:
    """Spans of words with a class each: first, last (inclusive), label, sentence: [n] int64, sorted by first."""

    first: Ints
    last: Ints
    label: Ints
    sentence: Ints

    def __len__(self) -> int:
        return len(self.first)

    def followed_by(self, later: Nodes, words: int = 0) -> Nodes:
        """These and then `later`, whose words count from `words` on."""
        return Nodes(
            np.concatenate([self.first, later.first + words]),
            np.concatenate([self.last, later.last + words]),
            np.concatenate([self.label, later.label]),
            np.concatenate([self.sentence, later.sentence]),
        )


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Of every pair (a, b), [len(a), len(b)] int64 each.

    distance:  bucket of the words between them, signed: below the middle when b stands before a.
    sentences: bucket of b's sentence minus a's.
    alike:     how many nodes of b's class stand between them (0 to 3).
    triggers:  how many triggers stand between them (0 to 3).
    begin, end: words [begin, end) that lie between the two; begin == end when they touch or overlap.
    """

    distance: Ints
    sentences: Ints
    alike: Ints
    triggers: Ints
    begin: Ints
    end: Ints


def pair_distances(a: Nodes, b: Nodes) -> Ints:
    """[len(a), len(b)] the distance bucket of every pair, as in PairFeatures."""
    return _bucket(*_gaps(a, b))


def pair_features(a: Nodes, b: Nodes, triggers: Nodes) -> PairFeatures:
    """The features of all pairs of a's and b's nodes."""
    begin, end, sign = _gaps(a, b)
    return PairFeatures(
        distance=_bucket(begin, end, sign),
        sentences=np.clip(b.sentence[None, :] - a.sentence[:, None], -3, 2) + 3,
        alike=np.minimum(_count_alike(b, begin, end), BETWEEN_BUCKETS - 1),
        triggers=np.minimum(_count_between(np.sort(triggers.first), begin, end), BETWEEN_BUCKETS - 1),
        begin=begin,
        end=end,
    )


def _bucket(begin: Ints, end: Ints, sign: Ints) -> Ints:
    return np.searchsorted(DISTANCES, sign * (end - begin + 1), side="right").astype(np.int64)


def _gaps(a: Nodes, b: Nodes) -> tuple[Ints, Ints, Ints]:
    """The words [begin, end) between each pair, and its sign: -1 when b stands before a, 1 after, 0 when they overlap."""
    before = b.last[None, :] < a.first[:, None]
    after = b.first[None, :] > a.last[:, None]
    begin = np.where(before, b.last[None, :] + 1, np.where(after, a.last[:, None] + 1, 0))
    end = np.where(before, a.first[:, None], np.where(after, b.first[None, :], 0))
    return begin, end, after.astype(np.int64) - before.astype(np.int64)


def _count_between(firsts: Ints, begin: Ints, end: Ints) -> Ints:
    """How many of the sorted `firsts` lie in [begin, end), of the same shape as begin."""
    return np.searchsorted(firsts, end) - np.searchsorted(firsts, begin)


def _count_alike(b: Nodes, begin: Ints, end: Ints) -> Ints:
    counts = np.zeros(begin.shape, np.int64)
    for label in np.unique(b.label):
        column = b.label == label
        counts[:, column] = _count_between(np.sort(b.first[column]), begin[:, column], end[:, column])
    return counts
