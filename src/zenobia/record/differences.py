"""What two readings of one report differ in, event by event, for people to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zenobia.record.anchors import Anchor, match
from zenobia.record.correcting import Corrected, Correction
from zenobia.record.features import event_key
from zenobia.record.merging import say_event
from zenobia.record.plain_values import plain_values
from zenobia.types import Event, Reading


@dataclass(frozen=True, slots=True)
class EventChange:
    """One event gained, lost or altered. key: as it is now, of a lost one as it was; type: likewise; words: of its trigger; sentence: that
    tells it; values: of an altered one each field with what it was and what it is, None for nothing."""

    key: str
    type: str
    words: str
    sentence: str
    values: tuple[tuple[str, str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChange:
    """What a new reading of a report changed in the record. report: its id; unmatched: corrections whose event it has no more."""

    report: str
    title: str | None
    gained: tuple[EventChange, ...] = ()
    lost: tuple[EventChange, ...] = ()
    altered: tuple[EventChange, ...] = ()
    unmatched: tuple[Correction, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether the events are as they were."""
        return not (self.gained or self.lost or self.altered or self.unmatched)


def compare_readings(before: Reading | None, after: Corrected, was_unmatched: Sequence[Correction] = ()) -> ReportChange:
    """The change from one corrected reading to another of the same report. before: None when the old one is damaged, which then counts
    as without events."""
    new, report = after.reading, after.reading.report
    old = before.events if before else ()
    anchors = [Anchor(report.sha256, event.trigger, event.type) for event in old]
    pairs = match(anchors, new.events)
    kept = {pairs[anchor]: event for anchor, event in reversed(list(zip(anchors, old, strict=True))) if anchor in pairs}
    same = {id(event) for event in kept.values()}
    altered = [
        (event, values) for number, was in kept.items() if (values := _values(was, before, event := new.events[number], new))
    ]
    return ReportChange(
        report=report.id,
        title=report.title,
        gained=tuple(_change(event, new) for i, event in enumerate(new.events) if i not in kept),
        lost=tuple(_change(event, new) for event in old if id(event) not in same),
        altered=tuple(_change(event, new, values) for event, values in sorted(altered, key=lambda pair: pair[0].id)),
        unmatched=tuple(c for c in after.unmatched if c not in was_unmatched),
    )


def _values(was: Event, before: Reading | None, event: Event, after: Reading) -> tuple[tuple[str, str | None, str | None], ...]:
    """The values that differ, in the order of the fields."""
    if before is None:
        return ()
    old, new = plain_values(was, before), plain_values(event, after)
    return tuple((name, old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name))


def _change(event: Event, reading: Reading, values: tuple[tuple[str, str | None, str | None], ...] = ()) -> EventChange:
    report = reading.report
    key = say_event(event_key(report.sha256, event))
    return EventChange(key, event.type.value, event.trigger.of(report.text), event.sentence.of(report.text), values)
