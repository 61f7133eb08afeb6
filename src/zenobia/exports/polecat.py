"""Incidents as POLECAT: TSV with its head of 40 columns.

A row an incident and pair of actor and recipient, every actor with every recipient; where nobody is told in a role its cells are empty. Event
types, modes, contexts, quad codes and intensity are PLOVER's (`event_codes`). Several values of a cell are joined by "; ". Countries are ISO
alpha-3. What POLECAT takes of Wikipedia (ids, titles) we do not know: empty. The day of an incident that no account dates is that of its
first publication, as POLECAT has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TextIO

from zenobia.exports.by_place import number_of
from zenobia.exports.countries import country_of
from zenobia.exports.dyads import event_day, note_pair_losses, pairs_of, tsv_line
from zenobia.exports.event_codes import PloverCode, plover_of
from zenobia.exports.incident_values import party_name, site_name
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.plover_parts import CODER, location
from zenobia.exports.sectors import country_code_of, sector_of
from zenobia.types import Incident, MentionType, Party

COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw"),
    "Wikipedia Actor ID",
    *(
        "Recipient Name",
        "Recipient Country",
        "Recipient COW",
        "Primary Recipient Sector",
        "Recipient Sectors",
        "Recipient Title",
    ),
    *("Recipient Name Raw", "Wikipedia Recipient ID"),
    *(
        "Placename",
        "City",
        "District",
        "Province",
        "Country",
        "Latitude",
        "Longitude",
        "GeoNames ID",
        "Raw Placename",
        "Feature Type",
    ),
    *("Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)

QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}

Cell = str | int | float | None


def write_polecat(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes the head and the rows; lines end in a line feed."""
    out.write(tsv_line(COLUMNS))
    for incident in incidents:
        losses.incidents += 1
        for row in _rows(incident, losses):
            losses.rows += 1
            out.write(tsv_line(row))


def _rows(incident: Incident, losses: Losses) -> Iterator[tuple[Cell, ...]]:
    code = plover_of(incident)
    if code is None:
        losses.note(f"{incident.type.value}: no PLOVER event", "left out")
        return
    note_pair_losses(incident, losses)
    day = event_day(incident, losses)
    losses.note("incident without a day", "an empty Event Date", 0 if day else 1)
    losses.note(
        "identity of a known party", "its name, country and sector", sum(1 for p in incident.actor + incident.target if p.actor)
    )
    shared = (*_place_cells(incident), *_story_cells(incident))
    for nth, (actor, recipient) in enumerate(pairs_of(incident), 1):
        event = (_event_id(incident, code, day, nth), day.isoformat() if day else None, *_code_cells(code))
        yield (*event, *_party_cells(actor), *_party_cells(recipient), *shared)


def _event_id(incident: Incident, code: PloverCode, day: date | None, nth: int) -> str:
    """Day, number of the pair, the incident's hex digits, event: "20160327-0001-0123456789ab_ASSAULT"."""
    return f"{day.strftime('%Y%m%d') if day else 'undated'}-{nth:04d}-{number_of(incident, 1):012x}_{code.event}"


def _code_cells(code: PloverCode) -> tuple[Cell, ...]:
    return (code.event, "; ".join(code.modes), code.score, QUADS[code.quad], "; ".join(code.contexts))


def _party_cells(party: Party | None) -> tuple[Cell, ...]:
    """Name, country, COW number, primary sector, sectors, title, words, Wikipedia id."""
    if party is None:
        return (None,) * 8
    code, sector = country_code_of(party), sector_of(party)
    country = country_of(code)
    return (party_name(party), code, country.cow if country else None, sector, sector, None, party.text, None)


def _place_cells(incident: Incident) -> tuple[Cell, ...]:
    found = location(incident.place) if incident.place else {}
    names = ("resolved_place", "city", "district", "province", "country_code", "lat", "lon", "geonameid", "extracted_place")
    return (*(found.get(name) for name in names), found.get("feature_code"))


def _story_cells(incident: Incident) -> tuple[Cell, ...]:
    """The first report, and whom and where the incident names."""
    telling = incident.accounts[0].telling
    parties = (*incident.actor, *incident.target, *incident.supporter)
    people = [party_name(party) for party in parties if party.type is MentionType.PERSON]
    bodies = [party_name(party) for party in parties if party.type is MentionType.GROUP]
    published = telling.published.isoformat() if telling.published else None
    places = [site_name(site) for site in incident.sites]
    return (
        telling.outlet,
        published,
        *("; ".join(dict.fromkeys(names)) for names in (people, bodies, places)),
        telling.language,
        CODER,
    )
