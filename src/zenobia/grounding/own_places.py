"""Rows of the user's own places: GeoNames dumps, GeoNames' alternate names, and CSV. Takes an open table, gives places or names,
every value checked; where they are kept is own_gazetteer.py's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from math import pi, sqrt

from zenobia.errors import TableError
from zenobia.grounding.countries import country_of
from zenobia.grounding.own_file import TableFile, cells_of, columns_of, made_of
from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import DATA, read_table

GEONAMES_COLUMNS = 19
NAMES_COLUMNS = 10


class Kind(StrEnum):
    """What a file of places is."""

    GEONAMES = "GeoNames"
    NAMES = "GeoNames names"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """A place as a file gives it.

    ident: GeoNames' number, or of a table the id it gives, else the line. codes: of the divisions it lies in, where the file
    has codes instead of names; admin1, admin2: their names. aliases: other names; population: 0 when unknown."""

    ident: int | str
    line: int
    name: str
    latitude: float
    longitude: float
    country: str
    feature: str
    population: int
    radius_km: float
    admin1: str = ""
    admin2: str = ""
    codes: tuple[str, str] = ("", "")
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of GeoNames' place `ident`, which lies in `country`."""

    ident: int
    name: str
    country: str


COLUMNS = {name: name for name in ("name", "latitude", "longitude", "id", "country", "feature", "population", "radius_km")}
COLUMNS |= {"lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude"}
COLUMNS |= {"adm1": "admin1", "admin1": "admin1", "adm2": "admin2", "admin2": "admin2"}
COLUMNS |= {"aliases": "aliases", "alternate_names": "aliases"}
"""Column of a table -> what it says."""

NEEDED = ("name", "latitude", "longitude")

FEATURE_KM = {
    "PCLI": 300.0, "ADM1": 60.0, "ADM2": 25.0, "ADM3": 12.0, "ADM4": 6.0, "ADMD": 25.0, "RGN": 50.0, "SEA": 500.0, "OCN": 2000.0, "GULF": 150.0,
    "BAY": 15.0, "STRT": 30.0, "LK": 10.0, "STM": 25.0, "CNL": 15.0, "ISL": 10.0, "ISLS": 30.0, "MTS": 50.0, "MT": 5.0, "DSRT": 150.0, "VAL": 15.0,
    "PLN": 30.0, "PASS": 2.0, "OILF": 10.0, "GASF": 10.0, "AIRB": 3.0, "AIRP": 3.0, "AIRF": 2.0, "INSM": 2.0, "PRT": 2.0, "CMP": 2.0, "DAM": 1.0,
}  # fmt: skip
"""Circles of features that no population tells the size of, by hand: half the width of a common one."""

CLASS_KM = {"A": 25.0, "H": 5.0, "L": 5.0, "R": 5.0, "S": 0.5, "T": 5.0, "U": 50.0, "V": 5.0}
"""The same by GeoNames' class of feature, where FEATURE_KM has none; a single building or site half a kilometre."""

TOWN_KM = 2.0
MOST_PEOPLE = 20_000_000_000
MOST_KM = 20_000.0

_CODE = re.compile(r"[A-Z0-9]{2,4}")
_FEATURE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?|[+-]?\.[0-9]+")
_WHOLE = re.compile(r"[0-9]{1,18}(?:\.0*)?")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*|abbr|piny|fr_1793)?")
"""Languages as alternateNamesV2.txt writes them; its "link", "wkdt", "post", "iata", "icao", "faac", "unlc" ... name no language."""

_SCRIPTS = frozenset({"LATIN", "ARABIC", "MODIFIER"})


def kind_of(first: str, table: TableFile) -> Kind:
    """What a file is by its first line. Raises TableError for the first line of none of them."""
    cells = first.split("\t")
    if not cells[0].strip().isdecimal() or len(cells) < 4:
        return Kind.TABLE
    if len(cells) in (GEONAMES_COLUMNS, NAMES_COLUMNS):
        return Kind.GEONAMES if len(cells) == GEONAMES_COLUMNS else Kind.NAMES
    what = f"{len(cells)} columns: a GeoNames dump has {GEONAMES_COLUMNS}, alternateNamesV2.txt {NAMES_COLUMNS}"
    raise table.fault(what, "give either whole, or a table with a header")


