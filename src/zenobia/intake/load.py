"""Any source to reports: opens it, tells its format, hands it to that format's module. A bad source is one error."""

from __future__ import annotations

import io
import itertools
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from zenobia.errors import IntakeError, UsageError
from zenobia.intake import limits
from zenobia.intake.csv_table import is_header, read_csv
from zenobia.intake.decode import decode
from zenobia.intake.draft import Draft
from zenobia.intake.finish import Origin, cut_warning, digest, finish
from zenobia.intake.given import Given
from zenobia.intake.html_page import looks_like_html, read_html
from zenobia.intake.jsonl import read_json_lines
from zenobia.intake.opening import GZIP_MARK, Head, opened, read_all, read_head, told_as_intake, unpacked, with_front
from zenobia.intake.paths import Source, find_sources, kind_of
from zenobia.intake.pdf import read_pdf
from zenobia.intake.plain import read_plain
from zenobia.intake.records_file import Placed
from zenobia.intake.word import ZIP_MARK, read_word
from zenobia.types import Report

_STDIN = "standard input"
_RECORDS: dict[str, Callable[[BinaryIO, str, Given], Iterator[Placed]]] = {
    "jsonl": read_json_lines,
    "csv": read_csv,
}
_WHOLE: dict[str, Callable[[bytes, str], Draft]] = {"pdf": read_pdf, "word": read_word}
_FRONT = 4096


def load_reports(
    paths: Sequence[str | Path], given: Given | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Report | IntakeError]:
    """The reports of these files, folders and "-", in order, each read when it is asked for; an error stands where a report cannot.

    Of JSON Lines and CSV one record is in memory at a time. stdin: what "-" reads; None is the process's own.
    """
    return (result for _, result in load_placed(paths, given, stdin=stdin))


def load_placed(paths: Sequence[str | Path], given: Given | None = None, *, stdin: BinaryIO | None = None) -> Iterator[Placed]:
    """As `load_reports`, each with where it stands: its file and, of JSON Lines and CSV, its line."""
    for source in find_sources(paths):
        if isinstance(source, IntakeError):
            yield source.where, source
        else:
            yield from _load(source, given or Given(), stdin)


def report_from_path(path: str | Path, given: Given | None = None) -> Report:
    """The only report of a file or folder. Raises IntakeError when it cannot be read, UsageError when there are several."""
    found: list[Report] = []
    for result in itertools.islice(load_reports([path], given), 2):
        if isinstance(result, IntakeError):
            raise result
        found.append(result)
    if not found:
        raise IntakeError("no report in it", where=str(path), mend="give a file with a report in it")
    if len(found) > 1:
        mend = f"read each of them: zenobia.read_all({str(path)!r})"
        raise UsageError("more than one report in it", where=str(path), mend=mend)
    return found[0]


def reports_from_bytes(raw: bytes, given: Given | None = None, *, name: str = "") -> Iterator[Report | IntakeError]:
    """The reports of a file's bytes. name: what it is called, whose suffix tells the format; without one its beginning does."""
    kind, is_packed = kind_of(name)
    where = name or "bytes"
    try:
        with told_as_intake(where):
            stream: BinaryIO = io.BytesIO(raw)
            packed = Head(raw, digest(raw), is_whole=True) if is_packed else None
            placed = _read(stream, kind, name, where, given or Given(), packed)
            yield from (result for _, result in placed)
    except IntakeError as error:
        yield error


def report_from_text(text: str, given: Given | None = None, *, id: str | None = None) -> Report:
    """The report of words at hand, mended like a text file; `source_map` counts in `text`. Raises IntakeError when it is empty.

    sha256 is of the text as UTF-8.
    """
    raw = text.encode("utf-8", "surrogatepass")
    origin = Origin(name="", where="text", sha256=digest(raw), id=id, raw=raw)
    return finish(_read_text(text, None, origin.where), origin, given or Given())


