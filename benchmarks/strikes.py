"""python benchmarks/strikes.py [--report]: places of the daily strike releases of 2014 and 2015, found and placed, end to end.

Takes the coded lines of ../shared/corpora/centcom (2014 to develop on, with --report 2015), reads each line by itself, and looks in what
was read for the town that the coders wrote down: is it found, is its country right, has it one identifier however it is spelt, and how
far is it from where UCDP puts a place of that name (../shared/corpora/places)."""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import zenobia
from zenobia.grounding.distance import distance_km
from zenobia.grounding.place_names import parse_place
from zenobia.grounding.spelling import fold, skeleton
from zenobia.types import MentionType, Place

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
COUNTRIES = {"Iraq": "IQ", "Syria": "SY"}
CLOSE_KM = 25


def ucdp_points() -> dict[str, list[tuple[float, float]]]:
    """A Syrian place's folded name, without "al" -> its points."""
    points = defaultdict(list)
    with (CORPORA / "places" / "ucdp_ged_syria_places.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            points[fold(parse_place(row["name"]).name).removeprefix("al ")].append((float(row["lat"]), float(row["lon"])))
    return points


def towns_of(row: dict[str, str], published: str) -> list[tuple[str, Place | None]]:
    """The places read in a line that bear the town's name, each with where it was put."""
    reading = zenobia.read(row["line"] + "\n", published=published)
    key = skeleton(row["location"])
    places = [e for e in reading.entities if e.type in {MentionType.PLACE, MentionType.FACILITY}]
    alike = [e for e in places if any(skeleton(parse_place(reading.mentions[i].text).name) == key for i in e.mentions)]
    return [(e.name, e.place) for e in alike or places[:1]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="2015, to report on, not 2014, to develop on")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong lines")
    chosen = parser.parse_args()
    points = ucdp_points()
    count: Counter[str] = Counter()
    idents: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    seen: dict[str, list[tuple[str, Place | None]]] = {}
    with (CORPORA / "centcom" / "strikes_2014_2015.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["country"] in COUNTRIES and " and " not in r["location"]]
    for row in rows:
        day = datetime.strptime(row["date"], "%m/%d/%Y").date()
        if (day.year == 2015) != chosen.report:
            continue
        towns = seen.setdefault(row["line"], towns_of(row, str(day)) if row["line"] not in seen else [])
        count["lines"] += 1
        if not towns:
            wrong[f"{row['location']}: not found in {row['line'][:60]!r}"] += 1
            continue
        count["found"] += 1
        name, place = towns[0]
        right = place is not None and place.country == COUNTRIES[row["country"]]
        count["country right"] += right
        if not right:
            wrong[
                f"{row['location']}, {row['country']}: {name} is {place.id if place else None} in {place and place.country}"
            ] += 1
        idents[skeleton(row["location"])][str(place and place.id)] += 1
        known = points.get(fold(row["location"]).removeprefix("al ")) if row["country"] == "Syria" else None
        if known:
            count["with a point of UCDP"] += 1
            if place and place.latitude is not None and place.longitude is not None:
                away = min(distance_km(place.latitude, place.longitude, *point) for point in known)
                count[f"within {CLOSE_KM} km of it"] += away <= CLOSE_KM
                if away > CLOSE_KM:
                    wrong[f"{row['location']}: {place.id} is {away:.0f} km off"] += 1
    several = {key: ids for key, ids in idents.items() if len(ids) > 1}
    for line, times in wrong.most_common(chosen.wrong):
        print(f"  {times:4} {fold(line) and line}")
    for what, times in count.items():
        base = count["with a point of UCDP"] if "km" in what else count["lines"]
        print(f"{what:28} {times:6} {times / base:.1%}")
    print(f"{'towns':28} {len(idents):6}, of them with one identifier {len(idents) - len(several)}")
    for ids in several.values():
        print("  several:", dict(ids))


if __name__ == "__main__":
    main()
