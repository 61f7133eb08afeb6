"""Place names of a reading to places: takes mentions, gives the same reading with `Entity.place` and, where the text reckons
from another place ("15 km south of Mosul"), `Mention.place`. What a name could mean is the gazetteer's, which one is meant
place_choice.py's; here the report's words are turned into their terms."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rapidfuzz import fuzz

from zenobia.grounding.actor_table import ActorTable
from zenobia.grounding.actors import PARTIES, homes_of
from zenobia.grounding.countries import alpha2, countries_in, country_of
from zenobia.grounding.distance import EARTH_KM
from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.known import Places
from zenobia.grounding.place_choice import Choice, choose_places
from zenobia.grounding.place_evidence import NamedPlace
from zenobia.grounding.place_names import BEARINGS, PlaceName, Way, parse_place, read_nearness
from zenobia.grounding.spelling import fold
from zenobia.types import Entity, Mention, MentionType, Nearness, Place, Reading, RelationType

SITES = (MentionType.PLACE, MentionType.FACILITY)
BEFORE = 60
"""Characters before a name that may tell the way from it."""

NEAR_KM = 10.0
"""What "near" leaves open where no distance is told."""

PART_OF_RADIUS = 0.7
"""The radius of one side of a land, of the land's; half of it beyond, half towards the middle."""

FACILITY_KM = 5.0
"""How far from the middle of its town a facility may stand."""

LEAST_ALIKE = 50
"""Of 100: two spellings of one name share half of their letters."""

LEAST_SURE = 0.25
"""Choices of less confidence are not given: many bear the name, and nothing in the report tells them apart."""

_CAPITAL = re.compile(r"(?P<country>.+?)(?:['’]?s)? capital(?: city)?", re.I)
NAMELESS = PlaceName("", "", "", None)
"""Of "the town", "hospital": no place bears it, though there is a town of Hospital in Ireland."""

_TOWN = re.compile(r"\b(?:city|town|village|port|municipality) of (?:the )?$", re.I)
_FOLLOWS = re.compile(r"(?:, ?| \(|,? in (?:the )?(?:[\w-]+ )?(?:of )?)$")


def ground_places(reading: Reading, gazetteer: Places, table: ActorTable, day: date | None) -> Reading:
    """The same reading with places. table: tells the countries of the parties that the report names, on
    its day."""
    sites = [e for e in reading.entities if e.type in SITES]
    if not sites and not any(e.type is MentionType.STATE for e in reading.entities):
        return reading
    names = named_places(reading, gazetteer)
    choices = choose_places(names, find_place(gazetteer), find_spelt(gazetteer), talk_of_countries(reading, table, day))
    placed: dict[int, Place | None] = {}
    for entity, name, choice in zip(sites, names, choices, strict=True):
        placed[entity.id] = _place_of(entity, name, choice, choices)
    entities = tuple(replace(e, place=placed[e.id]) if e.id in placed else _state_place(e, gazetteer) for e in reading.entities)
    mentions = tuple(_near(m, entities, reading) for m in reading.mentions)
    return replace(reading, entities=entities, mentions=mentions)


def named_places(reading: Reading, gazetteer: Places) -> list[NamedPlace]:
    """The name of each place and facility among the entities, in their order, with those that the text puts it in."""
    sites = [e for e in reading.entities if e.type in SITES]
    inside = _containers(reading, {entity.id: index for index, entity in enumerate(sites)})
    return [
        NamedPlace(
            words=_name_of(entity, reading, gazetteer),
            inside=tuple(sorted(inside[index])),
            times=len(entity.mentions),
            town=any(_TOWN.search(reading.report.text, max(0, s - BEFORE), s) for s in _starts(entity, reading)),
        )
        for index, entity in enumerate(sites)
    ]


def _starts(entity: Entity, reading: Reading) -> list[int]:
    return [reading.mentions[i].span.start for i in entity.mentions]


def talk_of_countries(reading: Reading, table: ActorTable, day: date | None) -> dict[str, float]:
    """How often the report speaks of each country but by its places, alpha-2: by name, by people, and by parties at home there
    ("ISIL" speaks of Iraq and Syria)."""
    talk: dict[str, float] = defaultdict(float)
    for mention in reading.mentions:
        if mention.type in SITES:
            continue
        codes = countries_in(mention.text)
        if not codes and mention.type in PARTIES:
            codes = [code for home in homes_of(mention, table, day) if (code := alpha2(home))]
        for code in codes:
            talk[code] += 1 / len(codes)
    return dict(talk)


