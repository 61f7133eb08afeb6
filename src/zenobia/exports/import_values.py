"""What the readers of other projects' files share: an incident with one account made of its row, and what of the row goes along."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from zenobia.types import Account, EventType, Incident, Party, Site, Span, Status, Telling

CERTAINTY = 0.8
"""Of one voice's own word, read without doubt (docs/incidents.md): the file is one account, however many sources it had."""


def row_digest(cells: Mapping[str, str]) -> str:
    """SHA-256 of a row's canonical bytes: its columns that are not empty, by name, as JSON in UTF-8."""
    filled = {name: value for name, value in sorted(cells.items()) if value}
    return sha256(json.dumps(filled, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")).hexdigest()


def imported_incident(
    *,
    origin: str,
    telling: Telling,
    type: EventType,
    evidence: str,
    status: Status = Status.ACTUAL,
    actor: tuple[Party, ...] = (),
    target: tuple[Party, ...] = (),
    supporter: tuple[Party, ...] = (),
    site: Site | None = None,
    means: tuple[str, ...] = (),
    account: Mapping[str, Any],
    summary: Mapping[str, Any],
) -> Incident:
    """An incident of one account. account: its days, assumed, tolls ...; summary: the incident's start, end, precision, tolls, outlets
    ... The id is the same for the same origin and id of the row."""
    digits = sha256(f"{origin}:{telling.id}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    sites = (site,) if site else ()
    spans = {"trigger": Span(0, 0), "sentence": Span(0, len(evidence)), "words": ""}
    told = Account(
        key=f"e-{digits}",
        telling=telling,
        event=0,
        type=type,
        status=status,
        confidence=1.0,
        evidence=evidence,
        actor=actor,
        target=target,
        supporter=supporter,
        place=sites,
        means=means,
        **{**spans, **account},
    )
    return Incident(
        id=f"i-{digits}",
        type=type,
        status=status,
        accounts=(told,),
        place=site,
        actor=actor,
        target=target,
        supporter=supporter,
        means=means,
        origin=origin,
        **{"certainty": CERTAINTY, "sites": sites, **summary},
    )


def carried_columns(
    cells: Mapping[str, str], held: Mapping[str, str], same: Callable[[str, str, str], bool]
) -> tuple[tuple[str, str], ...]:
    """The columns of a row that nothing else holds: those our own row would say otherwise, and those it does not have.

    held: the cells that the incident gives without them; same: whether two texts of a column say the same."""
    kept = []
    for name, cell in cells.items():
        if name not in held:
            kept += [(name, cell)] if cell else []
        elif cell != held[name] and not same(name, cell, held[name]):
            kept.append((name, cell))
    return tuple(kept)
