"""ACLED's CSV to incidents, a row each; `importing.read_acled` calls it. Codes by data/acled_subevents.tsv.

time_precision 1 is the day, 2 the week around it, 3 its month; geo_precision 1 a circle of 5 km, 2 of 25 km, 3 of 100 km. A fatality count of 0
is no toll: ACLED writes it where nobody tells one."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from zenobia.exports.acled import DECIMALS, NUMBERS, ORIGIN, row_cells
from zenobia.exports.acled_codes import SubEvent, sub_event, sub_event_names
from zenobia.exports.acled_parties import CROWDS, INTER_NUMBERS, INTERS, UNNAMED, interaction
from zenobia.exports.by_place import PlaceRow
from zenobia.exports.countries import Country, country_called
from zenobia.exports.import_rows import FileRow, day_of
from zenobia.exports.import_values import carried_columns, imported_incident, row_digest
from zenobia.exports.number_cells import same_number
from zenobia.types import AccountToll, Actor, Days, Incident, MentionType, Party, Place, Site, Telling, TollKind, TollSummary

KEY = "event_id_cnty"
NEEDED = (KEY, "event_date", "event_type", "sub_event_type")
"""Columns without which a file is not ACLED's."""

RADIUS_KM = {1: 5.0, 2: 25.0, 3: 100.0}
_ACTORS: dict[str, tuple[str | None, str | None, MentionType]] = {
    "State forces": ("MIL", None, MentionType.GROUP),
    "Rebel group": ("REB", "armed group", MentionType.GROUP),
    "Political militia": ("UAF", "militia", MentionType.GROUP),
    "Identity militia": ("UAF", "identity militia", MentionType.GROUP),
    "Rioters": ("CVL", "rioters", MentionType.PEOPLE),
    "Protesters": ("CVL", "protesters", MentionType.PEOPLE),
    "Civilians": ("CVL", None, MentionType.PEOPLE),
    "External/Other forces": (None, "other forces", MentionType.GROUP),
}
"""Inter -> sector, kind and type of the party. Forces abroad may be a state's, a mission's or a company's: their sector is not known."""

_BRACKET = re.compile(r"\(([^()]*[^()\d-][^()]*)\)\s*(?:\([\d-]*\))?\s*$")
_OF = re.compile(r"\bof ([^()]+?)(?: \([\d-]+\).*)?$")
_CROWD_SIZE = re.compile(r"crowd size=(?:(at least|up to) )?(\d{1,9})", re.ASCII)
_BETWEEN = re.compile(r"crowd size=between (\d{1,9}) and (\d{1,9})", re.ASCII)


def acled_incident(row: FileRow) -> Incident | None:
    """The incident of a row; None where it has a fault."""
    before = len(row.faults.found)
    id, code = row.needed(KEY), _code(row)
    days, precision = _days(row), row.whole("time_precision", 1, 3)
    country = _country(row)
    site = _site(row, country)
    fatalities = row.whole("fatalities")
    if id is None or code is None or len(row.faults.found) > before:
        return None
    source = row.text("source")
    outlets = tuple(dict.fromkeys(part.strip() for part in source.split(";") if part.strip()))
    one = outlets[0] if len(outlets) == 1 else None
    actor, target, supporter = _parties(row, code)
    incident = imported_incident(
        origin=ORIGIN,
        telling=Telling(id=id, sha256=row_digest(row.cells), outlet=source or None, independent=one),
        type=code.type,
        evidence=row.text("notes"),
        actor=actor,
        target=target,
        supporter=supporter,
        site=site,
        means=(code.means,) if code.means else (),
        account={"days": days, "tolls": tuple(_account_tolls(row, fatalities))},
        summary={
            "start": days.start if days else None,
            "end": days.end if days else None,
            "precision": ("day" if precision == 1 else "range") if days else None,
            "tolls": tuple(_tolls(row, fatalities)),
            "outlets": outlets,
        },
    )
    held = row_cells(incident, PlaceRow(site=site, nth=1))
    return replace(incident, carried=carried_columns(row.cells, held, _same))


def _same(column: str, cell: str, held: str) -> bool:
    """Whether a cell says what ours does: one number, one day, one inter however it is written."""
    if column in NUMBERS:
        return same_number(cell, held, DECIMALS)
    if column == "event_date":
        return day_of(cell) is not None and day_of(cell) == day_of(held)
    if column in ("inter1", "inter2"):
        return _inter(cell) == held
    return column == "interaction" and _interaction(cell) == held


def _code(row: FileRow) -> SubEvent | None:
    name = row.needed("sub_event_type")
    if name is None:
        return None
    code = sub_event(name)
    if code is None:
        row.fail("sub_event_type", f"{name[:40]!r} is no sub-event of ACLED", f"give one of {', '.join(sub_event_names())}")
    elif row.text("event_type").strip().casefold() != code.event_type.casefold():
        row.fail("event_type", f"{row.text('event_type')[:40]!r} has no sub-event {code.name!r}", f"give {code.event_type!r}")
    return code


def _days(row: FileRow) -> Days | None:
    """The days an event can have been on."""
    day = row.day("event_date")
    if day is None:
        return None
    precision = row.text("time_precision").strip()
    if precision == "2":
        week = timedelta(days=3)
        first, last = max(date.min + week, day) - week, min(date.max - week, day) + week
        return Days(start=first, end=last, rule="time_precision 2: the week around the day")
    if precision == "3":
        last_day = monthrange(day.year, day.month)[1]
        return Days(start=day.replace(day=1), end=day.replace(day=last_day), rule="time_precision 3: the month of the day")
    return Days(start=day, end=day, rule="time_precision 1" if precision else "a date")


