"""Number phrases to bounds: one row a rule (codebook, section 3 and ruling 7.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.numbers import read_bounds, read_number

NUMBERS: list[tuple[str, int | None]] = [
    ("12", 12),
    ("1,434", 1434),
    ("1.200", 1200),
    ("1 200", 1200),
    ("1'200", 1200),
    ("1,234,567", 1_234_567),
    ("٢٣", 23),
    ("1.5 million", 1_500_000),
    ("2,5 million", 2_500_000),
    ("17k", 17_000),
    ("1m", 1_000_000),
    ("seven", 7),
    ("Twenty-three", 23),
    ("twenty one", 21),
    ("one hundred and five", 105),
    ("one-hundred", 100),
    ("six thousand and four", 6004),
    ("two hundred thousand", 200_000),
    ("one million two hundred thousand", 1_200_000),
    ("a hundred", 100),
    ("two dozen", 24),
    ("a dozen", 12),
    ("half a dozen", 6),
    ("half a million", 500_000),
    ("two-and-a-half million", 2_500_000),
    ("a couple", 2),
    ("pair", 2),
    ("zero", 0),
    ("no", 0),
    ("12 people", 12),
    ("five of the seven", 5),
    # no counts
    ("a", None),
    ("an", None),
    ("many", None),
    ("12 percent", None),
    ("12th", None),
    ("eight-year", None),
    ("3-year-old", None),
    ("1.5", None),
    ("one two three", None),
    ("9" * 20, None),
    ("", None),
]

BOUNDS: list[tuple[str, int | None, int | None]] = [
    # at least
    ("at least 60", 60, None),
    ("More than 35", 35, None),
    ("over a thousand", 1000, None),
    ("no fewer than twelve", 12, None),
    ("at least some 20", 20, None),
    ("12 or more", 12, None),
    ("30+", 30, None),
    # at most
    ("up to 40", None, 40),
    ("as many as 470,000", None, 470_000),
    ("nearly two dozen", None, 24),
    ("almost 90", None, 90),
    ("fewer than ten", None, 10),
    ("no more than ten", None, 10),
    # as it stands
    ("about 180", 180, 180),
    ("Around 20", 20, 20),
    ("some 60", 60, 60),
    ("an estimated fifty", 50, 50),
    ("roughly a dozen", 12, 12),
    ("all six", 6, 6),
    ("another eight", 8, 8),
    ("another", 1, 1),
    ("both", 2, 2),
    # between
    ("between 30 and 40", 30, 40),
    ("30-40", 30, 40),
    ("30 to 40", 30, 40),
    ("three or four", 3, 4),
    ("1.5-2 million", 1_500_000, 2_000_000),
    ("two to three hundred", 200, 300),
    # vague
    ("several", 3, None),
    ("a few", 3, None),
    ("multiple", 2, None),
    ("dozens", 24, None),
    ("scores", 40, None),
    ("tens", 20, None),
    ("hundreds", 200, None),
    ("many hundreds", 200, None),
    ("several hundred", 300, None),
    ("thousands", 2000, None),
    ("tens of thousands", 20_000, None),
    ("hundreds of thousands", 200_000, None),
    ("millions", 2_000_000, None),
    ("up to several hundred", None, None),
]

AROUND: list[tuple[str, str, str, int | None, int | None]] = [
    # before | phrase | after: a qualifier left outside, and one number for two kinds of harm
    ("killing at least ", "12", " people", 12, None),
    ("the toll now surpasses ", "130", " people", 130, None),
    ("the toll rises to ", "130", " people", 130, 130),
    ("the state is handing over ", "70", " jets", 70, 70),
    ("The shells kill and wound ", "eight", " villagers", None, 8),
    ("The raid left ", "dozens", " of people dead or injured", None, None),
    ("The raid left ", "dozens", " dead", 24, None),
    ("", "12", " dead and 30 wounded", 12, 12),
]


@pytest.mark.parametrize(("phrase", "number"), NUMBERS)
def test_a_phrase_spells_this_number(phrase: str, number: int | None) -> None:
    """Digits in any grouping, words, scales."""
    assert read_number(phrase) == number


@pytest.mark.parametrize(("phrase", "low", "high"), BOUNDS)
def test_a_qualifier_makes_a_number_a_bound(phrase: str, low: int | None, high: int | None) -> None:
    """Ruling 7.6."""
    bounds = read_bounds(phrase)
    assert bounds is not None
    assert (bounds.low, bounds.high) == (low, high)


@pytest.mark.parametrize(("before", "phrase", "after", "low", "high"), AROUND)
def test_words_around_a_number_count(before: str, phrase: str, after: str, low: int | None, high: int | None) -> None:
    """A qualifier may stand outside the mention."""
    bounds = read_bounds(phrase, after, before)
    assert bounds is not None
    assert (bounds.low, bounds.high) == (low, high)


@given(st.integers(0, 10**12))
def test_law_digits_mean_themselves(number: int) -> None:
    """With and without grouping."""
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


_WORDS = (
    "at least more than up to between and or - a half dozen dozens hundred hundreds of thousand million several few twenty "
    "three 12 1.5 1,200 17k some about both % + no percent people killed wounded"
)


@given(st.one_of(st.lists(st.sampled_from(_WORDS.split()), max_size=10).map(" ".join), st.text(max_size=200)))
def test_law_bounds_are_whole_and_in_order(phrase: str) -> None:
    """Whatever the words, no exception, nothing below zero, low not above high."""
    bounds = read_bounds(phrase, phrase, phrase)
    if bounds is not None:
        assert all(b is None or b >= 0 for b in (bounds.low, bounds.high))
        assert bounds.low is None or bounds.high is None or bounds.low <= bounds.high
