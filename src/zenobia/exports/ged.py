"""Incidents as UCDP GED's CSV (49 columns), one row a place: organised violence that killed, and nothing else.

Which incidents count, whose the dead are: `ged_sides`. Identifiers that UCDP gives (conflicts, dyads, actors) are not ours to give and stay
empty; `relid` holds our incident's id, so that rows of one incident can be found. Unknown is an empty cell, but for the figures of deaths,
which GED always has. An incident that was imported from GED gives its own columns back where nothing else holds them."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TextIO

from zenobia.exports.by_place import PlaceRow, note_places, number_of, point_of, rows_of
from zenobia.exports.cells import safe_line_cell
from zenobia.exports.countries import Country, country_of
from zenobia.exports.ged_sides import CIVILIANS, STATE_BASED, Sides, deaths_of, killed, reason_against, sides_of
from zenobia.exports.imported import own_cells
from zenobia.exports.incident_values import site_name
from zenobia.exports.number_cells import is_number, number_cell
from zenobia.exports.options import ExportOptions, Losses
from zenobia.types import Incident, Place, Telling, TollKind

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
    "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

NUMBERS = frozenset({
    "id", "year", "active_year", "type_of_violence", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id",
    "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "number_of_sources", "where_prec", "latitude", "longitude",
    "priogrid_gid", "country_id", "event_clarity", "date_prec", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
    "best", "high", "low", "gwnoa", "gwnob",
})  # fmt: skip
"""Columns that hold a number: no apostrophe before its minus (GED has -1 sources where it does not know)."""

HXL_TAGS = {
    "year": "#date+year", "side_a": "#group+name+first", "side_b": "#group+name+second", "source_article": "#meta+source",
    "source_headline": "#description", "where_coordinates": "#loc+name", "adm_1": "#adm1+name", "adm_2": "#adm2+name",
    "latitude": "#geo+lat", "longitude": "#geo+lon", "country": "#country+name", "region": "#region+name",
    "date_start": "#date+start", "date_end": "#date+end", "best": "#affected+killed",
}  # fmt: skip
"""As the humanitarian data exchange tags UCDP's columns."""

ORIGIN = "ged"
DECIMALS = 6
GAP = ";"


