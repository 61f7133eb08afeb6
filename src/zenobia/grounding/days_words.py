"""The words of date phrases, as tables. Kinds of tokens are single letters, so that a phrase has a shape ("mny": June 3, 2015).

w weekday   m month     n number    o ordinal    y year    e decade   s season   h holiday   F feast that moves   D full date
u unit      R relative  T deictic   P part       p part of day   g earlier   f later   V vague   - range   a after
"""

from __future__ import annotations

from zenobia.grounding.days_feasts import FEASTS
from zenobia.grounding.numbers_words import TENS, UNITS

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ("monday mondays mon", "tuesday tuesdays tues tue", "wednesday wednesdays weds wed",
         "thursday thursdays thurs thur thu", "friday fridays fri", "saturday saturdays sat", "sunday sundays sun")
    )
    for name in names.split()
}  # fmt: skip
"""Monday is 0. With the plural: many collections have lost the apostrophe of "Wednesday's"."""

ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip

NUMBERS: dict[str, int] = {w: n for w, n in (UNITS | TENS).items() if n} | {"dozen": 12}

UNITS_OF_TIME: dict[str, str] = {
    **{w: w for w in ("minute", "hour", "day", "week", "weekend", "month", "year", "decade", "quarter", "half")},
    "fortnight": "fortnight", "hr": "hour", "yr": "year",
}  # fmt: skip

SEASONS: dict[str, int] = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of the season, in the north; winter ends in February of the next year."""

RELATIVE: dict[str, str] = {
    "last": "last", "past": "past", "previous": "previous", "preceding": "previous", "next": "next", "coming": "next",
    "upcoming": "next", "following": "following", "this": "this", "current": "this", "that": "that",
    "same": "same",
}  # fmt: skip

PARTS: dict[str, str] = {
    "early": "early", "late": "late", "mid": "mid", "middle": "mid", "start": "start", "beginning": "start", "end": "end",
    "close": "end", "eve": "eve",
}  # fmt: skip

DEICTIC: dict[str, int] = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "overnight": -1,
    "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip
"""Days from publication; "overnight" is the day before it (ruling 7.14)."""

PARTS_OF_DAY: frozenset[str] = frozenset(
    ("dawn", "daybreak", "sunrise", "morning", "midmorning", "noon", "midday", "afternoon", "dusk", "sunset", "evening",
     "night", "nighttime", "midnight", "daytime", "early hours", "small hours", "first hours", "late hours")
)  # fmt: skip

HOLIDAYS: dict[str, tuple[int, int]] = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new years day": (1, 1), "new year": (1, 1), "new year's": (1, 1),
    "new year's eve": (12, 31), "new years eve": (12, 31), "epiphany": (1, 6), "orthodox christmas": (1, 7),
    "newroz": (3, 21), "valentine's day": (2, 14),
    "may day": (5, 1), "labour day": (5, 1), "bastille day": (7, 14), "fourth of july": (7, 4), "halloween": (10, 31),
    "all saints' day": (11, 1), "all saints day": (11, 1), "international women's day": (3, 8), "armistice day": (11, 11),
}  # fmt: skip
"""Days with a fixed date everywhere. Those that move are in days_feasts; national days need a country: no day is read."""

NAMED_DAYS: dict[tuple[int, int], tuple[int, tuple[str, ...]]] = {
    (9, 11): (2001, ("attack", "terror", "hijack")),
    (10, 7): (2023, ("attack", "massacre", "assault", "hamas")),
    (1, 6): (2021, ("capitol", "united states capitol", "u.s. capitol", "us capitol", "insurrection")),
}
"""Days that are called by their date ever since: month and day -> year, and the words that must follow."""

PHRASES: dict[str, str] = {
    **dict.fromkeys(DEICTIC, "T"),
    **dict.fromkeys(PARTS_OF_DAY, "p"),
    **dict.fromkeys(HOLIDAYS, "h"),
    **dict.fromkeys(FEASTS, "F"),
    **dict.fromkeys(WEEKDAYS, "w"),
    **dict.fromkeys(MONTHS, "m"),
    **dict.fromkeys(SEASONS, "s"),
    **dict.fromkeys(PARTS, "P"),
    **dict.fromkeys(RELATIVE, "R"),
    **dict.fromkeys(ORDINALS, "o"),
    **dict.fromkeys(NUMBERS, "n"),
    **dict.fromkeys(("ago", "earlier", "prior", "before", "previously"), "g"),
    **dict.fromkeys(("later", "afterwards", "thereafter"), "f"),
    "after": "a",
    **dict.fromkeys(("few", "several", "recent", "many", "some"), "V"),
    **dict.fromkeys(("to", "and", "through", "thru", "into", "until", "till", "or"), "-"),
    **dict.fromkeys(("in a row", "consecutive", "straight", "running", "successive"), "r"),
}
"""Word or phrase of up to three words -> its kind; an earlier line gives way to a later one."""

NOISE: frozenset[str] = frozenset(
    ("the", "a", "an", "of", "on", "in", "at", "during", "over", "about", "around", "approximately", "roughly", "almost",
     "nearly", "just", "only", "exactly", "barely", "local", "time", "gmt", "utc", "est", "edt", "pst", "pdt", "eet", "cet",
     "bst", "hrs", "o'clock", "ad", "ce", "pre", "s")
)  # fmt: skip
"""Words that change no day."""

PREFIXES: dict[str, str] = {
    "ever since": "since", "since": "since", "until": "until", "till": "until", "up until": "until", "up to": "until",
    "through": "until", "by": "by", "no later than": "by", "not later than": "by", "within": "within", "between": "between",
    "less than": "less", "from": "between", "starting": "between", "beginning on": "between", "beginning in": "between",
}  # fmt: skip
"""Words in front that make a date one end of an interval."""
