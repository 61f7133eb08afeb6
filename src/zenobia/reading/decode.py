"""Scores to choices: which words are mentions and triggers, which links and ties hold. Pure; no text, no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zenobia.reading.heads import Floats, LinkScores, log_softmax
from zenobia.reading.labels import LINK_ALLOWED, LINKS, STATUSES, TIE_ALLOWED, TIES
from zenobia.reading.nodes import Ints, Nodes

IMPOSSIBLE = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a choice is given, tuned on gold/dev for F1 (learning/tune.py); labels not named: `other`."""

    trigger: float = 0.5
    mention: float = 0.0
    other: float = 0.5
    labels: Mapping[str, float] | None = None

    def of(self, label: str) -> float:
        """The threshold of one link or tie."""
        return (self.labels or {}).get(label, self.other)


@dataclass(frozen=True, slots=True)
class Found:
    """Spans of words with their class and probability: first, last (inclusive), label [n] int64, probability [n]."""

    nodes: Nodes
    probability: Floats

    def followed_by(self, later: Found, words: int) -> Found:
        """These and then `later`, whose words count from `words` on."""
        nodes = self.nodes.followed_by(later.nodes, words)
        return Found(nodes, np.concatenate([self.probability, later.probability]))


_NONE = np.zeros(0, np.int64)
NOTHING = Found(Nodes(_NONE, _NONE, _NONE, _NONE), np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Link:
    """Trigger a or mention a has the label to mention b (indices into the report's triggers and mentions)."""

    a: int
    b: int
    label: str
    probability: float


def decode_mentions(scores: Floats, sentence: Ints, thresholds: Thresholds) -> Found:
    """The likeliest sequence of B, I and O tags of each sentence (Viterbi): scores [words, 1 + 2 types] log-probabilities.

    A mention's probability is its weakest word's, of belonging to its type."""
    tags = _best_tags(scores, sentence)
    first, last, label = _runs(tags)
    both = np.logaddexp(scores[:, 1::2], scores[:, 2::2])  # [words, types]: B or I of the type
    probability = np.array([np.exp(both[a : b + 1, k].min()) for a, b, k in zip(first, last, label, strict=True)], np.float32)
    keep = probability >= thresholds.mention
    return Found(Nodes(first[keep], last[keep], label[keep], sentence[first[keep]]), probability[keep])


def _best_tags(scores: Floats, sentence: Ints) -> Ints:
    """[words] the likeliest lawful tag of each word.

    Where each word's own best tag makes a lawful sentence, that is the answer; only the other sentences need Viterbi."""
    tags: Ints = scores.argmax(1).astype(np.int64)
    before = np.where(np.diff(sentence, prepend=-1) == 0, np.roll(tags, 1), 0)
    inside = (tags > 0) & (tags % 2 == 0)
    unlawful = inside & (before != tags) & (before != tags - 1)
    if unlawful.any():
        again = np.isin(sentence, sentence[unlawful])
        tags[again] = _viterbi(scores[again], sentence[again])
    return tags


def _viterbi(scores: Floats, sentence: Ints) -> Ints:
    """[words] tag of each word, all sentences in step: the loop runs over the longest sentence's words."""
    words, width = scores.shape
    if not words:
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(sentence, prepend=-1))
    lengths = np.diff(np.append(starts, words))
    longest = int(lengths.max())
    inside = np.arange(longest)[None, :] < lengths[:, None]
    at = np.where(inside, starts[:, None] + np.arange(longest)[None, :], 0)
    best = np.zeros((longest, len(starts), width), np.float32)
    back = np.zeros((longest, len(starts), width), np.int64)
    state = scores[at[:, 0]].copy()
    state[:, 2::2] = IMPOSSIBLE  # no sentence begins inside a mention
    best[0] = state
    begins, insides = np.arange(1, width, 2), np.arange(2, width, 2)
    for step in range(1, longest):
        any_from = state.argmax(1)
        any_best = state.max(1)
        goes_on = state[:, insides] > state[:, begins]
        moved = np.empty_like(state)
        moved[:, 0] = any_best
        moved[:, begins] = any_best[:, None]
        moved[:, insides] = np.maximum(state[:, insides], state[:, begins])
        back[step, :, 0] = any_from
        back[step][:, begins] = any_from[:, None]
        back[step][:, insides] = np.where(goes_on, insides, begins)
        state = np.where(inside[:, step, None], moved + scores[at[:, step]], state)
        back[step] = np.where(inside[:, step, None], back[step], np.arange(width)[None, :])
    tags = np.zeros((len(starts), longest), np.int64)
    tag = state.argmax(1)
    rows = np.arange(len(starts))
    for step in range(longest - 1, -1, -1):
        tags[:, step] = tag
        tag = back[step][rows, tag] if step else tag
    return tags[inside]


