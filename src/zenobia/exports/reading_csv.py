"""A reading as CSV: one event a row, for spreadsheets.

RFC 4180: comma, double quotes, CRLF, UTF-8. Several fillers of a cell are joined by "; ", and the toll columns
hold their values in one order ("killed; injured", "12; ", "; 40"). Whoever takes part stands twice: `actor` holds the
sentence's words ("they"), `actor_entity` the fullest names the report gives ("Red Banner Front"), in the same order; then who is
known of them, and where the places lie. Cells
that a spreadsheet would run as a formula begin with an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from zenobia.exports.cells import safe_cell
from zenobia.exports.grounded import actor_of, place_of
from zenobia.exports.wording import full_name, shown_sentence
from zenobia.types import ROLES, Days, Event, Reading

PARTIES = ("actor", "target", "supporter")
"""Roles whose fillers may be known actors: `actor_id`, `actor_country`, `actor_sector` say who, in the order of `actor`."""

COLUMNS = (
    "report_id", "title", "published", "outlet", "url",
    "event_id", "type", "status", "confidence", "trigger",
    *(column for role in ROLES for column in (role, f"{role}_entity")),
    *(f"{role}_{column}" for role in PARTIES for column in ("id", "country", "sector")),
    "place_id", "place_name", "place_country", "place_admin1", "place_latitude", "place_longitude", "place_radius_km", "place_confidence",
    "time_start", "time_end", "time_words", "time_rule",
    "time_assumed_start", "time_assumed_end", "time_assumed_rule",
    "toll_kind", "toll_low", "toll_high", "toll_words", "toll_who", "toll_scope",
    "attribution", "attribution_entity", "also_attributed", "also_attributed_entity", "sentence", "spans",
)  # fmt: skip


def head_row() -> str:
    """The row of column names, with its line end."""
    return _write_rows([COLUMNS])


def reading_to_csv(reading: Reading) -> str:
    """The events of a reading, a row each, each with its line end; empty when there are none."""
    return _write_rows([safe_cell(cell) for cell in _event_row(event, reading)] for event in reading.events)


def _event_row(event: Event, reading: Reading) -> Iterable[str]:
    report, text = reading.report, reading.report.text
    yield from (report.id, report.title or "", report.published.date.isoformat() if report.published else "")
    yield from (report.outlet or "", report.url or "")
    yield from (str(event.id), event.type.value, event.status.value, f"{event.confidence:.3f}", event.trigger.of(text))
    for role in ROLES:
        yield from _party_cells(event.role(role), reading)
    for role in PARTIES:
        yield from _actor_cells(event.role(role), reading)
    yield from _place_cells(event.place, reading)
    yield from _day_cells(event.time.days if event.time else None, [event.time.mention] if event.time else [], reading)
    assumed = event.time_assumed
    yield from (assumed.start.isoformat(), assumed.end.isoformat(), assumed.rule) if assumed else ("", "", "")
    yield from _toll_cells(event, reading)
    yield from _party_cells(() if event.attribution is None else (event.attribution,), reading)
    yield from _party_cells(event.also_attributed, reading)
    yield shown_sentence(event).of(text)
    yield _spans(event, reading)


def _party_cells(mentions: Sequence[int], reading: Reading) -> tuple[str, str]:
    return _words(mentions, reading), "; ".join(full_name(m, reading) for m in mentions)


def _actor_cells(mentions: Sequence[int], reading: Reading) -> Iterator[str]:
    """Id, country, sector; empty cells where nobody is known."""
    actors = [actor_of(m, reading) for m in mentions]
    if not any(actor and actor.id for actor in actors):
        yield from ("", "", "")
        return
    for column in ("id", "country", "sector"):
        yield "; ".join(str((actor and getattr(actor, column)) or "") for actor in actors)


def _place_cells(mentions: Sequence[int], reading: Reading) -> Iterator[str]:
    """The columns of places, of "place_id" to "place_confidence"; empty cells where none is placed."""
    places = [place_of(m, reading) for m in mentions]
    columns = ("id", "name", "country", "admin1", "latitude", "longitude", "radius_km", "confidence")
    if not any(place and place.id for place in places):
        yield from ("" for _ in columns)
        return
    for column in columns:
        values = [getattr(place, column) if place else None for place in places]
        yield "; ".join("" if value is None else str(value) for value in values)


def _day_cells(days: Days | None, mentions: list[int], reading: Reading) -> tuple[str, str, str, str]:
    if days is None:
        return ("", "", "", "")
    return (days.start.isoformat(), days.end.isoformat(), _words(mentions, reading), days.rule)


def _toll_cells(event: Event, reading: Reading) -> Iterable[str]:
    yield "; ".join(toll.kind.value for toll in event.toll)
    yield "; ".join(_number(toll.low) for toll in event.toll)
    yield "; ".join(_number(toll.high) for toll in event.toll)
    yield _words([toll.mention for toll in event.toll], reading)
    yield "; ".join("" if toll.who is None else reading.mentions[toll.who].text for toll in event.toll)
    yield "; ".join(toll.scope for toll in event.toll)


def _spans(event: Event, reading: Reading) -> str:
    """Where the words stand in the report's text: "trigger 25-31; actor 0-24"."""
    places = [("trigger", event.trigger), ("sentence", event.sentence)]
    places += [(role, reading.mentions[m].span) for role in ROLES for m in event.role(role)]
    places += [("time", reading.mentions[event.time.mention].span)] if event.time else []
    places += [("toll", reading.mentions[toll.mention].span) for toll in event.toll]
    places += [("attribution", reading.mentions[event.attribution].span)] if event.attribution is not None else []
    return "; ".join(f"{name} {span.start}-{span.end}" for name, span in places)


def _words(mentions: Iterable[int], reading: Reading) -> str:
    return "; ".join(reading.mentions[m].text for m in mentions)


def _number(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _write_rows(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
