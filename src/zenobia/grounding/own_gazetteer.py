"""The user's own gazetteer: places of files the user added, found by name as in `gazetteer.py`. One SQLite file keeps them all.

A file takes its place whole or not at all: a fault in it, Ctrl-C or a killed process leaves the gazetteer as it was. Files are
streamed, so that allCountries.txt needs no more memory than SY.txt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from zenobia.errors import UsageError
from zenobia.grounding.gazetteer import Entry, skeleton_key
from zenobia.grounding.own_file import open_table, source_name
from zenobia.grounding.own_load import Added, Loading, OnProgress
from zenobia.grounding.own_places import Kind
from zenobia.grounding.own_store import (
    Source,
    delete_source,
    give_room_back,
    open_to_read,
    opened_to_write,
    read_sources,
    told_of,
    transaction,
)
from zenobia.grounding.spelling import fold, skeleton

_FIND = """
SELECT held.name, held.kind, ident, p.name, latitude, longitude, country, feature, population, radius_km,
       coalesce((SELECT d.name FROM divisions d WHERE d.country = p.country AND d.code = code1 ORDER BY d.source DESC), admin1),
       coalesce((SELECT d.name FROM divisions d WHERE d.country = p.country AND d.code = code2 ORDER BY d.source DESC), admin2)
FROM (SELECT DISTINCT held.number AS source, held.name AS name, held.kind AS kind, k.ident AS ident
      FROM sources named
      CROSS JOIN keys k ON k.source = named.number AND k.key = ?
      CROSS JOIN sources held ON held.number = named.number OR (named.kind = 'GeoNames names' AND held.kind = 'GeoNames')) held
CROSS JOIN places p USING (source, ident)
ORDER BY source, ident
"""
"""Places by key: those of the key's own source, and those that GeoNames' names belong to, in whatever dump."""


class OwnGazetteer:
    """Places of the user's own files, kept at `path`. Where no file is yet, nothing is found, and `add` makes it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading: sqlite3.Connection | None = None

    def find(self, name: str) -> list[Entry]:
        """Every place of this name, whatever its case, accents, apostrophes and hyphens; each id once, as the newest source has it."""
        key = fold(name)
        return self._entries([key]) if key else []

    def find_alike(self, name: str, countries: Iterable[str]) -> list[Entry]:
        """Places of these countries (alpha-2) whose names transliterate alike."""
        bones = skeleton(name)
        return self._entries([skeleton_key(country, bones) for country in countries]) if len(bones) > 1 else []

    def sources(self) -> list[Source]:
        """The files added, oldest first."""
        with told_of(self._path):
            connection = self._connection()
            return read_sources(connection) if connection else []

    def remove(self, source: str) -> Source:
        """Take a source's places and names out. Raises UsageError when there is no such source."""
        found = next((known for known in self.sources() if known.name == source), None)
        if found is None:
            names = ", ".join(known.name for known in self.sources()) or "none"
            raise UsageError(f"no source {source!r}", where=str(self._path), mend=f"name one that was added: {names}")
        with told_of(self._path), opened_to_write(self._path) as connection:
            with transaction(connection):
                delete_source(connection, source)
            give_room_back(connection)
        return found

    def add(self, path: Path, on_progress: OnProgress | None = None) -> Added:
        """Keep the places of a file, or of alternateNamesV2.txt the names of places loaded already; a source of its name is replaced.

        Raises TableError for a file at fault, with its other faults in `more`; the gazetteer is then as it was."""
        file = str(path.absolute()).encode("utf-8", "backslashreplace").decode()
        with open_table(path) as table, told_of(self._path), opened_to_write(self._path) as connection:
            added = Loading(connection, table, on_progress or (lambda _done, _all: None)).load(source_name(path), file)
            give_room_back(connection)
        return added

    def close(self) -> None:
        """Let go of the file; it is opened again when needed."""
        if self._reading:
            self._reading.close()
            self._reading = None

    def _connection(self) -> sqlite3.Connection | None:
        if self._reading is None and self._path.exists():
            self._reading = open_to_read(self._path)
        return self._reading

    def _entries(self, keys: Iterable[str]) -> list[Entry]:
        with told_of(self._path):
            connection = self._connection()
            if connection is None:
                return []
            entries = [_entry(*row) for key in keys for row in connection.execute(_FIND, (key,))]
        return list({entry.id: entry for entry in entries}.values())


def _entry(
    source: str,
    kind: str,
    ident: int | str,
    name: str,
    latitude: float,
    longitude: float,
    country: str,
    feature: str,
    population: int,
    radius_km: float,
    admin1: str,
    admin2: str,
) -> Entry:
    return Entry(
        id=f"geonames:{ident}" if kind == Kind.GEONAMES else f"own:{source}/{ident}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        country=country,
        feature=feature,
        admin1=admin1,
        admin2=admin2,
        population=population,
        radius_km=radius_km,
        ours=kind != Kind.GEONAMES,
    )
