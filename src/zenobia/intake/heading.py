"""The heading of a report: title, byline, dateline, publication day. Takes paragraphs, gives them apart from the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zenobia.intake.bylines import DateLine, find_dateline, is_bare_name, read_byline, read_date_line
from zenobia.intake.dates import DatePhrase, find_dates
from zenobia.intake.draft import Paragraph
from zenobia.intake.mend import UNFINISHED, ends_sentence
from zenobia.intake.traced import Traced

_ZONE = 12
"""Paragraphs at the beginning in which a heading may stand."""
_LABEL = re.compile(
    r"(title|headline|by|byline|authors?|date|published(?: on| at)?|publication date|source|outlet|publisher|publication|url|link|language)"
    r"\s*:\s+(\S.{0,400})",
    re.I,
)
_FIELD = {
    "headline": "title",
    "by": "byline",
    "author": "byline",
    "authors": "byline",
    "published": "date",
    "published on": "date",
    "published at": "date",
    "publication date": "date",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "link": "url",
}
_TITLE_LENGTH = 200


@dataclass(slots=True)
class Heading:
    """What was found at the beginning of a document; None and empty where nothing was.

    is_bare: the byline is a name without "By", which one with "By" displaces.
    dates, updates: as written, in order; updates are of lines like "Updated ...". body: the paragraphs that are left.
    """

    title: Traced | None = None
    byline: str | None = None
    is_bare: bool = False
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    dates: list[DatePhrase] = field(default_factory=list)
    updates: list[DatePhrase] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)

    def day(self, year: int | None) -> date | None:
        """The publication day; a date without a year is of `year`, when that is known."""
        for phrase in self.dates + self.updates:
            day = phrase.day or (phrase.in_year(year) if year else None)
            if day:
                return day
        return None


def take_heading(paragraphs: Sequence[Paragraph], title: Traced | None = None) -> Heading:
    """The heading apart from the body. title: when the format itself tells it; a paragraph that repeats it is dropped."""
    heading = Heading(title=title)
    zone = list(paragraphs[:_ZONE])
    at = 0
    while at < len(zone) and (at + 1 < len(paragraphs) or title or heading.title):
        if not _take(heading, paragraphs, at):
            break
        at += 1
    heading.body += paragraphs[at:]
    _take_dateline(heading)
    return heading


def _take(heading: Heading, paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Put one paragraph where it belongs; False when the body begins with it."""
    paragraph = paragraphs[at]
    text = paragraph.text
    if len(text) > 400:
        return False
    if heading.title and text.casefold() == heading.title.text.casefold():
        return True
    label = _LABEL.fullmatch(text)
    if label and _take_field(heading, label[1].lower(), label[2], paragraph):
        return True
    dated = read_date_line(text)
    if dated and not _is_dated_title(heading, dated, paragraphs, at):
        (heading.updates if dated.is_update else heading.dates).append(dated.phrase)
        heading.byline = heading.byline or dated.byline
        return True
    byline = read_byline(text)
    if byline:
        heading.byline = byline if heading.is_bare else heading.byline or byline
        heading.is_bare = False
        return True
    if not heading.title and _is_title(paragraphs, at):
        heading.title = paragraph.words
        return True
    return bool(heading.title) and _take_below_title(heading, paragraphs, at)


def _is_dated_title(heading: Heading, dated: DateLine, paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether the line is a title that ends in a date ("Clashes in Dorn, 28 March 2016"), since no better title follows."""
    if heading.title or dated.byline or len(dated.rest.split()) < 2 or not _is_title(paragraphs, at):
        return False
    return at + 2 >= len(paragraphs) or not _is_title(paragraphs, at + 1)


def _take_below_title(heading: Heading, paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A bare name beside the date line is the byline; another short line above the date line is a subtitle and stays in the body."""
    text = paragraphs[at].text
    beside = (*paragraphs[max(at - 1, 0) : at], *paragraphs[at + 1 : at + 2])
    if not heading.byline and is_bare_name(text) and any(read_date_line(p.text) for p in beside):
        heading.byline, heading.is_bare = text, True
        return True
    coming = paragraphs[at + 1 : at + 4]
    if len(text) <= 300 and not heading.body and any(read_date_line(p.text) or read_byline(p.text) for p in coming):
        heading.body.append(paragraphs[at])
        return True
    return False


def _take_field(heading: Heading, label: str, value: str, paragraph: Paragraph) -> bool:
    """A labelled line: "Source: ...", "Date: ..."."""
    name = _FIELD.get(label, label)
    if name == "date":
        found = find_dates(value)
        if not found:
            return False
        heading.dates.append(found[0])
    elif name == "title":
        if heading.title:
            return False
        heading.title = paragraph.words.cut(len(paragraph.text) - len(value)).stripped()
    elif getattr(heading, name) is None:
        setattr(heading, name, value.strip())
    return True


def _is_title(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether a paragraph is set like a title: short, no sentence, with a body after it that does not go on from it."""
    text = paragraphs[at].text
    following = paragraphs[at + 1 : at + 7]
    if not 3 <= len(text) <= _TITLE_LENGTH or not following or paragraphs[at].is_item or find_dateline(text):
        return False
    if text[:1].islower() or text.endswith((",", ";", ":", "-")) or text.split()[-1].lower() in UNFINISHED:
        return False
    if text.endswith(".") and not text.endswith("...") and not re.search(r"\b[A-Z]\.\Z", text):
        return False
    if paragraphs[at].is_heading:
        return True
    first = following[0].text.lstrip("\"'“‘")[:1]
    return not first.islower() and any(
        len(p.text) >= 60 or (ends_sentence(p.text) and len(p.text) > len(text)) for p in following
    )


def _take_dateline(heading: Heading) -> None:
    """Take "ALEPPO, Syria, March 28 (Agency) -" off the first paragraph of the body that is no heading."""
    for i, paragraph in enumerate(heading.body[:3]):
        found = None if paragraph.is_heading else find_dateline(paragraph.text)
        if found:
            heading.body[i] = replace(paragraph, words=paragraph.words.cut(found.end).stripped())
            heading.outlet = heading.outlet or found.agency
            heading.dates += [found.phrase] if found.phrase else []
            return
