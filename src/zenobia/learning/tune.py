"""Thresholds and calibration of a trained model, tuned on gold/dev: from which probability on a choice is worth giving.

Each threshold is the one of a coarse grid with the best F1, smoothed over its neighbours, so that a few lucky cases of dev
do not set it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zenobia.learning.corpora import read_lines
from zenobia.learning.score import at_least_half, like_event, like_tie, pair, same_attribution
from zenobia.learning.score_marks import MarkedEvent, MarkedTie, Marks, marks_of_gold, overlap, trim
from zenobia.reading.assemble import Choices
from zenobia.reading.decode import Link, Thresholds
from zenobia.reading.labels import EVENT_TYPES, MENTION_TYPES, TIES, TOLL_KINDS
from zenobia.reading.model import Model
from zenobia.reading.nodes import Nodes
from zenobia.reading.pieces import Pieces, cut_pieces
from zenobia.reading.reader import Reader
from zenobia.reading.sentences import cut_sentences
from zenobia.reading.windows import sentence_of_words
from zenobia.types import ROLES, Span

TRIGGER_GRID = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
GRID = tuple(round(0.15 + 0.05 * step, 2) for step in range(13))
LOWEST = 0.08  # candidates below are never worth giving
TOLL = "toll"  # all toll kinds share one threshold
FEW = 25  # a label with fewer gold cases takes the common threshold
COMMON = 0.4

Point = tuple[float, bool]


@dataclass(slots=True)
class _Tally:
    """Candidates with their probability and whether they are right, and how many the gold has, by label."""

    points: dict[str, list[Point]] = field(default_factory=lambda: defaultdict(list))
    gold: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Doc:
    text: str
    marks: Marks
    pieces: Pieces
    sentence: NDArray[np.int64]

    def spans(self, nodes: Nodes) -> list[Span]:
        """The trimmed spans of nodes."""
        ends = zip(nodes.first, nodes.last, strict=True)
        return [trim(self.text, int(self.pieces.start[a]), int(self.pieces.end[b])) for a, b in ends]


def tune_model(model: Model, dev: Sequence[Path]) -> dict[str, object]:
    """settings.json of `model`: thresholds by label and Platt calibration by kind."""
    docs = [_prepare(model, gold) for path in dev for gold in read_lines(path)]
    trigger = max(TRIGGER_GRID, key=lambda cut: _event_f1(model, docs, cut))
    low = Thresholds(trigger=trigger, other=LOWEST)
    tally = _Tally()
    for doc in docs:
        _count(doc, _choose(model, doc, low), tally)
    labels = {label: _best_cut(points, tally.gold[label]) for label, points in tally.points.items() if tally.gold[label] >= FEW}
    shared = labels.pop(TOLL, COMMON)
    labels = {str(label): cut for label, cut in labels.items()} | {str(kind): shared for kind in TOLL_KINDS}
    thresholds = {"trigger": trigger, "mention": 0.0, "other": COMMON, "labels": dict(sorted(labels.items()))}
    tuned = Thresholds(trigger=trigger, other=COMMON, labels=labels)
    return {"thresholds": thresholds, "calibration": _calibrate(model, docs, tuned)}


def _prepare(model: Model, gold: Mapping[str, str]) -> _Doc:
    text = gold["text"]
    pieces = cut_pieces(model.tokenizer, text)
    return _Doc(text, marks_of_gold(gold), pieces, sentence_of_words(pieces, cut_sentences(text)))


def _choose(model: Model, doc: _Doc, thresholds: Thresholds) -> Choices:
    return Reader(replace(model, thresholds=thresholds)).choose(doc.pieces, doc.sentence)


def _events(doc: _Doc, choices: Choices) -> list[MarkedEvent]:
    nodes = choices.triggers.nodes
    empty = dict.fromkeys(ROLES, ())
    spans = zip(doc.spans(nodes), nodes.label, strict=True)
    return [MarkedEvent(type=EVENT_TYPES[kind], trigger=span, status="", args=empty) for span, kind in spans]


def _event_f1(model: Model, docs: Sequence[_Doc], cut: float) -> float:
    hits = total = 0
    for doc in docs:
        read = _events(doc, _choose(model, doc, Thresholds(trigger=cut, other=2.0)))
        hits += len(pair(doc.marks.events, read, like_event))
        total += len(doc.marks.events) + len(read)
    return 2 * hits / max(total, 1)


def _count(doc: _Doc, choices: Choices, tally: _Tally) -> None:
    """Add one report's candidates: roles over all events, the rest over found ones, as the scorer counts them."""
    found = {j: doc.marks.events[i] for i, j in pair(doc.marks.events, _events(doc, choices), like_event).items()}
    mentions = doc.spans(choices.mentions.nodes)
    for event in doc.marks.events:
        tally.gold.update({role: len(event.args[role]) for role in ROLES})
    for event in found.values():
        tally.gold.update({"attribution": event.attribution is not None, "time": event.days is not None, TOLL: len(event.toll)})
    for link in choices.links:
        event_found = found.get(link.a)
        label = TOLL if link.label in TOLL_KINDS else link.label
        if event_found is None and label not in ROLES:
            continue
        tally.points[label].append((link.probability, event_found is not None and _right(link, event_found, mentions[link.b])))
    tally.gold.update(tie.type for tie in doc.marks.ties)
    for tie in choices.ties:
        if tie.label in TIES[:-1]:
            ends = mentions[tie.a], mentions[tie.b]
            right = any(
                gold.type == tie.label and min(at_least_half(gold.source, ends[0]), at_least_half(gold.target, ends[1])) > 0
                for gold in doc.marks.ties
            )
            tally.points[tie.label].append((tie.probability, right))


