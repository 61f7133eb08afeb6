"""People correct the machine: each function writes one act, with what stood there before, and makes anew what follows from it.

Functions over a connection inside one transaction (refresh.changing). Nothing is overwritten: the reader's reading stays as it is, and `undo` takes
any act back, an undo too. After an undo the record says what it said before the act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from zenobia.errors import UsageError
from zenobia.grounding import ground_reading
from zenobia.grounding.actors import PARTIES
from zenobia.grounding.spelling import fold
from zenobia.record.accounts import say_incident
from zenobia.record.anchors import Anchor
from zenobia.record.asked import Asking, Json, Value, fill, one_of, resolve
from zenobia.record.asked_ids import is_place, known_actor
from zenobia.record.asked_words import find_span, sentence_of, span_json
from zenobia.record.audit import Act, now, who_runs, write_act
from zenobia.record.correcting import Corrected, Correction, apply
from zenobia.record.corrections import REVIEW, corrections_of, said_of
from zenobia.record.merging import say_event
from zenobia.record.plain_values import plain_values
from zenobia.record.refresh import parts, put_in, take_out
from zenobia.record.schema import act, actor, entity, event, report
from zenobia.record.targets import Target, copies_of, find_report, find_targets, load, read_key
from zenobia.types import Event, EventType, Span, Status


def accept(connection: Connection, keys: Sequence[str], *, who: str | None = None, why: str | None = None) -> int:
    """Says that these events (or all of these incidents) are as their reports tell them; the number of the act. One that was rejected
    stands again.

    Raises UsageError for a key that names nothing, and when all were looked at already."""
    targets = [t for t in find_targets(connection, keys) if t.review in (None, "rejected")]
    return _say_of_events(connection, "accept", keys, _not_empty(targets, keys), who, why)


def reject(connection: Connection, keys: Sequence[str], *, who: str | None = None, why: str | None = None) -> int:
    """Says that these events (or all of these incidents) are not what their reports tell; the number of the act.

    Raises UsageError for a key that names nothing, and when all were rejected already."""
    targets = [t for t in find_targets(connection, keys) if t.review != "rejected"]
    return _say_of_events(connection, "reject", keys, _not_empty(targets, keys), who, why)


def edit(
    connection: Connection, key: str, values: Mapping[str, Value], *, who: str | None = None, why: str | None = None
) -> int:
    """Sets values of an event, and of the same in copies of its report; the number of the act. values: fields of `asked.FIELDS`.

    Raises UsageError for a key that names no standing event, and for a value that is none of its field's."""
    if read_key(key)[0] != "e":
        raise UsageError(
            f"{key} is an incident", where="review", mend="name the event to edit, e-...; zenobia incidents ID prints them"
        )
    if not values:
        raise UsageError("nothing to set", where="set", mend="give a field and its value: status=planned")
    name = who or who_runs()
    targets = find_targets(connection, [key])
    events = []
    for target in targets:
        if target.event is None:
            mend = f"accept it first: zenobia review accept {key}"
            raise UsageError(f"{key} was rejected", where="review", mend=mend)
        events.append({**target.to_json(), "set": _settled(connection, target.report, target.now, target.anchor, values, name)})
    before = {t.key: _before(connection, t, event["set"]) for t, event in zip(targets, events, strict=True)}
    done = _act("edit", key, name, why, value={"events": events, "asked": _asked(values)}, before=before)
    return _carry_out(connection, done, [t.report for t in targets])


def add_event(
    connection: Connection,
    report_name: str,
    trigger: str | Span,
    kind: str,
    values: Mapping[str, Value] | None = None,
    *,
    who: str | None = None,
    why: str | None = None,
) -> int:
    """Adds an event that the reader missed, at words of a report and in its copies; the number of the act. trigger: the words that name
    it; kind: its type; values: as of `edit`.

    Raises UsageError for an unknown report, words it does not hold, and where an event stands at these words already."""
    name, values = who or who_runs(), {**(values or {})}
    type_ = EventType(one_of(EventType, kind, "type"))
    number, _, found = find_report(connection, report_name)
    span = find_span(found.reading.report.text, trigger, None, "trigger")
    events, reports = [], []
    for copy, corrected in [(number, found), *((n, c) for n, _, c in copies_of(connection, number))]:
        held = next((i for i, e in enumerate(corrected.reading.events) if e.trigger == span), None)
        if held is not None:
            key = say_event(corrected.anchors[held].key)
            raise UsageError(
                f"an event stands at these words already: {key}", where="trigger", mend=f"edit it: zenobia review edit {key}"
            )
        anchor = Anchor(corrected.reading.report.sha256, span, type_)
        told = {"sentence": span_json(sentence_of(found.reading.report.text, span))}
        told |= _settled(connection, copy, corrected, anchor, values, name, added=told)
        events.append({"key": say_event(anchor.key), **anchor.to_json(), "set": told})
        reports.append(copy)
    asked = {"trigger": span.of(found.reading.report.text), "type": type_.value, **_asked(values)}
    done = _act("add-event", found.reading.report.id, name, why, value={"events": events, "asked": asked})
    return _carry_out(connection, done, reports)


