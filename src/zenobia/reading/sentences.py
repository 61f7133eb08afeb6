"""A report's text cut into sentences: text to spans. Layout and language are left to intake.

One pass over the stops, each judged by the word before it and the word after it; the time grows with the text alone."""

from __future__ import annotations

import re

from zenobia.reading.word_lists import word_list
from zenobia.types import Span

LONGEST = 1_500  # code points: no sentence of the gold reports is half as long; a run without stops is cut at white space

# Every alternative takes its whole run of marks, whatever follows, so that no mark is looked at twice.
_STOP = re.compile(r"[.!?…؟]++[\"'”’»)\]]*+(?:\[\d{1,3}\])*+|\n\s*+")

_CLOSERS = "\"'”’»)]"
_OPENERS = "\"'“‘«„([*_"
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z]+")
_SPEECH_TAG = re.compile(r"(?:[\w'’.-]{1,30} ){1,5}(?:said|says|asked|asks|replied|added|told \w{1,30})(?:[.,;]|$| (?:on|in) )")

_TITLES = word_list("sentences.titles")
"""Words whose stop never ends a sentence."""

_BEFORE_NUMBERS = word_list("sentences.before_numbers")
"""Words whose stop ends no sentence when a number follows."""

_DOUBTFUL = word_list("sentences.doubtful")
"""Words whose stop ends a sentence only before a word that begins sentences (or, for all of these, at a paragraph's end)."""

_STARTERS = word_list("sentences.starters")
"""Words that begin sentences and seldom names: after a doubtful stop, these alone make a cut."""

_LOWER_NAMES = ("al-", "el-", "an-", "as-", "ar-", "ad-", "az-", "at-", "de ", "bin ", "ibn ", "abu ", "von ", "van ")


def cut_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text`, in order; white space around them is outside, every other character lies in exactly one.

    No sentence crosses a blank line, nor is longer than LONGEST. A stop does not end one after a title, an initial or an
    acronym, within a number, before a small letter that carries the sentence on, nor between "Why?" and Haddad asked."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() < start:
            continue
        if text[stop.start()] == "\n":
            if _ends_line(text, start, stop):
                _add(spans, text, start, stop.start())
                start = stop.end()
        elif _ends_sentence(text, start, stop):
            _add(spans, text, start, stop.end())
            start = stop.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add [start, end) without the white space around it, in pieces of at most LONGEST."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = start + LONGEST
        while cut > start + LONGEST // 2 and not text[cut].isspace():
            cut -= 1
        if not text[cut].isspace():
            cut = start + LONGEST
        last = cut
        while text[last - 1].isspace():
            last -= 1
        spans.append(Span(start, last))
        start = cut
        while text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))


def _ends_line(text: str, start: int, gap: re.Match[str]) -> bool:
    """Whether the line break `gap` parts two sentences: a blank line does, and one after a line of no wrapped paragraph.

    Paragraphs wrapped by hand have lines of some 50 to 100 characters; a shorter or longer one before a capital is a whole."""
    if gap.end() >= len(text) or text.count("\n", gap.start(), gap.end()) > 1:
        return True
    length = gap.start() - max(start, text.rfind("\n", start, gap.start()) + 1)
    return not 50 <= length <= 100 and not text[gap.end()].islower()


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    end = stop.end()
    if end >= len(text):
        return True
    marks = stop.group()
    if not text[end].isspace():
        return _ends_unspaced(text, stop)
    before = text[max(start, stop.start() - 24) : stop.start()]
    if len(before) <= 4 and _is_no_sentence(before):
        return False
    plain = marks == "."
    if marks[0] != "." and marks[-1] in "\"'”’»" and _SPEECH_TAG.match(text, end + 1):
        return False
    following = text[end : end + 24].lstrip().lstrip(_OPENERS)
    if not following or following[0].isspace():
        return True
    if following[0].islower():
        return _ends_before_small(before, following, plain)
    return not plain or _ends_after_word(before, following)


def _ends_before_small(before: str, following: str, plain: bool) -> bool:
    """A small letter goes on with the sentence, unless it begins a name, or a whole plain word stands before a single stop."""
    if not plain:
        return False
    word = _last_word(before)
    known = word in _TITLES or word in _DOUBTFUL or word in _BEFORE_NUMBERS
    if following.startswith(_LOWER_NAMES):
        return len(word) > 2 and not known
    return len(word) > 3 and not known and before[-1].isalpha()


def _ends_after_word(before: str, following: str) -> bool:
    """Whether a single stop after `before` ends the sentence, by the two words around it."""
    word = _last_word(before)
    if word in _TITLES:
        return False
    digit = following[0].isdigit()
    if digit and word in _BEFORE_NUMBERS:
        return False
    if word in _DOUBTFUL or _is_initials(before):
        return _first_word(following).lower() in _STARTERS
    return True


def _last_word(before: str) -> str:
    """The letters that end `before`, lower case; "" when it ends otherwise."""
    at = len(before)
    while at and before[at - 1].isalpha():
        at -= 1
    return before[at:].lower()


def _first_word(following: str) -> str:
    token = _TOKEN.match(following)
    return token.group() if token else ""


def _is_initials(before: str) -> bool:
    """Whether `before` ends in one letter, or in letters with stops between: "J", "U.S", "a.m"."""
    words = before.rsplit(None, 1)
    word = words[-1].lstrip("\"'“‘«„([*_-") if words else ""
    return bool(_INITIALS.fullmatch(word))


def _is_no_sentence(before: str) -> bool:
    """Whether all there is of the sentence is nothing, or "1", "12": the number of an item."""
    return not before.strip() or before.strip().isdigit()


def _ends_unspaced(text: str, stop: re.Match[str]) -> bool:
    """A stop that lost its space ("the town.Rebels fled"): three small letters before, a capitalised word and a space after."""
    at, end = stop.start(), stop.end()
    if end - at > 2 or text[at] not in ".!?" or (end - at == 2 and text[at + 1] not in _CLOSERS):
        return False
    before, word = text[max(0, at - 3) : at], _first_word(text[end : end + 32])
    if not (len(before) == 3 and before.isalpha() and before.islower() and word.istitle() and len(word) > 1):
        return False
    return text[end + len(word) : end + len(word) + 1] in (" ", ",", "'", "’")
