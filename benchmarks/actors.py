"""python benchmarks/actors.py [--report]: how well names of parties and people are resolved, the mention given.

Takes actor_cases.tsv (ids, offsets and our codes) and the texts of ../shared/corpora/current_events. Even case numbers are to
develop on, with --report the odd ones. Cases without codes, and known actors that the table lacks, are counted apart."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path

from zenobia.grounding.actor_table import actor_table
from zenobia.grounding.actors import Setting, find_party, find_person
from zenobia.grounding.countries import alpha3, countries_in
from zenobia.grounding.tables import read_table
from zenobia.learning.corpora import load_current_events
from zenobia.types import Actor

SHARED = Path(__file__).parents[2] / "shared"
CASES = Path(__file__).parent / "actor_cases.tsv"


def resolve(kind: str, words: str, text: str, published: str) -> Actor | None:
    """What grounding makes of one name in its report."""
    talk = Counter(filter(None, map(alpha3, countries_in(text))))
    shares = {code: count / talk.total() for code, count in talk.items()}
    setting = Setting(day=date.fromisoformat(published), countries=shares)
    if kind == "person":
        return find_person([words], actor_table(), setting)
    return find_party([words], actor_table(), setting, is_state=kind == "state")


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
        actor = resolve(case["type"], words, report.text, str(report.published))
        given = actor.id if actor and actor.id and not actor.id.startswith("local:") else None
        if case["known"] == "no" or case["actor"] == "-":
            what = "unnamed" if case["known"] == "no" else "known, not in the table"
            count[what] += 1
            count[f"{what}, but an actor given"] += given is not None
            continue
        count["known"] += 1
        count["right actor"] += given == case["actor"]
        count["wrong actor"] += given is not None and given != case["actor"]
        if actor is not None:
            count["resolved to anything"] += 1
            count["right sector"] += actor.sector == case["sector"]
            count["right country"] += (actor.country or "") == case["country"]
        if given != case["actor"]:
            wrong.append(f"  {words!r} of {report.published}: {case['actor']}, taken for {given}")
    print("\n".join(wrong[: chosen.wrong]))
    for what, times in count.items():
        print(f"{what:40} {times}")


if __name__ == "__main__":
    main()
