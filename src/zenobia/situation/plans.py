"""What became of what was announced: takes announcements and deeds (`Act`), gives `Plan`s; takes sentences on truces, gives `Truce`s.

Plans.
1. Announced is what a report tells as planned, and every threat, demand and agreement of a known party. A planned act in the sentence of an
   agreement or of a threat is listed once, as agreed or threatened. Truces are listed apart. What is planned for days more than a week before the
   report is no plan.
2. Announcements of one type by one side for one place (without a place, against one side), or that the record joins as one incident, are one plan
   when they lie within 30 days before the last of them. "The planned offensive" of nobody, in the next sentence of a report that tells whose, is
   that plan.
3. A plan is carried out by the first actual incident of its type by the same side at the same place: the same town or one within 25 km; of a
   division, within it; of a country alone, in it and against the same side, where one is named (of its own country nothing can be told); of no
   place, against the same side. Any fighting carries out planned fighting; a planned assault is also carried out by taking the place; a planned
   capture by nothing but taking that very place.
4. It counts from the first day told for it, else from the day after the announcement, to 14 days after the last day told, else to 120 days after
   the announcement. Where the record joins an announcement and a later report of such a deed as one incident, that is the deed.
5. A threat is carried out by violence of the threatener against the threatened or at the place. A demand is met when one who was asked concedes,
   withdraws or agrees towards the one who asks, or at the place. An agreement that names no act is carried out when a party concedes or withdraws
   towards another, or at the place.
6. What a report of these days denies, or tells to have failed or been called off, and nobody tells as done, is denied. What nobody tells as done
   has lapsed once the time is over; till then it is open. Lapsed means that the record tells of no deed, not that there was none.

Truces.
7. A truce is an agreement or a concession of a known party whose sentence tells the making of a truce, ceasefire, armistice or cessation of
   hostilities. Sentences of the same parties (of none, of the same country) within 30 days tell the same one; one that only mentions it ("despite
   the truce") tells of the one before it, within 90 days, or, where it names two parties, of one made by then. Bodies of states are no parties.
8. Its breaches, for 90 days after its making: violence between two of its parties (of a truce of one side, by that side), in its country where it
   is told, and sentences that speak of a breach of it. It is broken from the first breach on, over when a report tells its end first, else holding:
   no breach is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from zenobia.grounding.countries import alpha3
from zenobia.grounding.distance import distance_km
from zenobia.situation.sides import is_same
from zenobia.types import EventType, Evidence, Place, Side, Span, Status

SAME_DAYS = 30
"""Days within which announcements of the same are one plan, and sentences on a truce one truce."""

GRACE_DAYS = 14
"""Days after the last day told for it that a deed still carries out a plan."""

OPEN_DAYS = 120
"""Days that a plan without a day stays open."""

STALE_DAYS = 7
"""Days before the report: what is planned for days before these is past; days among these are those of the announcing."""

TRUCE_DAYS = 90
"""Days that a truce is watched for breaches."""

TOWN_KM = 25.0
"""Places of a town within which a deed is at that town."""

WIDE = ("CONT", "RGN", "PCLI", "ADM1", "ADM2")
"""Features from wide to narrow; all others are towns and sites."""

NEXT_SENTENCE = 5
"""Characters between two sentences that follow one another."""

FIGHTING = frozenset(
    {EventType.CLASH, EventType.AIRSTRIKE, EventType.SHELLING, EventType.BOMBING, EventType.ATTACK, EventType.DESTRUCTION}
)
VIOLENCE = FIGHTING | {EventType.ABDUCTION}
_GIVES_WAY = frozenset({EventType.CONCEDE, EventType.WITHDRAWAL})
_EVEN = frozenset({EventType.CONSULT, EventType.AGREE})
"""Types whose actor and target are but the first side named and the other."""

_STATED = {EventType.THREATEN: "threatened", EventType.DEMAND: "demanded", EventType.AGREE: "agreed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as plans and truces see it.

    number:      names it; key: orders acts of one day, the same in every record; incident: names the incident it belongs to; None for none.
    who, against: the sides of its actors and targets; places: all it names that are settled.
    day:         of an announcement and of a sentence on a truce the day of the report; of a deed the day it was done, of a denial
                 that of the report.
    first, last: days told for it, None without any.
    report, sentence: where it is told; said: the words of the sentence, where they are looked at.
    kind:        of an announcement as of `Plan`, of a sentence on a truce as `truce_kind` gives it; "taken" of a capture of a whole place by the
                 signs of control (docs/situation.md)."""

    number: int
    key: int = 0
    type: EventType
    status: Status
    day: date
    published: date
    who: tuple[Side, ...] = ()
    against: tuple[Side, ...] = ()
    places: tuple[Place, ...] = ()
    first: date | None = None
    last: date | None = None
    incident: int | None = None
    report: int = 0
    sentence: Span = field(default=Span(0, 0))
    said: str = ""
    kind: str = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of a plan, and the acts that say so: the deed, or the denial."""

    outcome: str
    why: str
    until: date
    day: date | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something announced, and what became of it by the day asked.

    kind:     "planned", "threatened", "demanded", "agreed"; type: of the act announced, or "threaten", "demand", "agree" where none is told.
    who, against: sides; of a demand who asks and who is asked. places: the targets; a country only where nothing narrower is named.
    for_first, for_last: days it is announced for, by the last report that tells any; None where none does.
    announced: the day of the first report; until: the last day on which a deed carries it out.
    outcome:  "carried out", "lapsed", "open", "denied"; why: by which rule; day, incident: of the deed or the denial.
    evidence: of the announcement; deed: of what carried it out, or denies it."""

    kind: str
    type: EventType
    who: tuple[Side, ...]
    against: tuple[Side, ...]
    places: tuple[Place, ...]
    for_first: date | None
    for_last: date | None
    announced: date
    until: date
    outcome: str
    why: str
    day: date | None
    incident: str | None
    evidence: tuple[Evidence, ...]
    deed: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What broke a truce: violence between its parties, or words that speak of a breach ("told")."""

    how: str
    day: date
    incident: str | None
    who: tuple[Side, ...]
    against: tuple[Side, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truce:
    """A truce and its breaches by the day asked.

    parties: empty where no report names them; places: where it is for, as named.
    agreed:  its first day; told: a report tells its making, else it is only mentioned and was made by that day.
    end:     "holding" (no breach is told), "broken" (from the first breach on), "over" (a report tells its end); end_day: of that."""

    parties: tuple[Side, ...]
    places: tuple[Place, ...]
    agreed: date
    told: bool
    end: str
    end_day: date | None
    evidence: tuple[Evidence, ...]
    breaches: tuple[Breach, ...]


# What is announced


def announcements(acts: Sequence[Act]) -> list[Act]:
    """The announcements among the acts of one report, each once, with its kind (rule 1). acts: in the order of the text."""
    stated = [act for act in acts if act.status is Status.ACTUAL and act.type in _STATED]
    planned = [act for act in acts if act.status is Status.PLANNED and not _is_past(act)]
    found = []
    for act in planned:
        beside = [s for s in stated if s.sentence == act.sentence and s.type is not EventType.DEMAND and _can_be_of(act, s)]
        if beside:
            act = replace(act, kind=_STATED[beside[0].type], who=act.who or beside[0].who)
            stated = [s for s in stated if s not in beside]
        found.append(_told_for(act))
    told = {act.sentence for act in planned}
    for act in stated:
        doubled = act.type is EventType.AGREE and (act.sentence in told or TRUCE.search(act.said))
        if act.who and not doubled:
            found.append(_told_for(replace(act, kind=_STATED[act.type])))
    return sorted(found, key=lambda act: act.number)


def _can_be_of(planned: Act, stated: Act) -> bool:
    return not planned.who or not stated.who or _shares(planned.who, stated.who) is not None


def _is_past(act: Act) -> bool:
    return act.last is not None and (act.published - act.last).days > STALE_DAYS


def _told_for(act: Act) -> Act:
    """The act with the days it is announced for; days of a statement are those of the stating, unless they lie ahead."""
    today = act.status is Status.PLANNED and act.first == act.published
    ahead = today or (act.last is not None and act.last > act.published)
    return act if ahead else replace(act, first=None, last=None)


def same_plans(announced: Iterable[Act]) -> Iterator[tuple[Act, ...]]:
    """Announcements as plans, those announced last first, each oldest announcement first (rule 2). announced: newest report first, of one report in
    the order of the text."""
    groups: list[list[Act]] = []
    by_key: dict[object, list[Act]] = {}
    nearby: list[tuple[Act, list[Act]]] = []  # the announcements of the same report
    for act in announced:
        while groups and (groups[0][0].day - act.day).days > SAME_DAYS:
            yield _oldest_first(groups.pop(0))
        nearby = nearby if nearby and nearby[0][0].report == act.report else []
        group = _echoed(act, nearby)
        if group is not None:
            act = replace(act, places=())
        elif act.who or targets_of(act.places):
            group = next((g for key in _keys(act) if (g := by_key.get(key)) and (g[0].day - act.day).days <= SAME_DAYS), None)
            if group is None:
                group = []
                groups.append(group)
            by_key.update((key, group) for key in _keys(act))
        if group is not None:
            group.append(act)
            nearby.append((act, group))
    yield from map(_oldest_first, groups)


def _oldest_first(group: Sequence[Act]) -> tuple[Act, ...]:
    return tuple(sorted(group, key=lambda act: act.day))


def _keys(act: Act) -> list[object]:
    places, found = targets_of(act.places), list[object]()
    if act.incident is not None:
        found.append(act.incident)
    for side in act.who:
        found += [(act.type, side.id, place.id) for place in places]
        if not places:
            found += [(act.type, side.id, "against", other.id) for other in act.against]
    return found


def _echoed(act: Act, nearby: Sequence[tuple[Act, list[Act]]]) -> list[Act] | None:
    """The plan that an act of nobody tells of again: one of its kind in this sentence or the one before."""
    if act.who or act.status is not Status.PLANNED:
        return None
    for other, group in reversed(nearby):
        near = other.sentence == act.sentence or 0 <= act.sentence.start - other.sentence.end <= NEXT_SENTENCE
        if near and other.status is act.status and _answering(other) & _answering(act):
            return group
    return None


def targets_of(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places without those that only say where another of them lies."""
    listed = list({place.id: place for place in places}.values())
    return tuple(place for place in listed if not any(_contains(place, other) for other in listed))


