"""The way of the weights: corpora -> pretrained encoder -> network trained on all marks -> settled on gold/train alone -> tuned
thresholds -> files and model card."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch

from zenobia.learning.card import write_card
from zenobia.learning.corpora import load_current_events, load_muc4, load_re3d, read_lines
from zenobia.learning.encoder import start_weights
from zenobia.learning.examples import make_examples
from zenobia.learning.export import export_model, write_settings
from zenobia.learning.network import Network
from zenobia.learning.own_marks import load_own_marks
from zenobia.learning.pretrain import pretrain
from zenobia.learning.selection import select_domain
from zenobia.learning.train import Options, pieces_in, start_network, train
from zenobia.learning.tune import tune_model
from zenobia.reading.model import load_model
from zenobia.reading.sentences import cut_sentences
from zenobia.reading.word_pieces import WordPieces

PRETRAIN_EPOCHS = 2.0
OPTIONS = Options(epochs=11)
SETTLE = Options(epochs=2, encoder_rate=1e-4, head_rate=3e-4, stray_from=0, average=0.98, seed=5)
"""The last epochs see gold/train alone, whose coders are gold/dev's: a point on most figures."""


def retrain(shared: Path, marks: Path, work: Path, out: Path) -> None:
    """Run every stage whose result is not yet in `work`; write the model folder `out`."""
    work.mkdir(parents=True, exist_ok=True)
    encoder, trained, settled = work / "encoder.pt", work / "network.pt", work / "settled.pt"
    if not encoder.exists():
        torch.save(pretrain(pretraining_texts(shared), epochs=PRETRAIN_EPOCHS).state_dict(), encoder)
    if not trained.exists():
        network = start_network(torch.load(encoder), seed=OPTIONS.seed)
        _train(network, load_gold(shared, "train") + our_marks(shared, marks), OPTIONS, trained)
    if not settled.exists():
        network = Network()
        network.load_state_dict(torch.load(trained))
        _train(network, load_gold(shared, "train"), SETTLE, settled)
    network = Network()
    network.load_state_dict(torch.load(settled))
    network.eval()
    export_model(network, out, {"thresholds": {}, "calibration": {}})
    dev = [shared / "gold" / "dev" / f"{name}.jsonl" for name in ("short", "long")]
    write_settings(out, tune_model(load_model(out), dev))
    write_card(out, dev)


def pretraining_texts(shared: Path) -> list[str]:
    """Reports of current_events in the domain of gold, and gold/train's own texts, shuffled."""
    gold = load_gold(shared, "train")
    short = [g["text"] for g in gold if "title" not in g]
    texts = select_domain(load_current_events(shared), short) + [g["text"] for g in gold]
    random.Random(1).shuffle(texts)
    return texts


def _train(network: Network, reports: list[dict[str, Any]], options: Options, target: Path) -> None:
    """Train on the windows of `reports` and save the weights."""
    tokenizer = WordPieces(start_weights() / "tokenizer.json")
    examples = [example for report in reports for example in make_examples(report, tokenizer, cut_sentences)]
    print(f"{len(examples)} windows, {pieces_in(examples)} pieces", flush=True)
    torch.save(train(network, examples, options).state_dict(), target)


def our_marks(shared: Path, marks: Path) -> list[dict[str, Any]]:
    """Our own marks, joined with the texts of the corpora they mark."""
    return load_own_marks(marks, load_current_events(shared) + load_re3d(shared) + load_muc4(shared))


def load_gold(shared: Path, part: str) -> list[dict[str, Any]]:
    """gold/train or gold/dev, short and long."""
    return [g for name in ("short", "long") for g in read_lines(shared / "gold" / part / f"{name}.jsonl")]