def _country(row: FileRow) -> Country | None:
    """By its number, else its name; None for one the table does not have: its columns are then carried."""
    iso = row.whole("iso", 0, 999)
    found = country_called(str(iso), list="numeric") if iso else None
    return found or country_called(row.text("country").strip(), list="acled_name")


def _site(row: FileRow, country: Country | None) -> Site | None:
    """The place; None where the row names none and has no coordinates."""
    latitude, longitude = row.number("latitude", -90, 90), row.number("longitude", -180, 180)
    precision = row.whole("geo_precision", 1, 3)
    name = row.text("location")
    if not name and latitude is None and country is None and not row.text("admin1"):
        return None
    is_placed = latitude is not None and longitude is not None
    place = Place(
        id=f"acled:{country.iso2 if country else ''}/{row.text('admin1')}/{name}",
        name=name or None,
        latitude=latitude if is_placed else None,
        longitude=longitude if is_placed else None,
        country=country.iso2 if country else None,
        admin1=row.text("admin1") or None,
        admin2=row.text("admin2") or None,
        radius_km=RADIUS_KM.get(precision or 0) if is_placed else None,
        rule=f"as the file has it, geo_precision {precision}" if precision else "as the file has it",
    )
    return Site(name=name, text=name, type=MentionType.PLACE, place=place)


def _parties(row: FileRow, code: SubEvent) -> tuple[tuple[Party, ...], ...]:
    """Actor1 and those associated with it are the actors, actor2 and its the targets. An unidentified armed group as actor1 is an actor
    that nobody tells; who is associated with it supports."""
    first, second = _actor(row, "1"), _actor(row, "2")
    beside_first, beside_second = _associated(row, "1"), _associated(row, "2")
    if row.text("actor1").startswith(UNNAMED) and code.event_type != "Strategic developments":
        return (), second + beside_second, beside_first
    return first + beside_first, second + beside_second, ()


def _actor(row: FileRow, number: str) -> tuple[Party, ...]:
    name = row.text(f"actor{number}")
    if not name:
        return ()
    inter = _inter(row.text(f"inter{number}"))
    crowd = next((crowd for crowd in CROWDS if name == crowd or name.startswith(f"{crowd} (")), None)
    sector, kind, type = _ACTORS.get(crowd or inter, (None, None, MentionType.GROUP))
    known = Actor(
        id=None,
        name=name,
        country=_country_in(name),
        sector=sector,
        kind=kind,
        reason=f"named by the file (inter{number} {inter or 'empty'}); not looked up in the actor table",
    )
    return (Party(name=name, text=name, type=type, actor=known),)


def _associated(row: FileRow, number: str) -> tuple[Party, ...]:
    names = [name.strip() for name in row.text(f"assoc_actor_{number}").split(";")]
    return tuple(Party(name=name, text=name, type=MentionType.GROUP) for name in dict.fromkeys(names) if name)


def _country_in(name: str) -> str | None:
    """ISO3 of the country that ACLED writes into an actor's name: "Civilians (Syria)", "Military Forces of Syria (2000-2024)"."""
    for pattern in (_BRACKET, _OF):
        if (found := pattern.search(name)) and (country := country_called(found[1].strip(), list="acled_name")):
            return country.iso3
    return None


def _inter(cell: str) -> str:
    """ACLED's word for a cell: older files have its number."""
    number = cell.strip()
    words = {word.casefold(): word for word in INTERS.values()}
    return INTER_NUMBERS.get(number) or words.get(number.casefold(), "")


def _interaction(cell: str) -> str:
    """ACLED's words for a cell of two digits: 12 is "State forces-Rebel group", 10 "State forces only"."""
    digits = cell.strip()
    if len(digits) != 2 or not digits.isdigit():
        return cell
    return interaction(INTER_NUMBERS.get(digits[0], ""), INTER_NUMBERS.get(digits[1], ""))


def _account_tolls(row: FileRow, fatalities: int | None) -> list[AccountToll]:
    return [
        AccountToll(kind=toll.kind, low=toll.low, high=toll.high, text=_toll_words(row, toll.kind))
        for toll in _tolls(row, fatalities)
    ]


def _toll_words(row: FileRow, kind: TollKind) -> str:
    return row.text("fatalities").strip() if kind is TollKind.KILLED else row.text("tags")


def _tolls(row: FileRow, fatalities: int | None) -> list[TollSummary]:
    """Deaths, where there are any, and the size of a crowd where its tag is a number."""
    found = [TollSummary(kind=TollKind.KILLED, low=fatalities, best=fatalities, high=fatalities)] if fatalities else []
    bounds = _crowd(row.text("tags"))
    if bounds is not None:
        low, high = bounds
        found.append(TollSummary(kind=TollKind.PARTICIPANTS, low=low, best=low if low is not None else high, high=high))
    return found


def _crowd(tags: str) -> tuple[int | None, int | None] | None:
    for tag in (tag.strip() for tag in tags.split(";")):
        if found := _BETWEEN.fullmatch(tag):
            return int(found[1]), int(found[2])
        if found := _CROWD_SIZE.fullmatch(tag):
            size = int(found[2])
            return (size if found[1] != "up to" else None, size if found[1] != "at least" else None)
    return None
