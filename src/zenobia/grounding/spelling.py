"""Names as keys: two spellings of one name meet in one key.

`fold` undoes what type does (case, accents, apostrophes, hyphens); `skeleton` also what transliteration does (vowels, articles,
doubled letters, kh for h), for names out of Arabic, Kurdish, Persian, Ukrainian, Russian. Pure and linear in the name."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
    | dict.fromkeys("’‘'`´ʻʼʽʾʿˈ′‛ʹʺ\u0640", "")
    | dict.fromkeys("أإآٱ", "ا")
    | {"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"}
)
_BREAKS = re.compile(r"[\W_]+")
_QUOTES = re.compile(r"['`]")

ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "il",
        "ad",
        "ed",
        "ar",
        "er",
        "as",
        "es",
        "ash",
        "esh",
        "az",
        "ez",
        "at",
        "et",
        "an",
        "en",
        "ath",
        "eth",
        "adh",
        "edh",
    ]
)
"""The Arabic article, also as it sounds before the letters it joins with ("Deir ez-Zor", "Dayr az-Zawr")."""

_SOUNDS = (
    ("tsch", "c"), ("dsch", "j"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("kh", "x"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("tz", "z"), ("ts", "z"),
)  # fmt: skip
_LETTER = dict(_SOUNDS)
_SOUND = re.compile("|".join(sound for sound, _ in _SOUNDS))
_VOWELS = re.compile(r"(?<=.)[aeiouywh]+")
_FIRST_VOWEL = re.compile(r"^[aeiou]+")
_DOUBLED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """Lower case, without accents and apostrophes, other signs as one space: "Mar'a" and "Marʿa" are "mara"."""
    if name.isascii():
        return _BREAKS.sub(" ", _QUOTES.sub("", name.lower())).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS))
    return _BREAKS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def skeleton(name: str) -> str:
    """The consonants that transliterations agree on: "Deir ez-Zor" and "Dayr Az Zawr" are both "dr zr".

    Empty for names with no Latin letter. A coarse key: names that share one are candidates, not the same."""
    words = fold(name).split()
    kept = [w for w in words if w not in ARTICLES] or words
    return " ".join(filter(None, map(_bones, kept)))


def _bones(word: str) -> str:
    if not word.isascii():
        return ""
    if len(word) > 4 and word[:2] in ARTICLES and (word[1] == word[2] or (word[1] == "l" and word[2] not in "aeiou")):
        word = word[2:]  # "Albukamal", "Ezzor"
    word = _SOUND.sub(lambda sound: _LETTER[sound[0]], word)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", _FIRST_VOWEL.sub("a", word)))
