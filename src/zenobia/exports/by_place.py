"""One row a place: how ACLED and UCDP GED hold an incident of several.

Each place that lies apart gets a row; a place around another, or within it, is that place said less or more finely and gets none. The
incident's own place is first. Tolls are not multiplied: they stand whole on the first row."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from zenobia.exports.options import Losses
from zenobia.types import Incident, Place, Site

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row to be: its place (None for an incident without any) and which of the incident's rows it is, from 1."""

    site: Site | None
    nth: int


def rows_of(incident: Incident) -> Iterator[PlaceRow]:
    """The rows of an incident, one at least."""
    kept: list[Site] = [incident.place] if incident.place else []
    for site in incident.sites:
        if not kept:
            kept = [site]
        elif is_settled(site) and not any(_is_one_place(site, other) for other in kept):
            kept.append(site)
    if not kept:
        yield PlaceRow(site=None, nth=1)
    for nth, site in enumerate(kept, 1):
        yield PlaceRow(site=site, nth=nth)


def note_places(incident: Incident, rows: int, losses: Losses) -> None:
    """Counts what became of an incident's places."""
    losses.note("further place of an incident", "a row of its own, with a toll of 0", rows - 1)
    others = len(set(incident.sites)) - rows if incident.sites else 0
    losses.note("place around or within that of a row, or not settled", "left out", max(0, others))
    if incident.place is None and not incident.sites:
        losses.note("incident without a place", "empty columns of place")
    elif (incident.place or incident.sites[0]) and point_of(incident.place or incident.sites[0]) is None:
        losses.note("place without coordinates", "empty latitude and longitude")


def is_settled(site: Site) -> bool:
    """Whether it is known which place is meant."""
    return site.place is not None and site.place.id is not None


def point_of(site: Site | None) -> tuple[float, float] | None:
    """Latitude and longitude; None without a point on the globe."""
    place = site.place if site else None
    if place is None or place.latitude is None or place.longitude is None:
        return None
    on_globe = -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180  # no number that is none passes either
    return (place.latitude, place.longitude) if on_globe else None


def _is_one_place(site: Site, other: Site) -> bool:
    """Whether two settled sites are one place, or one lies within the other."""
    one, two = site.place, other.place
    if one is None or two is None or two.id is None:
        return True  # beside a place that is not settled nothing can be told apart
    if one.id == two.id or _holds(one, two) or _holds(two, one):
        return True
    here, there = point_of(site), point_of(other)
    if here is None or there is None:
        return True
    return kilometres(here, there) <= max(_radius(one), _radius(two))


def _holds(wide: Place, place: Place) -> bool:
    """Whether a state or first division holds a place, by its names."""
    feature = wide.feature or ""
    if feature.startswith("PCL"):
        return wide.country is not None and wide.country == place.country
    return feature == "ADM1" and wide.country == place.country and bool(wide.name) and place.admin1 in (wide.name, wide.admin1)


def _radius(place: Place) -> float:
    return place.radius_km if place.radius_km is not None and math.isfinite(place.radius_km) else 0.0


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The way between two points on a sphere."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def number_of(incident: Incident, nth: int) -> int:
    """A number for a row, the same whenever it is made: of the first row that of the incident's id (its 48 bits, so
    `f"i-{number:012x}"` is the id again), of a further one 48 bits of the id and the row's place in the order."""
    digits = incident.id.removeprefix("i-")
    if nth > 1 or not _is_hex(digits):
        digits = sha256(f"{incident.id}#{nth}".encode()).hexdigest()[:12]
    return int(digits, 16)


def _is_hex(digits: str) -> bool:
    return len(digits) == 12 and all(digit in "0123456789abcdef" for digit in digits)
