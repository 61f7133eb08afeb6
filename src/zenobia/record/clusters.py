"""Events that tell one happening, from how alike each two are.

Agglomerative clustering with average linkage (Sokal and Michener 1958): two clusters join only while their members are on the whole more
likely one happening than not, so that one wrong link cannot chain two incidents together. The order of the events changes nothing: ties go to
the smaller keys."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

FLOOR = -6.0
"""Log odds below which a pair counts no further against joining: one misread account must not part ten that agree."""

Score = Callable[[int, int], float]
"""The log odds that two items, by index, are one."""


def cluster(keys: Sequence[int], score: Score, threshold: float) -> list[list[int]]:
    """Indices of `keys` in clusters, each sorted by key, the clusters by their first. threshold: least average log odds to join.

    score may give inf or -inf, for what people said: together for good, apart for good."""
    order = sorted(range(len(keys)), key=lambda i: keys[i])
    members: dict[int, list[int]] = {rank: [index] for rank, index in enumerate(order)}
    links: dict[int, dict[int, float]] = {rank: {} for rank in members}
    heap: list[tuple[float, int, int]] = []
    for a in members:
        for b in range(a + 1, len(order)):
            value = score(order[a], order[b])
            value = value if value in (float("inf"), float("-inf")) else max(value, FLOOR)
            links[a][b] = links[b][a] = value
            if value >= threshold:
                heapq.heappush(heap, (-value, a, b))
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in members or links[a].get(b) != -value:
            continue
        _join(a, b, members, links, heap, threshold)
    found = [sorted(found, key=lambda i: keys[i]) for found in members.values()]
    return sorted(found, key=lambda found: keys[found[0]])


def _join(
    a: int,
    b: int,
    members: dict[int, list[int]],
    links: dict[int, dict[int, float]],
    heap: list[tuple[float, int, int]],
    threshold: float,
) -> None:
    """Puts b into a; links to the others become averages by size, and what people said outweighs them."""
    sizes = len(members[a]), len(members[b])
    for other in members:
        if other in (a, b):
            continue
        x, y = links[a][other], links[b][other]
        value = _average(x, y, sizes)
        links[a][other] = links[other][a] = value
        del links[other][b]
        if value >= threshold:
            heapq.heappush(heap, (-value, min(a, other), max(a, other)))
    members[a] += members.pop(b)
    del links[b], links[a][b]


def _average(x: float, y: float, sizes: tuple[int, int]) -> float:
    if float("-inf") in (x, y):
        return float("-inf")
    if float("inf") in (x, y):
        return float("inf")
    return (x * sizes[0] + y * sizes[1]) / sum(sizes)
