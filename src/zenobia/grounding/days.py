"""Date phrases to civil days (codebook, section 3): "Sunday" in a report of Monday 2016-03-28 is 2016-03-27.

Takes a phrase and the day of publication, gives first and last day with the rule they were read by, or None for words that
name no day. Pure, and linear in the phrase; reads English. A phrase becomes tokens (days_tokens), the tokens a shape, and a
shape has one rule (days_single); here are the intervals: "since X", "until X", "X to Y"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zenobia.grounding.days_anchor import NOTHING_TOLD, Anchor, Told
from zenobia.grounding.days_calendar import days
from zenobia.grounding.days_single import shape_of, single_date
from zenobia.grounding.days_tokens import Token, clean_phrase, full_year, read_tokens
from zenobia.grounding.days_words import PREFIXES
from zenobia.types import Days

Tokens = tuple[Token, ...]

_PREFIX = re.compile(rf"(?:{'|'.join(sorted(PREFIXES, key=len, reverse=True))})\b ?")
_PREFIX_BEFORE = re.compile(r"\b(since|until|till|up to|within)(?: the| at least| about| around)?$")
_THE_LAST = re.compile(r"(?:(?:over|in|during|within|for) )?the last ")

FIRST_YEAR, LAST_YEAR = 1000, 9000
"""A day of publication outside these years is none."""


def ground_days(
    phrase: str,
    *,
    published: date | None,
    future: bool = False,
    before: str = "",
    after: str = "",
    since: bool | None = None,
    told: Told = NOTHING_TOLD,
) -> Days | None:
    """The civil days `phrase` means, and the rule; None when it names no day ("recently", "for two days").

    published:     the day words like "Sunday" are read from; None: only phrases with a year of their own can be read.
    future:        the phrase dates something yet to come (an event planned or possible): "Sunday" is the next one.
    before, after: the report's text on either side. A "since", "until" or "within" that stands outside the phrase is taken from
                   `before`; `after` tells "October 7 | attacks". "by" in front of the phrase is not (train gold marks X alone).
    told:          what the report told before (days_told.told_before): the date that "two days later" is read from.
    since:         whether the event runs since X (days_report.told_since); None leaves it to `before`.
    """
    text = clean_phrase(phrase)
    lead = re.split(r"[.!?] ", clean_phrase(before[-80:]))[-1]
    prefix, outside = _PREFIX.match(text), _PREFIX_BEFORE.search(lead)
    tokens = read_tokens(text[prefix.end() :] if prefix else text)
    if tokens is None:
        return None
    bound = PREFIXES[prefix[0].strip()] if prefix else PREFIXES[outside[1]] if outside else ""
    if bound == "since" and since is False and not prefix:
        bound = ""
    if published is None or not FIRST_YEAR <= published.year <= LAST_YEAR:
        if told.days is None or not FIRST_YEAR <= told.days.end.year <= LAST_YEAR:
            return _interval(tokens, None) if told.narrative or bound in {"", "between"} else None
        published = told.days.end
    lead = "within" if bound == "within" else " the" if _THE_LAST.match(text) else f" {lead}"
    anchor = Anchor(published, future=future, before=lead, after=clean_phrase(after[:40]), told=told)
    read = _interval(tokens, anchor)
    if told.narrative:
        return read  # of "since X" and "until X" told of the past the other end is not known
    if read and since and not bound and read.end < published:  # not "since it began this week"
        bound = "since"
    return read and _bounded(read, bound, anchor)


def _bounded(read: Days, bound: str, anchor: Anchor) -> Days | None:
    """ "since X" is X to publication; "until X", "by X" of the future publication to X, of the past X itself."""
    if bound == "since" and read.start <= anchor.published:
        return days(read.start, anchor.published, f"since {read.rule}")
    if bound == "less" and read.end < anchor.published:
        return days(read.start, anchor.published, f"less than {read.rule}")
    if bound in {"until", "by"} and anchor.published <= read.end and (anchor.future or bound == "until"):
        return days(anchor.published, read.end, f"{bound} {read.rule}")
    return read


def _interval(tokens: Tokens, anchor: Anchor | None) -> Days | None:
    """One date, or two with "to", "and" or a hyphen between them."""
    cuts = [i for i, token in enumerate(tokens) if token.kind == "-"]
    if not cuts:
        return single_date(tokens, anchor)
    if len(cuts) > 1 or cuts[0] in {0, len(tokens) - 1}:
        return None
    left, right = _completed(tokens[: cuts[0]], tokens[cuts[0] + 1 :])
    end = single_date(right, anchor)
    if end is None:
        return None
    # the first date is the last such one by the second: "December 30 to January 2"
    start = single_date(left, anchor and replace(anchor, published=end.end, future=False))
    if start and start.start > end.end:
        left = tuple(replace(t, number=t.number - 1) if t.kind == "y" else t for t in left)
        start = single_date(left, anchor)
    return days(start.start, end.end, "first and last day") if start else None


def _completed(left: Tokens, right: Tokens) -> tuple[Tokens, Tokens]:
    """Both ends with what only one of them says: "March 3-5", "23 to 26 November 1981", "2019-20", "2015-03"."""
    kinds_left, kinds_right = shape_of(left), shape_of(right)
    if kinds_left == "y" and kinds_right == "n" and right[0].number < 100:
        year, number = left[0].number, right[0].number
        if number != (year + 1) % 100 and 1 <= number <= 12:  # "2015-03" is a month, "2015-16" two years
            one = (Token("m", number=number), left[0])
            return one, one
        return left, (Token("y", number=full_year(number) if number < 100 else number),)
    month = next((t for t in (*right, *left) if t.kind == "m"), None)
    if month and "m" not in kinds_right and "n" in kinds_right:
        right = (month, *right)
    if month and "m" not in kinds_left and "n" in kinds_left:
        left = (*left, month)
    year_token = next((t for t in right if t.kind == "y"), None)
    if year_token and "y" not in kinds_left and "m" in shape_of(left):
        left = (*left, year_token)
    return left, right
