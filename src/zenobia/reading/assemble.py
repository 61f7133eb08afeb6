"""Choices to values: what the model chose for one report becomes its mentions, relations and events."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zenobia.reading.decode import Found, Link
from zenobia.reading.labels import EVENT_TYPES, MENTION_TYPES, TOLL_KINDS
from zenobia.reading.pieces import Pieces
from zenobia.types import ROLES, Event, Mention, Relation, RelationType, Span, Status, Toll, TollKind

ONE_CONTAINER = frozenset({"located_in", "based_in"})
"""Ties a mention has at most one of: a place lies in one narrowest other that is named (gold/train: 1,057 of 1,063)."""

_AND = re.compile(r"(?:,|,? (?:and|or|as well as|&)) ")

_BEFORE_NAME = re.compile(r"(?:[Nn]ear|[Oo]utside)\s+(?=\S)")
_BEHIND_NAME = re.compile(r"(?:\s+(?:and|or|of|the)|,)+$")

QUOTES = {"\u201d": "\u201c", "\u00bb": "\u00ab", '"': '"'}
"""Closing quotation mark -> its opening one."""


@dataclass(slots=True)
class Choices:
    """What the model chose for one report, gathered window by window; links and ties by the report's own indices."""

    triggers: Found
    mentions: Found
    status: dict[int, tuple[str, float]]
    links: list[Link]
    ties: list[Link]


@dataclass(frozen=True, slots=True)
class Calibrate:
    """Turns a model's probability into one that keeps its word: of values at 0.8 about eight in ten are right.

    scales: by kind ("mention", "event", "relation"), slope and shift of the log-odds (Platt scaling on gold/dev)."""

    scales: Mapping[str, tuple[float, float]]

    def __call__(self, kind: str, probability: float) -> float:
        slope, shift = self.scales.get(kind, (1.0, 0.0))
        odds = math.log(max(probability, 1e-6) / max(1 - probability, 1e-6))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, slope * odds + shift)))), 4)


def build_mentions(text: str, pieces: Pieces, found: Found, calibrate: Calibrate) -> tuple[Mention, ...]:
    """The mentions, numbered in order; a span never holds half of a pair of quotation marks."""
    mentions = []
    for index, (first, last, label) in enumerate(zip(found.nodes.first, found.nodes.last, found.nodes.label, strict=True)):
        span = _names_alone(text, _whole_quotes(text, Span(int(pieces.start[first]), int(pieces.end[last]))))
        confidence = calibrate("mention", float(found.probability[index]))
        mentions.append(Mention(id=index, span=span, text=span.of(text), type=MENTION_TYPES[label], confidence=confidence))
    return tuple(mentions)


def _whole_quotes(text: str, span: Span) -> Span:
    """The longer side of a mark whose partner lies outside: of `Knights of the Hill" faction` the name."""
    words = span.of(text)
    for closing, opening in QUOTES.items():
        at = words.find(closing)
        alone = words.count(closing) % 2 == 1 if closing == opening else words.count(closing) > words.count(opening)
        if at >= 0 and alone:
            left, right = words[:at].rstrip(), words[at + 1 :].lstrip()
            if len(left) >= len(right) and left:
                return Span(span.start, span.start + len(left))
            if right:
                return Span(span.end - len(right), span.end)
    return span


def _names_alone(text: str, span: Span) -> Span:
    """Without a preposition in front ("Near Bayji", at the beginning of a line) and a conjunction behind ("March and")."""
    words = span.of(text)
    start = match.end() if (match := _BEFORE_NAME.match(words)) else 0
    end = match.start() if (match := _BEHIND_NAME.search(words)) else len(words)
    return Span(span.start + start, span.start + end) if start < end else span


def build_events(
    text: str, pieces: Pieces, sentences: Sequence[Span], mentions: Sequence[Mention], choices: Choices, calibrate: Calibrate
) -> tuple[Event, ...]:
    """The events, in order of their triggers; tolls without bounds, which grounding reads."""
    lists = find_lists(text, mentions)
    by_trigger: dict[int, list[Link]] = defaultdict(list)
    for link in _one_event_a_toll(choices.links):
        by_trigger[link.a].append(link)
    counted = _best_by_first([t for t in choices.ties if t.label == "who"])
    nodes = choices.triggers.nodes
    columns = zip(nodes.first.tolist(), nodes.last.tolist(), nodes.label.tolist(), nodes.sentence.tolist(), strict=True)
    events: list[Event] = []
    for index, (first, last, label, sentence) in enumerate(columns):
        links = by_trigger[index]
        roles = {role: complete_lists(_fill(role, links, sentences[sentence], mentions), lists) for role in ROLES}
        vouchers = sorted((k for k in links if k.label == "attribution"), key=lambda k: (-k.probability, k.b))
        events.append(
            Event(
                id=index,
                type=EVENT_TYPES[label],
                status=Status(choices.status[index][0]),
                confidence=calibrate("event", float(choices.triggers.probability[index])),
                trigger=Span(int(pieces.start[first]), int(pieces.end[last])),
                sentence=sentences[sentence],
                actor=roles["actor"],
                target=roles["target"],
                supporter=roles["supporter"],
                place=roles["place"],
                means=roles["means"],
                said_time=_likeliest(links, "time"),
                toll=_build_tolls(links, counted),
                attribution=vouchers[0].b if vouchers else None,
                also_attributed=tuple(sorted(k.b for k in vouchers[1:])),
            )
        )
    return tuple(events)


