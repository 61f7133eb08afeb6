"""The SQLite file of the user's own gazetteer: its tables, how it is opened, what is said when it cannot be.

Knows nothing of files of places; those are own_load.py's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from zenobia.errors import TableError, ZenobiaError

VERSION = 1
"""Of the tables and of the keys in them: to be raised when they, or `fold` and `skeleton`, change."""

APPLICATION = 0x5A454E4F
"""What marks a SQLite file as ours ("ZENO")."""

CACHE_KIB = 32_768
"""Of tables kept in memory, and again of rows being sorted: loading takes 110 MB for a file of any size."""

WAIT = 10.0
"""Seconds to wait for another process that writes."""

STEPS = 200_000
"""Steps of SQLite between looks for Ctrl-C: a few hundredths of a second."""

_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS sources (
    number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, file TEXT NOT NULL,
    places INTEGER NOT NULL, names INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS places (
    source INTEGER NOT NULL, ident NOT NULL, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    country TEXT NOT NULL, feature TEXT NOT NULL, population INTEGER NOT NULL, radius_km REAL NOT NULL,
    admin1 TEXT NOT NULL, admin2 TEXT NOT NULL, code1 TEXT NOT NULL, code2 TEXT NOT NULL,
    PRIMARY KEY (source, ident)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
    source INTEGER NOT NULL, key TEXT NOT NULL, ident NOT NULL, PRIMARY KEY (source, key, ident)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS divisions (
    country TEXT NOT NULL, code TEXT NOT NULL, source INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (country, code, source)) WITHOUT ROWID;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""
"""ident: GeoNames' number, or the id or line of a table; a key's is of its own source, or, of GeoNames' names, of any dump.
divisions: GeoNames' codes of first ("08") and second divisions ("08.1") to their names, for places that have codes alone.
The rows of one source lie together, so that a large one neither slows nor scatters a small one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file added. name: what it is removed by; kind: own_places.Kind; names: those that it gives places."""

    name: str
    kind: str
    file: str
    places: int
    names: int


def read_sources(connection: sqlite3.Connection) -> list[Source]:
    """The files added, oldest first."""
    rows = connection.execute("SELECT name, kind, file, places, names FROM sources ORDER BY number")
    return [Source(name=name, kind=kind, file=file, places=places, names=names) for name, kind, file, places, names in rows]


def delete_source(connection: sqlite3.Connection, name: str) -> None:
    """Take a source's rows out, where there is one of this name."""
    for table in ("places", "keys", "divisions"):
        connection.execute(f"DELETE FROM {table} WHERE source IN (SELECT number FROM sources WHERE name = ?)", (name,))
    connection.execute("DELETE FROM sources WHERE name = ?", (name,))


def open_to_read(path: Path) -> sqlite3.Connection | None:
    """The file for reading; None when it holds nothing yet. In a folder that cannot be written to, as it lies there."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        uri = f"{path.absolute().as_uri()}?{mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            if _has_tables(connection, path):
                return connection
        except sqlite3.OperationalError as error:
            connection.close()
            if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or "immutable" in mode:
                raise
        except BaseException:
            connection.close()
            raise
        else:
            connection.close()
            return None
    raise AssertionError("the second mode returns or raises")


@contextmanager
def opened_to_write(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for writing, made where there is none. Ctrl-C ends even a long statement, as sqlite3's "interrupted"."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
        connection.set_progress_handler(_look_for_signals, STEPS)
        if not _has_tables(connection, path):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL").fetchall()  # others find while one adds
            connection.executescript(_TABLES)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        yield connection


def _look_for_signals() -> None:
    """Python looks for signals whenever it runs a function; a KeyboardInterrupt here makes SQLite stop."""


def _has_tables(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are there; False for a new file. Raises TableError for those of another program or version."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) == (APPLICATION, VERSION):
        return True
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return False
    what = "made by another version of Zenobia" if application == APPLICATION else "no gazetteer of Zenobia"
    raise TableError(what, where=str(path), mend="move it away, and add your files again")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself ends one that is interrupted
            connection.execute("ROLLBACK")
        raise


def give_room_back(connection: sqlite3.Connection) -> None:
    """Shrink the file, and move into it what was written beside it."""
    connection.executescript("PRAGMA incremental_vacuum")  # execute() would stop after the first page
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Turn what SQLite says into one of our errors that names the file, and its "interrupted" into KeyboardInterrupt."""
    try:
        yield
    except sqlite3.Error as error:
        code = _code(error)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        what, mend = _WORDS.get(code, (str(error), "see that the file may be used, or move it away and add your files again"))
        raise ZenobiaError(what, where=str(path), mend=mend) from None


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_WORDS = {
    sqlite3.SQLITE_BUSY: ("another zenobia is writing it", "wait until that is done"),
    sqlite3.SQLITE_LOCKED: ("another zenobia is writing it", "wait until that is done"),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room there, and in the folder for temporary files"),
    sqlite3.SQLITE_CORRUPT: ("damaged", "move it away, and add your files again"),
    sqlite3.SQLITE_NOTADB: ("no gazetteer of Zenobia", "move it away, and add your files again"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "see that the folder is yours and may be written to"),
    sqlite3.SQLITE_READONLY: ("cannot be written to", "see that the file and its folder are yours and may be written to"),
}
