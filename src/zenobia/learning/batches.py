"""Examples to padded batches: pieces, tags, nodes and all their pairs, in the shapes that `network.py` asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from zenobia.learning.examples import Example
from zenobia.learning.network import PairBatch
from zenobia.reading.labels import LINKS, TIES
from zenobia.reading.nodes import Nodes, PairFeatures, Pairs, link_pairs, pair_distances, pair_features, tie_pairs

MOST_STRAY = 8  # false nodes a window: an untrained tagger would flood the pairs


@dataclass(slots=True)
class Batch:
    """Examples padded to one shape; see `Network` for the shapes."""

    ids: Tensor
    case: Tensor
    mask: Tensor
    first: Tensor
    word_mask: Tensor
    mention_tags: Tensor
    trigger_tags: Tensor
    examples: list[Example]


def collate(examples: Sequence[Example]) -> Batch:
    """Pad `examples` to one batch; absent words bear tag -100."""
    pieces = max(len(e.ids) for e in examples)
    words = max(len(e.first) for e in examples)
    shape = (len(examples), pieces)
    ids, case, mask = (
        torch.zeros(shape, dtype=torch.long),
        torch.zeros(shape, dtype=torch.long),
        torch.zeros(shape, dtype=torch.bool),
    )
    first = torch.zeros(len(examples), words, dtype=torch.long)
    word_mask = torch.zeros(len(examples), words, dtype=torch.bool)
    mention_tags = torch.full((len(examples), words), -100)
    trigger_tags = torch.full((len(examples), words), -100)
    for row, e in enumerate(examples):
        ids[row, : len(e.ids)] = torch.from_numpy(e.ids)
        case[row, : len(e.ids)] = torch.from_numpy(e.case)
        mask[row, : len(e.ids)] = True
        first[row, : len(e.first)] = torch.from_numpy(e.first)
        word_mask[row, : len(e.first)] = True
        mention_tags[row, : len(e.first)] = 0
        trigger_tags[row, : len(e.first)] = 0
        for a, b, kind in e.mentions:
            mention_tags[row, a] = 1 + 2 * kind
            mention_tags[row, a + 1 : b + 1] = 2 + 2 * kind
        for a, b, kind in e.triggers:
            trigger_tags[row, a : b + 1] = 1 + kind
    return Batch(ids, case, mask, first, word_mask, mention_tags, trigger_tags, list(examples))


@dataclass(slots=True)
class NodeBatch:
    """The nodes of a batch: triggers first, then mentions, padded: [batch, nodes]; and their pairs."""

    first: Tensor
    last: Tensor
    label: Tensor
    is_trigger: Tensor
    mask: Tensor
    distance: Tensor
    links: PairBatch
    link_gold: Tensor
    ties: PairBatch
    tie_gold: Tensor
    status_row: Tensor
    status_node: Tensor
    status_gold: Tensor


Span3 = tuple[int, int, int]


def make_nodes(batch: Batch, stray_triggers: list[list[Span3]], stray_mentions: list[list[Span3]]) -> NodeBatch:
    """Gold nodes and the model's own false ones (no marks of theirs) as padded nodes with all their pairs."""
    rows = []
    for example, more_triggers, more_mentions in zip(batch.examples, stray_triggers, stray_mentions, strict=True):
        triggers, trigger_at = _merge(example.triggers, more_triggers)
        mentions, mention_at = _merge(example.mentions, more_mentions)
        rows.append((example, _nodes(triggers, example), _nodes(mentions, example), trigger_at, mention_at))
    width = max(1, max(len(t) + len(m) for _, t, m, _, _ in rows))
    size = (len(rows), width)
    first, last, label = (torch.zeros(size, dtype=torch.long) for _ in range(3))
    is_trigger, mask = torch.zeros(size, dtype=torch.bool), torch.zeros(size, dtype=torch.bool)
    distance = torch.zeros(len(rows), width, width, dtype=torch.long)
    links: list[list[np.ndarray]] = []
    ties: list[list[np.ndarray]] = []
    link_gold, tie_gold, status = [], [], []
    for row, (example, t, m, trigger_at, mention_at) in enumerate(rows):
        every = t.followed_by(m)
        n = len(every)
        for target, source in ((first, every.first), (last, every.last), (label, every.label)):
            target[row, :n] = torch.from_numpy(source)
        is_trigger[row, : len(t)] = True
        mask[row, :n] = True
        distance[row, :n, :n] = torch.from_numpy(pair_distances(every, every))
        linked, tied = link_pairs(t, m), tie_pairs(m)
        links.append(_columns(row, linked, (0, len(t)), pair_features(t, m, t, linked)))
        ties.append(_columns(row, tied, (len(t), len(t)), pair_features(m, m, t, tied)))
        gold = np.zeros((len(t), len(m), len(LINKS)), np.float32)
        for a, b, kind in example.links:
            gold[trigger_at[a], mention_at[b], kind] = 1
        link_gold.append(gold[linked])
        gold = np.zeros((len(m), len(m), len(TIES)), np.float32)
        for a, b, kind in example.ties:
            gold[mention_at[a], mention_at[b], kind] = 1
        tie_gold.append(gold[tied])
        status += [(row, trigger_at[i], s) for i, s in enumerate(example.status)]
    at = torch.tensor(status, dtype=torch.long).reshape(-1, 3)
    return NodeBatch(
        first, last, label, is_trigger, mask, distance,
        _pair_batch(links), torch.from_numpy(np.concatenate(link_gold)),
        _pair_batch(ties), torch.from_numpy(np.concatenate(tie_gold)),
        at[:, 0], at[:, 1], at[:, 2],
    )  # fmt: skip


