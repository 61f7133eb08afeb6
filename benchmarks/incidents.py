"""python benchmarks/incidents.py [--record FULL.zen] [--wrong] [--even]: how well merging finds which events tell one happening.

The sets and pairs of incident_cases.py are added to a record (or looked up in one of all of current_events); an event's incident is compared
with the coders' label. Pairwise F1 counts pairs of a set; B-cubed counts each telling (Bagga and Baldwin 1998). "given the event": tellings
the reader made an event of; "end to end": the others stand alone. The odd half is printed unless --even asks for the half that weights are
fitted on; --wrong lists the pairs that were missed or wrongly joined."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from pathlib import Path

from incident_cases import RUNNING, Told, is_held_back, load_reports, read_articles, read_cases, rows

from zenobia.errors import ZenobiaError
from zenobia.pipeline import load_reader
from zenobia.record import Record
from zenobia.record.adding import add_reports
from zenobia.record.likeness import compare

Labels = Mapping[int, object]


def build(path: Path) -> Record:
    """A record of every report that the cases name."""
    names = ("report", "report_a", "report_b")
    ids = {
        row[name]
        for table in ("incident_clusters.tsv", "incident_pairs.tsv", "incident_chains.tsv")
        for row in rows(table)
        for name in names
        if name in row
    }
    record, errors = Record(path), list[ZenobiaError]()
    placed = [("cases", report) for _, report in sorted(load_reports(ids).items())]
    add_reports(record.writer, path, placed, make_reader=load_reader, workers=2, subject="cases", on_error=errors.append)
    return record


def pairwise(found: Iterable[tuple[object, bool, bool]]) -> str:
    """Precision, recall and F1 of pairs: (what, one by the coders, one by us)."""
    told = list(found)
    right = sum(1 for _, truth, ours in told if truth and ours)
    precision = right / max(1, sum(ours for *_, ours in told))
    recall = right / max(1, sum(truth for _, truth, _ in told))
    counted = f"({len(told):,} pairs, {sum(t for _, t, _ in told)} one)"
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {_f1(precision, recall):5.1f}  {counted}"


def b_cubed(sets: Iterable[list[tuple[object, object]]]) -> str:
    """B-cubed precision, recall and F1 of tellings: (coders' label, our incident) each."""
    precisions, recalls = [], []
    for told in sets:
        for truth, ours in told:
            ours_too = [t for t, o in told if o == ours]
            truth_too = [o for t, o in told if t == truth]
            precisions.append(sum(t == truth for t in ours_too) / len(ours_too))
            recalls.append(sum(o == ours for o in truth_too) / len(truth_too))
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {_f1(precision, recall):5.1f}  ({len(precisions):,} tellings)"


def _f1(precision: float, recall: float) -> float:
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0


def incident_of(told: Told, incidents: Labels) -> object:
    """Our incident of a telling; what is in none, and what was not read, stands alone."""
    found = incidents.get(told.event.key) if told.event else None
    return found if found is not None else (told.report, told.start, told.end)


def happenings(told: Iterable[Told], keep: Callable[[Told], bool]) -> list[Told]:
    """The tellings of a set without running totals, each event once for one label."""
    seen: dict[object, Told] = {}
    for t in told:
        if t.label != RUNNING and keep(t):
            seen.setdefault((t.event.key if t.event else (t.report, t.start), t.label), t)
    return list(seen.values())


def agreement() -> None:
    """How far two coders who saw neither each other nor any output agree, by the same measures."""
    first = {(r["set"], r["report"], r["start"]): r["label"] for r in rows("incident_clusters.tsv") if r["coder"] == "1"}
    second = {(r["set"], r["report"], r["start"]): r["label"] for r in rows("incident_clusters.tsv") if r["coder"] == "2"}
    spans = {
        (r["coder"], r["set"], r["report"], int(r["start"]), int(r["end"])): r["label"] for r in rows("incident_clusters.tsv")
    }
    matched: dict[str, list[tuple[object, object]]] = {}
    for (coder, name, report, start, end), label in spans.items():
        others = [
            (min(end, e) - max(start, s), other)
            for (c, n, r, s, e), other in spans.items()
            if coder == "1" and c == "2" and n == name and r == report and s < end and start < e
        ]
        if others:
            matched.setdefault(name, []).append((label, max(others)[1]))
    pairs = [
        (None, a[0] == b[0] != RUNNING, a[1] == b[1] != RUNNING) for told in matched.values() for a, b in combinations(told, 2)
    ]
    print(
        f"coders, tellings both marked: {sum(map(len, matched.values()))} of {len(second)} and {sum(1 for k in first if k[0] in matched)}"
    )
    print(f"coders, pairwise              {pairwise(pairs)}")
    print(f"coders, B-cubed               {b_cubed(matched.values())}")
    codes = {coder: {r["pair"]: r["code"] for r in rows("incident_pairs.tsv") if r["coder"] == coder} for coder in "12"}
    same = sum(codes["1"][pair] == code for pair, code in codes["2"].items())
    print(f"coders, pairs of reports      {same} of {len(codes['2'])} alike")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", type=Path, help="a record of all of current_events")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--even", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = Record(options.record, write=False) if options.record else build(Path(folder) / "cases.zen")
        found = record.sql("select ev.key, ev.incident from event ev where ev.incident is not null")
        incidents: Labels = {int(key): number for key, number in found.rows}
        record.close()
    sets, pairs = read_cases()
    wanted = {name: told for name, told in sets.items() if is_held_back(name) != options.even}
    if not options.even:
        agreement()
    for title, keep in (("given the event", lambda t: t.event is not None), ("end to end", lambda _: True)):
        told = {name: happenings(found, keep) for name, found in wanted.items()}
        labelled = [[(t.label, incident_of(t, incidents)) for t in found] for found in told.values()]
        within = [
            ((a, b), a.label == b.label, incident_of(a, incidents) == incident_of(b, incidents))
            for f in told.values()
            for a, b in combinations(f, 2)
        ]
        print(f"sets, {title}, pairwise   {pairwise(within)}")
        print(f"sets, {title}, B-cubed    {b_cubed(labelled)}")
        coded = [
            ((a, b), code == "same", incident_of(a, incidents) == incident_of(b, incidents))
            for name, code, a, b in pairs
            if is_held_back(name) != options.even and keep(a) and keep(b)
        ]
        print(f"pairs, {title}            {pairwise(coded)}")
        print(f"sets and pairs, {title}   {pairwise([*within, *coded])}")
        if options.wrong and title == "given the event":
            show_wrong([*within, *coded])
    show_articles(options.even, incidents, wrong=options.wrong)


def show_articles(even: bool, incidents: Labels, *, wrong: bool) -> None:
    """Events of long articles: within one, and between those of a set."""
    told = {
        name: happenings(found, lambda t: t.event is not None)
        for name, found in read_articles().items()
        if is_held_back(name) != even
    }
    pairs = [
        ((a, b), a.label == b.label, incident_of(a, incidents) == incident_of(b, incidents))
        for found in told.values()
        for a, b in combinations(found, 2)
    ]
    print(f"articles, within one, pairwise   {pairwise(p for p in pairs if p[0][0].report == p[0][1].report)}")
    print(f"articles, between, pairwise      {pairwise(p for p in pairs if p[0][0].report != p[0][1].report)}")
    print(
        f"articles, B-cubed                {b_cubed([[(t.label, incident_of(t, incidents)) for t in f] for f in told.values()])}"
    )
    if wrong:
        show_wrong(pairs)


def show_wrong(found: Iterable[tuple[tuple[Told, Told], bool, bool]]) -> None:
    """The pairs that are wrong, with the parts of their likeness; texts stay in ../shared."""
    for (a, b), truth, ours in found:
        if truth != ours and a.event and b.event:
            parts = "; ".join(f"{name} {weight:+.1f}" for name, weight in compare(a.event, b.event).parts)
            where = f"{a.group} {a.report}:{a.start} {b.report}:{b.start}"
            print(f"{'missed' if truth else 'joined'} {where}  {compare(a.event, b.event).log_odds:+.1f}: {parts}")


if __name__ == "__main__":
    main()
