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
from zenobia.learning.batches import Batch, Span3, collate, make_batches, make_nodes, stray_nodes
from zenobia.learning.examples import Example
from zenobia.learning.network import Network
from zenobia.reading.pieces import CLS, MASK, SEP


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


def loss_of(network: Network, batch: Batch, *, stray: bool) -> Tensor:
    """Negative log-likelihood of all marks of the batch, summed over its examples and divided by their number."""
    return loss_over_words(network, network.encode(batch.ids, batch.case, batch.mask, batch.first), batch, stray=stray)


def loss_over_words(network: Network, words: Tensor, batch: Batch, *, stray: bool) -> Tensor:
    """The same from the batch's word vectors, [batch, words, HIDDEN]."""
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


def add_noise(batch: Batch, options: Options) -> None:
    """Hide some pieces and some words' case, so that the model leans on context too."""
    if options.word_dropout:
        hide = (torch.rand(batch.ids.shape) < options.word_dropout) & (batch.ids != CLS) & (batch.ids != SEP) & batch.mask
        batch.ids[hide] = MASK
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
