"""Feasts whose day moves from year to year: their days in a year, by the calendars of those who keep them.

Islamic ones by the Umm al-Qura calendar (hijridate; sighting of the moon moves them a day in some lands), Jewish ones by pyluach,
those around Easter by dateutil; Nowruz and those of India by rows here. No days where a calendar does not reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from hijridate import Hijri
from pyluach.dates import HebrewDate

from zenobia.grounding.days_anchor import SLACK, Anchor
from zenobia.grounding.days_calendar import days
from zenobia.types import Days

DaysOf = Callable[[int], list[Days]]
"""Of a Gregorian year, the feast's days in it, in order; an Islamic feast can come twice a year, or not at all."""

HIJRI_YEARS = range(1343, 1501)
"""Islamic years that the Umm al-Qura tables reach: 1924 to 2077."""

GREGORIAN_YEARS = (1583, 4099)
"""Years whose Easter the rule of the reformed calendar gives."""

JEWISH_YEARS = (1600, 2400)
"""Gregorian years in which each Jewish month keeps to the half of the year it is looked for in."""


def _islamic(month: int, day: int, length: int = 1) -> DaysOf:
    """length: days; 0 is the whole month."""

    def days_of(year: int) -> list[Days]:
        near = (year - 622) * 33 // 32
        starts = [Hijri(y, month, day) for y in range(near - 1, near + 3) if y in HIJRI_YEARS]
        spans = [(h.to_gregorian(), length or h.month_length()) for h in starts]
        found = [_run(date(g.year, g.month, g.day), count, "Umm al-Qura calendar") for g, count in spans if g.year == year]
        return [d for d in found if d]

    return days_of


def _easter(offset: int, method: int = EASTER_WESTERN, length: int = 1) -> DaysOf:
    """offset: days from Easter Sunday."""
    rule = "Easter of the eastern churches" if method == EASTER_ORTHODOX else "Easter of the western churches"

    def days_of(year: int) -> list[Days]:
        if not GREGORIAN_YEARS[0] <= year <= GREGORIAN_YEARS[1]:
            return []
        return _listed(_run(easter(year, method) + timedelta(days=offset), length, rule))

    return days_of


def _jewish(month: int, day: int, length: int = 1) -> DaysOf:
    """month: 1 is Nisan, 7 Tishri. The days from the first morning on; the feast begins on the evening before."""

    def days_of(year: int) -> list[Days]:
        if not JEWISH_YEARS[0] <= year <= JEWISH_YEARS[1]:
            return []
        hebrew = year + (3761 if month in range(7, 10) else 3760)
        adar = 13 if month == 12 and HebrewDate(hebrew, 1, 1).year % 19 in _LEAP_YEARS else month
        return _listed(_run(HebrewDate(hebrew, adar, day).to_pydate(), length, "Jewish calendar"))

    return days_of


_LEAP_YEARS = frozenset({0, 3, 6, 8, 11, 14, 17})
"""Years of the nineteen-year cycle that have a second Adar, in which Purim is kept."""


def _nowruz(year: int) -> list[Days]:
    """The day of the spring equinox in Tehran, when it comes before noon, else the next; known here for 1964 to 2028."""
    day = 20 if year % 4 == 0 and year >= 1996 else 21
    return _listed(_run(date(year, 3, day), 1, "Iranian calendar")) if 1964 <= year <= 2028 else []


def _listed(found: Days | None) -> list[Days]:
    return [found] if found else []


def _run(first: date, length: int, calendar: str) -> Days | None:
    return days(first, first + timedelta(days=length - 1), calendar)


_HOLI = (
    "3-10 3-29 3-18 3-07 3-26 3-15 3-04 3-22 3-11 3-01 3-20 3-08 3-27 3-17 3-06 3-24 3-13 3-02 3-21 3-10 3-29 3-18 "
    "3-08 3-25 3-14 3-04 3-22 3-11 3-01 3-20 3-09 3-27 3-16 3-05 3-24"
)
_DIWALI = (
    "11-14 11-04 10-25 11-12 11-01 10-21 11-09 10-28 10-17 11-05 10-26 11-13 11-03 10-23 11-11 10-30 10-19 11-07 "
    "10-27 11-14 11-04 10-24 11-12 10-31 10-20 11-08 10-29 10-17 11-05 10-26 11-14 11-02 10-22 11-10 10-30"
)
"""Month and day of each year from 2001, as India keeps them; copied from the package `holidays` (MIT), which is too large to need."""


