"""Domain-adaptive pretraining: the start encoder reads conflict news with words masked, before it sees any gold.

Takes the short reports of current_events (gold/dev left out), gives an encoder whose case embedding is trained too."""

from __future__ import annotations

import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from zenobia.learning.encoder import HIDDEN, Encoder, load_start, start_weights
from zenobia.reading.pieces import CLS, MASK, SEP, cut_pieces
from zenobia.reading.word_pieces import WordPieces

LENGTH = 128  # pieces a row: reports are packed back to back, with [SEP] between
ROWS = 32
MASKED = 0.15


class WordHead(nn.Module):
    """Guess the masked word: [n, HIDDEN] -> [n, PIECES] against the frozen word embeddings."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(30_522))
        nn.init.eye_(self.dense.weight)
        nn.init.zeros_(self.dense.bias)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        return F.linear(self.norm(F.gelu(self.dense(x))), words, self.bias)


def pack(texts: list[str], tokenizer: WordPieces) -> tuple[Tensor, Tensor, Tensor]:
    """Reports back to back in rows of LENGTH pieces: ids, case, word number [rows, LENGTH]."""
    ids: list[int] = []
    case: list[int] = []
    word: list[int] = []
    for text in texts:
        pieces = cut_pieces(tokenizer, text)
        marks = np.zeros(len(pieces.ids), np.int64)
        marks[pieces.first] = 1
        ids += [*pieces.ids.tolist(), SEP]
        case += [*pieces.case.tolist(), 0]
        word += [*marks.tolist(), 1]
    rows = len(ids) // (LENGTH - 1)
    cut = rows * (LENGTH - 1)
    as_rows = [torch.tensor(x[:cut]).view(rows, LENGTH - 1) for x in (ids, case, np.cumsum(word).tolist())]
    heads = (CLS, 0, 0)
    packed = [torch.cat([torch.full((rows, 1), head), x], 1) for head, x in zip(heads, as_rows, strict=True)]
    return packed[0], packed[1], packed[2]


def mask_words(ids: Tensor, word: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Mask whole words at MASKED: -> masked ids, chosen [rows, LENGTH] bool. Of ten, one stays and one is any word."""
    count = int(word.max()) + 1
    chosen = (torch.rand(count, generator=generator) < MASKED)[word] & (ids != SEP) & (ids != CLS)
    dice = torch.rand(ids.shape, generator=generator)
    anything = torch.randint(1000, 30_522, ids.shape, generator=generator)
    masked = torch.where(chosen & (dice < 0.8), torch.full_like(ids, MASK), ids)
    return torch.where(chosen & (dice > 0.9), anything, masked), chosen


def pretrain(texts: list[str], *, epochs: float, rate: float = 3e-4, seed: int = 1) -> Encoder:
    """Train on `texts` by guessing masked words; prints the loss as it goes."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    tokenizer = WordPieces(start_weights() / "tokenizer.json")
    ids, case, word = pack(texts, tokenizer)
    encoder, head = load_start(Encoder()), WordHead()
    weights = [p for p in [*encoder.parameters(), *head.parameters()] if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps = math.ceil(epochs * len(ids) / ROWS)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 100, max(0.0, (steps - s) / steps)))
    print(f"{ids.numel()} pieces, {steps} steps", flush=True)
    full = torch.ones(ROWS, LENGTH, dtype=torch.bool)
    began, running = time.time(), 0.0
    order = torch.cat([torch.randperm(len(ids), generator=generator) for _ in range(math.ceil(epochs) + 1)])
    for step in range(steps):
        rows = order[step * ROWS : (step + 1) * ROWS]
        masked, chosen = mask_words(ids[rows], word[rows], generator)
        hidden = encoder(masked, case[rows], full)
        guess = head(hidden[chosen], encoder.words.weight)
        loss = F.cross_entropy(guess, ids[rows][chosen])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        running += (loss.item() - running) / min(step + 1, 50)
        if step % 50 == 49:
            print(
                f"{step + 1} loss {running:.3f} {(step + 1) * ROWS * LENGTH / (time.time() - began):.0f} pieces/s", flush=True
            )
    return encoder
