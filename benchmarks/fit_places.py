"""python benchmarks/fit_places.py: the weights of grounding/place_choice.py, fitted anew; prints them.

Material, all of it to develop on: the first halves of LGL and GeoVirus, the cases of place_cases_train.tsv, and 12,000 reports of
current_events where the text puts a place in a country ("Tripoli, Lebanon"): there that tie is hidden, in half of the reports the
country's name with it, and the places of that country count as right. Needs torch (the [learn] extra); three minutes.

A candidate's chance is the softmax of its evidence times the weights, beside one for "none of these"; the loss is the log of the
chance of all right candidates. Evidence of other names depends on the weights, so evidence and weights take turns."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import gold_places
import numpy as np
import places
import torch

from zenobia.grounding.countries import country_of
from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.known import known_actors, known_places
from zenobia.grounding.place_choice import WEIGHTS, weigh_evidence
from zenobia.grounding.place_evidence import ALONE, TOGETHER, Floats, NamedPlace
from zenobia.grounding.place_names import PlaceName
from zenobia.grounding.places import SITES, find_place, find_spelt, named_places, talk_of_countries
from zenobia.learning.corpora import load_current_events
from zenobia.pipeline import load_reader
from zenobia.types import Report

NAMES = (*ALONE, *TOGETHER, "none")
TRAIN = gold_places.HERE / "place_cases_train.tsv"
REPORTS = 12_000
TURNS = 6
TRUST = {"lgl": 2.0, "geovirus": 1.0, "gold": 2.0, "country": 0.5}
"""How much a name of each source counts."""

Point = tuple[float, float, float]
"""Latitude, longitude, and the kilometres within which an answer is right."""


@dataclass(frozen=True, slots=True)
class Example:
    """The names of a report, its talk of countries, and for each name where it lies: points, or a country's code; empty: not known."""

    source: str
    names: Sequence[NamedPlace]
    talk: Mapping[str, float]
    gold: Sequence[Sequence[Point | str]]


