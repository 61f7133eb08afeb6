"""Which event and sub-event of ACLED an incident is (data/acled_events.tsv), and how ACLED's are read back (data/acled_subevents.tsv)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from zenobia.exports.party_classes import ARMED, first_class
from zenobia.exports.tables import NONE, fits, read_rows
from zenobia.types import EventType, Incident, TollKind

MANNERS = ("chemical", "suicide", "shells", "grenade", "sexual", "disrupted", "base", "property", "mob", "none")
ACTORS = ("home", "other", "none")
TARGETS = ("civilians", "protesters", "armed", "none")
TOLLS = ("harmed", "arrested", "none")
"""What the columns of acled_events.tsv tell apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What of an incident decides its code, each in a word of the tuples above."""

    type: str
    status: str
    manner: str
    actor: str
    target: str
    toll: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubEvent:
    """A sub-event of ACLED: what it belongs to, and what we read it as (means: empty where its name tells none)."""

    name: str
    event_type: str
    disorder_type: str
    type: EventType
    means: str


def code_of(incident: Incident, home: str | None) -> SubEvent | None:
    """The sub-event an incident is; None for what ACLED does not hold. home: ISO3 of the country where it happened."""
    return code_of_shape(shape_of(incident, home))


@cache
def code_of_shape(shape: Shape) -> SubEvent | None:
    """The code of a shape, by the first row of the table that fits; None where that row has none."""
    for row in _table():
        if all(fits(row[column], getattr(shape, column)) for column in ("type", "status", "manner", "actor", "target", "toll")):
            return None if row["sub_event_type"] == NONE else sub_event(row["sub_event_type"])
    raise AssertionError(f"acled_events.tsv has no row for {shape}")


def shape_of(incident: Incident, home: str | None) -> Shape:
    """What of the incident decides its code. Forces of a state are at home unless their country is known and another."""
    actor = first_class(incident.actor, home)
    return Shape(
        type=incident.type.value,
        status=incident.status.value,
        manner=_manner(incident),
        actor="home" if actor == "state" else ("other" if incident.actor else "none"),
        target=_target(first_class(incident.target, home)),
        toll=_toll(incident),
    )


def _target(found: str | None) -> str:
    if found in ("protesters", "rioters"):
        return "protesters"
    return "armed" if found in ARMED else (found or "none")


def _toll(incident: Incident) -> str:
    kinds = {toll.kind for toll in incident.tolls if toll.best != 0}
    if kinds & {TollKind.KILLED, TollKind.INJURED}:
        return "harmed"
    return "arrested" if TollKind.ARRESTED in kinds else "none"


def _manner(incident: Incident) -> str:
    """By the means all accounts give and the words they call the event."""
    words = [*incident.means, *(account.words for account in incident.accounts)]
    return next((manner for manner, pattern in _manners() if any(pattern.search(word) for word in words)), "none")


@cache
def _manners() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["manner"], _pattern(row["words"].split("; "))) for row in read_rows("means_kinds.tsv"))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    parts = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def sub_event(name: str) -> SubEvent | None:
    """ACLED's sub-event of this name, however it is capitalised; None for a name ACLED does not have."""
    return _sub_events().get(name.strip().casefold())


def sub_event_names() -> tuple[str, ...]:
    """The names of all sub-events, as ACLED writes them."""
    return tuple(row["sub_event_type"] for row in read_rows("acled_subevents.tsv"))


@cache
def _sub_events() -> dict[str, SubEvent]:
    found: dict[str, SubEvent] = {}
    for row in read_rows("acled_subevents.tsv"):
        value = SubEvent(
            name=row["sub_event_type"],
            event_type=row["event_type"],
            disorder_type=row["disorder_type"],
            type=EventType(row["type"]),
            means=row["means"],
        )
        for name in (value.name, *filter(None, row["also"].split("; "))):
            found[name.casefold()] = value
    return found


@cache
def _table() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("acled_events.tsv"))
