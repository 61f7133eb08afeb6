"""The joint network in PyTorch: one encoder, heads for mentions, triggers, status, links and ties.

`reading/heads.py` computes the same heads in NumPy from the exported weights; names of modules are names of arrays there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from zenobia.learning.encoder import HIDDEN, Encoder
from zenobia.reading.labels import EVENT_TYPES, LINKS, MENTION_TYPES, STATUSES, TIES
from zenobia.reading.nodes import BETWEEN_BUCKETS, DISTANCE_BUCKETS, SENTENCE_BUCKETS

NODE = 256  # width of a node's vector
PAIR = 256  # width of a pair's hidden layer
BETWEEN = 64  # width of the words between two nodes
RARE = -5.0  # where a pair's scores start: most pairs have no label
NODE_HEADS = 4
NODE_LAYERS = 2
MENTION_TAGS = 1 + 2 * len(MENTION_TYPES)  # O, then B and I of each type
TRIGGER_TAGS = 1 + len(EVENT_TYPES)  # O, then a type


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Pairs of nodes over a whole batch, [pairs] int64 each: row of the batch, node a, node b, and PairFeatures.

    a, b: indices into [batch, nodes]."""

    row: Tensor
    a: Tensor
    b: Tensor
    distance: Tensor
    sentences: Tensor
    alike: Tensor
    triggers: Tensor
    begin: Tensor
    end: Tensor