def _contains(wide: Place, place: Place) -> bool:
    if wide.feature not in WIDE or wide.id == place.id:
        return False
    narrower = place.feature not in WIDE or WIDE.index(place.feature) > WIDE.index(wide.feature)
    if wide.feature in ("CONT", "RGN"):
        return narrower
    same = wide.country == place.country and (wide.feature == "PCLI" or wide.admin1 == place.admin1)
    return narrower and same and (wide.feature != "ADM2" or wide.admin2 == place.admin2)


# What became of it


def window_of(plan: Sequence[Act]) -> tuple[date, date]:
    """The first and the last day on which a deed carries out a plan (rule 4)."""
    announced, first, last = plan[0].day, *days_told(plan)
    begin = announced + timedelta(days=1) if first is None else max(first, announced)
    return begin, (last or announced) + timedelta(days=GRACE_DAYS if last else OPEN_DAYS)


def days_told(plan: Sequence[Act]) -> tuple[date | None, date | None]:
    """The days a plan is announced for, by the last report that tells any."""
    return next(((act.first, act.last) for act in reversed(plan) if act.last), (None, None))


def answers_to(plan: Sequence[Act]) -> frozenset[EventType]:
    """The types of event that can carry out a plan (rules 3 and 5)."""
    return _answering(plan[0])


