"""What became of what was announced: takes announcements and deeds (`Act`), gives `Plan`s.

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
   has lapsed once the time is over; till then it is open. Lapsed means that the record tells of no deed, not that there was none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zenobia.grounding.countries import alpha3
from zenobia.situation.acts import FIGHTING, VIOLENCE, Act, both, is_at, shares, targets_of, words_of
from zenobia.situation.truces import SAME_DAYS, TRUCE
from zenobia.situation_types import Evidence, Plan, Side
from zenobia.types import EventType, Place, Status

GRACE_DAYS = 14
"""Days after the last day told for it that a deed still carries out a plan."""

OPEN_DAYS = 120
"""Days that a plan without a day stays open."""

STALE_DAYS = 7
"""Days before the report: what is planned for days before these is past; days among these are those of the announcing."""

NEXT_SENTENCE = 5
"""Characters between two sentences that follow one another."""

_GIVES_WAY = frozenset({EventType.CONCEDE, EventType.WITHDRAWAL})
_EVEN = frozenset({EventType.CONSULT, EventType.AGREE})
"""Types whose actor and target are but the first side named and the other."""

_STATED = {EventType.THREATEN: "threatened", EventType.DEMAND: "demanded", EventType.AGREE: "agreed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of a plan, and the acts that say so: the deed, or the denial."""

    outcome: str
    why: str
    until: date
    day: date | None = None
    acts: tuple[Act, ...] = ()


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
    return not planned.who or not stated.who or shares(planned.who, stated.who) is not None


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
    return both(who, against) if plan[0].status is Status.ACTUAL and plan[0].type is EventType.AGREE else who


def others_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """The sides towards whom it would be: of a demand those who ask, of an agreement every party."""
    if plan[0].status is Status.ACTUAL and plan[0].type is EventType.AGREE:
        return doers_of(plan)
    return who_of(plan) if plan[0].status is Status.ACTUAL and plan[0].type is EventType.DEMAND else against_of(plan)


def who_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """Everyone who announces it."""
    return both(*(act.who for act in plan))


def against_of(plan: Sequence[Act]) -> tuple[Side, ...]:
    """Everyone it is announced against."""
    return both(*(act.against for act in plan))


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
    doer = shares(doers_of(plan), (*deed.who, *deed.against) if mutual else deed.who)
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
        not doers or not deed.who or shares(doers, (*deed.who, *deed.against)) is not None
    )


def _is_done_at(plan: Sequence[Act], place: Place, at: Place) -> bool:
    return place.id == at.id if _is_capture(plan) else is_at(place, at)


def _is_capture(plan: Sequence[Act]) -> bool:
    return plan[0].type is EventType.CAPTURE and plan[0].status is Status.PLANNED


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
        evidence=words_of(plan, evidence),
        deed=words_of(became.acts, evidence),
    )
