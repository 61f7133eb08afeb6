"""Values as people give them (status=planned, actor="words", killed=10..14) to what an act keeps: every word a span, every id whole.

Takes a corrected reading and fields with their values; gives the "set" of an edit (correcting.py). What people leave open of a new mention
(whom it names, which days it means, how many) is read by grounding, once, and kept with the act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from rapidfuzz import process
from sqlalchemy import Connection

from zenobia.errors import UsageError
from zenobia.record.anchors import overlap
from zenobia.record.asked_ids import is_place, known_actor, known_place
from zenobia.record.asked_words import find_span, occurrences, sentence_of, span_json
from zenobia.record.identities import actor_json, days_json, place_json
from zenobia.types import ROLES, Event, EventType, MentionType, Reading, Span, Status, Toll, TollKind

Json = dict[str, Any]

Value = str | Span | Sequence[str | Span] | None
"""What a field is set to: words, a span of the report's text, several of them for several parties; None, "none" or "" empties it."""

PARTS = ("words", "who")
"""Of a toll: its number phrase, and who is counted (killed-words, killed-who)."""

WITH_IDS = ("actor", "target", "supporter", "place", "attribution")
FIELDS = (
    "type", "status", "days", "time", "trigger", *ROLES, "attribution", *(f"{role}-id" for role in WITH_IDS), *TollKind,
    *(f"{kind}-{part}" for kind in TollKind for part in PARTS),
)  # fmt: skip
"""What can be set."""

_USUAL = {
    "actor": MentionType.GROUP, "target": MentionType.GROUP, "supporter": MentionType.GROUP, "place": MentionType.PLACE,
    "means": MentionType.WEAPON, "attribution": MentionType.GROUP, "time": MentionType.TIME, "words": MentionType.COUNT,
    "who": MentionType.PEOPLE,
}  # fmt: skip
"""The type of a mention in a role where nobody says another (person:John Kerry)."""

_TYPED = re.compile(rf"({'|'.join(MentionType)}):\s*(?=\S)")
_NUMBERS = re.compile(r"(?P<low>\d[\d,]*)?(?P<to>\.\.)?(?P<high>\d[\d,]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What an edit is asked of: an event of a corrected reading. who: whose word it becomes."""

    connection: Connection
    reading: Reading
    event: Event
    who: str

    @property
    def text(self) -> str:
        """The report's."""
        return self.reading.report.text


def resolve(asking: Asking, values: Mapping[str, Value]) -> Json:
    """What an act keeps of the values asked for. Raises UsageError for an unknown field, for words the report does not hold, and for a
    value that is none of its field's."""
    for name in values:
        if name not in FIELDS:
            near = [found for found, _, _ in process.extract(name, FIELDS, limit=3)]
            raise UsageError(f"an event has no {name!r}", where="set", mend=f"did you mean {', '.join(near)}?")
    told: Json = {}
    _set_plain(asking, values, told)
    for role in (*ROLES, "attribution"):
        if role in values:
            mentions = [mention_json(asking, role, words) for words in _several(values[role])]
            if role == "attribution" and len(mentions) > 1:
                raise UsageError("an event stands on one word", where="attribution", mend="give the words of one")
            told[role] = mentions if role != "attribution" else (mentions[0] if mentions else None)
    _set_days(asking, values, told)
    _set_tolls(asking, values, told)
    _set_ids(asking, values, told)
    _refuse_overlaps(asking, told)
    return told


def _refuse_overlaps(asking: Asking, told: Json) -> None:
    """Raises UsageError where the words of two mentions overlap: mentions never do (codebook, section 5)."""
    tolls = [part for toll in told.get("toll", {}).values() if toll for part in (toll["mention"], toll.get("who"))]
    wanted = [mention for role in (*ROLES, "attribution") for mention in _several_json(told.get(role))]
    spans = sorted({Span(m["start"], m["end"]) for m in (*wanted, *tolls, told.get("time")) if m})
    for one, other in pairwise(spans):
        if overlap(one, other):
            what = f"{one.of(asking.text)!r} and {other.of(asking.text)!r} overlap"
            raise UsageError(what, where="set", mend="give words apart from one another, or the same for both")


def _several_json(told: Any) -> list[Json]:
    return told if isinstance(told, list) else [told] if told else []


def _set_plain(asking: Asking, values: Mapping[str, Value], told: Json) -> None:
    if "type" in values:
        told["type"] = one_of(EventType, values["type"], "type")
    if "status" in values:
        told["status"] = one_of(Status, values["status"], "status")
    if "trigger" in values:
        span = find_span(asking.text, _only(values["trigger"], "trigger"), asking.event.sentence, "trigger")
        told["trigger"] = span_json(span)
        told["sentence"] = span_json(sentence_of(asking.text, span))


def one_of(kind: type[EventType] | type[Status], value: Value, where: str) -> str:
    """A word of a closed set. Raises UsageError with all of them for another."""
    try:
        return kind(str(value).strip().lower()).value
    except ValueError:
        raise UsageError(f"{value!r} is no {where}", where=where, mend=f"give one of {', '.join(kind)}") from None


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in ("", "none")) or value in ((), [])


