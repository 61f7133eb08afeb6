"""Descriptions that can mean nothing else in their report: "the group", "the base". One pass of `same_entity`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from zenobia.reading.identities import SOME_STATE
from zenobia.reading.linking import Links
from zenobia.reading.names import COMMON, Words
from zenobia.reading.word_lists import word_list
from zenobia.types import MentionType

_NEAR = 700  # code points a description of a group or site reaches back: some four sentences of news
_OFFICE = 60  # code points between a name and the office that the report gives it

_MILITANT_GROUP = word_list("descriptions.militant_group")
_MILITANT_SIGNS = word_list("descriptions.militant_signs")
_MONITOR = re.compile(r"(?:(?:war|rights|human rights|opposition|syrian) )*(?:monitor|watchdog|observatory|monitoring group)")
_MONITORS = re.compile(r"\b(?:observatory|monitor|human rights|watch)\b", re.IGNORECASE)
_ATTACKERS = frozenset({"attacker", "bomber", "assailant", "gunman", "perpetrator"})
_ATTACKER_WORDS = frozenset((word,) for word in _ATTACKERS)
_APPOSITION = re.compile(r"\s*,?\s+(?:the|a|an)\s+((?:[\w-]+\s+){0,4}[\w-]+)")
_WORD = re.compile(r"[A-Za-z]+")


def link_described(links: Links) -> None:
    """Join each description to the one entity it can mean; where two fit alike, to none."""
    _link_heads(links)
    _link_monitors(links)
    _link_militants(links)
    _link_offices(links)
    _link_stated(links)


def _link_heads(links: Links) -> None:
    """A noun that ends a fuller wording before it: "the inspectors" after "U.N. inspectors", "the base" after "air base"."""
    ends: dict[tuple[str, Words], list[int]] = {}
    for n, wording in enumerate(links.wordings):
        family, words = links.family(n), wording.words
        if not words:
            continue
        if family in ("group", "facility", "person", "place") and _may_describe(links, n, words):
            found = [m for m in ends.get((family, words), [])[-40:] if links.find(m) != links.find(n)]
            far = family == "group" or len(words) > 1
            near = [m for m in found if far or links.mentions[n].span.start - links.mentions[m].span.end <= _NEAR]
            if near and (family != "group" or len({links.find(m) for m in near}) == 1):
                links.join(near[-1], n)
        for end in _ends(family, words):
            ends.setdefault((family, end), []).append(n)


def _ends(family: str, words: Words) -> Sequence[Words]:
    """What a later description may say of these words: their last word or words; of sites also "base" of "airbase"."""
    ends = [words[cut:] for cut in range(1, min(len(words), 5))]
    if family in ("facility", "person"):
        ends.append(words)
        for whole in ("base", "station", "port", "house", "camp"):
            if words[-1] != whole and words[-1].endswith(whole):
                ends.append((whole,))
        if family == "facility" and words[-1] in ("building", "headquarters", "compound") and len(words) > 1:
            ends.extend(words[cut:-1] for cut in range(len(words) - 1))
    return ends


def _may_describe(links: Links, number: int, words: Words) -> bool:
    """Whether the mention is a common noun with "the" before it; a body's or outlet's also without."""
    if any(w.startswith("@") for w in words) or (links.mentions[number].text[:1].isupper() and not links.is_definite(number)):
        return False
    if links.wordings[number].proper:
        return False
    if links.family(number) == "group":
        return links.is_definite(number) and links.keys[number] not in ("group:militants", "group:rebels")
    return links.is_definite(number)


def _link_monitors(links: Links) -> None:
    """ "a monitor", "the watchdog", "monitoring group": the one observatory of the report, named before or after."""
    named = [
        n
        for n, m in enumerate(links.mentions)
        if links.family(n) == "group" and links.wordings[n].proper and _MONITORS.search(m.text)
    ]
    if len({links.find(n) for n in named}) != 1:
        return
    for n, wording in enumerate(links.wordings):
        if links.family(n) == "group" and not wording.proper and _MONITOR.fullmatch(" ".join(wording.plain)):
            links.join(named[0], n)


def _link_militants(links: Links) -> None:
    """ "the group", "the terrorists": the one named armed group of the sentences before."""
    armed: set[int] = set()
    for n, wording in enumerate(links.wordings):
        if links.family(n) != "group":
            continue
        signs = any(w in _MILITANT_SIGNS for w in wording.plain)
        if wording.kind == "militant" or (signs and wording.proper and links.keys[n] not in (None, "group:militants")):
            armed.add(links.find(n))
    for n, wording in enumerate(links.wordings):
        if links.family(n) != "group" or not wording.words or wording.words[-1] not in _MILITANT_GROUP:
            continue
        if wording.proper or not links.is_definite(n) or not all(w in COMMON or w == "notorious" for w in wording.plain):
            continue
        if links.keys[n] not in (None, "group:militants") and links.find(n) != n:
            continue
        start = links.mentions[n].span.start
        near = [m for m in range(max(0, n - 60), n) if links.find(m) in armed and start - links.mentions[m].span.end <= _NEAR]
        if near and (len({links.find(m) for m in near}) == 1 or wording.words[-1] in ("group", "organization", "movement")):
            links.join(near[-1], n)


def _link_offices(links: Links) -> None:
    """ "the spokesman", "the president": the person to whose name the report adds that office; "the attacker": the last one."""
    holders: dict[str, list[int]] = {}
    for n, mention in enumerate(links.mentions):
        if mention.type is MentionType.PERSON and links.wordings[n].proper:
            for office in _offices(links, n):
                holders.setdefault(office, []).append(n)
    for n, wording in enumerate(links.wordings):
        if links.family(n) != "person" or wording.proper or not wording.words or links.find(n) != n:
            continue
        head = wording.words[-1]
        if head in _ATTACKERS:
            _join_last(links, n, lambda m: links.family(m) == "person" and links.wordings[m].words[-1:] in _ATTACKER_WORDS)
        elif links.is_definite(n) or links.word_before(n) in ("his", "her", "its", "their"):
            here = holders.get(head, [])
            at = bisect_left(here, n)
            if at:
                links.join(here[at - 1], n)
            elif here and links.mentions[here[0]].span.start - links.mentions[n].span.end <= 2 * _NEAR:
                links.join(here[0], n)


def _join_last(links: Links, number: int, fits: Callable[[int], bool]) -> None:
    """Join to the last fitting mention before, when "the" says that it was told before."""
    if links.is_definite(number):
        for before in range(number - 1, max(-1, number - 60), -1):
            if fits(before):
                links.join(before, number)
                return


def _offices(links: Links, number: int) -> set[str]:
    """Words that may be the person's office: the two right before the name, and those of an apposition after it."""
    span = links.mentions[number].span
    before = _WORD.findall(links.text[max(0, span.start - _OFFICE) : span.start])[-2:]
    opposed = _APPOSITION.match(links.text[span.end : span.end + _OFFICE])
    return {w.lower() for w in before + (opposed.group(1).split() if opposed else [])}


def _link_stated(links: Links) -> None:
    """ "the army", "the air force": the one of the report that is named with its state, before or after."""
    stated: dict[str, set[int]] = {}
    for n, wording in enumerate(links.wordings):
        key = links.keys[n] or ""
        if links.family(n) == "group" and len(wording.words) > 1 and wording.words[0].startswith("@"):
            stated.setdefault(" ".join(wording.words[1:]), set()).add(links.find(n))
        if key.endswith(" army") and SOME_STATE not in key:
            stated.setdefault("army", set()).add(links.find(n))
    for n, wording in enumerate(links.wordings):
        if links.family(n) != "group" or not wording.words:
            continue
        army = links.keys[n] == f"group:{SOME_STATE} army"
        plain = not wording.proper and not wording.words[-1].endswith("s")
        found = stated.get("army" if army else " ".join(wording.words), set())
        if len(found) == 1 and (army or (plain and links.is_definite(n))):
            links.join(next(iter(found)), n)
