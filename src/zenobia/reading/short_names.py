"""Shortened names and acronyms: "Kerry" for "John Kerry", "Observatory", "OPCW". One pass of `same_entity`."""

from __future__ import annotations

from collections.abc import Iterable

from zenobia.reading.linking import Links
from zenobia.reading.names import Words, strip_titles
from zenobia.reading.word_lists import word_list

_HEAD_ENDS = frozenset({"for", "of", "in", "on", "against", "to", "and", "with"})
_REST = word_list("short_names.rest")
"""Words that a short name may leave out behind: "Nusra" of "Nusra Front"."""

_SMALL = frozenset({"of", "the", "for", "and", "in", "on", "to", "de", "al", "du", "des"})


def link_short_names(links: Links) -> None:
    """Join each short name to the longer name it shortens, when the report has only one such, else the nearest before it."""
    _link_persons(links)
    _link_bodies(links)
    _link_acronyms(links)


def _link_persons(links: Links) -> None:
    """Last names, and first names that only one person bears."""
    words: dict[int, Words] = {}  # of each name's first mention: later ones are joined to it already
    seen: set[Words] = set()
    for n in range(len(links.mentions)):
        name = strip_titles(links.wordings[n].plain)
        if links.family(n) == "person" and links.keys[n] is not None and name not in seen:
            seen.add(name)
            words[n] = name
    longer: dict[Words, list[int]] = {}
    first: dict[Words, list[int]] = {}
    for n, name in words.items():
        for cut in range(1, min(len(name), 6)):
            longer.setdefault(name[cut:], []).append(n)
        if len(name) > 1:
            first.setdefault(name[:1], []).append(n)
    for n, name in words.items():
        _join_one(links, n, longer.get(name) or (first.get(name, []) if len(name) == 1 else []))


def _link_bodies(links: Links) -> None:
    """Short names of bodies, outlets and facilities: the end of the longer name's head, or its beginning."""
    longer: dict[tuple[str, Words], list[int]] = {}
    named: list[int] = []
    seen: set[tuple[str, str]] = set()
    for n, wording in enumerate(links.wordings):
        family = links.family(n)
        if family not in ("group", "facility") or not wording.words or (family, links.mentions[n].text) in seen:
            continue
        seen.add((family, links.mentions[n].text))
        named.append(n)
        if wording.proper:
            head = _head(wording.words)
            for short in [*([head] if head != wording.words else []), *_shortened(head)]:
                longer.setdefault((family, short), []).append(n)
    for n in named:
        words = links.wordings[n].words
        found = longer.get((links.family(n), words), [])
        if links.wordings[n].proper:
            if links.mentions[n].text[0].isupper() and not any(w.startswith("@") for w in words):
                _join_one(links, n, found)
        elif links.mentions[n].text.istitle() and not words[-1].endswith("s"):  # "Coalition", written as a name
            _join_one(links, n, [m for m in found if _has_title_word(links, m, words[-1])])


def _head(words: Words) -> Words:
    """The words before the first preposition: "syrian observatory" of "... for Human Rights"."""
    for at, word in enumerate(words):
        if at and word in _HEAD_ENDS:
            return words[:at]
    return words


def _shortened(head: Words) -> Iterable[Words]:
    """What can stand for a name: its end, and its beginning when only a word like "Front" is left out."""
    for cut in range(1, min(len(head), 6)):
        yield head[cut:]
    if len(head) > 1 and head[-1] in _REST:
        yield head[:-1]


def _has_title_word(links: Links, number: int, word: str) -> bool:
    """Whether `word` is written with a capital in this mention."""
    return any(w[:1].isupper() and w.lower() == word for w in links.mentions[number].text.replace("-", " ").split())


def _link_acronyms(links: Links) -> None:
    """Acronyms made of a name's initials, small words counted or not."""
    names: dict[str, list[int]] = {}
    short: dict[str, int] = {}
    seen: set[str] = set()
    for n, mention in enumerate(links.mentions):
        if links.family(n) != "group" or mention.text in seen:
            continue
        seen.add(mention.text)
        words, whole = mention.text.replace("-", " ").split(), mention.text.replace(".", "")
        if len(words) > 1 and words[0][:1].isupper():
            for initials in _initials(words):
                names.setdefault(initials, []).append(n)
        elif 2 <= len(whole) <= 8 and whole.isupper() and whole.isalpha():
            short.setdefault(whole, n)
    for acronym, n in short.items():
        _join_one(links, n, names.get(acronym, []))


def _initials(words: list[str]) -> set[str]:
    letters = [w.replace(".", "") if w.replace(".", "").isupper() else w[:1] for w in words]
    small = [letter for letter, w in zip(letters, words, strict=True) if w.lower() not in _SMALL]
    return {"".join(letters).upper(), "".join(small).upper()}


def _join_one(links: Links, number: int, found: Iterable[int]) -> None:
    """Join mention `number` to the one cluster of `found`; of several clusters, to the one mentioned last before it."""
    others = [n for n in found if links.find(n) != links.find(number)]
    if not others:
        return
    before = [n for n in others if n < number]
    if len({links.find(n) for n in others}) == 1:
        links.join(others[0], number)
    elif before:
        links.join(before[-1], number)