def _several(value: Value) -> list[str | Span]:
    if _is_empty(value):
        return []
    return [value] if isinstance(value, str | Span) else list(value or ())


def _only(value: Value, where: str) -> str | Span:
    found = _several(value)
    if len(found) != 1:
        raise UsageError(f"{len(found)} values", where=where, mend="give one")
    return found[0]


# Words


def mention_json(asking: Asking, role: str, words: str | Span) -> Json:
    """The mention of words, as acts keep it: of the type the reader gave it, or that is said (person:...), or usual in the role."""
    kind = None
    if isinstance(words, str) and (typed := _TYPED.match(words)):
        kind, words = MentionType(typed[1]), words[typed.end() :]
    span = find_span(asking.text, words, asking.event.sentence, role)
    known = next((m for m in asking.reading.mentions if m.span == span), None)
    told = {**span_json(span), "type": (kind or (known.type if known else _USUAL[role])).value}
    return {**told, "retype": True} if kind else told


# Days


def _set_days(asking: Asking, values: Mapping[str, Value], told: Json) -> None:
    if "time" in values:
        words = _several(values["time"])
        told["time"] = mention_json(asking, "time", _only(words, "time")) if words else None
        if not words and "days" not in values:
            told["days"] = None
    if "days" in values:
        told["days"] = None if _is_empty(values["days"]) else _days(values["days"], f"given by {asking.who}")


def _days(value: Value, rule: str) -> Json:
    """ "2016-03-27", "2016-03-27..2016-03-28"."""
    first, dots, last = str(value).replace("/", "..").partition("..")
    try:
        start = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if dots else start
    except ValueError:
        mend = "write 2016-03-27, or 2016-03-27..2016-03-28, or none"
        raise UsageError(f"{value!r} is no day", where="days", mend=mend) from None
    if end < start:
        raise UsageError(f"{end} is before {start}", where="days", mend="give the first day first")
    return {"start": start.isoformat(), "end": end.isoformat(), "rule": rule}


# Tolls


def _set_tolls(asking: Asking, values: Mapping[str, Value], told: Json) -> None:
    kinds = [kind for kind in TollKind if any(name in values for name in (kind, *(f"{kind}-{part}" for part in PARTS)))]
    for kind in kinds:
        told.setdefault("toll", {})[kind.value] = _toll(asking, kind, values)


def _toll(asking: Asking, kind: TollKind, values: Mapping[str, Value]) -> Json | None:
    """A toll as acts keep it; low and high are absent where they are to be read from the words."""
    number = values.get(kind.value)
    if kind.value in values and _is_empty(number):
        return None
    held = next((toll for toll in asking.event.toll if toll.kind is kind), None)
    bounds = _bounds(number) if isinstance(number, str) else None
    words = values.get(f"{kind}-words") or (number if kind.value in values and bounds is None else None)
    said = mention_json(asking, "words", _only(words, f"{kind}-words")) if words else None
    told: Json = {"mention": said or _said_number(asking, kind, held, bounds)}
    if bounds:
        told.update(low=bounds[0], high=bounds[1])
    elif held and not words:
        told.update(low=held.low, high=held.high)
    if who := values.get(f"{kind}-who"):
        told["who"] = mention_json(asking, "who", _only(who, f"{kind}-who"))
    return told


def _bounds(value: str) -> tuple[int | None, int | None] | None:
    """ "10", "10..14", "10..", "..14"; None for words."""
    found = _NUMBERS.fullmatch(value.strip())
    if not found or not (found["low"] or found["high"]):
        return None
    low, high = (int(found[name].replace(",", "")) if found[name] else None for name in ("low", "high"))
    if not found["to"]:
        return low, low
    if low is not None and high is not None and high < low:
        raise UsageError(f"{value!r}: the high bound is below the low one", where="toll", mend="write low..high")
    return low, high


def _said_number(asking: Asking, kind: TollKind, held: Toll | None, bounds: tuple[int | None, int | None] | None) -> Json:
    """The words of a toll that is given in numbers: those of the toll the event has, else those numbers where the sentence writes them."""
    if held:
        mention = asking.reading.mentions[held.mention]
        return {**span_json(mention.span), "type": mention.type.value}
    for number in dict.fromkeys(n for n in bounds or () if n is not None):
        if (span := _written(asking, number)) is not None:
            return {**span_json(span), "type": MentionType.COUNT.value}
    mend = f'give its words too: {kind}-words="dozens of"'
    raise UsageError(
        f"the event has no toll of {kind}, and its sentence does not write that number", where=kind.value, mend=mend
    )


