"""Writes kept reports: a batch a transaction, so that a process killed at any moment leaves whole batches and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from zenobia.record.features import Features
from zenobia.record.rows import ActorRow, Kept, PlaceRow, ReadingRows
from zenobia.record.schema import (
    actor,
    control_sign,
    entity,
    event,
    event_actor,
    event_role,
    mention,
    outlet,
    place,
    reader,
    relation,
    report,
    toll,
)
from zenobia.record.search import index_reports
from zenobia.types import ReaderVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An event as it now stands in the record, for merging. id: of its row; place: row of its place; outlet: the independent name."""

    id: int
    report: int
    features: Features
    place: int | None
    outlet: str | None
    told: tuple[str | None, str | None]
    assumed: bool


class Writer:
    """Writes into one record. Remembers the numbers of actors, places, outlets and readers it met; no other process writes at
    the same time (`adding.py` holds the lock batch by batch and forgets when another wrote in between)."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Numbers another process may have given since are looked up anew."""
        self._actors: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._outlets: dict[str, int] = {}
        self._readers: dict[ReaderVersion, int] = {}

    def write(self, connection: Connection, batch: Sequence[Kept], run: int) -> list[Stored]:
        """Adds reports; their events as stored."""
        first = next_id(connection, report)
        revisions = _revisions(connection, batch)
        rows = [self._report_row(connection, kept, first + i, revisions[i], run) for i, kept in enumerate(batch)]
        if rows:
            connection.execute(report.insert(), rows)
            index_reports(connection, first, first + len(rows) - 1)
        return self.write_rows(connection, [(first + i, kept.independent, kept.rows) for i, kept in enumerate(batch)])

    def write_rows(self, connection: Connection, batch: Iterable[tuple[int, str | None, ReadingRows]]) -> list[Stored]:
        """Adds what is derived from readings, each given with the number of its report and its independent outlet."""
        batch = list(batch)
        self._meet(connection, [rows for _, _, rows in batch])
        next_event = next_id(connection, event)
        stored: list[Stored] = []
        tables: dict[str, list[tuple[object, ...]]] = {
            name: [] for name in ("entity", "mention", "relation", "event", "event_role", "event_actor", "toll", "control_sign")
        }
        for number, independent, rows in batch:
            tables["entity"] += [
                (number, i, kind, name, self._actors[who[0]] if who else None, self._places[where[0]] if where else None)
                for i, kind, name, who, where in rows.entities
            ]
            tables["mention"] += [(number, *row) for row in rows.mentions]
            tables["relation"] += [(number, *row) for row in rows.relations]
            tables["control_sign"] += self.control_values(number, rows)
            for told, features in zip(rows.events, rows.features, strict=True):
                where = self._places[told.place[0]] if told.place else None
                tables["event"].append((next_event, number, features.key, where, features.reason, told.review, *told.row))
                tables["event_role"] += [(next_event, *row) for row in told.roles]
                tables["event_actor"] += [(self._actors[who[0]], next_event, role) for who, role in told.actors]
                tables["toll"] += [(next_event, *row) for row in told.tolls]
                days, assumed = (told.row[8], told.row[9]), bool(told.row[10])
                stored.append(
                    Stored(
                        id=next_event,
                        report=number,
                        features=features,
                        place=where,
                        outlet=independent,
                        told=days,
                        assumed=assumed,
                    )
                )
                next_event += 1
        for name, columns in _COLUMNS.items():
            if tables[name]:
                _insert_many(connection, name, columns, tables[name])
        return stored

    def write_control(self, connection: Connection, batch: Iterable[tuple[int, ReadingRows]]) -> None:
        """Adds the signs of control of readings alone, each given with the number of its report."""
        batch = list(batch)
        self._meet(connection, [rows for _, rows in batch])
        values = [value for number, rows in batch for value in self.control_values(number, rows)]
        if values:
            _insert_many(connection, "control_sign", _COLUMNS["control_sign"], values)

    def control_values(self, number: int, rows: ReadingRows) -> list[tuple[object, ...]]:
        """The rows of a report's signs, actors and places as numbers."""
        return [
            (
                number,
                i,
                self._places[sign.place[0]],
                *(who and self._actors[who[0]] for who in (sign.party, sign.against, sign.by)),
                *sign.row,
            )
            for i, sign in enumerate(rows.control)
        ]

    def _report_row(self, connection: Connection, kept: Kept, number: int, revision: int, run: int) -> dict[str, object]:
        told = kept.report
        return {
            "id": number,
            "name": told.id,
            "revision": revision,
            "outlet": self._outlet(connection, told.outlet, kept.independent) if told.outlet else None,
            "published": told.published.date.isoformat() if told.published else None,
            "words": kept.words,
            "run": run,
            "reader": self._reader(connection, kept.reader),
            "sha256": bytes.fromhex(told.sha256),
            "url": told.url,
            "title": told.title,
            "byline": told.byline,
            "language": told.language,
            "published_rule": told.published.rule if told.published else None,
            "text": told.text,
            "reading": kept.reading,
            "raw": kept.raw,
        }

    def _outlet(self, connection: Connection, name: str, independent: str | None) -> int:
        if name not in self._outlets:
            found = connection.execute(select(outlet.c.id).where(outlet.c.name == name)).scalar()
            if found is None:
                found = next_id(connection, outlet)
                connection.execute(outlet.insert(), {"id": found, "name": name, "independent": independent or name})
            self._outlets[name] = found
        return self._outlets[name]

    def _reader(self, connection: Connection, version: ReaderVersion) -> int:
        if version not in self._readers:
            same = (reader.c.version == version.version) & (reader.c.model == version.model)
            found = connection.execute(select(reader.c.id).where(same)).scalar()
            if found is None:
                found = next_id(connection, reader)
                connection.execute(reader.insert(), {"id": found, "version": version.version, "model": version.model})
            self._readers[version] = found
        return self._readers[version]

    def reader_id(self, connection: Connection, version: ReaderVersion) -> int:
        """The number of a reader's version, given one where it has none yet."""
        return self._reader(connection, version)

    def _meet(self, connection: Connection, batch: Sequence[ReadingRows]) -> None:
        """Gives numbers to actors and places not met before."""
        actors: dict[int, ActorRow] = {}
        places: dict[int, PlaceRow] = {}
        for rows in batch:
            for _, _, _, who, where in rows.entities:
                if who:
                    actors[who[0]] = who
                if where:
                    places[where[0]] = where
            for told in rows.events:
                actors.update((who[0], who) for who, _ in told.actors)
                if told.place:
                    places[told.place[0]] = told.place
            for sign in rows.control:
                places[sign.place[0]] = sign.place
                actors.update((who[0], who) for who in (sign.party, sign.against, sign.by) if who)
        _number(connection, actor, self._actors, actors)
        _number(connection, place, self._places, places)


