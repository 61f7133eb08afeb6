"""Opens a record's file: makes it, checks that it is one, brings it up to date. Gives an engine; every fault names the mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from zenobia.errors import RecordError
from zenobia.grounding.distance import distance_km
from zenobia.record.schema import APPLICATION_ID, VERSION, metadata, views

PATIENCE = 20.0
"""Seconds that a write waits for another process to finish its batch."""

_SQLITE = b"SQLite format 3\0"


def open_file(path: Path, *, write: bool, create: bool = False) -> Engine:
    """An engine over a record. write: may change it; create: makes it where there is none.

    Raises RecordError when there is no such file, when it is no record, is of a newer version, cannot be read or
    written, or is locked."""
    with told_as_record(path):
        new = _look_at(path, create=create and write)
        engine = _engine(path, write=write)
        if write:
            with engine.begin() as connection:
                _make(connection) if new else _bring_up_to_date(connection, path)
        else:
            with engine.connect() as connection:
                _check_version(connection, path)
        return engine


def _look_at(path: Path, *, create: bool) -> bool:
    """Whether the record is still to be made."""
    if path.is_dir():
        raise RecordError("is a folder", where=str(path), mend="name a file, for example syria.zen")
    if not path.exists() or path.stat().st_size == 0:
        if not create:
            raise RecordError("no such record", where=str(path), mend=f"make one: zenobia add REPORTS --record {path}")
        if not path.parent.is_dir():
            raise RecordError("no such folder", where=str(path.parent), mend="make the folder first")
        return True
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_SQLITE):
        raise RecordError("is no record", where=str(path), mend="name the file that zenobia add made")
    return False


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raises RecordError for somebody else's database; one without tables is a record that was never made to the end."""
    (mark,) = connection.execute("pragma application_id").fetchone()
    if mark != APPLICATION_ID and connection.execute("select count(*) from sqlite_master").fetchone()[0]:
        raise RecordError("is a SQLite file, but no record", where=str(path), mend="name the file that zenobia add made")


def _engine(path: Path, *, write: bool) -> Engine:
    """Writers begin at once with the write lock, so that two never meet half-way; readers see the last whole batch."""

    def connect() -> sqlite3.Connection:
        mode = "rwc" if write else "ro"
        uri = path.absolute().as_uri() + f"?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma schema_version")
        except sqlite3.OperationalError:
            if write:
                raise
            # a medium that cannot be written at all: read it as it lies
            connection = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True, check_same_thread=False)
        _refuse_foreign(connection, path)
        connection.create_function("distance_km", 4, distance_km, deterministic=True)
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -32000")
        connection.execute("pragma mmap_size = 268435456")
        connection.execute("pragma temp_store = memory")
        if write:
            connection.execute("pragma page_size = 8192")
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma journal_size_limit = 67108864")
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool)
    begin = "begin immediate" if write else "begin"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _make(connection: Connection) -> None:
    """Tables, views and search of a new record; marks the file last, so that a half-made one is made again."""
    if connection.exec_driver_sql("select count(*) from sqlite_master where name = 'act'").scalar_one():
        _set_marks(connection)
        return
    from zenobia.record.search import make_index  # gazetteer and actors come with it

    metadata.create_all(connection)
    make_index(connection)
    make_views(connection)
    _set_marks(connection)


def make_views(connection: Connection) -> None:
    """The documented views, made anew."""
    for name, query in views().items():
        connection.exec_driver_sql(f'drop view if exists "{name}"')
        connection.exec_driver_sql(f'create view "{name}" as {query}')


def _set_marks(connection: Connection) -> None:
    connection.exec_driver_sql(f"pragma application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"pragma user_version = {VERSION}")


def version_of(connection: Connection) -> int:
    """The version of a record's tables; 0 for a file that holds none."""
    return int(connection.exec_driver_sql("pragma user_version").scalar_one())


def _bring_up_to_date(connection: Connection, path: Path) -> None:
    _refuse_newer(version_of(connection), path)
    if version_of(connection) == 0:
        _make(connection)
    elif version_of(connection) < VERSION:
        from zenobia.record.migrations import migrate  # the reading of reports comes with it

        migrate(connection, version_of(connection))
        make_views(connection)
        _set_marks(connection)


def _check_version(connection: Connection, path: Path) -> None:
    version = version_of(connection)
    _refuse_newer(version, path)
    if version == 0:
        raise RecordError("the record is empty", where=str(path), mend=f"add reports: zenobia add REPORTS --record {path}")
    if version < VERSION:
        mend = f"bring it up to date: zenobia status --record {path} --update"
        raise RecordError(f"written by an older version ({version}; this is {VERSION})", where=str(path), mend=mend)


def _refuse_newer(version: int, path: Path) -> None:
    if version > VERSION:
        what = f"written by a newer version of zenobia (tables {version}; this one knows {VERSION})"
        raise RecordError(what, where=str(path), mend="update: pip install --upgrade zenobia")


@contextmanager
def told_as_record(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system say of a file into one RecordError that names it."""
    try:
        yield
    except (OperationalError, DatabaseError, sqlite3.Error) as error:
        raise _as_record_error(str(getattr(error, "orig", None) or error), path) from error
    except OSError as error:
        raise RecordError(
            f"cannot be opened ({error.strerror})", where=str(path), mend="check the path and its permissions"
        ) from error


_FAULTS: tuple[tuple[str, str, str], ...] = (
    ("locked", "another process is writing to it", "wait until it is done, or end it"),
    ("readonly", "may not be written", "check the permissions of the file and its folder, or work on a copy"),
    ("disk is full", "the disk is full", "make room and run the same command again; nothing kept is lost"),
    ("disk I/O", "the disk failed", "check the disk and its room; then run zenobia verify"),
    ("not a database", "is no record", "name the file that zenobia add made"),
    ("malformed", "is damaged", "run zenobia verify; go back to a copy if it says so"),
    ("unable to open", "cannot be opened", "check the path and its permissions"),
)


def _as_record_error(said: str, path: Path) -> RecordError:
    for words, what, mend in _FAULTS:
        if words in said:
            return RecordError(what, where=str(path), mend=mend)
    return RecordError(f"SQLite says: {said}", where=str(path), mend="run zenobia verify")


Row = dict[str, Any]
