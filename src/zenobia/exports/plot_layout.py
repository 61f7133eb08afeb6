"""Where the nodes of a network stand: wished distances in, points out; then boxes pushed apart. The same input gives the same points.

Takes and gives arrays alone; knows nothing of sides or of drawing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2): x and y."""

STARTS = 12
"""Beginnings that are tried; the one that comes nearest to what is wished is kept."""

STEPS = 250
APART = 1.6
"""Between what no path joins: so many times the longest path."""


def distances_between(count: int, lengths: dict[tuple[int, int], float]) -> NDArray[np.float64]:
    """The shortest paths between nodes, shape (count, count), from the lengths of edges; APART where there is none."""
    found = np.full((count, count), np.inf)
    np.fill_diagonal(found, 0.0)
    for (a, b), length in lengths.items():
        found[a, b] = found[b, a] = min(found[a, b], length)
    for middle in range(count):
        found = np.minimum(found, found[:, middle, None] + found[None, middle, :])
    longest = found[np.isfinite(found)].max(initial=1.0)
    return np.where(np.isfinite(found), found, APART * max(1.0, longest))


def spread(wished: NDArray[np.float64]) -> Points:
    """Points as far from each other as wished, as nearly as a plane allows, the wider way along x; around (0, 0).

    wished: shape (n, n), symmetric. Stress majorization (Gansner, Koren and North 2004), each distance weighed by its inverse square."""
    count = len(wished)
    if count < 2:
        return np.zeros((count, 2))
    weights = np.zeros_like(wished)
    np.divide(1.0, wished**2, out=weights, where=wished > 0)
    turned = 2 * np.pi * np.arange(count) / count
    circle = np.stack([np.cos(turned), np.sin(turned)], axis=1) * wished.max() / 2
    random = np.random.default_rng(0)
    starts = [circle, *(random.permutation(circle) for _ in range(STARTS - 1))]
    settled = [_settle(start, wished, weights) for start in starts]
    return _turn(min(settled, key=lambda found: found[1])[0])


def _settle(points: Points, wished: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[Points, float]:
    """Where points come to rest, and how far that is from what is wished."""
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    for _ in range(STEPS):
        pull = -weights * wished / _far(points)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = inverse @ pull @ points
    return points, float((weights * (_far(points) - wished) ** 2).sum())


def _far(points: Points) -> NDArray[np.float64]:
    """Distances between points, shape (n, n); 1 of a point to itself and never 0."""
    far: NDArray[np.float64] = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(far, 1.0)
    return np.maximum(far, 1e-9)


def _turn(points: Points) -> Points:
    """Turned until the widest way runs along x; of the two ways round, the first point is to the left and above."""
    middle = points - points.mean(axis=0)
    _, _, axes = np.linalg.svd(middle, full_matrices=False)
    turned: Points = middle @ axes.T
    signs = np.where(turned[0] > 0, -1.0, 1.0) * np.array([1.0, -1.0])
    turned *= signs
    return turned


def fit(points: Points, width: float, height: float) -> Points:
    """Points stretched over a box from (0, 0) to (width, height), each way by itself."""
    low, high = points.min(axis=0), points.max(axis=0)
    wide = np.where(high - low > 1e-9, high - low, 1.0)
    room = np.array([width, height])
    placed: Points = np.where(high - low > 1e-9, (points - low) / wide * room, room / 2)
    return placed


def push_apart(points: Points, sizes: Points, width: float, height: float, *, steps: int = 600) -> Points:
    """Points moved until their boxes neither overlap nor leave the sheet; as they are after `steps`, where there is no room for that.

    sizes: width and height of each box, centred on its point; width, height: of the sheet, from (0, 0)."""
    sheet, half = np.array([width, height]), sizes / 2
    first = np.triu(np.ones((len(points), len(points))), 1)
    order = (first - first.T)[:, :, None]  # of two on one spot the earlier goes left and down
    for _ in range(steps):
        points = _keep_within(points, half, sheet)
        apart = points[None, :] - points[:, None]
        overlap = half[:, None] + half[None, :] - np.abs(apart)
        hit = (overlap > 1e-6).all(axis=2) & (order[:, :, 0] != 0)
        if not hit.any():
            return points
        along_x = overlap[:, :, 0] < overlap[:, :, 1]
        ways = np.stack([along_x, ~along_x], axis=2) & hit[:, :, None]
        signs = np.where(apart == 0, order, np.sign(apart))
        points = points - (np.where(ways, overlap + 0.5, 0.0) / 2 * signs).sum(axis=1)
    return _keep_within(points, half, sheet)


def _keep_within(points: Points, half: Points, sheet: NDArray[np.float64]) -> Points:
    """Points whose boxes, of these half sizes, lie on the sheet."""
    return np.clip(points, half, np.maximum(half, sheet - half))


def pack(sheets: Sequence[tuple[float, float]], width: float) -> tuple[list[tuple[float, float]], float]:
    """Sheets, each a width and height, in rows of a page of this width, in their order: how far the lower left corner of each lies from the page's
    left and under its top; and the page's height. Those of a row stand evenly over it."""
    rows: list[list[int]] = []
    room = 0.0
    for n, (wide, _) in enumerate(sheets):
        if not rows or wide > room:
            rows.append([])
            room = width
        rows[-1].append(n)
        room -= wide
    corners, top = [(0.0, 0.0)] * len(sheets), 0.0
    for row in rows:
        tall = max(sheets[n][1] for n in row)
        gap = max(0.0, width - sum(sheets[n][0] for n in row)) / len(row)
        left = gap / 2
        for n in row:
            corners[n] = (left, top + (tall + sheets[n][1]) / 2)
            left += sheets[n][0] + gap
        top += tall
    return corners, top
