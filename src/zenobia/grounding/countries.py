"""Countries by what reports call them and their people: "Syria", "Syrian", "U.S.", "Americans" to alpha-2 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import DATA, read_table, split_values

_WORD = re.compile(r"[^\W_]+(?:\.(?=[^\W_])[^\W_]+)*")
LONGEST = 6  # words of a country's name
IGNORED_CASE = frozenset({"us", "is", "chad", "turkey", "jordan", "georgia", "uk"})
"""Folded names that in lower case are other words."""


@cache
def country_names() -> dict[str, str]:
    """Folded name or people's name -> alpha-2 code."""
    codes = {row["iso3"]: row["iso2"] for row in read_table(DATA / "countries.tsv")}
    names: dict[str, str] = {}
    for row in read_table(DATA / "countries.tsv"):
        for name in (row["name"], *split_values(row["aliases"])):
            names.setdefault(fold(name), row["iso2"])
    for row in read_table(DATA / "actors" / "states.tsv"):
        code = row["iso2"] or codes.get(row["id"].upper(), "")
        for value in (row["name"], *split_values(row["aliases"]), *split_values(row["demonyms"])):
            name, _, _days = value.partition(" @")
            if code and not name.endswith(" !"):
                names.setdefault(fold(name), code)
    return names


def countries_in(words: str) -> list[str]:
    """The countries that `words` names, by name or by people, longest names first, each as often as it is named."""
    return list(_countries_in(words))


@lru_cache(maxsize=4096)
def _countries_in(words: str) -> tuple[str, ...]:
    names = country_names()
    tokens = [(match[0], fold(match[0])) for match in _WORD.finditer(words)]
    found: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            key = " ".join(folded for _, folded in tokens[at : at + size])
            if key in names and not (key in IGNORED_CASE and tokens[at][0].islower()):
                found.append(names[key])
                at += size
                break
        else:
            at += 1
    return tuple(found)


def country_of(words: str) -> str | None:
    """The country whose name or people's name all of `words` is, None for none; "us" is none, "US" is one."""
    key = fold(words)
    return None if key in IGNORED_CASE and words[:1].islower() else country_names().get(key.removeprefix("the "))


def share_of(codes: Iterable[str]) -> dict[str, float]:
    """How often each country is named, as floats for weighing."""
    shares: dict[str, float] = {}
    for code in codes:
        shares[code] = shares.get(code, 0.0) + 1.0
    return shares


@cache
def _alpha3() -> dict[str, str]:
    return {row["iso2"]: row["iso3"] for row in read_table(DATA / "countries.tsv")}


def alpha3(code: str) -> str | None:
    """The alpha-3 code of an alpha-2 one, None for none."""
    return _alpha3().get(code)


@cache
def _alpha2() -> dict[str, str]:
    return {row["iso3"]: row["iso2"] for row in read_table(DATA / "countries.tsv")}


def alpha2(code: str) -> str | None:
    """The alpha-2 code of an alpha-3 one, None for none."""
    return _alpha2().get(code)


@cache
def country_titles() -> dict[str, str]:
    """Alpha-3 code -> the country's name in English."""
    return {row["iso3"]: row["name"] for row in read_table(DATA / "countries.tsv")}
