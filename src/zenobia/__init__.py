"""Zenobia reads reports of armed conflict and keeps the record: who did what to whom, where, when, on whose word, how firmly.

    reading = zenobia.read("Rebels withdrew from the town on Sunday, a monitor said.", published="2016-03-28")
    reading.events[0].type, reading.words(reading.events[0].place)

Importing this loads no model and none of the heavy libraries; the first `read` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zenobia.errors import IntakeError, ModelError, RecordError, UsageError, ZenobiaError
from zenobia.pipeline import read, read_all
from zenobia.types import (
    Days,
    Entity,
    Event,
    EventTime,
    EventType,
    Incident,
    Mention,
    MentionType,
    Published,
    Quote,
    Reading,
    Relation,
    RelationType,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
)
from zenobia.version import VERSION

if TYPE_CHECKING:
    from zenobia.record import Record

__version__ = VERSION


def __getattr__(name: str) -> Any:
    """`zenobia.Record`, loaded when it is asked for: SQLAlchemy takes 0.2 s, which reading does not need."""
    if name == "Record":
        from zenobia.record import Record

        return Record
    raise AttributeError(f"module 'zenobia' has no attribute {name!r}")


__all__ = [
    "Days",
    "Entity",
    "Event",
    "EventTime",
    "EventType",
    "Incident",
    "IntakeError",
    "Mention",
    "MentionType",
    "ModelError",
    "Published",
    "Quote",
    "Reading",
    "Record",
    "RecordError",
    "Relation",
    "RelationType",
    "Report",
    "Span",
    "Status",
    "Toll",
    "TollKind",
    "UsageError",
    "ZenobiaError",
    "__version__",
    "read",
    "read_all",
]
