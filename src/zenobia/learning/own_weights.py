"""Weights of the user's own: the shipped heads trained on over a few corrected reports, and kept only where reports held aside are read better.

The encoder stays as it ships, so its vectors are worked out once and training takes seconds a report. The heads are drawn to the
shipped ones (L2-SP: Li, Grandvalet and Davoine 2018), so that what the corrections say nothing of stays as it was."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from zenobia.errors import GoldError
from zenobia.exports.reading_json import reading_to_dict
from zenobia.grounding import ground_reading
from zenobia.learning.batches import collate
from zenobia.learning.examples import Example, make_examples
from zenobia.learning.export import export_heads
from zenobia.learning.gold import GoldReport
from zenobia.learning.network import Network
from zenobia.learning.score_marks import marks_of_reading
from zenobia.learning.score_run import ReadMarks, evaluate_readings
from zenobia.learning.shipped import shipped_network
from zenobia.learning.train import loss_over_words
from zenobia.reading.model import FOLDER, Model, load_model, model_digest
from zenobia.reading.own_weights import LEARNED, OWN_FILES
from zenobia.reading.reader import Reader
from zenobia.reading.sentences import cut_sentences
from zenobia.types import Report

FOLDS = 4
"""Parts of the gold that are held aside in turn."""

LEAST = 8
"""Reports below which nothing can be held aside that would tell whether reading got better."""

EPOCHS = 12
"""Rounds over the gold at most; how many is chosen by the reports held aside."""

RATE = 3e-3
"""Of learning, at every step."""

PULL = 0.3
"""Cost of a weight's squared distance from the shipped one, a batch: tuned on gold/train coded by other rules (benchmarks/learn.py)."""

WORDS = 1500
"""Words a batch."""

DROPOUT = 0.2

FIGURES = ("mention overlap", "event", "argument", "status", "relation")
"""The lines of `zenobia evaluate` that are shown, and whose mean decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What came of learning. reports: of the gold; epochs: rounds that the reports held aside chose, 0 when the shipped weights read them best.

    before, after: F1 (0 to 1) of reports while they were held aside, by name of the figure; kept: whether the weights were written."""

    reports: int
    epochs: int
    before: Mapping[str, float]
    after: Mapping[str, float]
    kept: bool

    @property
    def gains(self) -> bool:
        """Whether reports held aside are read better on the whole."""
        return _mean(self.after) > _mean(self.before)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A window of gold and the shipped vectors of its words, [words, HIDDEN]."""

    example: Example
    words: Tensor


@dataclass(frozen=True, slots=True)
class _Case:
    """A report of gold: its marks, its text as a report, its windows."""

    gold: GoldReport
    report: Report
    lessons: Sequence[_Lesson]


def learn(
    gold: Sequence[GoldReport],
    reports: Mapping[str, Report],
    own: Path,
    *,
    dry_run: bool = False,
    on_start: Callable[[int], None] = lambda _total: None,
    on_step: Callable[[], None] = lambda: None,
) -> Learned:
    """Learns from gold, and writes the weights to the folder `own` when reports held aside are read better with them.

    reports: the texts of the gold by id. on_start, on_step: told how many steps there are, and of each that is done.
    Raises GoldError when there are too few reports to hold any aside."""
    if len(gold) < LEAST:
        mend = f"correct and export more reports: at least {LEAST}, better a hundred"
        raise GoldError(f"{len(gold)} reports are too few to learn from", where="gold", mend=mend)
    on_start((2 * FOLDS + 1) * EPOCHS)
    model = load_model()
    cases = [_case(g, reports[g.id], model) for g in sorted(gold, key=lambda g: g.id)]
    order = np.random.default_rng(1).permutation(len(cases))
    folds = [[cases[i] for i in order[fold::FOLDS]] for fold in range(FOLDS)]
    epochs = _best_epochs(folds, on_step)
    readers = [_reader(_train(_rest(folds, fold), epochs, on_step)) for fold in folds] if epochs else []
    before = _figures([(Reader(model), fold) for fold in folds])
    after = _figures(list(zip(readers, folds, strict=True))) if epochs else before
    found = Learned(reports=len(cases), epochs=epochs, before=before, after=after, kept=False)
    if dry_run or not found.gains:
        return found
    _write(_train(cases, epochs, on_step), own, cases)
    return replace(found, kept=True)


def _case(gold: GoldReport, report: Report, model: Model) -> _Case:
    examples = [e for e in make_examples(dict(gold.line), model.tokenizer, cut_sentences) if len(e.first)]
    return _Case(gold, report, [_Lesson(e, torch.from_numpy(model.encode(e.ids, e.case)[e.first])) for e in examples])


def _rest(folds: Sequence[list[_Case]], held: list[_Case]) -> list[_Case]:
    return [case for fold in folds if fold is not held for case in fold]


def _best_epochs(folds: Sequence[list[_Case]], on_step: Callable[[], None]) -> int:
    """The round after which reports held aside are likeliest, over all folds; 0 is before the first."""
    losses = np.zeros(EPOCHS + 1)
    for held in folds:
        told: list[float] = []
        after_epoch = partial(_note_loss, told, held)
        _train(_rest(folds, held), EPOCHS, on_step, after_epoch)
        losses += told
    return int(losses.argmin())


def _note_loss(told: list[float], held: Sequence[_Case], network: Network) -> None:
    told.append(_loss(network, held))


def _train(
    cases: Sequence[_Case],
    epochs: int,
    on_step: Callable[[], None],
    after_epoch: Callable[[Network], None] = lambda _network: None,
) -> Network:
    """The shipped network after so many rounds over these cases; after_epoch also sees it before the first."""
    torch.manual_seed(1)
    generator = np.random.default_rng(1)
    network = shipped_network(FOLDER)
    trained = {name: p for name, p in network.named_parameters() if not name.startswith("encoder.")}
    shipped = {name: p.detach().clone() for name, p in trained.items()}
    optimizer = torch.optim.AdamW(trained.values(), lr=RATE, weight_decay=0.0)
    after_epoch(network.eval())
    for _ in range(epochs):
        network.train()
        for lessons in _batches(cases, generator):
            words = torch.nn.functional.dropout(_padded(lessons), DROPOUT)
            loss = loss_over_words(network, words, collate([lesson.example for lesson in lessons]), stray=True)
            pulled = loss + PULL * sum(((p - shipped[name]) ** 2).sum() for name, p in trained.items())
            optimizer.zero_grad()
            pulled.backward()
            torch.nn.utils.clip_grad_norm_(trained.values(), 5.0)
            optimizer.step()
        after_epoch(network.eval())
        on_step()
    return network


def _loss(network: Network, cases: Sequence[_Case]) -> float:
    """Negative log-likelihood of the cases' marks, summed."""
    total = 0.0
    with torch.no_grad():
        for lessons in _batches(cases, None):
            batch = collate([lesson.example for lesson in lessons])
            total += len(lessons) * loss_over_words(network, _padded(lessons), batch, stray=True).item()
    return total


