"""The reader: a report goes in, its reading comes out. Days and numbers are left to grounding."""

from __future__ import annotations

import numpy as np

from zenobia.own_folder import own_weights_folder
from zenobia.reading.assemble import Calibrate, Choices, build_events, build_mentions, build_relations
from zenobia.reading.decode import (
    NOTHING,
    Link,
    decode_links,
    decode_mentions,
    decode_status,
    decode_ties,
    decode_triggers,
)
from zenobia.reading.heads import Floats
from zenobia.reading.model import Model, load_model
from zenobia.reading.nodes import Ints, Nodes
from zenobia.reading.pieces import Pieces, cut_pieces
from zenobia.reading.quotes import find_quotes
from zenobia.reading.same_entity import build_entities, link_mentions
from zenobia.reading.sentences import cut_sentences
from zenobia.reading.time_mentions import TimeWords, find_time_words, mend_times
from zenobia.reading.windows import Window, cut_windows, sentence_of_words
from zenobia.types import ReaderVersion, Reading, RelationType, Report
from zenobia.version import VERSION


class Reader:
    """Reads reports with one model; holds no state between reports."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def load(cls) -> Reader:
        """A reader with the shipped model, or the weights learned from the user's own marks (loaded in about 0.3 s).

        Raises ModelError when it is absent or damaged."""
        return cls(load_model(own=own_weights_folder()))

    def read(self, report: Report) -> Reading:
        """What `report` says: mentions, entities, events, relations, quotes. A report in another language gives none."""
        version = ReaderVersion(version=VERSION, model=self._model.digest)
        if report.language not in (None, "en") or not report.text.strip():
            return Reading(report=report, reader=version)
        sentences = cut_sentences(report.text)
        pieces = cut_pieces(self._model.tokenizer, report.text)
        if not len(pieces.ids):  # nothing but marks that the encoder has no pieces for
            return Reading(report=report, reader=version)
        choices = self.choose(pieces, sentence_of_words(pieces, sentences), find_time_words(report.text, pieces))
        calibrate = Calibrate(self._model.calibration)
        mentions = build_mentions(report.text, pieces, choices.mentions, calibrate)
        relations = build_relations(mentions, choices.ties, calibrate)
        aliases = [(r.source, r.target) for r in relations if r.type is RelationType.ALIAS]
        mentions, entities = build_entities(mentions, link_mentions(report.text, mentions, aliases))
        return Reading(
            report=report,
            reader=version,
            mentions=mentions,
            entities=entities,
            events=build_events(report.text, pieces, sentences, mentions, choices, calibrate),
            relations=relations,
            quotes=find_quotes(report.text, sentences, mentions),
        )

    def choose(self, pieces: Pieces, sentence: Ints, times: TimeWords | None = None) -> Choices:
        """Tag every word once, in its own window; then link within each window, context included.

        times: what grammar knows of the time phrases; None leaves time mentions as the model tags them.
        Goes window by window, so that a report of any length takes little memory."""
        thresholds = self._model.thresholds
        choices = Choices(NOTHING, NOTHING, {}, [], [])
        for window, words in self._model.word_vectors(pieces, cut_windows(pieces, sentence)):
            tags = self._model.heads.tag(words[window.core - window.start :])
            own = sentence[window.core : window.end]
            mentions = decode_mentions(tags.mentions, own, thresholds)
            mentions = mend_times(mentions, times, window.core, own) if times else mentions
            choices.mentions = choices.mentions.followed_by(mentions, window.core)
            choices.triggers = choices.triggers.followed_by(decode_triggers(tags.triggers, own, thresholds), window.core)
            self._link(window, words, choices)
        return choices

    def _link(self, window: Window, words: Floats, choices: Choices) -> None:
        """Add the window's statuses, links and ties: of its own triggers, and ties that end in its own words; heads score no others."""
        model = self._model
        triggers, mentions = choices.triggers.nodes, choices.mentions.nodes
        near_triggers, near_mentions = _inside(triggers, window), _inside(mentions, window)
        t, m = _take(triggers, near_triggers, window), _take(mentions, near_mentions, window)
        if not len(t) and not len(m):
            return
        scores = model.heads.link(words, t, m, window.core - window.start)
        own = triggers.first[near_triggers] >= window.core
        for index, status, is_own in zip(near_triggers.tolist(), decode_status(scores.status), own, strict=True):
            if is_own:
                choices.status[index] = status
        choices.links += [
            Link(int(near_triggers[k.a]), int(near_mentions[k.b]), k.label, k.probability)
            for k in decode_links(scores, m, model.thresholds)
        ]
        choices.ties += [
            Link(int(near_mentions[k.a]), int(near_mentions[k.b]), k.label, k.probability)
            for k in decode_ties(scores, m, model.thresholds)
        ]


def _inside(nodes: Nodes, window: Window) -> Ints:
    return np.flatnonzero((nodes.first >= window.start) & (nodes.last < window.end))


def _take(nodes: Nodes, index: Ints, window: Window) -> Nodes:
    """These nodes, counted from the window's first word."""
    return Nodes(nodes.first[index] - window.start, nodes.last[index] - window.start, nodes.label[index], nodes.sentence[index])
