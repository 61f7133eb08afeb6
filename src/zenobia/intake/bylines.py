"""Lines of a heading that tell who wrote, where and when: bylines, date lines, datelines. Takes text, gives its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zenobia.intake.dates import MONTHS, DatePhrase, find_dates

_BY = re.compile(r"(?:(?:written |(?:story|text|words|report|reported|reporting|analysis) )?by|from)\s+(\S.{1,150})", re.I)
_TOKEN = re.compile(r"[^\s,;/|&()]+|[,;/|&()]")
_SMALL_WORDS = """
al el an ar as at ad abu bin bint ibn ben ould da de del della der den di dos du la le van von ter ten y e and in for of the with
staff reporter reporters correspondent correspondents agencies writer editor contributor
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NO_NAMES = """
monday tuesday wednesday thursday friday saturday sunday today yesterday the a an this that these those its his her their
land sea air force night day numbers contrast far
"""
_NO_NAME = frozenset(_NO_NAMES.split()) | frozenset(name for name in MONTHS if name.isascii() and len(name) > 4)
_SEPARATORS = " \t|·•–—-,;:()/[]*_"
_LABELS = re.compile(
    r"\b(?:first |last )?(?:published|posted|issued|updated|modified|created|released|(?:publication )?date)(?: (?:on|at))?\b\s*:?",
    re.I,
)
_TIMES = re.compile(
    r"\b\d{1,2}(?::|\.|h)\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:hrs|hours)?|\b\d{1,2}\s*[ap]\.?m\b\.?|"
    r"\b(?:GMT|UTC|BST|CES?T|EE?S?T|[ECMP][SD]T|IST|AST|MSK|local time)\b(?:\s*[+-]\d{1,2}(?::?\d\d)?)?|"
    r"\b\d+ (?:minutes?|hours?|days?) ago\b|\b\d{1,2} min(?:ute)?s? read\b",
    re.I,
)
_DASH = re.compile(r"\s(?:--|[-–—―])\s|(?<=[\w).])(?:\s?--\s?|\s[–—―]\s?|–\s|[—―]\s?)|(?<=\))\s?[-:]\s?|(?<=[A-Z]{3})- ")
_AGENCY = re.compile(r"\s*\(([^()]{2,50})\)\s*\Z")
_PRESS = re.compile(
    r"\b(?:Reuters|Thomson|AP|AFP|Xinhua|UPI|dpa|EFE|ANSA|TASS|Interfax|RIA|SANA|IRNA|Fars|Tasnim|Anadolu|AA|Kyodo|Yonhap|PTI|"
    r"ANI|IRIN|VOA|BBC|CNN|Al ?Jazeera|Bloomberg|Ukrinform|Ruptly|\w*news|press|agency|times|post|radio|tv)\b",
    re.I,
)
_NO_PLACES = """
isis isil is daesh nato sdf pkk ypg ypj hts idf un us usa uk eu au unhcr unicef who wfp icc icrc farc eln rsf saf fsa plo
irgc pmf pmu jnim iswap m23 adf tplf olf mnlf milf npa ltte cia fbi fsb gru update exclusive breaking analysis explainer
factbox timeline watch video photos opinion live wrapup refile correction corrected
"""
_ACRONYMS = frozenset(_NO_PLACES.split())
"""Words in capitals that stand before a dash and are no place."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds a date and little else.

    is_update: it tells of a later change. byline: who, when the line tells it. rest: the other words, no label or time.
    """

    phrase: DatePhrase
    is_update: bool = False
    byline: str | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The words before a report's first sentence, up to `end`: place, day, agency in brackets."""

    end: int
    phrase: DatePhrase | None = None
    agency: str | None = None


def read_byline(text: str) -> str | None:
    """The names in "By Jane Roe and John Doe, Agency"; None when the line is no byline."""
    found = _BY.fullmatch(text.strip(_SEPARATORS)) if len(text) <= 200 else None
    if not found or (text.endswith((".", "?", "!")) and not re.search(r"\b[A-Z]\.\Z", text)):
        return None
    names = found[1].strip(_SEPARATORS)
    if text[:4].lower() == "from" and not re.search(r"\bin\b|correspondent|reporter", names):
        return None
    return names if _is_name(names, most=16) else None