def _listed_years(rows: str) -> DaysOf:
    table = {2001 + i: tuple(int(x) for x in row.split("-")) for i, row in enumerate(rows.split())}
    return lambda year: _listed(_run(date(year, *table[year]), 1, "calendar of India")) if year in table else []


_RAMADAN, _FITR, _ADHA, _ASHURA = _islamic(9, 1, 0), _islamic(10, 1), _islamic(12, 10), _islamic(1, 10)
_MAWLID, _PASSOVER = _islamic(3, 12), _jewish(1, 15, 7)

FEASTS: dict[str, DaysOf] = {
    **dict.fromkeys(("ramadan", "ramadhan", "ramazan"), _RAMADAN),
    **dict.fromkeys(("eid al fitr", "eid ul fitr", "eid el fitr", "eid fitr"), _FITR),
    **dict.fromkeys(("eid al adha", "eid ul adha", "eid el adha", "eid ul azha", "feast of sacrifice"), _ADHA),
    "eid": lambda year: sorted([*_FITR(year), *_ADHA(year)], key=lambda d: d.start),
    **dict.fromkeys(("ashura", "ashoura"), _ASHURA),
    **dict.fromkeys(("arbaeen", "arbain"), _islamic(2, 20)),
    **dict.fromkeys(("mawlid", "prophet's birthday", "prophet muhammad's birthday"), _MAWLID),
    "islamic new year": _islamic(1, 1),
    **dict.fromkeys(("easter", "easter sunday", "easter day"), _easter(0)),
    "palm sunday": _easter(-7),
    "ash wednesday": _easter(-46),
    "maundy thursday": _easter(-3),
    "good friday": _easter(-2),
    "holy saturday": _easter(-1),
    "easter monday": _easter(1),
    "ascension day": _easter(39),
    "pentecost": _easter(49),
    "holy week": _easter(-7, length=7),
    **dict.fromkeys(("orthodox easter", "orthodox easter sunday"), _easter(0, EASTER_ORTHODOX)),
    "orthodox good friday": _easter(-2, EASTER_ORTHODOX),
    **dict.fromkeys(("rosh hashanah", "rosh hashana", "jewish new year"), _jewish(7, 1, 2)),
    "yom kippur": _jewish(7, 10),
    **dict.fromkeys(("sukkot", "sukkoth"), _jewish(7, 15, 7)),
    "simchat torah": _jewish(7, 22),
    **dict.fromkeys(("hanukkah", "chanukah"), _jewish(9, 25, 8)),
    "purim": _jewish(12, 14),
    **dict.fromkeys(("passover", "pesach"), _PASSOVER),
    "shavuot": _jewish(3, 6),
    **dict.fromkeys(("nowruz", "nawruz", "norouz", "norooz", "persian new year", "iranian new year"), _nowruz),
    **dict.fromkeys(("diwali", "deepavali"), _listed_years(_DIWALI)),
    "holi": _listed_years(_HOLI),
}
"""Names in lower case, hyphens as spaces -> days in a year. A bare "Eid" is either; the nearer counts."""


def feast_days(name: str, year: int) -> list[Days]:
    """The days of the feast in a Gregorian year; none where the calendar does not reach."""
    found = FEASTS[name](year) if 1 < year < 9999 else []
    return [replace(d, rule=f"feast and year, {d.rule}") for d in found]


def nearest_feast(name: str, anchor: Anchor) -> Days | None:
    """The last such feast begun by publication, or up to two weeks after it; of what is to come the next one not yet over."""
    near = [d for year in range(anchor.published.year - 1, anchor.published.year + 2) for d in FEASTS[name](year)]
    if anchor.future:
        ahead = [d for d in near if d.end >= anchor.published]
        return replace(ahead[0], rule=f"feast nearest after publication, {ahead[0].rule}") if ahead else None
    behind = [d for d in near if d.start <= anchor.published + SLACK]
    return replace(behind[-1], rule=f"feast nearest before publication, {behind[-1].rule}") if behind else None
