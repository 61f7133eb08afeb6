"""How sure the figures are: bootstrap intervals over reports, and how well confidence tells what is right.

Takes the counts and matches of each report, gives numbers; the same input gives the same numbers (fixed seed)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zenobia.learning.score import Count, Counts, Matches
from zenobia.learning.score_marks import Marks

SEED = 20160327
RESAMPLES = 1000
BINS = 10


@dataclass(frozen=True, slots=True)
class Interval:
    """Where 95 of 100 resamples of the reports put the F1, 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Values given with a confidence in one tenth of 0 to 1: how many, their mean confidence, and the share that is right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """error: expected calibration error, 0 to 1: mean over values of the distance between confidence and share right.

    bins: BINS equal tenths from 0 to 1; an empty one has count 0.
    """

    error: float
    count: int
    bins: tuple[Bin, ...]


Point = tuple[float, bool]
"""The confidence a value was given with, and whether the value is right."""


def bootstrap_f1(reports: Sequence[Counts], names: Sequence[str]) -> dict[str, Interval]:
    """The 95% interval of the F1 of each name: percentiles over RESAMPLES draws of as many reports, with replacement."""
    if not reports:
        return {name: Interval(0.0, 0.0) for name in names}
    counts = [[report.get(name, Count()) for name in names] for report in reports]
    hits = np.array([[2.0 * c.hit for c in row] for row in counts])  # [reports, names]
    wholes = np.array([[float(c.gold + c.read) for c in row] for row in counts])  # [reports, names]
    random = np.random.default_rng(SEED)
    size = len(reports)
    resamples = np.zeros((RESAMPLES, len(names)))
    for at in range(RESAMPLES):
        drawn = random.multinomial(size, np.full(size, 1 / size))  # [reports]: how often each
        hit, whole = drawn @ hits, drawn @ wholes
        resamples[at] = np.divide(hit, whole, out=np.zeros_like(hit), where=whole > 0)
    low, high = np.percentile(resamples, [2.5, 97.5], axis=0)
    return {name: Interval(float(a), float(b)) for name, a, b in zip(names, low, high, strict=True)}


def points_of(read: Marks, matches: Matches) -> Iterator[tuple[str, Point]]:
    """Every value of a reading that bears a confidence: "mention" (right when exact), "event" (found) or "relation"."""
    for kind, confidences, found in (
        ("mention", [m.confidence for m in read.mentions], matches.mentions),
        ("event", [e.confidence for e in read.events], matches.events),
        ("relation", [t.confidence for t in read.ties], matches.ties),
    ):
        right = set(found.values())
        for index, confidence in enumerate(confidences):
            if confidence is not None:
                yield kind, (confidence, index in right)


def calibrate(points: Iterable[Point]) -> Calibration:
    """Expected calibration error over BINS equal tenths of confidence, weighted by their counts."""
    tenths: list[list[Point]] = [[] for _ in range(BINS)]
    for point in points:
        tenths[min(BINS - 1, max(0, int(point[0] * BINS)))].append(point)
    bins = tuple(
        Bin(len(t), sum(c for c, _ in t) / len(t), sum(r for _, r in t) / len(t)) if t else Bin(0, 0.0, 0.0) for t in tenths
    )
    count = sum(b.count for b in bins)
    error = sum(b.count * abs(b.confidence - b.right) for b in bins) / count if count else 0.0
    return Calibration(error, count, bins)