def read_places(first: str, table: TableFile) -> tuple[Iterator[OwnPlace | None], list[str]]:
    """The places of a dump or table whose first line has been read, None for rows that no name can find; columns not read.

    Raises TableError for a table without the columns NEEDED, and by and by for every fault of a row."""
    if kind_of(first, table) is Kind.GEONAMES:
        return made_of(_lines(first, table), lambda number, line: _geonames_place(_Line(table, number), line)), []
    delimiter, fields = columns_of(first, COLUMNS, table)
    lacking = [name for name in NEEDED if name not in fields]
    if lacking:
        mend = "give a GeoNames dump, or a table with a header that names name, latitude, longitude"
        raise table.fault(f"no column {' nor '.join(lacking)} (columns: {', '.join(fields)[:120]})", mend)
    unread = [field for field in fields if field not in COLUMNS.values()]

    def make(number: int, cells: list[str]) -> OwnPlace:
        at = _Line(table, number)
        if len(cells) != len(fields):
            mend = "give each row a cell for each column, and quote cells that hold the delimiter"
            raise at.fault(f"{len(cells)} cells under {len(fields)} columns", mend)
        return _table_place(at, dict(zip(fields, cells, strict=True)))

    return made_of(cells_of(table, delimiter), make), unread


def read_names(first: str, table: TableFile, find_country: Callable[[int], str | None]) -> Iterator[OtherName | None]:
    """The names of alternateNamesV2.txt for places that `find_country` knows, in Latin and Arabic script; None for the other rows."""
    return made_of(_lines(first, table), lambda number, line: _other_name(_Line(table, number), line, find_country))


def _lines(first: str, table: TableFile) -> Iterator[tuple[int, str]]:
    return chain([(1, first)], ((table.number, line) for line in table if line.strip()))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table, to tell faults of."""

    table: TableFile
    number: int

    def fault(self, what: str, mend: str) -> TableError:
        return self.table.fault(what, mend, line=self.number)

    def degrees(self, words: str, column: str, most: float) -> float:
        """A latitude or longitude."""
        value = self.decimal(words, column)
        if abs(value) > most:
            raise self.fault(f"{column} {words} is beyond {most:.0f}", "give degrees, latitude and longitude not exchanged")
        return value

    def decimal(self, words: str, column: str) -> float:
        """A number with a decimal point."""
        if not _NUMBER.fullmatch(words):
            what = f"{column} {_short(words)} is no number" if words else f"no {column}"
            raise self.fault(what, "write a decimal number as 36.2")
        return float(words)

    def people(self, words: str) -> int:
        """A population, 0 where none is given."""
        if not words:
            return 0
        if not _WHOLE.fullmatch(words) or (people := int(float(words))) > MOST_PEOPLE:
            raise self.fault(f"population {_short(words)} is no number of people", "write it in digits alone, or leave it out")
        return people

    def number_of(self, words: str, column: str) -> int:
        """One of GeoNames' numbers."""
        if not (words.isascii() and words.isdecimal() and len(words) <= 18):
            raise self.fault(f"{column} {_short(words)} is no GeoNames number", "see that no column is missing or added")
        return int(words)


def _short(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:60]}...")


def _geonames_place(at: _Line, line: str) -> OwnPlace | None:
    """A row of a GeoNames dump (https://download.geonames.org/export/dump/readme.txt); None when no name of it has a letter."""
    cells = line.split("\t")
    if len(cells) != GEONAMES_COLUMNS:
        raise at.fault(f"{len(cells)} columns, not {GEONAMES_COLUMNS}", "fetch the dump again; rows may not be cut or joined")
    ident, name, plain, others, latitude, longitude, group, feature, country, _also, first, second = cells[:12]
    number = at.number_of(ident, "id")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise at.fault(f"country {_short(country)} is no alpha-2 code", "see that no column is missing or added")
    people = at.people(cells[14])
    place = OwnPlace(
        ident=number,
        line=at.number,
        name=" ".join(name.split()) or plain,
        latitude=at.degrees(latitude, "latitude", 90),
        longitude=at.degrees(longitude, "longitude", 180),
        country=country,
        feature=feature,
        population=people,
        radius_km=_radius(feature, group, people),
        codes=(first, f"{first}.{second}" if second else ""),
        aliases=tuple(dict.fromkeys(n for n in (plain, *others.split(",")) if is_name(n))),
    )
    return place if any(map(fold, (place.name, *place.aliases))) else None


