"""The reader: a report goes in, its reading comes out. Days and numbers are left to grounding."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zenobia.reading.decode import (
    NOTHING,
    Found,
    Link,
    decode_links,
    decode_mentions,
    decode_status,
    decode_ties,
    decode_triggers,
)
from zenobia.reading.heads import Floats
from zenobia.reading.labels import EVENT_TYPES, MENTION_TYPES, TOLL_KINDS
from zenobia.reading.model import Model, load_model
from zenobia.reading.nodes import Ints, Nodes
from zenobia.reading.pieces import Pieces, cut_pieces
from zenobia.reading.quotes import find_quotes
from zenobia.reading.same_entity import build_entities, link_mentions
from zenobia.reading.sentences import cut_sentences
from zenobia.reading.windows import Window, cut_windows, sentence_of_words
from zenobia.types import (
    ROLES,
    Event,
    Mention,
    ReaderVersion,
    Reading,
    Relation,
    RelationType,
    Report,
    Span,
    Status,
    Toll,
    TollKind,
)
from zenobia.version import VERSION


@dataclass(slots=True)
class Choices:
    """What the model chose for one report, gathered window by window; links and ties by the report's own indices."""

    triggers: Found
    mentions: Found
    status: dict[int, tuple[str, float]]
    links: list[Link]
    ties: list[Link]