def find_place(gazetteer: Places) -> Callable[[str], list[Entry]]:
    """Looks a name up; a name that every country's people or other name could be ("Georgian", "U.S.") finds the country first."""

    def find(name: str) -> list[Entry]:
        capital = _CAPITAL.fullmatch(name)
        if capital and (code := country_of(capital["country"])):
            return gazetteer.find_capital(code)
        found = gazetteer.find(name)
        code = country_of(name)
        if code is not None and not any(e.feature == "PCLI" and e.country == code for e in found):
            found = [*gazetteer.find_country(code), *found]
        return found

    return find


def find_spelt(gazetteer: Places) -> Callable[[str, Sequence[str]], list[Entry]]:
    """Looks a name up in other spellings; what transliterates as none, as a typing error."""

    def find(name: str, countries: Sequence[str]) -> list[Entry]:
        key = fold(name)
        alike = [e for e in gazetteer.find_alike(name, countries) if fuzz.ratio(key, fold(e.name)) >= LEAST_ALIKE]
        return alike or gazetteer.find_mistyped(name, countries)

    return find


def _name_of(entity: Entity, reading: Reading, gazetteer: Places) -> PlaceName:
    """The entity's wording that the gazetteer knows best: its name, else the first of its mentions that is known."""
    wordings = dict.fromkeys([entity.name, *(reading.mentions[i].text for i in entity.mentions)])
    parsed = [parse_place(words) for words in wordings if not words.islower()]
    if not parsed:
        return NAMELESS
    known = (p for p in parsed if gazetteer.find(p.whole) or gazetteer.find(p.name))
    found = next(known, parsed[0])
    if entity.type is MentionType.FACILITY and not gazetteer.find(found.whole):
        return _town_in(found, gazetteer)
    return found


def _town_in(name: PlaceName, gazetteer: Places) -> PlaceName:
    """The longest run of capitalised words that names a place: "Mosul" of "Mosul airport"; the whole where there is none."""
    words = name.whole.split()
    runs = sorted(
        ((a, b) for a in range(len(words)) for b in range(a + 1, len(words) + 1)), key=lambda run: (run[0] - run[1], run[0])
    )
    for a, b in runs:
        part = " ".join(words[a:b])
        if words[a][:1].isupper() and words[b - 1][:1].isupper() and b - a < len(words) and gazetteer.find(part):
            return PlaceName(part, name.whole, "site", None)
    return name


def _containers(reading: Reading, number: dict[int, int]) -> dict[int, set[int]]:
    """Which sites the text puts in which: by relation, and by what follows at once ("Manbij, Syria")."""
    inside: dict[int, set[int]] = defaultdict(set)
    pairs = [(r.source, r.target) for r in reading.relations if r.type is RelationType.LOCATED_IN]
    places = [m for m in reading.mentions if m.type is MentionType.PLACE]
    for one, other in pairwise(places):
        if other.span.start - one.span.end < 12 and _FOLLOWS.fullmatch(reading.report.text[one.span.end : other.span.start]):
            pairs.append((one.id, other.id))
    for a, b in pairs:
        child, parent = reading.mentions[a].entity, reading.mentions[b].entity
        if child in number and parent in number and child != parent:
            inside[number[child]].add(number[parent])
    return inside


def _place_of(entity: Entity, name: NamedPlace, choice: Choice | None, choices: Sequence[Choice | None]) -> Place | None:
    container = next((choices[i] for i in name.inside if choices[i] is not None), None)
    if choice is None:
        if container is not None and entity.type is MentionType.FACILITY:
            return _as_place(container.entry, f"in {container.entry.name}, as told", container.chance, more_km=FACILITY_KM)
        known = entity.type is MentionType.PLACE and not entity.name.islower()
        return Place(id=None, reason="no gazetteer has this name") if known else None
    if choice.chance < LEAST_SURE:
        return Place(id=None, reason="several places bear this name, and the report does not tell them apart")
    rule = choice.rule
    if name.words.bearing is not None and choice.found_by == "part of the name":
        return _part_of(_as_place(choice.entry, rule, choice.chance), name.words.bearing)
    more = 0.0
    if name.words.kind in {"around", "site"}:
        wide = choice.entry.radius_km / 2 if choice.entry.feature in {"PCLI", "ADM1"} else NEAR_KM  # a land's border, coast
        more = max(NEAR_KM, wide) if choice.found_by == "part of the name" else 0.0
    if entity.type is MentionType.FACILITY and choice.found_by == "part of the name":
        rule, more = f"in or near {choice.entry.name}, whose name it bears", FACILITY_KM
    return _as_place(choice.entry, rule, choice.chance, more_km=more)


