"""The gazetteer: a name to the places that bear it. Takes a name, gives every place so called; which one is meant is for
`places.py`. The tables are made by learning/gazetteer.py; they load on first use (about 0.1 s, 25 MB)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from zenobia.grounding.distance import distance_km
from zenobia.grounding.spelling import ARTICLES, fold, skeleton

DATA = Path(__file__).parent / "data"
VALUE = "<I"
"""How the trie keeps a row number."""

SHORTEST_TYPED, LONG_TYPED, MOST_TYPED = 6, 10, 10
"""Letters from which on a name may be mistyped, and twice; how many names are looked at."""

HEAD = 3
"""First letters that are not mistyped, after an article."""

TOWNLESS_KM = 200.0
"""Farther from any town than this, a point is told to be in no country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place of the gazetteer.

    id: "geonames:163808", "division:SY/Homs", "country:SY" or "zenobia:kisik". country: ISO 3166-1 alpha-2.
    admin1, admin2: names of the divisions it lies in, "" when unknown. feature: a GeoNames code (PPL, PPLC, ADM1, ADM2, PCLI, AIRB ...).
    population: 0 when unknown. radius_km: of the circle that holds the place itself, the town or the land. ours: of a table of places in
    the news, ours or the user's, be it of GeoNames as well."""

    id: str
    name: str
    latitude: float
    longitude: float
    country: str
    feature: str
    admin1: str
    admin2: str
    population: int
    radius_km: float
    ours: bool = False


class Gazetteer:
    """Places by name; reads its two files and nothing else."""

    def __init__(self, folder: Path = DATA) -> None:
        self._names = marisa_trie.RecordTrie(VALUE).mmap(str(folder / "gazetteer.trie"))
        with np.load(folder / "gazetteer.npz") as arrays:
            self._columns: dict[str, Any] = {name: arrays[name] for name in arrays.files}
        self._words = {
            column: bytes(self._columns.pop(f"{column}_words")).decode().split("\n")
            for column in ("country", "feature", "admin1", "admin2")
        }
        self._towns: NDArray[np.int64] | None = None
        self._text = {column: _Lines(self._columns.pop(column)) for column in ("id", "name")}

    def __len__(self) -> int:
        return len(self._columns["latitude"])

    def find(self, name: str) -> list[Entry]:
        """Every place of this name, whatever its case, accents, apostrophes and hyphens."""
        return [self._entry(row) for (row,) in self._names.get(fold(name), ())]

    def find_id(self, ident: str) -> Entry | None:
        """The place of an id, as "geonames:163808"; None for none. Looks through all of them: for one place, not for one a report."""
        row = self._text["id"].find(ident.removeprefix("geonames:"))
        found = None if row is None else self._entry(row)
        return found if found and found.id == ident else None

    def find_country(self, code: str) -> list[Entry]:
        """The country of an alpha-2 code, in a list as `find` gives it."""
        return [self._entry(row) for (row,) in self._names.get(country_key(code), ())]

    def find_capital(self, code: str) -> list[Entry]:
        """The capital of an alpha-2 code, in a list as `find` gives it; empty for small or several ones."""
        return [self._entry(row) for (row,) in self._names.get(capital_key(code), ())]

    def find_alike(self, name: str, countries: Iterable[str]) -> list[Entry]:
        """Places of these countries whose names transliterate alike: "Deir al-Zor" finds "Dayr az Zawr"."""
        bones = skeleton(name)
        if len(bones) < 2:
            return []
        return [self._entry(row) for country in countries for (row,) in self._names.get(skeleton_key(country, bones), ())]

    def find_mistyped(self, name: str, countries: Iterable[str]) -> list[Entry]:
        """Places of these countries whose names are a typing error away: one letter of SHORTEST_TYPED to 9, two of more; the first
        letters must agree."""
        key = fold(name)
        if len(key) < SHORTEST_TYPED:
            return []
        head = key[:HEAD] if key[:2] not in ARTICLES else key[: HEAD + 2]
        errors = 1 if len(key) < LONG_TYPED else 2
        alike = process.extract(key, self._names.keys(head), scorer=Levenshtein.distance, score_cutoff=errors, limit=MOST_TYPED)
        rows = {row for found, _, _ in alike for (row,) in self._names.get(found, ())}
        among = set(countries)
        return [entry for entry in map(self._entry, sorted(rows)) if entry.country in among]

    def nearest_town(self, latitude: float, longitude: float) -> Entry | None:
        """The populated place nearest to a point; None when none lies within TOWNLESS_KM."""
        if self._towns is None:
            town = np.array([word.startswith("PPL") for word in self._words["feature"]])
            self._towns = np.flatnonzero(town[self._columns["feature"]])
        rows = self._towns
        north = self._columns["latitude"][rows] - latitude
        east = ((self._columns["longitude"][rows] - longitude + 180) % 360 - 180) * cos(radians(latitude))
        best = int(np.argmin(north**2 + east**2))
        entry = self._entry(int(rows[best]))
        return entry if distance_km(latitude, longitude, entry.latitude, entry.longitude) <= TOWNLESS_KM else None

    def _entry(self, row: int) -> Entry:
        identifier = self._text["id"][row]
        return Entry(
            id=f"geonames:{identifier}" if identifier.isdigit() else identifier,
            name=self._text["name"][row],
            latitude=round(float(self._columns["latitude"][row]), 5),
            longitude=round(float(self._columns["longitude"][row]), 5),
            population=int(self._columns["population"][row]),
            radius_km=round(float(self._columns["radius_km"][row]), 1),
            ours=bool(self._columns["ours"][row]),
            **{column: words[self._columns[column][row]] for column, words in self._words.items()},
        )


class _Lines:
    """Lines of one block of text, each decoded when asked for."""

    def __init__(self, block: NDArray[np.uint8]) -> None:
        self._block = block
        self._ends = np.append(np.flatnonzero(block == ord("\n")), len(block))

    def __getitem__(self, row: int) -> str:
        start = int(self._ends[row - 1]) + 1 if row else 0
        return bytes(self._block[start : self._ends[row]]).decode()

    def find(self, line: str) -> int | None:
        """The number of the line that is just this, None for none."""
        at = b"".join((b"\n", self._block.tobytes(), b"\n")).find(f"\n{line}\n".encode()) if "\n" not in line else -1
        return None if at < 0 else int(np.searchsorted(self._ends, at))


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, loaded once a process."""
    return Gazetteer()


def skeleton_key(country: str, bones: str) -> str:
    """The trie's key of a skeleton: no folded name begins with a capital."""
    return f"{country}{bones}"


def country_key(code: str) -> str:
    """The trie's key of a country."""
    return f"{code}="


def capital_key(code: str) -> str:
    """The trie's key of a country's capital."""
    return f"{code}*"
