"""Incidents as ACLED's CSV (31 columns), one row a place.

What each column holds is said beside its rule below; ACLED's own codebook says what they mean. Unknown is an empty cell, but for what
ACLED always gives: fatalities (0 without a toll), a first actor of violence ("Unidentified Armed Group"), and a date (that of the first
report, precision 3, where no report tells the day; the notes then say so). An incident that was imported from ACLED gives its own
columns back where nothing else holds them (`Incident.carried`)."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TextIO

from zenobia.exports.acled_codes import SubEvent, code_of
from zenobia.exports.acled_parties import GAP, interaction, note_parties, sides_of
from zenobia.exports.by_place import PlaceRow, note_places, number_of, point_of, rows_of
from zenobia.exports.cells import safe_line_cell
from zenobia.exports.countries import Country, country_of
from zenobia.exports.imported import own_cells
from zenobia.exports.incident_values import site_name
from zenobia.exports.number_cells import is_number, number_cell
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.outlet_reach import scale_of
from zenobia.types import Account, Incident, Place, TollKind, TollSummary

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

NUMBERS = frozenset({"year", "time_precision", "iso", "latitude", "longitude", "geo_precision", "fatalities", "timestamp"})
"""Columns that hold a number: no apostrophe before its minus."""

HXL_TAGS = {
    "event_id_cnty": "#event+code", "event_date": "#date+occurred", "event_type": "#event+type", "actor1": "#group+name+first",
    "assoc_actor_1": "#group+name+first+assoc", "actor2": "#group+name+second", "assoc_actor_2": "#group+name+second+assoc",
    "iso": "#country+code", "region": "#region+name", "country": "#country+name", "admin1": "#adm1+name", "admin2": "#adm2+name",
    "admin3": "#adm3+name", "location": "#loc+name", "latitude": "#geo+lat", "longitude": "#geo+lon", "source": "#meta+source",
    "notes": "#description", "fatalities": "#affected+killed",
}  # fmt: skip
"""As the humanitarian data exchange tags ACLED's columns."""

ORIGIN = "acled"
NO_PREFIX = "XXX"
"""Stands for the country in an id where none is known; no country has this code."""
WEEK, DECIMALS = 10, 4
"""Days at most of time precision 2 ("a week or a similar period"); decimals of coordinates (ACLED's codebook)."""


