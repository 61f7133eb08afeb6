"""The log of what was done to a record: runs that added and read reports, and what people said, with what counts no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from zenobia.record.review import undone_by
from zenobia.record.schema import act


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act. kind: add, reread, import, accept, reject, edit, add-event, split, merge, alias, undo; value, before: what it set and what
    stood there; undone_by: the act that took it back, None when it counts."""

    number: int
    at: str
    who: str
    kind: str
    subject: str
    why: str | None
    value: Any
    before: Any
    undone_by: int | None

    def events(self) -> set[str]:
        """The events it is about, as they were named then."""
        told = (*self.value.get("events", ()), *self.value.get("rest", ())) if isinstance(self.value, dict) else ()
        return {event["key"] for event in told if isinstance(event, dict) and "key" in event}


def history_of(connection: Connection, key: str | None = None) -> Iterator[Deed]:
    """Every act, oldest first. key: only those about this event, incident or name, and the undos of them."""
    taken_back = undone_by(connection)
    shown: set[int] = set()
    for row in connection.execute(select(act).order_by(act.c.id)):
        deed = Deed(
            number=row.id,
            at=row.at,
            who=row.who,
            kind=row.kind,
            subject=row.subject,
            why=row.why,
            value=json.loads(row.value),
            before=json.loads(row.before),
            undone_by=taken_back.get(row.id),
        )
        is_about = key is None or key in deed.events() or key in (deed.subject, *deed.subject.split())
        if is_about or (deed.kind == "undo" and deed.value["act"] in shown):
            shown.add(deed.number)
            yield deed
