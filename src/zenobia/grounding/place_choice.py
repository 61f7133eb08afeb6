"""Which of the places that bear a name a report means: all its place names are weighed together.

Takes names with where they stand, gives for each the chosen place with its chance. Evidence (place_evidence.py) times weights makes
scores, scores make chances; the chances of one name are evidence for the others, so it goes round ROUNDS times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from zenobia.grounding.gazetteer import Entry, distance_km
from zenobia.grounding.place_evidence import ALONE, TOGETHER, Candidates, Floats, NamedPlace, evidence_alone, evidence_together
from zenobia.grounding.place_names import PlaceName
from zenobia.grounding.spelling import fold

LEAST_ALIKE = 50  # of 100: two spellings of one name share half of their letters
SAME_KM = 50.0
MOST = 12  # candidates a name that are weighed against those of other names
ROUNDS = 2

WEIGHTS: Mapping[str, float] = {
    "people": 0.5, "people_of_division": 0.5, "most_people": 0.0, "same_name": 1.0, "part": -1.5, "alike": -1.5, "state": 4.0,
    "region": 3.0, "first_division": 1.0, "second_division": -1.2, "capital": 0.4, "own": 1.5, "asked_division": 5.0,
    "not_asked_town": -0.7, "namesake": -2.0, "seated": -1.0, "spoken": 1.8, "spoken_at_all": 0.0, "beside": 0.0, "near": 3.2, "far": 0.0, "division": 0.0,
    "country": 0.0, "country_at_all": 0.0, "holds": 0.0, "inside": 7.5, "outside": -5.0,
}  # fmt: skip
"""What each piece of evidence counts, in log-odds: fitted to the halves of LGL and GeoVirus and the strike lines of 2014 that are to
develop on (`python benchmarks/places.py --fit`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The place chosen, how its name was found ("name", "part of the name", "spelling"), what spoke for it, and how sure the
    choice is, 0 to 1."""

    entry: Entry
    found_by: str
    rule: str
    chance: float


Find = Callable[[str], list[Entry]]
FindAlike = Callable[[str, Sequence[str]], list[Entry]]


def choose_places(
    names: Sequence[NamedPlace], find: Find, find_alike: FindAlike, countries: Mapping[str, float]
) -> list[Choice | None]:
    """For each name the place meant, None where no place is so called.

    countries: how often the report speaks of each country by its own name or its people's, by alpha-2 code."""
    found, alone, together = weigh_evidence(names, find, find_alike, countries)
    return [_choose(*one) if one[0].entries else None for one in zip(found, alone, together, strict=True)]


def weigh_evidence(
    names: Sequence[NamedPlace],
    find: Find,
    find_alike: FindAlike,
    countries: Mapping[str, float],
    weights: Mapping[str, float] = WEIGHTS,
) -> tuple[list[Candidates], list[Floats], list[Floats]]:
    """The likeliest candidates of each name, their evidence of the name alone and of the other names."""
    first = np.array([weights[name] for name in ALONE])
    second = np.array([weights[name] for name in TOGETHER])
    likely = [code for code, _ in sorted(countries.items(), key=lambda item: -item[1])][:6]
    found = [_gather(name.words, find, find_alike, likely) for name in names]
    shares = _shares_for(names, found, countries)
    alone = [evidence_alone(*one) for one in zip(names, found, shares, strict=True)]
    kept = [np.argsort(-(rows @ first), kind="stable")[:MOST] for rows in alone]
    found = [c.keep(rows) for c, rows in zip(found, kept, strict=True)]
    alone = [table[rows] for table, rows in zip(alone, kept, strict=True)]
    together = [np.zeros((len(c.entries), len(TOGETHER))) for c in found]
    for _ in range(ROUNDS):
        chances = [softmax(a @ first + t @ second) for a, t in zip(alone, together, strict=True)]
        together = evidence_together(names, found, chances)
    return found, alone, together


def _choose(candidates: Candidates, alone: Floats, together: Floats) -> Choice:
    scores = alone @ np.array([WEIGHTS[n] for n in ALONE]) + together @ np.array([WEIGHTS[n] for n in TOGETHER])
    best = int(scores.argmax())
    chance = _chance_near(candidates.entries, best, softmax(scores))
    spoke = {name: float(value) for name, value in zip((*ALONE, *TOGETHER), (*alone[best], *together[best]), strict=True)}
    rule = "the only place of this name" if len(candidates.entries) == 1 else _rule(spoke)
    return Choice(entry=candidates.entries[best], found_by=candidates.found_by[best], rule=rule, chance=chance)


def _rule(spoke: Mapping[str, float]) -> str:
    """What spoke for the place chosen, in words."""
    if spoke["inside"] > 0.5:
        return "in the place that the text puts it in"
    if max(spoke["near"], spoke["division"]) > 0.5:
        return "near other places of the report"
    return (
        "in a country that the report speaks of" if max(spoke["spoken"], spoke["country"]) > 0.25 else "best known of this name"
    )


def _chance_near(entries: Sequence[Entry], best: int, chances: Floats) -> float:
    """The chance that the place lies where the best does: a town and its province, two rows of one village count as one."""
    spot = entries[best]
    away = (distance_km(spot.latitude, spot.longitude, e.latitude, e.longitude) for e in entries)
    return min(1.0, sum(float(p) for p, km in zip(chances, away, strict=True) if km <= SAME_KM))


def _gather(words: PlaceName, find: Find, find_alike: FindAlike, countries: Sequence[str]) -> Candidates:
    """Every place that the words could name: whole, in part, or in another spelling, in a country spoken of."""
    candidates = Candidates()
    seen: set[str] = set()

    def take(entries: Sequence[Entry], found_by: str, asked: str) -> None:
        for entry in entries:
            if entry.id not in seen:
                seen.add(entry.id)
                candidates.entries.append(entry)
                candidates.found_by.append(found_by)
                candidates.asked.append(asked)

    take(find(words.whole), "name", words.whole)
    if words.name != words.whole:
        take(find(words.name), "part of the name", words.name)
    if words.name[:1].isupper():
        alike = find_alike(words.name, countries)
        key = fold(words.name)
        take([e for e in alike if fuzz.ratio(key, fold(e.name)) >= LEAST_ALIKE], "spelling", words.name)
    return candidates


def _shares_for(
    names: Sequence[NamedPlace], found: Sequence[Candidates], countries: Mapping[str, float]
) -> list[dict[str, float]]:
    """For each name, what share of the rest of the report's talk each country has: of `countries`, and of the other names that
    are a country's or that only one country has."""
    owned = [_owners(candidates) for candidates in found]
    talk = Counter(countries)
    for name, owners in zip(names, owned, strict=True):
        talk.update(dict.fromkeys(owners, name.times))
    shares = []
    for name, owners in zip(names, owned, strict=True):
        rest = {code: count - name.times * (code in owners) for code, count in talk.items()}
        total = sum(rest.values())
        shares.append({code: count / total for code, count in rest.items() if count > 0} if total else {})
    return shares


def _owners(candidates: Candidates) -> set[str]:
    """The countries that a name surely speaks of: the state so called, or the only one that has such a place."""
    states = {e.country for e in candidates.entries if e.feature == "PCLI"}
    countries = {e.country for e in candidates.entries}
    return states or (countries if len(countries) == 1 else set())


def softmax(scores: Floats) -> Floats:
    """Chances that sum to 1, of any number of scores."""
    if not len(scores):
        return scores
    e = np.exp(scores - scores.max())
    result: Floats = e / e.sum()
    return result