def _answering(act: Act) -> frozenset[EventType]:
    if act.status is Status.ACTUAL:
        stated = {EventType.THREATEN: VIOLENCE, EventType.DEMAND: _GIVES_WAY | {EventType.AGREE}, EventType.AGREE: _GIVES_WAY}
        return stated[act.type]
    if act.type not in FIGHTING:
        return frozenset({act.type})
    return FIGHTING | {EventType.CAPTURE} if act.type is EventType.CLASH else FIGHTING


def doers_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """The sides whose deed it would be: of a demand those who are asked."""
    who, against = who_of(plan), against_of(plan)
    if plan[0].status is Status.ACTUAL and plan[0].type is EventType.DEMAND:
        return against
    return _both(who, against) if plan[0].status is Status.ACTUAL and plan[0].type is EventType.AGREE else who


def others_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """The sides towards whom it would be: of a demand those who ask, of an agreement every party."""
    if plan[0].status is Status.ACTUAL and plan[0].type is EventType.AGREE:
        return doers_of(plan)
    return who_of(plan) if plan[0].status is Status.ACTUAL and plan[0].type is EventType.DEMAND else against_of(plan)


def who_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """Everyone who announces it."""
    return _both(*(act.who for act in plan))


def against_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """Everyone it is announced against."""
    return _both(*(act.against for act in plan))


