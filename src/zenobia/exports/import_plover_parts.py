"""The objects within a PLOVER event, read back: entities, places, tolls. What has another form than the manual's is `Bad`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from zenobia.exports.countries import country_of
from zenobia.exports.plover_parts import SIZES
from zenobia.exports.sectors import BODIES, sector_of
from zenobia.types import Actor, MentionType, Party, Place, Site, TollKind, TollSummary

MEND = "give it the form that PLOVER's manual has"
MOST = 2**53
"""The largest whole number that every reader of JSON holds."""


class Bad(Exception):  # noqa: N818 - a fault of one line, told as a TableError by who knows the file
    """A value that cannot be read: which field, what is wrong, the mend."""

    def __init__(self, field: str, what: str, mend: str = MEND) -> None:
        super().__init__(what)
        self.field = field
        self.what = what
        self.mend = mend


def text_of(value: Any, field: str) -> str:
    """A text, a number as one; empty for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise Bad(field, f"{str(value)[:40]!r} is no text")


def listed(value: Any, field: str) -> list[Any]:
    """A list; what stands alone is a list of one, null and an empty text of none."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        raise Bad(field, f"{value} is no list")
    return value if isinstance(value, list) else [value]


def _object(value: Any, field: str) -> dict[str, Any]:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise Bad(field, f"{str(value)[:40]!r} is no object")
    return value


def entities_of(value: Any, field: str) -> tuple[Party, ...]:
    """The parties of a list of entities."""
    return tuple(entity_of(item, field) for item in listed(value, field))


def entity_of(value: Any, field: str) -> Party:
    """One party; a text alone is its name. code: ISO alpha-3, or IGO, NGO for bodies of no country. The actor table is not asked."""
    entity = {"entity_text": value} if isinstance(value, str) else _object(value, field)
    told = {
        name: text_of(entity.get(name), field) for name in ("code", "sector", "entity_text", "identifier_id", "identifier_text")
    }
    code = told["code"] or None
    name = told["identifier_text"] or told["entity_text"]
    actor = Actor(
        id=told["identifier_id"] or None,
        name=name or None,
        country=None if code in BODIES else code,
        sector=told["sector"] or (code if code in BODIES else None),
        reason=None if told["identifier_id"] else "named by the file; not looked up in the actor table",
    )
    party = Party(name=name, text=told["entity_text"], type=_type_of(actor), actor=actor)
    if actor.sector is None and sector_of(party) is not None:
        return Party(name=name, text=party.text, type=MentionType.FACILITY, actor=actor)  # whose sector the file leaves open
    return party


def _type_of(actor: Actor) -> MentionType:
    return MentionType.STATE if actor.country and actor.sector is None else MentionType.GROUP


def site_of(value: Any, beside: Any) -> Site | None:
    """The place of an event. beside: its id, radius and confidence where our comment has them."""
    if value is None or value == "":
        return None
    return _site(_object(value, "event_loc"), _object(beside, "comment"), "event_loc", "as the file has it")


def further_site(value: Any) -> Site:
    """A place of our comment's list."""
    return _site(_object(value, "comment"), {}, "comment", "a further place of the file")


def _site(given: dict[str, Any], beside: dict[str, Any], field: str, rule: str) -> Site:
    told = {name: text_of(given.get(name), field) for name in ("extracted_place", "resolved_place", "district", "province")}
    code = text_of(given.get("country_code"), field)
    country = country_of(code)
    latitude, longitude = _degrees(given, "lat", 90, field), _degrees(given, "lon", 180, field)
    is_placed = latitude is not None and longitude is not None
    id = text_of(beside.get("id"), "comment") or _id_of(given, told, code, is_settled=is_placed or bool(told["resolved_place"]))
    feature, city = (text_of(given.get(name), field) for name in ("feature_code", "city"))
    name = told["resolved_place"] or told["extracted_place"]
    place = Place(
        id=id,
        name=(city if feature.startswith("PPL") else told["resolved_place"]) or None,
        latitude=latitude if is_placed else None,
        longitude=longitude if is_placed else None,
        country=(country.iso2 if country else code) or None,
        admin1=told["province"] or None,
        admin2=told["district"] or None,
        feature=feature or None,
        radius_km=_number(beside.get("radius_km")),
        confidence=_number(beside.get("confidence")),
        rule=rule if id else None,
        reason=None if id else f"{rule}, which does not settle it",
    )
    return Site(name=name, text=told["extracted_place"], type=MentionType.PLACE, place=place)


def _id_of(given: dict[str, Any], told: dict[str, str], code: str, *, is_settled: bool) -> str | None:
    number = given.get("geonameid")
    if isinstance(number, int | str) and not isinstance(number, bool) and str(number).isdecimal():
        return f"geonames:{number}"
    others = any(given.get(name) for name in ("country_code", "province", "district", "feature_code"))
    return f"plover:{code}/{told['province']}/{told['resolved_place']}" if is_settled or others else None


def _degrees(given: dict[str, Any], name: str, most: int, field: str) -> float | None:
    value = given.get(name)
    if value is None or value == "":
        return None
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not -most <= number <= most:
        raise Bad(field, f"{name} {str(value)[:40]!r} is no number from -{most} to {most}", "mend it, or leave it out")
    return number


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else None


def tolls_of(size: Any, beside: Any) -> tuple[TollSummary, ...]:
    """The tolls: those of our comment with their bounds, those of `size` alone as one figure."""
    told = _object(beside, "comment")
    figures = {kind: _whole(_object(size, "size").get(name), "size") for name, kind in SIZES.items()}
    return tuple(_tolls(told, figures))


def _tolls(told: dict[str, Any], figures: dict[TollKind, int | None]) -> Iterator[TollSummary]:
    for name, bounds in told.items():
        if name not in {kind.value for kind in TollKind} or not isinstance(bounds, list) or len(bounds) != 3:
            raise Bad("comment", f"toll {name[:40]!r} is no kind with low, best and high", "mend it")
        low, best, high = (_whole(bound, "comment") for bound in bounds)
        yield TollSummary(kind=TollKind(name), low=low, best=best, high=high)
    for kind, figure in figures.items():
        if figure is not None and kind.value not in told:
            yield TollSummary(kind=kind, low=figure, best=figure, high=figure)


def _whole(value: Any, field: str) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Bad(field, f"{str(value)[:40]!r} is no count", "give whole numbers of people or things")
    return value
