"""Names found again in texts and replaced by a label: what `redact` does to every string of an incident.

Texts and names are compared word by word, without case and accents, whatever stands between the words ("Ahmed Hassan", "AHMED
HASSAN", "ahmed-hassan.html", "Hassán's")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

PERSON, PLACE, ATTRIBUTION = "[person]", "[place]", "[attribution]"

SHORTEST_PART = 3
"""Letters of a word of a name that is hidden alone; shorter ones are in too many other names."""

GAP = 4
"""Characters between the words of a name in a text, at most: spaces, hyphens, a line end, an escaped space."""

_WORDS = Path(__file__).parent / "data" / "words_of_persons.tsv"

_PIECE = re.compile(r"[^\W_]+")
_SPACED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "DIGIT")
"""Scripts that set words apart; others write particles onto a name, so a name is found inside their words too."""

_TWICE = re.compile(rf"({'|'.join(map(re.escape, (PERSON, PLACE, ATTRIBUTION)))})(?:[\s-]{{1,2}}\1)+")
_COORDINATES = re.compile(r"[-+]?\d{1,3}\.\d{2,}\s?°?\s?[NS]?\s?[,;/ ]\s?[-+]?\d{1,3}\.\d{2,}(?:\s?°)?(?:\s?[EW]\b)?")


@dataclass(frozen=True, slots=True)
class _Name:
    """pieces: its words folded; is_part: one word of a longer name, found in a text only where it has a capital."""

    pieces: tuple[str, ...]
    label: str
    is_part: bool


class Hider:
    """names: name -> label. parts: words of those names -> label. coordinates: whether degrees written in a text are hidden."""

    def __init__(self, names: Mapping[str, str], parts: Mapping[str, str] | None = None, *, coordinates: bool = False) -> None:
        self._coordinates = coordinates
        self._by_first: dict[str, list[_Name]] = {}
        inner = ((unicodedata.normalize("NFC", name), label) for name, label in names.items() if not _is_spaced(name))
        self._inner = sorted(inner, key=lambda item: (-len(item[0]), item))
        for given, is_part in ((names, False), (parts or {}, True)):
            for name, label in given.items():
                if pieces := tuple(_folded_pieces(name)):
                    self._by_first.setdefault(pieces[0], []).append(_Name(pieces, label, is_part))
        for found in self._by_first.values():
            found.sort(key=lambda name: (-len(name.pieces), name.is_part, name.pieces, name.label))

    def hide(self, text: str) -> str:
        """The text with each name replaced by its label, several of one kind in a row by one."""
        composed = unicodedata.normalize("NFC", text)
        hidden = self._hide_words(composed)
        for name, label in self._inner:
            hidden = hidden.replace(name, label)
        if self._coordinates:
            hidden = _COORDINATES.sub(PLACE, hidden)
        return text if hidden == composed else _TWICE.sub(r"\1", hidden)

    def is_in_address(self, address: str) -> bool:
        """Whether a web address, a file's name or an id holds a name or a word of one, in any case."""
        plain = unicodedata.normalize("NFC", unquote(address))
        return any(True for _ in self._matches(plain, any_case=True)) or any(name in plain for name, _ in self._inner)

    def _hide_words(self, text: str) -> str:
        parts, end = [], 0
        for start, stop, label in self._matches(text, any_case=False):
            parts += [text[end:start], label]
            end = stop
        return "".join([*parts, text[end:]])

    def _matches(self, text: str, *, any_case: bool) -> Iterator[tuple[int, int, str]]:
        """Start, end and label of the names in a text, the longest at each word."""
        words = [(found.start(), found.end(), fold(found[0]), found[0]) for found in _PIECE.finditer(text)]
        at = 0
        while at < len(words):
            name = next((n for n in self._by_first.get(words[at][2], ()) if _stands_at(n, words, at, any_case=any_case)), None)
            if name is None:
                at += 1
                continue
            last = at + len(name.pieces) - 1
            yield words[at][0], words[last][1], name.label
            at = last + 1


def _stands_at(name: _Name, words: list[tuple[int, int, str, str]], at: int, *, any_case: bool) -> bool:
    found = words[at : at + len(name.pieces)]
    if len(found) < len(name.pieces) or any(word[2] != piece for word, piece in zip(found, name.pieces, strict=True)):
        return False
    if any(after[0] - before[1] > GAP for before, after in pairwise(found)):
        return False
    return any_case or not name.is_part or found[0][3] != found[0][3].lower()


@lru_cache(maxsize=65_536)
def fold(words: str) -> str:
    """The words without case, accents and the forms of compatibility."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _folded_pieces(name: str) -> Iterator[str]:
    return (fold(piece) for piece in _PIECE.findall(unicodedata.normalize("NFC", name)))


def _is_spaced(name: str) -> bool:
    return all(unicodedata.name(c, "LATIN").startswith(_SPACED) for c in name if c.isalnum())


def names_somebody(words: str) -> bool:
    """Whether words can tell who a person is: no pronoun, no description in small letters. In doubt they do."""
    found = _PIECE.findall(words)
    if not found or not _is_small(found):
        return bool(found)
    return found[-1] not in words_used_as("noun") and not (len(found) == 1 and is_pronoun(words))


def names_some_place(words: str) -> bool:
    """Whether words can tell which place it is: "Al-Sina'a prison" does, "bus stop" does not."""
    found = _PIECE.findall(words)
    return bool(found) and not _is_small(found)


def is_pronoun(words: str) -> bool:
    """Whether words only point at somebody ("he")."""
    return words.strip().lower() in words_used_as("pronoun")


@cache
def words_used_as(use: str) -> frozenset[str]:
    """ "pronoun": words that stand for a party and do not tell who it is. "noun": a phrase in small letters that ends in one describes a
    person and names none ("presidential delegate"). "title": words of a full name that alone are no name ("General", "bin")."""
    rows = (line.split("\t") for line in _WORDS.read_text("utf-8").splitlines()[1:])
    return frozenset(word for word, used_as in rows if used_as == use)


def _is_small(pieces: Iterable[str]) -> bool:
    return all(piece.isascii() and piece == piece.lower() and not piece.isdigit() for piece in pieces)


def parts_of(name: str, public: frozenset[str]) -> Iterator[str]:
    """The words of a full name that are hidden alone ("Wanjala" of "Masten Wanjala"). public: folded words of known names, which are not.
    A phrase with words in small letters is a description and gives none ("French foreign minister")."""
    words = _PIECE.findall(name)
    titles = words_used_as("title")
    if len(words) < 2 or any(word.islower() and word not in titles for word in words):
        return
    for word in words:
        if len(word) >= SHORTEST_PART and word.lower() not in titles and fold(word) not in public:
            yield word


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The folded words of these names."""
    return frozenset(piece for name in names for piece in _folded_pieces(name))
