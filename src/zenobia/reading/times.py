"""Time phrases found by grammar: dates, months, seasons, years, their parts and ranges, and days told from another ("two days later").

Takes a text, gives spans by the codebook's convention: no article in front, a range is one mention. Reads English; every quantifier is
bounded, so that a text takes time in proportion to its length. What the phrases mean is grounding's business."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zenobia.types import Span

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)(?!\w)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_YEAR = r"(?:1[0-9]|20)\d\d(?![\w%]|[.,:]\d)"
_ERA = r"(?:B\.C\.E\.|B\.C\.?|BCE?\b|AD\b|A\.D\.?)"
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
_UNIT = r"(?:day|week|weekend|month|year|decade|century)"
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)"
_NUMBER = (
    r"(?i:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty"
    r"|several|many|few|couple of)"
)
_ABOUT = (
    r"(?:(?:[Ll]ess|[Mm]ore) than|[Nn]early|[Aa]lmost|[Oo]ver|[Uu]nder|[Aa]bout|[Aa]round|[Ss]ome|[Aa]t least|[Uu]p to|[Bb]arely|[Jj]ust|[Oo]nly"
    r"|[Rr]oughly|[Aa]pproximately)"
)

_DATE = "|".join(
    (
        rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}(?:(?:,|,? in)? {_YEAR})?",
        rf"(?:{_WEEKDAY},? )?{_DAY}(?: of)? {_MONTH}(?:(?:,|,? in)? {_YEAR})?",
        rf"{_MONTH}(?:,| of|, in)? {_YEAR}",
        rf"(?:{_SEASON}|[Ff]all)(?: of|,)? {_YEAR}",
        rf"(?:(?:{_MONTH}|{_SEASON})(?: of)? )?\d{{1,4}}s? ?{_ERA}",
        rf"(?:\d{{1,2}}(?:st|nd|rd|th)|[a-z]{{4,8}}th)[ -]century(?: {_ERA})?",
        r"(?:1[0-9]|20)\d0s\b",
    )
)
_TOLD = "|".join(
    (
        rf"(?:[Tt]h(?:at|is) )?(?:same|[Nn]ext|[Ff]ollowing|[Pp]revious|[Pp]receding) (?:{_UNIT}|{_PART_OF_DAY}|{_SEASON}|{_MONTH})\b",
        rf"[Tt]h(?:at|is) (?:{_UNIT}|{_PART_OF_DAY}|{_SEASON})\b",
        rf"\b(?:{_NUMBER} )?{_UNIT}s? (?:later|earlier|previously|afterwards)\b",
        rf"(?<=\b[Aa] ){_UNIT} (?:later|earlier)\b",
        rf"(?:{_ABOUT} )?(?:half an? |{_NUMBER}(?: and a half)? (?:full |long |more )?){_UNIT}s?(?: ago)?\b(?!-| old| of age)",
        rf"{_ABOUT} an? {_UNIT}(?: ago)?\b",
        rf"(?<=\b[Tt]he ){_UNIT} (?:before|after|following)\b",
        rf"(?:{_SEASON}|(?:{_MONTH}|{_DAY} {_MONTH}|{_MONTH} {_DAY}) of (?:that|the same)) year\b",
        r"(?<=\b[Aa]t )(?:this|that) time|(?<=\b[Bb]y )(?:this|that) time|(?<=\bthe )same (?:time|period)\b|[Tt]h(?:is|at) period\b",
        r"[Nn]ow\b(?! that\b)",
    )
)
_DATES = re.compile(rf"(?<![\w$£€.,/])(?:{_DATE}|{_TOLD})")

_PREPOSITION = (
    r"(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom|[Tt]o|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]hrough|[Tt]hroughout|[Oo]ver"
    r"|[Aa]s late as|[Aa]s early as|[Ee]arly|[Ll]ate|[Mm]id)"
)
_FOLLOW = (
    r"(?=\s*(?:[,.;:)(\]—]|$)|\s+(?:and|or|to|the|a|an|in|by|as|at|on|with|that|when|until|after|before|for|from|but|which|who|it|he|they"
    r"|there|was|were|is|are|had|have|has|did|until|through|onwards?|[A-Z]\w+)\b)"
)
_GOVERNED = re.compile(
    rf"\b{_PREPOSITION}[ -](?:the )?(?P<time>{_MONTH}(?:(?: and | or | to |[-–]){_MONTH})?(?! [A-Z]| \d)|{_SEASON}\b{_FOLLOW})",
    re.M,
)
_BARE_YEAR = re.compile(
    rf"(?:\b{_PREPOSITION}|\band|[,(]|[Yy]ears?)[ -]?(?:the years? )?(?P<time>{_YEAR}(?: ?[-–] ?(?:{_YEAR}|\d\d\b))?){_FOLLOW}"
    rf"|(?<=[a-z] )(?P<heading>{_YEAR} ?[-–] ?{_YEAR})$|^(?P<opening>{_YEAR})(?=[:,]|$)",
    re.M,
)
_JOINS = re.compile(r" ?[-–—] ?| to (?:the )?| through ")
_HALF_LEFT = re.compile(rf"(?<![\w.,$£-])({_DAY}|{_MONTH}|{_YEAR}|{_SEASON})(?: ?[-–—] ?| to (?:the )?| and (?:the )?| or )$")
_HALF_RIGHT = re.compile(rf"(?: ?[-–] ?| to (?:the )?){_DAY}(?:,? {_YEAR})?(?!\w| [A-Z])")
_PARTS = re.compile(
    r"(?:\b(?:(?:very |early |late )?(?:beginning|start|end|middle|close|rest|eve|dawn|morning|afternoon|evening|night|remainder)"
    r"|(?:first|second|latter|last|other) (?:half|part|quarter|third|week|days?|months?)|(?:early|late|later|latter|middle) part"
    r"|early (?:morning )?hours) of (?:the )?"
    r"|\b(?:[Ee]arly|[Ll]ate|[Ll]ater|[Mm]id|[Ee]arlier)(?:[ -]| in | on )(?:the )?)$"
)


def find_times(text: str) -> list[Span]:
    """Spans of the text's time phrases, in order, none overlapping another."""
    cores = sorted({*_plain(text), *_governed(text)}, key=lambda s: (s.start, -s.end))
    found: list[Span] = []
    for core in cores:
        span = _with_part(text, _completed(text, core))
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif found and _JOINS.fullmatch(text, found[-1].end, span.start):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _plain(text: str) -> Iterator[Span]:
    """Phrases that say by themselves that they are times."""
    return (Span(*m.span()) for m in _DATES.finditer(text))


def _governed(text: str) -> Iterator[Span]:
    """Months, seasons and years that only a word in front makes times: "in May", "the winter of", "by 1944"."""
    for pattern in (_GOVERNED, _BARE_YEAR):
        yield from (Span(*m.span(m.lastgroup or 0)) for m in pattern.finditer(text))


def _completed(text: str, span: Span) -> Span:
    """With the half of a range that is no phrase by itself: "5-" of "5-7 May", "-18" of "1914-18", "March and" of "March and April 1918"."""
    left = _HALF_LEFT.search(text, max(0, span.start - 24), span.start)
    right = _HALF_RIGHT.match(text, span.end)
    start = left.start() if left and text[span.start].isalnum() else span.start
    return Span(start, right.end() if right else span.end)


def _with_part(text: str, span: Span) -> Span:
    """With the words in front that name a part of it: "end of", "early", "first half of the"."""
    part = _PARTS.search(text, max(0, span.start - 32), span.start)
    return Span(part.start(), span.end) if part else span