def places_of(plan: Sequence[Act]) -> tuple[Place, ...]:
    """Where it is announced for."""
    return targets_of(place for act in plan for place in act.places)


def what_became(plan: Sequence[Act], deeds: Iterable[Act], *, day: date) -> Became:
    """What became of a plan by a day. deeds: acts of types that answer to it, actual or negated, by day, those of one incident together."""
    begin, end = window_of(plan)
    incidents = {act.incident for act in plan} - {None}
    denial: Act | None = None
    done: list[Act] = []
    why = ""
    for deed in deeds:
        if deed.day > min(end, day) or (done and deed.incident != done[0].incident):
            continue
        joined = deed.incident in incidents and deed.published > plan[0].day and _can_be_done(plan, deed)
        reason = "the record joins the two as one incident" if joined else _fit(plan, deed)
        if reason is None or (deed.day < begin and deed.status is Status.ACTUAL):
            continue
        if deed.status is Status.ACTUAL:
            done.append(deed)
            why = why or f"{reason}, {_days_after(plan[0].day, deed.day)}"
        elif denial is None and deed.day >= plan[0].day and (deed.last is None or deed.last >= plan[0].day):
            denial = deed
    if done:
        return Became(outcome="carried out", why=why, until=end, day=done[0].day, acts=tuple(done))
    if denial:
        return Became(
            outcome="denied",
            why="a report denies it, or tells that it failed or was called off",
            until=end,
            day=denial.day,
            acts=(denial,),
        )
    told = f"{GRACE_DAYS} days after the last day told" if days_told(plan)[1] else f"{OPEN_DAYS} days after the announcement"
    if day > end:
        return Became(outcome="lapsed", why=f"nothing is told of it up to {end}, {told}", until=end)
    return Became(outcome="open", why=f"its time runs to {end}, {told}", until=end)


def _days_after(announced: date, done: date) -> str:
    days = (done - announced).days
    return f"{days} day{'' if days == 1 else 's'} after the announcement"


def _fit(plan: Sequence[Act], deed: Act) -> str | None:
    """Why a deed carries out a plan; None where it does not (rules 3 and 5)."""
    if not _can_be_done(plan, deed):
        return None
    stated = plan[0].status is Status.ACTUAL
    mutual = deed.type in _EVEN
    doer = _shares(doers_of(plan), (*deed.who, *deed.against) if mutual else deed.who)
    if doer is None:
        return None
    said = "one who was asked" if stated and plan[0].type is EventType.DEMAND else "same side"
    others = [side for side in others_of(plan) if side.id != doer.id]
    struck = {side.id for side in ((*deed.who, *deed.against) if mutual else deed.against)}
    other = next((side for side in others if side.id in struck), None)
    places = places_of(plan)
    if other and (stated or not places):
        return f"{said}, {'against' if deed.type in VIOLENCE else 'towards'} {other.name}"
    for place in places:
        if place.feature == "PCLI" and (
            stated or (others and not other) or doer.id == (alpha3(place.country or "") or "").lower()
        ):
            continue
        if any(_is_done_at(plan, place, at) for at in deed.places):
            return f"{said}, at {place.name}"
    return None


