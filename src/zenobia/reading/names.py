"""Wordings of names made comparable: a mention's text to plain words, with states and well-known names put into one form.

Tables: data/states.tsv and data/same_names.tsv beside this module. They say that two wordings mean one party; who that
party is in the world is `grounding`'s business."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from zenobia.reading.word_lists import read_rows, word_list

Words = tuple[str, ...]

_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b(?:[A-Za-z]\.)+[A-Za-z]\b")
_APOSTROPHE = re.compile(r"['’ʼ`]")
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = frozenset({"the", "a", "an"})
_ARABIC_ARTICLES = frozenset({"al", "el"})
_TITLES = word_list("names.titles")


@dataclass(frozen=True, slots=True)
class Wording:
    """A mention's text for comparing.

    words: lower case, without accents, articles, dots and apostrophes; a state, however named, is one word "@Name".
    plain: the same before states were put into one form.
    state: the state's name when the text names a state and nothing else.
    known: the table name when the text is a well-known other name; kind is that name's ("militant", "outlet" ...).
    proper: some word is written as a name: a capital, and no common noun.
    acronyms: those of `plain` that are written in capitals, three letters or more.
    """

    words: Words
    plain: Words
    state: str | None
    known: str | None
    kind: str | None
    proper: bool
    acronyms: frozenset[str]


_ARMED_BY = re.compile(r"-armed\b")
"""One word: "CIA-armed units" are not the CIA's "armed units"."""


def cut_words(text: str) -> Words:
    """Lower-case words of `text` without articles in front, accents, dots of acronyms and apostrophes; () when it has none."""
    text = _ACRONYM.sub(lambda m: m.group().replace(".", ""), text)
    text = _ARMED_BY.sub("armed", text)
    text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    every = [w.lower() for w in _WORD.findall("".join(c for c in text if not unicodedata.combining(c)))]
    words = [w for w in every if w not in _ARABIC_ARTICLES] or every
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return tuple(words[2:] if len(words) > 2 and words[:2] == ["so", "called"] else words)


@lru_cache(maxsize=4096)
def read_wording(text: str) -> Wording:
    """The comparable form of a mention's text."""
    plain = cut_words(text)
    words = _put_states(plain)
    state = words[0][1:] if len(words) == 1 and words[0].startswith("@") else None
    known = same_names().get(plain)
    capital = any(w[0].isupper() and w.lower() not in COMMON for w in _WORD.findall(text.replace("'s", "").replace("’s", "")))
    acronyms = frozenset(w.lower() for w in _WORD.findall(text) if len(w) > 2 and w.isupper())
    return Wording(words, plain, state, known[0] if known else None, known[1] if known else None, capital, acronyms)


def strip_titles(words: Words) -> Words:
    """A person's words without "Dr", "General" in front."""
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return words


def _put_states(plain: Words) -> Words:
    names, out, at = state_names(), [], 0
    while at < len(plain):
        for length in range(min(5, len(plain) - at), 0, -1):
            part = plain[at : at + length]
            found = names.get(part) or (names.get((part[0][:-1],)) if length == 1 and part[0].endswith("s") else None)
            if found:
                out.append("@" + found)
                at += length
                break
        else:
            out.append(plain[at])
            at += 1
    return tuple(out)


def _listed(cell: str) -> list[Words]:
    return [cut_words(part) for part in cell.split(";") if part]


@cache
def state_names() -> dict[Words, str]:
    """Words -> name of the state: its names and nationality words; not its seats, which are places too."""
    rows = read_rows("states.tsv")
    return {words: row["name"] for row in rows for words in _listed(";".join((row["name"], row["nationality"], row["other"])))}


@cache
def state_seats() -> dict[Words, str]:
    """Words -> name of the state whose government sits there ("Damascus", "Kremlin")."""
    return {words: row["name"] for row in read_rows("states.tsv") for words in _listed(row["seats"])}


@cache
def state_capitals() -> dict[str, Words]:
    """Name of a state -> words of its seat, the first listed."""
    return {row["name"]: _listed(row["seats"])[0] for row in read_rows("states.tsv") if row["seats"]}


@cache
def state_leaders() -> dict[Words, str]:
    """Words -> name of the state whose government is called after this person ("Assad regime")."""
    return {words: row["name"] for row in read_rows("states.tsv") for words in _listed(row["leaders"])}


@cache
def same_names() -> dict[Words, tuple[str, str]]:
    """Words -> (name, kind) of a well-known party or outlet."""
    rows = read_rows("same_names.tsv")
    return {words: (row["name"], row["kind"]) for row in rows for words in _listed(f"{row['name']};{row['other']}")}


COMMON = word_list("names.common")
"""Words that name nobody by themselves, whatever their case (titles and sentence beginnings write them with capitals)."""
