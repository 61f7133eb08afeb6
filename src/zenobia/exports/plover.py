"""Incidents as PLOVER: JSON Lines, an event a line, with the fields of its manual (draft 0.8, 2021) and the names of its later columns.

What PLOVER has a field for stands there, what is unknown is absent. The summary of the incident is written, with the sentence, span and
citation of its first report and the trigger words of all (`event_text`). What PLOVER has no field for stands in `comment` as the text
of a JSON object, so that an import can read it back:

    type, status      as in the codebook; PLOVER's event alone does not tell them
    precision         where the days do not tell it: "published" (no account tells a day, `date` is that of the first publication)
    place             {id, radius_km, confidence} of event_loc; places: the further ones, as event_loc is
    supporter         entities; attribution: an entity
    means, outlets, disagreements: lists of text; certainty: 0 to 1; review; published: day of the first report
    toll              {kind: [low, best, high]}, of those that `size` does not hold whole
    comment           the comment of an imported file, where it was text; one that is such an object is given back as it stands

An incident of an imported PLOVER file gives back the columns it carries (`carried`, origin "plover") as they stood: a key is a field, or
a path within an object ("cite_info.license"); a value is JSON, or where it is none the field's text."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, TextIO

from zenobia.exports.cells import visible_text
from zenobia.exports.event_codes import PloverCode, plover_of, trigger_words
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.plover_parts import SIZES, carried_value, cite_info, entity, location, size, text_info, told
from zenobia.exports.reading_json import escape_unsafe
from zenobia.types import Incident, Status, TollSummary

FIELDS = (
    *("id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc", "event_text"),
    *("quad_code", "event_scale", "mode", "context", "size", "link", "text", "text_info", "cite_info"),
    *("coder", "coded_date", "coded_time", "comment"),
)
"""The fields of an event, in their order; `size` is the manual's object of that name."""


_CODING = ("event", "quad_code", "event_scale", "mode", "context")
"""Fields that say what happened."""

_NEEDED = ("id", "date", "actor", "event")
"""Fields that PLOVER demands, empty or not."""

_EMPTY: tuple[object, ...] = (None, "", [], {})