def split(connection: Connection, incident: str, keys: Sequence[str], *, who: str | None = None, why: str | None = None) -> int:
    """Says that these events of an incident tell another happening than its others; the number of the act.

    Raises UsageError when they are none of its events, or all of them."""
    held = find_targets(connection, [incident])
    out = {target.anchor for target in find_targets(connection, keys)}
    events, rest = [t for t in held if t.anchor in out], [t for t in held if t.anchor not in out]
    if not events or not rest or len(out) > len(events):
        what = "all of its events" if not rest else "not its events"
        mend = f"name some of its events, e-...: zenobia incidents {incident} prints them"
        raise UsageError(f"{what}: {', '.join(keys)}", where=incident, mend=mend)
    value = {"events": [t.to_json() for t in events], "rest": [t.to_json() for t in rest]}
    done = _act("split", incident, who, why, value=value, before=_incidents_now(connection, held))
    return _carry_out(connection, done, [t.report for t in held])


def merge(connection: Connection, keys: Sequence[str], *, who: str | None = None, why: str | None = None) -> int:
    """Says that these incidents (or events) tell one happening; the number of the act.

    Raises UsageError for a key that names nothing, for a rejected event, and for one incident alone."""
    targets = find_targets(connection, keys)
    before = _incidents_now(connection, targets)
    if rejected := [t.key for t in targets if t.event is None]:
        raise UsageError(
            f"{rejected[0]} was rejected", where="review", mend=f"accept it first: zenobia review accept {rejected[0]}"
        )
    if apart := [key for key, incident in before.items() if incident is None]:
        mend = "a running total or a war retold is no happening of its own; name others"
        raise UsageError(f"{apart[0]} is in no incident", where="review", mend=mend)
    if len(set(before.values())) < 2:
        raise UsageError(f"{', '.join(keys)}: one incident already", where="review", mend="name two or more incidents")
    done = _act("merge", " ".join(keys), who, why, value={"events": [t.to_json() for t in targets]}, before=before)
    return _carry_out(connection, done, [t.report for t in targets])


def alias(connection: Connection, name: str, ident: str, *, who: str | None = None, why: str | None = None) -> int:
    """Says for good that a name means an actor, in every report that names a party so; the number of the act. ident: the actor's id.

    Raises UsageError for an id that nobody has, and for a name without letters."""
    if not fold(name):
        raise UsageError(f"{name!r} is no name", where="alias", mend="give the name as reports write it")
    if is_place(ident):
        raise UsageError(
            f"{ident!r} is a place", where="alias", mend="give the id of an actor: zenobia actors find NAME prints them"
        )
    by = who or who_runs()
    value = {"name": name, "actor": known_actor(connection, ident, f"alias given by {by}")}
    reports = _reports_naming(connection, name)
    meant = select(actor.c.actor_id).join(entity, entity.c.actor == actor.c.id).where(entity.c.report.in_(reports[:900]))
    before = {"actors": sorted(set(connection.execute(meant.where(entity.c.name == name)).scalars()))}
    return _carry_out(connection, _act("alias", name, by, why, value=value, before=before), reports)


def undo(connection: Connection, number: int, *, who: str | None = None, why: str | None = None) -> int:
    """Takes an act of review back, or an undo of one; the number of the act that does. The record then says what it said before.

    Raises UsageError for an act that there is none, that is no review, or that is taken back already."""
    row = connection.execute(select(act).where(act.c.id == number)).first()
    if row is None or row.kind not in REVIEW:
        what = "no act" if row is None else f"an act of {row.kind}, which stays"
        raise UsageError(f"{number}: {what}", where="undo", mend="zenobia review log prints what can be taken back")
    if by := undone_by(connection).get(number):
        mend = f"take act {by} back to have it again: zenobia review undo {by}"
        raise UsageError(f"act {number} is taken back already, by act {by}", where="undo", mend=mend)
    done = _act("undo", f"act {number}", who, why, value={"act": number}, before={"kind": row.kind, "subject": row.subject})
    return _carry_out(connection, done, _reports_of_act(connection, row))


def undone_by(connection: Connection) -> dict[int, int]:
    """Act -> the live undo that took it back."""
    found: dict[int, int] = {}
    for row in connection.execute(select(act.c.id, act.c.value).where(act.c.kind == "undo").order_by(act.c.id.desc())):
        if row.id not in found:
            found[json.loads(row.value)["act"]] = row.id
    return found


# How an act is carried out


def _act(kind: str, subject: str, who: str | None, why: str | None, *, value: Any, before: Any = None) -> Act:
    return Act(at=now(), who=who or who_runs(), kind=kind, subject=subject, why=why, value=value, before=before)


def _carry_out(connection: Connection, done: Act, reports: Iterable[int]) -> int:
    """Writes the act and makes anew what is derived from these reports."""
    numbers = sorted(set(reports))
    taken = take_out(connection, numbers)
    number = write_act(connection, done)
    put_in(connection, numbers, taken)
    return number


