"""An event's values in plain words, a line a value: what acts keep of how things stood, and what a difference between two readings is told in."""

from __future__ import annotations

from zenobia.record.features import actor_of, place_of
from zenobia.types import ROLES, Days, Event, Reading, Toll


def plain_values(event: Event, reading: Reading) -> dict[str, str]:
    """Field -> value, in the fields that an edit sets (asked.py); a field without a value is left out."""
    values = {"type": event.type.value, "status": event.status.value, "trigger": event.trigger.of(reading.report.text)}
    values.update({role: "; ".join(_named(i, reading) for i in event.role(role)) for role in ROLES})
    values["days"] = _days(event.time.days) if event.time else _days(event.time_assumed)
    if event.time:
        values["time"] = reading.mentions[event.time.mention].text
    elif event.time_assumed:
        values["days"] += " (assumed)"
    if event.attribution is not None:
        values["attribution"] = _named(event.attribution, reading)
    tolls: dict[str, list[str]] = {}
    for toll in event.toll:
        tolls.setdefault(toll.kind.value, []).append(_toll(toll, reading))
    values.update((kind, "; ".join(told)) for kind, told in tolls.items())
    return {name: value for name, value in values.items() if value}


def _named(mention: int, reading: Reading) -> str:
    """ "the group [isil]": the words, and whom or what they are taken for."""
    found = reading.mentions[mention]
    actor, place = actor_of(found, reading), place_of(found, reading)
    ident = (actor.id if actor else None) or (place.id if place else None)
    return f"{found.text} [{ident}]" if ident else found.text


def _days(days: Days | None) -> str:
    if days is None:
        return ""
    return days.start.isoformat() if days.start == days.end else f"{days.start}..{days.end}"


def _toll(toll: Toll, reading: Reading) -> str:
    """ "10..14 (dozens)", "60.. (at least 60, running total)"."""
    low, high = ("" if bound is None else str(bound) for bound in (toll.low, toll.high))
    words = reading.mentions[toll.mention].text
    total = ", running total" if toll.scope == "cumulative" else ""
    return f"{low if low == high else f'{low}..{high}'} ({words}{total})"