class NodeLayer(nn.Module):
    """Nodes of one window look at each other: [batch, nodes, NODE] -> the same; what stands near counts by a learnt bias."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(NODE, 3 * NODE)
        self.out = nn.Linear(NODE, NODE)
        self.norm = nn.LayerNorm(NODE)
        self.inner = nn.Linear(NODE, 2 * NODE)
        self.outer = nn.Linear(2 * NODE, NODE)
        self.last_norm = nn.LayerNorm(NODE)
        self.near = nn.Embedding(DISTANCE_BUCKETS, NODE_HEADS)

    def forward(self, x: Tensor, mask: Tensor, distance: Tensor, dropout: float) -> Tensor:
        """mask: [batch, nodes] bool; distance: [batch, nodes, nodes] int64 bucket."""
        batch, nodes, _ = x.shape
        heads = self.qkv(x).view(batch, nodes, 3, NODE_HEADS, NODE // NODE_HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        score = query @ key.transpose(-1, -2) / math.sqrt(NODE // NODE_HEADS) + self.near(distance).permute(0, 3, 1, 2)
        score = score.masked_fill(~mask[:, None, None, :], -1e4)
        mixed = (score.softmax(-1) @ value).transpose(1, 2).reshape(batch, nodes, NODE)
        x = self.norm(x + F.dropout(self.out(mixed), dropout, self.training))
        wide = self.outer(F.gelu(self.inner(x), approximate="tanh"))
        return self.last_norm(x + F.dropout(wide, dropout, self.training))


class PairHead(nn.Module):
    """Scores of every label for pairs of nodes: -> [pairs, labels]."""

    def __init__(self, labels: int, a_classes: int, b_classes: int) -> None:
        super().__init__()
        self.a = nn.Linear(NODE, PAIR)
        self.b = nn.Linear(NODE, PAIR, bias=False)
        self.between = nn.Linear(BETWEEN, PAIR, bias=False)
        self.distance = nn.Embedding(DISTANCE_BUCKETS, PAIR)
        self.sentences = nn.Embedding(SENTENCE_BUCKETS, PAIR)
        self.alike = nn.Embedding(BETWEEN_BUCKETS, PAIR)
        self.triggers = nn.Embedding(BETWEEN_BUCKETS, PAIR)
        self.a_mix = nn.Linear(NODE, BETWEEN)
        self.b_mix = nn.Linear(NODE, BETWEEN)
        self.mix = nn.Linear(BETWEEN, PAIR, bias=False)
        self.score = nn.Linear(PAIR, labels)
        self.classes = nn.Embedding(a_classes * b_classes, labels)
        self.b_classes = b_classes
        nn.init.zeros_(self.classes.weight)
        nn.init.constant_(self.score.bias, RARE)
        for table in (self.distance, self.sentences, self.alike, self.triggers):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, a: Tensor, b: Tensor, classes: Tensor, between: Tensor, pairs: PairBatch, dropout: float) -> Tensor:
        """a, b: [pairs, NODE]; classes: [pairs] a_class * b_classes + b_class; between: [pairs, BETWEEN]."""
        hidden = self.a(a) + self.b(b) + self.between(between) + self.mix(self.a_mix(a) * self.b_mix(b))
        hidden = hidden + self.distance(pairs.distance) + self.sentences(pairs.sentences)
        hidden = hidden + self.alike(pairs.alike) + self.triggers(pairs.triggers)
        return self.score(F.dropout(F.gelu(hidden, approximate="tanh"), dropout, self.training)) + self.classes(classes)


class Network(nn.Module):
    """Encoder and heads. `words` are the vectors of the words' first pieces, [batch, words, HIDDEN]."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = dropout
        self.mention_tags = nn.Linear(HIDDEN, MENTION_TAGS)
        self.trigger_tags = nn.Linear(HIDDEN, TRIGGER_TAGS)
        self.trigger_node = nn.Linear(3 * HIDDEN, NODE)
        self.mention_node = nn.Linear(3 * HIDDEN, NODE)
        self.event_type = nn.Embedding(len(EVENT_TYPES), NODE)
        self.mention_type = nn.Embedding(len(MENTION_TYPES), NODE)
        self.node_norm = nn.LayerNorm(NODE)
        self.node_layers = nn.ModuleList(NodeLayer() for _ in range(NODE_LAYERS))
        self.status = nn.Linear(NODE, len(STATUSES))
        self.between = nn.Linear(HIDDEN, BETWEEN)
        self.links = PairHead(len(LINKS), len(EVENT_TYPES), len(MENTION_TYPES))
        self.ties = PairHead(len(TIES), len(MENTION_TYPES), len(MENTION_TYPES))
        for table in (self.event_type, self.mention_type):
            nn.init.normal_(table.weight, std=0.1)

    def encode(self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """ids, case [batch, pieces], mask [batch, pieces] bool, first [batch, words] (piece index of each word) -> words."""
        hidden = self.encoder(ids, case, mask)
        words = hidden.gather(1, first[..., None].expand(-1, -1, HIDDEN))
        return F.dropout(words, self.dropout, self.training)

    def tag(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """-> scores of mention tags [batch, words, MENTION_TAGS] and trigger tags [batch, words, TRIGGER_TAGS]."""
        return self.mention_tags(words), self.trigger_tags(words)

    def build_nodes(self, words: Tensor, first: Tensor, last: Tensor, label: Tensor, is_trigger: Tensor) -> Tensor:
        """Spans to node vectors [batch, nodes, NODE].

        first, last, label: [batch, nodes] int64; is_trigger: [batch, nodes] bool."""
        sums = F.pad(words.cumsum(1), (0, 0, 1, 0))
        mean = (_at(sums, last + 1) - _at(sums, first)) / (last + 1 - first)[..., None]
        span = torch.cat([_at(words, first), _at(words, last), mean], -1)
        trigger = self.trigger_node(span) + self.event_type(label.clamp(max=len(EVENT_TYPES) - 1))
        mention = self.mention_node(span) + self.mention_type(label.clamp(max=len(MENTION_TYPES) - 1))
        return self.node_norm(torch.where(is_trigger[..., None], trigger, mention))

    def mix_nodes(self, nodes: Tensor, mask: Tensor, distance: Tensor) -> Tensor:
        """Let the nodes of a window look at each other."""
        for layer in self.node_layers:
            nodes = layer(nodes, mask, distance, self.dropout)
        return nodes

    def score_pairs(self, head: PairHead, words: Tensor, nodes: Tensor, labels: Tensor, pairs: PairBatch) -> Tensor:
        """Scores of `head` for `pairs`: labels [batch, nodes] -> [pairs, labels of the head]."""
        sums = F.pad(self.between(words).cumsum(1), (0, 0, 1, 0))
        count = (pairs.end - pairs.begin).clamp(min=1)[:, None]
        between = (sums[pairs.row, pairs.end] - sums[pairs.row, pairs.begin]) / count
        classes = labels[pairs.row, pairs.a] * head.b_classes + labels[pairs.row, pairs.b]
        return head(nodes[pairs.row, pairs.a], nodes[pairs.row, pairs.b], classes, between, pairs, self.dropout)


def _at(x: Tensor, index: Tensor) -> Tensor:
    """Rows of x [batch, words, HIDDEN] at index [batch, nodes]."""
    return x.gather(1, index[..., None].expand(-1, -1, HIDDEN))
