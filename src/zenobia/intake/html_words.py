"""The visible words of an HTML page with their places in the file, in one pass. Takes the decoded page, gives traced lines.

It keeps everything a reader of the page would see, boilerplate too: `html_page` finds the report in it.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator

from zenobia.intake import limits
from zenobia.intake.traced import Piece, Traced

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})(?:[\s/][^<>]{0,20000})?>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_HIDDEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea", "button")
)
_FURNITURE = frozenset(("nav", "footer", "aside", "form", "head"))
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_BREAK = Piece("\n")


def visible_words(page: str) -> Traced:
    """All words outside scripts and the like, entities read, a line end at each tag that begins or ends a block."""
    return _trace(_pieces(page, _HIDDEN))


def body_lines(page: str) -> list[Traced]:
    """The words outside navigation, footers and forms as lines: what is left to read when no article is found."""
    words = _trace(_pieces(page, _HIDDEN | _FURNITURE))
    ends = [m.start() for m in re.finditer("\n", words.text)] + [len(words.text)]
    starts = [0] + [end + 1 for end in ends[:-1]]
    filled = ((start, end) for start, end in zip(starts, ends, strict=True) if words.text[start:end].strip())
    return [squeezed(line) for line in words.cuts(itertools.islice(filled, limits.LINES))]


def squeezed(words: Traced) -> Traced:
    """With each run of white space one space, and none at the ends."""
    runs = [(*m.span(), " ") for m in re.finditer(r"\s+", words.text) if m[0] != " "]
    return words.changed(runs).stripped()


def _trace(pieces: Iterator[Piece]) -> Traced:
    kept = tuple(pieces)
    return Traced("".join(piece.text for piece in kept), kept)


def _pieces(page: str, skipped: frozenset[str]) -> Iterator[Piece]:
    at = 0
    while at < len(page):
        mark = page.find("<", at)
        mark = len(page) if mark < 0 else mark
        yield from _text_pieces(page, at, mark)
        if mark == len(page):
            return
        if page.startswith("<!--", mark):
            end = page.find("-->", mark + 4)
            at = len(page) if end < 0 else end + 3
            continue
        tag = _TAG.match(page, mark)
        if not tag:
            end = page.find(">", mark, mark + 20_000) if page[mark + 1 : mark + 2] in "!?/" else -1
            if end < 0:
                yield Piece("<", mark, mark + 1)
            at = end + 1 or mark + 1
            continue
        name = tag[2].lower()
        at = tag.end()
        if name not in _INLINE:
            yield _BREAK
        if name in skipped and not tag[1]:
            at = _past(page, name, at)


def _past(page: str, name: str, at: int) -> int:
    """The place after the end tag of an element that is skipped, or the page's end."""
    end = re.compile(rf"</{re.escape(name)}\s*>", re.I).search(page, at)
    return end.end() if end else len(page)


def _text_pieces(page: str, start: int, end: int) -> Iterator[Piece]:
    for entity in _ENTITY.finditer(page, start, end):
        if start < entity.start():
            yield Piece(page[start : entity.start()], start, entity.start())
        text = html.unescape(entity[0])
        yield Piece(text if text == "\u00ad" or text.isprintable() else " ", entity.start(), entity.end())
        start = entity.end()
    if start < end:
        yield Piece(page[start:end], start, end)
