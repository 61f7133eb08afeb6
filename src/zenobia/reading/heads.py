"""The model's heads: from the encoder's word vectors to scores of tags, statuses, links and ties; in NumPy, but for the
node layers, which are an ONNX graph.

The same network as `learning/network.py` trains; arrays bear the names of its modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.labels import EVENT_TYPES, MENTION_TYPES
from zenobia.reading.nodes import (
    BETWEEN_BUCKETS,
    SENTENCE_BUCKETS,
    Nodes,
    Pairs,
    link_pairs,
    pair_distances,
    pair_features,
    tie_pairs,
)

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mix = Callable[[Floats, NDArray[np.bool_], Ints, Ints], Floats]
"""The node layers (learning/graphs.node_graph): spans [nodes, 3 hidden], is_trigger [nodes, 1], kind [nodes] and
near [nodes, nodes] -> vectors [nodes, width]."""

UNSCORED = np.float32(-60)  # a score whose probability is nought


@dataclass(frozen=True, slots=True)
class TagScores:
    """Log-probabilities per word: mentions [words, 1 + 2 types] (O, then B and I of each), triggers [words, 1 + types]."""

    mentions: Floats
    triggers: Floats


@dataclass(frozen=True, slots=True)
class LinkScores:
    """Logits of a window's nodes: status [triggers, 4], links [triggers, mentions, LINKS], ties [mentions, mentions, TIES]."""

    status: Floats
    links: Floats
    ties: Floats


class Heads:
    """The heads' weights, and what they compute."""

    def __init__(self, weights: Mapping[str, Floats], mix: Mix) -> None:
        matrices = {name: w for name, w in weights.items() if w.ndim == 2 and name.endswith(".weight")}
        turned = {name.removesuffix(".weight"): np.ascontiguousarray(w.T) for name, w in matrices.items()}  # a third faster
        tables = {}
        for head in ("links", "ties"):  # sums of two tables, and of two products, as one each
            turned[f"{head}.joint"] = np.concatenate([turned[f"{head}.between"], turned[f"{head}.mix"]])
            for one, other, both in (("distance", "sentences", "near"), ("alike", "triggers", "among")):
                sums = weights[f"{head}.{one}.weight"][:, None] + weights[f"{head}.{other}.weight"][None]
                tables[f"{head}.{both}"] = sums.reshape(-1, sums.shape[-1])
        self._weights = {**weights, **tables}
        self._turned = turned
        self._mix = mix

    def tag(self, words: Floats) -> TagScores:
        """words: [words, hidden] vectors of the words' first pieces."""
        return TagScores(log_softmax(self._linear("mention_tags", words)), log_softmax(self._linear("trigger_tags", words)))

    def link(self, words: Floats, triggers: Nodes, mentions: Nodes, core: int = 0) -> LinkScores:
        """Score a window's nodes; all word indices count within `words`.

        Pairs that `link_pairs` and `tie_pairs` leave out stay at UNSCORED."""
        count = len(triggers)
        vectors = self._mix(*node_inputs(words, triggers, mentions))
        sums = np.zeros((len(words) + 1, self._weights["between.weight"].shape[0]), np.float32)
        np.cumsum(self._linear("between", words), axis=0, out=sums[1:])
        a, b = vectors[:count], vectors[count:]
        return LinkScores(
            status=self._linear("status", a),
            links=self._score_pairs("links", a, b, triggers, mentions, triggers, sums, link_pairs(triggers, mentions, core)),
            ties=self._score_pairs("ties", b, b, mentions, mentions, triggers, sums, tie_pairs(mentions, core)),
        )

    def _score_pairs(
        self,
        name: str,
        a: Floats,
        b: Floats,
        a_nodes: Nodes,
        b_nodes: Nodes,
        triggers: Nodes,
        sums: Floats,
        pairs: Pairs,
    ) -> Floats:
        """Scores of the head `name` for `pairs`, [a, b, labels]; sums: [words + 1, between] running sums of the words."""
        at_a, at_b = pairs
        seen = pair_features(a_nodes, b_nodes, triggers, pairs)
        joint = np.empty((len(at_a), 2 * sums.shape[1]), np.float32)
        between, product = np.hsplit(joint, 2)
        np.subtract(sums[seen.end], sums[seen.begin], out=between)
        between /= np.maximum(seen.end - seen.begin, 1)[:, None].astype(np.float32)
        np.multiply(self._linear(f"{name}.a_mix", a)[at_a], self._linear(f"{name}.b_mix", b)[at_b], out=product)
        hidden = joint @ self._turned[f"{name}.joint"]
        hidden += self._linear(f"{name}.a", a)[at_a]
        hidden += (b @ self._turned[f"{name}.b"])[at_b]
        hidden += self._weights[f"{name}.near"][seen.distance * SENTENCE_BUCKETS + seen.sentences]
        hidden += self._weights[f"{name}.among"][seen.alike * BETWEEN_BUCKETS + seen.triggers]
        classes = a_nodes.label[at_a] * len(MENTION_TYPES) + b_nodes.label[at_b]
        found = self._linear(f"{name}.score", gelu(hidden)) + self._weights[f"{name}.classes.weight"][classes]
        scores = np.full((len(a), len(b), found.shape[1]), UNSCORED, np.float32)
        scores[at_a, at_b] = found
        return scores

    def _linear(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self._turned[name] + self._weights[f"{name}.bias"]
        return result


def node_inputs(words: Floats, triggers: Nodes, mentions: Nodes) -> tuple[Floats, NDArray[np.bool_], Ints, Ints]:
    """What the node layers take: of each node its first word, its last, their mean and its kind; and how near any two are."""
    every = triggers.followed_by(mentions)
    sums = np.zeros((len(words) + 1, words.shape[1]), np.float32)
    np.cumsum(words, axis=0, out=sums[1:])
    mean = (sums[every.last + 1] - sums[every.first]) / (every.last + 1 - every.first)[:, None].astype(np.float32)
    spans = np.concatenate([words[every.first], words[every.last], mean], axis=1)
    is_trigger = np.arange(len(every)) < len(triggers)
    kind = np.where(is_trigger, every.label, every.label + len(EVENT_TYPES))
    return spans, is_trigger[:, None], kind, pair_distances(every, every)


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))."""
    inner = x * x
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner


def log_softmax(x: Floats) -> Floats:
    """Over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
