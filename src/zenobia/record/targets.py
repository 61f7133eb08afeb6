"""What people point at when they review: events by key, incidents by id, reports by id; and the same events in copies of their reports.

Reports of the same words are one reading told twice: what is said of an event of one is said of it in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.record.anchors import Anchor
from zenobia.record.correcting import Corrected, apply
from zenobia.record.corrections import corrections_of, said_of
from zenobia.record.features import event_key
from zenobia.record.merging import say_event
from zenobia.record.readings import as_read
from zenobia.record.refresh import parts
from zenobia.record.schema import event, report
from zenobia.types import Event, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An event that somebody points at. report: the number of its report; read: the report as read; now: as corrected; number: the event's
    in that, None when it was rejected."""

    report: int
    read: Reading
    now: Corrected
    anchor: Anchor
    number: int | None

    @property
    def event(self) -> Event | None:
        """The event as it stands, None when it was rejected."""
        return None if self.number is None else self.now.reading.events[self.number]

    @property
    def review(self) -> str | None:
        """What people said of it so far: also "rejected"."""
        return "rejected" if self.number is None else self.now.reviews[self.number]

    @property
    def key(self) -> str:
        """Its key as people see it."""
        found = self.event
        return say_event(event_key(self.anchor.report, found) if found else self.anchor.key)

    def to_json(self) -> dict[str, Any]:
        """As acts keep it."""
        return {"key": self.key, **self.anchor.to_json()}


def find_targets(connection: Connection, keys: Sequence[str]) -> list[Target]:
    """The events of these keys ("e-..."), all those of these incidents ("i-..."), and the same in copies of their reports; each once.

    Raises UsageError for what is neither. A rejected event is found by its key."""
    found: dict[Anchor, Target] = {}
    for key in keys:
        rows = _rows_of(connection, key)
        targets = _of_rows(connection, rows) if rows else _left_out(connection, key)
        for target in targets:
            found.update((twin.anchor, twin) for twin in (target, *_twins(connection, target)))
    return list(found.values())


def read_key(key: str) -> tuple[str, int]:
    """("e", number) of an event's key, ("i", number) of an incident's id. Raises UsageError for what is neither."""
    kind, _, digits = key.strip().lower().partition("-")
    try:
        if kind in ("e", "i") and len(digits) == 12:
            return kind, int(digits, 16)
    except ValueError:
        pass
    mend = 'events are named "e-" and 12 hex digits, incidents "i-" and 12; zenobia incidents prints them'
    raise UsageError(f"{key!r} names no event or incident", where="review", mend=mend)


def _rows_of(connection: Connection, key: str) -> list[tuple[int, int]]:
    """(report, number of the event in its reading) of an event, or of all of an incident."""
    kind, number = read_key(key)
    columns = (event.c.report, event.c.number)
    if kind == "e":
        query = select(*columns).where(event.c.key == number)
    else:
        of = select(event.c.incident).where(event.c.key == number, event.c.incident.is_not(None))
        query = select(*columns).where(event.c.incident.in_(of))
    return [(row.report, row.number) for row in connection.execute(query.order_by(event.c.id))]


def _of_rows(connection: Connection, rows: Iterable[tuple[int, int]]) -> list[Target]:
    wanted: dict[int, list[int]] = {}
    for number, index in rows:
        wanted.setdefault(number, []).append(index)
    return [
        target_of(number, read, now, index) for number, read, now in load(connection, list(wanted)) for index in wanted[number]
    ]


def target_of(number: int, read: Reading, now: Corrected, index: int) -> Target:
    """The event of this number in a corrected reading."""
    return Target(report=number, read=read, now=now, anchor=now.anchors[index], number=index)


def load(connection: Connection, numbers: Sequence[int]) -> list[tuple[int, Reading, Corrected]]:
    """Reports as read and as corrected."""
    said = corrections_of(connection)
    return [
        (number, reading, apply(reading, said_of(reading, said)))
        for part in parts(numbers)
        for number, reading in as_read(connection, part)
    ]


