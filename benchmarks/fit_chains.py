"""Fits the weights of chains (src/zenobia/record/data/chains.tsv) on the even sets of the coded articles.

    python benchmarks/fit_chains.py

Logistic regression over the evidence of record/chains.py, drawn to nothing; the odd half is never looked at here (benchmarks/incidents.py
reports it)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from fit_incidents import DATA, FOLDS, Matrix, fit
from incident_cases import Told, is_held_back, load_reports, read_articles, read_cases

from zenobia.pipeline import load_reader, read_report
from zenobia.record.blocks import can_meet
from zenobia.record.chains import evidence, places_of
from zenobia.record.families import can_be_one
from zenobia.record.features import event_features

Example = tuple[str, list[tuple[str, float]], bool]


def examples() -> Iterator[Example]:
    """Pairs of events of one report that can be one, of the even sets, and whether they are."""
    sets = {**read_articles(), **read_cases()[0]}
    told = {name: found for name, found in sets.items() if not is_held_back(name)}
    ids = {t.report for found in told.values() for t in found}
    reader = load_reader()
    readings = {name: read_report(report, reader) for name, report in load_reports(ids).items()}
    for name, found in told.items():
        for report in sorted({t.report for t in found}):
            reading = readings[report]
            features = event_features(reading)
            places = places_of(reading, features)
            labels = _labels([t for t in found if t.report == report])
            for a, b in combinations(sorted(labels), 2):
                x, y = features[a], features[b]
                if x.reason is None and y.reason is None and can_be_one(x.type, y.type) and can_meet(x, y):
                    yield name, evidence(places, a, b), labels[a] == labels[b]


def _labels(told: list[Told]) -> dict[int, str]:
    """The events of one report by number, each with the coders' label; one that meets two labels is left out."""
    found: dict[int, set[str]] = {}
    for t in told:
        if t.event:
            found.setdefault(t.event.number, set()).add(t.label)
    return {number: next(iter(labels)) for number, labels in found.items() if len(labels) == 1}


def main() -> None:
    """Fits and writes; prints how the fit does on folds of its own half, sets kept whole."""
    found = list(examples())
    names = ["start", *sorted({name for _, parts, _ in found for name, _ in parts})]
    rows = np.array([_row(parts, names) for _, parts, _ in found])
    same = np.array([float(one) for *_, one in found])
    held = np.zeros(len(names))
    groups = sorted({group for group, *_ in found})
    guesses: Matrix = np.zeros(len(same))
    for fold in range(FOLDS):
        tested = np.array([groups.index(group) % FOLDS == fold for group, *_ in found])
        guesses[tested] = rows[tested] @ fit(rows[~tested], same[~tested], held)
    right = float(((guesses > 0) * same).sum())
    precision, recall = right / max(1, (guesses > 0).sum()), right / same.sum()
    print(f"{len(same)} pairs, {same.sum():.0f} one happening; {FOLDS} folds: precision {precision:.3f}, recall {recall:.3f}")
    weights = fit(rows, same, held)
    with (DATA / "chains.tsv").open("w", encoding="utf-8") as file:
        file.write(
            "# Evidence that two events of one report tell one happening, and its weight in log odds. Made by benchmarks/fit_chains.py.\n"
        )
        file.writelines(f"{name}\t{weight:.3f}\n" for name, weight in zip(names, weights, strict=True))


def _row(parts: list[tuple[str, float]], names: list[str]) -> list[float]:
    found: dict[str, float] = {"start": 1.0}
    for name, value in parts:
        found[name] = found.get(name, 0.0) + value
    return [found.get(name, 0.0) for name in names]


if __name__ == "__main__":
    main()
