"""python benchmarks/actors.py [--report]: how well names of parties and people are resolved, the mention given.

Takes actor_cases.tsv (ids, offsets and our codes) and the texts of ../shared/corpora/current_events. Even case numbers are to
develop on, with --report the odd ones. Cases without codes, and known actors that the table lacks, are counted apart."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from zenobia.grounding.actor_table import actor_table
from zenobia.grounding.actors import ground_actors
from zenobia.grounding.known import known_places
from zenobia.grounding.places import ground_places
from zenobia.grounding.tables import read_table
from zenobia.learning.corpora import Source, load_current_events
from zenobia.pipeline import load_reader
from zenobia.types import Actor, Entity, Mention, MentionType, Published, Report, Span

SHARED = Path(__file__).parents[2] / "shared"
CASES = Path(__file__).parent / "actor_cases.tsv"


def resolve(kind: str, start: int, end: int, source: Source) -> Actor | None:
    """What grounding makes of the name at [start, end), in the setting that the reading of its report gives."""
    day = date.fromisoformat(str(source.published))
    report = Report(id=source.id, sha256="", text=source.text, published=Published(date=day, rule="given"), language="en")
    reading = ground_places(load_reader().read(report), known_places(), actor_table(), day)
    span = Span(start, end)
    mention = next((m for m in reading.mentions if m.span == span), None)
    if mention is None or mention.type.value != kind:  # the mention is given: as one more, of an entity of its own
        made = Mention(id=len(reading.mentions), span=span, text=span.of(source.text), type=MentionType(kind), confidence=1.0)
        entity = Entity(id=len(reading.entities), type=made.type, name=made.text, mentions=(made.id,))
        reading = replace(reading, mentions=(*reading.mentions, made), entities=(*reading.entities, entity))
        number = entity.id
    else:
        assert mention.entity is not None
        number = mention.entity
    return ground_actors(reading, actor_table(), day).entities[number].actor


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="the cases to report on, not those to develop on")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong cases")
    chosen = parser.parse_args()
    reports = {source.id: source for source in load_current_events(SHARED)}
    count: Counter[str] = Counter()
    wrong = []
    for case in read_table(CASES):
        if not case["known"] or int(case["n"]) % 2 != chosen.report:
            continue
        report = reports[case["report"]]
        words = report.text[int(case["start"]) : int(case["end"])]
        case["actor"] = re.sub(r"^(...)-gov$", r"\1", case["actor"])  # a government is its state
        actor = resolve(case["type"], int(case["start"]), int(case["end"]), report)
        given = actor.id if actor and actor.id and not actor.id.startswith("local:") else None
        if case["known"] == "no" or case["actor"] == "-":
            what = "unnamed" if case["known"] == "no" else "known, not in the table"
            count[what] += 1
            count[f"{what}, but an actor given"] += given is not None
            if given is not None:
                wrong.append(f"  {words!r} of {report.published}: {what}, taken for {given}")
            continue
        count["known"] += 1
        count["right actor"] += given == case["actor"]
        count["wrong actor"] += given is not None and given != case["actor"]
        if actor is not None:
            count["resolved to anything"] += 1
            count["right sector"] += actor.sector == case["sector"]
            count["right country"] += (actor.country or "") == case["country"]
            if (actor.sector or "", actor.country or "") != (case["sector"], case["country"]):
                said = f"{actor.sector} {actor.country}"
                wrong.append(
                    f"  {words!r} of {report.published}: {case['sector']} {case['country']}, taken for {said} ({actor.id})"
                )
        if given != case["actor"]:
            wrong.append(f"  {words!r} of {report.published}: {case['actor']}, taken for {given}")
    print("\n".join(wrong[: chosen.wrong]))
    for what, times in count.items():
        print(f"{what:40} {times}")


if __name__ == "__main__":
    main()