def _written(asking: Asking, number: int) -> Span | None:
    """Where the sentence writes a number: the number phrase that holds it ("at least 12"), else its digits where they are part of nothing."""
    sentence, text = asking.event.sentence, asking.text
    spans = [span for wording in (f"{number:,}", str(number)) for span in occurrences(text, wording)]
    near = [s for s in spans if sentence.start <= s.start and s.end <= sentence.end and not _touches_digit(text, s)]
    holding = {span: next((m for m in asking.reading.mentions if overlap(m.span, span)), None) for span in near}
    counts = [m.span for m in holding.values() if m and m.type is MentionType.COUNT]
    return next(iter(counts), next((span for span, mention in holding.items() if mention is None), None))


def _touches_digit(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start].isdigit() or text[span.end : span.end + 1].isdigit()


# Whom and what names mean


def _set_ids(asking: Asking, values: Mapping[str, Value], told: Json) -> None:
    for role in WITH_IDS:
        if f"{role}-id" not in values:
            continue
        mentions = _mentions_in(asking, role, told)
        ids = [str(value).strip() for value in _several(values[f"{role}-id"])] or ["none"]
        if len(ids) != len(mentions):
            mend = (
                f"give {len(mentions)}, in the order of the words; - leaves one as it is" if mentions else f"give {role}= too"
            )
            what = f"{len(ids)} ids for {len(mentions)} mentions in the role {role}"
            raise UsageError(what, where=f"{role}-id", mend=mend)
        for ident, mention in zip(ids, mentions, strict=True):
            if ident != "-":
                what, identity = _identity(asking, role, ident, mention)
                span = {"start": mention["start"], "end": mention["end"]}
                told.setdefault("identities", {})[f"{span['start']}:{span['end']}:{what}"] = {**span, what: identity}


def _mentions_in(asking: Asking, role: str, told: Json) -> list[Json]:
    """The mentions in a role, as they will be."""
    if role in told:
        return _several_json(told[role])
    numbers = asking.event.role(role) if role != "attribution" else ()
    if role == "attribution" and asking.event.attribution is not None:
        numbers = (asking.event.attribution,)
    return [span_json(asking.reading.mentions[i].span) for i in numbers]


def _identity(asking: Asking, role: str, ident: str, mention: Json) -> tuple[str, Json]:
    """("actor" or "place", whom or what the id means); "none": nobody known, which outlets may yet tell."""
    rule = f"given by {asking.who}"
    if ident == "none":
        what = "place" if role == "place" else "actor"
        return what, {"id": None, "reason": f"not known, says {asking.who}"}
    if is_place(ident):
        words = Span(mention["start"], mention["end"]).of(asking.text)
        return "place", known_place(asking.connection, ident, rule, words)
    return "actor", known_actor(asking.connection, ident, rule)


# What is left open


def fill(asking: Asking, told: Json, grounded: Reading, number: int) -> Json:
    """The same "set" with what grounding makes of new words. grounded: the reading as it would be, grounded; number: the event's in it.

    Raises UsageError where words name no day or no number and nobody gives one."""
    told = {**told}
    for role in (*ROLES, "attribution"):
        if told.get(role):
            mentions = [_with_meaning(asking, m, grounded) for m in _mentions_in(asking, role, told)]
            told[role] = mentions if role != "attribution" else mentions[0]
    if told.get("time") and "days" not in told:
        time = grounded.events[number].time
        if time is None:
            words = Span(told["time"]["start"], told["time"]["end"]).of(asking.text)
            raise UsageError(f"{words!r} names no day", where="time", mend="give the days too: days=2016-03-27")
        told["days"] = days_json(time.days)
    if "toll" in told:
        told["toll"] = {
            kind: value and _with_bounds(asking, kind, value, grounded, number) for kind, value in told["toll"].items()
        }
    return told


def _with_meaning(asking: Asking, mention: Json, grounded: Reading) -> Json:
    """A new mention with whom or what it names, where it begins an entity of its own."""
    span = Span(mention["start"], mention["end"])
    if any(m.span == span for m in asking.reading.mentions):
        return mention
    found = next(m for m in grounded.mentions if m.span == span)
    entity = grounded.entities[found.entity] if found.entity is not None else None
    if entity is None or entity.mentions != (found.id,):  # it joins others, or names nobody
        return mention
    actor = {"actor": actor_json(entity.actor)} if entity.actor else {}
    place = found.place or entity.place
    return {**mention, **actor, **({"place": place_json(place)} if place else {})}


def _with_bounds(asking: Asking, kind: str, value: Json, grounded: Reading, number: int) -> Json:
    if "low" in value:
        return value
    toll = next(t for t in grounded.events[number].toll if t.kind == kind)
    if toll.low is None and toll.high is None:
        words = Span(value["mention"]["start"], value["mention"]["end"]).of(asking.text)
        raise UsageError(
            f"{words!r} names no number", where=kind, mend=f'give it too: {kind}=10..14, with {kind}-words="{words}"'
        )
    return {**value, "low": toll.low, "high": toll.high}
