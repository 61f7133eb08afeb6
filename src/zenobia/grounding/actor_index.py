"""The rows of the actor table by what they are asked for: a name, an id, a country, a person, an office.

Takes rows, gives shelves of them: in memory for the user's own, and for the shipped files with a trie made beforehand (`python -m
zenobia.learning.actor_index`), so that 15,000 rows open in a few hundredths of a second. When the files were edited since, the shelf
is made in memory, a third of a second slower."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import marisa_trie

from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import DATA, row_of, split_values

Row = dict[str, str]
NAMES = ("name", "aliases", "demonyms", "metonyms")
"""The columns that hold names."""

ACTORS = DATA / "actors"
TRIE = "actors.trie"
VALUE = "<I"

_SUFFIXES = re.compile(r" @[\d.-]+| !(?=;| @|\n|$)")
_CELL_BREAKS = re.compile(r"[^\w;]+|_+")
_QUOTES = re.compile(r"['`]")


class Shelf(Protocol):
    """Rows by key; keys are made by the functions below."""

    def find(self, key: str) -> list[Row]:
        """The rows of this key, in their order."""
        ...

    def find_under(self, prefix: str) -> list[Row]:
        """The rows of all keys that begin so."""
        ...


class RowShelf:
    """Rows in memory."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._index: dict[str, list[int]] = {}
        for key, number in index_rows(rows):
            self._index.setdefault(key, []).append(number)

    def find(self, key: str) -> list[Row]:
        """The rows of this key, in their order."""
        return [self._rows[number] for number in self._index.get(key, ())]

    def find_under(self, prefix: str) -> list[Row]:
        """The rows of all keys that begin so."""
        return [row for key in self._index if key.startswith(prefix) for row in self.find(key)]


class FileShelf:
    """Rows of files, each read when it is asked for."""

    def __init__(self, files: Sequence[tuple[Sequence[str], list[str]]], trie: marisa_trie.RecordTrie) -> None:
        self._lines = [line for _, lines in files for line in lines]
        self._headers = [header for header, _ in files]
        self._starts = [0]
        for _, lines in files:
            self._starts.append(self._starts[-1] + len(lines))
        self._trie = trie

    def find(self, key: str) -> list[Row]:
        """The rows of this key, in their order."""
        return [self._row(number) for number in sorted(number for (number,) in self._trie.get(key, ()))]

    def find_under(self, prefix: str) -> list[Row]:
        """The rows of all keys that begin so."""
        return [self._row(number) for number in sorted({number for _, (number,) in self._trie.items(prefix)})]

    def _row(self, number: int) -> Row:
        return row_of(self._headers[bisect_right(self._starts, number) - 1], self._lines[number])


def id_key(ident: str) -> str:
    """The actor of this id."""
    return f"i:{ident}"


def name_key(name: str) -> str:
    """Actors of this folded name."""
    return f"n:{name}"


def country_key(code: str) -> str:
    """Actors at home or active in this country, alpha-3."""
    return f"c:{code}"


def people_key(name: str) -> str:
    """Terms of people of this folded name."""
    return f"p:{name}"


def short_key(name: str) -> str:
    """Terms of people whose longer name has these first and last words."""
    return f"s:{name}"


def person_key(person: str) -> str:
    """Terms of this person."""
    return f"t:{person}"


def office_key(office: str, of: str) -> str:
    """Terms of this office of actors whose ids begin so."""
    return f"o:{office}|{of}"


def index_rows(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """Each key of each row, with the row's number."""
    cells = fold_cells("\n".join("; ".join(row.get(column, "") for column in NAMES) for row in rows)).split("\n")
    for number, (row, cell) in enumerate(zip(rows, cells, strict=True)):
        names = [name for name in dict.fromkeys(key.strip() for key in cell.split(";")) if name]
        keys = _term_keys(row, names) if "office" in row else _actor_keys(row, names)
        for key in dict.fromkeys(keys):
            yield key, number


def _actor_keys(row: Row, names: Iterable[str]) -> Iterator[str]:
    yield id_key(row["id"])
    yield from map(name_key, names)
    yield from map(country_key, split_values(row.get("country", "")))


def _term_keys(row: Row, names: Iterable[str]) -> Iterator[str]:
    yield person_key(row["name"])
    yield office_key(row["office"], row["of"])
    for name in names:
        yield people_key(name)
        if name.count(" ") > 1:
            yield short_key(first_and_last(name))


def first_and_last(name: str) -> str:
    """ "janet lim napoles" to "janet napoles"."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 1 else name


def fold_cells(text: str) -> str:
    """Each name of many cells as `fold` has it, times and marks left out; names end at ";" and lines stay lines.

    Lines of plain letters are folded whole: this is most of what indexing takes."""
    return "\n".join(
        _CELL_BREAKS.sub(" ", _QUOTES.sub("", line.lower())) if line.isascii() else ";".join(map(fold, line.split(";")))
        for line in _SUFFIXES.sub("", text).split("\n")
    )


def open_shelf(folder: Path) -> Shelf:
    """The rows of states.tsv, bodies-*.tsv, groups-*.tsv and leaders-*.tsv of a folder."""
    texts = _read_files(folder)
    files = [_split(text) for text in texts]
    path = folder / TRIE
    if path.exists():
        trie = marisa_trie.RecordTrie(VALUE).mmap(str(path))
        if _digest_key(texts) in trie:
            return FileShelf(files, trie)
    return RowShelf([row_of(header, line) for header, lines in files for line in lines])


def write_index(folder: Path) -> Path:
    """Make the trie of the folder's files; where it was written."""
    texts = _read_files(folder)
    rows = [row_of(header, line) for header, lines in map(_split, texts) for line in lines]
    keys = [*index_rows(rows), (_digest_key(texts), 0)]
    marisa_trie.RecordTrie(VALUE, ((key, (number,)) for key, number in sorted(keys))).save(str(folder / TRIE))
    return folder / TRIE


def is_fresh(folder: Path) -> bool:
    """Whether the trie is of the files as they are."""
    return _digest_key(_read_files(folder)) in marisa_trie.RecordTrie(VALUE).mmap(str(folder / TRIE))


def _read_files(folder: Path) -> list[str]:
    kinds = ("bodies", "groups", "leaders")
    paths = [folder / "states.tsv", *(path for kind in kinds for path in sorted(folder.glob(f"{kind}-*.tsv")))]
    return [path.read_text("utf-8") for path in paths if path.exists()]


def _split(text: str) -> tuple[list[str], list[str]]:
    header, *lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    return header.split("\t"), lines


def _digest_key(texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=16)
    for text in texts:
        digest.update(text.encode())
    return f"digest:{digest.hexdigest()}"
