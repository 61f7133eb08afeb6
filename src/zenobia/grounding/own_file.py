"""A table of the user's own, read as a stream: plain text or in a .zip, UTF-8, a line in memory at a time.

Takes a path, gives numbered lines and rows of cells; what the columns mean is for own_places.py and own_actors.py. Files are
hostile: a zip's members are only read, never unpacked to disk, and what unpacks as only a bomb does is refused."""

from __future__ import annotations

import csv
import io
import os
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, TypeVar

from zenobia.errors import TableError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LINE_BYTES = 2**20
"""Bytes of one line at most; the longest rows of GeoNames have 40,000."""

UNPACKED_BYTES = 64 * 2**20
UNPACKED_GROWTH = 100
"""How many times its size a member may grow to beyond UNPACKED_BYTES. GeoNames' tables pack 4 to 6 times, a bomb about 1,000."""

MOST_UNPACKED = 16 * 2**30
"""Bytes a member may unpack to in all; allCountries.txt has 2 GB."""

MOST_FAULTS = 20
LOOK_ON = 100_000
"""Faults told of one file, and lines looked through for more after the first."""

_ENDINGS = (".txt", ".csv", ".tsv", ".tab")
_BESIDE = frozenset({"readme.txt", "iso-languagecodes.txt"})
"""What GeoNames packs beside its tables."""

_DELIMITERS = ",;\t"
_SAVE = "save the table as UTF-8 text"
_MARKS = {
    b"\x1f\x8b": ("packed by gzip", "unpack it, or pack it as .zip"),
    b"\xff\xfe": ("in UTF-16", _SAVE),
    b"\xfe\xff": ("in UTF-16", _SAVE),
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OverflowError, ValueError)
"""What zipfile raises of damaged and hostile files."""

Row = TypeVar("Row")
Made = TypeVar("Made")


class DamagedError(TableError):
    """A zip that is not as it was packed; whatever else is wrong in it comes of that."""


class TableFile(Iterator[str]):
    """The lines of an open table, without their ends.

    name: as errors tell it; number: of the line given last, from 1; size: bytes in all, None unknown.

    Raises TableError for what is no UTF-8 text, and for a damaged zip when its damage is reached."""

    def __init__(self, stream: BinaryIO, name: str, size: int | None) -> None:
        self._stream = stream
        self.name = name
        self.size = size
        self.done = 0
        self.number = 0

    def __next__(self) -> str:
        try:
            raw = self._stream.readline(LINE_BYTES + 1)
        except _DAMAGE as error:
            raise _damaged(error, self._place(self.number + 1)) from None
        except OSError as error:
            raise _unreadable(error, self._place(self.number + 1)) from None
        if not raw:
            raise StopIteration
        self.number += 1
        self.done += len(raw)
        return self._decode(raw)

    def fault(self, what: str, mend: str, *, line: int | None = None) -> TableError:
        """An error at a line, the one given last unless said."""
        return TableError(what, where=self._place(line or self.number), mend=mend)

    def _place(self, line: int) -> str:
        return f"{self.name}, line {line}" if line else self.name

    def _decode(self, raw: bytes) -> str:
        if self.number == 1:
            for mark, (what, mend) in _MARKS.items():
                if raw.startswith(mark):
                    raise self.fault(what, mend)
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in raw:
            raise self.fault("not text but binary data", "give a table of text: a GeoNames dump, CSV or TSV")
        if len(raw) > LINE_BYTES:
            raise self.fault(f"longer than {LINE_BYTES // 2**20} MiB", "give a table with a row a line")
        try:
            return raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise self.fault(f"not UTF-8 text (byte 0x{raw[error.start]:02x} at {error.start})", _SAVE) from None


@contextmanager
def open_table(path: Path) -> Iterator[TableFile]:
    """The lines of a file, or of the one table in a .zip. Raises TableError when it cannot be opened."""
    where = str(path)
    try:
        stream = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a path with a zero character
        raise _unreadable(error, where) from None
    with stream:
        is_packed = path.suffix.lower() == ".zip" or stream.peek(4).startswith(b"PK\x03\x04")
        if not is_packed:
            size = os.fstat(stream.fileno()).st_size
            yield TableFile(stream, where, size or None)
            return
        try:
            packed = zipfile.ZipFile(stream)
            info = _table_in(packed, where)
            member = packed.open(info)
        except TableError:
            raise
        except _DAMAGE as error:
            raise _damaged(error, where) from None
        except OSError as error:
            raise _unreadable(error, where) from None
        with packed, member:
            size = min(info.compress_size, os.fstat(stream.fileno()).st_size)
            watched = _Watched(member, size, where)
            yield TableFile(io.BufferedReader(watched, 2**16), f"{where} ({info.filename})", info.file_size)


