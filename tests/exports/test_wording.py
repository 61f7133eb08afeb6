"""How days, tolls and ties are said."""

from __future__ import annotations

import pytest

from builders import ReadingByHand, some_days
from zenobia.exports.wording import (
    LONGEST_SENTENCE,
    TIE_WORDS,
    say_bounds,
    say_count,
    say_days,
    say_toll,
    shown_sentence,
    visible,
)
from zenobia.types import RelationType, Toll, TollKind


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2016-03-27", "2016-03-27", "27 March 2016"),
        ("2016-03-21", "2016-03-27", "21 to 27 March 2016"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2016-01-01", "2016-12-31", "2016"),
        ("2016-03-28", "2016-04-03", "28 March to 3 April 2016"),
        ("2011-03-15", "2016-03-28", "15 March 2011 to 28 March 2016"),
        ("2015-01-01", "2016-12-31", "1 January 2015 to 31 December 2016"),
    ],
)
def test_days(start: str, end: str, said: str) -> None:
    """Days are said as a person would write them."""
    assert say_days(some_days(start, end)) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(60, None, "60 or more"), (None, 470000, "up to 470,000"), (12, 12, "12"), (24, 30, "24 to 30"), (None, None, "")],
)
def test_bounds(low: int | None, high: int | None, said: str) -> None:
    """A missing bound is no bound, not zero."""
    assert say_bounds(Toll(mention=0, kind=TollKind.KILLED, low=low, high=high)) == said


@pytest.mark.parametrize(
    ("text", "number", "who", "said"),
    [
        # as written where the two stand together
        ("killed dozens of fighters", "dozens", "fighters", "killed: dozens of fighters (24 or more)"),
        # side by side where they do not
        ("fighters died, dozens in all", "dozens", "fighters", "killed: dozens fighters (24 or more)"),
        # whoever is counted may not be named
        ("dozens died", "dozens", None, "killed: dozens (24 or more)"),
    ],
)
def test_tolls(text: str, number: str, who: str | None, said: str) -> None:
    """A toll is said in the report's words."""
    by_hand = ReadingByHand(text).mention("count", number).mention("people", *([who] if who else []))
    toll = {"words": number, "kind": "killed", "low": 24, "who": who}
    reading = by_hand.event("attack", text.split()[0], toll=[toll]).done()
    assert say_toll(reading.events[0].toll[0], reading) == said


@pytest.mark.parametrize("at", [0, 700, 5000, 9000])
def test_endless_sentences_are_shown_around_the_trigger(at: int) -> None:
    """A text without full stops is not written out whole for each event; the trigger is always shown."""
    text = "x " * (at // 2) + "attacked" + " y" * ((10000 - at) // 2)
    event = ReadingByHand(text).event("attack", "attacked").done().events[0]
    sentence = shown_sentence(event)
    assert sentence.end - sentence.start == LONGEST_SENTENCE
    assert 0 <= sentence.start <= event.trigger.start < event.trigger.end <= sentence.end <= len(text)


def test_every_tie_has_words() -> None:
    """No relation type is without its verb."""
    assert set(TIE_WORDS) == set(RelationType)


def test_counts() -> None:
    """One is singular."""
    assert [say_count(n, "event") for n in (0, 1, 1200)] == ["0 events", "1 event", "1,200 events"]


def test_joiners_of_persian_names_stay() -> None:
    """A zero-width joiner is part of a name; a direction override is not."""
    assert visible("می\u200cخواهم\u202e") == "می\u200cخواهم\\u202e"
