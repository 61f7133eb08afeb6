"""What the accounts of one incident come to: its type, status, days, place, tolls and certainty, by stated rules (docs/incidents.md).

Independent outlets vote, not reports: copies and an agency's reprints are one voice, and an outlet's latest report is its word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zenobia.record.store import Stored
from zenobia.types import EventType, Status, TollKind, TollSummary

OWN_VOICE = 0.8
"""How far an outlet's own word goes, before the reader's confidence: one says so, nobody else does."""

ON_WORD = 0.6
"""How far its report of another's word goes."""

NEARLY = 0.9
"""Of one report's figures those so near the greatest tell the same: "nearly 100", "95"."""

_FIRM = (Status.ACTUAL, Status.PLANNED, Status.POSSIBLE, Status.NEGATED)
_TYPES = tuple(EventType)

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The columns of an incident; `zenobia.types.Incident` says what they mean. place: row of the table; killed: low, best, high."""

    type: EventType
    status: Status
    start: str | None
    end: str | None
    precision: str | None
    place: int | None
    tolls: tuple[TollSummary, ...]
    certainty: float
    outlets: tuple[str, ...]
    first_published: str | None
    disagreements: tuple[str, ...]

    @property
    def killed(self) -> TollSummary | None:
        """The dead, where any account counts them."""
        return next((toll for toll in self.tolls if toll.kind is TollKind.KILLED), None)


def in_order(members: Iterable[Stored]) -> list[Stored]:
    """Accounts as they were published, then by key: the first is the first to report."""
    return sorted(members, key=lambda m: (m.features.published or 10**7, m.features.report, m.features.key))


def without_copies(ordered: Sequence[Stored]) -> list[Stored]:
    """Accounts in order, of reports of the same words those of the first alone."""
    first: dict[int, int] = {}
    return [m for m in ordered if first.setdefault(m.features.words, m.report) == m.report]


def voices(members: Iterable[Stored]) -> dict[str, list[Stored]]:
    """Independent voice -> its accounts in order. Reports of the same words are one voice, that of the first; reports without an
    outlet are one voice."""
    found: dict[str, list[Stored]] = {}
    by_words: dict[int, str] = {}
    for member in in_order(members):
        name = by_words.setdefault(member.features.words, member.outlet or "")
        found.setdefault(name, []).append(member)
    return found


def summarise(members: Sequence[Stored]) -> Summary:
    """The summary of an incident's accounts; any order gives the same."""
    members = in_order(members)
    spoken = voices(members)
    latest = [accounts[-1] for accounts in spoken.values()]
    status = _status(members, spoken)
    told = [m for m in members if m.features.status is status] or members
    start, end, precision = _days(told)
    tolls = tuple(_tolls(spoken))
    return Summary(
        type=_most((m.features.type for m in told), order=_TYPES.index),
        status=status,
        start=start,
        end=end,
        precision=precision,
        place=_place(told),
        tolls=tolls,
        certainty=_certainty(spoken, status),
        outlets=tuple(name for name in spoken if name),
        first_published=_iso(members[0].features.published),
        disagreements=tuple(_disagreements(members, latest)),
    )


def _iso(day: int) -> str | None:
    return date.fromordinal(day).isoformat() if day else None


