"""The model's heads in NumPy: from the encoder's word vectors to scores of tags, statuses, links and ties.

The same network as `learning/network.py` trains; arrays bear the names of its modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.labels import MENTION_TYPES, TIE_POSSIBLE
from zenobia.reading.nodes import Nodes, pair_distances, pair_features

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NODE_HEADS = 4
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

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights
        matrices = {name: w for name, w in weights.items() if w.ndim == 2 and name.endswith(".weight")}
        self._turned = {
            name.removesuffix(".weight"): np.ascontiguousarray(w.T) for name, w in matrices.items()
        }  # a third faster
        self._layers = sum(name.endswith(".qkv.weight") and name.startswith("node_layers.") for name in weights)

    def tag(self, words: Floats) -> TagScores:
        """words: [words, hidden] vectors of the words' first pieces."""
        return TagScores(log_softmax(self._linear("mention_tags", words)), log_softmax(self._linear("trigger_tags", words)))

    def link(self, words: Floats, triggers: Nodes, mentions: Nodes, core: int = 0) -> LinkScores:
        """Score a window's nodes; all word indices count within `words`.

        Left at UNSCORED, unscored: what stands wholly before word `core`, and ties between types that can have none."""
        count = len(triggers)
        every = triggers.followed_by(mentions)
        vectors = self._build_nodes(words, triggers, mentions)
        distance = pair_distances(every, every)
        for layer in range(self._layers):
            vectors = self._mix(f"node_layers.{layer}", vectors, distance)
        sums = np.zeros((len(words) + 1, self._weights["between.weight"].shape[0]), np.float32)
        np.cumsum(self._linear("between", words), axis=0, out=sums[1:])
        a, b = vectors[:count], vectors[count:]
        own: NDArray[np.bool_] = np.asarray(triggers.first >= core)
        named: NDArray[np.bool_] = np.asarray(mentions.first >= core)
        linked = np.broadcast_to(own[:, None], (count, len(mentions)))
        tied = (named[:, None] | named[None, :]) & TIE_POSSIBLE[mentions.label[:, None], mentions.label[None, :]]
        np.fill_diagonal(tied, False)
        return LinkScores(
            status=self._linear("status", a),
            links=self._score_pairs("links", a, b, triggers, mentions, triggers, sums, linked),
            ties=self._score_pairs("ties", b, b, mentions, mentions, triggers, sums, tied),
        )

    def _build_nodes(self, words: Floats, triggers: Nodes, mentions: Nodes) -> Floats:
        sums = np.zeros((len(words) + 1, words.shape[1]), np.float32)
        np.cumsum(words, axis=0, out=sums[1:])
        vectors = []
        for name, table, nodes in (("trigger_node", "event_type", triggers), ("mention_node", "mention_type", mentions)):
            width = (nodes.last + 1 - nodes.first)[:, None].astype(np.float32)
            mean = (sums[nodes.last + 1] - sums[nodes.first]) / width
            span = np.concatenate([words[nodes.first], words[nodes.last], mean], axis=1)
            vectors.append(self._linear(name, span) + self._weights[f"{table}.weight"][nodes.label])
        return self._norm("node_norm", np.concatenate(vectors))

    def _mix(self, name: str, x: Floats, distance: Ints) -> Floats:
        nodes, width = x.shape
        size = width // NODE_HEADS
        query, key, value = self._linear(f"{name}.qkv", x).reshape(nodes, 3, NODE_HEADS, size).transpose(1, 2, 0, 3)
        score = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        score = score + self._weights[f"{name}.near.weight"][distance].transpose(2, 0, 1)
        mixed = (np.exp(log_softmax(score)) @ value).transpose(1, 0, 2).reshape(nodes, width)
        x = self._norm(f"{name}.norm", x + self._linear(f"{name}.out", mixed))
        wide = self._linear(f"{name}.outer", gelu(self._linear(f"{name}.inner", x)))
        return self._norm(f"{name}.last_norm", x + wide)

    def _score_pairs(
        self,
        name: str,
        a: Floats,
        b: Floats,
        a_nodes: Nodes,
        b_nodes: Nodes,
        triggers: Nodes,
        sums: Floats,
        wanted: NDArray[np.bool_],
    ) -> Floats:
        """Scores of the head `name` for the `wanted` pairs [a, b]; sums: [words + 1, between] running sums of the words."""
        weights = self._weights
        at_a, at_b = np.nonzero(wanted)
        pairs = pair_features(a_nodes, b_nodes, triggers)
        begin, end = pairs.begin[at_a, at_b], pairs.end[at_a, at_b]
        between = (sums[end] - sums[begin]) / np.maximum(end - begin, 1)[:, None].astype(np.float32)
        product = self._linear(f"{name}.a_mix", a)[at_a] * self._linear(f"{name}.b_mix", b)[at_b]
        hidden = between @ self._turned[f"{name}.between"] + product @ self._turned[f"{name}.mix"]
        hidden += self._linear(f"{name}.a", a)[at_a]
        hidden += (b @ self._turned[f"{name}.b"])[at_b]
        for table in ("distance", "sentences", "alike", "triggers"):
            feature: Ints = getattr(pairs, table)
            hidden += weights[f"{name}.{table}.weight"][feature[at_a, at_b]]
        classes = a_nodes.label[at_a] * len(MENTION_TYPES) + b_nodes.label[at_b]
        found = self._linear(f"{name}.score", gelu(hidden)) + weights[f"{name}.classes.weight"][classes]
        scores = np.full((*wanted.shape, found.shape[1]), UNSCORED, np.float32)
        scores[at_a, at_b] = found
        return scores

    def _linear(self, name: str, x: Floats) -> Floats:
        result: Floats = x @ self._turned[name] + self._weights[f"{name}.bias"]
        return result

    def _norm(self, name: str, x: Floats) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-5))
        result: Floats = centred / scale * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def gelu(x: Floats) -> Floats:
    """The tanh form of GELU."""
    result: Floats = np.float32(0.5) * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    return result


def log_softmax(x: Floats) -> Floats:
    """Over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result
