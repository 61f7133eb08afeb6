"""Which events are worth comparing: those that share a place cell, a party or a rare word within a few days.

Comparing every event with every other would take forever; terms of 32 bits lead from an event to its neighbours. Whether two events share a
block depends on the two alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import h3

from zenobia.record.features import OPEN_DAYS, Features, hash48
from zenobia.record.likeness import rarity

REACH = 3
"""Days that two tellings of one happening may lie apart."""

CELL = 4
"""h3 resolution of place cells: edges of 22 km, so a cell and its neighbours hold all within 22 km."""

RARE_ENOUGH = 6.0
"""Rarity from which a shared word is reason to compare: one report in 250 has it."""

WORDS = 3
PARTIES = 3
COMMON = 2.5
"""Rarity from which two words of an event together are reason to compare: one report in 12 has each."""

OWN_WORDS = 4
LONG_STEP = 3
"""Of an event that can be of many days, every third day stands in the table."""


def rows_of(event: Features) -> Iterator[tuple[int, int]]:
    """The term and day of each row of the table that leads to this event."""
    days = list(_days_of(event))
    for term in sorted(_own_terms(event)):
        for day in days:
            yield (_mentioned(term) if event.open else term), day


def lookups_of(event: Features) -> list[tuple[list[int], int, int]]:
    """Where its neighbours stand: terms, first and last day. News looks among news of its days and among what later reports mention
    without a day; a mention looks back, by place and rare words alone (a party is in the news every week)."""
    near = _own_terms(event)
    if event.spots and event.spots[0].level >= 1:
        near |= set(_around(event.spots[0].latitude, event.spots[0].longitude))
    mentioned = sorted(_mentioned(term) for term in near)
    if event.open:
        return [(sorted(near), event.first, event.last), (mentioned, event.first, event.last + OPEN_DAYS)]
    return [(sorted(near), event.first - REACH, event.last + REACH), (mentioned, event.first, event.last + OPEN_DAYS)]


def _own_terms(event: Features) -> set[int]:
    """What the event is found by: its finest place, its parties, rare words, and two less rare words of its own together."""
    parties = () if event.open else sorted(event.parties)[:PARTIES]
    found = {_hash(f"p:{name}") for name in parties}
    rare = sorted((-rarity(stem), stem) for stem in event.stems if not stem.isdigit())
    found |= {_hash(f"w:{stem}") for weight, stem in rare[:WORDS] if -weight >= RARE_ENOUGH}
    own = sorted((-rarity(stem), stem) for stem in event.core | event.names if rarity(stem) >= COMMON and not stem.isdigit())
    found |= {_hash(f"2:{a}:{b}") for a, b in combinations(sorted(stem for _, stem in own[:OWN_WORDS]), 2)}
    if event.spots and event.spots[0].level >= 1:
        found.add(_hash(f"c:{_cell(event.spots[0].latitude, event.spots[0].longitude)}"))
    return found


def _mentioned(term: int) -> int:
    """The term under which events that are mentioned without a day stand."""
    return term ^ 0x55555555


def _days_of(event: Features) -> Iterator[int]:
    """The days it stands in the table under: of a mention that of its report; none when it can be no incident or has no day."""
    if event.open and event.reason is None:
        yield event.published
    elif event.reason is None and event.last:
        step = LONG_STEP if event.last - event.first > LONG_STEP else 1
        yield from range(event.first, event.last + 1, step)
        if step > 1:
            yield event.last


@lru_cache(maxsize=20_000)
def _cell(latitude: float, longitude: float) -> str:
    return str(h3.latlng_to_cell(latitude, longitude, CELL))


@lru_cache(maxsize=20_000)
def _around(latitude: float, longitude: float) -> tuple[int, ...]:
    return tuple(_hash(f"c:{cell}") for cell in h3.grid_disk(_cell(latitude, longitude), 1))


@lru_cache(maxsize=50_000)
def _hash(term: str) -> int:
    return hash48(term) >> 16
