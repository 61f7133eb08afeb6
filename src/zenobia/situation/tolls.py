"""Tolls of a war, place or period: counted from incidents, each once, beside the totals that reports claim themselves.

Takes incidents with what their reports count, and running totals; gives sums with low, best and high, a curve by months, and the claims. A total
that a report gives in passing ("the war has killed 250,000") is a claim, never a count of the incident that it stands in: adding it up with
incidents would count its dead twice. What is counted, what is claimed and what is left out as doubtful stand side by side, each with its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nsmallest

from zenobia.situation_types import ClaimedTotal, CountedIncident, Evidence, LeftOut, TollCount, TollPoint, TollSum
from zenobia.types import EventType, Span, TollKind, TollSummary

COUNTED = (TollKind.KILLED, TollKind.INJURED, TollKind.MISSING, TollKind.ABDUCTED, TollKind.CAPTURED, TollKind.DISPLACED)
"""Kinds that are added up: of people, whom one happening concerns once."""

SCOPED_FROM = 100
"""Dead from which on "in the war", "during the genocide", a trial mark a total or an old massacre retold: a battle "in the war" seldom has as
many, a total seldom fewer. Set on the greatest figures of 113,130 reports."""

DOUBTED_FROM = dict.fromkeys(COUNTED, 1000) | {TollKind.DISPLACED: 100_000}
DOUBTED_BELOW = 3
"""So many people counted by fewer independent outlets are left out and said so: of the 117 greatest figures of the dead of 113,130 reports 111 stood
on one or two outlets, nearly all of them running totals without words that say so. What three outlets count is counted, however great."""

RUNNING = 31
"""Days from which on a count "since" a day is a running total, as in grounding/ground.py."""

LONG_DAYS = 7
"""Days from which on an incident may hold the dead of others."""

NEARLY = 0.9
"""Of one report's figures those so near the greatest tell the same, as in the record's own summaries."""

BESIDE = 60
"""Characters between two counts of one list."""

TOLD = 3
"""Pieces of evidence of a sum or a month: those of its deadliest incidents. Every incident counted has its own."""

_BESIDE = re.compile(r"\band\b|&|,|\bplus\b|\bas well as\b|\balong with\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:includ\w+|among|amongst|of (?:them|whom|which|the dead|those)|comprising|consisting|namely|mostly|mainly|or|versus)\b|[.;:()]",
    re.IGNORECASE,
)
"""As in record/features.py, which adds up the counts of one event by the same rule."""

_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[.;!?]\s")
_SINCE = re.compile(
    r"\bsince (?!then\b|dawn|midnight|morning|noon|yesterday|last night|overnight|early|late|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:this|last) (?:morning|night|(?:mon|tues|wednes|thurs|fri|satur|sun)day))[^,.;]{2,60}",
    re.IGNORECASE,
)
_HINTS = ("since", "Since", "year", "month", "decade", "recent", "annual", "between", "from ")
"""One of these is in whatever _SINCE and _LONG find."""

_FIRST = re.compile(
    r"\b(?:first|second|third|latest|worst|deadliest|bloodiest|largest|biggest|highest|lowest|heaviest|greatest|most|record)\b[^;]{0,80}$",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(r"\bto (?:\w+ ){0,2}(?:\d|nine|ten)", re.IGNORECASE)
_SINCE_TO = re.compile(
    r"\b(since (?!\w+day\b)[^,.;]{2,60}) to (?:(?:more than|at least|over|about|nearly|almost) )?$", re.IGNORECASE
)
"""Before a count: "bringing the toll since May to 115"."""

_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|several|few|many)"
_LONG = re.compile(
    rf"\b(?:in|over|during|within|for) the (?:last|past|previous|first|final) (?:{_NUMBER} )?(?:months|years|year|decades?)\b(?!['’])"
    r"|\bin recent (?:weeks|months|years|operations)\b|\bso far this (?:year|month)\b|\b(?:each|every|per) year\b|\bannually\b"
    r"|\bbetween (?:\w+ )?\d{4} and (?:\w+ )?\d{4}\b|\bfrom (?:\w+ )?\d{4} (?:to|until) (?:\w+ )?\d{4}\b|\bover the years\b",
    re.IGNORECASE,
)
_WAR = (
    r"(?:wars?|conflicts?|uprising|insurgency|insurrection|genocides?|holocaust|crackdowns|occupation|revolt|rebellion|revolution|dictatorship"
    r"|colonisation|colonization|invasion)\b(?![-:'’])"
)
_SCOPED = re.compile(
    rf"\b(?:in|during|of|from|by|to) (?:(?:the|its|their|this|a|an|ongoing|recent)\s+)?(?:[\w'’-]+\s+){{0,4}}{_WAR}"
    rf"|\b{_WAR}[^,.;:]{{0,40}}\b(?:killed|claimed|left|cost|caused|dead|deaths|died)\b",
    re.IGNORECASE,
)
_RETOLD = re.compile(
    r"\b(?:holocaust|nazis?|world war|death camp|(?:extermination|concentration|internment) camp|war crimes|genocide)\b"
    r"|\b(?:convicted|convicts|acquitted|sentenced|sentences|on trial|the trial|indicted|anniversary|commemorat\w+|apologi[sz]es)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTold:
    """One count of one event, as its report gives it.

    at:        span of the number phrase in the report's text; who: the mention counted, None when none is named.
    voice:     the independent outlet, empty when none is named; words_key: 48 bits of the report's words, shared by copies.
    evidence:  of the sentence that tells the event."""

    kind: TollKind
    low: int | None
    high: int | None
    at: Span
    who: int | None = None
    voice: str = ""
    words_key: int = 0
    evidence: Evidence

    @property
    def figure(self) -> int:
        """The lower bound, without one the upper."""
        return _size((self.low, self.high))

    @property
    def within(self) -> Span:
        """The number phrase in the words of the evidence."""
        start = self.evidence.span.start
        return Span(max(0, self.at.start - start), max(0, self.at.end - start))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold:
    """An incident that happened, with what is counted of it.

    day, last: first and last day it can be of, None without any.
    killed:    its dead as the record summarises them; None where they are to be worked out from `counts`."""

    id: str
    type: EventType
    day: date | None = None
    last: date | None = None
    country: str | None = None
    place: str | None = None
    killed: TollSummary | None = None
    counts: tuple[CountTold, ...] = ()


def count_tolls(incidents: Iterable[IncidentTold], claims: Iterable[ClaimedTotal] = (), *, asked: int) -> TollCount:
    """The tolls of these incidents and the totals claimed beside them; any order of them gives the same. asked: as of `TollCount`."""
    kept: list[CountedIncident] = []
    left_out: list[LeftOut] = []
    for incident in incidents:
        without, reasons = _without_doubtful(incident)
        kept += [whole] if (whole := _counted(without)).tolls else []
        left_out += [LeftOut(_counted(replace(without, counts=tuple(found))), why) for why, found in reasons.items()]
    sums = (_sum(kind, counted) for kind, counted in _by_kind(kept).items())
    return TollCount(
        asked=asked,
        sums=tuple(found for found in sums if found.incidents),
        months=toll_curve(kept),
        incidents=tuple(sorted(kept, key=_deadliest)),
        left_out=tuple(sorted(left_out, key=lambda found: _deadliest(found.incident))),
        claims=each_once(claims),
    )


def _deadliest(incident: CountedIncident) -> tuple[int, date, str]:
    dead = next((toll.best or 0 for toll in incident.tolls if toll.kind is TollKind.KILLED), 0)
    return -dead, incident.day or date.max, incident.id


def _without_doubtful(incident: IncidentTold) -> tuple[IncidentTold, dict[str, list[CountTold]]]:
    """The incident without the counts that enter no sum, and these by why."""
    if all(count.figure < SCOPED_FROM for count in incident.counts):
        return incident, {}
    reasons: dict[str, list[CountTold]] = {}
    voices = Counter(kind for kind, _ in {(c.kind, c.voice) for c in incident.counts if c.figure >= DOUBTED_FROM[c.kind]})
    for count in incident.counts:
        least = DOUBTED_FROM[count.kind]
        if words := words_of_retelling(count.evidence.words, count.within, count.figure):
            reasons.setdefault(f"told with {words!r}: an old happening brought up again", []).append(count)
        elif count.figure >= least and voices[count.kind] < DOUBTED_BELOW:
            why = f"{least:,} {count.kind.value} and more, counted by fewer than {DOUBTED_BELOW} outlets"
            reasons.setdefault(why, []).append(count)
    if not reasons:
        return incident, {}
    taken = {id(count) for found in reasons.values() for count in found}
    return replace(incident, killed=None, counts=tuple(c for c in incident.counts if id(c) not in taken)), reasons


def toll_curve(incidents: Iterable[CountedIncident], *, by: str = "month") -> tuple[TollPoint, ...]:
    """The dead by "month" or "year", with their bands; an incident counts where it can first have been."""
    length = {"month": 7, "year": 4}[by]
    periods: dict[str | None, list[Counted]] = {}
    for toll, incident in _by_kind(incidents)[TollKind.KILLED]:
        periods.setdefault(incident.day.isoformat()[:length] if incident.day else None, []).append((toll, incident))
    ordered = sorted(periods, key=lambda period: period or "~")
    return tuple(TollPoint(period=period, killed=_sum(TollKind.KILLED, periods[period])) for period in ordered)


def _counted(incident: IncidentTold) -> CountedIncident:
    kinds = {count.kind for count in incident.counts} - ({TollKind.KILLED} if incident.killed else set())
    tolls = {kind: merged for kind in kinds if (merged := merge_counts(incident.counts, kind))}
    if incident.killed:
        tolls[TollKind.KILLED] = incident.killed
    return CountedIncident(
        id=incident.id,
        type=incident.type,
        day=incident.day,
        last=incident.last,
        country=incident.country,
        place=incident.place,
        tolls=tuple(tolls[kind] for kind in COUNTED if kind in tolls),
        evidence=_evidence_of(incident.counts),
    )


def _evidence_of(counts: Sequence[CountTold]) -> tuple[Evidence, ...]:
    if len(counts) == 1:
        return (counts[0].evidence,)
    return tuple(dict.fromkeys(count.evidence for count in sorted(counts, key=_order)))


Counted = tuple[TollSummary, CountedIncident]
"""A toll with a best figure, and its incident."""


def _by_kind(incidents: Iterable[CountedIncident]) -> dict[TollKind, list[Counted]]:
    found: dict[TollKind, list[Counted]] = {kind: [] for kind in COUNTED}
    for incident in incidents:
        for toll in incident.tolls:
            if toll.best is not None:
                found[toll.kind].append((toll, incident))
    return found


def _sum(kind: TollKind, counted: Sequence[Counted]) -> TollSum:
    most = nsmallest(TOLD, counted, key=lambda pair: (-(pair[0].best or 0), pair[1].id))
    return TollSum(
        kind=kind,
        incidents=len(counted),
        low=sum(toll.low or 0 for toll, _ in counted),
        best=sum(toll.best or 0 for toll, _ in counted),
        high=sum(toll.high if toll.high is not None else toll.best or 0 for toll, _ in counted),
        no_low=sum(toll.low is None for toll, _ in counted),
        no_high=sum(toll.high is None for toll, _ in counted),
        long=sum(toll.best or 0 for toll, i in counted if i.day and i.last and (i.last - i.day).days >= LONG_DAYS),
        evidence=tuple(i.evidence[0] for _, i in most if i.evidence),
    )


# One incident


def merge_counts(counts: Iterable[CountTold], kind: TollKind) -> TollSummary | None:
    """The toll of an incident by the rules of docs/incidents.md: copies are one voice, a voice's word is that of its latest report, low and high
    enclose every voice, best is what most voices give, of equals the latest. None where nobody sets a bound."""
    told = [c for c in counts if c.kind is kind and (c.low is not None or c.high is not None)]
    if len(told) == 1:  # most incidents: no need to weigh
        (only,) = told
        return TollSummary(kind=kind, low=only.low, best=only.figure, high=only.high)
    told.sort(key=_order)
    voice_of: dict[int, str] = {}
    latest: dict[str, list[CountTold]] = {}
    for count in told:
        voice = voice_of.setdefault(count.words_key, count.voice)
        known = latest.get(voice)
        if known and known[0].evidence.report == count.evidence.report:
            known.append(count)
        else:
            latest[voice] = [count]
    if not latest:
        return None
    figures = sorted(((_order(found[0]), figure_of(found)) for found in latest.values()), key=lambda pair: pair[0])
    bests = Counter(_size(figure) for _, figure in figures)
    lately = {_size(figure): number for number, (_, figure) in enumerate(figures)}
    lows = [low for _, (low, _) in figures if low is not None]
    highs = [high for _, (_, high) in figures if high is not None]
    return TollSummary(
        kind=kind,
        low=min(lows, default=None),
        best=min(bests, key=lambda value: (-bests[value], -lately[value])),
        high=max([*highs, *lows]) if highs else None,
    )


def _order(count: CountTold) -> tuple[date, str, str, int]:
    evidence = count.evidence
    return evidence.published or date.max, evidence.sha256, evidence.event or "", count.at.start


Figure = tuple[int | None, int | None]
"""Low and high of a toll."""


def figure_of(counts: Sequence[CountTold]) -> Figure:
    """One report's figure of one kind: the greatest of its events', an event's counts of different people beside one another added up; of figures
    as good as equal one with both bounds."""
    by_event: dict[str, list[CountTold]] = {}
    for count in counts:
        by_event.setdefault(count.evidence.event or "", []).append(count)
    figures = [figure for found in by_event.values() for figure in add_beside(found)]
    near = [figure for figure in figures if _size(figure) >= NEARLY * max(map(_size, figures))]
    return min(near, key=lambda figure: (None in figure, -_size(figure), -(figure[1] or 0)))


def add_beside(counts: Sequence[CountTold]) -> list[Figure]:
    """The figures of one event: "eleven soldiers and 19 fighters" are 30, "35 dead, among them 24 children" are 35 and 24."""
    found: list[Figure] = []
    before: CountTold | None = None
    for count in sorted(counts, key=lambda c: c.at):
        if before and _is_further(before, count):
            low, high = found.pop()
            found.append((_plus(low, count.low), _plus(high, count.high)))
        else:
            found.append((count.low, count.high))
        before = count
    return found


def _is_further(one: CountTold, other: CountTold) -> bool:
    if one.who is None or other.who is None or one.who == other.who:
        return False
    between = other.evidence.words[one.within.end : other.within.start]
    return 0 < len(between) <= BESIDE and bool(_BESIDE.search(between)) and not _PART.search(between)


def _plus(x: int | None, y: int | None) -> int | None:
    return None if x is None or y is None else x + y


def _size(figure: Figure) -> int:
    low, high = figure
    return low if low is not None else high or 0


# Totals


def words_of_total(sentence: str, at: Span, figure: int, days: int | None = None) -> str | None:
    """The words of a sentence that show its count to be a running total or an old war's, not this happening's; None without any.

    at: the number phrase in the sentence; figure: the count, by which "in the war" is judged; days: how many the event was over, None where no
    words tell: "since Monday" of a few days is no running total."""
    start, end = _clause(sentence, at)
    if days is None or days >= RUNNING:
        if before := _SINCE_TO.search(sentence, start, at.start):
            return before[1]
        since = _SINCE.search(sentence, at.end, end)
        between = sentence[at.end : since.start()] if since else ""
        if since and not _DIGIT.search(between) and not _TO_NUMBER.search(since[0]) and not _is_measure(sentence, start, since):
            return since[0].strip()
    patterns = (_LONG, _SCOPED) if figure >= SCOPED_FROM else (_LONG,)
    found = (pattern.search(sentence, start, end) for pattern in patterns)
    return next((words[0] for words in found if words and not _is_measure(sentence, start, words)), None)


def may_be_total(sentence: str, figure: int) -> bool:
    """Whether `words_of_total` or `words_of_retelling` can find any: a quick look that spares most sentences the patterns."""
    return figure >= SCOPED_FROM or any(hint in sentence for hint in _HINTS)


def words_of_retelling(sentence: str, at: Span, figure: int) -> str | None:
    """The words of a sentence that show a great count to be of an old happening that a trial or an anniversary brings up."""
    found = _RETOLD.search(sentence, *_clause(sentence, at)) if figure >= SCOPED_FROM else None
    return found[0] if found else None


def _clause(sentence: str, at: Span) -> tuple[int, int]:
    """Where the sentence or headline within these words begins and ends that holds the count."""
    start = max((found.end() for found in _CLAUSE.finditer(sentence, 0, max(0, at.start))), default=0)
    return start, next((found.start() for found in _CLAUSE.finditer(sentence, at.end)), len(sentence))


def _is_measure(sentence: str, start: int, found: re.Match[str]) -> bool:
    """Whether the words measure how rare something is ("the deadliest attack since 2004"), not from when a total is counted."""
    return bool(_FIRST.search(sentence[start : found.start()]))


def each_once(claims: Iterable[ClaimedTotal]) -> tuple[ClaimedTotal, ...]:
    """Claims by day of publication; one that several reports give in the same words once, with the others as its copies."""
    found: dict[tuple[object, ...], ClaimedTotal] = {}
    for claim in sorted(claims, key=_claim_order):
        words = " ".join(claim.evidence.words.casefold().split())
        key = (claim.kind, claim.low, claim.high, words)
        if key in found and claim.evidence.report != found[key].evidence.report:
            copies = dict.fromkeys((*found[key].copies, *claim.copies, claim.evidence.report))
            found[key] = replace(found[key], copies=tuple(copies))
        found.setdefault(key, claim)
    return tuple(found.values())


def _claim_order(claim: ClaimedTotal) -> tuple[date, str, str, int]:
    evidence = claim.evidence
    return evidence.published or date.max, evidence.sha256, claim.kind.value, evidence.span.start
