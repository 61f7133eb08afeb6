"""One record as the desk holds it: read by many threads at once, written by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection

from zenobia.desk.answers import BusyError
from zenobia.desk.columns import columns_of
from zenobia.desk.fetching import Fetch, fetch
from zenobia.desk.jobs import Jobs
from zenobia.desk.memory import Memory, reports_of
from zenobia.desk.names import KINDS, names_of
from zenobia.pipeline import MakeReader, load_reader
from zenobia.record.file import open_file, told_as_record
from zenobia.record.record import Record

LONG_ANSWERS = 24
"""Answers of the situation that are kept: a network of ties is 4 MB."""


class Desk:
    """A record, what was worked out of it, and the jobs that add to it.

    write: False shows it without changing anything; make_reader: makes what reads new reports; fetch: gets a page of the web.
    Raises RecordError when the file cannot be opened."""

    def __init__(self, path: Path, *, write: bool = True, make_reader: MakeReader = load_reader, fetch: Fetch = fetch) -> None:
        self.record = Record(path, write=write)
        self.path, self.is_writable = path, write
        self.memory, self.answers = Memory(), Memory(LONG_ANSWERS)
        self.names = Memory(state=reports_of)
        self.reviewing = Lock()
        self.situating = Lock()
        """The record's memory of situations is for one thread."""
        self.fetch = fetch
        self._reader = open_file(path, write=False)
        self.jobs = Jobs(self.record, make_reader=make_reader)

    def close(self) -> None:
        """Ends the jobs after the report they are at, and lets go of the file."""
        self.jobs.close()
        self._reader.dispose()
        self.record.close()

    def warm(self) -> None:
        """Reads what every first page asks for, so that nobody waits for it."""
        with self.reading() as connection:
            columns_of(connection, self.memory)
            self.memory.get(connection, "status", self.record.status)
            for kind in KINDS:
                names_of(connection, kind, self.names)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the record. Raises RecordError when it cannot be read."""
        with told_as_record(self.path), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """The record for one act at a time. Raises BusyError when it is only shown."""
        self.refuse_unwritable()
        with self.reviewing:
            yield self.record

    def refuse_unwritable(self) -> None:
        """Raises BusyError when the desk only shows the record."""
        if not self.is_writable:
            raise BusyError("the record is only shown", where=str(self.path), mend="start the desk without --read-only")
