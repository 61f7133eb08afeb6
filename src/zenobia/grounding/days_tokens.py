"""Date phrases cut into tokens. Takes a phrase, gives tokens whose kinds make its shape ("mny"), or None when a word in it
says nothing of days. Dates in digits are read here too, since their shape is their spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zenobia.grounding.days_words import (
    DEICTIC,
    HOLIDAYS,
    MONTHS,
    NOISE,
    NUMBERS,
    ORDINALS,
    PARTS,
    PHRASES,
    RELATIVE,
    SEASONS,
    UNITS_OF_TIME,
    WEEKDAYS,
)

LONGEST = 120
"""Longer phrases name no day; they are not looked at."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a date phrase. kind: a letter of days_words; number, word, day: its value, whichever its kind has."""

    kind: str
    number: int = 0
    word: str = ""
    day: date | None = None
    plural: bool = False


_SIGNS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("\u2018\u2019\u02bc`", "'"))
_PIECE = re.compile(
    r"""(?P<iso>\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:[t\ ]\d{2}:\d{2}[\d:.]*(?:z|[+-]\d{2}:?\d{2})?)?(?!\d)
      | (?P<dmy>\d{1,2}([./-])\d{1,2}\3(?:\d{4}|\d{2}))(?!\d)
      | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\ ?[ap]\.?m\b\.?)? | \d{1,4}(?:\.\d{2})?\ ?[ap]\.?m\b\.?
          | \d{1,4}\ ?(?:gmt|utc|hrs)\b | (?<=at\ )\d{3,4}(?!\d) | 0\d{3}(?!\d) )
      | (?P<never>24/7)
      | (?P<slash>\d{1,2}/\d{1,2})(?![\d/])
      | (?P<decade>\d{3}0)'?s\b
      | (?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b
      | '(?P<short>\d{2})\b
      | (?P<number>\d+)
      | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)
      | (?P<dash>-)
      | (?P<silent>[\s.,;:()\[\]"'])
      | (?P<other>.)""",
    re.X | re.S,
)
_ARABIC_ARTICLE = re.compile(r"\b(eid|al|ul|el)-(?=[a-z])")
_QUARTER, _HALF = re.compile(r"\bq([1-4])\b(?: of\b)?"), re.compile(r"\bh([12])\b(?: of\b)?")
_FEAST_LEAD = re.compile(
    r"(?:^(?:the )?day of )?(?:the )?"
    r"(?:(?:muslim|islamic|jewish|christian|hindu|shiite|shia|kurdish|persian|iranian|holy|fasting|sacred|religious) )*"
    r"(?:(?:month|feast|festival|holiday) of )?(?:the )?(?=(?:eid|ramad[a-z]+|ramazan|ashura|passover|yom kippur|nowruz|diwali|holi)\b)"
)
"""What stands before a feast's name and moves no day: "the Muslim holy month of"."""

_SPANNING = frozenset("nowmyDhFT")  # kinds that a hyphen can join to a range


def clean_phrase(phrase: str) -> str:
    """Lower case, ASCII digits, hyphens and apostrophes, single spaces."""
    text = phrase[: LONGEST + 1]
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return " ".join(text.translate(_SIGNS).lower().split())


def read_tokens(text: str) -> tuple[Token, ...] | None:
    """Tokens of a clean phrase; none for a clock alone ("0600 GMT"); None when a word in it is no word of dates."""
    text = _FEAST_LEAD.sub("", _ARABIC_ARTICLE.sub(r"\1 ", text)) if 0 < len(text) <= LONGEST else ""
    text = _HALF.sub(r"\1th half of", _QUARTER.sub(r"\1th quarter of", text))
    pieces = list(_pieces(text))
    tokens: list[Token] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        size = 1
        if isinstance(piece, Token):
            if piece.kind == "?":
                return None
            tokens.append(piece)
        else:
            size, token = _longest_phrase(pieces[at : at + 3])
            if token is not None:
                tokens.append(token)
            elif piece not in NOISE:
                return None
        at += size
    return _joined(tuple(t for t in tokens if t.kind != "c")) if any(t.kind != "-" for t in tokens) else None