def _runs(tags: Ints) -> tuple[Ints, Ints, Ints]:
    """First word, last word and type of each B I I ... run."""
    begins = np.flatnonzero(tags % 2 == 1)
    goes_on = (tags > 0) & (tags % 2 == 0)
    stops = np.flatnonzero(~goes_on)
    after = np.searchsorted(stops, begins, side="right")
    ends = np.append(stops, len(tags))[after] - 1
    return begins, ends, (tags[begins] - 1) // 2


def decode_triggers(scores: Floats, sentence: Ints, thresholds: Thresholds) -> Found:
    """Runs of words of one event type, each at least `thresholds.trigger` likely to be of some type.

    scores [words, 1 + types] log-probabilities. A trigger's probability is its best word's, of its type."""
    some = 1 - np.exp(scores[:, 0])
    kind = scores[:, 1:].argmax(1)
    on = np.flatnonzero(some >= thresholds.trigger)
    if not len(on):
        return NOTHING
    new = (np.diff(on) != 1) | (np.diff(kind[on]) != 0) | (np.diff(sentence[on]) != 0)
    first = on[np.append(True, new)]
    last = on[np.append(new, True)]
    label = kind[first]
    probability = np.array(
        [np.exp(scores[a : b + 1, 1 + k].max()) for a, b, k in zip(first, last, label, strict=True)], np.float32
    )
    return Found(Nodes(first, last, label, sentence[first]), probability)


def decode_status(scores: Floats) -> list[tuple[str, float]]:
    """[triggers, 4] scores -> each trigger's status and its probability."""
    if not len(scores):
        return []
    chance = np.exp(log_softmax(scores))
    return [(STATUSES[k], float(row[k])) for row, k in zip(chance, chance.argmax(1), strict=True)]


def decode_links(scores: LinkScores, mentions: Nodes, thresholds: Thresholds) -> list[Link]:
    """Links of a window that reach their thresholds and whose mention type can fill them; indices are the window's."""
    chance = 1 / (1 + np.exp(-scores.links))
    allowed = LINK_ALLOWED[mentions.label]  # [mentions, LINKS]
    cut = np.array([thresholds.of(name) for name in LINKS], np.float32)
    found = np.argwhere((chance >= cut) & allowed[None])
    return [Link(int(a), int(b), LINKS[k], float(chance[a, b, k])) for a, b, k in found]


def decode_ties(scores: LinkScores, mentions: Nodes, thresholds: Thresholds) -> list[Link]:
    """Ties of a window that reach their thresholds, between types that can have them; of A-B and B-A the likelier stays."""
    chance = 1 / (1 + np.exp(-scores.ties))
    allowed = TIE_ALLOWED[mentions.label[:, None], mentions.label[None, :]]
    cut = np.array([thresholds.of(name) for name in TIES], np.float32)
    found = np.argwhere((chance >= cut) & allowed)
    return [
        Link(int(a), int(b), TIES[k], float(chance[a, b, k]))
        for a, b, k in found
        if a != b and (chance[a, b, k], -a) >= (chance[b, a, k], -b)
    ]
