"""What `zenobia learn` takes from corrections, and what it forgets.

    python benchmarks/learn.py [--shared ../shared]

No record of real corrections can be shipped, so coders with rules of their own are played: gold/train coded by other rules (RULES). The
reader learns from so many of these reports; others are read before and after. "as they code": F1 of events under their rules; "argument":
of arguments; "gold/dev": events of gold/dev as it is coded, in the types that the rules leave alone, which must not be forgotten."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zenobia.exports.reading_json import reading_to_dict
from zenobia.grounding import ground_reading
from zenobia.intake import Given, load_placed
from zenobia.learning import own_weights
from zenobia.learning.gold import GoldReport, load_gold
from zenobia.learning.score_marks import marks_of_reading
from zenobia.learning.score_run import Evaluation, ReadMarks, evaluate_readings
from zenobia.reading.model import load_model
from zenobia.reading.reader import Reader
from zenobia.types import Report

RULES = {"airstrike": "shelling", "clash": "attack", "accuse": "speak"}
"""Event types as these coders see them."""

SIZES = (16, 50, 150, 400)
TESTED = 400

Json = dict[str, Any]


def main() -> None:
    """Prints a table: a line for each number of corrected reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--plain", action="store_true", help="learn from gold/train as it is coded: nothing should be lost")
    shared = parser.parse_args().shared
    chosen = parser.parse_args()
    rules = {} if chosen.plain else RULES
    with tempfile.TemporaryDirectory() as folder:
        coded = _coded(shared / "gold" / "train" / "short.jsonl", Path(folder) / "coded.jsonl", rules)
        texts = _texts([Path(folder) / "coded.jsonl", shared / "gold" / "dev" / "short.jsonl"])
        dev, _ = load_gold([shared / "gold" / "dev" / "short.jsonl"])
        tested = coded[-TESTED:]
        print(
            f"{'reports':>8}{'rounds':>8}{'as they code':>14}{'argument':>10}{'gold/dev':>10}{'held-aside mean, before and after':>36}"
        )
        _print(0, None, Reader(load_model()), tested, dev, texts, rules)
        for size in chosen.sizes:
            own = Path(folder) / f"own-{size}"
            learned = own_weights.learn(coded[:size], texts, own)
            _print(size, learned, Reader(load_model(own=own)), tested, dev, texts, rules)


def _coded(source: Path, target: Path, rules: Mapping[str, str]) -> list[GoldReport]:
    """gold/train as those coders would have it."""
    lines = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    for line in lines:
        for event in line.get("ev", []):
            event["t"] = rules.get(event["t"], event["t"])
    target.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    found, _ = load_gold([target])
    return found


def _texts(files: Sequence[Path]) -> dict[str, Report]:
    placed = load_placed([str(file) for file in files], Given())
    return {report.id: report for _, report in placed if isinstance(report, Report)}


def _print(
    size: int, learned: own_weights.Learned | None, reader: Reader, tested: Sequence[GoldReport], dev: Sequence[GoldReport],
    texts: Mapping[str, Report], rules: Mapping[str, str],
) -> None:  # fmt: skip
    theirs, ours = _evaluate(reader, tested, texts), _evaluate(reader, dev, texts)
    touched = set(rules) | set(rules.values())
    kept = [ours.counts[name] for name in ours.types if name.removeprefix("event:") not in touched]
    hits, total = sum(c.f1 * (c.gold + c.read) for c in kept), sum(c.gold + c.read for c in kept)
    line = f"{size:8}{learned.epochs if learned else 0:8}{100 * theirs.counts['event'].f1:14.1f}{100 * theirs.counts['argument'].f1:10.1f}"
    line += f"{100 * hits / total:10.1f}"
    if learned:
        means = [100 * sum(f.values()) / len(f) for f in (learned.before, learned.after)]
        line += f"{means[0]:26.1f}{means[1]:10.1f}{'' if learned.kept else ' (not kept)'}"
    print(line, flush=True)


def _evaluate(reader: Reader, gold: Sequence[GoldReport], texts: Mapping[str, Report]) -> Evaluation:
    readings: dict[str, ReadMarks] = {}
    for report in gold:
        told: Json = reading_to_dict(ground_reading(reader.read(texts[report.id])))
        readings[report.id] = ReadMarks(report.text, marks_of_reading(told))
    return evaluate_readings(gold, readings)


if __name__ == "__main__":
    main()