def _can_be_done(plan: Sequence[Act], deed: Act) -> bool:
    """Whether nothing that is told speaks against it."""
    doers = doers_of(plan)
    if _is_capture(plan) and deed.status is Status.ACTUAL and deed.kind != "taken":
        return False
    return deed.type in answers_to(plan) and (
        not doers or not deed.who or _shares(doers, (*deed.who, *deed.against)) is not None
    )


def _is_done_at(plan: Sequence[Act], place: Place, at: Place) -> bool:
    return place.id == at.id if _is_capture(plan) else is_at(place, at)


def _is_capture(plan: Sequence[Act]) -> bool:
    return plan[0].type is EventType.CAPTURE and plan[0].status is Status.PLANNED


def is_at(place: Place, other: Place) -> bool:
    """Whether what was done at the other place was done at this one: the same town or one near it, or within this division or country."""
    if place.id == other.id:
        return True
    if place.feature == "PCLI":
        return place.country == other.country
    if other.feature in ("PCLI", "CONT", "RGN"):
        return False
    if place.feature in ("ADM1", "ADM2"):
        same = place.country == other.country and place.admin1 is not None and place.admin1 == other.admin1
        return same and (place.feature == "ADM1" or (place.admin2 is not None and place.admin2 == other.admin2))
    reach = (place.radius_km or 0.0) if place.feature == "RGN" else TOWN_KM
    return place.feature != "CONT" and (place.feature == "RGN" or other.feature not in WIDE) and _km(place, other) <= reach


def _km(place: Place, other: Place) -> float:
    if place.latitude is None or place.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)


def _shares(sides: Iterable[Side], others: Iterable[Side]) -> Side | None:
    """The first of the sides that can be one of the others."""
    others = tuple(others)
    return next((side for side in sides for other in others if is_same(side, other)), None)


def _both(*sides: tuple[Side, ...]) -> tuple[Side, ...]:
    return tuple({side.id: side for listed in sides for side in listed}.values())


def plan_of(plan: Sequence[Act], became: Became, evidence: Mapping[int, Evidence], names: Mapping[int, str]) -> Plan:
    """A plan with its words. evidence: by the number of an act; names: of incidents, by their number."""
    first, last = days_told(plan)
    incident = became.acts[0].incident if became.acts else None
    return Plan(
        kind=plan[0].kind,
        type=plan[0].type,
        who=who_of(plan),
        against=against_of(plan),
        places=places_of(plan),
        for_first=first,
        for_last=last,
        announced=plan[0].day,
        until=became.until,
        outcome=became.outcome,
        why=became.why,
        day=became.day,
        incident=None if incident is None else names.get(incident),
        evidence=_words(plan, evidence),
        deed=_words(became.acts, evidence),
    )


def _words(acts: Iterable[Act], evidence: Mapping[int, Evidence]) -> tuple[Evidence, ...]:
    """The evidence of acts, each sentence of a report once."""
    found = (evidence[act.number] for act in acts)
    return tuple({(e.report, e.span): e for e in found}.values())


# Truces

_TRUCE = r"(?:truces?|cease-? ?fires?|armistices?|cessations? of hostilities)"
TRUCE = re.compile(rf"\b{_TRUCE}\b", re.IGNORECASE)

_SOME = r"\W+(?:[\w’'.-]+\W+){0,5}?"
_BREACH = re.compile(
    rf"\b(?:violat\w+|breach\w*|break(?:s|ing)?|broke|broken|flout\w*|infring\w*){_SOME}{_TRUCE}"
    rf"|\b{_TRUCE}{_SOME}(?:violations?|violated|breach\w*|broken|breaks?(?! out)|shattered)\b",
    re.IGNORECASE,
)
_END = re.compile(
    rf"\b(?:ends?|ended|ending|calls? off|called off|collapse of|end of|expiry of|withdr\w+ from){_SOME}{_TRUCE}"
    rf"|\b{_TRUCE}\b[^.;]{{0,140}}?\b"
    r"(?:collaps\w+|expires?|expired|is over|breaks? down|(?:ends|ended)(?=\W*(?:$|[.,;]|as|when|after|on|at|today|and|with|last|early|without)))",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:before|threat\w*|until|will|would|could|may|might|scheduled|due|set|expected|not|if)\b[^.;]{0,30}$", re.IGNORECASE
)
"""Before the words of an end: it has not come."""

