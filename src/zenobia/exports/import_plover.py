"""PLOVER's JSON Lines to incidents, an event a line; `importing.read_plover` calls it. Types by data/plover_reading.tsv.

Fields as in PLOVER's manual: id, date, actor and event must be there. What our own export puts into `comment` (plover.py says what) is read
back from there. Whatever our export would say otherwise, or not at all, is carried under its path ("cite_info.license"): text as it stands
unless it would read as JSON, else JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zenobia.exports.cells import visible_text
from zenobia.exports.differing import differing_fields
from zenobia.exports.import_plover_parts import Bad, entities_of, entity_of, further_site, listed, site_of, text_of, tolls_of
from zenobia.exports.import_rows import Faults, day_of, lines_of
from zenobia.exports.import_values import CERTAINTY, imported_incident, row_digest
from zenobia.exports.options import Losses
from zenobia.exports.plover import event_of
from zenobia.exports.tables import fits, read_rows
from zenobia.types import AccountToll, Days, EventType, Incident, Span, Status, Telling

ORIGIN = "plover"
NEEDED = ("id", "date", "actor", "event")
CONTEXTS = {"future": Status.PLANNED, "hypothetical": Status.POSSIBLE, "negation": Status.NEGATED}
"""PLOVER's contexts for what did not, or not yet, happen."""


def read_events(path: Path) -> Iterator[Incident]:
    """The incidents of a file. Raises TableError, with a line for each fault, at the latest after the last line; what was given before the
    first fault then stands for a part of the file alone."""
    faults = Faults(path)
    lines: dict[str, int] = {}
    for number, line in lines_of(path, faults):
        if not line.strip():
            continue
        incident = _incident_of_line(line, number, faults)
        if incident is not None:
            id = incident.accounts[0].telling.id
            first = lines.setdefault(id, number)
            if first != number:
                faults.add(number, "id", f"{id[:40]!r} stands in line {first} already", "keep one event of each id")
            if not faults.found:
                yield incident
        if faults.is_full:
            break
    faults.raise_any()


