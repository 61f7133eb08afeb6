"""Feasts that move: one row a feast, read in a report of Wednesday 2016-03-30."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.days import ground_days
from zenobia.grounding.days_feasts import FEASTS, feast_days

WEDNESDAY = date(2016, 3, 30)

PAST: list[tuple[str, str | None]] = [
    ("Ramadan", "2015-06-18/2015-07-16"),
    ("the Muslim holy month of Ramadan", "2015-06-18/2015-07-16"),
    ("Ramadan 2014", "2014-06-28/2014-07-27"),
    ("first day of Ramadan", "2015-06-18"),
    ("first week of Ramadan", "2015-06-18/2015-06-24"),
    ("the end of Ramadan", "2015-07-16"),
    ("late Ramadan", "2015-07-08/2015-07-16"),
    ("Eid al-Fitr", "2015-07-17"),
    ("Eid ul-Adha", "2015-09-23"),
    ("Eid", "2015-09-23"),
    ("the day of Ashura", "2015-10-23"),
    # Easter of the west and of the east; Easter was three days before publication
    ("Easter", "2016-03-27"),
    ("Good Friday", "2016-03-25"),
    ("Orthodox Easter", "2015-04-12"),
    ("Easter 1916", "1916-04-23"),
    # Jewish feasts from their first morning on
    ("Yom Kippur 1973", "1973-10-06"),
    ("Passover", "2015-04-04/2015-04-10"),
    ("the eve of Passover", "2015-04-03"),
    ("Purim", "2016-03-24"),
    ("Simchat Torah 2023", "2023-10-07"),
    # Iran keeps the day of the equinox, Kurds the 21st
    ("Nowruz", "2016-03-20"),
    ("Nowruz 2021", "2021-03-21"),
    ("Newroz", "2016-03-21"),
    ("Diwali", "2015-11-11"),
    ("Holi", "2016-03-24"),
    # beyond the calendars' reach
    ("Ramadan 1805", None),
    ("Diwali 1950", None),
    ("Nowruz 1900", None),
]

FUTURE: list[tuple[str, str]] = [
    ("Ramadan", "2016-06-06/2016-07-05"),
    ("Eid", "2016-07-06"),
    ("Orthodox Easter", "2016-05-01"),
    ("Passover", "2016-04-23/2016-04-29"),
    ("Yom Kippur", "2016-10-12"),
]


def _said(phrase: str, *, future: bool = False) -> str | None:
    days = ground_days(phrase, published=WEDNESDAY, future=future)
    if days is None:
        return None
    return str(days.start) if days.start == days.end else f"{days.start}/{days.end}"


@pytest.mark.parametrize(("phrase", "days"), PAST)
def test_a_feast_is_the_last_one_begun(phrase: str, days: str | None) -> None:
    """Codebook, section 3: relative to publication, as months are."""
    assert _said(phrase) == days


@pytest.mark.parametrize(("phrase", "days"), FUTURE)
def test_a_feast_to_come_is_the_next_one(phrase: str, days: str) -> None:
    """Of an event planned or possible."""
    assert _said(phrase, future=True) == days


def test_the_rule_names_the_calendar() -> None:
    """The moon is sighted a day apart in some lands, so that a reader must see whose calendar it was."""
    days = ground_days("Eid al-Fitr", published=date(2021, 5, 13), future=True)
    assert days is not None
    assert (days.start, days.rule) == (date(2021, 5, 13), "feast nearest after publication, Umm al-Qura calendar")


@given(st.sampled_from(sorted(FEASTS)), st.integers(1, 9999))
def test_law_a_feast_begins_in_its_year(name: str, year: int) -> None:
    """Whatever the year; none where the calendar does not reach."""
    found = feast_days(name, year)
    assert all(d.start.year == year and d.start <= d.end and d.rule for d in found)
