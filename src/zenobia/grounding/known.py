"""What grounding knows: the shipped gazetteer and actor table, and in front of them what the user added (`zenobia gazetteer add`,
`zenobia actors add`). Loaded on first use and whenever the user's own changed, once a process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from zenobia.grounding.actor_index import ACTORS
from zenobia.grounding.actor_table import ActorTable, load_table
from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import Entry, Gazetteer, gazetteer
from zenobia.grounding.own_actors import own_table
from zenobia.grounding.own_gazetteer import OwnGazetteer
from zenobia.own_folder import own_actors_folder, own_gazetteer_path

ONE_SPOT_KM = 5.0
"""A place of the user's and a shipped one of its name so close are the same; the shipped identifier stays."""


class Places(Protocol):
    """A gazetteer, shipped or the user's before it."""

    def find(self, name: str) -> list[Entry]:
        """Every place of this name."""
        ...

    def find_alike(self, name: str, countries: Sequence[str]) -> list[Entry]:
        """Places of these countries whose names transliterate alike."""
        ...

    def find_mistyped(self, name: str, countries: Sequence[str]) -> list[Entry]:
        """Places of these countries whose names are a typing error away."""
        ...

    def find_country(self, code: str) -> list[Entry]:
        """The country of an alpha-2 code, in a list."""
        ...

    def find_capital(self, code: str) -> list[Entry]:
        """The capital of an alpha-2 code, in a list."""
        ...


class BothGazetteers:
    """The user's own places and the shipped ones, found together."""

    def __init__(self, own: OwnGazetteer, shipped: Gazetteer) -> None:
        self._own = own
        self._shipped = shipped
        self._settled = lru_cache(maxsize=10_000)(self._settle)

    def find(self, name: str) -> list[Entry]:
        """Every place of this name, the user's first."""
        return self._both(self._own.find(name), self._shipped.find(name))

    def find_alike(self, name: str, countries: Sequence[str]) -> list[Entry]:
        """Places of these countries whose names transliterate alike, the user's first."""
        return self._both(self._own.find_alike(name, countries), self._shipped.find_alike(name, countries))

    def find_mistyped(self, name: str, countries: Sequence[str]) -> list[Entry]:
        """Shipped places of these countries whose names are a typing error away."""
        return self._shipped.find_mistyped(name, countries)

    def find_country(self, code: str) -> list[Entry]:
        """The country of an alpha-2 code, in a list."""
        return self._shipped.find_country(code)

    def find_capital(self, code: str) -> list[Entry]:
        """The capital of an alpha-2 code, in a list."""
        return self._shipped.find_capital(code)

    def _both(self, own: Iterable[Entry], shipped: list[Entry]) -> list[Entry]:
        known = {entry.id for entry in shipped}
        new = [self._settled(entry) for entry in own if entry.id not in known]
        return [*(entry for entry in new if not any(_is_one(entry, other) for other in shipped)), *shipped]

    def _settle(self, entry: Entry) -> Entry:
        """The entry in the shipped names of divisions ("Homs", not "Homs Governorate"), and in the country of the nearest town
        where its file told none."""
        named = (e for e in self._shipped.find(entry.admin1) if e.feature == "ADM1") if entry.admin1 else ()
        division = next((e for e in named if entry.country in ("", e.country)), None)
        if division is None and entry.feature != "PCLI":
            division = self._shipped.nearest_town(entry.latitude, entry.longitude)
        if division is None or entry.country not in ("", division.country):
            return entry
        return replace(entry, country=division.country, admin1=division.admin1)


def _is_one(entry: Entry, other: Entry) -> bool:
    if entry.feature[:3] != other.feature[:3]:  # PPL and PPLC are towns both
        return False
    return distance_km(entry.latitude, entry.longitude, other.latitude, other.longitude) <= ONE_SPOT_KM


def known_places() -> Places:
    """Every place known. Raises ZenobiaError when the user's own gazetteer is there and cannot be read."""
    path = own_gazetteer_path()
    return _places(path, path.stat().st_mtime_ns) if path.exists() else gazetteer()


def known_actors() -> ActorTable:
    """Everyone known. Raises TableError when a file of the user's own is there and cannot be read."""
    folder = own_actors_folder()
    return _actors(folder, tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*"))))


@lru_cache(maxsize=1)
def _places(path: Path, _changed: int) -> Places:
    own = OwnGazetteer(path)
    return BothGazetteers(own, gazetteer()) if own.sources() else gazetteer()


@lru_cache(maxsize=1)
def _actors(folder: Path, _changed: tuple[tuple[str, int], ...]) -> ActorTable:
    table = load_table(ACTORS)
    own_table(folder).add_to(table)
    return table


def check_own() -> None:
    """Nothing, or ZenobiaError when what the user added cannot be read: once at the start, not with every report."""
    OwnGazetteer(own_gazetteer_path()).sources()
    own_table(own_actors_folder())
