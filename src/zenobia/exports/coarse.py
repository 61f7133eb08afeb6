"""Places made coarse: the centre of a cell of h3 in place of a spot, and names no finer than a first division."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from zenobia.errors import UsageError
from zenobia.exports.hiding import PLACE, fold, names_some_place
from zenobia.types import MentionType, Party, Place, Site

FINEST = 15
"""The finest resolution of h3."""

_WIDE = ("PCL", "ADM1", "CONT")
"""Features that keep their name however small they are: states, first divisions, continents."""


def coarse_site(site: Site, resolution: int) -> Site:
    """The site, or where it is finer than a cell (or its width unknown): the cell's centre, no name below the first division.

    The radius is twice the cell's: it holds the old circle and does not tell how wide that was. A site that could not be placed
    keeps its reason alone; a description in small letters ("bus stop") names no place and stays."""
    place = site.place
    if place is not None and not is_fine(site, resolution):
        return replace(site, name=place.name or PLACE, text=_hidden(site.text)) if _is_within(site, place) else site
    if place is None:
        return site if not _names_it(site, site.name) else replace(site, name=PLACE, text=_hidden(site.text))
    if _is_wide(place):
        wide = replace(site, place=_coarse_place(place, resolution))
        return replace(wide, name=place.name or PLACE, text=_hidden(site.text)) if _is_within(site, place) else wide
    hidden = replace(_coarse_place(place, resolution), name=place.admin1, admin2=None, relation=None, feature=None)
    return replace(site, name=place.admin1 or PLACE, text=_hidden(site.text), place=hidden)


def names_hidden(site: Site, resolution: int) -> Iterator[str]:
    """The names that `coarse_site` takes away, to be hidden in texts too."""
    place = site.place
    words = [name for name in (site.name, site.text) if _names_it(site, name)]
    if place is None:
        yield from words
    elif is_fine(site, resolution) and not _is_wide(place):
        yield from (*words, *(name for name in (place.name, place.admin2) if name))
    elif _is_within(site, place):
        yield from (name for name in words if fold(name) != fold(place.name or ""))


def names_a_site(party: Party) -> bool:
    """Whether a party is a place or facility that no table knows by name: its width is unknown, so its name is hidden."""
    is_known = party.actor is not None and party.actor.id is not None and not party.actor.id.startswith("local:")
    return party.type in (MentionType.FACILITY, MentionType.PLACE) and not is_known


def _is_within(site: Site, place: Place) -> bool:
    """Whether a site is somewhere in its place and so finer than it: a named facility put into a town, a quarter that was told
    to lie in a district."""
    is_part = site.type is MentionType.FACILITY or (place.rule or "").endswith("as told")
    return is_part and place.id is not None and _names_it(site, site.name) and fold(site.name) != fold(place.name or "")


def _names_it(site: Site, words: str) -> bool:
    """Whether these words tell which place it is: of a facility, not where they describe it in small letters."""
    return bool(words) and (site.type is not MentionType.FACILITY or names_some_place(words))


def is_fine(site: Site, resolution: int) -> bool:
    """Whether a site is narrower than a cell where it lies; in doubt it is."""
    place = site.place
    if place is None:
        return True
    if place.latitude is None or place.longitude is None or not _is_on_globe(place.latitude, place.longitude):
        return place.id is None or not _is_wide(place)
    return place.radius_km is None or not place.radius_km >= _cell(place.latitude, place.longitude, resolution)[3]


def _is_wide(place: Place) -> bool:
    return (place.feature or "").startswith(_WIDE)


def _hidden(words: str) -> str:
    return PLACE if words else ""


def _coarse_place(place: Place, resolution: int) -> Place:
    id = place.id if _is_wide(place) else None
    if place.latitude is None or place.longitude is None or not _is_on_globe(place.latitude, place.longitude):
        return replace(place, id=id, latitude=None, longitude=None, radius_km=None, rule=None)
    cell, latitude, longitude, radius = _cell(place.latitude, place.longitude, resolution)
    rule = f"made coarse: the centre of a cell of h3, resolution {resolution}"
    return replace(
        place, id=id or f"h3:{cell}", latitude=latitude, longitude=longitude, radius_km=round(2 * radius, 1), rule=rule
    )


def _is_on_globe(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


@lru_cache(maxsize=4096)
def _cell(latitude: float, longitude: float, resolution: int) -> tuple[str, float, float, float]:
    """The cell around a spot: its id, its centre, and the kilometres to its furthest corner."""
    import h3

    cell = h3.latlng_to_cell(latitude, longitude, resolution)
    centre = h3.cell_to_latlng(cell)
    radius = max(h3.great_circle_distance(centre, corner, unit="km") for corner in h3.cell_to_boundary(cell))
    return cell, round(centre[0], 6), round(centre[1], 6), radius


def resolution_of(km: float) -> int:
    """The finest resolution whose cells are `km` wide from centre to corner, give or take a sixth: 10 km is 5, 25 is 4, 70 is 3.
    Raises UsageError for a width no cell has."""
    import h3

    for resolution in range(FINEST, -1, -1):
        if h3.average_hexagon_edge_length(resolution, unit="km") >= km * 5 / 6:
            return resolution
    raise UsageError(f"no cell is {km:g} km wide", where="coarse", mend="give at most 1,500 km")