def is_bare_name(text: str) -> bool:
    """Whether a line could be a writer's name and nothing else: two to five words, each capitalised."""
    return len(text) <= 60 and 2 <= len(text.split()) <= 5 and _is_name(text, most=8)


def _is_name(text: str, *, most: int) -> bool:
    """Whether all words are capitalised or small parts of names, and the first is a name's."""
    tokens = [token for token in _TOKEN.findall(text) if token[0].isalnum()]
    if not tokens or len(tokens) > most or any(c.isdigit() for c in text) or tokens[0].lower() in _NO_NAME:
        return False
    if not tokens[0][0].isupper() and tokens[0].lower() not in ("al", "el", "van", "von", "de", "our", "staff"):
        return False
    return all(token[0].isupper() or token.split("-")[0].lower() in _SMALL or not token[0].isascii() for token in tokens[1:])


def read_date_line(text: str) -> DateLine | None:
    """The date of a line like "Published: Monday, 28 March 2016, 14:05 GMT" or "Jane Roe | March 28, 2016"; else None.

    What is left beside date, time and label must be a name, a place or an agency: a sentence that names a day is no date line.
    """
    if len(text) > 160 or not any(c.isdigit() for c in text):
        return None
    phrases = find_dates(text)
    if not phrases:
        return None
    phrase = phrases[0]
    rest = text
    for other in reversed(phrases):
        rest = f"{rest[: other.start]} | {rest[other.end :]}"
    is_update = bool(re.search(r"\b(?:updated|modified)\b", text[: phrase.start], re.I))
    rest = _LABELS.sub(" ", _TIMES.sub(" ", rest)).strip(_SEPARATORS + ".")
    rest = re.sub(r"\bat\s*(?=\||\Z)|(?:\A|(?<=\|))\s*(?:on|at)\b", " ", rest).strip(_SEPARATORS + ".")
    if phrase.day is None and phrase.month_day is None:
        return DateLine(phrase, is_update) if not rest else None
    if not rest:
        return DateLine(phrase, is_update) if phrase.day or len(text) < 40 else None
    if phrase.day is None or text.rstrip().endswith((".", "?", "!")):
        return None
    names = read_byline(rest.split("|")[0].strip(_SEPARATORS)) or (rest if is_bare_name(rest) and "|" in text else None)
    return DateLine(phrase, is_update, names, rest) if names or _is_name(rest.replace("|", " "), most=6) else None


def find_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with: "ALEPPO, Syria, March 28 (Agency) - ", "28 March 2016 – ", "BEIRUT — ".

    Before the dash stand places, a day, an agency in brackets, at least one of: a place in capitals, a day, an agency.
    """
    for dash in list(_DASH.finditer(text[:140]))[:3]:
        found = _read_dateline(text[: dash.start()], dash.end(), text[dash.end() : dash.end() + 3])
        if found:
            return found
    return None


def _is_capital(chunk: str) -> bool:
    """Whether a part of a dateline is in capitals and no acronym of a party."""
    words = chunk.strip(_SEPARATORS).split()
    return sum(c.isalpha() for c in chunk) >= 3 and chunk.upper() == chunk and words[0].strip(".").lower() not in _ACRONYMS


def _read_dateline(head: str, end: int, following: str) -> Dateline | None:
    if not following.lstrip("\"'“‘[(")[:1].isupper() and not following[:1].isdigit():
        return None
    agency = _AGENCY.search(head)
    place = head[: agency.start()] if agency else head
    phrases = find_dates(place)
    phrase = phrases[0] if phrases else None
    if phrase:
        place = f"{place[: phrase.start]},{place[phrase.end :]}"
    chunks = [chunk for chunk in re.split(r"[,/]", place.replace(" and ", ",")) if chunk.strip(_SEPARATORS)]
    words = [word for chunk in chunks for word in chunk.strip(_SEPARATORS).split()]
    if any(c.isdigit() for c in place) or len(words) > 8 or any(len(chunk.split()) > 4 for chunk in chunks):
        return None
    if not all(word[0].isupper() or word[0] in "’'‘" or word.split("-")[0].lower() in _SMALL for word in words):
        return None
    if words and words[0].strip(".").lower() in _ACRONYMS:
        return None
    if not (any(map(_is_capital, chunks)) or phrase or (agency and _PRESS.search(agency[1]))):
        return None
    return Dateline(end, phrase, agency[1].strip() if agency and any(c.isalpha() for c in agency[1]) else None)
