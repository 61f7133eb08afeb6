"""Which of the places that bear a name a report means: all its place names are weighed together.

Takes names with where they stand, gives for each the chosen place with its chance. Evidence (place_evidence.py) times weights makes
scores, scores make chances; the chances of one name are evidence for the others, so it goes round ROUNDS times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zenobia.grounding.distance import distance_km
from zenobia.grounding.gazetteer import Entry
from zenobia.grounding.place_evidence import ALONE, TOGETHER, Candidates, Floats, NamedPlace, evidence_alone, evidence_together
from zenobia.grounding.place_names import PlaceName

SAME_KM = 50.0
MOST = 12  # candidates a name that are weighed against those of other names
MOST_COUNTRIES = 6  # spoken of most, whose names are also looked for in other spellings
ROUNDS = 3

WEIGHTS: Mapping[str, float] = {
    "people": 1.06, "people_of_division": 0.71, "most_people": 0.43, "same_name": 1.52, "part": -1.41,
    "part_of_kind": -1.94, "side": -1.66, "alike": -3.15, "state": -0.1, "region": 0.04, "first_division": 1.2,
    "second_division": 1.37, "capital": -0.29, "own": 2.57, "asked_division": 2.24, "not_asked_town": -2.02,
    "namesake": -2.58, "seated": -0.1, "spoken": -0.03, "spoken_at_all": 0.29, "beside": -0.55, "near": 4.0, "far": 0.36,
    "division": 0.49, "division_much": 0.76, "country": 1.15, "country_at_all": 0.48, "country_much": -1.14, "holds": -1.25,
    "inside": 1.68, "outside": -1.02, "none": 6.03,
}  # fmt: skip
"""What each piece of evidence counts, in log-odds: fitted to names to develop on by
`python benchmarks/fit_places.py`, which says of what."""


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
    found = [_gather(name.words, find) for name in names]
    found = [_towns(candidates) if name.town else candidates for name, candidates in zip(names, found, strict=True)]
    talk = _talk(names, found, countries)
    likely = [code for code, _ in talk.most_common(MOST_COUNTRIES) if code]
    for name, candidates in zip(names, found, strict=True):
        _add_alike(name.words, candidates, find_alike, likely)
    shares = _shares_for(names, found, talk)
    alone = [evidence_alone(*one) for one in zip(names, found, shares, strict=True)]
    kept = [np.argsort(-(rows @ first), kind="stable")[:MOST] for rows in alone]
    found = [c.keep(rows) for c, rows in zip(found, kept, strict=True)]
    alone = [table[rows] for table, rows in zip(alone, kept, strict=True)]
    together = [np.zeros((len(c.entries), len(TOGETHER))) for c in found]
    for _ in range(ROUNDS):
        chances = [chances_of(a @ first + t @ second, weights["none"]) for a, t in zip(alone, together, strict=True)]
        together = evidence_together(names, found, chances)
    return found, alone, together


def _choose(candidates: Candidates, alone: Floats, together: Floats) -> Choice:
    scores = alone @ np.array([WEIGHTS[n] for n in ALONE]) + together @ np.array([WEIGHTS[n] for n in TOGETHER])
    best = int(scores.argmax())
    chance = _chance_near(candidates.entries, best, chances_of(scores, WEIGHTS["none"]))
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


def _gather(words: PlaceName, find: Find) -> Candidates:
    """Every place that the words name, whole or in part."""
    candidates = Candidates()
    candidates.take(find(words.whole), "name", words.whole)
    if words.name != words.whole:
        candidates.take(find(words.name), "part of the name", words.name)
    return candidates


def _towns(candidates: Candidates) -> Candidates:
    """Without divisions and countries, where there are towns of that name."""
    towns = [i for i, entry in enumerate(candidates.entries) if not entry.feature.startswith(("ADM", "PCL"))]
    return candidates.keep(np.array(towns, np.intp)) if towns else candidates


def _add_alike(words: PlaceName, candidates: Candidates, find_alike: FindAlike, countries: Sequence[str]) -> None:
    """Also those that the words name in another spelling, in countries spoken of that have no place spelt just so."""
    left = [code for code in countries if code not in {entry.country for entry in candidates.entries}]
    if left and not words.name.islower():
        candidates.take(find_alike(words.name, left), "spelling", words.name)


def _talk(names: Sequence[NamedPlace], found: Sequence[Candidates], countries: Mapping[str, float]) -> Counter[str]:
    """How often each country is spoken of: `countries`, and by the names that are a country's or that only one country has."""
    talk = Counter(countries)
    for name, candidates in zip(names, found, strict=True):
        talk.update(dict.fromkeys(_owners(candidates), name.times))
    return talk


def _shares_for(names: Sequence[NamedPlace], found: Sequence[Candidates], talk: Mapping[str, float]) -> list[dict[str, float]]:
    """For each name, what share of the rest of the report's talk each country has."""
    shares = []
    for name, candidates in zip(names, found, strict=True):
        owners = _owners(candidates)
        rest = {code: count - name.times * (code in owners) for code, count in talk.items()}
        total = sum(rest.values())
        shares.append({code: count / total for code, count in rest.items() if count > 0} if total else {})
    return shares


def _owners(candidates: Candidates) -> set[str]:
    """The countries that a name surely speaks of: the state so called, or the only one that has such a place."""
    surely = [e for e, how in zip(candidates.entries, candidates.found_by, strict=True) if how != "spelling"]
    states = {e.country for e in surely if e.feature == "PCLI"}
    countries = {e.country for e in surely if e.country}
    return states or (countries if len(countries) == 1 else set())


def chances_of(scores: Floats, none: float) -> Floats:
    """How likely each candidate is, of any number of scores; what lacks to 1 is the chance that it is none of them."""
    if not len(scores):
        return scores
    e = np.exp(scores - max(scores.max(), none))
    result: Floats = e / (e.sum() + np.exp(none - max(scores.max(), none)))
    return result