def write_plover(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes the events; one incident is in memory at a time. What PLOVER has no event for, or no day, is left out."""
    for incident in incidents:
        losses.incidents += 1
        event = event_of(incident, losses)
        if event is not None:
            losses.rows += 1
            out.write(escape_unsafe(json.dumps(event, ensure_ascii=False, allow_nan=False)) + "\n")


def event_of(incident: Incident, losses: Losses) -> dict[str, Any] | None:
    """The event object; None for what PLOVER cannot hold."""
    code = plover_of(incident)
    day = incident.start or incident.end
    if code is None:
        losses.note(f"{incident.type.value}: no PLOVER event", "left out")
        return None
    if day is None:
        losses.note("incident without a day, which PLOVER demands", "left out")
        return None
    _note_losses(incident, losses)
    event = _fields(incident, code, day.isoformat())
    event["comment"] = _comment(incident)
    _give_back(incident, event)
    visible: dict[str, Any] = _visible({name: value for name, value in event.items() if name in _NEEDED or value not in _EMPTY})
    return {name: visible[name] for name in sorted(visible, key=_place_of)}


def _fields(incident: Incident, code: PloverCode, day: str) -> dict[str, Any]:
    account = incident.accounts[0]
    fields = {
        "recipient": [entity(party) for party in incident.target],
        "enddate": incident.end.isoformat() if incident.end and _is_several(incident) else None,
        "event_loc": location(incident.place) if incident.place else None,
        "event_text": list(trigger_words(incident)),
        "quad_code": code.quad,
        "event_scale": code.score,
        "mode": list(code.modes),
        "context": list(code.contexts),
        "size": size(incident),
        "text": account.evidence,
        "text_info": text_info(account),
        "cite_info": cite_info(incident),
    }
    needed = {"id": _id_of(incident), "date": day, "actor": [entity(party) for party in incident.actor], "event": [code.event]}
    return needed | told(fields)


def _is_several(incident: Incident) -> bool:
    return incident.start is not None and incident.end not in (None, incident.start)


def _id_of(incident: Incident) -> str:
    """The incident's; of an imported one that of the file."""
    return incident.accounts[0].telling.id if incident.origin == "plover" else incident.id


def _comment(incident: Incident) -> str:
    """What PLOVER has no field for, as JSON; that of an imported file where it was such an object already."""
    carried = dict(incident.carried).get("comment") if incident.origin == "plover" else None
    if carried and isinstance(carried_value(carried), dict):
        return carried
    return json.dumps(_visible(_unheld(incident) | told({"comment": carried})), ensure_ascii=False, allow_nan=False)


def _unheld(incident: Incident) -> dict[str, Any]:
    place = incident.place.place if incident.place else None
    published = incident.accounts[0].telling.published
    return told(
        {
            "type": incident.type.value,
            "status": None if incident.status is Status.ACTUAL else incident.status.value,
            "precision": None if incident.precision == ("range" if _is_several(incident) else "day") else incident.precision,
            "place": told({"id": place.id, "radius_km": place.radius_km, "confidence": place.confidence}) if place else None,
            "places": [location(site) for site in incident.sites if site != incident.place],
            "supporter": [entity(party) for party in incident.supporter],
            "attribution": entity(incident.attribution) if incident.attribution else None,
            "means": list(incident.means),
            "toll": {toll.kind.value: [toll.low, toll.best, toll.high] for toll in incident.tolls if not _is_size(toll)},
            "certainty": incident.certainty,
            "outlets": list(incident.outlets),
            "disagreements": list(incident.disagreements),
            "review": incident.review,
            "published": published.isoformat() if published else None,
        }
    )


def _is_size(toll: TollSummary) -> bool:
    """Whether `size` holds all of a toll."""
    return toll.kind in SIZES.values() and toll.low is not None and toll.low == toll.best == toll.high


def _give_back(incident: Incident, event: dict[str, Any]) -> None:
    """Sets the columns that an incident of a PLOVER file carries, as they stood there; of one that somebody corrected those alone that
    the event does not have, and none that says what happened, so that no correction is undone."""
    if incident.origin != "plover":
        return
    for path, text in incident.carried:
        *outer, name = path.split(".")
        within: Any = event
        for step in outer:
            within = within.setdefault(step, {}) if isinstance(within, dict) else None
        is_stale = incident.review == "edited" and isinstance(within, dict) and (name in within or path in _CODING)
        if path != "comment" and isinstance(within, dict) and not is_stale:
            within[name] = carried_value(text)


def _place_of(name: str) -> tuple[int, str]:
    """Where a field stands: those of the manual in its order, then those of other makers by name."""
    return (FIELDS.index(name), "") if name in FIELDS else (len(FIELDS), name)


def _visible(value: Any) -> Any:
    """The value with every text safe to print and in UTF-8, and numbers that are none (JSON has no word for them) as null."""
    if isinstance(value, str):
        return visible_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {visible_text(name): _visible(item) for name, item in value.items()}
    return [_visible(item) for item in value] if isinstance(value, list) else value


def _note_losses(incident: Incident, losses: Losses) -> None:
    """Counts what PLOVER has no field for, held in `comment` or not."""
    parties = {*incident.actor, *incident.target, *incident.supporter}
    held = "in `comment`, as JSON"
    losses.note("incident without an actor", "an empty list of actors", 0 if incident.actor else 1)
    losses.note("day told by no account", "the day of the first publication; so said in `comment`", 0 if incident.start else 1)
    losses.note("supporter", held, len(incident.supporter))
    losses.note("means", held, len(incident.means))
    losses.note("further place of an incident", held, sum(1 for site in incident.sites if site != incident.place))
    losses.note("attribution of an incident", held, 1 if incident.attribution else 0)
    losses.note(
        "toll with bounds, or of a kind `size` has no field for", held, sum(not _is_size(toll) for toll in incident.tolls)
    )
    losses.note("certainty", held, 1)
    losses.note(
        "further account of an incident", "within the incident's summary; its sentence is left out", len(incident.accounts) - 1
    )
    losses.note(
        "sponsor or parent of a party", "left out", sum(1 for p in parties if p.actor and (p.actor.sponsors or p.actor.parent))
    )
    losses.note("rule and confidence of a party, place or day", "left out", len(parties) + len(incident.sites))
    if incident.origin != "plover":
        losses.note("column of the imported file", "left out", len(incident.carried))
