"""Place names of a reading to places: planted readings over a planted gazetteer."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from zenobia.grounding.actor_table import ActorTable
from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import Entry, Gazetteer
from zenobia.grounding.places import destination, ground_places
from zenobia.types import Entity, Mention, MentionType, Place, ReaderVersion, Reading, Relation, RelationType, Report, Span

ENTRIES = {
    "Mosul": ("iq/mosul", 36.33, 43.12, "IQ", "PPL"),
    "Aleppo": ("sy/aleppo", 36.2, 37.15, "SY", "PPL"),
    "Syria": ("country:SY", 35.0, 38.0, "SY", "PCLI"),
    "Homs": ("sy/homs", 34.73, 36.72, "SY", "PPL"),
    "Damascus": ("sy/damascus", 33.51, 36.29, "SY", "PPLC"),
    "hospital": ("ie/hospital", 52.47, -8.43, "IE", "PPL"),
}


class PlantedGazetteer(Gazetteer):
    def __init__(self) -> None:
        pass

    def find(self, name: str) -> list[Entry]:
        if name not in ENTRIES:
            return []
        ident, latitude, longitude, country, feature = ENTRIES[name]
        return [
            Entry(
                id=ident, name=name, latitude=latitude, longitude=longitude, country=country, feature=feature, admin1="", admin2="",
                population=20_000_000 if feature == "PCLI" else 100_000, radius_km=5.0,
            )
        ]  # fmt: skip

    def find_alike(self, name: str, countries: Iterable[str]) -> list[Entry]:  # noqa: ARG002
        return []

    def find_mistyped(self, name: str, countries: Iterable[str]) -> list[Entry]:  # noqa: ARG002
        return []

    def find_country(self, code: str) -> list[Entry]:
        return self.find("Syria") if code == "SY" else []

    def find_capital(self, code: str) -> list[Entry]:
        return self.find("Damascus") if code == "SY" else []


def read(text: str, *names: tuple[str, str], inside: tuple[int, int] | None = None) -> Reading:
    """A reading of `text` with one mention and one entity a name, and one located_in."""
    mentions, entities = [], []
    for number, (words, kind) in enumerate(names):
        start = text.index(words)
        mention = Mention(
            id=number, span=Span(start, start + len(words)), text=words, type=MentionType(kind), entity=number, confidence=1.0
        )
        mentions.append(mention)
        entities.append(Entity(id=number, type=MentionType(kind), name=words, mentions=(number,)))
    relations: tuple[Relation, ...] = ()
    if inside:
        relations = (
            Relation(
                id=0, type=RelationType.LOCATED_IN, source=inside[0], target=inside[1], evidence=Span(0, 1), confidence=1.0
            ),
        )
    reading = Reading(
        report=Report(id="r", sha256="", text=text),
        reader=ReaderVersion(version="0", model="0"),
        mentions=tuple(mentions),
        entities=tuple(entities),
        relations=relations,
    )
    return ground_places(reading, PlantedGazetteer(), ActorTable(), None)


def place(reading: Reading, entity: int = 0) -> Place:
    found = reading.entities[entity].place
    assert found is not None
    return found


CASES = [
    ("Fighting in Mosul", ("Mosul", "place"), "iq/mosul", 5.0),
    ("Fighting in the Homs countryside", ("Homs countryside", "place"), "sy/homs", 15.0),
    ("Planes struck Mosul airport", ("Mosul airport", "facility"), "iq/mosul", 10.0),
    ("Syria denied it", ("Syria", "state"), "country:SY", 5.0),
    ("A Syrian town fell", ("Syrian", "place"), "country:SY", 5.0),
    ("Jets entered Syrian airspace", ("Syrian airspace", "place"), "country:SY", 5.0),
    ("Shelling hit the Syrian capital", ("Syrian capital", "place"), "sy/damascus", 5.0),
    ("They reached the Syrian border", ("Syrian border", "place"), "country:SY", 15.0),
]


@pytest.mark.parametrize(("text", "name", "ident", "radius"), CASES)
def test_places(text: str, name: tuple[str, str], ident: str, radius: float) -> None:
    found = place(read(text, name))
    assert (found.id, found.radius_km) == (ident, radius)


def test_a_part_of_a_land_is_reckoned_from_its_middle() -> None:
    """Half its radius to the north, and wide enough for the northern half."""
    north, whole = place(read("In northern Syria", ("northern Syria", "place"))), place(read("In Syria", ("Syria", "place")))
    assert north.id == "country:SY"
    assert north.latitude is not None
    assert whole.latitude is not None
    assert north.latitude > whole.latitude
    assert north.rule is not None
    assert north.rule.startswith("the north of Syria")


def test_a_common_noun_is_no_name() -> None:
    """There is a town of Hospital in Ireland; "the hospital" is not there."""
    assert read("They shelled the hospital", ("hospital", "facility")).entities[0].place is None


def test_a_name_that_no_gazetteer_has_tells_the_reason() -> None:
    found = place(read("Fighting in Nowhereville", ("Nowhereville", "place")))
    assert (found.id, found.latitude, found.reason) == (None, None, "no gazetteer has this name")


def test_a_description_is_no_place() -> None:
    assert read("They fled to a village", ("a village", "place")).entities[0].place is None


def test_an_unnamed_facility_lies_where_the_text_puts_it() -> None:
    found = place(read("A hospital in Aleppo was hit", ("A hospital", "facility"), ("Aleppo", "place"), inside=(0, 1)))
    assert (found.id, found.rule, found.radius_km) == ("sy/aleppo", "in Aleppo, as told", 10.0)


def test_a_place_is_reckoned_from_another() -> None:
    reading = read("They seized a village 20 km north of Aleppo", ("Aleppo", "place"))
    moved = reading.mentions[0].place
    assert moved is not None
    assert moved.relation is not None
    assert (moved.relation.anchor, moved.relation.bearing, moved.relation.km) == (0, 0, 20.0)
    assert moved.latitude == pytest.approx(36.38, abs=0.01)
    assert place(reading).latitude == 36.2


@pytest.mark.parametrize("bearing", range(0, 360, 45))
def test_law_a_way_has_its_length(bearing: int) -> None:
    latitude, longitude = destination(36.0, 179.9, bearing, 50.0)
    assert distance_km(36.0, 179.9, latitude, longitude) == pytest.approx(50.0, abs=0.05)
    assert -180 <= longitude <= 180