def _table_in(packed: zipfile.ZipFile, where: str) -> zipfile.ZipInfo:
    """The one member that is a table."""
    tables = [info for info in packed.infolist() if _is_table(info.filename)]
    if len(tables) != 1:
        names = ", ".join(info.filename for info in tables[:3]) + (" ..." if len(tables) > 3 else "")
        what = f"{len(tables)} tables inside ({names})" if tables else f"no table inside ({', '.join(_ENDINGS)})"
        raise TableError(what, where=where, mend="pack one table a .zip, or give the tables unpacked")
    (info,) = tables
    if info.flag_bits & 1:
        raise TableError("locked with a password", where=where, mend="give it unpacked")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # the others unpack without a bound
        raise TableError("packed in an unusual way", where=where, mend="pack it as zip does by default, or give it unpacked")
    return info


def _is_table(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/").lower())
    return (
        path.suffix in _ENDINGS and path.name not in _BESIDE and "__macosx" not in path.parts and not path.name.startswith(".")
    )


class _Watched(io.RawIOBase):
    """A member of a zip, its growth watched. packed: its size in the zip."""

    def __init__(self, member: IO[bytes], packed: int, where: str) -> None:
        self._member = member
        self._packed = packed
        self._where = where
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._member.read(len(view))
        view[: len(data)] = data
        self._size += len(data)
        if self._size > max(UNPACKED_BYTES, UNPACKED_GROWTH * self._packed):
            what = f"unpacks to more than {UNPACKED_GROWTH} times its size"
            raise TableError(what, where=self._where, mend="unpack it yourself, if it is no bomb")
        if self._size > MOST_UNPACKED:
            raise TableError(f"unpacks to more than {MOST_UNPACKED // 2**30} GiB", where=self._where, mend="split the table")
        return len(data)


def _damaged(error: Exception, where: str) -> TableError:
    if isinstance(error, TableError):
        return error
    return DamagedError(f"damaged zip ({error})", where=where, mend="fetch or pack the file again")


def _unreadable(error: Exception, where: str) -> TableError:
    if isinstance(error, FileNotFoundError):
        return TableError("no such file", where=where, mend="check the path")
    if isinstance(error, IsADirectoryError):
        return TableError("a folder, not a file", where=where, mend="name the files in it")
    if isinstance(error, PermissionError):
        return TableError("no permission to read it", where=where, mend="change its permissions, or read it as another user")
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return TableError(f"cannot be read ({what})", where=where, mend="check the path and the disk")


def source_name(path: Path) -> str:
    """What a file's rows are kept under: its name without its ending, "SY" of SY.txt and of SY.zip."""
    return unicodedata.normalize("NFC", path.stem.encode("utf-8", "backslashreplace").decode())


def delimiter_of(header: str, known: Mapping[str, str]) -> str:
    """Comma, semicolon or tab, whichever parts the header into the most known columns."""
    return max(_DELIMITERS, key=lambda mark: sum(name in known for name in _names(header, mark)))


def _names(header: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:  # a line that is no table's
        return []
    return [cell.strip().lower() for cell in cells]


def columns_of(header: str, known: Mapping[str, str], table: TableFile) -> tuple[str, list[str]]:
    """The delimiter, and for each column the field it fills by `known`, its own name where it fills none.

    Raises TableError when two columns fill one field."""
    delimiter = delimiter_of(header, known)
    names = _names(header, delimiter)
    fields = [known.get(name, name) for name in names]
    for at, field in enumerate(fields):
        if field in known.values() and field in fields[:at]:
            first = names[fields.index(field)]
            raise table.fault(f"columns {first!r} and {names[at]!r} both say the {field}", "leave one of them out")
    return delimiter, fields


def cells_of(table: TableFile, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that follow, each with the line it begins at; rows of empty cells are left out."""
    rows = csv.reader((f"{line}\n" for line in table), delimiter=delimiter, strict=True)
    while True:
        first = table.number + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            mend = "double the quotation marks inside a cell, and close each cell"
            raise table.fault(f"not CSV ({error})", mend, line=first) from None
        if cells is None:
            return
        cells = [" ".join(cell.split()) for cell in cells]
        if any(cells):
            yield first, cells


def made_of(rows: Iterable[tuple[int, Row]], make: Callable[[int, Row], Made]) -> Iterator[Made]:
    """What `make` makes of each row and its line, until the first fault; the file is looked through for a few more then.

    Raises TableError in the end when there was one."""
    faults: list[TableError] = []
    last = None
    try:
        for number, row in rows:
            try:
                made = make(number, row)
            except TableError as fault:
                faults.append(fault)
                last = last or number + LOOK_ON
            else:
                if not faults:
                    yield made
            if last and number > last:
                break
    except DamagedError as fault:
        faults.insert(0, fault)
    except TableError as fault:
        faults.append(fault)
    raise_faults(faults)


def raise_faults(faults: Sequence[TableError]) -> None:
    """Raises the first of the faults with the others behind it; nothing where there is none."""
    if faults:
        first, *more = faults[:MOST_FAULTS]
        first.more = tuple(more)
        raise first from None
