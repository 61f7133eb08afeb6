"""Dates reckoned from the day of publication: "yesterday", "last week", "two days ago", "past 24 hours", "earlier this month".

Takes tokens of a known shape and an Anchor, gives days. One entry of RELATIVE is one shape; ordinals of dates count as
numbers there. Codebook, section 3 and ruling 7.14."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from zenobia.grounding.days_anchor import Anchor
from zenobia.grounding.days_calendar import days, one_day, step, whole
from zenobia.grounding.days_nearest import NEAREST, Tokens, nearest_weekday
from zenobia.grounding.days_tokens import Token
from zenobia.grounding.days_words import WEEKDAYS
from zenobia.types import Days

_WEEKDAY_NAME = re.compile(rf"\b({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b")


def _deictic(t: Tokens, a: Anchor) -> Days | None:
    offset = t[0].number
    rules = {-2: "two days before publication", -1: "day before publication", 0: "day of publication"}
    rule = rules.get(offset, "day after publication" if offset == 1 else "two days after publication")
    return one_day(step(a.published, offset, "day"), rule)


def _weekday_of_week(t: Tokens, a: Anchor) -> Days | None:
    """ "Friday last week"."""
    week = _relative_unit(t[1:], a) if t[2].word == "week" else None
    return one_day(week.start + timedelta(days=t[0].number), "weekday of a week") if week else None


def _relative_unit(t: Tokens, a: Anchor) -> Days | None:
    """ "last week", "this month", "next year" are calendar units; "past week", "over the last week" run to publication."""
    word, unit = t[0].word, t[1].word
    if t[1].plural or word in {"that", "same"}:
        return None
    if unit == "weekend":
        return _weekend(t, a)
    if word == "past" or (word == "last" and (unit in {"day", "hour", "decade"} or a.before.endswith(" the"))):
        return _past_units(1, unit, a)
    if word == "next" and unit == "day" and not a.future:  # the day after another, which the phrase does not name
        return None
    offset = {"last": -1, "previous": -1, "this": 0, "next": 1}[word]
    moved = step(a.published, offset, unit)
    return whole(moved, unit, f"{unit} {('before', 'of', 'after')[offset + 1]} publication") if moved else None


def _weekend(t: Tokens, a: Anchor) -> Days | None:
    """The weekend of publication or before; in future, or "this" before Saturday, the one to come; "last" is over by now."""
    word = t[0].word if t[0].kind == "R" else ""
    back = (a.published.weekday() - 5) % 7
    saturday = step(a.published, -back, "day")
    if saturday is None:
        return None
    if word == "next" or (back > 1 and (a.future or word == "this")):
        saturday = step(saturday, 1, "week")
    elif word in {"last", "previous"} and back < 2:
        saturday = step(saturday, -1, "week")
    return days(saturday, saturday + timedelta(days=1), "weekend") if saturday else None


def _past_units(number: int, unit: str, a: Anchor) -> Days | None:
    start = step(a.published, -number, unit)
    return days(start, a.published, f"{unit}s up to publication") if start else None


def _coming_units(number: int, unit: str, a: Anchor) -> Days | None:
    end = step(a.published, number, unit)
    return days(a.published, end, f"{unit}s from publication") if end else None


def _relative_units(t: Tokens, a: Anchor) -> Days | None:
    """ "past 24 hours" is the day before publication to publication; "next two weeks" the other way."""
    reader = {"last": _past_units, "past": _past_units, "previous": _past_units, "next": _coming_units}.get(t[0].word)
    return reader(t[1].number, t[2].word, a) if reader else None


def _relative_few(t: Tokens, a: Anchor) -> Days | None:
    """ "past few hours" is the day of publication; longer times of no known length name no day."""
    return _relative_units((t[0], Token("n", number=1), t[2]), a) if t[2].word in {"hour", "minute"} else None


def _ago(t: Tokens, a: Anchor) -> Days | None:
    """ "two days ago", "a week earlier": that day; of months and years, the whole month or year then.

    "a day after" is read alike: it dates what stands behind it, from the news in front (train gold: "a day after | clashes").
    """
    number, unit = (t[0].number, t[1]) if t[0].kind == "n" else (1, t[0])
    if unit.plural and t[0].kind != "n":
        return None
    then = step(a.published, -number, unit.word)
    if then is None:
        return None
    return whole(then, unit.word if unit.word in {"month", "year"} else "day", f"{unit.word}s before publication")


def _since_start(t: Tokens, a: Anchor) -> Days | None:
    """ "earlier this month": its first day to publication; "earlier in the day": the day of publication."""
    unit = whole(a.published, t[-1].word, "")
    if unit is None or t[-1].plural or (len(t) == 3 and t[1].word not in {"this", "that"}):
        return None
    return days(unit.start, a.published, f"start of the {t[-1].word} to publication")


def _until_end(t: Tokens, a: Anchor) -> Days | None:
    """ "later this year": publication to its last day; "later that day": the day of publication."""
    unit = whole(a.published, t[-1].word, "")
    if unit is None or t[-1].plural or (len(t) == 3 and t[1].word not in {"this", "that"}):
        return None
    return days(a.published, unit.end, f"publication to the end of the {t[-1].word}")


def _unit(t: Tokens, a: Anchor) -> Days | None:
    """A bare "day" (during the day) is that of publication, a bare "weekend" the last one; other bare units say nothing."""
    if a.after.startswith(("after ", "since ")) or a.before.endswith("within"):
        return _duration(t, a)
    if t[0].word == "weekend" and not t[0].plural:
        return _weekend(t, a)
    return one_day(a.published, "day of publication") if t[0].word == "day" and not t[0].plural else None


def _duration(t: Tokens, a: Anchor) -> Days | None:
    """A duration names no day (ruling 7.14), unless "within" stands in front or "after" or "since" behind."""
    if a.after.startswith(("after ", "since ")):
        return _ago(t, a)
    if not a.before.endswith("within"):
        return None
    number, unit = (t[0].number, t[1]) if t[0].kind == "n" else (1, t[0])
    return _coming_units(number, unit.word, a)


def _nth_day(t: Tokens, a: Anchor) -> Days | None:
    """ "for a third day (in a row)": the first of them to publication; "its second day": the day of publication."""
    if (t[1].kind == "u" and t[1].word != "day") or t[0].number < 2:
        return None
    if "r" in {t[1].kind, t[-1].kind} or a.before.endswith("for a"):
        return _past_units(t[0].number - 1, "day", a)
    return one_day(a.published, "day of publication")


def _part_of_day(t: Tokens, a: Anchor) -> Days | None:
    """ "this morning", "dawn": the day of publication; "night", "last night": the day before it, as "overnight" (ruling 7.14).

    A bare "dawn" takes the weekday that stands in front of it in the same sentence ("said on Wednesday that at | dawn").
    """
    word = t[0].word if t[0].kind == "R" else ""
    if word in {"that", "same", "next"}:
        return None
    if t[0].kind == "p" and len(t) == 1 and not t[0].word.startswith("night") and (named := _WEEKDAY_NAME.findall(a.before)):
        return nearest_weekday([Token("w", number=WEEKDAYS[named[-1]])], a)
    night = t[-1].word.startswith("night") and not a.future
    if word == "last" or (night and word != "this") or t[-1].kind == "g":
        return one_day(step(a.published, -1, "day"), "day before publication")
    return one_day(a.published, "day of publication")


RELATIVE: dict[str, Callable[[Tokens, Anchor], Days | None]] = NEAREST | {
    "T": _deictic,
    "wRu": _weekday_of_week,
    "Ru": _relative_unit,
    "Rnu": _relative_units,
    "RVu": _relative_few,
    "nug": _ago,
    "ug": _ago,
    "nua": _ago,
    "ua": _ago,
    "gRu": _since_start,
    "gu": _since_start,
    "fRu": _until_end,
    "fu": _until_end,
    "u": _unit,
    "nu": _duration,
    "ou": _nth_day,
    "oru": _nth_day,
    "our": _nth_day,
    "op": _nth_day,
    "opr": _nth_day,
    "p": _part_of_day,
    "Rp": _part_of_day,
    "pg": _part_of_day,
    "": lambda _, a: one_day(a.published, "day of publication"),
}
"""Shape -> rule. The empty shape is a clock alone ("0600 GMT")."""