def _most(values: Iterable[Value], order: Callable[[Value], int]) -> Value:
    """The value given most often; of equals the first by `order`."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], order(value)))


def _status(members: Sequence[Stored], spoken: dict[str, list[Stored]]) -> Status:
    """What happened outweighs that it was planned; a denial outweighs it only where more voices deny than tell it."""
    said = Counter(accounts[-1].features.status for accounts in spoken.values())
    if said[Status.NEGATED] > said[Status.ACTUAL] and said[Status.NEGATED] >= max(said.values()):
        return Status.NEGATED
    return min((m.features.status for m in members), key=_FIRM.index)


def _days(members: Sequence[Stored]) -> tuple[str | None, str | None, str | None]:
    """The days most accounts tell, the narrowest of equals; else those implied; else those that publication bounds."""
    for assumed in (False, True):
        told = Counter(m.told for m in members if m.told[0] and m.assumed is assumed)
        if told:
            (start, end), _ = min(told.items(), key=lambda item: (-item[1], _length(item[0]), item[0][0] or ""))
            return start, end, "day" if start == end else "range"
    if members[0].features.status is Status.ACTUAL and members[0].features.published:
        return None, _iso(members[0].features.published), "published"
    return None, None, None


def _length(days: tuple[str | None, str | None]) -> int:
    start, end = days
    return (date.fromisoformat(end) - date.fromisoformat(start)).days if start and end else 0


def _place(members: Sequence[Stored]) -> int | None:
    """The narrowest level any account reaches; on it the place most of them give."""
    spots = [
        (m.place, m.features.spots[0]) for m in members if m.place is not None and m.features.spots and not m.features.implied
    ]
    if not spots:
        return next((m.place for m in members if m.place is not None), None)
    level = max(spot.level for _, spot in spots)
    counts = Counter(spot.id for _, spot in spots if spot.level == level)
    best = min(counts, key=lambda name: (-counts[name], name))
    return next(place for place, spot in spots if spot.id == best)


Figure = tuple[int | None, int | None]
"""Low and high of a toll as one account gives it."""


def _tolls(spoken: dict[str, list[Stored]]) -> Iterable[TollSummary]:
    """Each voice's figure of a kind, that of its latest report that has one; low and high enclose them, best is given most often, of equals
    the latest."""
    latest: dict[TollKind, dict[str, tuple[int, int | None, int | None]]] = {}
    for voice, accounts in spoken.items():
        for kind in {kind for account in accounts for kind, *_ in account.features.tolls}:
            told = [a for a in accounts if any(k is kind and (low, high) != (None, None) for k, low, high in a.features.tolls)]
            if told:
                last = [a for a in told if a.report == told[-1].report]
                latest.setdefault(kind, {})[voice] = (last[0].features.published, *_figure(kind, last))
    for kind in sorted(latest):
        figures = list(latest[kind].values())
        lows = [low for _, low, _ in figures if low is not None]
        highs = [high for _, _, high in figures if high is not None]
        bests = Counter(low if low is not None else high for _, low, high in figures)
        last_day = {low if low is not None else high: day for day, low, high in sorted(figures, key=lambda f: f[0])}
        best = min(bests, key=lambda value: (-bests[value], -last_day[value], value or 0))
        low = min(lows) if lows else None
        high = max([*highs, *lows]) if highs or lows else None
        yield TollSummary(kind=kind, low=low, best=best, high=high if _is_bounded(figures) else None)


def _figure(kind: TollKind, accounts: Sequence[Stored]) -> Figure:
    """One report's figure: the greatest it holds to (what it counts of women, of one bomb, is part of it); of figures as good as equal one
    with both bounds."""
    held = [a for a in accounts if not a.features.superseded] or accounts
    figures = [(low, high) for a in held for k, low, high in a.features.tolls if k is kind and (low, high) != (None, None)]
    figures = figures or [
        (low, high) for a in accounts for k, low, high in a.features.tolls if k is kind and (low, high) != (None, None)
    ]
    greatest = max(_size(f) for f in figures)
    near = [f for f in figures if _size(f) >= NEARLY * greatest]
    return min(near, key=lambda f: (None in f, -_size(f), -(f[1] or 0)))


def _size(figure: Figure) -> int:
    low, high = figure
    return low if low is not None else high or 0


def _is_bounded(figures: Sequence[tuple[int, int | None, int | None]]) -> bool:
    """Whether somebody sets an upper bound; "at least 60" alone sets none."""
    return any(high is not None for _, _, high in figures)


def _certainty(spoken: dict[str, list[Stored]], status: Status) -> float:
    """The chance that not every independent voice is mistaken, less the part of the voices that deny it."""
    missed, deny = 1.0, 0
    for accounts in spoken.values():
        if all(m.features.status is Status.NEGATED for m in accounts) and status is not Status.NEGATED:
            deny += 1
            continue
        missed *= 1 - max(m.features.confidence * (ON_WORD if m.features.attributed else OWN_VOICE) for m in accounts)
    return round((1 - missed) * (1 - deny / len(spoken)), 3)


def _disagreements(members: Sequence[Stored], latest: Sequence[Stored]) -> Iterable[str]:
    """What the accounts differ in beyond one telling less than another."""
    actors = [m.features.actors for m in members if m.features.actors]
    if any(not (a & b) for i, a in enumerate(actors) for b in actors[i + 1 :]):
        yield "actor"
    days = [(m.features.first, m.features.last) for m in members if m.features.told]
    if days and max(first for first, _ in days) > min(last for _, last in days):
        yield "days"
    spots = {
        m.features.spots[0].id
        for m in members
        if m.features.spots and m.features.spots[0].level == 3 and not m.features.implied
    }
    if len(spots) > 1:
        yield "place"
    if {Status.ACTUAL, Status.NEGATED} <= {m.features.status for m in members}:
        yield "status"
    tolls = [m.features.killed for m in latest if m.features.killed]
    if tolls and max(low for low, _ in tolls) > min(high for _, high in tolls):
        yield "toll"
