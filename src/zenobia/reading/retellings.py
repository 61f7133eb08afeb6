"""People and sites told of twice: headline and first sentence, or one toll by two sources. One pass of `same_entity`.

Common nouns of people and sites ("civilians", "houses") are others each time unless the words around them, or their number,
say that the same ones are meant."""

from __future__ import annotations

import re

from zenobia.reading.linking import Links
from zenobia.reading.word_lists import word_list
from zenobia.types import MentionType

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
}
_ANYBODY = word_list("retellings.anybody")
_OWN_KIND = word_list("retellings.own_kind")
_MANY = 5  # people: from so many up, one number and one fate seldom mean two lots of people in one report

_TOKEN = re.compile(r"[^\W_]+")
_NUMBER_BEFORE = re.compile(r"([\w,.]+)\s+(?:other\s+|of\s+(?:the\s+)?|more\s+)?$")
_KILLED = re.compile(r"kill\w*|dead|died?|dies|deaths?|lives|martyr\w*|execut\w*|massacr\w*", re.IGNORECASE)
_HURT = re.compile(r"injur\w*|wound\w*|hurt", re.IGNORECASE)
_FATE_AFTER = re.compile(r"\s*(?:(?:were|was|are|is|have|has|had|been|got|left|also|reported)\s+){0,3}(\w+)", re.I)
_AROUND = 40  # code points on each side in which words are compared
_SHARED = 4  # of three words on each side: so many agree where a sentence is repeated


def link_retold(links: Links) -> None:
    """Join people of the same number, kind and fate, and people and sites whose neighbouring words are the same."""
    _link_counted(links)
    _link_repeated(links)


def _link_counted(links: Links) -> None:
    """ "Two civilians were killed", "the lives of two persons": one number right before, one kind of people, no other fate."""
    told: dict[tuple[int, str], dict[str, int]] = {}
    for n, mention in enumerate(links.mentions):
        if mention.type is not MentionType.PEOPLE or not links.wordings[n].words:
            continue
        start = mention.span.start
        before = _NUMBER_BEFORE.search(links.text[max(0, start - 24) : start])
        number = _read_number(before.group(1)) if before else None
        if not number:
            continue
        fate = _fate(links, n)
        if number == 1 and fate != "killed":
            continue
        earlier = told.setdefault((number, _kind(links, n, number)), {})
        same = earlier.get(fate, earlier.get("")) if fate else next(iter(earlier.values()), None)
        if same is not None:
            links.join(same, n)
        earlier.setdefault(fate, n)


def _kind(links: Links, number: int, count: int) -> str:
    """The people's noun; of many people, any noun will do ("70 militants", "70 terrorists")."""
    noun = links.wordings[number].words[-1]
    if noun in _OWN_KIND:
        return noun
    return "anybody" if noun in _ANYBODY or count >= _MANY else noun


def _fate(links: Links, number: int) -> str:
    """What befell them, by the verb right after, else by the nearest word before: "killed", "hurt" or ""."""
    span = links.mentions[number].span
    after = _FATE_AFTER.match(links.text[span.end : span.end + _AROUND])
    if after:
        if _KILLED.fullmatch(after.group(1)):
            return "killed"
        if _HURT.fullmatch(after.group(1)):
            return "hurt"
    before = links.text[max(0, span.start - _AROUND) : span.start]
    killed = max((m.end() for m in _KILLED.finditer(before)), default=-1)
    hurt = max((m.end() for m in _HURT.finditer(before)), default=-1)
    return "" if killed == hurt else "killed" if killed > hurt else "hurt"


def _read_number(token: str) -> int | None:
    """The number a word or digits stand for; None for "dozens"."""
    token = token.lower().replace(",", "")
    if token.isdecimal() and len(token) < 10:
        return int(token)
    return _NUMBERS.get(token)


def _link_repeated(links: Links) -> None:
    """Common nouns whose neighbours are those of an earlier mention of the same words."""
    told: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for n, wording in enumerate(links.wordings):
        if links.family(n) not in ("people", "facility", "person") or (links.keys[n] is not None and links.find(n) != n):
            continue
        key = (links.family(n), wording.words)
        for earlier in told.get(key, [])[-12:]:
            if _share_neighbours(links, earlier, n):
                links.join(earlier, n)
                break
        told.setdefault(key, []).append(n)


def _share_neighbours(links: Links, one: int, other: int) -> bool:
    if links.word_before(one) != links.word_before(other):  # "3 civilians", "two civilians"
        return False
    before = zip(_words_before(links, one), _words_before(links, other), strict=False)
    after = zip(_words_after(links, one), _words_after(links, other), strict=False)
    return sum(a == b for a, b in before) + sum(a == b for a, b in after) >= _SHARED


def _words_before(links: Links, number: int) -> list[str]:
    start = links.mentions[number].span.start
    return [w.lower() for w in _TOKEN.findall(links.text[max(0, start - _AROUND) : start])][::-1][:3]


def _words_after(links: Links, number: int) -> list[str]:
    end = links.mentions[number].span.end
    return [w.lower() for w in _TOKEN.findall(links.text[end : end + _AROUND])][:3]
