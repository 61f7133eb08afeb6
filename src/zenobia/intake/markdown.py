"""Markdown to words: marks are taken off, what they mark is kept. Takes lines or paragraphs of traced text, gives the same."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zenobia.intake.draft import Paragraph
from zenobia.intake.lines import Line

_HEADING = re.compile(r"(#{1,6})(?:\s+|(?=[^\s#]))")
_HEADING_END = re.compile(r"\s+#+\Z")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"(?:[-*_]\s*){3,60}|\|?[\s|:-]{3,400}")
_FENCE = re.compile(r"(?:```|~~~).{0,40}")
_QUOTED = re.compile(r"(?:>\s?)+")
_BULLET = re.compile(r"[-*+]\s+(?=\S)")
_DEFINITION = re.compile(r"\[[^\[\]]{1,200}\]:\s*\S{1,2000}(?:\s+[\"'(].{0,200})?")
_MARKS = re.compile(
    r"(?P<picture>\[!\[[^\[\]]{0,1000}\]\([^()]{0,2000}\)\]\([^()]{0,2000}\))"
    r"|(?P<image>!\[[^\[\]]{0,1000}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\]))"
    r"|(?P<link>\[(?P<words>[^\[\]]{1,1000})\](?:\((?:[^()]|\([^()]{0,500}\)){0,2000}?\)|\[[^\[\]]{0,200}\]))"
    r"|(?P<note>\[\^[^\[\]]{1,60}\]|\[\[[^\[\]]{1,60}\]\]\([^()]{0,2000}\))"
    r"|<(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000})>"
    r"|(?P<comment><!--[^<>]{0,2000}-->)"
    r"|(?P<tag></?(?:a|b|i|u|em|strong|span|br|p|div|sup|sub|img|font|small|center|blockquote|hr|figure|figcaption)\b[^<>]{0,1000}>)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>~\"'])"
    r"|(?P<entity>&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)"
    r"|(?P<code>`+)"
    r"|(?P<star>\*{1,3}|_{1,3}|~~)"
)


def looks_like_markdown(text: str) -> bool:
    """Whether a text without a name is Markdown: it begins with a "#" heading or front matter, or links words."""
    head = text[:20_000]
    return bool(
        re.match(r"\s*(?:#{1,6} \S|---[ \t]*\r?\n[A-Za-z]{2,30}:[ \t])", head)
        or re.search(r"\]\((?:https?://|/)[^()\s]{1,500}\)", head)
    )


def unmark_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines without the marks that stand at their beginning, and without rules, fences and link definitions."""
    kept: list[Line] = []
    gap = 0
    for line in lines:
        text = line.text
        if kept and not line.gap and not gap and _UNDERLINE.fullmatch(text) and len(kept[-1].text) <= 200:
            kept[-1] = replace(kept[-1], is_heading=True)
            gap = 1
        elif _RULE.fullmatch(text) or _FENCE.fullmatch(text) or _DEFINITION.fullmatch(text):
            gap += 1
        else:
            kept.append(_unmark_line(replace(line, gap=gap + line.gap)))
            gap = 0
    return [line for line in kept if line.text]


def _unmark_line(line: Line) -> Line:
    """A line without its "#" or ">" marks."""
    found = _HEADING.match(line.text)
    if found:
        end = _HEADING_END.search(line.text[-40:])
        words = line.words.cut(found.end(), len(line.text) - (len(end[0]) if end else 0)).stripped()
        return replace(line, words=words, is_heading=True)
    start = _QUOTED.match(line.text)
    return replace(line, words=line.words.cut(start.end()).stripped()) if start else line


def unmark(paragraph: Paragraph) -> Paragraph:
    """A paragraph without emphasis, links, images, code ticks, tags, escapes and its bullet."""
    bullet = _BULLET.match(paragraph.text)
    words = paragraph.words.cut(bullet.end()) if bullet else paragraph.words
    return replace(paragraph, words=words.changed(_changes(words.text)).stripped())


def _changes(text: str) -> list[tuple[int, int, str]]:
    """The marks of a text as ranges and what stands for them, in order."""
    return sorted(_marks(text, 0))


def _marks(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    stars: list[re.Match[str]] = []
    for found in _MARKS.finditer(text):
        first, last = start + found.start(), start + found.end()
        if found["words"] is not None:
            inside, end = found.span("words")
            yield first, start + inside, ""
            yield from _marks(found["words"], start + inside)
            yield start + end, last, ""
        elif found["escaped"]:
            yield first, first + 1, ""
        elif found["address"]:
            yield first, first + 1, ""
            yield last - 1, last, ""
        elif found["entity"]:
            yield first, last, html.unescape(found[0])
        elif found["star"]:
            stars.append(found)
        else:
            yield first, last, " " if found[0].startswith("<br") else ""
    for star in _paired(text, stars):
        yield start + star.start(), start + star.end(), ""


def _paired(text: str, stars: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The runs of "*", "_", "~~" that open or close emphasis; a lone star or a snake_case bar stays."""
    waiting: dict[str, re.Match[str]] = {}
    for star in stars:
        before, after = text[star.start() - 1 : star.start()], text[star.end() : star.end() + 1]
        may_open = bool(after.strip()) and (star[0][0] != "_" or not before.isalnum())
        may_close = bool(before.strip()) and (star[0][0] != "_" or not after.isalnum())
        if may_close and star[0] in waiting:
            yield waiting.pop(star[0])
            yield star
        elif may_open:
            waiting.setdefault(star[0], star)