def write_ged(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:
    """Writes the head, with `options.hxl` a row of tags under it, and the rows; `out` must not translate line ends."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    if options.hxl:
        writer.writerow(HXL_TAGS.get(column, "") for column in COLUMNS)
    for incident in incidents:
        losses.incidents += 1
        reason = None if incident.origin == ORIGIN else reason_against(incident)
        if reason is not None:
            losses.note(f"incident that is no organised violence ({reason})", "left out")
            continue
        rows = list(rows_of(incident))
        for row in rows:
            losses.rows += 1
            cells = row_cells(incident, row)
            writer.writerow(cells[c] if c in NUMBERS and is_number(cells[c]) else safe_line_cell(cells[c]) for c in COLUMNS)
        _note_losses(incident, len(rows), losses)


def row_cells(incident: Incident, row: PlaceRow) -> dict[str, str]:
    """The cells of a row by column, before they are made safe."""
    place = row.site.place if row.site else None
    country = country_of(place.country) if place else None
    cells = dict.fromkeys(COLUMNS, "")
    cells["id"] = incident.accounts[0].telling.id if incident.origin == ORIGIN else str(number_of(incident, row.nth))
    cells["relid"] = incident.id
    cells["code_status"] = "Clear"
    cells["event_clarity"] = "1"
    cells |= _day_cells(incident)
    cells |= _side_cells(sides_of(incident))
    cells |= _source_cells(incident)
    cells |= _place_cells(row, place, country)
    cells |= _death_cells(incident, first=row.nth == 1)
    return {**cells, **own_cells(incident, ORIGIN, cells)}


def _day_cells(incident: Incident) -> dict[str, str]:
    """date_prec: 1 a day, 2 two to six, 3 a week, 4 a month, 5 more. Where no report tells a day, the first report's day ends the event
    and nothing begins it: precision 5, and GED's two dates are that day."""
    start, end = incident.start, incident.end
    is_told = start is not None and end is not None and incident.precision != "published"
    start, end = start or end, end or start
    if start is None or end is None:
        return {}
    return {
        "year": str(start.year),
        "date_start": _timestamp(start),
        "date_end": _timestamp(end),
        "date_prec": date_precision((end - start).days + 1) if is_told else "5",
    }


def date_precision(days: int) -> str:
    """GED's code for an event somewhere within so many days."""
    bounds = ((1, "1"), (6, "2"), (7, "3"), (31, "4"))
    return next((code for most, code in bounds if days <= most), "5")


def _timestamp(day: date) -> str:
    return f"{day.isoformat()} 00:00:00.000"


def _side_cells(sides: Sides | None) -> dict[str, str]:
    """Conflicts of states bear names UCDP gives ("Syria: Government"), which stay empty; the others are called as their dyads."""
    if sides is None:
        return {}
    a, b = sides.names
    dyad = f"{a} - {b}"
    countries = [country_of(code) for code in sides.countries]
    return {
        "type_of_violence": str(sides.type),
        "conflict_name": "" if sides.type == STATE_BASED else dyad,
        "dyad_name": dyad,
        "side_a": a,
        "side_b": b,
        "gwnoa": countries[0].gw if countries[0] else "",
        "gwnob": countries[1].gw if countries[1] else "",
    }


def _source_cells(incident: Incident) -> dict[str, str]:
    """Each report once: office, day and headline parted by semicolons; source_original, on whose word the first account stands."""
    tellings = list(dict.fromkeys(account.telling for account in incident.accounts))
    said = incident.accounts[0].attribution
    return {
        "number_of_sources": str(len(incident.outlets) or len({telling.id for telling in tellings})),
        "source_article": GAP.join(filter(None, map(_article, tellings))),
        "source_office": GAP.join(_each(telling.outlet or "" for telling in tellings)),
        "source_date": GAP.join(_each(telling.published.isoformat() if telling.published else "" for telling in tellings)),
        "source_headline": GAP.join(_each(telling.title or "" for telling in tellings)),
        "source_original": said.name if said else "",
    }


def _article(telling: Telling) -> str:
    """`"Reuters,2016-03-28,Headline"`, quotation marks within it single ones."""
    parts = (telling.outlet, telling.published.isoformat() if telling.published else None, telling.title)
    told = ",".join(part.replace('"', "'") for part in parts if part)
    return f'"{told}"' if told else ""


def _each(texts: Iterable[str]) -> Sequence[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _place_cells(row: PlaceRow, place: Place | None, country: Country | None) -> dict[str, str]:
    point = point_of(row.site)
    latitude, longitude = (number_cell(point[0], DECIMALS), number_cell(point[1], DECIMALS)) if point else ("", "")
    return {
        "where_prec": where_precision(place) if place and (point or place.country) else "",
        "where_coordinates": site_name(row.site) if row.site else "",
        "where_description": row.site.text if row.site else "",
        "adm_1": (place.admin1 if place else None) or "",
        "adm_2": (place.admin2 if place else None) or "",
        "latitude": latitude,
        "longitude": longitude,
        "geom_wkt": f"POINT ({longitude} {latitude})" if point else "",
        "priogrid_gid": str(priogrid_cell(*point)) if point else "",
        "country": country.ucdp_name if country else "",
        "country_id": country.gw if country else "",
        "region": country.ucdp_region if country else "",
    }


def where_precision(place: Place) -> str:
    """1 the spot or town, 2 within 25 km of one, 3 a second division, 4 a first, 5 another region or a stretch, 6 a country, 7 at sea
    or in the air of no country. Empty where nothing tells how wide it is."""
    feature, radius = place.feature or "", place.radius_km
    is_known = radius is not None and math.isfinite(radius)
    if place.country is None and feature.startswith(("H", "SEA", "OCN")):
        return "7"
    for start, code in (("PCL", "6"), ("ADM1", "4"), ("ADM", "3"), ("RGN", "5"), ("CONT", "5")):
        if feature.startswith(start):
            return code
    if place.relation is not None:
        return "2" if radius is not None and radius <= 25 else "5"
    if radius is not None and is_known:
        return "1" if radius <= 10 else ("2" if radius <= 25 else "5")
    return "1" if feature.startswith("PPL") else ""


def priogrid_cell(latitude: float, longitude: float) -> int:
    """The PRIO-GRID cell of a point: half degrees, 720 a row, counted from the south-west corner of the globe from 1."""
    row = min(359, math.floor((latitude + 90) * 2))
    column = min(719, math.floor((longitude + 180) * 2))
    return row * 720 + column + 1


def _death_cells(incident: Incident, *, first: bool) -> dict[str, str]:
    """On a further row of the incident all are 0."""
    deaths = deaths_of(incident, sides_of(incident))
    if deaths is None:
        return {}
    told = {
        "deaths_a": deaths.a,
        "deaths_b": deaths.b,
        "deaths_civilians": deaths.civilians,
        "deaths_unknown": deaths.unknown,
        "best": deaths.best,
        "high": deaths.high,
        "low": deaths.low,
    }
    return {name: str(number if first else 0) for name, number in told.items()}


def _note_losses(incident: Incident, rows: int, losses: Losses) -> None:
    """Counts what the rows do not hold of the incident."""
    note_places(incident, rows, losses)
    _note_days_and_deaths(incident, losses)
    sides = sides_of(incident)
    kept = {party for party in (sides.a, sides.b) if party} if sides else set()
    losses.note("further party of a side", "left out", sum(1 for p in (*incident.actor, *incident.target) if p not in kept))
    if sides is not None and sides.b is None:
        losses.note("who the civilians are", f"side_b {CIVILIANS}")
    losses.note("supporter of an actor", "left out", len(incident.supporter))
    losses.note(f"type of ours ({incident.type.value})", "type_of_violence alone")
    losses.note("means", "left out", len(incident.means))
    losses.note("sentence of an account", "left out; its report stands in source_article", len(incident.accounts))
    losses.note("parties, days, tolls of a further account", "left out", len(incident.accounts) - 1)
    losses.note("certainty, disagreements and review", "left out")
    losses.note("rule, radius and confidence of a place", "where_prec alone", sum(1 for s in incident.sites if s.place))
    losses.note("UCDP's ids of conflict, dyad and sides", "empty", 0 if incident.origin == ORIGIN else 1)
    if incident.carried and incident.origin != ORIGIN:
        losses.note(f"column of the {incident.origin} file it came from", "left out", len(incident.carried))


def _note_days_and_deaths(incident: Incident, losses: Losses) -> None:
    if incident.start is None and incident.end is None:
        losses.note("incident without any day", "empty dates")
    elif incident.precision == "published" or None in (incident.start, incident.end):
        losses.note("day nobody tells", "that of the first report, date_prec 5")
    toll = killed(incident)
    if toll is not None:
        losses.note("bound that nobody sets on a toll", "the best figure", [toll.low, toll.high].count(None))
    losses.note("toll of other than deaths", "left out", sum(1 for toll in incident.tolls if toll.kind is not TollKind.KILLED))
    deaths = deaths_of(incident, sides_of(incident))
    losses.note("dead whose side nobody tells", "deaths_unknown", deaths.unknown if deaths else 0)
