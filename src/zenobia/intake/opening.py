"""Files and streams opened with bounds: gzip unpacked, bombs refused, damage told once. Takes a path or stream, gives bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from zenobia.errors import IntakeError
from zenobia.intake import limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 2**16
GZIP_MARK = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a document, up to a limit. sha256 is of all its bytes; is_whole: whether `raw` is all of them."""

    raw: bytes
    sha256: str
    is_whole: bool


@contextmanager
def told_as_intake(where: str) -> Iterator[None]:
    """Turn what the system and gzip say of a file into one IntakeError that names it."""
    try:
        yield
    except FileNotFoundError:
        raise IntakeError("no such file or folder", where=where, mend="check the path") from None
    except PermissionError:
        raise IntakeError(
            "no permission to read it", where=where, mend="change its permissions, or read it as another user"
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise IntakeError(f"damaged gzip data ({error})", where=where, mend="fetch or pack the file again") from None
    except (OSError, ValueError) as error:
        if isinstance(error, IntakeError):
            raise
        what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise IntakeError(f"cannot be read ({what})", where=where, mend="check the path and the disk") from None


@contextmanager
def opened(path: Path, *, is_packed: bool) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked when it is a .gz."""
    with path.open("rb") as file:
        yield unpacked(file, str(path)) if is_packed else file


def unpacked(file: BinaryIO, where: str) -> BinaryIO:
    """The content of gzip data, read on as asked; IntakeError when it grows as only a bomb does."""
    return io.BufferedReader(_Unpacked(file, where), _CHUNK)


class _Unpacked(io.RawIOBase):
    """Gzip data unpacked piece by piece, its growth watched."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._packed = _Counted(file)
        self._unpacked = gzip.GzipFile(fileobj=self._packed, mode="rb")
        self._where = where
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._unpacked.read1(len(view))
        view[: len(data)] = data
        self._size += len(data)
        if self._size > limits.UNPACKED_BYTES and self._size > limits.UNPACKED_GROWTH * self._packed.size:
            what = f"unpacks to more than {limits.UNPACKED_GROWTH} times its size"
            raise IntakeError(what, where=self._where, mend="unpack it yourself, if it is no bomb")
        return len(data)


class _Counted(io.RawIOBase):
    """A stream that counts the bytes read of it; it need not seek."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._file.read(len(view))
        view[: len(data)] = data
        self.size += len(data)
        return len(data)


def read_head(stream: BinaryIO, limit: int = limits.KEPT_BYTES) -> Head:
    """The first `limit` bytes of a stream; the rest is read through for its hash and not kept."""
    hasher = hashlib.sha256()
    kept: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        hasher.update(chunk)
        if size < limit:
            kept.append(chunk[: limit - size])
        size += len(chunk)
    return Head(b"".join(kept), hasher.hexdigest(), size <= limit)


def read_all(stream: BinaryIO, where: str) -> bytes:
    """All bytes of a document that must be held whole; IntakeError above limits.FILE_BYTES."""
    head = io.BytesIO()
    while chunk := stream.read(_CHUNK):
        if head.tell() + len(chunk) > limits.FILE_BYTES:
            mb = limits.FILE_BYTES // 2**20
            raise IntakeError(f"larger than {mb} MiB", where=where, mend="split the document")
        head.write(chunk)
    return head.getvalue()


def with_front(front: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream whose first bytes have been read already, whole again."""
    return io.BufferedReader(_Fronted(front, rest), _CHUNK)


class _Fronted(io.RawIOBase):
    """Bytes in hand, then a stream; gives what has arrived without waiting for more."""

    def __init__(self, front: bytes, rest: BinaryIO) -> None:
        self._front = front
        self._read = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._front[: len(view)] if self._front else self._read(len(view))
        self._front = self._front[len(view) :]
        view[: len(data)] = data
        return len(data)
