"""Time phrases by grammar: one row a text, what is found in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.reading.times import find_times

FOUND: list[tuple[str, list[str]]] = [
    # dates, whole and in part; no article in front
    ("Rebels left on March 3, 2015, by road.", ["March 3, 2015"]),
    ("On the 5th of May 1807 the fort fell.", ["5th of May 1807"]),
    ("The fort fell in May, 1807.", ["May, 1807"]),
    ("The fort fell in May and was rebuilt in June.", ["May", "June"]),
    ("By 1807 the fort had fallen.", ["1807"]),
    ("The walls of 480 BC fell.", ["480 BC"]),
    ("It fell in the 1990s and the nineteenth century.", ["1990s", "nineteenth century"]),
    # parts
    ("At the end of May 1807 it fell.", ["end of May 1807"]),
    ("It fell in the second half of 1807.", ["second half of 1807"]),
    ("Early in 1807 it fell; in mid-June 1808 again.", ["Early in 1807", "mid-June 1808"]),
    ("On the night of 5 May it fell.", ["night of 5 May"]),
    # ranges are one phrase
    ("It lasted from 5 to 7 May 1807.", ["5 to 7 May 1807"]),
    ("The siege (5 May - 7 June 1807) failed.", ["5 May - 7 June 1807"]),
    ("It lasted from May 4 to 11.", ["May 4 to 11"]),
    ("The war of 1807-09, long forgotten", ["1807-09"]),
    ("The Northern Theatre 1807-1809\nThe army marched.", ["1807-1809"]),
    ("In March and April it rained, and in May.", ["March and April", "May"]),
    ("In March and April 1807 it rained.", ["March and April 1807"]),
    # seasons with what makes them times
    ("Over the winter the troops rested.", ["winter"]),
    ("In the summer of 1807 it rained.", ["summer of 1807"]),
    # told from another day
    ("Two days later the truce ended.", ["Two days later"]),
    ("A few days later the truce ended.", ["few days later"]),
    ("The following spring it was rebuilt.", ["following spring"]),
    ("That night guns fell silent; the next morning it rained.", ["That night", "next morning"]),
    ("In July of that year it fell.", ["July of that year"]),
    ("By this time nothing stood; now it does.", ["this time", "now"]),
    # lengths
    ("It held for more than three weeks.", ["more than three weeks"]),
    # hard negatives: names, counts, ages, money, verbs
    ("The 1807 Commission met.", []),
    ("2007 Springfield protests: crowds gather.", []),
    ("More than 1400 people fled; $1500 was paid.", []),
    ("A 20-year-old and a man, 30 years old, fled.", []),
    ("Prices began to spring up and may fall.", []),
    ("The March to the sea failed.", []),
    ("They may march in 1500 boots.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_phrases_are_found_by_grammar(text: str, words: list[str]) -> None:
    """Codebook, section 5: leading articles stay out; gold marks a range as one mention."""
    assert [span.of(text) for span in find_times(text)] == words


_WORDS = "the of in since until 3 5th May March 1807 1807-09 - – to and week weeks two later that year BC end early mid winter (1807) , . \n"


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_WORDS.split(" ")), max_size=30).map(" ".join)))
def test_law_phrases_are_in_order_and_never_overlap(text: str) -> None:
    """Whatever the text."""
    spans = find_times(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
