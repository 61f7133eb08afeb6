"""Which of several places of one name is meant: planted gazetteers, each case one reason."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.place_choice import Choice, choose_places
from zenobia.grounding.place_evidence import NamedPlace
from zenobia.grounding.place_names import parse_place


def entry(
    ident: str, name: str, latitude: float, longitude: float, country: str, feature: str = "PPL", people: int = 5000
) -> Entry:
    admin1 = ident.split("/")[0]
    return Entry(
        id=ident, name=name, latitude=latitude, longitude=longitude, country=country, feature=feature, admin1=admin1, admin2="",
        population=people, radius_km=5.0,
    )  # fmt: skip


GAZETTEER = [
    entry("ca/london", "London", 42.98, -81.24, "CA", people=383_000),
    entry("en/london", "London", 51.5, -0.12, "GB", "PPLC", 8_900_000),
    entry("on/toronto", "Toronto", 43.7, -79.4, "CA", people=2_700_000),
    entry("ca/kitchener", "Kitchener", 43.45, -80.48, "CA", people=230_000),
    entry("homs/tripoli", "Tripoli", 34.43, 35.84, "LB", people=230_000),
    entry("tr/tripoli", "Tripoli", 32.88, 13.19, "LY", "PPLC", 1_150_000),
    entry("LB", "Lebanon", 33.8, 35.8, "LB", "PCLI", 6_000_000),
    entry("oh/lebanon", "Lebanon", 39.43, -84.2, "US", people=20_000),
    entry("iq/mosul", "Mosul", 36.33, 43.1, "IQ", people=1_600_000),
]


def find(name: str) -> list[Entry]:
    return [e for e in GAZETTEER if e.name.lower() == name.lower()]


def find_alike(name: str, countries: Sequence[str]) -> list[Entry]:
    return [e for e in GAZETTEER if e.name == "Mosul" and name == "Mausil" and e.country in countries]


def choose(*names: str, inside: dict[int, int] | None = None, countries: dict[str, float] | None = None) -> list[Choice | None]:
    places = [
        NamedPlace(words=parse_place(n), inside=(inside[i],) if inside and i in inside else ()) for i, n in enumerate(names)
    ]
    return choose_places(places, find, find_alike, countries or {})


CASES = [
    (["London"], {}, {}, "en/london"),
    (["London", "Toronto", "Kitchener"], {}, {}, "ca/london"),
    (["Tripoli"], {}, {}, "tr/tripoli"),
    (["Tripoli", "Lebanon"], {0: 1}, {}, "homs/tripoli"),
    (["Tripoli"], {}, {"LB": 3.0}, "homs/tripoli"),
    (["Lebanon"], {}, {}, "LB"),
    (["the city of Mosul"], {}, {}, "iq/mosul"),
    (["Mausil"], {}, {"IQ": 1.0}, "iq/mosul"),
]


@pytest.mark.parametrize(("names", "inside", "countries", "expected"), CASES)
def test_the_place_meant(names: list[str], inside: dict[int, int], countries: dict[str, float], expected: str) -> None:
    choice = choose(*names, inside=inside, countries=countries)[0]
    assert choice is not None
    assert choice.entry.id == expected


def test_an_unknown_name_is_no_place() -> None:
    assert choose("Nowhereville", "Mausil") == [None, None]


def test_no_names_no_places() -> None:
    assert choose() == []


def test_the_surer_the_more_reasons() -> None:
    alone, told = choose("Tripoli")[0], choose("Tripoli", "Lebanon", inside={0: 1})[0]
    assert alone is not None
    assert told is not None
    assert told.chance > 0.9
    assert told.rule == "in the place that the text puts it in"