_COLUMNS = {
    "entity": ("report", "id", "type", "name", "actor", "place"),
    "mention": ("report", "id", "start", "end", "type", "entity"),
    "relation": ("report", "id", "type", "from", "to", "status", "confidence", "evidence_start", "evidence_end", "attribution"),
    "event": (
        "id", "report", "key", "place", "apart", "review", "number", "type", "status", "confidence", "trigger_start", "trigger_end",
        "sentence_start", "sentence_end", "start", "end", "assumed", "attribution",
    ),
    "event_role": ("event", "role", "mention"),
    "event_actor": ("actor", "event", "role"),
    "toll": ("event", "mention", "kind", "low", "high", "scope", "who", "attribution"),
    "control_sign": (
        "report", "number", "place", "party", "against", "by", "kind", "place_mention", "party_mention", "against_mention", "by_mention",
        "first", "last", "told", "open", "whole", "hedged", "evidence_start", "evidence_end", "event", "relation", "confidence",
    ),
}  # fmt: skip
assert all(
    {*_COLUMNS[table.name]} <= {*table.c.keys()}
    for table in (entity, mention, relation, event, event_role, event_actor, toll, control_sign)
), "columns of the schema"


def _insert_many(connection: Connection, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    """Many plain rows at once, without a dict a row: a third of the time, and most of what a batch writes."""
    names = ", ".join(f'"{name}"' for name in columns)
    connection.exec_driver_sql(f"insert into {table} ({names}) values ({', '.join('?' * len(columns))})", rows)


def next_id(connection: Connection, table: object) -> int:
    """The first number no row of the table has."""
    return (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1  # type: ignore[attr-defined]


def _number(connection: Connection, table: object, known: dict[int, int], rows: Mapping[int, tuple[object, ...]]) -> None:
    new = {identity: row for identity, row in rows.items() if identity not in known}
    if not new:
        return
    columns = table.c  # type: ignore[attr-defined]
    identities = list(new)
    for start in range(0, len(identities), 500):
        part = identities[start : start + 500]
        found = connection.execute(select(columns.identity, columns.id).where(columns.identity.in_(part)))
        known.update((identity, number) for identity, number in found)
    first = next_id(connection, table)
    names = [column.name for column in columns][1:]
    inserted: list[dict[str, object]] = []
    for identity, row in new.items():
        if identity not in known:
            known[identity] = first + len(inserted)
            inserted.append({"id": known[identity], **dict(zip(names, row, strict=True))})
    if inserted:
        connection.execute(table.insert(), inserted)  # type: ignore[attr-defined]


def _revisions(connection: Connection, batch: Sequence[Kept]) -> list[int]:
    """For each report 1 for the first bytes under its id or URL, 2 for the next ..."""
    last: dict[str, int] = {}
    for column, names in (
        (report.c.name, [k.report.id for k in batch]),
        (report.c.url, [k.report.url for k in batch if k.report.url]),
    ):
        if names:
            query = select(column, func.max(report.c.revision)).where(column.in_(names)).group_by(column)
            last.update((f"{column.name}:{name}", revision) for name, revision in connection.execute(query))
    found = []
    for kept in batch:
        keys = [f"name:{kept.report.id}", *([f"url:{kept.report.url}"] if kept.report.url else [])]
        found.append(1 + max(last.get(key, 0) for key in keys))
        last.update(dict.fromkeys(keys, found[-1]))
    return found
