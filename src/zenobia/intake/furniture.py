"""What a page carries besides the report: running heads, page numbers, footers, calls to subscribe. Takes them out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from zenobia.intake.draft import Paragraph
from zenobia.intake.lines import Line
from zenobia.intake.mend import ends_sentence

_PAGE_NUMBER = re.compile(r"\W{0,3}(?:(?:page|p\.|seite|página)\s*)?\d{1,3}(?:\s*(?:of|/|von|de|sur)\s*\d{1,3})?\W{0,3}", re.I)
_PAGE_MARK = re.compile(r"\bpage\s+\d{1,4}\b|\b\d{1,3}\s+of\s+\d{1,3}\b", re.I)
_ALONE = re.compile(
    r"(?:advertisement|advertising|share(?: this(?: article| story)?)?|print|email|comments?|loading\W*|story continues below.{0,30}|"
    r"article continues.{0,40}|read more\W*|continue reading\W*|more to follow\W*|end(?:s|it)?|[-–—*#_=~•.\s]{1,40}|-+\s*ends?\s*-+|"
    r"skip to (?:main )?content|scroll (?:down )?to continue.{0,30}|\d{1,2} min(?:ute)?s? read)",
    re.I,
)
_LAST_ALONE = re.compile(
    r"\(?(?:additional |writing and |with )?(?:reporting|writing|editing|compiled|translated) by\b.{0,300}|(?:©|\(c\)|copyright\b).{0,300}|"
    r".{0,200}\ball rights reserved\b.{0,200}|this (?:article|story|report) (?:was|is|has been|originally)\b.{0,80}"
    r"\b(?:published|distributed|provided|republished|updated|appeared)\b.{0,200}",
    re.I,
)
_TO_END = re.compile(
    r"to contact\b.{0,160}|(?:for )?(?:more|further|media) (?:information|inquiries|enquiries|details)\b.{0,160}|"
    r"(?:media |press )?contacts?\s*:.{0,160}|(?:follow|like|join|find) us\b.{0,160}|(?:subscribe|sign up|donate|support us)\b.{0,160}|"
    r"(?:related|recommended|most read|see also|read (?:also|more|next)|more (?:on|from)|you may (?:also )?like|also read|tags?|topics|"
    r"filed under|share (?:on|via|this))\b.{0,120}|the author also recommends\b.{0,60}|notes? to editors?\b.{0,60}",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.I)
_LINK = re.compile(r"\b(?:https?://|www\.)|@\w|\b[\w-]+\.(?:com|org|net|int|info)\b", re.I)
_CHANNEL = re.compile(r"\b(?:our|newsletters?|twitter|facebook|telegram|youtube|whatsapp|instagram|inbox)\b", re.I)
_TAIL = 12
"""Paragraphs at the end that are looked at for footers."""


def part_running_heads(lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """Lines without page numbers and the heads and feet that pages repeat, and the words of those, each once.

    A head is a short line without a sentence's end that comes three times or more, digits apart, and either counts pages or
    stands at a form feed or beside a page number most times; speakers' labels and refrains are not.
    """
    numbers = [bool(_PAGE_NUMBER.fullmatch(line.text)) for line in lines]
    shapes = [_shape(line.text) if len(line.text) <= 100 else "" for line in lines]
    seen = Counter(shape for shape in shapes if shape)
    edges = Counter(
        shape
        for i, shape in enumerate(shapes)
        if shape
        and (
            _PAGE_MARK.search(lines[i].text)
            or any(numbers[max(i - 1, 0) : i + 2])
            or any(line.is_new_page for line in lines[i : i + 3])
            or lines[max(i - 1, 0)].is_new_page
        )
    )
    heads = {shape for shape, count in seen.items() if count >= 3 and 2 * edges[shape] > count}
    kept: list[Line] = []
    margin: dict[str, None] = {}
    gap, is_new_page = 0, False
    for line, shape, is_number in zip(lines, shapes, numbers, strict=True):
        gap, is_new_page = gap + line.gap, is_new_page or line.is_new_page
        if shape in heads or (is_number and (line.gap or is_new_page)):
            margin[line.text] = None
            gap += 1
            continue
        kept.append(replace(line, gap=gap, is_new_page=is_new_page))
        gap, is_new_page = 0, False
    return kept, tuple(margin)


def _shape(text: str) -> str:
    """A line with its digits alike; empty when it can be no running head."""
    return "" if ends_sentence(text) or not any(c.isalpha() for c in text) else re.sub(r"\d+", "0", text).lower()


def drop_footers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs without lone furniture ("Advertisement", "3") and without the footer at the end ("To contact ...")."""
    kept = [p for p in paragraphs if not (len(p.text) < 60 and (_ALONE.fullmatch(p.text) or _PAGE_NUMBER.fullmatch(p.text)))]
    first = max(len(kept) - _TAIL, 1)
    for i in range(first, len(kept)):
        if _starts_footer(kept[i].text) and all(_is_slight(p.text) for p in kept[i:]):
            kept = kept[:i]
            break
    while len(kept) > 1 and _is_last_furniture(kept[-1].text):
        kept.pop()
    return kept


def _starts_footer(text: str) -> bool:
    """Whether a paragraph opens a footer; one that is a sentence must give an address or speak of the outlet's own channels."""
    if not _TO_END.fullmatch(text):
        return False
    return (
        not ends_sentence(text)
        or text.endswith(":")
        or bool(len(text) <= 160 and (_LINK.search(text) or _CHANNEL.search(text)))
    )


def _is_slight(text: str) -> bool:
    """Whether a paragraph may stand in a footer: short, and no sentence unless it gives an address or a call."""
    return len(text) <= 240 and (
        not text.endswith(".") or len(text) <= 60 or bool(_LINK.search(text) or _LAST_ALONE.fullmatch(text))
    )


def _is_last_furniture(text: str) -> bool:
    return bool(_LAST_ALONE.fullmatch(text)) or (len(text) < 80 and " " not in text and bool(_LINK.search(text)))


def copyright_year(paragraphs: Sequence[Paragraph]) -> int | None:
    """The year of a copyright line among the last paragraphs; None when there is none or it names several."""
    years = {
        int(year)
        for p in paragraphs[-_TAIL:]
        if len(p.text) <= 300 and _COPYRIGHT.match(p.text)
        for year in re.findall(r"\b(?:19|20)\d\d\b", p.text)
    }
    return years.pop() if len(years) == 1 else None
