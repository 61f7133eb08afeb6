"""Date phrases to civil days: one row a rule, read in a report of Wednesday 2016-03-30."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.days import ground_days

WEDNESDAY = date(2016, 3, 30)

PAST: list[tuple[str, str | None]] = [
    # weekdays: the last one, and that of publication itself
    ("Sunday", "2016-03-27"),
    ("Wednesday", "2016-03-30"),
    ("Sundays", "2016-03-27"),
    ("Sunday's", "2016-03-27"),
    ("last Sunday", "2016-03-27"),
    ("last Wednesday", "2016-03-23"),
    ("next Wednesday", "2016-04-06"),
    ("this Tuesday", "2016-03-29"),
    ("Friday last week", "2016-03-25"),
    ("Monday of this week", "2016-03-28"),
    # the part of the day does not matter
    ("Sunday night", "2016-03-27"),
    ("late Thursday", "2016-03-24"),
    ("early on Tuesday morning", "2016-03-29"),
    ("Tuesday at 0600 GMT", "2016-03-29"),
    ("Saturday at about 6:30 a.m.", "2016-03-26"),
    ("the early hours of Sunday", "2016-03-27"),
    ("earlier on Monday", "2016-03-28"),
    # full dates
    ("March 3rd, 2015", "2015-03-03"),
    ("3 March 2015", "2015-03-03"),
    ("Tue 05 Jul 2015", "2015-07-05"),
    ("Thursday, 5 Feb 2015 at 14:30", "2015-02-05"),
    ("February 14, 2014 at 5pm", "2014-02-14"),
    ("20.04.2017", "2017-04-20"),
    ("2017-04-20", "2017-04-20"),
    ("2016-03-28T14:00:00Z", "2016-03-28"),
    ("04:02, 16 January 2007", "2007-01-16"),
    ("2159 18.05.2015", "2015-05-18"),
    ("٢٠١٦-٠٣-٢٨", "2016-03-28"),
    ("evening of 3 March 2016", "2016-03-03"),
    # day and month in digits: by range, else month first with slashes, day first with dots and hyphens
    ("04/20/2015", "2015-04-20"),
    ("20/04/2015", "2015-04-20"),
    ("03/02/2015", "2015-03-02"),
    ("03-02-2015", "2015-02-03"),
    ("03.02.2015", "2015-02-03"),
    ("1/2/16", "2016-01-02"),
    ("20/4", "2015-04-20"),
    ("9/11", "2001-09-11"),
    ("9/11/2012", "2012-09-11"),
    ("24/7", None),
    # no year: the nearest before, or a few days after
    ("March 3", "2016-03-03"),
    ("3 March", "2016-03-03"),
    ("Sept. 19", "2015-09-19"),
    ("April 6", "2016-04-06"),
    ("April 20", "2015-04-20"),
    ("the 21st of March", "2016-03-21"),
    # a weekday beside the date chooses the year in which they agree
    ("Monday, 3 March", "2014-03-03"),
    # months, years, decades, seasons
    ("in February", "2016-02-01/2016-02-29"),
    ("March", "2016-03-01/2016-03-31"),
    ("last March", "2015-03-01/2015-03-31"),
    ("April", "2015-04-01/2015-04-30"),
    ("February of 2015", "2015-02-01/2015-02-28"),
    ("2015-03", "2015-03-01/2015-03-31"),
    ("March last year", "2015-03-01/2015-03-31"),
    ("15 March last year", "2015-03-15"),
    ("in 2013", "2013-01-01/2013-12-31"),
    ("the '90s", None),
    ("the 1990s", "1990-01-01/1999-12-31"),
    ("summer 2015", "2015-06-01/2015-08-31"),
    ("winter of 2014", "2014-12-01/2015-02-28"),
    ("last summer", "2015-06-01/2015-08-31"),
    ("this winter", "2015-12-01/2016-02-29"),
    # parts of a longer time
    ("early March", "2016-03-01/2016-03-10"),
    ("mid-March", "2016-03-15"),
    ("late February", "2016-02-21/2016-02-29"),
    ("the end of May", "2015-05-31"),
    ("the start of 2016", "2016-01-01"),
    ("end of last month", "2016-02-29"),
    ("early 2014", "2014-01-01/2014-03-31"),
    ("mid-2012", "2012-06-01/2012-07-31"),
    ("late last year", "2015-10-01/2015-12-31"),
    ("late 1990s", "1997-01-01/1999-12-31"),
    ("early summer 2015", "2015-06-01/2015-06-30"),
    ("first week of March", "2016-03-01/2016-03-07"),
    ("last week of February", "2016-02-23/2016-02-29"),
    ("second half of 2015", "2015-07-01/2015-12-31"),
    ("first half of February", "2016-02-01/2016-02-15"),
    ("third quarter of 2015", "2015-07-01/2015-09-30"),
    ("Q3 2015", "2015-07-01/2015-09-30"),
    ("H1 of 2015", "2015-01-01/2015-06-30"),
    ("fiscal year 2015", None),  # it begins in another month from land to land
    ("beginning of this week", "2016-03-28"),
    # calendar units around publication
    ("last week", "2016-03-21/2016-03-27"),
    ("this week", "2016-03-28/2016-04-03"),
    ("next week", "2016-04-04/2016-04-10"),
    ("last month", "2016-02-01/2016-02-29"),
    ("this month", "2016-03-01/2016-03-31"),
    ("last year", "2015-01-01/2015-12-31"),
    ("earlier this month", "2016-03-01/2016-03-30"),
    ("earlier this week", "2016-03-28/2016-03-30"),
    ("later this year", "2016-03-30/2016-12-31"),
    ("over the weekend", "2016-03-26/2016-03-27"),
    ("last weekend", "2016-03-26/2016-03-27"),
    ("next weekend", "2016-04-02/2016-04-03"),
    # windows up to publication
    ("past 24 hours", "2016-03-29/2016-03-30"),
    ("last 48 hours", "2016-03-28/2016-03-30"),
    ("past few hours", "2016-03-30"),
    ("over the past three days", "2016-03-27/2016-03-30"),
    ("past week", "2016-03-23/2016-03-30"),
    ("the last year", "2015-03-30/2016-03-30"),
    ("last two months", "2016-01-30/2016-03-30"),
    ("past month", "2016-02-29/2016-03-30"),
    ("third straight day", "2016-03-28/2016-03-30"),
    # so long ago
    ("two days ago", "2016-03-28"),
    ("a day earlier", "2016-03-29"),
    ("the day before", "2016-03-29"),
    ("a day after", "2016-03-29"),
    ("the previous day", "2016-03-29"),
    ("three weeks ago", "2016-03-09"),
    ("a couple of weeks ago", "2016-03-16"),
    ("twenty-three days ago", "2016-03-07"),
    ("five months ago", "2015-10-01/2015-10-31"),
    ("two years ago", "2014-01-01/2014-12-31"),
    ("less than a week ago", "2016-03-23/2016-03-30"),
    ("more than a year ago", None),
    # words for a day
    ("yesterday evening", "2016-03-29"),
    ("the day before yesterday", "2016-03-28"),
    ("today", "2016-03-30"),
    ("tonight", "2016-03-30"),
    ("midnight tomorrow", "2016-03-31"),
    ("overnight", "2016-03-29"),
    ("last night", "2016-03-29"),
    ("night", "2016-03-29"),
    ("this morning", "2016-03-30"),
    ("pre-dawn", "2016-03-30"),
    ("midnight", "2016-03-30"),
    ("10 p.m.", "2016-03-30"),
    ("1900 GMT", "2016-03-30"),
    ("later that day", "2016-03-30"),
    ("that day", None),
    ("the next day", None),
    # holidays with a fixed date
    ("Christmas Eve", "2015-12-24"),
    ("New Year's Day", "2016-01-01"),
    ("Christmas 2013", "2013-12-25"),
    ("Orthodox Christmas", "2016-01-07"),
    # intervals
    ("since 2011", "2011-01-01/2016-03-30"),
    ("since Sunday", "2016-03-27/2016-03-30"),
    ("since late January", "2016-01-21/2016-03-30"),
    ("until April 5", "2016-03-30/2016-04-05"),
    ("until last week", "2016-03-21/2016-03-27"),
    ("between 3 and 5 March", "2016-03-03/2016-03-05"),
    ("from March 3 to 5", "2016-03-03/2016-03-05"),
    ("March 3-5", "2016-03-03/2016-03-05"),
    ("23–26 February 1981", "1981-02-23/1981-02-26"),
    ("December 30 to January 2", "2015-12-30/2016-01-02"),
    ("30 December to 2 January 2014", "2013-12-30/2014-01-02"),
    ("between March and July 2014", "2014-03-01/2014-07-31"),
    ("2011-2015", "2011-01-01/2015-12-31"),
    ("2013–14", "2013-01-01/2014-12-31"),
    ("Monday and Tuesday", "2016-03-28/2016-03-29"),
    # no day at all: durations, vague words, dates that are none
    ("for two days", None),
    ("five-year", None),
    ("six months", None),
    ("three hours", None),
    ("in recent days", None),
    ("a few days ago", None),
    ("days ago", None),
    ("coming weeks", None),
    ("now", None),
    ("recently", None),
    ("currently", None),
    ("once", None),
    ("April 31", None),
    ("February 30, 2015", None),
    ("32 March", None),
    ("-", None),
    ("the", None),
    ("", None),
]

FUTURE: list[tuple[str, str | None]] = [
    ("Sunday", "2016-04-03"),
    ("Wednesday", "2016-03-30"),
    ("Monday night", "2016-04-04"),
    ("in August", "2016-08-01/2016-08-31"),
    ("February", "2017-02-01/2017-02-28"),
    ("March", "2016-03-01/2016-03-31"),
    ("April 20", "2016-04-20"),
    ("March 20", "2016-03-20"),
    ("December 15", "2016-12-15"),
    ("by May", "2016-03-30/2016-05-31"),
    ("until the end of 2017", "2016-03-30/2017-12-31"),
    ("no later than April 4", "2016-03-30/2016-04-04"),
    ("next two weeks", "2016-03-30/2016-04-13"),
    ("within three weeks", "2016-03-30/2016-04-20"),
    ("next month", "2016-04-01/2016-04-30"),
    ("next spring", "2017-03-01/2017-05-31"),
    ("this weekend", "2016-04-02/2016-04-03"),
    ("weekend", "2016-04-02/2016-04-03"),
    ("Friday and Saturday", "2016-04-01/2016-04-02"),
    ("April 10 to April 12", "2016-04-10/2016-04-12"),
    ("the next day", "2016-03-31"),
    ("yesterday", "2016-03-29"),
    ("Christmas", "2016-12-25"),
]

AROUND: list[tuple[str, str, str, str | None]] = [
    # before | phrase | after: what stands outside the phrase
    ("Shells have fallen since ", "March 2014", ".", "2014-03-01/2016-03-30"),
    ("The truce holds until ", "Friday", ".", "2016-03-25"),
    ("They are to leave within ", "three weeks", ".", "2016-03-30/2016-04-20"),
    ("Missiles are to arrive by ", "2015", ".", "2015-01-01/2015-12-31"),
    ("Over the ", "last week", " the guns", "2016-03-23/2016-03-30"),
    ("Envoys met a ", "week", " after the raid", "2016-03-23"),
    ("They marched for a ", "third day", ".", "2016-03-28/2016-03-30"),
    ("entering their ", "third day", ".", "2016-03-30"),
    ("he said on Monday that at ", "dawn", " guns opened up", "2016-03-28"),
    ("he said on Monday. At ", "dawn", " guns opened up", "2016-03-30"),
    ("since the ", "September 11", " attacks", "2001-09-11/2016-03-30"),
    ("after the ", "September 11", " attacks", "2001-09-11"),
    ("after the ", "September 11", " vote", "2015-09-11"),
]


def _said(phrase: str, **options: object) -> str | None:
    days = ground_days(phrase, published=WEDNESDAY, **options)  # type: ignore[arg-type]
    if days is None:
        return None
    return str(days.start) if days.start == days.end else f"{days.start}/{days.end}"


@pytest.mark.parametrize(("phrase", "days"), PAST)
def test_a_phrase_of_the_past_means_these_days(phrase: str, days: str | None) -> None:
    """Codebook, section 3 and ruling 7.14."""
    assert _said(phrase) == days


@pytest.mark.parametrize(("phrase", "days"), FUTURE)
def test_a_phrase_of_what_is_to_come_means_these_days(phrase: str, days: str | None) -> None:
    """ "Sunday" of a planned event is the next one; "by X" and "until X" begin at publication."""
    assert _said(phrase, future=True) == days


@pytest.mark.parametrize(("before", "phrase", "after", "days"), AROUND)
def test_words_around_a_phrase_count(before: str, phrase: str, after: str, days: str | None) -> None:
    """A mention often leaves "since" or "within" outside."""
    assert _said(phrase, before=before, after=after) == days


def test_an_event_told_since_a_date_runs_to_publication() -> None:
    """`since` overrules what stands in front."""
    assert _said("2014", since=True) == "2014-01-01/2016-03-30"
    assert _said("2014", since=False, before="at war since ") == "2014-01-01/2014-12-31"
    assert _said("this week", since=True) == "2016-03-28/2016-04-03"


def test_without_a_day_of_publication_only_dates_with_a_year_are_read() -> None:
    """Nothing is put in the place of a missing publication date."""
    whole = ground_days("3 March 2015", published=None)
    assert whole is not None
    assert whole.start == date(2015, 3, 3)
    assert ground_days("Sunday", published=None) is None
    assert ground_days("since 2011", published=None) is None


_WORDS = (
    "last next this the of in on since until by between and to - 3 31 2015 9999 0001 1990s March Sunday week weeks years "
    "days ago earlier later early late mid end first second overnight past few 24 hours 9/11 2016-03-28 summer weekend "
    "Christmas '15 10pm twenty three half quarter decade century"
)


@given(st.lists(st.sampled_from(_WORDS.split()), max_size=8).map(" ".join), st.dates(), st.booleans())
def test_law_days_are_in_order_and_every_rule_is_named(phrase: str, published: date, future: bool) -> None:
    """Whatever the words, no exception, and the first day is not behind the last."""
    days = ground_days(phrase, published=published, future=future, before=phrase, after=phrase)
    assert days is None or (days.start <= days.end and days.rule)


@given(st.text(max_size=300), st.dates())
def test_law_any_text_is_read_without_fault(phrase: str, published: date) -> None:
    """Reports are hostile."""
    days = ground_days(phrase, published=published, before=phrase, after=phrase)
    assert days is None or days.start <= days.end


@given(st.dates(date(1001, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_law_a_full_date_means_itself(day: date, published: date) -> None:
    """The day of publication does not matter to it."""
    for phrase in (day.isoformat(), f"{day:%d %B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        days = ground_days(phrase, published=published)
        assert days is not None
        assert (days.start, days.end) == (day, day)