def _other_name(at: _Line, line: str, find_country: Callable[[int], str | None]) -> OtherName | None:
    cells = line.split("\t")
    if len(cells) != NAMES_COLUMNS:
        raise at.fault(f"{len(cells)} columns, not {NAMES_COLUMNS}", "fetch the file again; rows may not be cut or joined")
    ident, language, name = at.number_of(cells[1], "geonameid"), cells[2], cells[3]
    if not _LANGUAGE.fullmatch(language) or not is_name(name) or not fold(name):
        return None
    country = find_country(ident)
    return None if country is None else OtherName(ident, name, country)


def _table_place(at: _Line, row: dict[str, str]) -> OwnPlace:
    """A row of a table with a header."""
    people = at.people(row.get("population", ""))
    feature = row.get("feature", "").upper()
    if feature and not _FEATURE.fullmatch(feature):
        raise at.fault(f"feature {_short(feature)} is no GeoNames code", "write PPL, AIRB, ADM1 ..., or leave it out")
    country = country_code(row.get("country", ""))
    if country is None:
        raise at.fault(f"country {_short(row['country'])} is unknown", "write its ISO 3166-1 code, as SY or SYR")
    aliases = tuple(dict.fromkeys(_split(row.get("aliases", ""))))
    for name in (row["name"], *aliases):
        if not fold(name):
            raise at.fault(f"the name {_short(name)} has no letter or digit" if name else "no name", "name the place")
    radius = at.decimal(row["radius_km"], "radius_km") if row.get("radius_km") else _radius(feature, "", people)
    if not 0 < radius <= MOST_KM:
        raise at.fault(f"radius_km {radius:g} is no radius", f"write kilometres, up to {MOST_KM:.0f}")
    return OwnPlace(
        ident=row.get("id") or str(at.number),
        line=at.number,
        name=row["name"],
        latitude=at.degrees(row["latitude"], "latitude", 90),
        longitude=at.degrees(row["longitude"], "longitude", 180),
        country=country,
        feature=feature,
        population=people,
        radius_km=radius,
        admin1=row.get("admin1", ""),
        admin2=row.get("admin2", ""),
        aliases=aliases,
    )


def _split(cell: str) -> list[str]:
    """Names of a cell, parted by semicolons or bars; by commas where it has neither."""
    mark = next((m for m in ";|" if m in cell), ",")
    return [name.strip() for name in cell.split(mark) if name.strip()]


def _radius(feature: str, group: str, people: int) -> float:
    """Of the circle that holds the place: a town's by its people, as the shipped gazetteer has it, else by the feature."""
    if group == "P" or feature.startswith("PPL") or not (feature or group):
        return round(min(40.0, max(TOWN_KM, sqrt(people / 3000 / pi))), 1)
    return FEATURE_KM.get(feature) or CLASS_KM.get(group, TOWN_KM)


def is_name(name: str) -> bool:
    """Whether it has letters, Latin or Arabic ones alone, and is no code of an airport."""
    if name.isascii():
        return any(c.isalpha() for c in name) and not _CODE.fullmatch(name)
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return bool(scripts) and scripts <= _SCRIPTS


@cache
def _codes() -> dict[str, str]:
    """Alpha-2 and alpha-3 codes -> alpha-2."""
    return {row[column]: row["iso2"] for row in read_table(DATA / "countries.tsv") for column in ("iso2", "iso3")}


@lru_cache(maxsize=1000)
def country_code(words: str) -> str | None:
    """The alpha-2 code of an ISO code or a name; "" for "", None when no country is so called."""
    return _codes().get(words.upper()) or country_of(words) if words else ""
