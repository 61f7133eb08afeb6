"""The model card: what the shipped weights are, from which data, under which licences, how well they read, where they fail."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zenobia.exports.reading_json import reading_to_json
from zenobia.grounding import ground_reading
from zenobia.learning.gold import GoldReport, load_gold
from zenobia.learning.score import LINES
from zenobia.learning.score_run import Evaluation, collect_readings, evaluate_readings
from zenobia.reading.model import load_model
from zenobia.reading.reader import Reader
from zenobia.types import Published, Report


def write_card(folder: Path, dev: Sequence[Path]) -> None:
    """Measure the model in `folder` on gold/dev and write its card there as README.md."""
    model = load_model(folder)
    reader = Reader(model)
    gold, errors = load_gold(dev)
    if errors:
        raise errors[0]
    lines = [reading_to_json(ground_reading(reader.read(as_report(g)))) for g in gold]
    readings = collect_readings(lines, "gold/dev")
    long_ids = {g["id"] for path in dev if path.stem == "long" for g in map(json.loads, path.read_text("utf-8").splitlines())}
    short = evaluate_readings([g for g in gold if g.id not in long_ids], readings)
    both = evaluate_readings(gold, readings)
    head = Path(__file__).with_name("card.md").read_text("utf-8")
    text = head.format(digest=model.digest) + _table(short, both) + _calibration(both)
    (folder / "README.md").write_text(text, "utf-8")


def as_report(gold: GoldReport) -> Report:
    """A gold report as intake would give it."""
    published = Published(date=date.fromisoformat(gold.published), rule="given") if gold.published else None
    return Report(id=gold.id, sha256="", text=gold.text, published=published, language="en")


def _table(short: Evaluation, both: Evaluation) -> str:
    rows = ["| figure | short | short and long |", "|---|---|---|"]
    for name in LINES:
        cells = [
            f"{100 * e.counts[name].f1:.1f} ({100 * e.intervals[name].low:.1f}-{100 * e.intervals[name].high:.1f})"
            for e in (short, both)
        ]
        rows.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return "\n".join(rows) + "\n"


def _calibration(both: Evaluation) -> str:
    parts = [f"{kind} {value.error:.3f} (of {value.count})" for kind, value in both.calibration.items()]
    return f"\nExpected calibration error: {', '.join(parts)}.\n"
