"""UCDP GED's CSV to incidents, a row each; `importing.read_ged` calls it.

type_of_violence 1 and 2 are read as clash, 3 as attack: GED does not tell the manner. where_prec 1 is a circle of 5 km, 2 of 25 km, 3 a second
division, 4 a first, 5 a region, 6 a country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zenobia.exports.by_place import PlaceRow
from zenobia.exports.countries import Country, country_called
from zenobia.exports.ged import DECIMALS, NUMBERS, ORIGIN, date_precision, row_cells
from zenobia.exports.ged_sides import CIVILIANS
from zenobia.exports.import_rows import FileRow, day_of
from zenobia.exports.import_values import carried_columns, imported_incident, row_digest
from zenobia.exports.number_cells import same_number
from zenobia.types import (
    AccountToll,
    Actor,
    Days,
    EventType,
    Incident,
    MentionType,
    Party,
    Place,
    Site,
    Telling,
    TollKind,
    TollSummary,
)

KEY = "id"
NEEDED = (KEY, "date_start", "date_end", "type_of_violence", "side_a", "side_b", "best")
"""Columns without which a file is not GED's."""

GOVERNMENT = "Government of "
TYPES = {1: EventType.CLASH, 2: EventType.CLASH, 3: EventType.ATTACK}
PLACES = {1: ("PPL", 5.0), 2: (None, 25.0), 3: ("ADM2", None), 4: ("ADM1", None), 5: ("RGN", None), 6: ("PCLI", None)}
"""where_prec -> feature and radius in kilometres of the place, as far as the code tells."""


def ged_incident(row: FileRow) -> Incident | None:
    """The incident of a row; None where it has a fault."""
    before = len(row.faults.found)
    id, violence = row.needed(KEY), row.whole("type_of_violence", 1, 3)
    if violence is None and len(row.faults.found) == before:
        row.fail("type_of_violence", "empty", "give 1 state-based, 2 non-state or 3 one-sided")
    days, site = _days(row), _site(row)
    parties = (_party(row, "a", violence), _party(row, "b", violence))
    tolls, summary = _tolls(row), _summary(row)
    if id is None or violence is None or len(row.faults.found) > before:
        return None
    headline, office = row.text("source_headline"), row.text("source_office")
    outlets = tuple(dict.fromkeys(part.strip() for part in office.split(";") if part.strip()))
    incident = imported_incident(
        origin=ORIGIN,
        telling=Telling(
            id=id,
            sha256=row_digest(row.cells),
            title=headline or None,
            outlet=office or None,
            independent=outlets[0] if len(outlets) == 1 else None,
            published=_published(row.text("source_date")),
        ),
        type=TYPES[violence],
        evidence=headline or row.text("source_article"),
        actor=tuple(filter(None, parties[:1])),
        target=tuple(filter(None, parties[1:])),
        site=site,
        account={"days": days, "tolls": tolls, "attribution": _original(row)},
        summary={
            "start": days.start if days else None,
            "end": days.end if days else None,
            "precision": ("day" if days.start == days.end else "range") if days else None,
            "tolls": (summary,) if summary else (),
            "outlets": outlets,
            "attribution": _original(row),
        },
    )
    held = row_cells(incident, PlaceRow(site=site, nth=1))
    return replace(incident, carried=carried_columns(row.cells, held, _same))


def _same(column: str, cell: str, held: str) -> bool:
    """Whether a cell says what ours does: one number, one day however it is written."""
    if column in NUMBERS:
        return same_number(cell, held, DECIMALS)
    return column in ("date_start", "date_end") and day_of(cell) is not None and day_of(cell) == day_of(held)


def _days(row: FileRow) -> Days | None:
    start, end = row.day("date_start"), row.day("date_end")
    start, end = start or end, end or start
    if start is None or end is None:
        return None
    if end < start:
        row.fail("date_end", f"{end} is before {start}", "mend one of the two days")
        return None
    precision = row.text("date_prec").strip() or date_precision((end - start).days + 1)
    return Days(start=start, end=end, rule=f"date_prec {precision}")


def _published(cell: str) -> date | None:
    """The earliest day of several."""
    return min(filter(None, map(day_of, cell.split(";"))), default=None)


def _site(row: FileRow) -> Site | None:
    """The place; None where the row names none and has no coordinates."""
    latitude, longitude = row.number("latitude", -90, 90), row.number("longitude", -180, 180)
    precision = row.whole("where_prec", 1, 7)
    name, text = row.text("where_coordinates"), row.text("where_description")
    country = _country(row)
    if not name and not text and latitude is None and country is None and not row.text("adm_1"):
        return None
    is_placed = latitude is not None and longitude is not None
    feature, radius = PLACES.get(precision or 0, (None, None))
    place = Place(
        id=f"ged:{country.iso2 if country else ''}/{row.text('adm_1')}/{name}",
        name=name or None,
        latitude=latitude if is_placed else None,
        longitude=longitude if is_placed else None,
        country=country.iso2 if country else None,
        admin1=row.text("adm_1") or None,
        admin2=row.text("adm_2") or None,
        feature=feature,
        radius_km=radius,
        rule=f"as the file has it, where_prec {precision}" if precision else "as the file has it",
    )
    return Site(name=name, text=text, type=MentionType.PLACE, place=place)


def _country(row: FileRow) -> Country | None:
    """By its number, else its name; None for one the table does not have: its columns are then carried."""
    number = row.text("country_id").strip()
    return (country_called(number, list="gw") if number else None) or country_called(
        row.text("country").strip(), list="ucdp_name"
    )


def _party(row: FileRow, letter: str, violence: int | None) -> Party | None:
    """A government, a group, or civilians. The table of actors is not asked."""
    name = row.text(f"side_{letter}")
    if not name:
        return None
    reason = "named by the file; not looked up in the actor table"
    if name.startswith(GOVERNMENT):
        country = country_called(name.removeprefix(GOVERNMENT), list="ucdp_name") or country_called(
            row.text(f"gwno{letter}").strip(), list="gw"
        )
        iso3 = country.iso3 if country else None
        known = Actor(id=None, name=name, country=iso3, sector="GOV", kind="government", reason=reason)
        return Party(name=name, text=name, type=MentionType.STATE, actor=known)
    if name == CIVILIANS:
        known = Actor(id=None, name=name, sector="CVL", reason=reason)
        return Party(name=name, text=name, type=MentionType.PEOPLE, actor=known)
    sector = "REB" if violence == 1 else None
    known = Actor(id=None, name=name, sector=sector, kind="armed group", reason=reason)
    return Party(name=name, text=name, type=MentionType.GROUP, actor=known)


def _tolls(row: FileRow) -> tuple[AccountToll, ...]:
    """The dead by side, where there are any."""
    counted = (
        ("deaths_a", row.text("side_a") or None),
        ("deaths_b", row.text("side_b") or None),
        ("deaths_civilians", CIVILIANS.lower()),
        ("deaths_unknown", None),
    )
    found = ((column, row.whole(column), who) for column, who in counted)
    return tuple(
        AccountToll(kind=TollKind.KILLED, low=number, high=number, text=row.text(column).strip(), who=who)
        for column, number, who in found
        if number
    )


def _summary(row: FileRow) -> TollSummary | None:
    low, best, high = row.whole("low"), row.whole("best"), row.whole("high")
    if low is None and best is None and high is None:
        return None
    return TollSummary(kind=TollKind.KILLED, low=low, best=best, high=high)


def _original(row: FileRow) -> Party | None:
    """On whose word: whom the file calls the original source."""
    name = row.text("source_original")
    return Party(name=name, text=name, type=MentionType.OUTLET) if name else None
