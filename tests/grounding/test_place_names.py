"""The words of a place mention, and the words before it that reckon from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.grounding.place_names import PlaceName, Way, parse_place, read_nearness

PARTS = [
    # words, name, kind, bearing
    ("northern Homs countryside", "Homs", "around", 0),
    ("the city of Mosul", "Mosul", "town", None),
    ("the Syrian city of Raqqa", "Raqqa", "town", None),
    ("the northern Syrian town of Azaz", "Azaz", "town", 0),
    ("Homs province", "Homs", "division", None),
    ("Rapides Parish", "Rapides", "division", None),
    ("north-western Syria", "Syria", "", 315),
    ("southeast of Turkey", "Turkey", "", 135),
    ("outskirts of Damascus", "Damascus", "around", None),
    ("eastern Ghouta", "Ghouta", "", 90),
    ("Aleppo", "Aleppo", "", None),
    ("Syrian airspace", "Syrian", "", None),
    ("Turkish territorial waters", "Turkish", "", None),
    ("Lebanese-Syrian border", "Lebanese-Syrian", "around", None),
    ("the capital", "capital", "", None),
]

WAYS = [
    ("in a village about 15 km south of ", Way(15.0, 180)),
    ("some 20 miles (32 km) north-east of ", Way(32.2, 45)),
    ("50km from ", Way(50.0, None)),
    ("a few kilometres outside ", Way(None, None)),
    ("in an area near ", Way(None, None)),
    ("just east of the city of ", Way(None, 90)),
    ("fighting in ", None),
    ("killed 15 soldiers in ", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "name", "kind", "bearing"), PARTS)
def test_parts_of_a_name(words: str, name: str, kind: str, bearing: int | None) -> None:
    assert parse_place(words) == PlaceName(name, words.removeprefix("the "), kind, bearing)


@pytest.mark.parametrize(("before", "way"), WAYS)
def test_way_from_a_place(before: str, way: Way | None) -> None:
    assert read_nearness(before) == way


@given(st.text(max_size=80))
def test_law_any_words_are_read_without_fault(words: str) -> None:
    parsed = parse_place(words)
    assert parsed.name or not parsed.whole
    read_nearness(words)
