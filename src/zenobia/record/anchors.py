"""Which event somebody spoke of: named by its report's bytes and where its trigger stood, so that it is found again in another reading.

Numbers of rows and readings change when a report is read anew; words do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zenobia.record.families import FAMILY_OF
from zenobia.record.features import trigger_key
from zenobia.types import Event, EventType, Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event as it was when somebody spoke of it. report: sha256 of its bytes; trigger, type: as read, before any correction;
    added: the act that added it by hand, None for one the reader found."""

    report: str
    trigger: Span
    type: EventType
    added: int | None = None

    @property
    def key(self) -> int:
        """The event's key as it was then."""
        return trigger_key(self.report, self.trigger)

    def to_json(self) -> dict[str, Any]:
        """As acts keep it."""
        told = {"report": self.report, "start": self.trigger.start, "end": self.trigger.end, "type": self.type.value}
        return told if self.added is None else {**told, "added": self.added}


def anchor_from(told: Mapping[str, Any]) -> Anchor:
    """An anchor out of an act."""
    return Anchor(told["report"], Span(told["start"], told["end"]), EventType(told["type"]), told.get("added"))


def match(anchors: Iterable[Anchor], events: Sequence[Event]) -> dict[Anchor, int]:
    """Anchor -> index of its event in a reading, where it has one.

    The event with the same trigger; else the one whose trigger overlaps it most, of the same family of types (triggers that overlap stand in
    one sentence). An event found by its very words is not taken for another's; nobody's event is found twice by overlap."""
    wanted = list(dict.fromkeys(anchors))
    found = {anchor: index for anchor in wanted if (index := _same(anchor, events)) is not None}
    for anchor in wanted:
        if anchor not in found and (index := _nearest(anchor, events, set(found.values()))) is not None:
            found[anchor] = index
    return found


def _same(anchor: Anchor, events: Sequence[Event]) -> int | None:
    """The event at the very words; of several that of the same type, then of the same family."""
    same = [i for i, event in enumerate(events) if event.trigger == anchor.trigger]
    return min(same, key=lambda i: (events[i].type is not anchor.type, not _is_kin(anchor, events[i]), i), default=None)


def _nearest(anchor: Anchor, events: Sequence[Event], taken: set[int]) -> int | None:
    shared = {i: overlap(anchor.trigger, e.trigger) for i, e in enumerate(events) if i not in taken and _is_kin(anchor, e)}
    return min((i for i, length in shared.items() if length), key=lambda i: (-shared[i], i), default=None)


def _is_kin(anchor: Anchor, event: Event) -> bool:
    return FAMILY_OF[anchor.type] == FAMILY_OF[event.type]


def overlap(one: Span, other: Span) -> int:
    """Characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
