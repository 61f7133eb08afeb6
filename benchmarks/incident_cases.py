"""The pairs and sets of reports coded by hand, as events of readings. Ids, offsets and codes are ours; the texts stay in ../shared.

incident_clusters.tsv: set, report, start, end, label, kind, coder: a line a happening that a report tells, by the words from start
to end; tellings of one happening bear one label within their set; CUM is a running total; coder 1 coded all sets, coder 2 every fifth again.
incident_pairs.tsv: pair, code (same, different, none), report, start, end, report, start, end, coder: do two reports tell one happening.
incident_chains.tsv: set, report, start, end, label, coder: a line an event of the long articles of ../shared/gold; GEN is a habit or campaign.
Even sets and pairs are for tuning, odd ones are held back."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from zenobia.intake.finish import digest
from zenobia.pipeline import load_reader, read_report
from zenobia.record.chains import features_of
from zenobia.record.families import FAMILY_OF
from zenobia.record.features import Features
from zenobia.types import Event, Published, Reading, Report

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
RUNNING, HABIT = "CUM", "GEN"


@dataclass(frozen=True, slots=True)
class Told:
    """A happening as a coder found it: where, under which label, and the event the reader made of it (None: it made none)."""

    group: str
    report: str
    start: int
    end: int
    label: str
    kind: str
    event: Features | None


def is_held_back(group: str) -> bool:
    """Odd sets and pairs."""
    return int(group[1:]) % 2 == 1


def load_reports(ids: set[str]) -> dict[str, Report]:
    """These reports of current_events and of the gold articles."""
    found = {}
    for line in _lines():
        record = json.loads(line)
        if record["id"] in ids:
            found[record["id"]] = Report(
                id=record["id"],
                sha256=digest(line.rstrip(b"\n")),
                text=record["text"],
                outlet=record["outlet"],
                published=Published(date=date.fromisoformat(record["published"]), rule="given"),
                language="en",
            )
    return found


def _lines() -> Iterator[bytes]:
    with gzip.open(SHARED / "corpora" / "current_events" / "reports.jsonl.gz", "rb") as lines:
        yield from lines
    for part in ("train", "dev"):
        yield from (SHARED / "gold" / part / "long.jsonl").read_bytes().splitlines(keepends=True)


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the two tables."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def read_cases(coder: str = "1") -> tuple[dict[str, list[Told]], list[tuple[str, str, Told, Told]]]:
    """Sets of happenings, and pairs (pair, code, one, other), with the events of readings made now."""
    clusters = [row for row in rows("incident_clusters.tsv") if row["coder"] == coder]
    pairs = [row for row in rows("incident_pairs.tsv") if row["coder"] == coder and row["code"] != "none"]
    ids = {row["report"] for row in clusters} | {row[name] for row in pairs for name in ("report_a", "report_b")}
    reader = load_reader()
    readings = {name: read_report(report, reader) for name, report in load_reports(ids).items()}
    sets: dict[str, list[Told]] = {}
    met = _met(clusters, readings)
    for row in clusters:
        told = _told(row["set"], row["report"], int(row["start"]), int(row["end"]), row["label"], row["kind"], readings, met)
        sets.setdefault(row["set"], []).append(told)
    found = []
    for row in pairs:
        a, b = (
            _told(row["pair"], row[f"report_{x}"], int(row[f"start_{x}"]), int(row[f"end_{x}"]), x, "", readings, set())
            for x in "ab"
        )
        found.append((row["pair"], row["code"], a, b))
    return sets, found


def read_articles(coder: str = "1") -> dict[str, list[Told]]:
    """Sets of articles: the events that coders labelled, with those of readings made now; habits and running totals left out."""
    coded = [row for row in rows("incident_chains.tsv") if row["coder"] == coder and row["label"] not in (RUNNING, HABIT)]
    reader = load_reader()
    readings = {name: read_report(report, reader) for name, report in load_reports({row["report"] for row in coded}).items()}
    sets: dict[str, list[Told]] = {}
    met = _met(coded, readings)
    for row in coded:
        told = _told(row["set"], row["report"], int(row["start"]), int(row["end"]), row["label"], "", readings, met)
        sets.setdefault(row["set"], []).append(told)
    return sets


Met = set[tuple[str, str, int]]
"""Set, report and number of the events whose triggers some telling of the set names."""


def _met(coded: Iterable[dict[str, str]], readings: dict[str, Reading]) -> Met:
    found = set()
    for row in coded:
        event = _meeting(readings[row["report"]], int(row["start"]), int(row["end"]))
        if event:
            found.add((row["set"], row["report"], event.id))
    return found


def _told(group: str, report: str, start: int, end: int, label: str, kind: str, readings: dict[str, Reading], met: Met) -> Told:
    reading = readings[report]
    event = _meeting(reading, start, end)
    if event is None:
        event = _nearby(reading, start, kind)
        event = None if event and (group, report, event.id) in met else event
    return Told(group, report, start, end, label, kind, features_of(reading)[event.id] if event else None)


def _meeting(reading: Reading, start: int, end: int) -> Event | None:
    """The event whose trigger these words meet."""
    meeting = [e for e in reading.events if e.trigger.start < end and start < e.trigger.end]
    return max(meeting, key=lambda e: (min(end, e.trigger.end) - max(start, e.trigger.start), -e.id), default=None)


def _nearby(reading: Reading, start: int, kind: str) -> Event | None:
    """The only event of the kind in the sentence; another's telling may not name it."""
    near = [e for e in reading.events if e.sentence.start <= start < e.sentence.end and (not kind or kind_of(e) == kind)]
    return near[0] if len(near) == 1 else None


def kind_of(event: Event) -> str:
    """violence, control or other, as the coders' kinds."""
    family = FAMILY_OF[event.type]
    return family if family in ("violence", "control") else "other"


def pairs_of(sets: Iterable[list[Told]]) -> Iterator[tuple[Told, Told, bool]]:
    """Every two happenings of a set, and whether they are one."""
    for told in sets:
        for a, b in combinations(told, 2):
            yield a, b, a.label == b.label and a.label != RUNNING