def _pieces(text: str) -> Iterator[str | Token]:
    """Words, and tokens of all that is not a word; kind "?" for what is no date, "c" for a clock."""
    for m in _PIECE.finditer(text):
        kind = m.lastgroup or "other"
        if kind == "word":
            yield m[0]
        elif kind == "clock":
            yield Token("c")
        elif kind == "dash":
            yield Token("-", word="-")
        elif kind != "silent":
            yield _numeric(kind, m[kind]) or Token("?")


def _longest_phrase(pieces: list[str | Token]) -> tuple[int, Token | None]:
    """How many of `pieces` make the longest known phrase, and its token; (1, None) when the first word is unknown."""
    words: list[str] = []
    for piece in pieces:
        if not isinstance(piece, str):
            break
        words.append(piece)
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[:size])
        for form in (phrase, phrase.removesuffix("'s")):
            if form in PHRASES:
                return size, _named(PHRASES[form], form)
    return 1, _unit(words[0])


def _named(kind: str, word: str) -> Token:
    """The token of a word that stands in the tables."""
    if kind == "h":
        month, day = HOLIDAYS[word]
        return Token("h", number=100 * month + day)
    tables = {"w": WEEKDAYS, "m": MONTHS, "s": SEASONS, "o": ORDINALS, "n": NUMBERS, "T": DEICTIC}
    if kind in tables:
        return Token(kind, number=tables[kind][word], word=word)
    return Token(kind, word={"P": PARTS, "R": RELATIVE}.get(kind, {}).get(word, word))


def _unit(word: str) -> Token | None:
    """ "week", "weeks", "week's": a unit of time, and whether it is many."""
    bare = word.removesuffix("'s")
    if bare in UNITS_OF_TIME:
        return Token("u", word=UNITS_OF_TIME[bare])
    if bare.endswith("s") and bare[:-1] in UNITS_OF_TIME:
        return Token("u", word=UNITS_OF_TIME[bare[:-1]], plural=True)
    return None


def _numeric(kind: str, digits: str) -> Token | None:
    """The token of a piece of digits; None when it is no date."""
    if kind == "iso":
        year, month, day = (int(x) for x in re.split(r"[-/]", digits))
        return _full(year, month, day)
    if kind == "dmy":
        first, second, year = (int(x) for x in re.split(r"[./-]", digits))
        pair = _month_and_day(first, second, month_first="/" in digits)
        return _full(full_year(year), *pair) if pair else None
    if kind == "slash":
        pair = _month_and_day(*(int(x) for x in digits.split("/")), month_first=True)
        return Token("h", number=100 * pair[0] + pair[1], word=digits) if pair else None
    if kind == "short":
        return Token("y", number=full_year(int(digits)))
    if kind == "number" and len(digits) == 4:
        return Token("y", number=int(digits)) if 1000 <= int(digits) <= 2100 else Token("c")
    if kind in {"decade", "ordinal", "number"} and len(digits) <= 4:
        return Token({"decade": "e", "ordinal": "o", "number": "n"}[kind], number=int(digits))
    return None


def _month_and_day(first: int, second: int, *, month_first: bool) -> tuple[int, int] | None:
    """Month and day of two numbers: by what each can be, else month first with slashes (US), day first with dots, hyphens."""
    if first > 12 or (second <= 12 and not month_first):
        first, second = second, first
    return (first, second) if 1 <= first <= 12 and 1 <= second <= 31 else None


def full_year(year: int) -> int:
    """Two digits to four: 00 to 69 are of this century, 70 to 99 of the last; four digits stay."""
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _full(year: int, month: int, day: int) -> Token | None:
    try:
        return Token("D", day=date(year, month, day))
    except ValueError:
        return None


def _joined(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "twenty" "-" "three" as one number, and hyphens that join no two dates dropped ("mid-March", "two-day")."""
    out: list[Token] = []
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.word == "-" and token.kind == "-":
            if out and following and out[-1].kind in _SPANNING and following.kind in _SPANNING:
                out.append(token)
            continue
        tens = out[-2] if len(out) > 1 and out[-1].word == "-" else out[-1] if out else None
        if token.kind in "no" and 0 < token.number < 10 and token.word and tens and tens.word in {"twenty", "thirty"}:
            del out[out.index(tens) :]
            token = Token(token.kind, number=tens.number + token.number, word="twenty-")
        out.append(token)
    return tuple(out)
