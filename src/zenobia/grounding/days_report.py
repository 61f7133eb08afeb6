"""What a report tells of its days beyond a date phrase: the dateline in its text, and whether an event is told "since" a date.

Takes texts and spans, gives a date or a yes or no; nothing is guessed where the words are not there."""

from __future__ import annotations

import re
from datetime import date

from zenobia.grounding.days_dates import ABSOLUTE
from zenobia.grounding.days_tokens import clean_phrase, read_tokens
from zenobia.types import Span

HEAD = 160
"""A dateline stands in so many first characters of a text."""

CLAUSE = 120
"""A "since" is looked for in so many characters in front of a date."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\ "
_DATELINE = re.compile(
    rf"""(?: ^\W{{0,3}} | \b(?:published|updated|posted)(?:\ on|\ at|:)?\ | \b(?={_WEEKDAY}) )
         (?:{_WEEKDAY})?
         (?P<date> \d{{1,2}}\ {_MONTH},?\ \d{{4}} | {_MONTH}\ \d{{1,2}},?\ \d{{4}}
                 | \d{{1,2}}(?:\.\d{{1,2}}\.|-\d{{1,2}}-)\d{{4}} | \d{{4}}-\d{{2}}-\d{{2}} ) (?!\d)""",
    re.I | re.X,
)
_SENTENCE_END = re.compile(r'[.!?]["”)]?\s|\n')
_ADJACENT = re.compile(r"\s*(?:the|at least|about|around|early|late)?\s*", re.I)
_SUBORDINATE = re.compile(r"\s*(?:when|after|with|as|that)\b", re.I)


def read_dateline(text: str) -> date | None:
    """The date a text gives itself in its first HEAD characters; None when it gives none.

    It overrules the date of the collection (ruling 7.22). A full date counts at the very start, after "published" or "updated",
    or behind its weekday: "Wed 01 Oct 2014 at 1459", "Published July 27 2016".
    """
    found = _DATELINE.search(text[:HEAD])
    tokens = read_tokens(clean_phrase(found["date"])) if found else None
    if not tokens:
        return None
    rule = ABSOLUTE.get("".join("n" if t.kind == "o" else t.kind for t in tokens))
    days = rule(tokens) if rule else None
    return days.start if days and days.start == days.end else None


def told_since(text: str, phrase: Span, trigger: Span) -> bool | None:
    """Whether the event at `trigger` is told to run since the date at `phrase`; None when no "since" governs that date.

    "Shells have fallen since the truce ended in March": the shells since March, the end in March. A "since" that opens its
    sentence reaches the main clause behind the date as well, but not what "when" or "after" ties to the date itself.
    """
    clause = _SENTENCE_END.split(text[max(0, phrase.start - CLAUSE) : phrase.start])[-1]
    head, since, between = _rpartition_word(clause, "since")
    if not since or re.search(r"[,;:]", between):
        return None
    at = phrase.start - len(between) - len(since)
    if trigger.end <= at:
        return True
    if trigger.start < phrase.end:
        return False
    if _SUBORDINATE.match(text, phrase.end) and not re.search(r"[,;]", text[phrase.end : trigger.start]):
        return False
    return not head.strip(' "“') or bool(_ADJACENT.fullmatch(between))


def _rpartition_word(text: str, word: str) -> tuple[str, str, str]:
    """`text` before, at and after the last whole `word` in it, whatever its case; ("", "", "") without one."""
    found = None
    for found in re.finditer(rf"\b{word}\b", text, re.I):  # noqa: B007
        pass
    return (text[: found.start()], found[0], text[found.end() :]) if found else ("", "", "")