def _say_of_events(
    connection: Connection, kind: str, keys: Sequence[str], targets: Sequence[Target], who: str | None, why: str | None
) -> int:
    value = {"events": [t.to_json() for t in targets]}
    done = _act(kind, " ".join(keys), who, why, value=value, before={t.key: t.review for t in targets})
    return _carry_out(connection, done, [t.report for t in targets])


def _not_empty(targets: Sequence[Target], keys: Sequence[str]) -> Sequence[Target]:
    if not targets:
        what = f"{', '.join(keys)}: somebody said so already"
        raise UsageError(what, where="review", mend="zenobia review log says who, and can be undone")
    return targets


def _asked(values: Mapping[str, Value]) -> Json:
    """What was asked, as JSON can hold it."""

    def plain(value: Value) -> Any:
        if isinstance(value, Span):
            return [value.start, value.end]
        return value if isinstance(value, str | None) else [plain(item) for item in value]

    return {name: plain(value) for name, value in values.items()}


def _settled(
    connection: Connection,
    number: int,
    found: Corrected,
    anchor: Anchor,
    values: Mapping[str, Value],
    who: str,
    *,
    added: Json | None = None,
) -> Json:
    """The "set" of an edit, or of an event to add (added: what is known of it), with what grounding reads of new words."""
    kind = "edit" if added is None else "add-event"
    base = found.reading.events[found.anchors.index(anchor)] if added is None else _bare(anchor, added)
    asking = Asking(connection=connection, reading=found.reading, event=base, who=who)
    told = {**(added or {}), **resolve(asking, values)}
    value = {"event": anchor.to_json(), "set": told}
    tried = Correction(act=0, report=anchor.report, kind=kind, value=value)
    ((_, read, _),) = load(connection, [number])
    corrected = apply(read, (*said_of(read, corrections_of(connection)), tried))
    named = replace(anchor, added=0) if added is not None else anchor
    index = corrected.found[named]
    _refuse_same_trigger(corrected, index)
    return fill(asking, told, ground_reading(corrected.reading), index)


def _bare(anchor: Anchor, added: Json) -> Event:
    sentence = Span(added["sentence"]["start"], added["sentence"]["end"])
    return Event(id=0, type=anchor.type, status=Status.ACTUAL, confidence=1.0, trigger=anchor.trigger, sentence=sentence)


def _refuse_same_trigger(corrected: Corrected, index: int) -> None:
    """Raises UsageError where another event has the trigger: the two would have one key."""
    trigger = corrected.reading.events[index].trigger
    same = [i for i, e in enumerate(corrected.reading.events) if e.trigger == trigger and i != index]
    if same:
        key = say_event(corrected.anchors[same[0]].key)
        raise UsageError(
            f"another event stands at these words: {key}", where="trigger", mend="give other words, or reject that one"
        )


def _before(connection: Connection, target: Target, told: Json) -> Json:
    """The values that an edit changes, as they were, in plain words."""
    assert target.event is not None, "a rejected event is not edited"
    said = said_of(target.read, corrections_of(connection))
    tried = Correction(act=0, report=target.anchor.report, kind="edit", value={"event": target.anchor.to_json(), "set": told})
    after = apply(target.read, (*said, tried))
    new = plain_values(after.reading.events[after.found[target.anchor]], after.reading)
    old = plain_values(target.event, target.now.reading)
    return {name: old.get(name) for name in (*old, *new) if old.get(name) != new.get(name)}


def _incidents_now(connection: Connection, targets: Sequence[Target]) -> dict[str, str | None]:
    """Event -> its incident."""
    found: dict[str, str | None] = {}
    for target in targets:
        of = select(event.c.incident).where(event.c.key == read_key(target.key)[1]).scalar_subquery()
        first = connection.execute(select(event.c.key).where(event.c.id == of)).scalar()
        found[target.key] = None if first is None else say_incident(first)
    return found


def _reports_naming(connection: Connection, name: str) -> list[int]:
    """The reports that name a party so, however they write it."""
    wanted, kinds = fold(name), [kind.value for kind in PARTIES]
    names = [n for n in connection.execute(select(entity.c.name).distinct()).scalars() if fold(n) == wanted]
    query = select(entity.c.report).where(entity.c.name.in_(names), entity.c.type.in_(kinds)).distinct()
    return sorted(connection.execute(query).scalars())


def _reports_of_act(connection: Connection, row: Any) -> list[int]:
    """The reports that an act is about; of an undo those of what it took back."""
    value = json.loads(row.value)
    if row.kind == "undo":
        return _reports_of_act(connection, connection.execute(select(act).where(act.c.id == value["act"])).one())
    if row.kind == "alias":
        return _reports_naming(connection, value["name"])
    digests = sorted({bytes.fromhex(told["report"]) for told in (*value["events"], *value.get("rest", ()))})
    return [
        number
        for part in parts(digests)
        for number in connection.execute(select(report.c.id).where(report.c.sha256.in_(part))).scalars()
    ]