def toponym_examples() -> Iterator[Example]:
    """The halves of LGL and GeoVirus to develop on."""
    for source, articles in (("lgl", places.load_lgl()), ("geovirus", places.load_geovirus())):
        for text, toponyms in articles[: len(articles) // 2]:
            names, index = places.names_of(text, toponyms)
            gold: list[list[Point | str]] = [[] for _ in names]
            for toponym in toponyms:
                gold[index[places.fold(toponym.words)]].append((*toponym.point, float(places.NEAR_KM)))
            yield Example(source, names, places.talk_of_countries(text, toponyms), gold)


def gold_examples() -> Iterator[Example]:
    """The cases of gold/train."""
    by_report: dict[str, list[tuple[int, Point]]] = {}
    readings = {}
    for case, reading, mention in gold_places.cases(gold_places.GOLD.parent / "train", TRAIN):
        if mention.entity is not None:
            readings[reading.report.id] = reading
            point = float(case["latitude"]), float(case["longitude"]), max(25.0, float(case["within_km"] or 0))
            by_report.setdefault(reading.report.id, []).append((mention.entity, point))
    for ident, points in by_report.items():
        reading = readings[ident]
        names = named_places(reading, known_places())
        sites = [entity.id for entity in reading.entities if entity.type in SITES]
        gold: list[list[Point | str]] = [[] for _ in names]
        for entity, point in points:
            gold[sites.index(entity)].append(point)
        day = reading.report.published.date if reading.report.published else None
        yield Example("gold", names, talk_of_countries(reading, known_actors(), day), gold)


def country_examples() -> Iterator[Example]:
    """Reports of current_events that tell a place's country, with the tie hidden."""
    dice = random.Random(5)
    sources = load_current_events(gold_places.GOLD.parents[1])
    dice.shuffle(sources)
    for source in sources[:REPORTS]:
        reading = load_reader().read(Report(id=source.id, sha256="", text=source.text, language="en"))
        names = named_places(reading, known_places())
        told = [{country_of(names[j].words.whole) for j in name.inside} - {None} for name in names]
        codes = [next(iter(found)) if len(found) == 1 else None for found in told]
        if not any(codes):
            continue
        holders = {j for name, code in zip(names, codes, strict=True) if code for j in name.inside}
        kept = [i for i in range(len(names)) if not (i in holders and dice.random() < 0.5)]
        place = {old: new for new, old in enumerate(kept)}
        shown = [
            replace(names[i], inside=() if codes[i] else tuple(place[j] for j in names[i].inside if j in place)) for i in kept
        ]
        talk = talk_of_countries(reading, known_actors(), date.fromisoformat(str(source.published)))
        yield Example("country", shown, talk, [[code] if (code := codes[i]) else [] for i in kept])


def _is_right(entry: Entry, gold: Point | str, words: PlaceName) -> bool:
    """Of a side of a place ("northern Syria") the whole place is right: which part is meant is reckoned afterwards."""
    if isinstance(gold, str):
        return entry.country == gold
    wide = entry.radius_km if words.bearing is not None or words.kind == "around" else 0.0
    return distance_km(gold[0], gold[1], entry.latitude, entry.longitude) <= gold[2] + wide


Row = tuple[str, Floats, Floats, float]
"""Source, evidence [candidates + none, NAMES], how right each is [candidates + none], how often the name stands."""


def evidence_of(examples: Sequence[Example], weights: Mapping[str, float]) -> list[Row]:
    """A row for each name whose place is known and that has candidates."""
    rows = []
    for example in examples:
        found, alone, together = weigh_evidence(
            example.names, find_place(known_places()), find_spelt(known_places()), example.talk, weights
        )
        for name, candidates, a, t, gold in zip(example.names, found, alone, together, example.gold, strict=True):
            if not gold or not candidates.entries:
                continue
            table = np.zeros((len(a) + 1, len(NAMES)))
            table[:-1, :-1] = np.hstack([a, t])
            table[-1, -1] = 1
            right = np.array(
                [np.mean([_is_right(entry, point, name.words) for point in gold]) for entry in candidates.entries] + [0.0]
            )
            right[-1] = not right.any()
            rows.append((example.source, table, right, float(len(gold))))
    return rows


def fit(rows: Sequence[Row], weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of least loss, begun at `weights`, with a light pull to zero."""
    size = max(len(table) for _, table, _, _ in rows)
    evidence = torch.zeros(len(rows), size, len(NAMES), dtype=torch.float64)
    absent = torch.full((len(rows), size), -1e9, dtype=torch.float64)
    right = torch.zeros(len(rows), size, dtype=torch.float64)
    counts = torch.tensor([TRUST[source] * times**0.5 for source, _, _, times in rows], dtype=torch.float64)
    for number, (_, table, good, _) in enumerate(rows):
        evidence[number, : len(table)] = torch.tensor(table)
        absent[number, : len(table)] = 0
        right[number, : len(table)] = torch.tensor(good)
    free = torch.tensor([weights[name] for name in NAMES], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([free], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        chances = torch.log_softmax(evidence @ free + absent, 1)
        value = (
            -(counts * torch.logsumexp(chances + torch.log(right + 1e-12), 1)).sum() / counts.sum()
            + 0.02 * ((free / 3) ** 2).mean()
        )
        value.backward()
        return value

    optimizer.step(loss)
    return dict(zip(NAMES, free.detach().numpy().round(2).tolist(), strict=True))


def main() -> None:
    """Print the weights, and how many names of each source the last turn puts right."""
    examples = [*toponym_examples(), *gold_examples(), *country_examples()]
    weights = dict(WEIGHTS)
    for _ in range(TURNS):
        weights = fit(evidence_of(examples, weights), weights)
    rows = evidence_of(examples, weights)
    vector = np.array([weights[name] for name in NAMES])
    for source in sorted({source for source, *_ in rows}):
        mine = [(good[int((table[:-1] @ vector[:]).argmax())], times) for s, table, good, times in rows if s == source]
        print(
            f"{source}: {sum(g * n for g, n in mine) / sum(n for _, n in mine):.1%} of {sum(n for _, n in mine):.0f} names that have candidates"
        )
    print(weights)


if __name__ == "__main__":
    main()