_MENTION = re.compile(
    rf"\b(?:despite|amid|during|since|after|following|until|day of|days? (?:after|of|into)|part of|terms of|under|hours (?:after|into|before)|first"
    rf"|support for|awaits?|conditions of|expiration of|according to){_SOME}{_TRUCE}",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\b(?:agree\w*|sign\w*|reach\w*|declar\w*|announc\w*|accept\w*|broker\w*|begin\w*|began|start\w*|commenc\w*|(?:in|into|takes?|took) effect"
    r"|into force"
    r"|extend\w*|renew\w*|establish\w*|implement\w*|approv\w*|arrive|mak(?:es?|ing)|made|calls?|called|enter\w*|join\w*|unilateral\w*|grants?)\b",
    re.IGNORECASE,
)
_NO_TRUCE = re.compile(
    rf"\btrade (?:war )?{_TRUCE}|{_TRUCE} (?:talks|negotiations|efforts|proposals?|offers?|plan|village|resolution|monitor\w*|line)"
    rf"|\b(?:negotiat\w*|calls? for|calling for|demand\w*|urg\w+|propos\w*|offer\w*|work\w* towards?|monitor\w*|reject\w*|turns? down|request\w*"
    rf"|seek\w*|push(?:es)? for|possible|potential|discuss\w*|help mediate)(?:\W+(?:[\w’'.-]+\W+){{0,4}}?){_TRUCE}",
    re.IGNORECASE,
)
_MAKING = frozenset({EventType.AGREE, EventType.CONCEDE})
LONG_AGO = 31
"""Days of a told time beyond which a truce is background: "since the truce of 2012"."""


@dataclass(slots=True)
class _Made:
    """A truce that grows, sentence by sentence."""

    acts: list[Act]
    told: bool
    ends: list[Act] = field(default_factory=list)
    breaches: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A truce as its sentences tell it, oldest first, before violence is looked for."""

    acts: tuple[Act, ...]
    told: bool
    ends: tuple[Act, ...] = ()
    breaches: tuple[Act, ...] = ()

    @property
    def day(self) -> date:
        """The first day it is told for."""
        first = self.acts[0]
        return first.first if first.first and first.last and not _is_long(first) else first.day

    @property
    def parties(self) -> tuple[Side, ...]:
        """Everyone told to have made it."""
        return _both(*(side for act in self.acts for side in (act.who, act.against)))

    @property
    def countries(self) -> frozenset[str]:
        """Where it is for (alpha-2), as far as told."""
        return _countries(self.acts)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is for, as named."""
        return targets_of(place for act in self.acts for place in act.places)


def truce_kind(kind: EventType, said: str) -> str:
    """What a sentence tells of a truce by an event of this type: it is "made", "mentioned", "breached" or "ended"; empty when it tells nothing."""
    if not TRUCE.search(said):
        return ""
    if _BREACH.search(said):
        return "breached"
    if (end := _END.search(said)) and not _NOT_YET.search(said[: end.start()]):
        return "ended"
    if kind not in _MAKING or _NO_TRUCE.search(said):
        return ""
    return "mentioned" if _MENTION.search(said) or not _MADE.search(said) else "made"


def agreed_truces(acts: Iterable[Act]) -> list[Agreed]:
    """The truces that sentences tell of, oldest first (rule 7). acts: actual events in the order of their reports and of the
    text, their kind as `truce_kind` gives it."""
    found: list[_Made] = []
    for act in sorted(acts, key=lambda act: act.day):
        if act.kind in ("breached", "ended"):
            known = _before(act, found, TRUCE_DAYS)
            if known:
                (known.breaches if act.kind == "breached" else known.ends).append(act)
        elif act.kind in ("made", "mentioned") and not _is_long(act):
            _add(act, found)
    return [Agreed(acts=tuple(m.acts), told=m.told, ends=tuple(m.ends), breaches=tuple(m.breaches)) for m in found]


def _add(act: Act, found: list[_Made]) -> None:
    mentioned = act.kind == "mentioned"
    known = _before(act, found, TRUCE_DAYS if mentioned else SAME_DAYS)
    if known and (mentioned or not known.ends):
        known.acts.append(act)
    elif (act.type is EventType.AGREE and len(_both(act.who, act.against)) > 1) if mentioned else act.who or act.against:
        found.append(_Made([act], not mentioned))


def _is_long(act: Act) -> bool:
    return act.first is not None and act.last is not None and (act.last - act.first).days > LONG_AGO


def _before(act: Act, found: Sequence[_Made], days: int) -> _Made | None:
    """The last truce before an act that it can be of."""
    for made in reversed(found):
        if (act.day - made.acts[0].day).days > TRUCE_DAYS:
            return None
        if (act.day - made.acts[0].day).days <= days and _is_of(act, made.acts):
            return made
    return None


def _is_of(act: Act, told: Sequence[Act]) -> bool:
    if act.incident is not None and any(act.incident == other.incident for other in told):
        return True
    sides, parties = {side.id for side in (*act.who, *act.against)}, {s.id for t in told for s in (*t.who, *t.against)}
    countries, others = _countries((act,)), _countries(told)
    if countries and others and not countries & others:
        return False
    if sides and parties:
        return len(sides & parties) >= min(2, len(sides), len(parties))
    return bool(countries & others)


def _countries(acts: Iterable[Act]) -> frozenset[str]:
    """Alpha-2 codes."""
    return frozenset(place.country for act in acts for place in act.places if place.country)


def breaches_of(truce: Agreed, violence: Iterable[Act], *, day: date) -> list[tuple[str, Act]]:
    """How a truce was broken, by day (rule 8): "violence" or "told", and the act. violence: deeds from the day after its making on."""
    last = min(day, truce.day + timedelta(days=TRUCE_DAYS))
    over = min((act.day for act in truce.ends), default=date.max)
    found = [("violence", act) for act in violence if truce.day < act.day <= min(last, over) and _is_breach(truce, act)]
    seen = {act.incident for _, act in found} - {None}
    found += [("told", act) for act in truce.breaches if act.day <= min(last, over) and act.incident not in seen]
    once: dict[object, tuple[str, Act]] = {}
    for how, act in sorted(found, key=lambda pair: (pair[1].day, pair[1].key)):
        once.setdefault((act.report, act.sentence) if how == "told" or act.incident is None else act.incident, (how, act))
    return list(once.values())


def _is_breach(truce: Agreed, act: Act) -> bool:
    countries = _countries((act,))
    if countries and truce.countries and not countries & truce.countries:
        return False
    parties = {side.id for side in truce.parties}
    doers, struck = ({side.id for side in sides} for sides in (act.who, act.against))
    if len(parties) == 1:
        return bool(doers & parties and struck - parties and truce.countries)
    return any(one != other for one in doers & parties for other in struck & parties)


def truce_of(
    truce: Agreed,
    breaches: Sequence[tuple[str, Act]],
    evidence: Mapping[int, Evidence],
    names: Mapping[int, str],
    *,
    day: date,
) -> Truce:
    """A truce with its words, as it stood on a day."""
    ended = min((act.day for act in truce.ends if act.day <= day), default=None)
    broken = breaches[0][1].day if breaches else None
    end, end_day = ("broken", broken) if broken else ("over", ended) if ended else ("holding", None)
    return Truce(
        parties=truce.parties,
        places=truce.places,
        agreed=truce.day,
        told=truce.told,
        end=end,
        end_day=end_day,
        evidence=_words((*truce.acts, *(act for act in truce.ends if act.day <= day)), evidence),
        breaches=tuple(
            Breach(
                how=how,
                day=act.day,
                incident=None if act.incident is None else names.get(act.incident),
                who=act.who,
                against=act.against,
                evidence=_words((act,), evidence),
            )
            for how, act in breaches
        ),
    )
