"""What a reading got wrong, error by error and named by class, so that the commonest can be mended first.

Takes the marks of one report from gold and reading, gives errors in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zenobia.learning.score import (
    Matches,
    at_least_half,
    like_mention,
    pair,
    same_attribution,
    same_toll,
)
from zenobia.learning.score_marks import MarkedEvent, MarkedToll, Marks, Period, overlap
from zenobia.types import ROLES, Span

AROUND = 60
"""Characters of the report shown on either side of an error."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error. gold, read: what either says, None where it says nothing; words: the report's text around it."""

    kind: str
    report: str
    gold: str | None
    read: str | None
    words: str


def find_mistakes(report: str, text: str, gold: Marks, read: Marks, matches: Matches) -> Iterator[Mistake]:
    """Every error of one report. Classes are "missed X", "spurious X" and "wrong X", X a thing of the codebook."""
    found = _Finder(report, text)
    free_gold = [e for i, e in enumerate(gold.events) if i not in matches.events]
    free_read = [e for i, e in enumerate(read.events) if i not in set(matches.events.values())]
    retyped = pair(free_gold, free_read, lambda a, b: overlap(a.trigger, b.trigger))
    for i, event in enumerate(free_gold):
        if i in retyped:
            yield found.mistake("wrong type", event.trigger, event.type, free_read[retyped[i]].type)
        else:
            yield found.mistake("missed event", event.trigger, found.say_event(event), None)
    for i, event in enumerate(free_read):
        if i not in set(retyped.values()):
            yield found.mistake("spurious event", event.trigger, None, found.say_event(event))
    for i, j in sorted(matches.events.items()):
        yield from found.in_event(gold.events[i], read.events[j])
    yield from found.mentions(gold, read)
    for i, tie in enumerate(gold.ties):
        if i not in matches.ties:
            yield found.mistake("missed relation", tie.source, f"{tie.type}: {found.both(tie.source, tie.target)}", None)
    for i, tie in enumerate(read.ties):
        if i not in set(matches.ties.values()):
            yield found.mistake("spurious relation", tie.source, None, f"{tie.type}: {found.both(tie.source, tie.target)}")


class _Finder:
    """Says errors of one report in its words."""

    def __init__(self, report: str, text: str) -> None:
        self._report = report
        self._text = text

    def mistake(self, kind: str, at: Span, gold: str | None, read: str | None) -> Mistake:
        """The error `kind` at a span."""
        around = self._text[max(0, at.start - AROUND) : at.end + AROUND]
        return Mistake(kind, self._report, gold, read, " ".join(around.split()))

    def both(self, source: Span, target: Span) -> str:
        """Two spans as "source -> target"."""
        return f"{source.of(self._text)} -> {target.of(self._text)}"

    def say_event(self, event: MarkedEvent) -> str:
        """An event as "type: trigger"."""
        return f"{event.type}: {event.trigger.of(self._text)}"

    def in_event(self, gold: MarkedEvent, read: MarkedEvent) -> Iterator[Mistake]:
        """What is wrong about an event that was found."""
        at = gold.trigger
        if gold.status != read.status:
            yield self.mistake("wrong status", at, gold.status, read.status)
        if gold.days != read.days:
            yield self.mistake(f"{_absence(gold.days, read.days)} day", at, _say_days(gold.days), _say_days(read.days))
        for role in ROLES:
            yield from self._fillers(role, at, gold.args[role], read.args[role])
        voices = (gold.attribution, read.attribution)
        if any(voices) and not same_attribution(gold, read):
            told, said = (v.of(self._text) if v else None for v in voices)
            yield self.mistake(f"{_absence(told, said)} attribution", at, told, said)
        yield from self._tolls(at, gold.toll, read.toll)

    def _fillers(self, role: str, at: Span, gold: Sequence[Span], read: Sequence[Span]) -> Iterator[Mistake]:
        same = pair(gold, read, at_least_half)
        for i, span in enumerate(gold):
            if i not in same:
                yield self.mistake(f"missed {role}", at, span.of(self._text), None)
        for i, span in enumerate(read):
            if i not in set(same.values()):
                yield self.mistake(f"spurious {role}", at, None, span.of(self._text))

    def _tolls(self, at: Span, gold: Sequence[MarkedToll], read: Sequence[MarkedToll]) -> Iterator[Mistake]:
        """A toll of the same words but other kind or bounds is wrong; else it is missed or spurious."""
        same = pair(gold, read, same_toll)
        free_gold = [t for i, t in enumerate(gold) if i not in same]
        free_read = [t for i, t in enumerate(read) if i not in set(same.values())]
        other = pair(free_gold, free_read, lambda a, b: overlap(a.span, b.span))
        for i, toll in enumerate(free_gold):
            said = self._say_toll(free_read[other[i]]) if i in other else None
            yield self.mistake("wrong toll" if said else "missed toll", at, self._say_toll(toll), said)
        for i, toll in enumerate(free_read):
            if i not in set(other.values()):
                yield self.mistake("spurious toll", at, None, self._say_toll(toll))

    def _say_toll(self, toll: MarkedToll) -> str:
        low, high = ("?" if bound is None else str(bound) for bound in (toll.low, toll.high))
        return f"{toll.kind} {low if low == high else f'{low} to {high}'}: {toll.span.of(self._text)}"

    def mentions(self, gold: Marks, read: Marks) -> Iterator[Mistake]:
        """Mentions missed, made up, of another type, or of the same type in other bounds."""
        same = pair(gold.mentions, read.mentions, lambda a, b: float(a.span == b.span and a.type == b.type))
        free_gold = [m for i, m in enumerate(gold.mentions) if i not in same]
        free_read = [m for i, m in enumerate(read.mentions) if i not in set(same.values())]
        near = pair(free_gold, free_read, lambda a, b: max(like_mention(a, b), at_least_half(a.span, b.span) / 2))
        for i, mention in enumerate(free_gold):
            words = f"{mention.type}: {mention.span.of(self._text)}"
            if i not in near:
                yield self.mistake("missed mention", mention.span, words, None)
                continue
            other = free_read[near[i]]
            kind = "wrong bounds of a mention" if other.type == mention.type else "wrong type of a mention"
            yield self.mistake(kind, mention.span, words, f"{other.type}: {other.span.of(self._text)}")
        for i, mention in enumerate(free_read):
            if i not in set(near.values()):
                yield self.mistake("spurious mention", mention.span, None, f"{mention.type}: {mention.span.of(self._text)}")


def _absence(gold: object, read: object) -> str:
    return "missed" if read is None else "spurious" if gold is None else "wrong"


def _say_days(days: Period | None) -> str | None:
    return None if days is None else days[0] if days[0] == days[1] else f"{days[0]}/{days[1]}"
