"""Where records go: standard output or a file, bytes in UTF-8, one after the other; an HTML page with its index first."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

from zenobia.errors import UsageError
from zenobia.exports import Format, Layout, Rendered, head_of

IN_MEMORY = 8 * 1024 * 1024
"""Bytes of an HTML page's articles kept in memory; more wait on disk for the index, which must come before them."""


class Output(Protocol):
    """Takes records in order."""

    def write(self, rendered: Rendered) -> None:
        """Writes one record, or keeps it for `finish`."""
        ...

    def finish(self) -> None:
        """Writes what could not be written before the last record was known."""
        ...


class RecordOutput:
    """Records written as they come and flushed, so that whoever reads the pipe has each at once."""

    def __init__(self, stream: IO[bytes], layout: Layout) -> None:
        self._stream = stream
        self._put(head_of(layout))

    def write(self, rendered: Rendered) -> None:
        """Writes one record."""
        self._put(rendered.text)

    def finish(self) -> None:
        """Nothing is left to write."""

    def _put(self, text: str) -> None:
        self._stream.write(_encode(text))
        self._stream.flush()


class PageOutput:
    """One HTML page: articles are kept until all are known, since the index stands before them."""

    def __init__(self, stream: IO[bytes], articles: IO[bytes]) -> None:
        self._stream = stream
        self._articles = articles
        self._index: list[Rendered] = []

    def write(self, rendered: Rendered) -> None:
        """Keeps one article, and of it what the index needs."""
        self._articles.write(_encode(rendered.text))
        self._index.append(rendered.without_text())

    def finish(self) -> None:
        """Writes the page."""
        from zenobia.exports.reading_html import page_foot, page_head

        self._stream.write(_encode(page_head(self._index)))
        self._articles.seek(0)
        copyfileobj(self._articles, self._stream)
        self._stream.write(_encode(page_foot()))
        self._stream.flush()


@contextmanager
def open_output(path: Path | None, layout: Layout) -> Iterator[Output]:
    """The output for `path`, standard output when it is None; also after Ctrl-C what was read is written.

    A file appears whole or not at all: it is written as FILE.part, which an interrupted run leaves behind.
    Raises UsageError when the file cannot be written."""
    with ExitStack() as stack:
        stream = stack.enter_context(_open_file(path)) if path else sys.stdout.buffer
        output: Output
        if layout.format is Format.HTML:
            output = PageOutput(stream, stack.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)))
        else:
            output = RecordOutput(stream, layout)
        try:
            yield output
        except KeyboardInterrupt:
            output.finish()
            raise
        output.finish()


@contextmanager
def _open_file(path: Path) -> Iterator[IO[bytes]]:
    special = path.exists() and not path.is_file()  # /dev/null, a named pipe: written to, never replaced
    part = path if special else path.with_name(f"{path.name}.part")
    try:
        stream = part.open("wb")
    except OSError as error:
        raise UsageError(
            f"cannot write {path} ({error.strerror})", where="--output", mend="name a file in a folder that exists and is yours"
        ) from error
    with stream:
        yield stream
    if not special:
        os.replace(part, path)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def write_lines(lines: Iterable[str]) -> None:
    """Lines to standard output in UTF-8, whatever the terminal's encoding."""
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
