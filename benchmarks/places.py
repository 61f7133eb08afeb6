"""python benchmarks/places.py [--report]: how well place names are placed, the mention given.

On LGL and GeoVirus (../shared/corpora/geoparsing): the first half of each file to develop on, with --report the second half. First
the gazetteer's own ceiling (the best choice it offers within 161 km), then what is chosen, and how sure answers fare."""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import zenobia
from zenobia.grounding.countries import countries_in, share_of
from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import Gazetteer
from zenobia.grounding.place_choice import choose_places
from zenobia.grounding.place_evidence import NamedPlace
from zenobia.grounding.place_names import parse_place
from zenobia.grounding.places import find_place, find_spelt
from zenobia.grounding.spelling import fold
from zenobia.types import MentionType

CORPORA = Path(__file__).parents[2] / "shared" / "corpora" / "geoparsing"
NEAR_KM, CLOSE_KM = 161, 10
LOCATED = (MentionType.PLACE, MentionType.FACILITY, MentionType.STATE)
SURE = 0.7


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name of an article, code points [start, end), with its gold point."""

    start: int
    end: int
    words: str
    point: tuple[float, float]


Article = tuple[str, list[Toponym]]


def load_lgl() -> list[Article]:
    """The Local-Global Lexicon; toponyms without coordinates are left out."""
    articles = []
    for article in ElementTree.parse(CORPORA / "lgl.xml").getroot():
        toponyms = []
        for item in article.iterfind("toponyms/toponym"):
            tag = item.find("gaztag")
            if tag is not None:
                point = float(tag.findtext("lat", "")), float(tag.findtext("lon", ""))
                toponyms.append(
                    Toponym(int(item.findtext("start", "")), int(item.findtext("end", "")), item.findtext("phrase", ""), point)
                )
        articles.append((article.findtext("text", ""), sorted(toponyms, key=lambda t: t.start)))
    return articles


def load_geovirus() -> list[Article]:
    """GeoVirus: news of epidemics; its `end` columns are off, so ends follow from the names."""
    articles = []
    for article in ElementTree.parse(CORPORA / "GeoVirus.xml").getroot():
        toponyms = []
        for item in article.iterfind("locations/location"):
            start, words = int(item.findtext("start", "")) - 1, item.findtext("name", "")
            point = float(item.findtext("lat", "")), float(item.findtext("lon", ""))
            toponyms.append(Toponym(start, start + len(words), words, point))
        articles.append((article.findtext("text", ""), sorted(toponyms, key=lambda t: t.start)))
    return articles


def names_of(text: str, toponyms: list[Toponym]) -> tuple[list[NamedPlace], dict[str, int]]:
    """The article's distinct names, with what follows what at once ("Alexandria, Louisiana"); and each folded name's index."""
    index: dict[str, int] = {}
    times: dict[int, int] = defaultdict(int)
    first: list[str] = []
    for toponym in toponyms:
        key = fold(toponym.words)
        if key not in index:
            index[key] = len(first)
            first.append(toponym.words)
        times[index[key]] += 1
    inside: dict[int, set[int]] = defaultdict(set)
    for one, other in pairwise(toponyms):
        a, b = index[fold(one.words)], index[fold(other.words)]
        if a != b and re.fullmatch(r", ?|,? in (?:the )?| \(", text[one.end : other.start]):
            inside[a].add(b)
    names = [NamedPlace(words=parse_place(w), inside=tuple(sorted(inside[i])), times=times[i]) for i, w in enumerate(first)]
    return names, index


def talk_of_countries(text: str, toponyms: list[Toponym]) -> dict[str, float]:
    """How often the article speaks of each country, its toponyms left out."""
    for toponym in toponyms:
        text = text[: toponym.start] + "." * (toponym.end - toponym.start) + text[toponym.end :]
    return share_of(countries_in(text))


def measure(name: str, articles: list[Article], gazetteer: Gazetteer, *, wrong: int = 0) -> str:
    """One row of the table."""
    total = near = close = reachable = sure = sure_right = 0
    misses: dict[tuple[str, str], int] = defaultdict(int)
    for text, toponyms in articles:
        names, index = names_of(text, toponyms)
        find = find_place(gazetteer)
        choices = choose_places(names, find, find_spelt(gazetteer), talk_of_countries(text, toponyms))
        for toponym in toponyms:
            at = index[fold(toponym.words)]
            offered = [e for words in {names[at].words.whole, names[at].words.name} for e in find(words)]
            total += 1
            reachable += any(distance_km(*toponym.point, e.latitude, e.longitude) <= NEAR_KM for e in offered)
            choice = choices[at]
            away = distance_km(*toponym.point, choice.entry.latitude, choice.entry.longitude) if choice else None
            right = away is not None and away <= NEAR_KM
            near += right
            close += away is not None and away <= CLOSE_KM
            if choice and choice.chance >= SURE:
                sure, sure_right = sure + 1, sure_right + right
            if not right:
                misses[toponym.words, choice.entry.id if choice else "none"] += 1
    for (words, ident), times in sorted(misses.items(), key=lambda item: -item[1])[:wrong]:
        print(f"  {times:3} {words!r} taken for {ident}")
    return (
        f"| {name} | {total} | {reachable / total:.1%} | {near / total:.1%} | {near / max(reachable, 1):.1%} | {close / total:.1%} "
        f"| {sure / total:.1%} | {sure_right / max(sure, 1):.1%} |"
    )


def measure_read(name: str, articles: list[Article]) -> str:
    """One row of the table of whole articles: found by the reader, placed, and placed right."""
    total = found = right = 0
    for text, toponyms in articles:
        reading = zenobia.read(text + "\n")
        for toponym in toponyms:
            total += 1
            mention = next(
                (
                    m
                    for m in reading.mentions
                    if m.span.start < toponym.end and toponym.start < m.span.end and m.type in LOCATED
                ),
                None,
            )
            if mention is None or mention.entity is None:
                continue
            found += 1
            place = reading.entities[mention.entity].place
            if place and place.latitude is not None and place.longitude is not None:
                right += distance_km(*toponym.point, place.latitude, place.longitude) <= NEAR_KM
    return f"| {name} | {total} | {found / total:.1%} | {right / total:.1%} | {right / max(found, 1):.1%} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true", help="the halves to report on, not those to develop on")
    parser.add_argument("--wrong", type=int, default=0, help="list so many wrong names")
    parser.add_argument("--read", action="store_true", help="whole articles: find the names, then place them")
    chosen = parser.parse_args()
    if chosen.read:
        print("| corpus | names | found | found and within 161 km | of the found ones |\n|---|---|---|---|---|")
        for name, articles in (("LGL", load_lgl()), ("GeoVirus", load_geovirus())):
            half = len(articles) // 2
            print(measure_read(name, articles[half:] if chosen.report else articles[:half]))
        return
    gazetteer = Gazetteer()
    rows = []
    for name, articles in (("LGL", load_lgl()), ("GeoVirus", load_geovirus())):
        half = len(articles) // 2
        rows.append(measure(name, articles[half:] if chosen.report else articles[:half], gazetteer, wrong=chosen.wrong))
    print(
        "| corpus | names | ceiling | within 161 km | of the ceiling | within 10 km | answers at 0.7 and more | of these right |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
