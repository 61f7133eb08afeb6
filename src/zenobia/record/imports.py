"""Incidents of a user's own ACLED, GED or PLOVER file, kept beside those read, to compare with. They are never merged with them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.exports.incident_from_json import incident_from_dict
from zenobia.exports.incident_json import incident_to_json
from zenobia.record.audit import Act, now, write_act
from zenobia.record.features import hash48
from zenobia.record.schema import imported, incident
from zenobia.record.store import next_id
from zenobia.types import Incident, TollKind

FORMATS = ("acled", "ged", "plover")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: incidents new in the record, and those it held already."""

    new: int
    known: int


def read_file(path: Path, format: str) -> Iterator[Incident]:
    """The incidents of a file. Raises TableError, with a line for every fault, UsageError for a format that cannot be imported."""
    from zenobia.exports import importing

    readers = {"acled": importing.read_acled, "ged": importing.read_ged, "plover": importing.read_plover}
    if format not in readers:
        raise UsageError(f"{format!r} cannot be imported", where="--format", mend=f"give one of {', '.join(FORMATS)}")
    return readers[format](path)


def keep_imported(connection: Connection, found: Iterable[Incident], *, path: Path, format: str, who: str) -> Imported:
    """Keeps incidents of a file, all or none; one whose values the record holds already is passed over."""
    lines = [(told, incident_to_json(told)) for told in found]
    identities = [hash48(line) for _, line in lines]
    held = set(connection.execute(select(imported.c.identity)).scalars())
    new = {key: pair for key, pair in zip(identities, lines, strict=True) if key not in held}
    if new:
        value = {"incidents": len(new), "format": format}
        run = write_act(connection, Act(at=now(), who=who, kind="import", subject=str(path), value=value))
        first = next_id(connection, imported)
        rows = [_row(first + i, run, format, key, *pair) for i, (key, pair) in enumerate(new.items())]
        connection.execute(imported.insert(), rows)
        connection.execute(incident.insert(), [_incident_row(first + i, told) for i, (told, _) in enumerate(new.values())])
    return Imported(len(new), len(lines) - len(new))


def _row(number: int, run: int, format: str, identity: int, told: Incident, line: str) -> dict[str, object]:
    packed = zlib.compress(line.encode("utf-8"), 6)
    return {"id": number, "origin": format, "run": run, "name": told.id, "identity": identity, "incident": packed}


def _incident_row(number: int, told: Incident) -> dict[str, object]:
    """The columns that listings filter by. Imported incidents have negative numbers: no event is theirs."""
    killed = next((toll for toll in told.tolls if toll.kind is TollKind.KILLED), None)
    place = told.place.place if told.place else None
    published = told.accounts[0].telling.published if told.accounts else None
    start = told.start.isoformat() if told.start else None
    return {
        "id": -number,
        "type": told.type.value,
        "status": told.status.value,
        "start": start,
        "end": told.end.isoformat() if told.end else None,
        "precision": told.precision,
        "day": start or (published.isoformat() if published else None),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "country": place.country if place else None,
        "killed_low": killed.low if killed else None,
        "killed_best": killed.best if killed else None,
        "killed_high": killed.high if killed else None,
        "certainty": told.certainty,
        "accounts": len(told.accounts),
        "reports": 0,
        "outlets": len(told.outlets),
        "first_published": published.isoformat() if published else None,
        "review": told.review,
        "imported": number,
    }


def load_imported(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Incident]]:
    """Imported incidents by the (negative) numbers of their rows."""
    rows = connection.execute(select(imported.c.id, imported.c.incident).where(imported.c.id.in_([-n for n in numbers])))
    for number, packed in rows:
        yield -number, incident_from_dict(json.loads(zlib.decompress(packed)))


def find_imported(connection: Connection, name: str) -> int | None:
    """The row of an imported incident by its id; None when there is none."""
    found = connection.execute(select(imported.c.id).where(imported.c.name == name).order_by(imported.c.id)).scalar()
    return -int(found) if found is not None else None
