"""Training of the joint network: examples -> weights, by the likelihood of all their marks together."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from zenobia.learning.augment import vary
from zenobia.learning.examples import Example
from zenobia.learning.network import Network, PairBatch
from zenobia.reading.labels import LINKS, TIES
from zenobia.reading.nodes import Nodes, PairFeatures, pair_features

MASK_PIECE = 103
MOST_STRAY = 8  # false nodes a window: an untrained tagger would flood the pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to train. pieces: padded pieces a batch; rates: peak learning rates of encoder and heads."""

    epochs: int = 20
    pieces: int = 1280
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    word_dropout: float = 0.05
    case_dropout: float = 0.05
    average: float = 0.995
    commas: float = 0.15  # share of examples without commas, and of short ones joined (augment.py)
    joined: float = 0.3
    stray_from: int = 3  # from this epoch on, the model's own false nodes are shown to the pair heads
    seed: int = 1


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
        every = Nodes(*(np.concatenate(p) for p in zip(_columns(t), _columns(m), strict=True)))
        n = len(every)
        for target, source in ((first, every.first), (last, every.last), (label, every.label)):
            target[row, :n] = torch.from_numpy(source)
        is_trigger[row, : len(t)] = True
        mask[row, :n] = True
        distance[row, :n, :n] = torch.from_numpy(pair_features(every, every, t).distance)
        links.append(_flatten(row, 0, len(t), pair_features(t, m, t)))
        ties.append(_flatten(row, len(t), len(t), pair_features(m, m, t)))
        gold = np.zeros((len(t), len(m), len(LINKS)), np.float32)
        for a, b, kind in example.links:
            gold[trigger_at[a], mention_at[b], kind] = 1
        link_gold.append(gold.reshape(-1, len(LINKS)))
        gold = np.zeros((len(m), len(m), len(TIES)), np.float32)
        for a, b, kind in example.ties:
            gold[mention_at[a], mention_at[b], kind] = 1
        tie_gold.append(gold.reshape(-1, len(TIES)))
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


def _columns(nodes: Nodes) -> tuple[np.ndarray, ...]:
    return nodes.first, nodes.last, nodes.label, nodes.sentence


def _flatten(row: int, a_from: int, b_from: int, f: PairFeatures) -> list[np.ndarray]:
    a, b = np.meshgrid(*(np.arange(size) for size in f.distance.shape), indexing="ij")
    columns: list[np.ndarray] = [
        np.full(a.shape, row),
        a + a_from,
        b + b_from,
        f.distance,
        f.sentences,
        f.alike,
        f.triggers,
        f.begin,
        f.end,
    ]
    return [c.reshape(-1) for c in columns]


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


def loss_of(network: Network, batch: Batch, *, stray: bool) -> Tensor:
    """Negative log-likelihood of all marks of the batch, summed over its examples and divided by their number."""
    words = network.encode(batch.ids, batch.case, batch.mask, batch.first)
    mention_scores, trigger_scores = network.tag(words)
    loss = F.cross_entropy(mention_scores.flatten(0, 1), batch.mention_tags.flatten(), reduction="sum")
    loss = loss + F.cross_entropy(trigger_scores.flatten(0, 1), batch.trigger_tags.flatten(), reduction="sum")
    none: list[list[Span3]] = [[] for _ in batch.examples]
    stray_triggers, stray_mentions = none, none
    if stray:
        lengths = batch.word_mask.sum(1).tolist()
        stray_triggers = stray_nodes(trigger_scores.argmax(-1), [e.triggers for e in batch.examples], lengths, mentions=False)
        stray_mentions = stray_nodes(mention_scores.argmax(-1), [e.mentions for e in batch.examples], lengths, mentions=True)
    nodes = make_nodes(batch, stray_triggers, stray_mentions)
    if nodes.mask.any():
        vectors = network.build_nodes(words, nodes.first, nodes.last, nodes.label, nodes.is_trigger)
        vectors = network.mix_nodes(vectors, nodes.mask, nodes.distance)
        for head, pairs, gold in ((network.links, nodes.links, nodes.link_gold), (network.ties, nodes.ties, nodes.tie_gold)):
            if len(pairs.row):
                scores = network.score_pairs(head, words, vectors, nodes.label, pairs)
                loss = loss + F.binary_cross_entropy_with_logits(scores, gold, reduction="sum")
        if len(nodes.status_row):
            status = network.status(vectors[nodes.status_row, nodes.status_node])
            loss = loss + F.cross_entropy(status, nodes.status_gold, reduction="sum")
    return loss / len(batch.examples)


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


def add_noise(batch: Batch, options: Options) -> None:
    """Hide some pieces and some words' case, so that the model leans on context too."""
    if options.word_dropout:
        hide = (torch.rand(batch.ids.shape) < options.word_dropout) & (batch.ids != 101) & (batch.ids != 102) & batch.mask
        batch.ids[hide] = MASK_PIECE
    if options.case_dropout:
        plain = torch.rand(len(batch.case), 1) < options.case_dropout
        batch.case = torch.where(plain, torch.zeros_like(batch.case), batch.case)


def train(
    network: Network,
    examples: Sequence[Example],
    options: Options,
    *,
    after_epoch: Callable[[int, Network], None] | None = None,
) -> Network:
    """Train `network` on `examples`; gives the running average of its weights over the last steps."""
    torch.manual_seed(options.seed)
    generator = np.random.default_rng(options.seed)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": options.encoder_rate}, {"params": heads, "lr": options.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    trial = vary(examples, np.random.default_rng(0), commas=options.commas, joined=options.joined)
    per_epoch = len(make_batches(trial, options.pieces, np.random.default_rng(0)))
    steps = per_epoch * options.epochs
    warmup = max(1, int(options.warmup * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warmup, max(0.02, (steps - s) / (steps - warmup)))
    )
    average = copy.deepcopy(network)
    step = 0
    for epoch in range(options.epochs):
        began, total = time.time(), 0.0
        network.train()
        varied = vary(examples, generator, commas=options.commas, joined=options.joined)
        batches = make_batches(varied, options.pieces, generator)
        for chunk in batches:
            batch = collate(chunk)
            add_noise(batch, options)
            loss = loss_of(network, batch, stray=epoch >= options.stray_from)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*encoder, *heads], 5.0)
            optimizer.step()
            schedule.step()
            step += 1
            total += loss.item()
            decay = min(options.average, step / (step + 50))
            with torch.no_grad():
                for kept, new in zip(average.parameters(), network.parameters(), strict=True):
                    if new.requires_grad:
                        kept.lerp_(new, 1 - decay)
        print(f"epoch {epoch + 1} loss {total / len(batches):.3f} {time.time() - began:.0f} s", flush=True)
        if after_epoch is not None:
            average.eval()
            after_epoch(epoch, average)
    average.eval()
    return average


def start_network(encoder_weights: dict[str, Tensor], *, seed: int, dropout: float = 0.2) -> Network:
    """A network on a pretrained encoder, heads fresh."""
    torch.manual_seed(seed)
    network = Network(dropout)
    network.encoder.load_state_dict(encoder_weights)
    return network


def pieces_in(examples: Sequence[Example]) -> int:
    """How many word pieces the examples hold."""
    return int(sum(len(e.ids) for e in examples))
