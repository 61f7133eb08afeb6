"""Days told from a date told before: one row a text, its time phrases in brackets, and what they mean in order."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.days import ground_days
from zenobia.grounding.days_anchor import Told
from zenobia.grounding.days_told import is_narrative, told_before
from zenobia.types import Days, Span

WEDNESDAY = date(2016, 3, 30)
LATER = date(2009, 12, 19)

NEWS: list[tuple[str, list[str | None]]] = [
    # a report of 2016-03-30; what points back is reckoned from the date told before, the rest from publication
    ("Shells fell on [March 12]. [Two days later] a truce began.", ["2016-03-12", "2016-03-14"]),
    ("A raid on [Sunday] failed. [That night] the guns fell silent.", ["2016-03-27", "2016-03-27"]),
    ("Envoys met on [March 12]; [the next day] they left.", ["2016-03-12", "2016-03-13"]),
    ("Envoys met on [March 12]; [the following week] they left.", ["2016-03-12", "2016-03-14/2016-03-20"]),
    (
        "War broke out in [2011]. In [March of that year] crowds filled the squares.",
        ["2011-01-01/2011-12-31", "2011-03-01/2011-03-31"],
    ),
    ("War broke out in [March 2011]. [Later that year] towns fell.", ["2011-03-01/2011-03-31", "2011-03-01/2011-12-31"]),
    ("The dam broke on [5 May 2014]. [The same day] the port was shut.", ["2014-05-05", "2014-05-05"]),
    ("The siege began on [5 May 2014] and ended [a month later].", ["2014-05-05", "2014-06-01/2014-06-30"]),
    # not reckoned from it: "next week", "a day earlier", "Sunday", a date without a year
    ("Envoys met on [March 12] and meet again [next week].", ["2016-03-12", "2016-04-04/2016-04-10"]),
    ("Envoys met on [March 12]. [A day earlier] a bomb went off.", ["2016-03-12", "2016-03-29"]),
    ("War broke out in [2011]. On [Sunday] a bomb went off.", ["2011-01-01/2011-12-31", "2016-03-27"]),
    ("War broke out in [2011]. On [April 20] a bomb went off.", ["2011-01-01/2011-12-31", "2015-04-20"]),
    ("He was hanged in [2013] and pronounced dead [an hour later].", ["2013-01-01/2013-12-31", None]),
    # a date of a whole month tells no day
    ("War broke out in [March 2011]. [The next day] towns fell.", ["2011-03-01/2011-03-31", None]),
    # nothing told before
    ("[That day] a bomb went off.", [None]),
]

NARRATIVE: list[tuple[str, list[str | None]]] = [
    # of 2009-12-19, told of a war long past: a date without a year is of the year told last
    ("The fleet sailed on [5 May 1807]. On [20 June] it met the foe.", ["1807-05-05", "1807-06-20"]),
    ("The fleet sailed in [November 1807] and was back in [January].", ["1807-11-01/1807-11-30", "1808-01-01/1808-01-31"]),
    ("The fort fell on [5 May 1807]. In [April] mutiny had broken out.", ["1807-05-05", "1807-04-01/1807-04-30"]),
    ("The fort fell on [5 May 1807]. By [the end of the month] peace held.", ["1807-05-05", "1807-05-31"]),
    ("The fort fell in [1807]. In [the summer] the crops failed.", ["1807-01-01/1807-12-31", "1807-06-01/1807-08-31"]),
    ("The fort fell on [5 May 1807], the bridge on [the 13th].", ["1807-05-05", "1807-05-13"]),
    ("The fort fell on [5 May 1807]. [Three days earlier] the wells ran dry.", ["1807-05-05", "1807-05-02"]),
    ("The fort fell in [1807]; [the previous year] it had held.", ["1807-01-01/1807-12-31", "1806-01-01/1806-12-31"]),
    ("The fort fell in [May 1807]. [The following spring] it was rebuilt.", ["1807-05-01/1807-05-31", "1808-03-01/1808-05-31"]),
    ("The fort fell in [May 1807]. At [Christmas] it was rebuilt.", ["1807-05-01/1807-05-31", "1807-12-25"]),
    ("The siege lasted from [2 to 5 May 1807]. [Two days later] rain came.", ["1807-05-02/1807-05-05", "1807-05-07"]),
    # "since" of the past: its other end is not told
    ("At peace since [May 1807], the town grew.", ["1807-05-01/1807-05-31"]),
    # a lone year far off is an aside
    ("The fort fell on [5 May 1807]. A study of [1990] doubts it. On [20 May] it burned.", ["1807-05-05", "1990-01-01/1990-12-31", "1807-05-20"]),
    ("It fell in [1807]. A study of [1990] doubts it. In [1991] digs began. In [May] they ended.",
     ["1807-01-01/1807-12-31", "1990-01-01/1990-12-31", "1991-01-01/1991-12-31", "1991-05-01/1991-05-31"]),
    # years that no calendar of ours holds
    ("It fell in [1807]. The walls date from [480 BC]. In [May] they came down.", ["1807-01-01/1807-12-31", None, None]),
    # what only publication can tell
    ("The fort fell in [1807]. Today, [two years ago] it was sold.", ["1807-01-01/1807-12-31", "2007-01-01/2007-12-31"]),
    # before any date is told
    ("In [May] the fort fell.", [None]),
]  # fmt: skip

YEARS = "Wars of [1801], [1802], [1803], [1804], [1805]. "
"""Makes a text a narrative."""


def _read(text: str, published: date | None) -> list[Days | None]:
    """The days of the bracketed phrases."""
    plain, spans = "", []
    for before, phrase in re.findall(r"([^\[]*)(?:\[([^\]]*)\])?", text):
        plain += before
        if phrase:
            spans.append(Span(len(plain), len(plain) + len(phrase)))
            plain += phrase
    told = told_before(plain, spans, published)
    return [
        ground_days(s.of(plain), published=published, before=plain[: s.start], after=plain[s.end :], told=t)
        for s, t in zip(spans, told, strict=True)
    ]


def _written(days: Days | None) -> str | None:
    if days is None:
        return None
    return str(days.start) if days.start == days.end else f"{days.start}/{days.end}"


@pytest.mark.parametrize(("text", "days"), NEWS)
def test_news_reckons_from_the_date_told_before_only_what_points_back(text: str, days: list[str | None]) -> None:
    """ "two days later", "that night"; the rest is read from publication (codebook, section 3)."""
    assert [_written(d) for d in _read(text, WEDNESDAY)] == days


@pytest.mark.parametrize("published", [LATER, None])
@pytest.mark.parametrize(("text", "days"), NARRATIVE)
def test_a_narrative_goes_on_from_the_date_told_before(text: str, days: list[str | None], published: date | None) -> None:
    """With a day of publication or without one; "ago" needs it."""
    if published is None and "ago" in text:
        pytest.skip("only publication tells")
    read = _read("[1799], [1799], [1799], [1799]. [480 BC]. " + text, published)[5:]
    assert [_written(d) for d in read] == days


def test_the_rule_says_whose_year_it_was() -> None:
    """An inferred year says that it was inferred."""
    days = _read(YEARS + "On [5 May] the fort fell.", LATER)[-1]
    assert days is not None
    assert (days.start, days.rule) == (date(1805, 5, 5), "date in the year of the date told before")


PHRASES: list[tuple[list[str], date | None, bool]] = [
    (["1801", "May 1802", "3 June 1803"], LATER, True),
    # without a day of publication nothing can be read from it
    (["May 5"], None, True),
    # news with its background
    (["Sunday", "2001", "2003", "2004", "last week"], LATER, False),
    (["2001", "2003"], LATER, False),
    (["2001", "2003 and 2004"], LATER, False),
    (["2009", "2008", "May 2009", "2009"], LATER, False),
    ([], LATER, False),
]


@pytest.mark.parametrize(("phrases", "published", "narrative"), PHRASES)
def test_a_narrative_tells_of_years_long_past(phrases: list[str], published: date | None, narrative: bool) -> None:
    """Three dates of such years, and few words that only publication explains."""
    assert is_narrative(phrases, published) is narrative


_WORDS = "1807 5 May 29 February the next day that year later two days weeks following spring 480 BC 13th Ramadan Monday night 9999 0001"


@given(
    st.lists(st.lists(st.sampled_from(_WORDS.split()), max_size=4).map(" ".join), max_size=8), st.one_of(st.none(), st.dates())
)
def test_law_any_phrases_are_read_without_fault(phrases: list[str], published: date | None) -> None:
    """Days are in order and every rule is named."""
    days = _read(YEARS + " ".join(f"[{p}]." for p in phrases if p), published)
    assert all(d is None or (d.start <= d.end and d.rule) for d in days)


def test_without_told_dates_a_phrase_is_read_as_before() -> None:
    """`Told(None)` is the default."""
    assert ground_days("Sunday", published=WEDNESDAY) == ground_days("Sunday", published=WEDNESDAY, told=Told(None))