def _incident_of_line(line: str, number: int, faults: Faults) -> Incident | None:
    try:
        event = _visible(json.loads(line, parse_constant=_no_constant))
    except (ValueError, RecursionError) as error:
        faults.add(number, None, f"not JSON ({str(error)[:80]})", "write one JSON object a line")
        return None
    if not isinstance(event, dict):
        faults.add(number, None, "not a JSON object", "write one object a line, with id, date, actor and event")
        return None
    missing = [name for name in NEEDED if name not in event]
    for name in missing:
        faults.add(
            number, name, "no such field", "give every event an id, a date, a list of actors (it may be empty) and an event"
        )
    if missing:
        return None
    try:
        return _with_carried(_incident_of(event), event)
    except Bad as error:
        faults.add(number, error.field, error.what, error.mend)
        return None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _visible(value: Any) -> Any:
    """The value with every text as our exports have it."""
    if isinstance(value, str):
        return visible_text(value)
    if isinstance(value, dict):
        return {visible_text(name): _visible(item) for name, item in value.items()}
    return [_visible(item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """First and last possible day, and how surely (`Incident.precision`)."""

    start: date | None
    end: date | None
    precision: str


def _incident_of(event: Mapping[str, Any]) -> Incident:
    """The incident, without what it carries. Raises Bad."""
    id = text_of(event["id"], "id")
    if not id:
        raise Bad("id", "empty", "give every event an id")
    comment = _comment_of(event)
    days, (type, status) = _days_of(event, comment), _code_of(event, comment)
    site = site_of(event.get("event_loc"), comment.get("place"))
    further = tuple(further_site(item) for item in listed(comment.get("places"), "comment"))
    tolls = tolls_of(event.get("size"), comment.get("toll"))
    attribution = entity_of(comment["attribution"], "comment") if "attribution" in comment else None
    outlets = tuple(text_of(item, "comment") for item in listed(comment.get("outlets"), "comment"))
    told = Days(start=days.start, end=days.end, rule="as the file has it") if days.start and days.end else None
    return imported_incident(
        origin=ORIGIN,
        telling=_telling_of(id, event, comment, outlets),
        type=type,
        status=status,
        evidence=text_of(event.get("text"), "text"),
        actor=entities_of(event["actor"], "actor"),
        target=entities_of(event.get("recipient"), "recipient"),
        supporter=entities_of(comment.get("supporter"), "comment"),
        site=site,
        means=tuple(text_of(item, "comment") for item in listed(comment.get("means"), "comment")),
        account={
            "words": _words_of(event),
            "sentence": _span_of(event),
            "days": told,
            "attribution": attribution,
            "tolls": tuple(AccountToll(kind=toll.kind, low=toll.low, high=toll.high, text="") for toll in tolls),
        },
        summary={
            "start": days.start,
            "end": days.end,
            "precision": days.precision,
            "sites": (*((site,) if site else ()), *further),
            "tolls": tolls,
            "attribution": attribution,
            "certainty": _certainty_of(comment),
            "outlets": outlets,
            "disagreements": tuple(text_of(item, "comment") for item in listed(comment.get("disagreements"), "comment")),
            "review": text_of(comment.get("review"), "comment") or None,
        },
    )


def _comment_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """What our own export said in the comment; empty where it is another's."""
    comment = event.get("comment")
    if not isinstance(comment, str) or not comment.startswith("{"):
        return {}
    try:
        said = _visible(json.loads(comment, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and said.get("type") in {type.value for type in EventType} else {}


def _code_of(event: Mapping[str, Any], comment: Mapping[str, Any]) -> tuple[EventType, Status]:
    """Type and status: as our comment has them, else by event, mode and context."""
    if comment:
        status = comment.get("status", Status.ACTUAL.value)
        if status not in {known.value for known in Status}:
            raise Bad(
                "comment", f"{str(status)[:40]!r} is no status", f"give one of {', '.join(known.value for known in Status)}"
            )
        return EventType(comment["type"]), Status(status)
    names = [text_of(item, "event").strip().upper() for item in listed(event["event"], "event")]
    modes = [text_of(item, "mode").strip().lower() for item in listed(event.get("mode"), "mode")] or [""]
    contexts = [text_of(item, "context").strip().lower() for item in listed(event.get("context"), "context")]
    status = next((CONTEXTS[context] for context in contexts if context in CONTEXTS), Status.ACTUAL)
    for row in _reading():
        is_event = names[:1] == [row["event"]] or (names and names[0] in row["also"].split("|"))
        if is_event and any(fits(row["mode"].lower(), mode) for mode in modes):
            return EventType(row["type"]), status
    known = ", ".join(dict.fromkeys(row["event"] for row in _reading()))
    raise Bad("event", f"{', '.join(names)[:40]!r} is no event of PLOVER", f"give one of {known}")


@cache
def _reading() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("plover_reading.tsv"))


def _days_of(event: Mapping[str, Any], comment: Mapping[str, Any]) -> _Days:
    start = _day_of(event["date"], "date")
    end = _day_of(event["enddate"], "enddate") if event.get("enddate") else start
    if end < start:
        raise Bad("enddate", f"{end} is before {start}", "mend one of the two days")
    precision = text_of(comment.get("precision"), "comment") or ("day" if start == end else "range")
    return _Days(start=None if precision == "published" else start, end=end, precision=precision)


def _day_of(value: Any, field: str) -> date:
    day = day_of(text_of(value, field))
    if day is None:
        raise Bad(field, f"{str(value)[:40]!r} is no day", "write days as 2016-03-28")
    return day


def _telling_of(id: str, event: Mapping[str, Any], comment: Mapping[str, Any], outlets: Sequence[str]) -> Telling:
    cited = event.get("cite_info")
    cited = cited if isinstance(cited, dict) else {}
    title, url, language, outlet = (
        text_of(cited.get(name), "cite_info") or None for name in ("title", "url", "language", "publication")
    )
    published = _day_of(comment["published"], "comment") if comment.get("published") else None
    digest = row_digest({name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in event.items()})
    independent = outlets[0] if len(outlets) == 1 else outlet
    return Telling(
        id=id,
        sha256=digest,
        title=title,
        outlet=outlet,
        independent=independent,
        url=url,
        published=published,
        language=language,
    )


def _words_of(event: Mapping[str, Any]) -> str:
    words = [text_of(item, "event_text") for item in listed(event.get("event_text"), "event_text")]
    return words[0] if words else ""


def _span_of(event: Mapping[str, Any]) -> Span:
    """Where the text stands in its report; none for a file that does not tell."""
    info = event.get("text_info")
    start, end = (info.get("start"), info.get("end")) if isinstance(info, dict) else (None, None)
    is_told = type(start) is int and type(end) is int and 0 <= start <= end
    return Span(start, end) if is_told and start is not None and end is not None else Span(0, 0)


def _certainty_of(comment: Mapping[str, Any]) -> float:
    certainty = comment.get("certainty", CERTAINTY)
    if isinstance(certainty, bool) or not isinstance(certainty, int | float) or not 0 <= certainty <= 1:
        raise Bad("comment", f"certainty {str(certainty)[:40]!r} is no number from 0 to 1", "mend it")
    return certainty


def _with_carried(incident: Incident, event: Mapping[str, Any]) -> Incident:
    """The incident with the fields of the file that our export of it would not give."""
    kept = list(_own_comment(event))
    bare = replace(incident, carried=tuple(kept))
    ours = event_of(bare, Losses()) or {}
    given = {name: value for name, value in event.items() if name != "comment"}
    return replace(incident, carried=(*kept, *differing_fields(given, ours)))


def _own_comment(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The comment of another's file, or the one that ours had kept of it."""
    said = _comment_of(event)
    comment = said.get("comment") if said else event.get("comment")
    if comment:
        yield "comment", comment if isinstance(comment, str) else json.dumps(comment, ensure_ascii=False)
