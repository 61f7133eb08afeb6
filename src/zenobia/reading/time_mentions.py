"""The model's time mentions mended by grammar: missed phrases added, ragged ends cut or filled.

Takes the mentions found in a run of words and what `times` finds in the text, gives mentions; those of other types stay as they are, and
where one stands no time is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.decode import Found
from zenobia.reading.labels import MENTION_TYPES
from zenobia.reading.nodes import Ints, Nodes
from zenobia.reading.pieces import Pieces
from zenobia.reading.times import find_times
from zenobia.types import MentionType

ADDED = 0.75
"""Probability of a mention that grammar alone found. Of 125 such on WikiWars 01-11 gold marks all, 114 with the same ends; set lower, as
gold/dev marks fewer of them ("now" 3 times in 9)."""

TIME = MENTION_TYPES.index(MentionType.TIME)

_NO_HEAD = frozenset(
    ["in", "on", "by", "at", "during", "from", "to", "of", "and", "or", "the", "since", "until", "till", "about"]
)
_NO_TAIL = frozenset(
    ["and", "or", "of", "the", "to", "on", "in", "at", "by", "from", "for", "with", "a", "an", "about", "until", "since"]
)

Run = tuple[int, int, float]
"""First and last word, inclusive, and the probability that it is a time mention."""


@dataclass(frozen=True, slots=True)
class TimeWords:
    """A report's words as grammar sees them.

    runs:       time phrases, first and last word, in order.
    head, tail: [words] whether the word can begin, or end, a time mention.
    """

    runs: tuple[tuple[int, int], ...]
    head: NDArray[np.bool_]
    tail: NDArray[np.bool_]


def find_time_words(text: str, pieces: Pieces) -> TimeWords:
    """The time phrases of a text as runs of its words."""
    words = [text[a:b].lower() for a, b in zip(pieces.start.tolist(), pieces.end.tolist(), strict=True)]
    visible = np.array([any(c.isalnum() for c in word) for word in words], np.bool_)
    spans = find_times(text)
    first = np.searchsorted(pieces.end, [s.start for s in spans], side="right").tolist()
    last = (np.searchsorted(pieces.start, [s.end for s in spans], side="left") - 1).tolist()
    return TimeWords(
        runs=tuple((a, b) for a, b in zip(first, last, strict=True) if a <= b),
        head=visible & np.array([word not in _NO_HEAD for word in words], np.bool_),
        tail=visible & np.array([word not in _NO_TAIL for word in words], np.bool_),
    )


def mend_times(found: Found, times: TimeWords, core: int, sentence: Ints) -> Found:
    """`found`, whose words count from word `core` of the report, with its time mentions mended; sentence: [words] of this run."""
    columns = zip(found.nodes.first.tolist(), found.nodes.last.tolist(), found.probability.tolist(), strict=True)
    told = found.nodes.label == TIME
    mentions = list(columns)
    own = [_trimmed(m, times, core) for m, is_time in zip(mentions, told, strict=True) if is_time]
    others = [m for m, is_time in zip(mentions, told, strict=True) if not is_time]
    end = core + len(sentence)
    added = [(a - core, b - core, ADDED) for a, b in times.runs if core <= a and b < end]
    free = [run for run in added if not any(_meet(run, other) for other in others)]
    merged = _merged([run for run in own if run], free)
    labels = [(*m, int(k)) for m, k in zip(others, found.nodes.label[~told], strict=True)]
    rows = sorted([*labels, *((*run, TIME) for run in merged)])
    first, last, probability, label = (list(c) for c in zip(*rows, strict=True)) if rows else ([], [], [], [])
    at = np.array(first, np.int64)
    nodes = Nodes(at, np.array(last, np.int64), np.array(label, np.int64), sentence[at])
    return Found(nodes, np.array(probability, np.float32))


def _trimmed(run: Run, times: TimeWords, core: int) -> Run | None:
    """Without words that begin or end no time mention: "March and" is March; None when nothing is left."""
    first, last, probability = run
    while first <= last and not times.head[core + first]:
        first += 1
    while last >= first and not times.tail[core + last]:
        last -= 1
    return (first, last, probability) if first <= last else None


def _merged(own: Sequence[Run], added: Iterable[Run]) -> list[Run]:
    """The model's runs and the grammar's, those that share words as one; the model's probability holds."""
    runs: list[Run] = []
    for run in sorted([*own, *added]):
        if runs and _meet(runs[-1], run):
            before = runs.pop()
            known = [r[2] for r in (before, run) if r[2] != ADDED]
            run = (before[0], max(before[1], run[1]), max(known, default=ADDED))
        runs.append(run)
    return runs


def _meet(one: Run | tuple[int, int, float], other: Run) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
