"""Readings against gold: how much was found, in the figures of shared/tools/score.py.

Every figure is micro precision, recall and F1 over all reports. Spans are compared trimmed; "exact" asks for the same
characters, "overlap" for at least half of the longer span. An event is found when a reading's event of the same type has a
trigger that overlaps the gold trigger (one to one, the best overlap first). Arguments are scored over found and missed events
alike: a filler counts when its event is found, the role is the same and the spans overlap. A record is right when the event is
found and its whole actor, target and place sets, status and day agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zenobia.learning.score_marks import MarkedEvent, MarkedMention, MarkedTie, MarkedToll, Marks, overlap
from zenobia.types import ROLES, Span

A = TypeVar("A")
B = TypeVar("B")

LINES = (
    "mention exact",
    "mention overlap",
    "trigger (any type)",
    "event",
    "argument",
    *ROLES,
    "attribution",
    "time",
    "toll",
    "attribution of found",
    "time of found",
    "toll of found",
    "status",
    "relation",
    "record",
)
"""The figures, in the order they are shown."""

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind are right, in the gold, in the reading. Counts add up over reports."""

    hit: int = 0
    gold: int = 0
    read: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hit + other.hit, self.gold + other.gold, self.read + other.read)

    @property
    def precision(self) -> float:
        return self.hit / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Counts = Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Matches:
    """Which gold mark goes with which read one, by index: mentions (exact), ties, and events of one type."""

    mentions: Mapping[int, int]
    ties: Mapping[int, int]
    events: Mapping[int, int]


def pair(gold: Sequence[A], read: Sequence[B], weight: Callable[[A, B], float]) -> dict[int, int]:
    """One-to-one matches gold index -> read index, heaviest first; of equals the later first, as in tools/score.py."""
    edges = [(weight(g, r), i, j) for i, g in enumerate(gold) for j, r in enumerate(read)]
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((edge for edge in edges if edge[0] > 0), reverse=True):
        if i not in out and j not in taken:
            out[i] = j
            taken.add(j)
    return out


def at_least_half(a: Span, b: Span) -> float:
    """Their overlap, 0 below half of the longer."""
    share = overlap(a, b)
    return share if share >= HALF else 0.0


def same_mention(a: MarkedMention, b: MarkedMention) -> float:
    return float(a.type == b.type and a.span == b.span)


def like_mention(a: MarkedMention, b: MarkedMention) -> float:
    return at_least_half(a.span, b.span) if a.type == b.type else 0.0


def like_tie(a: MarkedTie, b: MarkedTie) -> float:
    return min(at_least_half(a.source, b.source), at_least_half(a.target, b.target)) if a.type == b.type else 0.0


def same_toll(a: MarkedToll, b: MarkedToll) -> float:
    return float((a.kind, a.low, a.high) == (b.kind, b.low, b.high) and overlap(a.span, b.span) > 0)


def like_event(a: MarkedEvent, b: MarkedEvent) -> float:
    return overlap(a.trigger, b.trigger) if a.type == b.type else 0.0


def match_marks(gold: Marks, read: Marks) -> Matches:
    """What of the gold the reading found."""
    return Matches(
        mentions=pair(gold.mentions, read.mentions, same_mention),
        ties=pair(gold.ties, read.ties, like_tie),
        events=pair(gold.events, read.events, like_event),
    )


def count_report(gold: Marks, read: Marks) -> dict[str, Count]:
    """The counts of one report under the names of LINES, and "event:TYPE" for each type in it."""
    matches = match_marks(gold, read)
    told, said = gold.events, read.events
    triggers = pair(told, said, lambda a, b: overlap(a.trigger, b.trigger))
    likes = pair(gold.mentions, read.mentions, like_mention)
    counts = {
        "mention exact": Count(len(matches.mentions), len(gold.mentions), len(read.mentions)),
        "mention overlap": Count(len(likes), len(gold.mentions), len(read.mentions)),
        "relation": Count(len(matches.ties), len(gold.ties), len(read.ties)),
        "trigger (any type)": Count(len(triggers), len(told), len(said)),
        "event": Count(len(matches.events), len(told), len(said)),
        "attribution": Count(0, 0, sum(e.attribution is not None for e in said)),
        "time": Count(0, 0, sum(e.days is not None for e in said)),
        "toll": Count(0, 0, sum(len(e.toll) for e in said)),
        "record": Count(0, len(told), len(said)),
        **{role: Count(0, 0, sum(len(e.args[role]) for e in said)) for role in ROLES},
    }
    for i, event in enumerate(told):
        found = said[matches.events[i]] if i in matches.events else None
        _add(counts, {f"event:{event.type}": Count(int(found is not None), 1, 0)})
        _add(counts, count_event(event, found))
    for event in said:
        _add(counts, {f"event:{event.type}": Count(0, 0, 1)})
    counts["argument"] = sum((counts[role] for role in ROLES), Count())
    return counts


def count_event(gold: MarkedEvent, read: MarkedEvent | None) -> dict[str, Count]:
    """The counts of one gold event, and of the read one that found it; "... of found" and status only when it is found."""
    hits = {role: len(pair(gold.args[role], read.args[role], at_least_half)) if read else 0 for role in ROLES}
    tolls = len(pair(gold.toll, read.toll, same_toll)) if read else 0
    told = int(gold.attribution is not None)
    voiced = int(bool(read and same_attribution(gold, read)))
    timed = int(bool(read and gold.days is not None and gold.days == read.days))
    counts = {role: Count(hits[role], len(gold.args[role]), 0) for role in ROLES}
    counts |= {
        "attribution": Count(voiced, told, 0),
        "time": Count(timed, int(gold.days is not None), 0),
        "toll": Count(tolls, len(gold.toll), 0),
    }
    if read is None:
        return counts
    whole = gold.status == read.status and gold.days == read.days
    whole = whole and all(hits[r] == len(gold.args[r]) == len(read.args[r]) for r in ("actor", "target", "place"))
    return counts | {
        "attribution of found": Count(voiced, told, int(read.attribution is not None)),
        "time of found": Count(timed, int(gold.days is not None), int(read.days is not None)),
        "toll of found": Count(tolls, len(gold.toll), len(read.toll)),
        "status": Count(int(gold.status == read.status), 1, 1),
        "record": Count(int(whole), 0, 0),
    }


def same_attribution(gold: MarkedEvent, read: MarkedEvent) -> bool:
    """Whether both name one, and their spans overlap by at least half of the longer."""
    return bool(gold.attribution and read.attribution and overlap(gold.attribution, read.attribution) >= HALF)


def add_counts(reports: Iterable[Counts]) -> dict[str, Count]:
    """The counts of all reports together; every name of LINES is there."""
    total = dict.fromkeys(LINES, Count())
    for counts in reports:
        _add(total, counts)
    return total


def _add(total: dict[str, Count], counts: Counts) -> None:
    for name, count in counts.items():
        total[name] = total.get(name, Count()) + count


def type_lines(total: Counts) -> list[str]:
    """The names of the lines by type: of each event type that the gold has."""
    return sorted(name for name, count in total.items() if name.startswith("event:") and count.gold)
