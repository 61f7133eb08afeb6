"""Broken words, lines and sentences made whole. Takes lines or paragraphs of traced text, gives joined ones.

A sentence or quotation that a page break, a photograph or a blank line cut in two is one again: "bases in the / valley".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zenobia.intake.bylines import read_byline, read_date_line
from zenobia.intake.draft import Paragraph
from zenobia.intake.traced import Traced, joined, spaced

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W_]*\Z")
_FIRST_WORD = re.compile(r"[^\W_]*")
_SENTENCE_END = re.compile(r"[.!?…:;。؟！？।]['\"”’»)\]*]*\Z")
_CLOSERS = "'\"”’»)]"
_OPENERS = "'\"“‘«([…"

_KEEP_AFTER_WORDS = """
al anti co counter cross ex far half high low mid multi neo non pan post pre pro quasi self semi sub super then ultra vice
"""
_KEEP_AFTER = frozenset(_KEEP_AFTER_WORDS.split())
_KEEP_BEFORE_WORDS = """
aged allied aligned armed backed based born built capable controlled day dominated facing fire flung flying friendly funded
general governmental hand held hit hour known led level long made majority month mile minded old owned personnel proliferation
range ranking recruited related rich ridden run scale sized speaking sponsored strong supplied supported tank term thirds
torn trained up wide week wing winning year
"""
_KEEP_BEFORE = frozenset(_KEEP_BEFORE_WORDS.split())
"""Parts of compounds that conflict news writes with a hyphen: "US-backed", "anti-tank"; a hyphen between them is the word's own."""
_SUSPENDED = frozenset(("and", "or", "to", "nor"))
_UNFINISHED_WORDS = """
a an the of in on at by to for from with and or nor but as into onto over under between against near through after before
during that which who whose whom than is are was were be been has have had will would its their his her our my your
this these those not toward towards upon within without
"""
UNFINISHED = frozenset(_UNFINISHED_WORDS.split())
"""A paragraph does not end in one of these."""


def lexicon_of(text: str) -> frozenset[str]:
    """The words of a text, lower case, compounds whole: what a word parted at a line end is looked up in."""
    return frozenset(found[0].lower() for found in _WORD.finditer(text))


def join_lines(lines: Sequence[Traced], lexicon: frozenset[str]) -> Traced:
    """One text of lines: a space between, or none where a word was parted; the hyphen that parted it is taken out."""
    parts: list[Traced] = []
    for line in lines:
        if not parts:
            parts.append(line)
            continue
        keep, space = _seam(parts[-1].text, line.text, lexicon)
        if keep < len(parts[-1].text):
            parts[-1] = parts[-1].cut(0, keep)
        if space and parts[-1].text:
            gap = spaced(parts[-1], line)
            parts.append(gap.cut(len(parts[-1].text), len(parts[-1].text) + 1))
        parts.append(line)
    return joined(parts)


def _seam(left: str, right: str, lexicon: frozenset[str]) -> tuple[int, bool]:
    """How many characters of the left line stay, and whether a space goes between."""
    if left.endswith("\u00ad"):
        return len(left.rstrip("\u00ad")), False
    if left.endswith(("/", "—")) and left[-2:-1].strip():
        return len(left), False
    if not left.endswith(("-", "‐")) or not left[-2:-1].isalnum():
        return len(left), True
    head, tail = _last_word(left[:-1]), _FIRST_WORD.match(right)
    second = tail[0] if tail else ""
    if second in _SUSPENDED:
        return len(left), True
    if not second[:1].islower() or not head.isalpha() or head.isupper():
        return len(left), False
    first, second = head.lower(), second.lower()
    if first + second in lexicon:
        return len(left) - 1, False
    is_compound = f"{first}-{second}" in lexicon or first in _KEEP_AFTER or second in _KEEP_BEFORE
    return (len(left) if is_compound else len(left) - 1), False


def _last_word(text: str) -> str:
    """The letters and digits at the end, at most 64 of them."""
    found = _LAST_WORD.search(text[-64:])
    return found[0] if found else ""


def ends_sentence(text: str) -> bool:
    """Whether the last words close a sentence, or lead up to a list or quotation (":", ";")."""
    return bool(_SENTENCE_END.search(text[-8:]))


class _Quotes:
    """Whether a quotation is open at the end of the words seen so far, by straight and by curly marks."""

    __slots__ = ("curly", "straight")

    def __init__(self) -> None:
        self.curly = self.straight = False

    def see(self, text: str) -> None:
        """Read on."""
        self.straight ^= text.count('"') % 2 == 1
        if "“" in text or "”" in text:
            self.curly = text.rfind("“") > text.rfind("”")

    def is_closed_by(self, text: str) -> bool:
        """Whether the text goes on with an open quotation and closes it, rather than opening it anew."""
        if self.curly:
            close, opening = text.find("”"), text.find("“")
            if close > 0 and (opening < 0 or close < opening):
                return True
        at = text.find('"')
        return self.straight and at > 0 and text.count('"') % 2 == 1 and not text[at - 1].isspace() and text[at - 1] not in "(["


def join_broken(paragraphs: Iterable[Paragraph], lexicon: frozenset[str]) -> list[Paragraph]:
    """Paragraphs with those joined that a break cut in the middle of a sentence or quotation."""
    groups: list[list[Paragraph]] = []
    quotes = _Quotes()
    for paragraph in paragraphs:
        if groups and _goes_on(groups[-1][-1], paragraph, quotes):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
            quotes = _Quotes()
        quotes.see(paragraph.text)
    return [_one(group, lexicon) for group in groups]


def _one(group: Sequence[Paragraph], lexicon: frozenset[str]) -> Paragraph:
    if len(group) == 1:
        return group[0]
    return Paragraph(join_lines([p.words for p in group], lexicon), group[0].is_heading, group[0].is_item)


def _goes_on(left: Paragraph, right: Paragraph, quotes: _Quotes) -> bool:
    """Whether the right paragraph is the rest of the left one."""
    if left.is_heading or right.is_heading or right.is_item:
        return False
    if quotes.is_closed_by(right.text):
        return True
    return _is_cut(left.text, right.text) and not read_date_line(right.text) and not read_byline(right.text)


def _is_cut(left: str, right: str) -> bool:
    """Whether a sentence goes on from one text to the next."""
    if ends_sentence(left):
        return False
    first = right.lstrip(_OPENERS)[:1]
    if first.islower():
        return True
    end = left.rstrip(_CLOSERS)
    if end.endswith(("\u00ad", "-", "‐")):
        return end[-2:-1].isalpha() and first.isalpha()
    return len(left) > 20 and (end.endswith(",") or _last_word(end).lower() in UNFINISHED)


def drop_soft_hyphens(words: Traced) -> Traced:
    """Without the soft hyphens that stood inside a line."""
    return (
        words.changed([(i, i + 1, "") for i, c in enumerate(words.text) if c == "\u00ad"]) if "\u00ad" in words.text else words
    )
