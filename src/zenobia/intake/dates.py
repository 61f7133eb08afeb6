"""The calendar days that a line of a heading names. Takes short text, gives days with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = """
january jan janvier enero ene januar jänner gennaio janeiro ocak января січня يناير
february feb février fevrier febrero februar febbraio fevereiro şubat subat февраля лютого فبراير
march mar mars marzo märz maerz março marco mart марта березня مارس
april apr avril abril abr aprile nisan апреля квітня أبريل ابريل
may mai mayo maggio maio mayıs mayis мая травня مايو
june jun juin junio juni giugno junho haziran июня червня يونيو
july jul juillet julio juli luglio julho temmuz июля липня يوليو
august aug août aout agosto ağustos agustos августа серпня أغسطس اغسطس
september sept sep septembre septiembre settembre setembro eylül eylul сентября вересня سبتمبر
october oct octobre octubre oktober ottobre outubro ekim октября жовтня أكتوبر اكتوبر
november nov novembre noviembre novembro kasım kasim ноября листопада نوفمبر
december dec décembre decembre diciembre dezember dicembre dezembro aralık aralik декабря грудня ديسمبر
"""
MONTHS = {name: number for number, line in enumerate(_MONTH_NAMES.strip().splitlines(), 1) for name in line.split()}
"""Month names, lower case, of the languages that reports most often come in."""

_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|weds|wed|thurs|thur|thu|fri|sat|sun|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
)
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?P<day>[0-3]?\d)"
_AHEAD = rf"(?:(?<!\w)(?:{_WEEKDAYS})\.?,?\s+(?:the\s+|den\s+)?)?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_AHEAD}(?<![\d.-]){_YEAR}(?P<mark>[-./])(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d)"
        r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"{_AHEAD}(?<![\d.,:]){_DAY}(?:st|nd|rd|th|er|\.|º|°)?[\s-]+(?:(?:of|de)\s+)?{_MONTH}(?:,?[\s-]+(?:(?:of|de|del)\s+)?{_YEAR})?",
        rf"{_AHEAD}(?<![^\W\d_]){_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?![\d:])(?:,?\s+{_YEAR})?",
        rf"{_AHEAD}(?<![\d.]){_DAY}(?P<mark>[./])(?P<month>[01]?\d)(?P=mark){_YEAR}",
        rf"{_AHEAD}(?<![\d.])(?P<month>[01]?\d)/{_DAY}/{_YEAR}",
    )
)
_SLASHED = _FORMS[3:]


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date as written: `words`, [start, end) of the text searched.

    day:   None when the words leave it open: no year ("March 28"), or 3/4/2016, which two countries read apart.
    month_day: month and day when only the year is wanting.
    """

    words: str
    start: int
    end: int
    day: date | None
    month_day: tuple[int, int] | None = None

    def in_year(self, year: int) -> date | None:
        """The day, when its year is this one."""
        return _day(year, *self.month_day) if self.month_day else None


def find_dates(text: str) -> list[DatePhrase]:
    """Dates in a text of a few hundred characters, in order; of overlapping readings the longest."""
    found = sorted(_all_dates(text[:400]), key=lambda phrase: (phrase.start, -phrase.end))
    apart: list[DatePhrase] = []
    for phrase in found:
        if not apart or phrase.start >= apart[-1].end:
            apart.append(phrase)
    return apart


def _all_dates(text: str) -> Iterator[DatePhrase]:
    for form in _FORMS:
        for match in form.finditer(text):
            month, day, year = match["month"], int(match["day"]), match["year"]
            number = int(month) if month.isdigit() else MONTHS.get(month.casefold(), 0)
            is_open = form in _SLASHED and "/" in match[0] and number != day and number <= 12 and day <= 12
            if is_open:
                yield DatePhrase(match[0], match.start(), match.end(), None)
            elif year:
                known = _day(int(year), number, day)
                if known:
                    yield DatePhrase(match[0], match.start(), match.end(), known)
            elif _day(2000, number, day):
                yield DatePhrase(match[0], match.start(), match.end(), None, (number, day))


def read_date(text: str) -> date | None:
    """The day that a field names, which holds nothing else; None when it names none."""
    text = text.strip()
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-":  # nearly all, and quick
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    found = find_dates(text)
    rest = text[found[0].end :] if found else ""
    return found[0].day if found and not found[0].start and not any(c.isalpha() for c in rest) else None


def date_in_name(name: str) -> date | None:
    """The day in a file name or address, year first: "2016-03-28-palmyra.md", "20160328_sana.txt", "/2016/03/28/"."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?!\d)", name)
    return _day(int(found[1]), int(found[3]), int(found[4])) if found else None


def year_in_name(name: str) -> int | None:
    """The year in a file name or address, when it holds just one."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name))
    return int(years.pop()) if len(years) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
