"""Number phrases to whole bounds: "at least sixty" to low 60, high None (codebook, section 3 and ruling 7.6).

Takes the words of a `count` mention and, where they matter, the words around it; knows nothing of reports or events.
Only the first LONGEST characters can matter and each word is looked at a few times, so the time is linear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zenobia.grounding.numbers_words import (
    BOUND_VERBS,
    FEW,
    HIGH,
    LOW,
    NOT_BEFORE,
    PLURAL_SCALES,
    QUALIFIERS,
    SCALES,
    TAIL_QUALIFIERS,
    TENS,
    UNITS,
)

LONGEST = 120
"""Longer phrases name no count; they are not looked at."""

LARGEST = 10**12
"""No toll is larger: a larger number is a slip of the text."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many, in whole numbers, inclusive; None where the phrase sets no bound (not zero)."""

    low: int | None
    high: int | None


_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[.']\d{3})+|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})(?P<short>k|m|mn|bn)?(?![a-z\d])|[a-z]+|\S")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_SIGNS = str.maketrans(_DASHES | {"\u2019": "'", "\u066c": ",", "\u066b": "."})
_SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion"}
_SILENT = frozenset("\",.()[]'")
_NOT_COUNTED = frozenset(
    ("percent", "per", "pct", "in", "out", "th", "st", "nd", "rd", "year", "years", "month", "months", "week", "weeks", "day",
     "days", "hour", "hours", "minute", "minutes", "km", "kilometers", "kilometres", "miles", "am", "pm")
)  # fmt: skip
"""Words behind a number that make it a share, a rank, a date or a measure."""

_INSIDE = frozenset(SCALES) | {"and", "a", "half"}

_HARM = r"(?:kill\w*|injur\w+|wound\w*)"
_JOINT_BEFORE = re.compile(rf"{_HARM}(?: and | or |/| ){_HARM}\s*$", re.I)
_JOINT_AFTER = re.compile(rf"\s*(?:\w+ ){{0,3}}(?:{_HARM}|dead|hurt)(?: and | or |/|, | )(?:{_HARM}|hurt)", re.I)


def read_bounds(phrase: str, after: str = "", before: str = "") -> Bounds | None:
    """The bounds a number phrase sets; None when it names no number ("many", "a", "first").

    before, after: the report's text on either side of the phrase. A qualifier left outside the phrase is taken from `before`
    ("surpasses" | "130": low 130). One number for the killed and the injured together ("kill and injure" | "eight") is no
    lower bound of either, so its low is None.
    """
    words, bound = _strip_qualifiers(_tokens(phrase))
    if bound is None:
        bound = _bound_before(before)
    words, tail = _strip_tail(words)
    bounds = _range(words) or _amount(words)
    if bounds is None:
        return None
    bound = tail or bound
    bounds = Bounds(None if bound == HIGH else bounds.low, None if bound == LOW else bounds.high)
    if _JOINT_BEFORE.search(before[-40:]) or _JOINT_AFTER.match(after[:60]):
        return Bounds(None, bounds.high)
    return bounds


def read_number(phrase: str) -> int | None:
    """The whole number a phrase spells ("twenty-three", "1.5 million", "a dozen"); None when it spells none or a vague one."""
    bounds = _amount(_tokens(phrase))
    return bounds.low if bounds is not None and bounds.low == bounds.high else None


def _tokens(phrase: str) -> list[str]:
    """Lower-case words, signs, and numbers without grouping; ["17", "thousand"] for "17k"."""
    if len(phrase) > LONGEST:
        return []
    out: list[str] = []
    for m in _TOKEN.finditer(_SPACED.sub("", phrase.translate(_SIGNS).lower())):
        number = m["number"]
        if number is None:
            out.append(m[0])
        elif re.fullmatch(r"\d{1,3}(?:[,.']\d{3})+", number):
            out.append(re.sub(r"\D", "", number))
        else:
            out.append(number.replace(",", "."))
        if m["short"]:
            out.append(_SHORT[m["short"]])
    return [w for w in out if w not in _SILENT]


def _strip_qualifiers(words: list[str]) -> tuple[list[str], str | None]:
    """`words` without the qualifiers in front ("some", "a total of at least"), and the bound the nearest firm one sets."""
    bound: str | None = None
    at = 0
    while at < len(words) - 1:
        size = next((n for n in (4, 3, 2, 1) if at + n < len(words) and " ".join(words[at : at + n]) in QUALIFIERS), 0)
        if not size:
            break
        kind = QUALIFIERS[" ".join(words[at : at + size])]
        bound = kind if kind in (LOW, HIGH) or bound is None else bound
        at += size
    return words[at:], bound


def _bound_before(before: str) -> str | None:
    """The bound that the words right in front of the phrase set; None when they set none."""
    words = _tokens(before[-40:])
    for size in range(min(4, len(words)), 0, -1):
        phrase = " ".join(words[-size:])
        if phrase in QUALIFIERS:
            return None if phrase in NOT_BEFORE else QUALIFIERS[phrase]
    return BOUND_VERBS.get(words[-1]) if words else None


def _strip_tail(words: list[str]) -> tuple[list[str], str | None]:
    """`words` without a bound set behind the number ("12 or more", "30+"), and that bound."""
    for size in (3, 2, 1):
        kind = TAIL_QUALIFIERS.get(" ".join(words[-size:])) if len(words) > size else None
        if kind is not None:
            return words[:-size], kind
    return words, None


def _range(words: list[str]) -> Bounds | None:
    """ "between 30 and 40", "30-40", "three or four", "1 to 1.5 million"; None when `words` are no range."""
    between = words[:1] in (["between"], ["from"])
    words = words[1:] if between else words
    for at, word in enumerate(words[:-1]):
        if not at or not (word in {"to", "-", "or"} or (between and word == "and")):
            continue
        if word == "-" and not _INSIDE.isdisjoint((words[at - 1], words[at + 1])):  # "one-hundred", "two-and-a-half"
            continue
        right = _amount(words[at + 1 :])
        shared = [w for w in words[at + 1 :] if w in SCALES and not _has_scale(words[:at])]  # "1.5 to 2 million"
        for left in (_amount([*words[:at], *shared]), _amount(words[:at])):
            if left and right and left.low is not None and right.low is not None and left.low < right.low:
                return Bounds(left.low, right.high)
    return None


def _has_scale(words: list[str]) -> bool:
    return any(w in SCALES or w in PLURAL_SCALES for w in words)


def _amount(words: list[str]) -> Bounds | None:
    """A number without qualifier: exact, or vague ("dozens": low 24, high None)."""
    words = [w for w in words if w not in {"-", "and", "the"}]
    if "of" in words and not (words[0] in FEW or words[0] in PLURAL_SCALES or "couple" in words[:2]):
        words = words[: words.index("of")]  # "five of the seven"
    words = [w for w in words if w != "of"]
    if words[:1] in (["a"], ["an"]):
        words = words[1:]
        if not words or not (words[0] in FEW or words[0] in SCALES or words[0] in {"couple", "pair", "single", "lone", "trio"}):
            return None
    if not words:
        return None
    if words[0] in FEW or words[0] in PLURAL_SCALES:
        return _vague(words)
    if words[0] == "half":
        words = ["0.5", *(w for w in words[1:] if w not in {"a", "an"})]
    number = _spelled(words)
    return None if number is None or number > LARGEST else Bounds(number, number)


def _vague(words: list[str]) -> Bounds | None:
    """ "several", "a few hundred", "hundreds", "tens of thousands": at least so many, and no telling how many more."""
    low = FEW.get(words[0], 1)
    if words[0] == "many" and (len(words) == 1 or (words[1] not in SCALES and words[1] not in PLURAL_SCALES)):
        return None
    words = words[1:] if words[0] in FEW else words
    plural = False
    for word in words:
        if word in PLURAL_SCALES:
            low, plural = low * PLURAL_SCALES[word] * (1 if plural or low > 1 else 2), True
        elif word in SCALES:
            low *= SCALES[word]
        else:
            break
    return Bounds(low, None) if low <= LARGEST else None


def _spelled(words: list[str]) -> int | None:
    """The whole number that digits and number words spell; a noun behind it does not matter."""
    total = group = 0.0
    room: float = LARGEST  # what comes next must be smaller: "twenty" leaves room below 10
    seen = False
    for word in words:
        value = _value(word)
        if value is not None:
            if seen and not 0 < value < room:
                return None
            group, room = group + value, (10 if word in TENS else 0)
        elif word in SCALES:
            group, room = (group if seen else 1.0) * SCALES[word], SCALES[word]
            if room >= 1000:
                total, group = total + group, 0.0
        elif word in {"a", "half"} and seen:
            group += 0.5 if word == "half" else 0.0
        elif seen and word.isalpha() and word not in _NOT_COUNTED:
            break
        else:
            return None
        seen = True
    number = total + group
    return int(number) if seen and number == int(number) else None


def _value(word: str) -> float | None:
    """Digits, unit and ten words as a number; None for other words."""
    if word[0].isdecimal():
        return float(word) if len(word) <= 16 else None
    return UNITS.get(word, TENS.get(word))
