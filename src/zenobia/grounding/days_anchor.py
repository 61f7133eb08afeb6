"""What relative words are read from: the day of publication, and the date told before in the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zenobia.types import Days

SLACK = timedelta(days=14)
"""A date without a year may lie so far on the other side of publication: the report's own day is a few days off more often than
"March 12" in a report of March 2 means last year's (train gold)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report has told of days before a phrase.

    days:      the last date told; None when there is none, or one that no calendar of ours holds ("480 BC").
    narrative: the report tells of years long past, each date from the one before: "5 May" is of the year told last, and nothing but
               "today" and "ago" is read from publication. False in news.
    """

    days: Days | None
    narrative: bool = False


NOTHING_TOLD = Told(None)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative words are read from.

    published: the day of publication; of a narrative without one, the last day told.
    future:    the words date something yet to come.
    before:    the words in front of the phrase in its sentence, lower case; "within" alone when that governs it.
    after:     the words behind the phrase, lower case.
    told:      what the report told before.
    """

    published: date
    future: bool = False
    before: str = ""
    after: str = ""
    told: Told = NOTHING_TOLD
