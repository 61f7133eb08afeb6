"""Datelines inside a text, and events told "since" a date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.days_report import read_dateline, told_since
from zenobia.types import Span

DATELINES: list[tuple[str, str | None]] = [
    ("Wed 01 Oct 2014 at 1459 Two bombs went off in the town.", "2014-10-01"),
    ("Published July 27 2016 Two bombs went off.", "2016-07-27"),
    ("05-09-2013 Two bombs went off.", "2013-09-05"),
    ("20.04.2017(updated 1618) Two bombs went off.", "2017-04-20"),
    ("Two bombs go off in a market Agence Monday 3 March 2014 The bombs", "2014-03-03"),
    # a date that the story tells, a date further down, no full date
    ("Two bombs went off on 3 March 2014 in the town.", None),
    ("Two bombs went off. " * 9 + "Monday 3 March 2014", None),
    ("Monday Two bombs went off.", None),
    ("31-02-2014 Two bombs went off.", None),
    ("", None),
]

SINCE: list[tuple[str, str, str, bool | None]] = [
    # text, date, trigger, told since
    ("Shells have fallen since the truce ended in March.", "March", "fallen", True),
    ("Shells have fallen since the truce ended in March.", "March", "ended", False),
    ("Since the truce ended in March, shells have fallen.", "March", "fallen", True),
    ("Since the truce ended in March, shells have fallen.", "March", "ended", False),
    ("The town was besieged since March.", "March", "besieged", True),
    ("At war since March when police shot at crowds.", "March", "shot", False),
    ("Hundreds died since war broke out in March after mass protests.", "March", "protests", False),
    ("Shells fell in March.", "March", "fell", None),
    ("He has been silent since, shells fell in March.", "March", "fell", None),
    ("It has been quiet since. Shells fell in March.", "March", "fell", None),
]


@pytest.mark.parametrize(("text", "day"), DATELINES)
def test_a_dateline_in_the_text_is_read(text: str, day: str | None) -> None:
    """Ruling 7.22: it overrules the date of the collection."""
    found = read_dateline(text)
    assert (None if found is None else found.isoformat()) == day


@pytest.mark.parametrize(("text", "phrase", "trigger", "since"), SINCE)
def test_since_reaches_the_events_it_governs(text: str, phrase: str, trigger: str, since: bool | None) -> None:
    """Not the happening that the date itself dates."""
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (phrase, trigger)]
    assert told_since(text, *spans) is since


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_law_any_text_is_read_without_fault(text: str, first: int, second: int) -> None:
    """Reports are hostile."""
    read_dateline(text)
    phrase = Span(min(first, len(text)), min(first + 5, len(text)))
    assert told_since(text, phrase, Span(min(second, len(text)), min(second + 5, len(text)))) in {True, False, None}
