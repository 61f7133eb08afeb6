"""Incidents as classic event data with CAMEO codes: a day, who, what, to whom; TSV with a head.

A row an incident and pair of actor code and target code. Several parties of one code are one; meetings and agreements are not mirrored.
A party without any code leaves its cell empty, beside others of its role that have one it is left out. Codes of events by
`event_codes`, of actors by `sectors`. What has no event code (plans of conflict, possibilities, denials, flight) is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from zenobia.exports.dyads import event_day, note_pair_losses, tsv_line
from zenobia.exports.event_codes import cameo_of
from zenobia.exports.options import ExportOptions, Losses
from zenobia.exports.sectors import cameo_actor
from zenobia.types import Incident, Party

COLUMNS = ("incident", "day", "source_actor", "event_code", "event_root", "target_actor", "quad_class", "goldstein")
"""incident: its id; day: ISO 8601; source_actor, target_actor: actor codes; quad_class: 1 to 4; goldstein: -10 to 10."""


def write_cameo(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """Writes the head and the rows; lines end in a line feed."""
    out.write(tsv_line(COLUMNS))
    for incident in incidents:
        losses.incidents += 1
        for row in _rows(incident, losses):
            losses.rows += 1
            out.write(tsv_line(row))


def _rows(incident: Incident, losses: Losses) -> Iterator[tuple[str | int | float, ...]]:
    event, sources, targets = cameo_of(incident), _codes(incident.actor), _codes(incident.target)
    if event is None:
        losses.note(f"{incident.type.value}, {incident.status.value}: no CAMEO code", "left out")
        return
    if not sources and not targets:
        losses.note("incident without a party that has a CAMEO code", "left out")
        return
    note_pair_losses(incident, losses)
    losses.note("place, outlet and title", "left out", 1)
    losses.note("name of a party", "its actor code, where it has one", len({*incident.actor, *incident.target}))
    found = event_day(incident, losses)
    day = found.isoformat() if found else ""
    for source in sources or ("",):
        for target in targets or ("",):
            yield (incident.id, day, source, event.code, event.root, target, event.quad, event.goldstein)


def _codes(parties: Sequence[Party]) -> tuple[str, ...]:
    """The codes of the parties that have one, each once."""
    return tuple(dict.fromkeys(code for party in parties if (code := cameo_actor(party).code)))
