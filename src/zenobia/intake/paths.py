"""Which files are read, in which order, and as what. Takes the user's paths, gives named sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zenobia.errors import IntakeError
from zenobia.intake.opening import opened, told_as_intake

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "word",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""Formats by the end of the file's name; each may be followed by ".gz"."""

_SAMPLE = 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read. path: None for standard input; kind: of KINDS, None when its beginning must tell; is_packed: gzip."""

    path: Path | None
    kind: str | None
    is_packed: bool = False


def kind_of(name: str) -> tuple[str | None, bool]:
    """The format that a file's name tells, and whether it is packed: "a.jsonl.gz" is ("jsonl", True)."""
    lower = name.lower()
    is_packed = lower.endswith(".gz")
    return KINDS.get(os.path.splitext(lower.removesuffix(".gz"))[1]), is_packed


def find_sources(paths: Sequence[str | Path]) -> Iterator[Source | IntakeError]:
    """The files of these paths in order: a folder's by name, its folders' with them; "-" is standard input.

    In folders hidden files, unknown suffixes and linked folders are passed over; a file named outright is always tried.
    """
    for given in paths:
        if str(given) == "-":
            yield Source(None, None)
            continue
        path = Path(given)
        try:
            with told_as_intake(str(path)):
                is_folder = stat.S_ISDIR(path.stat().st_mode)
        except IntakeError as error:
            yield error
            continue
        if is_folder:
            yield from _find_in(path)
        else:
            yield Source(path, *kind_of(path.name))


def _find_in(folder: Path) -> Iterator[Source | IntakeError]:
    """The files of a folder; one error when it holds none that can be read."""
    found_any = False
    waiting: list[Path] = [folder]
    while waiting:
        path = waiting.pop()
        if path is not folder and not path.is_dir():
            found_any = True
            yield Source(path, *kind_of(path.name))
            continue
        try:
            with told_as_intake(str(path)):
                waiting += reversed(_members(path))
        except IntakeError as error:
            found_any = True
            yield error
    if not found_any:
        known = ", ".join(sorted(KINDS))
        yield IntakeError("no file in the folder that can be read", where=str(folder), mend=f"give files that end in {known}")


def _members(folder: Path) -> list[Path]:
    """The files of known kinds and the folders in a folder, by name."""
    kept = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.startswith("."):
                continue
            is_file = entry.is_file() and kind_of(entry.name)[0]
            if is_file or entry.is_dir(follow_symlinks=False):
                kept.append(folder / entry.name)
    return kept


def count_hint(paths: Sequence[str | Path]) -> int | None:
    """About how many reports these paths hold, for a progress bar; None when standard input is among them.

    A document counts one. Of JSON Lines and CSV the lines of the first MiB are counted and carried over to the whole file, so
    that the count takes no time; a bar must allow for a few per cent more or less. What cannot be read counts nothing.
    """
    total = 0
    for source in find_sources(paths):
        if isinstance(source, IntakeError):
            continue
        if source.path is None:
            return None
        total += _count_in(source.path, source) if source.kind in ("jsonl", "csv") else 1
    return total


def _count_in(path: Path, source: Source) -> int:
    """The lines of a file, exact when it is no longer than the sample."""
    try:
        with told_as_intake(str(path)), path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if not source.is_packed:
                return _carry_over(file.read(_SAMPLE), size)
        with told_as_intake(str(path)), opened(path, is_packed=True) as stream:
            sample = stream.read(_SAMPLE)
            growth = 4 if len(sample) == _SAMPLE else 1  # news text packs about four to one
            return _carry_over(sample, size * growth if growth > 1 else len(sample))
    except IntakeError:
        return 0


def _carry_over(sample: bytes, size: int) -> int:
    lines = sample.count(b"\n") + (not sample.endswith(b"\n") and len(sample) == size)
    return round(lines * max(size, 1) / max(len(sample), 1)) if size > len(sample) else lines
