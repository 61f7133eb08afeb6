"""One file of places on its way into the user's own gazetteer: read, checked and sorted in temporary tables, then kept in one
transaction. Takes an open table and an open store; a fault before the end leaves the store as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from zenobia.grounding.gazetteer import skeleton_key
from zenobia.grounding.own_file import MOST_FAULTS, TableFile, raise_faults
from zenobia.grounding.own_places import Kind, OwnPlace, kind_of, read_names, read_places
from zenobia.grounding.own_store import Source, delete_source, read_sources, transaction
from zenobia.grounding.spelling import fold, skeleton

OnProgress = Callable[[int, int | None], None]
"""Told the bytes read so far and the bytes in all, None where the file does not tell (a pipe)."""

BATCH = 2000
"""Rows in memory at a time, and between two tellings of progress."""

_STAGES = """
PRAGMA temp_store = FILE;
CREATE TEMP TABLE staged_places (
    ident, name, latitude, longitude, country, feature, population, radius_km, admin1, admin2, code1, code2, line INTEGER);
CREATE TEMP TABLE staged_keys (key TEXT, ident);
"""

_LOADED = "SELECT country FROM sources CROSS JOIN places ON source = number WHERE kind = 'GeoNames'"

_TWICE = f"""
SELECT again.ident, again.line, first.line FROM staged_places again
JOIN (SELECT ident, min(line) AS line FROM staged_places GROUP BY ident HAVING count(*) > 1) first ON first.ident = again.ident
WHERE again.line > first.line ORDER BY again.line LIMIT {MOST_FAULTS}
"""

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of a file.

    replaced: the source of the same name before. passed_over: rows that nothing can find: names without a letter, and of
    GeoNames' names those of places not loaded, in other scripts, links and codes. unread: columns that say nothing here."""

    source: Source
    replaced: Source | None
    passed_over: int
    unread: tuple[str, ...]


class Loading:
    """One file to be loaded."""

    def __init__(self, connection: sqlite3.Connection, table: TableFile, on_progress: OnProgress) -> None:
        self._connection = connection
        self._table = table
        self._on_progress = on_progress
        self._places = 0
        self._names = 0
        self._passed_over = 0

    def load(self, name: str, file: str) -> Added:
        """Keeps the rows under `name`. Raises TableError for a file at fault."""
        self._on_progress(0, self._table.size)
        first = next(self._table, None)
        if first is None:
            raise self._table.fault("the file is empty", "give a GeoNames dump, or a table with a header")
        kind = kind_of(first, self._table)
        unread: list[str] = []
        self._connection.executescript(_STAGES)
        self._connection.execute("BEGIN")  # of temporary tables alone: it locks nobody out
        if kind is Kind.NAMES:
            self._stage_names(first)
        else:
            places, unread = read_places(first, self._table)
            self._stage_places(places)
        self._connection.execute("COMMIT")
        with transaction(self._connection):
            replaced = next((source for source in read_sources(self._connection) if source.name == name), None)
            source = Source(name=name, kind=kind, file=file, places=self._places, names=self._names)
            delete_source(self._connection, name)
            self._keep(source)
        return Added(source=source, replaced=replaced, passed_over=self._passed_over, unread=tuple(unread))

    def _stage_places(self, places: Iterator[OwnPlace | None]) -> None:
        for batch in self._batches(places):
            self._connection.executemany(f"INSERT INTO staged_places VALUES ({','.join('?' * 13)})", map(_columns, batch))
            for place in batch:
                names = {place.name, *place.aliases}
                self._stage_keys(names, place.country, place.ident)
                self._names += len(names)
            self._places += len(batch)
        if not self._places:
            raise self._table.fault("no place in it", "give a row a place under the header")

    def _stage_names(self, first: str) -> None:
        if not self._connection.execute(f"{_LOADED} LIMIT 1").fetchone():
            raise self._table.fault("names of GeoNames places, and no such place is loaded", "add a dump such as SY.txt first")
        for batch in self._batches(read_names(first, self._table, self._country_of)):
            for other in batch:
                self._stage_keys([other.name], other.country, other.ident)
            self._names += len(batch)
        if not self._names:
            raise self._table.fault("no name of a loaded place in it", "add the dump of these places first, such as SY.txt")

    def _country_of(self, ident: int) -> str | None:
        """The country of a loaded GeoNames place, None when it is not loaded."""
        found = self._connection.execute(f"{_LOADED} AND ident = ?", (ident,)).fetchone()
        return str(found[0]) if found else None

    def _batches(self, rows: Iterator[_Row | None]) -> Iterator[list[_Row]]:
        while batch := list(islice(rows, BATCH)):
            kept = [row for row in batch if row is not None]
            self._passed_over += len(batch) - len(kept)
            yield kept
            self._on_progress(self._table.done, self._table.size)

    def _stage_keys(self, names: Iterable[str], country: str, ident: int | str) -> None:
        keys = {key for name in names for key in keys_of(name, country)}
        self._connection.executemany("INSERT INTO staged_keys VALUES (?, ?)", [(key, ident) for key in keys])

    def _keep(self, source: Source) -> None:
        """Staged rows to where they are found, in the order they lie in there."""
        values = (source.name, source.kind, source.file, source.places, source.names)
        insert = "INSERT INTO sources (name, kind, file, places, names) VALUES (?, ?, ?, ?, ?)"
        number = (self._connection.execute(insert, values).lastrowid,)
        columns = "ident, name, latitude, longitude, country, feature, population, radius_km, admin1, admin2, code1, code2"
        try:
            self._connection.execute(f"INSERT INTO places SELECT ?, {columns} FROM staged_places ORDER BY ident", number)
        except sqlite3.IntegrityError:
            self._tell_twice()
            raise
        self._connection.execute("INSERT OR IGNORE INTO keys SELECT ?, key, ident FROM staged_keys ORDER BY key, ident", number)
        for feature, code in (("ADM1", "code1"), ("ADM2", "code2")):
            divisions = f"SELECT country, {code}, ?, name FROM staged_places WHERE feature = '{feature}' AND {code} != ''"
            self._connection.execute(f"INSERT OR REPLACE INTO divisions {divisions} ORDER BY line DESC", number)

    def _tell_twice(self) -> None:
        """Raises TableError for identifiers that stand twice."""
        mend = "give each place an id of its own"
        raise_faults(
            [
                self._table.fault(f"id {ident!r} stands on line {first} already", mend, line=line)
                for ident, line, first in self._connection.execute(_TWICE)
            ]
        )


def _columns(place: OwnPlace) -> tuple[int | str | float, ...]:
    return (
        place.ident,
        place.name,
        place.latitude,
        place.longitude,
        place.country,
        place.feature,
        place.population,
        place.radius_km,
        place.admin1,
        place.admin2,
        *place.codes,
        place.line,
    )


def keys_of(name: str, country: str) -> Iterator[str]:
    """What finds a name: its fold, and in its country its skeleton."""
    if key := fold(name):
        yield key
    if country and len(bones := skeleton(name)) > 1:
        yield skeleton_key(country, bones)
