"""What speaks for each place that a name could mean, as numbers: takes the candidates of all names of a report, gives a row of
evidence for each. place_choice.py weighs it.

Two kinds: what the name and the place themselves tell (how many people live there, whether it is the place's own name), and what
the other names tell, given how likely each of their candidates is by now (towns near by, the same division, the country spoken of)."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, log10

import numpy as np
from numpy.typing import NDArray

from zenobia.grounding.countries import country_of
from zenobia.grounding.distance import EARTH_KM
from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.place_names import PlaceName
from zenobia.grounding.spelling import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALONE = (
    "people", "people_of_division", "most_people", "same_name", "part", "part_of_kind", "side", "alike", "state", "region", "first_division",
    "second_division", "capital", "own", "asked_division", "not_asked_town", "namesake", "seated", "spoken", "spoken_at_all",
)  # fmt: skip
"""Evidence of a name by itself. part: the place bears only a part of the words; part_of_kind: all but "province", "city"; side: all but
"northern", "countryside". namesake: a town or division called as its country; seated: a division called as a town in it;
spoken: its country's share of the countries that the report speaks of."""

TOGETHER = (
    "beside", "near", "far", "division", "division_much", "country", "country_at_all", "country_much", "holds", "inside", "outside",
)  # fmt: skip
"""Evidence of the other names: close by (30, 100 and 400 km), in one division or country, lying in it; in the place that the text
puts it in, or not in it."""

REACHES_KM = (30.0, 100.0, 400.0)
LEAST_PEOPLE = 1000
"""Of places whose population is not known, which are many: Tal Afar's is not."""

LITTLE = 0.02
"""The share from which on a country counts as spoken of at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place name of a report. inside: indices of the names that the text puts it in; times: how often it is named; town: the text says
    that it is one ("the city of Kherson")."""

    words: PlaceName
    inside: tuple[int, ...] = ()
    times: int = 1
    town: bool = False


@dataclass(slots=True)
class Candidates:
    """The places one name could mean. found_by: "name", "part of the name", "spelling"; asked: the wording looked up."""

    entries: list[Entry] = field(default_factory=list)
    found_by: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def take(self, entries: Sequence[Entry], found_by: str, asked: str) -> None:
        """Add those that are not there yet."""
        seen = {entry.id for entry in self.entries}
        for entry in entries:
            if entry.id not in seen:
                seen.add(entry.id)
                self.entries.append(entry)
                self.found_by.append(found_by)
                self.asked.append(asked)

    def keep(self, rows: Ints) -> Candidates:
        """Those in `rows`, in that order."""
        return Candidates([self.entries[i] for i in rows], [self.found_by[i] for i in rows], [self.asked[i] for i in rows])


def evidence_alone(name: NamedPlace, found: Candidates, shares: Mapping[str, float]) -> Floats:
    """[candidates, ALONE]. shares: of the report's talk of countries, by alpha-2 code."""
    most = max((e.population for e in found.entries if e.feature.startswith("PPL")), default=0)
    seats = {(e.country, e.admin1) for e in found.entries if e.feature.startswith("PPL")}
    rows = [
        _row_alone(entry, found_by, asked, name.words, most, seats, shares.get(entry.country, 0.0))
        for entry, found_by, asked in zip(found.entries, found.found_by, found.asked, strict=True)
    ]
    return np.array(rows, np.float64).reshape(len(rows), len(ALONE))


def _row_alone(
    entry: Entry, found_by: str, asked: str, words: PlaceName, most: int, seats: Container[tuple[str, str]], spoken: float
) -> tuple[float, ...]:
    division = entry.feature in {"ADM1", "ADM2"}
    state = entry.feature == "PCLI"
    size = log10(max(entry.population, LEAST_PEOPLE))
    town = entry.feature.startswith("PPL")
    part = found_by == "part of the name"
    side = words.bearing is not None or words.kind == "around"
    return (
        size * (not division),
        size * division,
        town and entry.population == most > 0,
        _is_own_name(entry, asked),
        part and not side and words.kind not in {"division", "town"},
        part and not side and words.kind in {"division", "town"},
        part and side,
        found_by == "spelling",
        state,
        not entry.country,
        entry.feature == "ADM1",
        entry.feature == "ADM2",
        entry.feature == "PPLC",
        entry.ours,
        words.kind == "division" and division,
        words.kind == "town" and not town,
        not state and country_of(asked) == entry.country != "",
        division and (entry.country, entry.admin1) in seats,
        spoken,
        log(max(spoken, LITTLE) / LITTLE),
    )


def _is_own_name(entry: Entry, asked: str) -> bool:
    """Whether the news calls the place so: GeoNames' main name, any name of our tables, a country's people, "X's capital"."""
    if entry.ours or fold(entry.name) == fold(asked):
        return True
    if entry.feature == "PCLI":
        return country_of(asked) == entry.country
    return entry.feature == "PPLC" and asked.lower().endswith("capital")


