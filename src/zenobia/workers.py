"""Many reports over several processes, each with a single-threaded reader of its own.

Takes reports in order, gives what each became in the same order, so that any number of workers writes the same bytes.
A process that dies costs the one report it held. Memory is bounded: a few reports a worker are under way at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from zenobia.errors import ZenobiaError
from zenobia.pipeline import Job, Placed, fault_of
from zenobia.types import Report

HANDFUL = 8
"""Reports up to which this process reads alone: a worker takes 0.6 s to start, in which it would have read about ten."""

UNDER_WAY = 4
"""Reports a worker that are taken from the input ahead of the one to be written next."""

Result = TypeVar("Result")
Numbered = tuple[int, Placed]


def count_cpus() -> int:
    """CPUs this process may use: its affinity, and the share a container grants it, rounded up."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        cpus = min(cpus, -(-int(quota) // int(period)))
    except (OSError, ValueError):  # no such limit ("max"), or no such file
        pass
    return max(cpus, 1)


def use_one_thread() -> None:
    """Keeps the numerical libraries of this process to one thread; call before any is imported.

    Workers share the CPUs, and sums split over threads could differ in their last digit from machine to machine."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def work_through(
    reports: Iterable[Placed], task: Job[Result], *, workers: int, handful: int = HANDFUL
) -> Iterator[Result | ZenobiaError]:
    """What each report became, in the order given; an error among the reports passes through in its place.

    workers: processes at most; one, or no more than `handful` reports, are read in this process.
    Raises ZenobiaError when no reader can be made at all (ModelError)."""
    stream = iter(reports)
    first = list(islice(stream, handful + 1)) if workers > 1 else []
    numbered = enumerate(chain(first, stream), 1)
    if len(first) <= handful:
        yield from _work_here(numbered, task)
    else:
        yield from _work_apart(numbered, task, workers)


def _work_here(reports: Iterable[Numbered], task: Job[Result]) -> Iterator[Result | ZenobiaError]:
    reader = None
    for number, (where, report) in reports:
        if isinstance(report, ZenobiaError):
            yield report
            continue
        reader = reader or task.make_reader()
        yield task.perform(report, where, number, reader)


def _work_apart(reports: Iterable[Numbered], task: Job[Result], workers: int) -> Iterator[Result | ZenobiaError]:
    """A thread a worker waits for its process; this thread feeds them and yields what is done in order."""
    crew = _Crew(task)
    with ThreadPoolExecutor(workers) as threads:
        window: deque[Future[Result | ZenobiaError]] = deque()
        try:
            for number, (where, report) in reports:
                window.append(threads.submit(crew.perform, number, where, report))
                while window and (window[0].done() or len(window) > workers * UNDER_WAY):
                    yield window.popleft().result()
            while window:
                yield window.popleft().result()
        finally:
            crew.dismiss()
            threads.shutdown(cancel_futures=True)


class _Crew(Generic[Result]):
    """The worker processes: started when first needed, kept while idle, replaced when they die."""

    def __init__(self, task: Job[Result]) -> None:
        self._task = task
        self._idle: SimpleQueue[_Worker[Result]] = SimpleQueue()
        self._all: list[_Worker[Result]] = []
        self._lock = Lock()
        self._dismissed = False

    def perform(self, number: int, where: str, report: Report | ZenobiaError) -> Result | ZenobiaError:
        """What the report became in some worker; waits for it. Called from one thread a worker."""
        if isinstance(report, ZenobiaError):
            return report
        worker = self._take()
        try:
            answer = worker.ask(number, where, report)
        except (EOFError, OSError) as error:
            return fault_of(report, where, number, f"the reader's process ended ({worker.say_end() or error})")
        self._idle.put(worker)
        if isinstance(answer, _NoReader):
            raise answer.error
        return answer

    def dismiss(self) -> None:
        """Ends every worker at once; reports under way are given up."""
        with self._lock:
            self._dismissed = True
            for worker in self._all:
                worker.kill()

    def _take(self) -> _Worker[Result]:
        try:
            return self._idle.get_nowait()
        except Empty:
            worker = _Worker(self._task)
            with self._lock:
                self._all.append(worker)
                if self._dismissed:
                    worker.kill()
            return worker


@dataclass(frozen=True, slots=True)
class _NoReader:
    """A worker's answer when it could not make its reader: no report can be read."""

    error: ZenobiaError


class _Worker(Generic[Result]):
    """One process with its own reader, asked one report at a time.

    Started afresh ("spawn"), never forked: NumPy and onnxruntime hold threads and locks that do not survive a fork."""

    def __init__(self, task: Job[Result]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, task), daemon=True)
        with _deaf_children(), _hidden_main(task):
            self._process.start()
        theirs.close()

    def ask(self, number: int, where: str, report: Report) -> Result | ZenobiaError | _NoReader:
        """The worker's answer. Raises EOFError or OSError when its process is gone."""
        self._pipe.send((number, where, report))
        answer: Result | ZenobiaError | _NoReader = self._pipe.recv()
        return answer

    def kill(self) -> None:
        """Ends the process at once; it holds nothing that could be lost."""
        self._process.kill()

    def say_end(self) -> str:
        """How the process ended by itself: "signal 9", "exit status 1"; empty when it is not known."""
        self._process.join(timeout=1.0)  # seconds; its end of the pipe is closed, so it is on its way out
        code = self._process.exitcode
        if code is None:
            return ""
        return f"signal {-code}" if code < 0 else f"exit status {code}"


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started inside never see Ctrl-C: the parent sees it, and ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it sets the mask itself when it starts, so it must run before
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_STARTING = Lock()


@contextmanager
def _hidden_main(task: object) -> Iterator[None]:
    """Processes started inside do not run the caller's script again, which "spawn" does to find what it defines: a script without
    `if __name__ == "__main__"` would add its reports in every worker. A task that the script itself defines is left to "spawn"."""
    main = sys.modules["__main__"]
    if getattr(getattr(task, "make_reader", task), "__module__", None) == "__main__":
        yield
        return
    with _STARTING:
        spec, file = getattr(main, "__spec__", None), main.__dict__.pop("__file__", None)
        main.__spec__ = None
        try:
            yield
        finally:
            main.__spec__ = spec
            if file is not None:
                main.__file__ = file


def _serve(pipe: Connection, task: Job[object]) -> None:
    """The life of a worker: makes a reader, answers until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_one_thread()
    refusal: _NoReader | None = None
    try:
        reader = task.make_reader()
    except ZenobiaError as error:
        refusal = _NoReader(error)
    except Exception as error:  # whatever keeps one worker from starting keeps all: told once, in one line
        what = f"the reader cannot start ({type(error).__name__}: {error})"
        refusal = _NoReader(
            ZenobiaError(what, where="zenobia", mend="install the package anew: pip install --force-reinstall zenobia")
        )
    try:
        while True:
            number, where, report = pipe.recv()
            pipe.send(refusal or task.perform(report, where, number, reader))
    except (EOFError, OSError):  # the other end is gone, whatever became of it
        return
