"""What a report's words say of who holds a place: taken, entered, left, held, besieged, fought over, each with party, days and voice.

Takes a reading, gives one small value a party and place; `situation/control.py` makes histories of them. docs/situation.md has the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zenobia.grounding.spelling import fold
from zenobia.record.control_words import (
    ADVANCES,
    AFTER_DOING,
    ANNOUNCED,
    AREA_AFTER,
    ASIDE,
    BEGINS,
    BRIEFLY,
    BY,
    CLAIMS_LAND,
    COMPLETES,
    DEFEAT,
    DENIED,
    DENIES_THAT,
    DRIVEN,
    DRIVES_OUT,
    EMPTY_TRIGGER,
    ENDS_RULE,
    ENTERS,
    FELL,
    GENERIC,
    GIVES_UP_SELF,
    HEDGED,
    HELD,
    HOLDS,
    KNOWN,
    LEAVES,
    LEAVES_TRIGGER,
    LIST,
    NEAR,
    NOT_HELD,
    NOT_WHOLLY,
    NOT_YET,
    ONTO,
    OWN_FORCES,
    PART,
    PAST,
    PULLS_BACK,
    RELIEF,
    SHARE,
    SIDE,
    SINCE,
    STANDS,
    THINGS,
    TITLE,
    UPON,
    WITHIN,
)
from zenobia.record.features import actor_of, place_of
from zenobia.record.retold import is_retold
from zenobia.types import (
    Actor,
    ControlKind,
    Event,
    EventType,
    Mention,
    MentionType,
    Place,
    Reading,
    Relation,
    RelationType,
    Span,
    Status,
)

PARTIES = (MentionType.GROUP, MentionType.STATE, MentionType.PERSON)
WIDE = ("CONT", "RGN", "PCLI", "ADM1", "ADM2")
"""Features from wide to narrow; all others are towns and sites."""

STATE_SECTORS = ("GOV", "MIL", "COP", "SPY", "LEG", "JUD", "IGO")
BETWEEN = 90
"""Characters between a trigger and its place that are looked at."""

_UNKNOWN_DAY = (None, None, False)
Told = tuple[date | None, date | None, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignRow:
    """One sign as the record keeps it.

    place_mention:      how the report names it.
    party, against, by: mentions of who does it, to whom, on whose word; their actors, None for whom grounding does not know.
    first, last:        days it is of; told: whether the report tells them.
    open:               taken as known, at some day before the report; then the days are the report's.
    whole:              of the whole place, not of a part of it or its edge.
    hedged:             the report itself doubts it ("reportedly").
    evidence:           span of the sentence, or of the words that state a tie.
    event, relation:    number in the reading it comes from; the other is None.
    """

    kind: ControlKind
    place: Place
    place_mention: int
    party: int | None = None
    party_actor: Actor | None = None
    against: int | None = None
    against_actor: Actor | None = None
    by: int | None = None
    by_actor: Actor | None = None
    first: date | None = None
    last: date | None = None
    told: bool = False
    open: bool = False
    whole: bool = True
    hedged: bool = False
    evidence: Span
    event: int | None = None
    relation: int | None = None
    confidence: float


def control_signs(reading: Reading, reviews: Sequence[str | None] = ()) -> tuple[SignRow, ...]:
    """The signs of control in a reading, in the order of its events and ties. reviews: what people said of each event; what they rejected
    gives none."""
    rejected = {i for i, review in enumerate(reviews) if review == "rejected"}
    found: list[SignRow] = []
    for event in reading.events:
        if event.id not in rejected:
            found += _of_event(event, reading)
    for relation in reading.relations:
        if relation.type is RelationType.HOLDS and relation.status is Status.ACTUAL:
            found += _of_tie(relation, reading)
    return tuple(dict.fromkeys(found))


def _of_event(event: Event, reading: Reading) -> Iterator[SignRow]:
    signs = {
        EventType.CAPTURE: _of_capture,
        EventType.WITHDRAWAL: _of_withdrawal,
        EventType.SIEGE: _of_siege,
        EventType.CONCEDE: _of_relief,
        EventType.CLASH: _of_fight,
    }
    if event.type in signs:
        yield from signs[event.type](event, reading)


def _of_capture(event: Event, reading: Reading) -> Iterator[SignRow]:
    trigger = event.trigger.of(reading.report.text)
    if CLAIMS_LAND.search(trigger) or (EMPTY_TRIGGER.match(trigger) and _has_better(event, reading)):
        return
    taker, loser = _party(event.actor, reading), _party(event.target, reading)
    taker = _agent(event, reading, taker)
    if FELL.search(trigger):
        heir = _heir(event, reading)
        taker, loser = (heir, taker if heir is not None and taker != heir else None) if heir is not None else (taker, loser)
    if LEAVES_TRIGGER.search(trigger):
        yield from _of_withdrawal(event, reading)
        return
    before = Span(max(event.sentence.start, event.trigger.start - 50), event.trigger.start).of(reading.report.text)
    if event.status in (Status.PLANNED, Status.POSSIBLE) or (event.status is Status.ACTUAL and NOT_YET.search(before)):
        yield from _signs(ControlKind.SEEKS, event, reading, party=taker, against=loser, days=_now(reading))
        if loser is not None:  # "an offensive to retake Manbij from ISIL": ISIL holds it
            yield from _signs(ControlKind.HOLDS, event, reading, party=loser, days=_now(reading))
        return
    if BRIEFLY.search(before):
        return
    if DENIES_THAT.search(before):
        yield from _signs(ControlKind.DENIES, event, reading, party=taker, against=loser, days=_now(reading))
        return
    days, is_open = _days(event, reading)
    if event.status is Status.NEGATED:
        yield from _signs(ControlKind.DENIES, event, reading, party=taker, against=loser, days=days)
        return
    kind = ControlKind.TAKES
    if HOLDS.match(trigger) and not (days[2] and days[0] == days[1]):
        kind, is_open = ControlKind.HOLDS, False
        if days[2] and not _is_since(event, reading):
            return  # held at some time of the past
    elif ENTERS.match(trigger) and not ENDS_RULE.search(event.sentence.of(reading.report.text)):
        kind = ControlKind.ENTERS
    yield from _signs(kind, event, reading, party=taker, against=loser, days=days, is_open=is_open)
    if DENIED.search(event.sentence.of(reading.report.text)):
        yield from _signs(ControlKind.DENIES, event, reading, party=taker, against=loser, days=days)


def _has_better(event: Event, reading: Reading) -> bool:
    """Whether another event of the sentence tells of a change of hands by its own words."""
    others = (e for e in reading.events if e.id != event.id and e.sentence == event.sentence)
    kinds = (EventType.CAPTURE, EventType.WITHDRAWAL)
    return any(e.type in kinds and not EMPTY_TRIGGER.match(e.trigger.of(reading.report.text)) for e in others)


def _of_withdrawal(event: Event, reading: Reading) -> Iterator[SignRow]:
    text = reading.report.text
    trigger = event.trigger.of(text)
    before = Span(max(event.sentence.start, event.trigger.start - 60), event.trigger.start).of(text)
    hedged = bool(ANNOUNCED.search(before))
    announced = event.status is Status.PLANNED and hedged and not event.time
    if not (event.status is Status.ACTUAL or announced) or GIVES_UP_SELF.search(trigger) or not LEAVES.search(trigger):
        return
    leaver = _party(event.actor, reading)
    own = _party(event.target, reading)
    if leaver is None or (own is not None and reading.mentions[leaver].type is MentionType.PERSON):
        leaver = own  # "Syrskyi announces the withdrawal of Ukrainian forces"
    heir = _heir(event, reading)
    if heir is None and DRIVEN.search(text[max(0, event.trigger.start - 12) : event.trigger.end]):
        heir = _driver(event, reading)
    if heir is not None and heir == leaver:  # "the loss of Shusha to Azeri forces"
        leaver = next((i for i in event.target if i != heir and reading.mentions[i].type in PARTIES), None)
    days, is_open = _days(event, reading)
    if NOT_WHOLLY.search(event.sentence.of(text)) or PULLS_BACK.search(
        trigger + text[event.trigger.end : event.trigger.end + 6]
    ):
        return
    if BEGINS.search(before):
        return
    yield from _signs(ControlKind.LEAVES, event, reading, party=leaver, against=heir, days=days, is_open=is_open, hedged=hedged)


def _of_siege(event: Event, reading: Reading) -> Iterator[SignRow]:
    text = reading.report.text
    if HELD.match(event.trigger.of(text)):
        yield from _of_capture(event, reading)
    elif RELIEF.search(event.sentence.of(text)):
        yield from _of_relief(event, reading)
    elif event.status is Status.ACTUAL:
        days, _ = _days(event, reading)
        if not is_retold(event, reading):
            besieger, held = _party(event.actor, reading), _party(event.target, reading)
            yield from _signs(ControlKind.BESIEGES, event, reading, party=besieger, against=held, days=days)


def _of_relief(event: Event, reading: Reading) -> Iterator[SignRow]:
    if event.status is Status.ACTUAL and RELIEF.search(event.sentence.of(reading.report.text)):
        days, _ = _days(event, reading)
        yield from _signs(ControlKind.RELIEVES, event, reading, party=_party(event.actor, reading), days=days)


def _of_fight(event: Event, reading: Reading) -> Iterator[SignRow]:
    side, other = _party(event.actor, reading), _party(event.target, reading)
    if event.status is not Status.ACTUAL or side is None:
        return
    days, is_open = _days(event, reading)
    if DEFEAT.search(event.trigger.of(reading.report.text)) and other is None:
        yield from _signs(ControlKind.LEAVES, event, reading, party=side, days=days, is_open=is_open)
    elif DRIVES_OUT.search(event.trigger.of(reading.report.text)) and other is not None:
        yield from _signs(ControlKind.TAKES, event, reading, party=side, against=other, days=days, is_open=is_open)
    elif not is_open and not ADVANCES.search(event.trigger.of(reading.report.text)):
        yield from _signs(ControlKind.FIGHTS, event, reading, party=side, against=other, days=days)


def _of_tie(relation: Relation, reading: Reading) -> Iterator[SignRow]:
    text = reading.report.text
    holder, held = reading.mentions[relation.source], reading.mentions[relation.target]
    place = _settled(held, reading)
    if place is None or holder.type not in PARTIES or _is_wide(place) or _is_inside(held, place):
        return
    low, high = sorted((holder.span, held.span))
    between = text[low.end : high.start]
    before = text[max(0, low.start - 25) : low.start]
    if any(pattern.search(between) for pattern in (NOT_HELD, NEAR, PAST)) or PAST.search(before):
        return
    first, last, _ = _now(reading)
    yield SignRow(
        kind=ControlKind.HOLDS,
        place=place,
        place_mention=held.id,
        party=holder.id,
        party_actor=_actor(holder.id, reading),
        by=relation.attribution,
        by_actor=_actor(relation.attribution, reading),
        first=first,
        last=last,
        whole=not (PART.search(between) or _is_side(held, place, text)),
        evidence=relation.evidence,
        relation=relation.id,
        confidence=round(relation.confidence, 3),
    )


def _signs(
    kind: ControlKind,
    event: Event,
    reading: Reading,
    *,
    party: int | None,
    against: int | None = None,
    days: Told = _UNKNOWN_DAY,
    is_open: bool = False,
    hedged: bool = False,
) -> Iterator[SignRow]:
    """A sign for every place of the event that it is done to."""
    if party is None and against is None and kind is not ControlKind.RELIEVES:
        return
    hedged = hedged or bool(HEDGED.search(event.sentence.of(reading.report.text)))
    for mention, place, whole in _places(event, reading):
        if kind in (ControlKind.FIGHTS, ControlKind.BESIEGES) and not whole:
            continue
        yield SignRow(
            kind=kind,
            place=place,
            place_mention=mention.id,
            party=party,
            party_actor=_whose(party, event, reading) or _actor(party, reading),
            against=against,
            against_actor=_actor(against, reading),
            by=event.attribution,
            by_actor=_actor(event.attribution, reading),
            first=days[0],
            last=days[1],
            told=days[2],
            open=is_open,
            whole=whole and not _is_side(mention, place, reading.report.text),
            hedged=hedged,
            evidence=event.sentence,
            event=event.id,
            confidence=round(event.confidence, 3),
        )


# Who


def _agent(event: Event, reading: Reading, taker: int | None) -> int | None:
    """Who is named behind "captured by", whatever the reader took for the actor."""
    after = BY.match(reading.report.text, event.trigger.end)
    if after is None:
        return taker
    named = (m.id for m in reading.mentions if m.span.start == after.end() and m.type in PARTIES)
    return next(named, taker)


def _driver(event: Event, reading: Reading) -> int | None:
    """By whom somebody is driven out of a place: "were driven out of Goma by the army"."""
    text = reading.report.text
    for mention in reading.mentions:
        near = event.trigger.end <= mention.span.start <= min(event.sentence.end, event.trigger.end + BETWEEN)
        if near and mention.type in PARTIES and BY.search(text[max(0, mention.span.start - 9) : mention.span.start]):
            return mention.id
    return None


def _heir(event: Event, reading: Reading) -> int | None:
    """To whom a place falls or is handed: "hands over Manbij to the Syrian army"."""
    text = reading.report.text
    for i in (*event.target, *event.actor):
        mention = reading.mentions[i]
        if mention.type in PARTIES and ASIDE.search(text[max(0, mention.span.start - 12) : mention.span.start]):
            return i
    return None


def _party(mentions: Iterable[int], reading: Reading) -> int | None:
    """The first party among mentions whom grounding knows by name, else the first at all."""
    parties = [i for i in mentions if reading.mentions[i].type in PARTIES]
    known = [i for i in parties if (actor := _actor(i, reading)) and actor.id and not actor.id.startswith("local:")]
    return next(iter(known or parties), None)


def _actor(mention: int | None, reading: Reading) -> Actor | None:
    if mention is None:
        return None
    named = reading.mentions[mention]
    if GENERIC.fullmatch(named.text):
        return Actor(id="local:government-forces", name="government forces", sector="MIL")
    actor = actor_of(named, reading)
    if actor is None or actor.id is None or actor.id.startswith("local:"):
        bodies = (
            _body(named, r, reading) for r in reading.relations if r.type is RelationType.PART_OF and r.status is Status.ACTUAL
        )
        actor = next((body for body in bodies if body), actor)  # "mercenaries affiliated with the Islamic State"
    return actor if actor and actor.id else None


def _whose(mention: int | None, event: Event, reading: Reading) -> Actor | None:
    """Whose "its forces" are: of those on whose word it is told, else of the party named before them in the sentence."""
    if mention is None:
        return None
    named, text = reading.mentions[mention], reading.report.text
    if not OWN_FORCES.search(text[max(0, named.span.start - 8) : named.span.end]):
        return None
    before = (
        m.id
        for m in reversed(reading.mentions)
        if event.sentence.start <= m.span.start < named.span.start and m.type in PARTIES
    )
    owners = (event.attribution, *before)
    return next((actor for i in owners if (actor := _actor(i, reading)) and not (actor.id or "").startswith("local:")), None)


def _body(named: Mention, relation: Relation, reading: Reading) -> Actor | None:
    """What a mention belongs to by this tie, when grounding knows it."""
    if relation.source != named.id:
        return None
    actor = actor_of(reading.mentions[relation.target], reading)
    known = actor is not None and actor.id is not None and not actor.id.startswith("local:")
    return actor if known and actor and actor.sector not in STATE_SECTORS else None


# When


def _now(reading: Reading) -> Told:
    published = reading.report.published
    return (published.date, published.date, False) if published else _UNKNOWN_DAY


def _days(event: Event, reading: Reading) -> tuple[Told, bool]:
    """The days of an event, and whether it is taken as known at some earlier day."""
    since = event.time is not None and _says_since(event, reading)
    if event.time and not (
        since and event.type is EventType.CAPTURE and not STANDS.search(event.trigger.of(reading.report.text))
    ):
        days = event.time.days
        if _is_since(event, reading):
            return (days.start, days.start, True), False
        return (days.start, days.end, True), False
    text = reading.report.text
    before = Span(max(event.sentence.start, event.trigger.start - 70), event.trigger.start).of(text)
    fresh = COMPLETES.search(before) or (event.trigger.of(text).split()[0].endswith("ing") and AFTER_DOING.search(before))
    if not fresh and (is_retold(event, reading) or KNOWN.search(before)):
        return _now(reading), True
    if event.time_assumed:
        return (event.time_assumed.start, event.time_assumed.end, False), False
    return _now(reading), False


def _says_since(event: Event, reading: Reading) -> bool:
    """Whether its time words are "since ..."."""
    assert event.time is not None, "its callers look"
    mention = reading.mentions[event.time.mention]
    return bool(SINCE.search(reading.report.text[max(0, mention.span.start - 8) : mention.span.end]))


def _is_since(event: Event, reading: Reading) -> bool:
    """Whether its days run from when it was done to the report."""
    if event.time is None:
        return False
    stands = event.type is not EventType.CAPTURE or STANDS.search(event.trigger.of(reading.report.text))
    return bool(stands) and _says_since(event, reading) and event.time.days.end > event.time.days.start


# Where


def _places(event: Event, reading: Reading) -> list[tuple[Mention, Place, bool]]:
    """The places an event is done to, and whether to the whole of each: those named, without what contains them and what is only near."""
    named = [reading.mentions[i] for i in (event.place or event.target)]
    named = [m for m in named if m.type in (MentionType.PLACE, MentionType.FACILITY)]
    settled = [(m, place) for m in named if (place := _settled(m, reading))]
    containers = {r.target for r in reading.relations if r.type is RelationType.LOCATED_IN}
    inner = {r.source for r in reading.relations if r.type is RelationType.LOCATED_IN}
    ids = {m.id for m in named}
    found: list[tuple[Mention, Place, bool]] = []
    reach: dict[int, bool | None] = {}
    for number, (mention, place) in enumerate(settled):
        if _is_wide(place) or any(_contains(place, other) for _, other in settled):
            continue
        if mention.id in containers and any(m in inner for m in ids - {mention.id}):
            continue
        before = settled[number - 1][0] if number else None
        if before and before.id in reach and LIST.fullmatch(reading.report.text[before.span.end : mention.span.start]):
            whole = reach[before.id]  # "between the towns of Arvan and Sabel": what holds of the first holds of the next
        else:
            whole = _reaches(event, mention, reading, [m for m, p in settled if not _is_wide(p)])
        reach[mention.id] = whole
        if whole is not None:
            found.append(
                (
                    mention,
                    place,
                    whole and not _is_inside(mention, place) and not _sites_before(mention, named, reading.report.text),
                )
            )
    return found


def _is_inside(mention: Mention, place: Place) -> bool:
    """Whether a facility was settled by the town or land that it is in."""
    facility = mention.type is MentionType.FACILITY or bool(PART.search(mention.text))
    return facility and (place.feature or "PPL").startswith(("PPL", "ADM", "ISL", "RGN"))


def _sites_before(mention: Mention, named: Sequence[Mention], text: str) -> bool:
    """Whether a facility is named in the town, which then only says where it is: "the airbase in Tabqa"."""
    sites = (m for m in named if m.type is MentionType.FACILITY and m.span.end <= mention.span.start)
    return mention.type is MentionType.PLACE and any(WITHIN.match(text[m.span.end : mention.span.start]) for m in sites)


def _reaches(event: Event, mention: Mention, reading: Reading, named: Sequence[Mention]) -> bool | None:
    """Whether what is done is done to the whole of a place, to a part of it (False), or only near it (None)."""
    text, trigger = reading.report.text, event.trigger
    others = [m.span.end for m in named if trigger.end <= m.span.start < mention.span.start]
    if mention.span.start >= trigger.end:
        start = max([trigger.end, mention.span.start - BETWEEN, *others])
        words = text[start : mention.span.start]
        said = text[trigger.end : min(mention.span.start, trigger.end + BETWEEN)] if not others else words
        if event.type is EventType.CAPTURE and not others and THINGS.match(said):
            return None
        if event.type is EventType.WITHDRAWAL and ONTO.search(words):
            return None
    else:
        words = text[max(event.sentence.start, mention.span.start - 45) : mention.span.start]
        words = re.split(r"[,;:.]\s", words)[-1]
        if UPON.search(words) and event.type is EventType.CAPTURE:
            return None
        after = re.split(r"[,;:.]\s", text[trigger.end : trigger.end + 40])[0]
        if NEAR.search(after):
            return None
        between = text[max(mention.span.end, trigger.start - BETWEEN) : trigger.start]
        share = SHARE.search(between)
        said = " ".join((words, share[0] if share else "", after))
    if others:  # what follows the place before in the list is said of that one: "Arvan near the border, Sabel"
        words = re.split(r",\s", words)[-1]
    words, said = TITLE.sub("", words), TITLE.sub("", said)
    if NEAR.search(words):
        return None
    return not (PART.search(words) or PART.search(said))


def _settled(mention: Mention, reading: Reading) -> Place | None:
    place = place_of(mention, reading)
    return place if place and place.id and place.latitude is not None and not place.relation else None


def _is_side(mention: Mention, place: Place, text: str) -> bool:
    """Whether a side or part of a place is named ("eastern Aleppo", "the Ghouta area"), not a land of that name ("Eastern Ghouta")."""
    named = bool(SIDE.match(mention.text)) and fold(mention.text) != fold(place.name or "")
    return named or bool(AREA_AFTER.match(text, mention.span.end))


def _is_wide(place: Place) -> bool:
    return place.feature in ("CONT", "PCLI")


def _contains(place: Place, other: Place) -> bool:
    """Whether a place is the division or region that a finer one lies in."""
    return _level(place) < _level(other) and (place.country, place.admin1) == (other.country, other.admin1)


def _level(place: Place) -> int:
    return WIDE.index(place.feature) if place.feature in WIDE else len(WIDE)