def _fill(role: str, links: Sequence[Link], sentence: Span, mentions: Sequence[Mention]) -> tuple[int, ...]:
    """One mention a distinct party or place: of several of one entity that of the event's own sentence, then the likeliest."""
    best: dict[int, tuple[bool, float, int]] = {}
    for link in links:
        if link.label == role:
            mention = mentions[link.b]
            own = sentence.start <= mention.span.start < sentence.end
            key = -1 - link.b if mention.entity is None else mention.entity
            best[key] = max(best.get(key, (False, 0.0, 0)), (own, link.probability, link.b))
    return tuple(sorted(mention for _, _, mention in best.values()))


def find_lists(text: str, mentions: Sequence[Mention]) -> list[frozenset[int]]:
    """Mentions of one type with nothing but commas and "and" between them, three or more: "A, B and C"."""
    lists, run = [], [0] if mentions else []
    for one, other in pairwise(mentions):
        if one.type is other.type and _AND.fullmatch(text[one.span.end : other.span.start]):
            run.append(other.id)
            continue
        lists.append(frozenset(run))
        run = [other.id]
    return [members for members in (*lists, frozenset(run)) if len(members) >= 3]


def complete_lists(fillers: tuple[int, ...], lists: Sequence[frozenset[int]]) -> tuple[int, ...]:
    """The fillers of a role, and all of a list of which they hold more than half."""
    told = set(fillers)
    whole = [members for members in lists if 2 * len(members & told) > len(members)]
    return tuple(sorted(told.union(*whole)))


def build_relations(mentions: Sequence[Mention], ties: Sequence[Link], calibrate: Calibrate) -> tuple[Relation, ...]:
    """The relations, in order of their ends; evidence runs from one end to the other."""
    likeliest: dict[tuple[int, str], float] = {}
    for tie in ties:
        key = tie.a, tie.label
        likeliest[key] = max(likeliest.get(key, 0.0), tie.probability)
    kept = [t for t in ties if t.label != "who" and (t.label not in ONE_CONTAINER or t.probability == likeliest[t.a, t.label])]
    relations = []
    for index, tie in enumerate(sorted(kept, key=lambda t: (t.a, t.b, t.label))):
        ends = mentions[tie.a].span, mentions[tie.b].span
        relations.append(
            Relation(
                id=index,
                type=RelationType(tie.label),
                source=tie.a,
                target=tie.b,
                evidence=Span(min(e.start for e in ends), max(e.end for e in ends)),
                confidence=calibrate("relation", tie.probability),
            )
        )
    return tuple(relations)


def _likeliest(links: Sequence[Link], label: str) -> int | None:
    best = max((k for k in links if k.label == label), key=lambda k: (k.probability, -k.b), default=None)
    return best.b if best else None


def _best_by_first(ties: Sequence[Link]) -> dict[int, int]:
    best: dict[int, Link] = {}
    for tie in ties:
        if tie.a not in best or tie.probability > best[tie.a].probability:
            best[tie.a] = tie
    return {a: tie.b for a, tie in best.items()}


def _one_event_a_toll(links: Sequence[Link]) -> list[Link]:
    """A count is the toll of one event alone, of one kind: the likeliest (codebook, ruling 16)."""
    best: dict[int, Link] = {}
    for link in links:
        if link.label in _KINDS and (link.b not in best or link.probability > best[link.b].probability):
            best[link.b] = link
    return [k for k in links if k.label not in _KINDS or best[k.b] is k]


def _build_tolls(links: Sequence[Link], counted: dict[int, int]) -> tuple[Toll, ...]:
    """Tolls without bounds: grounding reads the numbers."""
    tolls = sorted((k for k in links if k.label in _KINDS), key=lambda k: k.b)
    return tuple(Toll(mention=k.b, kind=TollKind(k.label), low=None, high=None, who=counted.get(k.b)) for k in tolls)


_KINDS = frozenset(str(kind) for kind in TOLL_KINDS)
