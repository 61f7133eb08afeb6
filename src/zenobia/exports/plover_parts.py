"""The objects within a PLOVER event: entity, location, cite_info, text_info, size. Unknown is absent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from zenobia.exports.by_place import point_of
from zenobia.exports.countries import country_of
from zenobia.exports.incident_values import party_name
from zenobia.exports.sectors import country_code_of, sector_of
from zenobia.types import Account, Incident, Party, Site, TollKind

CODER, CODEBOOK = "zenobia", "plover-0.8"

SIZES = {"dead": TollKind.KILLED, "injured": TollKind.INJURED, "arrested": TollKind.ARRESTED}
"""The tolls that `size` has fields for."""

_CLASSES = {
    "A": ("ADM", "PCL", "PRSH", "TERR", "ZN", "LTER"),
    "P": ("PPL", "STLMT"),
    "S": (
        "AIR",
        "HSP",
        "HSTL",
        "MSQ",
        "CH",
        "SCH",
        "UNIV",
        "BLDG",
        "PRN",
        "DAM",
        "BDG",
        "FT",
        "INSM",
        "CMP",
        "PO",
        "GOV",
        "DIP",
        "MKT",
    ),
    "L": ("CONT", "RGN", "AREA", "MIL", "NVB", "PRT", "OIL", "PRK", "CST", "TRB", "FLD"),
    "H": ("SEA", "GULF", "STM", "LK", "BAY", "STRT", "CNL", "CHN", "OCN", "RSV", "HBR", "WTR", "WAD"),
    "T": ("MT", "ISL", "VAL", "PEN", "PLN", "DSRT", "HLL", "PASS", "CAPE", "RDGE"),
    "R": ("RD", "RR", "ST", "TNL", "CSWY"),
}
"""GeoNames' classes by how their codes begin; a class that no beginning tells is absent. The longest beginning counts."""

_LEVELS = (("PCL", "country"), ("ADM1", "province"), ("ADM", "district"), ("PPL", "city"))


def entity(party: Party) -> dict[str, Any]:
    """A party: entity_text its words, identifier_id and identifier_text the actor table's id and name (else the report's name)."""
    actor = party.actor
    return _told(
        code=country_code_of(party),
        sector=sector_of(party),
        entity_text=party.text,
        identifier_id=actor.id if actor else None,
        identifier_text=party_name(party),
    )


def location(site: Site) -> dict[str, Any]:
    """A place. city: its name where it is a town; resolution: city, district, province or country; country_code: ISO alpha-3."""
    place = site.place
    if place is None or place.id is None:
        return _told(extracted_place=site.text or site.name)
    latitude, longitude = point_of(site) or (None, None)
    country, feature = country_of(place.country), place.feature or ""
    number = place.id.removeprefix("geonames:")
    return _told(
        extracted_place=site.text,
        resolved_place=place.name or site.name,
        geonameid=int(number) if number != place.id and number.isdecimal() else None,
        lat=latitude,
        lon=longitude,
        city=place.name if feature.startswith("PPL") else None,
        district=place.admin2,
        province=place.admin1,
        country=country.name if country else None,
        country_code=country.iso3 if country else place.country,
        feature_class=_class_of(feature),
        feature_code=feature,
        resolution=next((level for beginning, level in _LEVELS if feature.startswith(beginning)), None),
    )


def cite_info(incident: Incident) -> dict[str, Any]:
    """The first report; of an imported incident its coder and citation are as the file had them, or none."""
    telling, is_ours = incident.accounts[0].telling, incident.origin != "plover"
    return _told(
        citation=telling.id if is_ours else None,
        url=telling.url,
        title=telling.title,
        language=telling.language,
        publication=telling.outlet,
        coder=CODER if is_ours else None,
        codebook=CODEBOOK if is_ours else None,
    )


def text_info(account: Account) -> dict[str, Any]:
    """Where the sentence stands in the report, in code points; nothing for an account without its words."""
    span = account.sentence
    return {"start": span.start, "end": span.end} if account.evidence and span.end > span.start else {}


def size(incident: Incident) -> dict[str, Any]:
    """The best figure of each toll that has a field, else its lower bound."""
    of_kind = {toll.kind: toll for toll in incident.tolls}
    found = {name: of_kind[kind] for name, kind in SIZES.items() if kind in of_kind}
    return _told(**{name: toll.low if toll.best is None else toll.best for name, toll in found.items()})


def _class_of(feature: str) -> str | None:
    fitting = [(len(start), letter) for letter, starts in _CLASSES.items() for start in starts if feature.startswith(start)]
    return max(fitting)[1] if fitting else None


def _told(**values: Any) -> dict[str, Any]:
    return told(values)


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are known: no None, no empty text, list or object."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {})}


def carried_value(text: str) -> Any:
    """The value that a carried column stands for: of JSON what it says, of any other text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
