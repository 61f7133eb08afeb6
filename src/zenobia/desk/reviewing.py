"""Acts of review as the page sends them, handed to the record, and which incidents they touched."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt
from sqlalchemy import Connection, select

from zenobia.desk.asked import MOST, Log, Words
from zenobia.desk.desk import Desk
from zenobia.errors import UsageError
from zenobia.exports.plain import plain
from zenobia.record.accounts import say_incident
from zenobia.record.asked import Value
from zenobia.record.record import Record
from zenobia.record.refresh import parts
from zenobia.record.schema import act, actor, event, event_actor, report
from zenobia.types import Span

Json = dict[str, Any]

MOST_KEYS = 200
MOST_CHANGED = 1_000
"""Incidents that an answer names; a name given to an actor can change more."""

Keys = Annotated[list[Words], Field(min_length=1, max_length=MOST_KEYS)]


class Marked(BaseModel):
    """A span of a report's text: half-open, in code points."""

    model_config = ConfigDict(extra="forbid")

    start: StrictInt = Field(ge=0, le=MOST)
    end: StrictInt = Field(ge=0, le=MOST)

    def span(self) -> Span:
        """As the record takes it."""
        return Span(self.start, self.end)


One = Words | Marked
Values = Annotated[dict[Words, StrictInt | One | list[One] | None], Field(max_length=100)]
"""Field -> what it becomes: words, a span, several of them, a number; null empties it."""


class Act(BaseModel):
    """What every act may say. who: whose act it is, the user of this machine by default; why: in their words."""

    model_config = ConfigDict(extra="forbid")

    who: Words | None = None
    why: Words | None = None


class Accept(Act):
    """These events or incidents are as their reports tell them."""

    act: Literal["accept"]
    keys: Keys


class Reject(Act):
    """These events or incidents are not what their reports tell."""

    act: Literal["reject"]
    keys: Keys


class Edit(Act):
    """Sets values of an event."""

    act: Literal["edit"]
    key: Words
    values: Values


class AddEvent(Act):
    """Adds an event that the reader missed, at words of a report."""

    act: Literal["add-event"]
    report: Words
    trigger: One
    type: Words
    values: Values = {}


class Split(Act):
    """These events of an incident tell another happening."""

    act: Literal["split"]
    incident: Words
    events: Keys


class Merge(Act):
    """These incidents or events tell one happening."""

    act: Literal["merge"]
    keys: Keys


class Alias(Act):
    """A name means this actor, for good."""

    act: Literal["alias"]
    name: Words
    actor: Words


class Undo(Act):
    """Takes an act back. number: of the act, as the log has it."""

    act: Literal["undo"]
    number: StrictInt = Field(ge=0, le=MOST)


Review = Annotated[Accept | Reject | Edit | AddEvent | Split | Merge | Alias | Undo, Field(discriminator="act")]


def review(desk: Desk, asked: Review) -> Json:
    """{"act": its number, "changed": ids of incidents that may say another thing now, "gone": of those asked about that are no more}.

    Raises UsageError as the record's own methods."""
    with desk.writing() as record:
        number = _carry_out(record, asked)
    with desk.reading() as connection:
        changed = _changed(connection, number)
        named = [key for key in _keys_of(asked) if key.startswith("i-")]
        gone = [key for key in named if key not in changed and not _is_there(connection, key)]
    return {"act": number, "changed": changed, "gone": gone}


def _carry_out(record: Record, asked: Review) -> int:
    told = {"who": asked.who or None, "why": asked.why or None}
    match asked:
        case Accept():
            return record.accept(*asked.keys, **told)
        case Reject():
            return record.reject(*asked.keys, **told)
        case Edit():
            return record.edit(asked.key, _values(asked.values), **told)
        case AddEvent():
            trigger = asked.trigger.span() if isinstance(asked.trigger, Marked) else asked.trigger
            return record.add_event(asked.report, trigger, asked.type, _values(asked.values), **told)
        case Split():
            return record.split(asked.incident, *asked.events, **told)
        case Merge():
            return record.merge(*asked.keys, **told)
        case Alias():
            return record.alias(asked.name, asked.actor, **told)
        case Undo():
            return record.undo(asked.number, **told)


def _values(asked: Values) -> dict[str, Value]:
    """The values as the record takes them: spans whole, numbers as words."""

    def one(value: str | Marked) -> str | Span:
        return value.span() if isinstance(value, Marked) else value

    def any_of(value: int | str | Marked | list[str | Marked] | None) -> Value:
        if value is None:
            return None
        if isinstance(value, int):
            return str(value)
        return [one(item) for item in value] if isinstance(value, list) else one(value)

    return {name: any_of(value) for name, value in asked.items()}


def _keys_of(asked: Review) -> list[str]:
    match asked:
        case Accept() | Reject() | Merge():
            return asked.keys
        case Split():
            return [asked.incident]
        case _:
            return []


def _changed(connection: Connection, number: int) -> list[str]:
    """The incidents that events of an act's reports stand in now; of an alias those in which its actor does."""
    row = connection.execute(select(act.c.kind, act.c.value).where(act.c.id == number)).one()
    value = json.loads(row.value)
    if row.kind == "undo":
        return _changed(connection, value["act"])
    if row.kind == "alias":
        of = select(event_actor.c.event).join(actor, actor.c.id == event_actor.c.actor)
        of = of.where(actor.c.actor_id == value["actor"]["id"])
        found = connection.execute(select(event.c.incident).where(event.c.id.in_(of))).scalars()
        return _names(connection, found.all())
    digests = sorted({bytes.fromhex(told["report"]) for told in (*value["events"], *value.get("rest", ()))})
    numbers: list[int | None] = []
    for part in parts(digests):
        of = select(report.c.id).where(report.c.sha256.in_(part))
        numbers += connection.execute(select(event.c.incident).where(event.c.report.in_(of))).scalars()
    return _names(connection, numbers)


def _names(connection: Connection, numbers: Any) -> list[str]:
    wanted = sorted({number for number in numbers if number is not None})[:MOST_CHANGED]
    keys = connection.execute(select(event.c.key).where(event.c.id.in_(wanted)).order_by(event.c.id)).scalars()
    return [say_incident(key) for key in keys]


def _is_there(connection: Connection, name: str) -> bool:
    try:
        key = int(name.removeprefix("i-"), 16)
    except ValueError:
        return False
    found = connection.execute(select(event.c.id).where(event.c.key == key, event.c.incident == event.c.id)).first()
    return found is not None


def log_of(desk: Desk, asked: Log) -> Json:
    """{"items", "total", "next"}: acts, the latest first."""
    if asked.cursor and not (asked.cursor.isascii() and asked.cursor.isdecimal() and len(asked.cursor) < 10):
        raise UsageError("no cursor", where="cursor", mend="give `next` of the page before as it is")
    deeds = desk.record.history(asked.key)[::-1]
    start = int(asked.cursor or 0)
    shown = deeds[start : start + asked.limit]
    end = start + len(shown)
    return {"items": plain(shown), "total": len(deeds), "next": str(end) if shown and end < len(deeds) else None}