class Reader:
    """Reads reports with one model; holds no state between reports."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def load(cls) -> Reader:
        """A reader with the shipped model (loaded in about 0.3 s). Raises ModelError when it is absent or damaged."""
        return cls(load_model())

    def read(self, report: Report) -> Reading:
        """What `report` says: mentions, entities, events, relations, quotes. A report in another language gives none."""
        version = ReaderVersion(version=VERSION, model=self._model.digest)
        if report.language not in (None, "en") or not report.text.strip():
            return Reading(report=report, reader=version)
        sentences = cut_sentences(report.text)
        pieces = cut_pieces(self._model.tokenizer, report.text)
        if not len(pieces.ids):  # nothing but marks that the encoder has no pieces for
            return Reading(report=report, reader=version)
        choices = self.choose(pieces, sentence_of_words(pieces, sentences))
        mentions = self._build_mentions(report.text, pieces, choices.mentions)
        relations = self._build_relations(mentions, choices)
        events = self._build_events(pieces, sentences, choices)
        aliases = [(r.source, r.target) for r in relations if r.type is RelationType.ALIAS]
        mentions, entities = build_entities(mentions, link_mentions(report.text, mentions, aliases))
        return Reading(
            report=report,
            reader=version,
            mentions=mentions,
            entities=entities,
            events=events,
            relations=relations,
            quotes=find_quotes(report.text, sentences, mentions),
        )

    def choose(self, pieces: Pieces, sentence: Ints) -> Choices:
        """Tag every word once, in its own window; then link within each window, context included.

        Goes batch by batch of windows, so that a report of any length takes little memory."""
        thresholds = self._model.thresholds
        choices = Choices(NOTHING, NOTHING, {}, [], [])
        for batch, vectors in self._model.word_vectors(pieces, cut_windows(pieces, sentence)):
            tags = [self._model.heads.tag(v[w.core - w.start :]) for v, w in zip(vectors, batch, strict=True)]
            first, own = batch[0].core, sentence[batch[0].core : batch[-1].end]
            mentions = decode_mentions(np.concatenate([t.mentions for t in tags]), own, thresholds)
            triggers = decode_triggers(np.concatenate([t.triggers for t in tags]), own, thresholds)
            choices.mentions = choices.mentions.followed_by(mentions, first)
            choices.triggers = choices.triggers.followed_by(triggers, first)
            for window, words in zip(batch, vectors, strict=True):
                self._link(window, words, choices)
        return choices

    def _link(self, window: Window, words: Floats, choices: Choices) -> None:
        """Add the window's statuses, links and ties: those of its own triggers, and ties that end in its own words."""
        model = self._model
        triggers, mentions = choices.triggers.nodes, choices.mentions.nodes
        near_triggers, near_mentions = _inside(triggers, window), _inside(mentions, window)
        t, m = _take(triggers, near_triggers, window), _take(mentions, near_mentions, window)
        scores = model.heads.link(words, t, m)
        own = triggers.first[near_triggers] >= window.core
        for index, status, is_own in zip(near_triggers.tolist(), decode_status(scores.status), own, strict=True):
            if is_own:
                choices.status[index] = status
        choices.links += [
            Link(int(near_triggers[k.a]), int(near_mentions[k.b]), k.label, k.probability)
            for k in decode_links(scores, m, model.thresholds)
            if own[k.a]
        ]
        choices.ties += [
            Link(int(near_mentions[k.a]), int(near_mentions[k.b]), k.label, k.probability)
            for k in decode_ties(scores, m, model.thresholds)
            if max(m.first[k.a], m.first[k.b]) + window.start >= window.core
        ]

    def _build_mentions(self, text: str, pieces: Pieces, found: Found) -> tuple[Mention, ...]:
        mentions = []
        for index, (first, last, label) in enumerate(zip(found.nodes.first, found.nodes.last, found.nodes.label, strict=True)):
            span = Span(int(pieces.start[first]), int(pieces.end[last]))
            confidence = self._calibrate("mention", float(found.probability[index]))
            mentions.append(Mention(id=index, span=span, text=span.of(text), type=MENTION_TYPES[label], confidence=confidence))
        return tuple(mentions)

    def _build_events(self, pieces: Pieces, sentences: Sequence[Span], choices: Choices) -> tuple[Event, ...]:
        by_trigger: dict[int, list[Link]] = defaultdict(list)
        for link in _one_event_a_toll(choices.links):
            by_trigger[link.a].append(link)
        counted = _best_by_first([t for t in choices.ties if t.label == "who"])
        events: list[Event] = []
        nodes = choices.triggers.nodes
        for index, (first, last, label, sentence) in enumerate(
            zip(nodes.first, nodes.last, nodes.label, nodes.sentence, strict=True)
        ):
            links = by_trigger[index]
            roles = {role: tuple(sorted(k.b for k in links if k.label == role)) for role in ROLES}
            vouchers = sorted((k for k in links if k.label == "attribution"), key=lambda k: (-k.probability, k.b))
            events.append(
                Event(
                    id=index,
                    type=EVENT_TYPES[label],
                    status=Status(choices.status.get(index, ("actual", 1.0))[0]),
                    confidence=self._calibrate("event", float(choices.triggers.probability[index])),
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

    def _build_relations(self, mentions: Sequence[Mention], choices: Choices) -> tuple[Relation, ...]:
        ties = sorted((t for t in choices.ties if t.label != "who"), key=lambda t: (t.a, t.b, t.label))
        return tuple(
            Relation(
                id=index,
                type=RelationType(tie.label),
                source=tie.a,
                target=tie.b,
                evidence=Span(
                    min(mentions[tie.a].span.start, mentions[tie.b].span.start),
                    max(mentions[tie.a].span.end, mentions[tie.b].span.end),
                ),
                confidence=self._calibrate("relation", tie.probability),
            )
            for index, tie in enumerate(ties)
        )

    def _calibrate(self, kind: str, probability: float) -> float:
        """A probability that keeps its word: of values at 0.8 about eight in ten are right (Platt scaling on gold/dev)."""
        slope, shift = self._model.calibration.get(kind, (1.0, 0.0))
        odds = math.log(max(probability, 1e-6) / max(1 - probability, 1e-6))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, slope * odds + shift)))), 4)


def _inside(nodes: Nodes, window: Window) -> Ints:
    return np.flatnonzero((nodes.first >= window.start) & (nodes.last < window.end))


def _take(nodes: Nodes, index: Ints, window: Window) -> Nodes:
    """These nodes, counted from the window's first word."""
    return Nodes(nodes.first[index] - window.start, nodes.last[index] - window.start, nodes.label[index], nodes.sentence[index])


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
