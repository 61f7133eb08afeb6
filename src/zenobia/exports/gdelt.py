"""Incidents as GDELT 2.0 events: 61 columns, tab-separated, without a head.

A row an incident and pair of actor and target, every actor with every target; an incident that names neither is left out, and so is what
CAMEO has no code for. NumMentions counts accounts, NumArticles reports with their copies, NumSources independent outlets. DATEADDED is the
midnight after which its first report appeared. Unknown is empty: AvgTone, IsRootEvent, where the parties are, codes of divisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TextIO

from zenobia.exports.by_place import number_of, point_of
from zenobia.exports.countries import country_of
from zenobia.exports.dyads import event_day, note_pair_losses, pairs_of, tsv_line
from zenobia.exports.event_codes import CameoCode, cameo_of
from zenobia.exports.incident_values import party_name, site_name
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.sectors import cameo_actor
from zenobia.types import Incident, Party

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"{actor}{name}" for actor in ("Actor1", "Actor2") for name in (*_ACTOR, *_TYPES)),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{geo}Geo_{name}" for geo in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)

MOST_PAIRS = 1000
"""Rows of one incident: its number has three digits for them."""

Cell = str | int | float | None


def write_gdelt(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes the rows; lines end in a line feed."""
    for incident in incidents:
        losses.incidents += 1
        for row in _rows(incident, losses):
            losses.rows += 1
            out.write(tsv_line(row))


def _rows(incident: Incident, losses: Losses) -> Iterator[tuple[Cell, ...]]:
    code = cameo_of(incident)
    if code is None:
        losses.note(f"{incident.type.value}, {incident.status.value}: no CAMEO code", "left out")
        return
    if not incident.actor and not incident.target:
        losses.note("incident without a party", "left out")
        return
    day = event_day(incident, losses)
    if day is None:
        losses.note("incident without a day, which GDELT demands", "left out")
        return
    note_pair_losses(incident, losses)
    losses.note("tone", "left out: not measured", 1)
    shared = (
        *_code_cells(code),
        *_count_cells(incident),
        *(None,) * 16,
        *_place_cells(incident, losses),
        *_added_cells(incident),
    )
    for nth, (actor, target) in enumerate(pairs_of(incident)):
        if nth >= MOST_PAIRS:
            losses.note(f"pair of parties beyond {MOST_PAIRS:,}", "left out")
            continue
        number = number_of(incident, 1) * MOST_PAIRS + nth
        yield (number, *_day_cells(day), *_actor_cells(actor), *_actor_cells(target), *shared)


def _day_cells(day: date) -> tuple[Cell, ...]:
    """SQLDATE, MonthYear, Year, FractionDate: the share of the year gone, a month being 30 days, as GDELT reckons it."""
    share = ((day.month - 1) * 30 + day.day) / 365
    return (f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, f"{day.year + share:.4f}")


def _actor_cells(party: Party | None) -> tuple[Cell, ...]:
    if party is None:
        return (None,) * 10
    actor = cameo_actor(party)
    return (actor.code, party_name(party).upper(), actor.country, actor.group, None, None, None, actor.type, None, None)


def _code_cells(code: CameoCode) -> tuple[Cell, ...]:
    return (None, code.code, code.base, code.root, code.quad, code.goldstein)


def _count_cells(incident: Incident) -> tuple[Cell, ...]:
    """Mentions, sources, articles, tone."""
    reports = {report for account in incident.accounts for report in (account.telling.id, *account.telling.copies)}
    return (len(incident.accounts), len(incident.outlets) or None, len(reports), None)


def _place_cells(incident: Incident, losses: Losses) -> tuple[Cell, ...]:
    """Type, full name, FIPS country, codes of divisions, latitude, longitude, feature id."""
    site, place = incident.place, incident.place.place if incident.place else None
    if site is None or place is None or place.id is None:
        losses.note("incident without a settled place", "empty ActionGeo columns")
        return (None,) * 8
    country, (latitude, longitude) = country_of(place.country), point_of(site) or (None, None)
    kind = _geo_type(place.feature or "", is_us=place.country == "US")
    fips = country.fips if country else None
    name = ", ".join(dict.fromkeys(name for name in (site_name(site), place.admin1, country.name if country else None) if name))
    return (kind, name, fips, fips if kind == 1 else None, None, latitude, longitude, fips if kind == 1 else None)


def _geo_type(feature: str, *, is_us: bool) -> int:
    """1 a country, 2 a state of the US, 3 a place there, 4 a place elsewhere, 5 a first division elsewhere."""
    if feature.startswith("PCL"):
        return 1
    if feature.startswith("ADM1"):
        return 2 if is_us else 5
    return 3 if is_us else 4


def _added_cells(incident: Incident) -> tuple[Cell, ...]:
    telling = incident.accounts[0].telling
    return (f"{telling.published:%Y%m%d}000000" if telling.published else None, telling.url)