def _right(link: Link, event: MarkedEvent, span: Span) -> bool:
    if link.label in ROLES:
        return any(at_least_half(gold, span) > 0 for gold in event.args[link.label])
    if link.label == "attribution":
        return same_attribution(event, replace(event, attribution=span))
    if link.label == "time":
        return event.days is not None
    return any(toll.kind == link.label and overlap(toll.span, span) > 0 for toll in event.toll)


def _best_cut(points: Sequence[Point], gold: int) -> float:
    ranked = sorted(points, reverse=True)
    chance = np.array([p for p, _ in ranked])
    hits = np.cumsum([right for _, right in ranked])
    scores = []
    for cut in GRID:
        given = int((chance >= cut).sum())
        scores.append(2 * hits[given - 1] / (given + gold) if given else 0.0)
    padded = np.pad(scores, 1, mode="edge")
    smooth = padded[:-2] / 4 + padded[1:-1] / 2 + padded[2:] / 4
    return GRID[int(smooth.argmax())]


def _calibrate(model: Model, docs: Sequence[_Doc], thresholds: Thresholds) -> dict[str, tuple[float, float]]:
    """Slope and shift of log-odds for mentions, events and relations, against what `zenobia evaluate` counts as right."""
    points: dict[str, list[Point]] = defaultdict(list)
    for doc in docs:
        choices = _choose(model, doc, thresholds)
        spans = doc.spans(choices.mentions.nodes)
        gold = {(m.type, m.span) for m in doc.marks.mentions}
        kinds = [MENTION_TYPES[k] for k in choices.mentions.nodes.label]
        points["mention"] += [
            (float(p), (kind, span) in gold) for p, kind, span in zip(choices.mentions.probability, kinds, spans, strict=True)
        ]
        found = set(pair(doc.marks.events, _events(doc, choices), like_event).values())
        points["event"] += [(float(p), index in found) for index, p in enumerate(choices.triggers.probability)]
        ties = [t for t in choices.ties if t.label != "who"]
        marked = [MarkedTie(t.label, spans[t.a], spans[t.b]) for t in ties]
        right = set(pair(doc.marks.ties, marked, like_tie).values())
        points["relation"] += [(t.probability, index in right) for index, t in enumerate(ties)]
    return {kind: platt(values) for kind, values in points.items()}


def platt(points: Sequence[Point], *, rounds: int = 100) -> tuple[float, float]:
    """Slope and shift that make sigmoid(slope * log-odds + shift) most likely (Platt 1999), lightly held to 1 and 0.

    Newton's method, each step halved until it helps."""
    if not points:
        return (1.0, 0.0)
    chance = np.clip(np.array([p for p, _ in points]), 1e-6, 1 - 1e-6)
    right = np.array([float(r) for _, r in points])
    features = np.stack([np.log(chance / (1 - chance)), np.ones(len(points))], axis=1)
    start = np.array([1.0, 0.0])

    def cost(weights: NDArray[np.float64]) -> float:
        odds = features @ weights
        return float(np.logaddexp(0, odds).sum() - (odds * right).sum() + 0.05 * ((weights - start) ** 2).sum())

    weights = start
    for _ in range(rounds):
        guess = np.exp(-np.logaddexp(0, -(features @ weights)))
        slope = features.T @ (guess - right) + 0.1 * (weights - start)
        curve = (features * (guess * (1 - guess))[:, None]).T @ features + 0.1 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        while cost(weights - step) > cost(weights) and np.abs(step).max() > 1e-9:
            step = step / 2
        weights = weights - step
    return (round(float(weights[0]), 4), round(float(weights[1]), 4))