def _batches(cases: Sequence[_Case], generator: np.random.Generator | None) -> list[list[_Lesson]]:
    """Windows of like lengths together; shuffled by the generator, where there is one."""
    lessons = sorted((lesson for case in cases for lesson in case.lessons), key=lambda lesson: len(lesson.words))
    batches: list[list[_Lesson]] = [[]]
    for lesson in lessons:
        if batches[-1] and (len(batches[-1]) + 1) * len(lesson.words) > WORDS:
            batches.append([])
        batches[-1].append(lesson)
    if generator is not None:
        generator.shuffle(batches)
    return batches


def _padded(lessons: Sequence[_Lesson]) -> Tensor:
    """[batch, words, HIDDEN]."""
    return torch.nn.utils.rnn.pad_sequence([lesson.words for lesson in lessons], batch_first=True)


# What the weights read


def _reader(network: Network) -> Reader:
    """A reader with these weights, as they would ship: halves and int8."""
    with tempfile.TemporaryDirectory() as folder:
        _export(network, Path(folder), {"shipped": model_digest()})
        return Reader(load_model(own=Path(folder)))


def _figures(held: Sequence[tuple[Reader, list[_Case]]]) -> dict[str, float]:
    """F1 by figure over all cases, each read by its reader."""
    readings: dict[str, ReadMarks] = {}
    for reader, cases in held:
        for case in cases:
            told: dict[str, Any] = reading_to_dict(ground_reading(reader.read(case.report)))
            readings[case.gold.id] = ReadMarks(case.report.text, marks_of_reading(told))
    found = evaluate_readings([case.gold for _, cases in held for case in cases], readings)
    return {name: found.counts[name].f1 for name in FIGURES}


def _mean(figures: Mapping[str, float]) -> float:
    return sum(figures.values()) / len(figures)


# Files


def _write(network: Network, own: Path, cases: Sequence[_Case]) -> None:
    """The weights in place of those that were there; a reader sees the old ones or the new ones, never some of each."""
    told = {
        "shipped": model_digest(),
        "reports": len(cases),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": sorted(case.report.sha256 for case in cases),
    }
    own.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="model-", dir=own.parent))
    try:
        _export(network, made, told)
        (own / LEARNED).unlink(missing_ok=True)
        own.mkdir(exist_ok=True)
        for name in (*OWN_FILES, LEARNED):
            os.replace(made / name, own / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _export(network: Network, folder: Path, told: Mapping[str, object]) -> None:
    export_heads(network, folder)
    (folder / LEARNED).write_text(json.dumps(told, indent=1) + "\n", "utf-8")
