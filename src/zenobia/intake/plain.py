"""Plain text and Markdown to a draft. Takes the decoded file, gives paragraphs with their places in it."""

from __future__ import annotations

import re
from dataclasses import replace

from zenobia.intake.clean import clean
from zenobia.intake.dates import read_date
from zenobia.intake.draft import Draft, Paragraph
from zenobia.intake.furniture import part_running_heads
from zenobia.intake.lines import Line, split_lines, to_paragraphs
from zenobia.intake.markdown import looks_like_markdown, unmark, unmark_lines
from zenobia.intake.mend import ends_sentence, lexicon_of
from zenobia.intake.traced import Traced

_PARTED = re.compile(r"\w[-‐][ \t]*[\r\n\f]")
_FRONT = re.compile(r"\s{0,100}---[ \t]*\r?\n")
_PAIR = re.compile(r"([A-Za-z_]{2,30}):[ \t]+(\S.{0,500})")
_FRONT_FIELDS = {
    "title": "title",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "date": "published",
    "published": "published",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}


def read_plain(text: str, *, is_markdown: bool | None = None) -> Draft:
    """The draft of a text file. is_markdown: None lets the text itself tell."""
    words, warnings = clean(Traced.read(text))
    if is_markdown is None:
        is_markdown = looks_like_markdown(words.text)
    front: dict[str, Traced] = {}
    if is_markdown:
        front, words = _take_front_matter(words)
    lines, margin = part_running_heads(split_lines(words))
    if is_markdown:
        lines = unmark_lines(lines)
    draft = _draft(lines, front, words.text, is_markdown=is_markdown)
    return replace(draft, margin=margin, warnings=warnings)


def _draft(lines: list[Line], front: dict[str, Traced], text: str, *, is_markdown: bool) -> Draft:
    lexicon = lexicon_of(text) if _PARTED.search(text) else frozenset[str]()
    paragraphs = to_paragraphs(lines, lexicon)
    if is_markdown:
        paragraphs = [kept for kept in map(unmark, paragraphs) if kept.text]
    title, paragraphs = take_first_heading(paragraphs)
    told = {name: words.text for name, words in front.items()}
    return Draft(
        paragraphs=tuple(paragraphs),
        title=front.get("title") or title,
        byline=told.get("byline"),
        outlet=told.get("outlet"),
        url=told.get("url"),
        language=told.get("language"),
        published=read_date(told.get("published", "")),
    )


def take_first_heading(paragraphs: list[Paragraph]) -> tuple[Traced | None, list[Paragraph]]:
    """The first heading set as such, apart from the rest, when only short lines come before it."""
    for i, paragraph in enumerate(paragraphs[:8]):
        if paragraph.is_heading:
            return paragraph.words, paragraphs[:i] + paragraphs[i + 1 :]
        if len(paragraph.text) > 100 or ends_sentence(paragraph.text):
            break
    return None, paragraphs


def _take_front_matter(words: Traced) -> tuple[dict[str, Traced], Traced]:
    """The known fields of a "---" block at the beginning, and the text after it."""
    start = _FRONT.match(words.text)
    end = (
        re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.M).search(words.text, start.end(), start.end() + 20_000) if start else None
    )
    if not start or not end:
        return {}, words
    found: dict[str, Traced] = {}
    for line in split_lines(words.cut(start.end(), end.start())):
        pair = _PAIR.fullmatch(line.text)
        name = _FRONT_FIELDS.get(pair[1].lower()) if pair else None
        if pair and name:
            value = line.words.cut(pair.start(2))
            quoted = value.text[:1] in "\"'" and value.text[-1:] == value.text[:1] and len(value.text) > 2
            found.setdefault(name, value.cut(1, len(value.text) - 1) if quoted else value)
    return found, words.cut(end.end())
