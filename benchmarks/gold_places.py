"""python benchmarks/gold_places.py [--report]: how well the places of gold/dev are placed, the mentions given.

Takes place_cases.tsv (report ids, offsets and our codes: country, point, and how far an answer may be off) and the texts and mentions of
../shared/gold/dev. Even cases are to develop on, with --report the odd ones."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from zenobia.grounding.distance import distance_km
from zenobia.grounding.known import known_actors, known_places
from zenobia.grounding.places import ground_places
from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import read_table
from zenobia.learning.gold import GoldReport, gold_files, load_gold
from zenobia.learning.score_marks import trim
from zenobia.types import (
    Entity,
    Mention,
    MentionType,
    Place,
    Published,
    ReaderVersion,
    Reading,
    Relation,
    RelationType,
    Report,
    Span,
)

HERE = Path(__file__).resolve().parent
GOLD = HERE.parents[1] / "shared" / "gold" / "dev"
CASES = HERE / "place_cases.tsv"
SURE = 0.7
LEAST_KM = 25.0
NEAR_KM = 161.0


def reading_of(gold: GoldReport) -> Reading:
    """The mentions and containments of gold as a reading; mentions of the same words are one entity."""
    marked = sorted({(mark.span, mark.type) for mark in gold.marks.mentions})
    mentions: list[Mention] = []
    entities: list[Entity] = []
    at: dict[Span, int] = {}
    names: dict[tuple[str, str], int] = {}
    for number, (span, kind) in enumerate(marked):
        words = span.of(gold.text)
        entity = names.setdefault((kind, fold(words)), len(names))
        if entity == len(entities):
            entities.append(Entity(id=entity, type=MentionType(kind), name=words, mentions=()))
        entities[entity] = replace(entities[entity], mentions=(*entities[entity].mentions, number))
        at[span] = number
        mentions.append(Mention(id=number, span=span, text=words, type=MentionType(kind), entity=entity, confidence=1.0))
    ties = [(at.get(tie.source), at.get(tie.target)) for tie in gold.marks.ties if tie.type == "located_in"]
    relations = tuple(
        Relation(id=number, type=RelationType.LOCATED_IN, source=one, target=other, confidence=1.0, evidence=Span(0, 1))
        for number, (one, other) in enumerate(ties)
        if one is not None and other is not None
    )
    published = Published(date=date.fromisoformat(gold.published), rule="given") if gold.published else None
    return Reading(
        report=Report(id=gold.id, sha256="", text=gold.text, published=published),
        reader=ReaderVersion(version="gold", model="gold"),
        mentions=tuple(mentions),
        entities=tuple(entities),
        relations=relations,
    )


def cases(folder: Path = GOLD, file: Path = CASES) -> Iterator[tuple[dict[str, str], Reading, Mention]]:
    """Every case that is an identifiable place, its report and its mention."""
    reports, _ = load_gold(gold_files([folder]))
    readings = {report.id: reading_of(report) for report in reports}
    for case in read_table(file):
        reading = readings[case["report"]]
        span = trim(reading.report.text, int(case["start"]), int(case["end"]))
        mention = next((m for m in reading.mentions if m.span == span), None)
        if mention is not None and case["known"] == "yes":
            yield case, reading, mention


def is_right(case: dict[str, str], place: Place, least: float = LEAST_KM) -> bool:
    """Whether the place lies as near to the coded point as its coder asks, or `least`."""
    assert place.latitude is not None
    assert place.longitude is not None
    away = distance_km(float(case["latitude"]), float(case["longitude"]), place.latitude, place.longitude)
    return away <= max(float(case["within_km"] or 0), least)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="the cases to report on, not those to develop on")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong cases")
    chosen = parser.parse_args()
    count: Counter[str] = Counter()
    wrong: list[str] = []
    grounded: dict[str, Reading] = {}
    for case, reading, mention in cases():
        if int(case["n"]) % 2 != chosen.report:
            continue
        known = reading.report.id in grounded
        placed = (
            grounded[reading.report.id]
            if known
            else ground_places(
                reading, known_places(), known_actors(), reading.report.published.date if reading.report.published else None
            )
        )
        grounded[reading.report.id] = placed
        assert mention.entity is not None
        place = placed.entities[mention.entity].place
        count["known places"] += 1
        if place is None or place.id is None or place.confidence is None:
            wrong.append(f"  {mention.text!r}: not placed ({place.reason if place else 'no name'})")
            continue
        right = is_right(case, place)
        count["right"] += right
        count["within 161 km"] += is_right(case, place, NEAR_KM)
        count["country right"] += (place.country or "") == case["country"]
        if place.confidence >= SURE:
            count["sure answers"] += 1
            count["sure and right"] += right
        if not right:
            told = f"{case['country']} {case['latitude']} {case['longitude']} within {case['within_km']}"
            wrong.append(
                f"  {mention.text!r}: {told}, taken for {place.id} {place.latitude} {place.longitude} ({place.confidence})"
            )
    print("\n".join(wrong[: chosen.wrong]))
    for what, times in count.items():
        print(f"{what:20} {times:5} {times / count['known places']:.1%}")
    print(f"{'of sure ones right':20} {count['sure and right'] / max(1, count['sure answers']):11.1%}")


if __name__ == "__main__":
    main()
