"""Truces and what became of them: takes sentences on truces and violence (`Act`), gives `Truce`s.

1. A truce is an agreement or a concession of a known party whose sentence tells the making of a truce, ceasefire, armistice or cessation of
   hostilities. Sentences of the same parties (of none, of the same country) within 30 days tell the same one; one that only mentions it ("despite
   the truce") tells of the one before it, within 90 days, or, where it names two parties, of one made by then. Bodies of states are no parties.
2. Its breaches, for 90 days after its making: violence between two of its parties (of a truce of one side, by that side), in its country where it
   is told, and sentences that speak of a breach of it. It is broken from the first breach on, over when a report tells its end first, else holding:
   no breach is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zenobia.situation.acts import Act, both, targets_of, words_of
from zenobia.situation_types import Breach, Evidence, Side, Truce
from zenobia.types import EventType, Place

SAME_DAYS = 30
"""Days within which announcements of the same are one plan, and sentences on a truce one truce."""

TRUCE_DAYS = 90
"""Days that a truce is watched for breaches."""

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
        return both(*(side for act in self.acts for side in (act.who, act.against)))

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
    """The truces that sentences tell of, oldest first (rule 1). acts: actual events in the order of their reports and of the
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
    elif (act.type is EventType.AGREE and len(both(act.who, act.against)) > 1) if mentioned else act.who or act.against:
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
    """How a truce was broken, by day (rule 2): "violence" or "told", and the act. violence: deeds from the day after its making on."""
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
        evidence=words_of((*truce.acts, *(act for act in truce.ends if act.day <= day)), evidence),
        breaches=tuple(
            Breach(
                how=how,
                day=act.day,
                incident=None if act.incident is None else names.get(act.incident),
                who=act.who,
                against=act.against,
                evidence=words_of((act,), evidence),
            )
            for how, act in breaches
        ),
    )