def _part_of(whole: Place, bearing: int) -> Place:
    """The part of a land or town that lies that way ("northern Syria"): half its radius from the middle, and as wide."""
    assert whole.latitude is not None
    assert whole.longitude is not None
    assert whole.radius_km is not None
    latitude, longitude = destination(whole.latitude, whole.longitude, bearing, whole.radius_km / 2)
    radius = max(NEAR_KM / 2, PART_OF_RADIUS * whole.radius_km)
    side = next(name for name, degrees in BEARINGS.items() if degrees == bearing)
    return replace(
        whole,
        latitude=latitude,
        longitude=longitude,
        radius_km=round(radius, 1),
        rule=f"the {side} of {whole.name}; {whole.rule}",
    )


def _as_place(entry: Entry, rule: str, chance: float, *, more_km: float = 0.0) -> Place:
    return Place(
        id=entry.id,
        name=entry.name,
        latitude=entry.latitude,
        longitude=entry.longitude,
        country=entry.country or None,
        admin1=entry.admin1 or None,
        admin2=entry.admin2 or None,
        feature=entry.feature,
        radius_km=round(entry.radius_km + more_km, 1),
        rule=rule,
        confidence=round(chance, 3),
    )


def _state_place(entity: Entity, gazetteer: Places) -> Entity:
    """A state's own land; other entities as they are."""
    if entity.type is not MentionType.STATE:
        return entity
    codes = set(countries_in(entity.name))
    land = [e for e in gazetteer.find(entity.name) if e.feature == "PCLI"] if len(codes) == 1 else []
    return replace(entity, place=_as_place(land[0], "the state's land", 0.99)) if land else entity


def _near(mention: Mention, entities: Sequence[Entity], reading: Reading) -> Mention:
    """The mention with a place of its own where the words before it reckon from it."""
    anchor = entities[mention.entity].place if mention.entity is not None and mention.type is MentionType.PLACE else None
    if anchor is None or anchor.id is None:
        return mention
    start = mention.span.start
    way = read_nearness(reading.report.text[max(0, start - BEFORE) : start])
    return replace(mention, place=_move(anchor, way, mention.id)) if way else mention


def _move(anchor: Place, way: Way, mention: int) -> Place:
    """The point `way` from the anchor, as wide as the words leave open: a third of the distance, at least NEAR_KM."""
    assert anchor.latitude is not None
    assert anchor.longitude is not None
    assert anchor.radius_km is not None
    relation = Nearness(anchor=mention, bearing=way.bearing, km=way.km)
    if way.bearing is None:
        radius = anchor.radius_km + (NEAR_KM if way.km is None else way.km)
        return replace(anchor, radius_km=round(radius, 1), rule=f"near {anchor.name}", relation=relation)
    km = way.km if way.km is not None else anchor.radius_km + NEAR_KM
    latitude, longitude = destination(anchor.latitude, anchor.longitude, way.bearing, km)
    return replace(
        anchor,
        latitude=latitude,
        longitude=longitude,
        radius_km=round(max(NEAR_KM / 2, km / 3, anchor.radius_km / 2), 1),
        rule=f"reckoned from {anchor.name}",
        relation=relation,
    )


def destination(latitude: float, longitude: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` from a point in the direction `bearing` (degrees from north), on a sphere."""
    angle, turn = km / EARTH_KM, math.radians(bearing)
    a, b = math.radians(latitude), math.radians(longitude)
    to = math.asin(math.sin(a) * math.cos(angle) + math.cos(a) * math.sin(angle) * math.cos(turn))
    along = b + math.atan2(math.sin(turn) * math.sin(angle) * math.cos(a), math.cos(angle) - math.sin(a) * math.sin(to))
    return round(math.degrees(to), 5), round((math.degrees(along) + 540) % 360 - 180, 5)
