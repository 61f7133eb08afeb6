"""Fits the weights of merging (src/zenobia/record/data/likeness.tsv) on the even sets and pairs of the coded cases.

    python benchmarks/fit_incidents.py            the weights
    python benchmarks/fit_incidents.py --words    how rare each word is (data/words.tsv), over all of current_events

Logistic regression over the evidence of record/likeness.py, drawn to what we held before (incident_priors.tsv); the odd half is never looked at
here (benchmarks/incidents.py reports it)."""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from incident_cases import HERE, SHARED, Told, is_held_back, pairs_of, read_cases
from numpy.typing import NDArray

from zenobia.record.families import can_be_one
from zenobia.record.features import Features, stems_of
from zenobia.record.likeness import evidence

DATA = HERE.parent / "src" / "zenobia" / "record" / "data"
HOLD = 8.0
"""How strongly weights are held to what we held before: the precision of the normal prior."""

MISSED = 2.2
"""How many times a pair that is one happening counts: the sets hold look-alikes on purpose, so that news has more that is one."""

PAIRS = 3.0
"""How many times an example of the pairs counts: they are drawn as news comes, the sets are full of look-alikes."""

FOLDS = 5
FEWEST = 60
"""Reports that a word must be in to stand in the table."""

Matrix = NDArray[np.float64]


def examples() -> Iterator[tuple[str, Features, Features, bool]]:
    """Pairs of events that merging would compare, of the even sets and pairs, and whether they are one happening."""
    sets, pairs = read_cases()
    told = list(pairs_of(found for name, found in sets.items() if not is_held_back(name)))
    told += [(a, b, code == "same") for name, code, a, b in pairs if not is_held_back(name)]
    for a, b, same in told:
        if is_comparable(a, b) and a.event and b.event:
            yield a.group, a.event, b.event, same


def is_comparable(a: Told, b: Told) -> bool:
    """Whether merging compares the two: read as two events, of kinds that can be one."""
    if a.event is None or b.event is None or a.event.key == b.event.key or a.event.reason or b.event.reason:
        return False
    return can_be_one(a.event.type, b.event.type)


def fit(rows: Matrix, same: Matrix, prior: Matrix, times: Matrix | None = None) -> Matrix:
    """The weights of greatest posterior probability, by Newton's method. times: how often each example counts; None: once."""
    weights = prior.copy()
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        counts = np.where(same > 0, MISSED, 1.0) * (1.0 if times is None else times)
        slope = rows.T @ (counts * (chance - same)) + HOLD * (weights - prior)
        bend = (rows.T * (counts * chance * (1 - chance))) @ rows + HOLD * np.eye(len(prior))
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def row_of(a: Features, b: Features, names: Sequence[str]) -> list[float]:
    """The evidence of a pair, in the order of `names`; the first is the start."""
    found: dict[str, float] = {"start": 1.0}
    for name, value in evidence(a, b):
        found[name] = found.get(name, 0.0) + value
    return [found.get(name, 0.0) for name in names]


def main() -> None:
    """Fits and writes; prints how the fit does on folds of its own half, sets and pairs kept whole."""
    found = list(examples())
    prior = {
        line.split("\t")[0]: float(line.split("\t")[1])
        for line in (HERE / "incident_priors.tsv").read_text("utf-8").splitlines()[1:]
    }
    names = ["start", *sorted({*prior, *(name for _, a, b, _ in found for name, _ in evidence(a, b))} - {"start"})]
    rows = np.array([row_of(a, b, names) for _, a, b, _ in found])
    same = np.array([float(one) for *_, one in found])
    held = np.array([prior.get(name, 0.0) for name in names])
    times = np.array([PAIRS if group.startswith("p") else 1.0 for group, *_ in found])
    groups = sorted({group for group, *_ in found})
    guesses = np.zeros(len(same))
    for fold in range(FOLDS):
        tested = np.array([groups.index(group) % FOLDS == fold for group, *_ in found])
        guesses[tested] = rows[tested] @ fit(rows[~tested], same[~tested], held, times[~tested])
    right = float(((guesses > 0) * same).sum())
    print(
        f"{len(same)} pairs, {same.sum():.0f} one happening; {FOLDS} folds: precision {right / max(1, (guesses > 0).sum()):.3f}, ",
        end="",
    )
    print(f"recall {right / same.sum():.3f}")
    weights = fit(rows, same, held, times)
    with (DATA / "likeness.tsv").open("w", encoding="utf-8") as file:
        file.write(
            "# Evidence that two events tell one happening, and its weight in log odds. Made by benchmarks/fit_incidents.py.\n"
        )
        file.writelines(f"{name}\t{weight:.3f}\n" for name, weight in zip(names, weights, strict=True))


def count_words(path: Path) -> None:
    """Writes data/words.tsv."""
    counts: Counter[str] = Counter()
    reports = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            counts.update(stems_of(json.loads(line)["text"]))
            reports += 1
    with (DATA / "words.tsv").open("w", encoding="utf-8") as file:
        file.write(
            "# How rare a word is: its first six letters; natural log of reports per report that holds it, over the 113,130 reports of\n"
            "# current_events. Words of fewer than 60 reports count as 8. Made by benchmarks/fit_incidents.py --words.\n"
        )
        kept = sorted((stem, count) for stem, count in counts.items() if count >= FEWEST and not stem.isdigit())
        file.writelines(f"{stem}\t{math.log(reports / count):.2f}\n" for stem, count in kept)


if __name__ == "__main__":
    if "--words" in sys.argv:
        count_words(SHARED / "corpora" / "current_events" / "reports.jsonl.gz")
    else:
        main()