def _load(source: Source, given: Given, stdin: BinaryIO | None) -> Iterator[Placed]:
    """The reports of one source; whatever goes wrong with it is one error."""
    where = str(source.path) if source.path else _STDIN
    try:
        with told_as_intake(where):
            if source.path is None:
                stream = stdin or getattr(sys.stdin, "buffer", None)
                if stream is None:
                    raise IntakeError("nothing to read", where=where, mend="pipe a report in, or name a file")
                yield from _read(stream, None, "", where, given, None)
                return
            with source.path.open("rb") as file:
                packed = _head_of(source.path) if source.is_packed and source.kind not in _RECORDS else None
                yield from _read(file, source.kind, source.path.name, where, given, packed)
    except IntakeError as error:
        yield where, error


def _head_of(path: Path) -> Head:
    """Of a packed file, the bytes as they lie on disk and their hash."""
    with opened(path, is_packed=False) as file:
        return read_head(file)


def _read(stream: BinaryIO, kind: str | None, name: str, where: str, given: Given, packed: Head | None) -> Iterator[Placed]:
    """The reports of an open stream. kind: None lets its beginning tell; packed: the bytes as they were before unpacking."""
    front = _front_of(stream)
    stream = with_front(front, stream)
    if front.startswith(GZIP_MARK):
        stream = unpacked(stream, where)
        front = _front_of(stream)
        stream = with_front(front, stream)
    told = _sniff(front)
    kind = told if told in _WHOLE else kind or told  # a PDF is one whatever its name
    if kind in _RECORDS:
        yield from _RECORDS[kind](stream, where, given)
        return
    if kind in _WHOLE:
        raw = read_all(stream, where)
        if not raw:
            raise _empty(where)
        draft, head = _WHOLE[kind](raw, where), Head(raw, digest(raw), is_whole=True)
    else:
        head = read_head(stream)
        text, warnings = decode(head.raw, where=where, is_whole=head.is_whole)
        if not text.strip():
            raise _empty(where)
        draft = _with_warnings(_read_text(text, kind, where), warnings, is_whole=head.is_whole)
    head = packed or head
    origin = Origin(name=name, where=where, sha256=head.sha256, raw=head.raw if head.is_whole else None)
    yield where, finish(draft, origin, given)


def _empty(where: str) -> IntakeError:
    return IntakeError("the file is empty", where=where, mend="give a file with a report in it")


def _read_text(text: str, kind: str | None, where: str) -> Draft:
    """The draft of decoded text; without a kind it may be a page or Markdown."""
    if kind == "html" or (kind is None and looks_like_html(text)):
        return read_html(text, where)
    end = _end_of_kept(text)
    draft = read_plain(text[:end], is_markdown=True if kind == "markdown" else None)
    return _with_warnings(draft, (), is_whole=end == len(text))


def _end_of_kept(text: str) -> int:
    """How many characters of a text are read: limits.TEXT, in limits.LINES lines."""
    text = text[: limits.TEXT]
    if sum(map(text.count, "\n\r\f")) <= limits.LINES:
        return len(text)
    return next(itertools.islice(re.finditer("[\n\r\f]", text), limits.LINES, None)).start()


def _with_warnings(draft: Draft, warnings: tuple[str, ...], *, is_whole: bool) -> Draft:
    """The draft with warnings before its own, and one when the text was cut off."""
    return replace(draft, warnings=(*warnings, *draft.warnings, *(() if is_whole else (cut_warning(),))))


def _front_of(stream: BinaryIO) -> bytes:
    """What has arrived of a stream up to its first word: enough to tell its format, without waiting for more."""
    read = getattr(stream, "read1", stream.read)
    front = bytes(read(_FRONT))
    while front and not front.strip() and len(front) < limits.KEPT_BYTES and (more := read(_FRONT)):
        front += more
    return front


def _sniff(front: bytes) -> str | None:
    """The format that the first bytes tell: "pdf", "word", "jsonl", "csv"; None for text of any kind."""
    if front.startswith(b"%PDF-"):
        return "pdf"
    if front.startswith(ZIP_MARK):
        return "word"
    start = front.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and start[1:].lstrip()[:1] in (b'"', b"}", b""):
        return "jsonl"
    first = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    return "csv" if len(first) < 500 and is_header(first) else None
