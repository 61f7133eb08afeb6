"""Which events are worth comparing: those that share a place cell, a party or a rare word within a few days.

Comparing every event with every other would take forever; terms of 32 bits lead from an event to its neighbours. Whether two events share a
block depends on the two alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import h3

from zenobia.record.features import BEFORE_NEWS, OPEN_DAYS, Features, hash48
from zenobia.record.likeness import rarity

REACH = 3
"""Days that two tellings of one happening may lie apart."""

STEP = 2 * REACH + 1
"""Of an event that can be of many days, every so many days stand in the table: whatever looks REACH around its day meets one."""

CELL = 4
"""h3 resolution of place cells: edges of 22 km, so a cell and its neighbours hold all within 22 km."""

RARE_ENOUGH = 6.0
"""Rarity from which one shared word is reason to compare: one report in 400 has it."""

COMMON = 2.5
"""Rarity from which two shared words of an event's own are reason to compare: one report in 12 has each."""

WORDS, OWN_WORDS, PARTIES = 3, 4, 5
"""How many rare words, words of its own and parties an event is found by at most."""

LONG = 10
"""Days from which on a window is too wide to be found by place, party or country."""


def rows_of(event: Features) -> Iterator[tuple[int, int]]:
    """The term and day of each row of the table that leads to this event; none when it can be no incident."""
    if event.reason is not None or not event.last:
        return
    terms = sorted(_own_terms(event))
    if event.open:
        yield from ((_mentioned(term), event.published) for term in terms)
    elif not event.told and event.published == event.last:
        yield from ((term, event.published) for term in terms)
    else:
        days = sorted({*range(event.first, event.last, STEP), event.last})
        yield from ((term, day) for term in terms for day in days)


def lookups_of(event: Features) -> list[tuple[list[int], int, int]]:
    """Where its neighbours stand: terms, first and last day. News looks among news of its days and among what later reports mention
    without a day; a mention looks back, by place and words alone (a party is in the news every week)."""
    if event.reason is not None or not event.last:
        return []
    near = _own_terms(event)
    if _is_found_by_place(event):
        near |= set(_around(event.spots[0].latitude, event.spots[0].longitude))
    mentioned = sorted(_mentioned(term) for term in near)
    reach = 0 if event.open else REACH
    # news without a told day stands under its publication, up to BEFORE_NEWS after what it tells
    return [
        (sorted(near), event.first - reach, event.last + reach + BEFORE_NEWS),
        (mentioned, event.first, event.last + OPEN_DAYS),
    ]


def can_meet(a: Features, b: Features) -> bool:
    """Whether the days of two events let them tell one happening: the same answer whichever looks for the other."""
    if a.open or b.open:
        return (
            a.first <= b.published and b.first <= a.published if a.open and b.open else a.first <= b.last and b.first <= a.last
        )
    return max(a.first, b.first) - min(a.last, b.last) <= REACH


def _is_found_by_place(event: Features) -> bool:
    return bool(event.spots) and event.spots[0].level >= 1 and (event.open or event.last - event.first < LONG)


def _own_terms(event: Features) -> set[int]:
    """What the event is found by: its finest place, parties, country and kind, rare words, two of its own words together."""
    found: set[int] = set()
    if not event.open and event.last - event.first < LONG:
        known = sorted(name for name in event.actors | event.targets if not name.startswith("~"))
        found |= {_hash(f"p:{name}") for name in known[:PARTIES]}
        found |= {_hash(f"k:{country}:{event.family}") for country in {spot.country for spot in event.spots[:2]} if country}
    if event.told and event.published - event.last > REACH:
        found.add(_hash(f"t:{event.family}"))
    if _is_found_by_place(event):
        found.add(_hash(f"c:{_cell(event.spots[0].latitude, event.spots[0].longitude)}"))
    rare = sorted((-rarity(stem), stem) for stem in event.stems if not stem.isdigit())
    found |= {_hash(f"w:{stem}") for weight, stem in rare[:WORDS] if -weight >= RARE_ENOUGH}
    own = sorted((-rarity(stem), stem) for stem in event.core | event.names if rarity(stem) >= COMMON and not stem.isdigit())
    found |= {_hash(f"2:{a}:{b}") for a, b in combinations(sorted(stem for _, stem in own[:OWN_WORDS]), 2)}
    return found


def _mentioned(term: int) -> int:
    """The term under which events that are mentioned without a day stand."""
    return term ^ 0x55555555


@lru_cache(maxsize=20_000)
def _cell(latitude: float, longitude: float) -> str:
    return str(h3.latlng_to_cell(latitude, longitude, CELL))


@lru_cache(maxsize=20_000)
def _around(latitude: float, longitude: float) -> tuple[int, ...]:
    return tuple(_hash(f"c:{cell}") for cell in h3.grid_disk(_cell(latitude, longitude), 1))


@lru_cache(maxsize=50_000)
def _hash(term: str) -> int:
    return hash48(term) >> 16
