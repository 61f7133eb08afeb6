"""Triggers and mentions as nodes, and what the model is told of each pair of them beside their words.

The same features serve training and reading, so that both see a pair alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.labels import TIE_POSSIBLE

Ints = NDArray[np.int64]

DISTANCES = np.array([-23, -15, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 24], np.int64)
DISTANCE_BUCKETS = len(DISTANCES) + 1
SENTENCE_BUCKETS = 6  # three or more before .. two or more after
BETWEEN_BUCKETS = 4  # none, one, two, more
LINK_REACH = (-3, 1)  # sentences from a trigger back and on to what may belong to it: 99.8% of gold/train's links
TIE_REACH = 1  # sentences between two mentions that may be tied: 99.8% of gold/train's ties


@dataclass(frozen=True, slots=True)
class Nodes:
    """Spans of words with a class each: first, last (inclusive), label, sentence: [n] int64, sorted by first."""

    first: Ints
    last: Ints
    label: Ints
    sentence: Ints

    def __len__(self) -> int:
        return len(self.first)

    def take(self, index: Ints | NDArray[np.bool_]) -> Nodes:
        """These nodes, in the order of `index`."""
        return Nodes(self.first[index], self.last[index], self.label[index], self.sentence[index])

    def stand(self) -> Nodes:
        """The nodes as a column, [n, 1] each, to meet a row of others."""
        return Nodes(self.first[:, None], self.last[:, None], self.label[:, None], self.sentence[:, None])

    def followed_by(self, later: Nodes, words: int = 0) -> Nodes:
        """These and then `later`, whose words count from `words` on."""
        return Nodes(
            np.concatenate([self.first, later.first + words]),
            np.concatenate([self.last, later.last + words]),
            np.concatenate([self.label, later.label]),
            np.concatenate([self.sentence, later.sentence]),
        )


Pairs = tuple[Ints, Ints]
"""Indices of the nodes a and of the nodes b of each pair, [pairs] each, a's in order."""


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Of each pair (a, b), [pairs] int64 each.

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


def link_pairs(triggers: Nodes, mentions: Nodes, core: int = 0) -> Pairs:
    """Triggers from word `core` on, with the mentions that could belong to them: within LINK_REACH."""
    apart = mentions.sentence[None, :] - triggers.sentence[:, None]
    own = (triggers.first >= core)[:, None]
    at_a, at_b = np.nonzero(own & (apart >= LINK_REACH[0]) & (apart <= LINK_REACH[1]))
    return at_a, at_b


def tie_pairs(mentions: Nodes, core: int = 0) -> Pairs:
    """Mentions that could be tied, one of them from word `core` on: within TIE_REACH, of types that can have a tie."""
    near = np.abs(mentions.sentence[None, :] - mentions.sentence[:, None]) <= TIE_REACH
    own = mentions.first >= core
    possible = near & (own[:, None] | own[None, :]) & TIE_POSSIBLE[mentions.label[:, None], mentions.label[None, :]]
    np.fill_diagonal(possible, False)
    at_a, at_b = np.nonzero(possible)
    return at_a, at_b


def pair_distances(a: Nodes, b: Nodes) -> Ints:
    """[len(a), len(b)] the distance bucket of every pair, as in PairFeatures."""
    return _bucket(*_gaps(a.stand(), b))


def pair_features(a: Nodes, b: Nodes, triggers: Nodes, pairs: Pairs) -> PairFeatures:
    """The features of these pairs of a's and b's nodes."""
    one, other = a.take(pairs[0]), b.take(pairs[1])
    begin, end, sign = _gaps(one, other)
    return PairFeatures(
        distance=_bucket(begin, end, sign),
        sentences=np.clip(other.sentence - one.sentence, -3, 2) + 3,
        alike=np.minimum(_count_alike(b, other.label, begin, end), BETWEEN_BUCKETS - 1),
        triggers=np.minimum(_count_between(np.sort(triggers.first), begin, end), BETWEEN_BUCKETS - 1),
        begin=begin,
        end=end,
    )


def _bucket(begin: Ints, end: Ints, sign: Ints) -> Ints:
    return np.searchsorted(DISTANCES, sign * (end - begin + 1), side="right").astype(np.int64)


def _gaps(a: Nodes, b: Nodes) -> tuple[Ints, Ints, Ints]:
    """The words [begin, end) between each pair, and its sign: -1 when b stands before a, 1 after, 0 when they overlap."""
    before = b.last < a.first
    after = b.first > a.last
    begin = np.where(before, b.last + 1, np.where(after, a.last + 1, 0))
    end = np.where(before, a.first, np.where(after, b.first, 0))
    return begin, end, after.astype(np.int64) - before.astype(np.int64)


def _count_between(firsts: Ints, begin: Ints, end: Ints) -> Ints:
    """How many of the sorted `firsts` lie in [begin, end), of the same shape as begin."""
    return np.searchsorted(firsts, end) - np.searchsorted(firsts, begin)


def _count_alike(nodes: Nodes, labels: Ints, begin: Ints, end: Ints) -> Ints:
    """How many `nodes` of each pair's label begin in its [begin, end)."""
    counts = np.zeros(begin.shape, np.int64)
    for label in np.unique(nodes.label):
        of_label = np.flatnonzero(labels == label)
        counts[of_label] = _count_between(np.sort(nodes.first[nodes.label == label]), begin[of_label], end[of_label])
    return counts
