"""One date of a phrase: its shape, and the rule for it, of dates with a year (days_dates), told from another (days_after), nearest
publication (days_nearest), reckoned from it (days_relative), or feasts (days_feasts).

Takes tokens and an Anchor, gives days; None where no rule reads the shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zenobia.grounding.days_after import AFTER, PAST
from zenobia.grounding.days_anchor import Anchor
from zenobia.grounding.days_dates import ABSOLUTE, division_of, part_of
from zenobia.grounding.days_feasts import feast_days, nearest_feast
from zenobia.grounding.days_nearest import nearest_date
from zenobia.grounding.days_relative import RELATIVE
from zenobia.grounding.days_tokens import Token
from zenobia.types import Days

Tokens = tuple[Token, ...]

DIVIDED = frozenset("mysRF")
"""Kinds of tokens that begin what "first week of" or "last day of" can stand in front of."""

FROM_PUBLICATION = frozenset({"today", "yesterday", "tomorrow", "tonight", "ago"})
"""Words that even a narrative reads from publication."""

OF_TOLD = frozenset({"that", "same", "following"})
"""Words that in news too point at the date told before."""


def single_date(tokens: Tokens, anchor: Anchor | None) -> Days | None:
    """One date, whole or the part of it that is said: "late June", "end of next month", "first week of July"."""
    tokens = _without_idle_words(tokens)
    shape = shape_of(tokens)
    if shape[:1] == "P" and len(shape) > 1:
        rest = tokens[1:]
        if shape == "Pu":  # "end of the year"
            rest = (Token("R", word="this"), *rest)
        found = _whole(rest, anchor)
        return part_of(found, tokens[0].word) if found else None
    if shape[:2] in {"nu", "Ru"} and shape[2:3] in DIVIDED and tokens[1].word in {"day", "week", "half", "quarter"}:
        number = tokens[0].number if tokens[0].kind in "no" else -1 if tokens[0].word == "last" else 0
        found = _whole(tokens[2:], anchor) if number else None
        return division_of(found, number, tokens[1].word) if found else None
    return _whole(tokens, anchor)


def _whole(tokens: Tokens, anchor: Anchor | None) -> Days | None:
    """The rule for the shape of `tokens`; None when there is none."""
    if anchor is not None:
        tokens = _with_year(tokens, anchor)
    weekday = next((t.number for t in tokens if t.kind == "w"), None)
    if weekday is not None and len(tokens) > 2 and any(t.kind in "m" for t in tokens):
        tokens = tuple(t for t in tokens if t.kind != "w")
        if anchor is not None and shape_of(tokens) in {"mn", "nm"}:
            month, day = sorted(tokens, key=lambda t: t.kind)
            return nearest_date(month.number, day.number, anchor, weekday)
    if any(t.kind == "D" for t in tokens):
        tokens = tuple(t for t in tokens if t.kind == "D")
    shape = shape_of(tokens)
    if shape in ABSOLUTE:
        return ABSOLUTE[shape](tokens)
    if shape in {"Fy", "yF"}:
        feast, year = sorted(tokens, key=lambda t: t.kind)
        return next(iter(feast_days(feast.word, year.number)), None)
    if anchor is None:
        return None
    found = _after_told(tokens, shape, anchor)
    if found or (anchor.told.narrative and not FROM_PUBLICATION & {t.word for t in tokens}):
        return found
    tokens = tuple(replace(t, word="next") if t.word == "following" else t for t in tokens)
    if shape == "F":
        return nearest_feast(tokens[0].word, anchor)
    rule = RELATIVE.get("".join(t.kind for t in tokens)) or RELATIVE.get(shape)
    return rule(tokens, anchor) if rule else None


def _after_told(tokens: Tokens, shape: str, anchor: Anchor) -> Days | None:
    """Reckoned from the date told before; in news "next" and "last" are reckoned from publication, but for "the next day"."""
    told, narrative = anchor.told.days, anchor.told.narrative
    if told is None:
        return None
    if shape[:2] == "RR":  # "that same day"
        tokens, shape = tokens[1:], shape[1:]
    if (
        not narrative
        and shape[:1] == "R"
        and tokens[0].word not in OF_TOLD
        and (tokens[0].word, tokens[-1].word) != ("next", "day")
    ):
        return None
    rule = (PAST if narrative else AFTER).get(shape)
    return rule(tokens, told) if rule else None


def _with_year(tokens: Tokens, anchor: Anchor) -> Tokens:
    """ "March last year" as "March 2015", "July of that year" of the year told before; "late last month" keeps its words."""
    if len(tokens) > 2 and shape_of(tokens[-2:]) == "Ru" and tokens[-1].word == "year" and tokens[0].kind in "mnosh":
        offset = {"last": -1, "this": 0, "next": 1}.get(tokens[-2].word)
        told = anchor.told.days
        if told and (tokens[-2].word in OF_TOLD or anchor.told.narrative):
            offset = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(tokens[-2].word, 0)
            return (*tokens[:-2], Token("y", number=told.end.year + offset))
        if offset is not None:
            return (*tokens[:-2], Token("y", number=anchor.published.year + offset))
    return tokens


def _without_idle_words(tokens: Tokens) -> Tokens:
    """Without what moves no day: the part of a day beside its date, "early" and "earlier" of a day."""
    dated = any(t.kind in "wmDThy" for t in tokens)
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        behind = "".join(t.kind for t in tokens[at + 1 : at + 3])
        of_day = behind[:1] in {"w", "T", "p"} or behind in {"Rp", "Rw"}
        if token.kind == "p" and dated:
            continue
        if (token.kind in "Pgf" and of_day) or (token.kind in "gf" and behind[:1] in {"m", "D"}):
            continue
        kept.append(token)
    if len(kept) > 1 and kept[-1].kind == "P":  # "Friday late"
        kept.pop()
    return tuple(kept)


def shape_of(tokens: Sequence[Token]) -> str:
    return "".join("n" if t.kind == "o" else t.kind for t in tokens)
