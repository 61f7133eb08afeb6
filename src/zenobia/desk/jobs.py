"""Reports added while people go on: one job at a time, in one thread, each told as far as it is."""

from __future__ import annotations

import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from zenobia.desk.answers import AbsentError, BusyError
from zenobia.desk.taking import Document, take
from zenobia.errors import ZenobiaError
from zenobia.pipeline import MakeReader, Placed
from zenobia.record.adding import Added, add_reports
from zenobia.record.record import Record
from zenobia.types import Report

Json = dict[str, Any]

KEPT = 200
"""Jobs that can still be asked for."""

WAITING = 20
"""Jobs that may wait."""

TOLD = 500
"""Errors, and ids of reports, that a job names."""

LONGEST_NAME = 120


@dataclass(slots=True)
class Job:
    """Documents being added. state: "waiting", "running", "done", "failed" (why is the last of the errors)."""

    id: str
    subject: str
    state: str = "waiting"
    added: Added = field(default_factory=Added)
    errors: list[Json] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def to_dict(self) -> Json:
        """As the desk tells it. done: documents looked at so far."""
        return {
            "id": self.id,
            "subject": self.subject,
            "state": self.state,
            "done": self.added.seen,
            "new": self.added.new,
            "known": self.added.known,
            "failed": self.added.failed,
            "copies": self.added.copies,
            "revisions": self.added.revisions,
            "events": self.added.events,
            "errors": list(self.errors),
            "reports": list(self.reports),
        }

    def tell(self, error: ZenobiaError) -> None:
        """Notes why a document could not be added."""
        if len(self.errors) < TOLD:
            self.errors.append({"error": error.what, "where": error.where, "mend": error.mend})


Gather = Callable[[Path], list[Document]]
"""Brings the documents of a job into a folder of its own; called in the job's thread."""


class Jobs:
    """What waits to be added to one record, and what was."""

    def __init__(self, record: Record, *, make_reader: MakeReader) -> None:
        self._record, self._make_reader = record, make_reader
        self._lock, self._ended = Lock(), Event()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: SimpleQueue[tuple[Job, Path, Gather, str | None] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def start(self, subject: str, folder: Path, gather: Gather, *, who: str | None) -> str:
        """The id of a new job. folder: of its own, removed when the job is done; who: whose act it is.

        Raises BusyError when too many wait."""
        with self._lock:
            if sum(job.state == "waiting" for job in self._jobs.values()) >= WAITING:
                shutil.rmtree(folder, ignore_errors=True)
                raise BusyError(f"{WAITING} jobs wait already", where="reports", mend="wait until one is done")
            job = Job(f"j{len(self._jobs) + 1}" if not self._jobs else f"j{int(next(reversed(self._jobs))[1:]) + 1}", subject)
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="zenobia-adding", daemon=True)
                self._thread.start()
        self._queue.put((job, folder, gather, who))
        return job.id

    def find(self, ident: str) -> Json:
        """A job as far as it is. Raises AbsentError when there is none of this id."""
        with self._lock:
            job = self._jobs.get(ident)
        if job is None:
            raise AbsentError("no such job", where="jobs", mend="jobs are forgotten when the desk ends; look for the reports")
        return job.to_dict()

    def all(self) -> list[Json]:
        """The jobs, the latest first."""
        with self._lock:
            return [job.to_dict() for job in reversed(self._jobs.values())]

    def close(self) -> None:
        """Ends after the report that is being read; what was read is kept."""
        self._ended.set()
        self._queue.put(None)
        if self._thread:
            self._thread.join()

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            job, folder, gather, who = item
            try:
                if not self._ended.is_set():
                    self._add(job, gather, folder, who)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _add(self, job: Job, gather: Gather, folder: Path, who: str | None) -> None:
        """Adds the documents of a job; whatever goes wrong is told in the job."""
        job.state = "running"
        try:
            add_reports(
                self._record.writer,
                self._record.path,
                self._watched(job, take(gather(folder))),
                make_reader=self._make_reader,
                workers=1,
                subject=job.subject,
                who=who,
                on_error=job.tell,
                on_report=lambda added: setattr(job, "added", added),
            )
        except ZenobiaError as error:
            job.tell(error)
            job.state = "failed"
        except Exception as error:  # a bug must not end the thread that every later job needs
            job.tell(ZenobiaError(f"failed ({type(error).__name__})", where=job.subject, mend="add it with zenobia add"))
            job.state = "failed"
        else:
            job.state = "done"

    def _watched(self, job: Job, placed: Iterator[Placed]) -> Iterator[Placed]:
        """The same reports, their ids noted; none after the desk ended."""
        for where, report in placed:
            if self._ended.is_set():
                return
            if isinstance(report, Report) and len(job.reports) < TOLD:
                job.reports.append(report.id)
            yield where, report


def own_folder() -> Path:
    """A folder for one job's documents, which nobody else may look into."""
    return Path(tempfile.mkdtemp(prefix="zenobia-desk-"))


def base_name(name: str) -> str:
    """What a document is called, without folders and control signs, never used as a path: "../../x/a.pdf" is "a.pdf"."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(c for c in last if c.isprintable()).strip(" .")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if stem else plain[:LONGEST_NAME]
    return plain or "document"