def evidence_together(names: Sequence[NamedPlace], found: Sequence[Candidates], chances: Sequence[Floats]) -> list[Floats]:
    """[candidates, TOGETHER] of each name. chances: how likely each candidate is by now."""
    entries = [e for c in found for e in c.entries]
    if not entries:
        return [np.zeros((0, len(TOGETHER))) for _ in found]
    owner = np.concatenate([np.full(len(c.entries), i) for i, c in enumerate(found)])
    chance = np.concatenate(list(chances))
    others = owner[:, None] != owner[None, :]
    pointed = np.array([e.feature != "PCLI" and bool(e.country) for e in entries])
    weight = chance[None, :] * others
    km = distances([e.latitude for e in entries], [e.longitude for e in entries])
    close = [_any(np.exp(-km / reach) * weight * pointed[None, :]) for reach in REACHES_KM]
    first = _codes([(e.country, e.admin1) if e.admin1 and e.feature != "PCLI" else None for e in entries])
    together = (first[:, None] == first[None, :]) & (first >= 0)[:, None]
    division = _any(together * weight * np.array([e.feature != "ADM1" for e in entries])[None, :])
    nation = _codes([e.country or None for e in entries])
    said = np.array([names[i].times for i in owner], np.float64)
    spoken = ((nation[:, None] == nation[None, :]) & (nation >= 0)[:, None]) * weight * said[None, :]
    total = (weight * said[None, :]).sum(1)
    share = spoken.sum(1) / np.maximum(total, 1.0)
    much = np.log2(1 + total)
    local = (together * weight * said[None, :]).sum(1) / np.maximum(total, 1.0)
    at_all = np.log(np.maximum(share, LITTLE) / LITTLE)
    holds = _holds(entries, weight, together)
    inside, outside = _contained(names, found, chances)
    table = np.stack([*close, division, local * much, share, at_all, share * much, holds, inside, outside], axis=1)
    return [table[owner == index] for index in range(len(found))]


def _any(chances: Floats) -> Floats:
    """[rows] of [rows, columns]: the chance that at least one column holds."""
    result: Floats = 1 - np.prod(1 - np.clip(chances, 0, 0.999), axis=1)
    return result


def _codes(keys: Sequence[object]) -> Ints:
    """A number for each key, -1 for None."""
    numbers: dict[object, int] = {}
    return np.array([-1 if key is None else numbers.setdefault(key, len(numbers)) for key in keys])


def _holds(entries: Sequence[Entry], weight: Floats, together: NDArray[np.bool_]) -> Floats:
    """[candidates]: for a first division the chance that it holds another name's place, else 0."""
    first = np.array([e.feature == "ADM1" for e in entries])
    smaller = np.array([e.feature not in {"ADM1", "PCLI"} for e in entries])
    held: Floats = _any(weight * together * smaller[None, :]) * first
    return held


def _contained(names: Sequence[NamedPlace], found: Sequence[Candidates], chances: Sequence[Floats]) -> tuple[Floats, Floats]:
    """[all candidates] each: how likely it lies in the places that the text puts it in, and how likely it does not."""
    inside, outside = [], []
    for name, candidates in zip(names, found, strict=True):
        holders = [(found[i], chances[i]) for i in name.inside if found[i].entries]
        for entry in candidates.entries:
            chance = [
                sum(float(p) for other, p in zip(holder.entries, likely, strict=True) if is_in(entry, other))
                for holder, likely in holders
            ]
            inside.append(sum(chance))
            outside.append(len(chance) - sum(chance))
    return np.array(inside), np.array(outside)


def distances(latitudes: Sequence[float], longitudes: Sequence[float]) -> Floats:
    """[points, points]: kilometres along the earth's surface (haversine)."""
    a, b = np.radians(latitudes), np.radians(longitudes)
    half = (
        np.sin((a[:, None] - a[None, :]) / 2) ** 2
        + np.cos(a[:, None]) * np.cos(a[None, :]) * np.sin((b[:, None] - b[None, :]) / 2) ** 2
    )
    result: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return result


def is_in(entry: Entry, other: Entry) -> bool:
    """Whether `entry` lies in `other` by their divisions, or in its circle."""
    if entry.id == other.id or entry.country != other.country:
        return False
    if other.feature == "PCLI":
        return True
    if other.feature == "ADM1":
        return entry.admin1 == other.admin1
    if other.feature == "ADM2":
        return (entry.admin1, entry.admin2) == (other.admin1, other.admin2)
    return other.admin1 == entry.admin1 and abs(entry.latitude - other.latitude) + abs(entry.longitude - other.longitude) < 0.5
