"""Corrected reports as gold: the marks of people in the form that `zenobia evaluate` scores by and the learning code trains on
(shared/gold/README.md), a report a line.

Takes reports whose every event somebody looked at, or that are asked for by name. What gold has no place for is counted."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from zenobia.errors import ExportError
from zenobia.exports.incidents import losses_path, part_path
from zenobia.exports.options import Losses
from zenobia.record.correcting import Corrected
from zenobia.record.corrections import OF_EVENTS, corrections_of
from zenobia.record.refresh import parts
from zenobia.record.schema import report
from zenobia.record.targets import find_report, load
from zenobia.types import ROLES, Days, Event, Reading, Relation, Span, Status, Toll

Json = dict[str, Any]

_COUNTED = re.compile(r".*#\d+", re.DOTALL)


def write_gold(connection: Connection, path: Path, *, reports: Sequence[str] = ()) -> Losses:
    """Writes gold to `path` and what it could not hold to PATH.losses.json; the losses, counted.

    reports: ids of reports that go out whether somebody looked at them or not; without any, those whose every event somebody looked at.
    Raises ExportError when the file cannot be written, UsageError for an unknown report."""
    losses = Losses()
    part = part_path(path)
    try:
        _write(path, part, (json.dumps(line, ensure_ascii=False) for line in gold_lines(connection, losses, reports=reports)))
        told = json.dumps({"format": "gold", **losses.to_dict()}, ensure_ascii=False, indent=2)
        if path.is_file():
            losses_path(path).write_text(f"{told}\n", encoding="utf-8")
    except OSError as error:
        part.unlink(missing_ok=True)
        mend = "name a file in a folder that exists, is yours and has room"
        raise ExportError(f"cannot be written ({error.strerror or error})", where=str(path), mend=mend) from error
    return losses


def _write(path: Path, part: Path, lines: Iterator[str]) -> None:
    """Writes lines to a file that appears whole or not at all; to a pipe as they come."""
    is_pipe = path.exists() and not path.is_file() and not path.is_dir()
    target = path if is_pipe else part
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        out.writelines(f"{line}\n" for line in lines)
    if not is_pipe:
        os.replace(part, path)


def gold_lines(connection: Connection, losses: Losses, *, reports: Sequence[str] = ()) -> Iterator[Json]:
    """The lines, each report under an id of its own. losses: counts reports in, lines out, and what gold has no place for."""
    taken: set[str] = set()
    for name, found in _asked_for(connection, reports) if reports else _looked_at(connection):
        losses.incidents += 1
        if not reports and None in found.reviews:
            losses.note("report with events that nobody looked at", "left out")
            continue
        losses.rows += 1
        ident = name if name not in taken else f"{name}-{found.reading.report.sha256[:8]}"
        taken.add(ident)
        yield {"id": ident, **gold_of(found.reading, losses)}


def _asked_for(connection: Connection, names: Sequence[str]) -> Iterator[tuple[str, Corrected]]:
    for name in dict.fromkeys(names):
        _, _, found = find_report(connection, name)
        yield found.reading.report.id, found


def _looked_at(connection: Connection) -> Iterator[tuple[str, Corrected]]:
    """The reports of which people looked at an event."""
    said = corrections_of(connection)
    digests = sorted(d for d, about in said.items() if d and any(c.kind in OF_EVENTS for c in about))
    for part in parts(digests, 300):
        query = select(report.c.id).where(report.c.sha256.in_([bytes.fromhex(digest) for digest in part]))
        for _, _, found in sorted(load(connection, list(connection.execute(query.order_by(report.c.id)).scalars())), key=_row):
            yield found.reading.report.id, found


def _row(loaded: tuple[int, Reading, Corrected]) -> int:
    return loaded[0]


def gold_of(reading: Reading, losses: Losses) -> Json:
    """A report's marks, but for its id: text, mentions, events, ties, every span as its words."""
    told, words = reading.report, [words_of(m.span, reading.report.text) for m in reading.mentions]
    outside = {
        "quotation": len(reading.quotes),
        "tie that is no fact": sum(r.status is not Status.ACTUAL for r in reading.relations),
    }
    for what, times in outside.items():
        losses.note(what, "left out" if what == "quotation" else "a tie as any other", times)
    return {
        "published": told.published.date.isoformat() if told.published else None,
        **{name: value for name in ("outlet", "title") if (value := getattr(told, name))},
        "text": told.text,
        "ent": [[m.type.value, words[m.id]] for m in reading.mentions],
        "ev": [_event(event, words, told.text, losses) for event in reading.events],
        "rel": [_tie(relation, words) for relation in reading.relations],
    }


def words_of(span: Span, text: str) -> str:
    """A span as gold writes it: its words; "words#2" where it is their second occurrence."""
    words, count, at = span.of(text), 1, -1
    while (at := text.find(words, at + 1)) != span.start:
        count += 1
    return words if count == 1 and not _COUNTED.fullmatch(words) else f"{words}#{count}"


def _event(event: Event, words: Sequence[str], text: str, losses: Losses) -> Json:
    losses.note("further word that an event stands on", "left out", len(event.also_attributed))
    losses.note("days that no words tell", "left out", int(event.time is None and event.time_assumed is not None))
    found: Json = {"t": event.type.value, "tr": words_of(event.trigger, text)}
    found.update((role, [words[i] for i in event.role(role)]) for role in ROLES if event.role(role))
    if event.time:
        found["time"] = {"x": words[event.time.mention], "v": _days(event.time.days)}
    if event.toll:
        found["toll"] = [_toll(toll, words, losses) for toll in event.toll]
    if event.status is not Status.ACTUAL:
        found["st"] = event.status.value
    if event.attribution is not None:
        found["attr"] = words[event.attribution]
    return found


def _days(days: Days) -> str:
    return days.start.isoformat() if days.start == days.end else f"{days.start}/{days.end}"


def _toll(toll: Toll, words: Sequence[str], losses: Losses) -> Json:
    losses.note("running total", "a toll as any other", int(toll.scope == "cumulative"))
    losses.note("toll on a word of its own", "a toll as any other", int(toll.attribution is not None))
    found: Json = {"x": words[toll.mention], "k": toll.kind.value, "lo": toll.low, "hi": toll.high}
    return {**found, "who": words[toll.who]} if toll.who is not None else found


def _tie(relation: Relation, words: Sequence[str]) -> list[str]:
    return [relation.type.value, words[relation.source], words[relation.target]]
