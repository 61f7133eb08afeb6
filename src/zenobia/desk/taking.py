"""Documents that people give to the desk, taken apart in a process of its own: a document that makes its reader hang, swell or crash costs
itself alone.

The process gets names and paths on its standard input and gives reports on its standard output, both pickled; only this room writes there."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any

from zenobia.errors import IntakeError, ZenobiaError
from zenobia.intake import Given, reports_from_bytes
from zenobia.pipeline import Placed
from zenobia.types import Report

SECONDS = 120.0
"""For one document: a PDF of 20 MB takes about 40."""

MOST_MEMORY = 4 * 2**30
"""Bytes of addresses the process may use, where the system can hold it to that."""

MOST_REPORTS = 10_000
"""Of one file: a larger corpus is for `zenobia add`, which reads with several processes."""

_SERVE = "from zenobia.desk.taking import serve; serve()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to take apart. name: what people called it, whose ending tells the format; path: where its bytes lie."""

    name: str
    path: Path
    given: Given


def take(documents: Sequence[Document], *, seconds: float = SECONDS) -> Iterator[Placed]:
    """The reports of these documents, each with the name of its document; an error where one cannot be taken apart. seconds: for each."""
    process: subprocess.Popen[bytes] | None = None
    try:
        for document in documents:
            process = process if process and process.poll() is None else _start()
            yield from ((document.name, found) for found in _take(process, document, seconds))
    finally:
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", _SERVE]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _take(process: subprocess.Popen[bytes], document: Document, seconds: float) -> list[Report | ZenobiaError]:
    """All of one document at once, so that the time it is given is its own and not that of whoever reads its reports."""
    assert process.stdin, "a pipe"
    assert process.stdout, "a pipe"
    late = Timer(seconds, process.kill)
    late.daemon = True
    late.start()
    reports: list[Report | ZenobiaError] = []
    fault: IntakeError | None = None
    try:
        pickle.dump(document, process.stdin)
        process.stdin.flush()
        while (found := pickle.load(process.stdout)) is not None:
            if len(reports) == MOST_REPORTS:
                fault = _fault(document, f"more than {MOST_REPORTS:,} reports in one file", "add it with zenobia add")
                break
            reports.append(found)
    except (EOFError, OSError, pickle.UnpicklingError):
        what = "the document ended the process that reads it" if late.is_alive() else f"not read within {seconds:.0f} s"
        fault = _fault(document, what, "save its words as text and add that")
    finally:
        late.cancel()
    if fault:
        process.kill()
        process.wait()
        reports.append(fault)
    return reports


def _fault(document: Document, what: str, mend: str) -> IntakeError:
    return IntakeError(what, where=document.name, mend=mend)


def serve() -> None:
    """The life of the process: takes documents apart until nobody asks."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    _bound_memory()
    stdin: IO[bytes] = sys.stdin.buffer
    while True:
        try:
            document: Document = pickle.load(stdin)
        except EOFError:
            return
        for found in _reports_of(document):
            pickle.dump(found, out)
        pickle.dump(None, out)
        out.flush()


def _reports_of(document: Document) -> Iterator[Report | ZenobiaError]:
    try:
        yield from reports_from_bytes(document.path.read_bytes(), document.given, name=document.name)
    except MemoryError:
        yield _fault(document, "takes too much memory", "save its words as text and add that")
    except Exception as error:  # whatever a library does with a hostile document is told in one line
        yield _fault(document, f"cannot be read ({type(error).__name__})", "save its words as text and add that")


def _bound_memory() -> None:
    """Bounds what a document can make this process use."""
    try:
        import resource
    except ImportError:  # Windows: the limits of intake alone
        return
    limit: Any = resource.RLIMIT_AS
    _, hard = resource.getrlimit(limit)
    wanted = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    try:
        resource.setrlimit(limit, (wanted, hard))
    except (OSError, ValueError):  # macOS knows the name and not the limit
        return