def _merge(gold: list[Span3], stray: list[Span3]) -> tuple[list[Span3], dict[int, int]]:
    every = sorted([(*s, i) for i, s in enumerate(gold)] + [(*s, -1) for s in stray])
    return [s[:3] for s in every], {s[3]: at for at, s in enumerate(every) if s[3] >= 0}


def _nodes(spans: list[Span3], example: Example) -> Nodes:
    array = np.array(spans, np.int64).reshape(-1, 3)
    return Nodes(array[:, 0], array[:, 1], array[:, 2], example.sentence[array[:, 0]])


def _columns(row: int, pairs: Pairs, nodes_from: tuple[int, int], f: PairFeatures) -> list[np.ndarray]:
    """The columns of a PairBatch; nodes_from: the index in the row of the first a and of the first b."""
    at_a, at_b = pairs
    rows = np.full(len(at_a), row)
    return [rows, at_a + nodes_from[0], at_b + nodes_from[1], f.distance, f.sentences, f.alike, f.triggers, f.begin, f.end]


def _pair_batch(rows: list[list[np.ndarray]]) -> PairBatch:
    return PairBatch(*(torch.from_numpy(np.concatenate(c).astype(np.int64)) for c in zip(*rows, strict=True)))


def stray_nodes(tags: Tensor, gold: Sequence[list[Span3]], lengths: Sequence[int], *, mentions: bool) -> list[list[Span3]]:
    """Runs of predicted tags that touch no gold node: what the model would wrongly take for a node."""
    result = []
    for row, spans in enumerate(gold):
        taken = {w for a, b, _ in spans for w in range(a, b + 1)}
        found: list[Span3] = []
        tag = tags[row, : lengths[row]].tolist()
        word = 0
        while word < len(tag):
            if tag[word] == 0:
                word += 1
                continue
            kind = (tag[word] - 1) // 2 if mentions else tag[word] - 1
            end = word + 1
            follow = 2 + 2 * kind if mentions else tag[word]
            while end < len(tag) and tag[end] == follow:
                end += 1
            if len(found) < MOST_STRAY and not taken.intersection(range(word, end)):
                found.append((word, end - 1, kind))
            word = end
        result.append(found)
    return result


def make_batches(examples: Sequence[Example], pieces: int, generator: np.random.Generator) -> list[list[Example]]:
    """Shuffled batches of like lengths, each of at most `pieces` padded pieces."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids) * (1 + 0.1 * generator.random()))
    batches: list[list[Example]] = []
    current: list[Example] = []
    for index in order:
        if current and (len(current) + 1) * len(examples[index].ids) > pieces:
            batches.append(current)
            current = []
        current.append(examples[index])
    batches.append(current)
    generator.shuffle(batches)
    return batches
