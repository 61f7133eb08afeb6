"""Countries by the names and numbers of the formats (data/countries.tsv says whose they are)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zenobia.exports.tables import read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One row of the table; empty where a list does not have it."""

    iso2: str
    iso3: str
    numeric: str
    name: str
    acled_name: str
    acled_region: str
    ucdp_name: str
    ucdp_region: str
    gw: str
    cow: str
    fips: str


def country_of(code: str | None) -> Country | None:
    """The country of an ISO code of two or three letters; None for none."""
    return _by("iso2" if code and len(code) == 2 else "iso3").get(code or "")


def country_called(name: str, *, list: str) -> Country | None:
    """The country that this name or number means in a list ("acled_name", "ucdp_name", "numeric", "gw"), without case; None for none."""
    return _by(list).get(name.casefold())


@cache
def _by(column: str) -> dict[str, Country]:
    """Of rows of one name the first counts: "Israel" of UCDP is Israel, where Palestine's events stand too."""
    found: dict[str, Country] = {}
    for row in _rows():
        if value := getattr(row, column):
            found.setdefault(value if column in ("iso2", "iso3") else value.casefold(), row)
    return found


@cache
def _rows() -> tuple[Country, ...]:
    return tuple(Country(**row) for row in read_rows("countries.tsv"))
