"""Words between quotation marks: text to spans. Who said them, and whether anybody did, is `quotes`' business.

A mark that has lost its partner is left out: it must not swallow the report. One pass, linear in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from zenobia.types import Span

LONGEST = 3_000  # code points between two marks: the longest quoted paragraph of the gold reports has 700
LONGEST_SINGLE = 600  # single marks are easily mistaken for apostrophes: shorter

_MARK = re.compile(r"[\"“”„«»]|``|''|\n\s*+")
_OPENING, _CLOSING, _EITHER, _NEITHER = range(4)
_AFTER_OPENING = "([{—–-*_/"
_STOPS = ".!?…"

_SINGLE = re.compile(r"[‘’']")
_NO_QUOTE = ("em ", "til ", "cause ", "twas", "tis ", "n' ", "n’ ")


def find_marked(text: str) -> tuple[Span, ...]:
    """The words between each pair of quotation marks, without the marks, in order and apart from each other.

    Pairs: "…", “…”, „…“, «…», ``…'', ‘…’ and, where it can be no apostrophe, '…'. A quotation that runs on in the next
    paragraph, whose first character is another opening mark, ends with its paragraph; any other mark without a partner
    in its paragraph counts for nothing. Marks inside marks do not count."""
    doubles = _find_double(text)
    singles = _find_single(text)
    outer = [s for s in singles if not _lies_within(s, doubles)]
    kept = [d for d in doubles if not _lies_within(d, outer)]
    return tuple(sorted(kept + outer))


def _lies_within(span: Span, others: Sequence[Span]) -> bool:
    """Whether `span` touches one of the sorted, disjoint `others` and does not hold it whole."""
    at = bisect_right(others, span.start, key=lambda other: other.start) - 1
    if at >= 0 and others[at].end > span.start:
        return True
    return at + 1 < len(others) and others[at + 1].start < span.end < others[at + 1].end


def _find_double(text: str) -> list[Span]:
    spans: list[Span] = []
    opened: int | None = None  # where the quoted words begin
    mended = False  # whether the open quotation already crossed the gap of a broken sentence
    for mark in _MARK.finditer(text):
        at, end = mark.span()
        if text[at] == "\n":
            if opened is None or text.count("\n", at, end) < 2:
                continue
            if end < len(text) and text[end] in '"“„«':
                _add(spans, text, opened, at)
                opened = None
            elif mended or text[at - 1] in _STOPS or end - opened > LONGEST:
                opened = None
            else:
                mended = True
            continue
        side = _side(text, at, end, opened)
        if side == _OPENING:
            opened, mended = end, False
        elif side == _CLOSING and opened is not None:
            _add(spans, text, opened, at)
            opened = None
    return spans


def _side(text: str, at: int, end: int, opened: int | None) -> int:
    """Whether the mark [at, end) opens or closes a quotation, by its shape, its neighbours and what is open."""
    mark = text[at:end]
    if mark in ("„", "«", "``"):
        return _OPENING
    if mark in ("”", "»", "''"):
        return _CLOSING
    if mark == "“":
        return _CLOSING if opened is not None and text[opened - 1] == "„" else _OPENING
    before, after = text[at - 1 : at], text[end : end + 1]
    opens = (not before or before.isspace() or before in _AFTER_OPENING) and bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace() and (not after or not after.isalnum())
    if opens and not closes:
        return _OPENING
    if closes and not opens:
        return _CLOSING
    if opened is not None:
        return _CLOSING
    return _NEITHER if before.isalnum() else _OPENING


def _find_single(text: str) -> list[Span]:
    """Pairs of single marks: the opening one stands before a letter and after none; the closing one the other way about."""
    marks = [m.start() for m in _SINGLE.finditer(text)]
    openings = [at for at in marks if _opens_single(text, at)]
    closings = [at for at in marks if text[at] != "‘" and _closes_single(text, at)]
    spans: list[Span] = []
    taken = 0
    for number, at in enumerate(openings):
        if at < taken:
            continue
        limit = min(at + LONGEST_SINGLE, openings[number + 1] if number + 1 < len(openings) else len(text))
        partners = closings[bisect_left(closings, at + 1) : bisect_left(closings, limit)]
        close = _partner(text, at, [c for c in partners if (text[c] == "'") == (text[at] == "'")])
        if close is not None:
            _add(spans, text, at + 1, close)
            taken = close
    return spans


def _partner(text: str, at: int, closings: Sequence[int]) -> int | None:
    """The closing mark of the quotation opened at `at`: one after a stop or comma if any, then one that is no possessive's."""
    first = next((c for c in closings if text[c - 1] in ",.?!…" or text[c + 1 : c + 2] == ","), None)
    if first is None:
        first = next((c for c in closings if text[c - 1] != "s"), None)
    if first is None:
        first = next((c for c in closings if text.count(" ", at, c) < 3), None)
    if first is None or "\n\n" in text[at:first]:
        return None
    return first


def _opens_single(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before and not before.isspace() and before not in _AFTER_OPENING + '"“':
        return False
    if text[at] == "’" or not after.isalpha():
        return False
    return not text.startswith(_NO_QUOTE, at + 1)


def _closes_single(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and not (after.isalnum() or after == "'")


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add the quoted words without outer white space and without the comma that belongs to the sentence around them."""
    if end - start > LONGEST:
        return
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    if start < end:
        spans.append(Span(start, end))