def _left_out(connection: Connection, key: str) -> list[Target]:
    """The event that had this key when somebody spoke of it: rejected since, or with another trigger now."""
    kind, number = read_key(key)
    spoken = [c for found in corrections_of(connection).values() for c in found if c.kind != "alias"]
    named = {c.anchor for c in spoken if c.anchor.key == number} if kind == "e" else set[Anchor]()
    found = [target for anchor in named if (target := _target_of_anchor(connection, anchor))]
    if not found:
        what = "no event" if kind == "e" else "no incident"
        raise UsageError(
            f"{what} {key}", where="review", mend="zenobia incidents prints those there are, with their accounts' keys"
        )
    return found


def _target_of_anchor(connection: Connection, anchor: Anchor) -> Target | None:
    number = connection.execute(select(report.c.id).where(report.c.sha256 == bytes.fromhex(anchor.report))).scalar()
    for found, read, now in load(connection, [number] if number else []):
        if anchor in now.found:
            return target_of(found, read, now, now.found[anchor])
        if anchor in now.left_out:
            return Target(report=found, read=read, now=now, anchor=anchor, number=None)
    return None


def _twins(connection: Connection, target: Target) -> list[Target]:
    """The same event in other reports of the same words: same type, same trigger, the same in number among such."""
    words = select(report.c.words).where(report.c.id == target.report).scalar_subquery()
    query = select(report.c.id).where(report.c.words == words, report.c.id != target.report)
    found = []
    for number, read, now in load(connection, list(connection.execute(query).scalars())):
        for anchor in dict.fromkeys((*now.anchors, *now.left_out)):
            if _is_twin(target.read, target.anchor, read, anchor):
                index = next((i for i, known in enumerate(now.anchors) if known == anchor), None)
                found.append(Target(report=number, read=read, now=now, anchor=anchor, number=index))
    return found


def _is_twin(read: Reading, anchor: Anchor, copy: Reading, other: Anchor) -> bool:
    if anchor.added is not None:  # by hand, and with the same act to each copy
        return (other.added, other.trigger) == (anchor.added, anchor.trigger)
    return other.added is None and _rank(copy, other) == _rank(read, anchor)


def _rank(read: Reading, anchor: Anchor) -> tuple[str, str, int]:
    """Trigger, type, and which of such in the report an event is, in words alone."""
    text = read.report.text
    words = anchor.trigger.of(text).casefold()
    same = [e for e in read.events if e.type is anchor.type and e.trigger.of(text).casefold() == words]
    return words, anchor.type.value, sum(1 for e in same if e.trigger.start < anchor.trigger.start)


def find_report(connection: Connection, name: str) -> tuple[int, Reading, Corrected]:
    """The report of an id, of several revisions the last; or of a digest's first 8 digits or more. Raises UsageError when there is none."""
    found = connection.execute(
        select(report.c.id).where(report.c.name == name).order_by(report.c.revision.desc(), report.c.id.desc())
    ).scalar()
    if found is None and len(name) >= 8 and all(c in "0123456789abcdef" for c in name.lower()):
        whole = name.lower()[: len(name) // 2 * 2]
        low, high = bytes.fromhex(whole), bytes.fromhex(whole + "ff" * (32 - len(whole) // 2))
        found = connection.execute(select(report.c.id).where(report.c.sha256.between(low, high))).scalar()
    if found is None:
        mend = "name it by its id, as zenobia search prints it, or by its SHA-256"
        raise UsageError(f"no report {name!r}", where="review", mend=mend)
    return load(connection, [found])[0]


def copies_of(connection: Connection, number: int) -> list[tuple[int, Reading, Corrected]]:
    """Other reports with just the same text."""
    words = select(report.c.words).where(report.c.id == number).scalar_subquery()
    text = select(report.c.text).where(report.c.id == number).scalar_subquery()
    query = select(report.c.id).where(report.c.words == words, report.c.text == text, report.c.id != number)
    return load(connection, list(connection.execute(query).scalars()))