def write_acled(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:
    """Writes the head, with `options.hxl` a row of tags under it, and the rows; `out` must not translate line ends."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    if options.hxl:
        writer.writerow(HXL_TAGS.get(column, "") for column in COLUMNS)
    for incident in incidents:
        losses.incidents += 1
        rows = list(rows_of(incident))
        home = _country(rows[0])
        code = code_of(incident, home.iso3 if home else None)
        if code is None and incident.origin != ORIGIN:
            losses.note(f"{incident.type.value}, {incident.status.value}: ACLED has no code for it", "left out")
            continue
        for row in rows:
            losses.rows += 1
            cells = row_cells(incident, row)
            writer.writerow(cells[c] if c in NUMBERS and is_number(cells[c]) else safe_line_cell(cells[c]) for c in COLUMNS)
        _note_losses(incident, code, len(rows), losses)


def row_cells(incident: Incident, row: PlaceRow) -> dict[str, str]:
    """The cells of a row by column, before they are made safe."""
    country = _country(row)
    code = code_of(incident, country.iso3 if country else None)
    day, precision = event_day(incident)
    cells = dict.fromkeys(COLUMNS, "")
    cells["event_id_cnty"] = _event_id(incident, row, country)
    cells |= {"event_date": day.isoformat() if day else "", "year": str(day.year) if day else "", "time_precision": precision}
    cells |= _code_cells(incident, code, country)
    cells |= _place_cells(row, country)
    cells["source"] = GAP.join(_outlets(incident))
    cells["source_scale"] = scale_of(_outlets(incident), country)
    cells["notes"] = _notes(incident)
    cells["fatalities"] = str(_fatalities(incident) if row.nth == 1 else 0)
    cells["tags"] = _crowd_size(incident, code)
    return {**cells, **own_cells(incident, ORIGIN, cells)}


def _country(row: PlaceRow) -> Country | None:
    place = row.site.place if row.site else None
    return country_of(place.country) if place else None


def _event_id(incident: Incident, row: PlaceRow, country: Country | None) -> str:
    """The country's letters and a number made of the incident's id; of an imported row its own."""
    if incident.origin == ORIGIN:
        return incident.accounts[0].telling.id
    return f"{country.iso3 if country else NO_PREFIX}{number_of(incident, row.nth)}"


def event_day(incident: Incident) -> tuple[date | None, str]:
    """The day and its precision: 1 the day itself, 2 the middle of at most ten days, 3 the middle of more, or the day of the first report
    where none tells the day. None and "" without any."""
    start, end = incident.start, incident.end
    if start is None or end is None:
        known = start or end
        return (known, "3") if known else (None, "")
    if incident.precision == "published":
        return end, "3"
    days = (end - start).days + 1
    return start + timedelta(days=(days - 1) // 2), "1" if days <= 1 else ("2" if days <= WEEK else "3")


def _code_cells(incident: Incident, code: SubEvent | None, country: Country | None) -> dict[str, str]:
    """Type, parties and whether civilians are the target: always of violence against civilians, else where they are a side of violence
    that is no battle."""
    if code is None:
        return {}
    first, second = sides_of(incident, code.event_type, country)
    is_violence = code.event_type not in ("Battles", "Strategic developments")
    is_struck = code.event_type == "Violence against civilians" or code.name == "Excessive force against protesters"
    targeted = is_struck or (is_violence and "Civilians" in (first.inter, second.inter))
    return {
        "disorder_type": code.disorder_type,
        "event_type": code.event_type,
        "sub_event_type": code.name,
        "actor1": first.name,
        "assoc_actor_1": first.associated,
        "inter1": first.inter,
        "actor2": second.name,
        "assoc_actor_2": second.associated,
        "inter2": second.inter,
        "interaction": interaction(first.inter, second.inter) if second.inter or not second.name else "",
        "civilian_targeting": "Civilian targeting" if targeted else "",
    }


def _place_cells(row: PlaceRow, country: Country | None) -> dict[str, str]:
    site, point = row.site, point_of(row.site)
    place = site.place if site else None
    return {
        "iso": country.numeric if country else "",
        "region": country.acled_region if country else "",
        "country": country.acled_name if country else "",
        "admin1": (place.admin1 if place else None) or "",
        "admin2": (place.admin2 if place else None) or "",
        "location": site_name(site) if site else "",
        "latitude": number_cell(point[0], DECIMALS) if point else "",
        "longitude": number_cell(point[1], DECIMALS) if point else "",
        "geo_precision": geo_precision(place) if place and point else "",
    }


def geo_precision(place: Place) -> str:
    """1 a town or spot, 2 near one or a part of a region (up to 50 km), 3 a region or more. Empty where nothing tells how wide it is."""
    feature, radius = place.feature or "", place.radius_km
    if feature.startswith(("PCL", "ADM1", "CONT", "RGN")):
        return "3"
    if radius is not None and math.isfinite(radius) and radius > 50:
        return "3"
    if feature.startswith(("ADM", "AREA")) or place.relation is not None:
        return "2"
    if radius is not None and math.isfinite(radius):
        return "1" if radius <= 10 else "2"
    return "1" if feature.startswith("PPL") else ""


def _outlets(incident: Incident) -> tuple[str, ...]:
    told = [account.telling.outlet for account in incident.accounts]
    return incident.outlets or tuple(dict.fromkeys(outlet for outlet in told if outlet))


def _notes(incident: Incident) -> str:
    """The first report's sentence; then, in brackets, each other one with its outlet and day: `SENTENCE [AFP, 2016-03-28: SENTENCE]`."""
    first, *others = incident.accounts
    parts = [first.evidence] if first.evidence else []
    said = {first.evidence, ""}
    for account in others:
        if account.evidence not in said:
            said.add(account.evidence)
            parts.append(f"[{_teller(account)}{account.evidence}]")
    if incident.precision == "published" and incident.end:
        parts.append(f"[The day is not told; first reported {incident.end.isoformat()}]")
    return " ".join(parts)


def _teller(account: Account) -> str:
    telling = account.telling
    told = [telling.outlet or "", telling.published.isoformat() if telling.published else ""]
    return f"{', '.join(filter(None, told))}: " if any(told) else ""


def _toll(incident: Incident, kind: TollKind) -> TollSummary | None:
    return next((toll for toll in incident.tolls if toll.kind is kind), None)


def _fatalities(incident: Incident) -> int:
    """The lowest figure, as ACLED takes it; where no report sets a lower bound the best figure; 0 without a toll."""
    toll = _toll(incident, TollKind.KILLED)
    known = [n for n in ((toll.low, toll.best, toll.high) if toll else ()) if n is not None]
    return known[0] if known else 0


def _crowd_size(incident: Incident, code: SubEvent | None) -> str:
    """ACLED's tag of demonstrations: "crowd size=500", "crowd size=at least 500", "crowd size=no report"."""
    if code is None or code.event_type not in ("Protests", "Riots"):
        return ""
    toll = _toll(incident, TollKind.PARTICIPANTS)
    if toll is None:
        return "crowd size=no report"
    if toll.low is not None and toll.high is not None:
        return f"crowd size={toll.low}" if toll.low == toll.high else f"crowd size=between {toll.low} and {toll.high}"
    return f"crowd size=at least {toll.low}" if toll.low is not None else f"crowd size=up to {toll.high}"


def _note_losses(incident: Incident, code: SubEvent | None, rows: int, losses: Losses) -> None:
    """Counts what the rows do not hold of the incident."""
    note_places(incident, rows, losses)
    note_parties(incident, code.event_type if code else "", losses)
    _note_days_and_tolls(incident, losses)
    further = len(incident.accounts) - 1
    losses.note("parties, days, tolls of a further account", "left out; its sentence stands in the notes", further)
    losses.note("on whose word an account stands", "left out", sum(1 for a in incident.accounts if a.attribution))
    losses.note("means", "in the sub-event alone", len(incident.means))
    losses.note("type of ours", f"ACLED's {code.name}" if code else "as the imported file had it")
    losses.note("certainty, disagreements and review", "left out")
    losses.note("rule, radius and confidence of a place", "geo_precision alone", sum(1 for s in incident.sites if s.place))
    unknown = [outlet for outlet in _outlets(incident) if not scale_of([outlet], None)]
    losses.note("outlet whose reach is not known", "left out of source_scale", len(unknown))
    losses.note("time a row was uploaded", "empty timestamp", 0 if incident.origin == ORIGIN else 1)
    if incident.carried and incident.origin != ORIGIN:
        losses.note(f"column of the {incident.origin} file it came from", "left out", len(incident.carried))


def _note_days_and_tolls(incident: Incident, losses: Losses) -> None:
    day, precision = event_day(incident)
    if day is None:
        losses.note("incident without any day", "empty event_date")
    elif incident.precision == "published" or None in (incident.start, incident.end):
        losses.note("day nobody tells", "that of the first report, time_precision 3; the notes say so")
    elif precision != "1":
        losses.note("first and last possible day", f"the day in the middle, time_precision {precision}")
    toll = _toll(incident, TollKind.KILLED)
    if toll is None:
        losses.note("no toll of deaths", "fatalities 0, as ACLED has it")
    elif not toll.low == toll.best == toll.high:
        losses.note("range of a toll of deaths", "its lowest figure")
    held = (TollKind.KILLED, TollKind.PARTICIPANTS)
    losses.note("toll of other than deaths", "left out", sum(1 for toll in incident.tolls if toll.kind not in held))
