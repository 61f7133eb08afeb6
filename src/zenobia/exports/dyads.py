"""What formats of a row a pair of parties share: the pairs, the day, the lines, what none of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zenobia.exports.cells import safe_line_cell
from zenobia.exports.options import Losses
from zenobia.types import Incident, Party


def pairs_of(incident: Incident) -> Iterator[tuple[Party | None, Party | None]]:
    """Every actor with every target, in their order; None where nobody is told in the role. One pair at least."""
    for actor in incident.actor or (None,):
        for target in incident.target or (None,):
            yield actor, target


def event_day(incident: Incident, losses: Losses) -> date | None:
    """The one day these formats take: the first it can have been; where no account tells one, that of the first publication."""
    if incident.start is None:
        if incident.end is not None:
            losses.note("day told by no account", "the day of the first publication, which the format demands")
        return incident.end
    if incident.end not in (None, incident.start):
        losses.note("last day of several", "left out")
    return incident.start


def note_pair_losses(incident: Incident, losses: Losses) -> None:
    """Counts what no pair format holds."""
    losses.note("further account of an incident", "within the incident's summary", len(incident.accounts) - 1)
    losses.note("supporter", "left out", len(incident.supporter))
    losses.note("further place of an incident", "left out", max(0, len(incident.sites) - 1))
    losses.note("attribution", "left out", 1 if incident.attribution else 0)
    losses.note("means", "in the event code, where one stands for it", len(incident.means))
    losses.note("toll", "left out", len(incident.tolls))
    losses.note("disagreement of accounts", "left out", len(incident.disagreements))
    losses.note("certainty, spans, rules and sentences", "left out", 1)
    losses.note("column of the imported file", "left out", len(incident.carried))


def tsv_line(values: Iterable[str | int | float | None]) -> str:
    """A line of TSV: numbers as they are, texts on one line and safe for spreadsheets, None as an empty cell."""
    return (
        "\t".join(safe_line_cell(value) if isinstance(value, str) else "" if value is None else str(value) for value in values)
        + "\n"
    )
