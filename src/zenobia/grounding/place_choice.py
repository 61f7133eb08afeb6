"""Which of the places that bear a name a report means: all its place names are weighed together.

Takes names with where they stand, gives for each the chosen place with its chance. A place is the likelier the more people live
in it, the closer its own name, the more its country, its division and its neighbours are spoken of in the same report, and when
the text puts it inside another place ("Manbij in Syria", "Alexandria, Louisiana")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from zenobia.grounding.gazetteer import EARTH_KM, Entry, distance_km
from zenobia.grounding.place_names import PlaceName
from zenobia.grounding.spelling import fold

Floats = NDArray[np.float64]
LEAST_ALIKE = 50  # of 100: two spellings of one name share half of their letters
SAME_KM = 50.0
MOST = 12  # candidates a name that are weighed against those of other names


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place name of a report. inside: indices of the names that the text puts it in; times: how often it is named."""

    words: PlaceName
    inside: tuple[int, ...] = ()
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The place chosen, how its name was found ("name", "part of the name", "spelling"), what spoke for it, and how sure the
    choice is, 0 to 1."""

    entry: Entry
    found_by: str
    rule: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each reason counts, in log-odds; tuned by hand on the first halves of LGL and GeoVirus and on 2014's strike lines."""

    people: float = 0.5  # for ten times the people
    same_name: float = 1.0  # the gazetteer's main name, not another
    alike: float = -1.5  # found by its consonants alone
    part: float = -1.5  # found by a part of the words
    country: float = 1.8  # the country's share of the countries named
    inside: float = 7.5  # in a place that the text puts it in
    outside: float = -5.0  # the text puts it in a place, and it lies elsewhere
    near: float = 3.2  # close to other places of the report
    wide_km: float = 100.0  # how close is close
    state: float = 1.5
    region: float = 3.0  # a sea, a continent, a region of several countries
    first_division: float = 1.0
    second_division: float = -1.2
    capital: float = 0.4
    own: float = 1.5  # our own table of places in the news
    asked_division: float = 5.0  # "province", "county" was said
    asked_town: float = 0.7


@dataclass(slots=True)
class _Candidates:
    entries: list[Entry] = field(default_factory=list)
    found_by: list[str] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)


def choose_places(
    names: Sequence[NamedPlace],
    find: Callable[[str], list[Entry]],
    find_alike: Callable[[str, Sequence[str]], list[Entry]],
    countries: Mapping[str, float],
    weights: Weights | None = None,
) -> list[Choice | None]:
    """For each name the place meant, None where no place is so called.

    countries: what share of the report's talk each country has by its own name and its people's, by alpha-2 code."""
    w = weights or Weights()
    likely = [c for c, _ in sorted(countries.items(), key=lambda item: -item[1])][:6]
    found = [_gather(name.words, find, find_alike, likely, w) for name in names]
    shares = _with_certain(found, names, countries)
    spoken = [w.country * np.array([shares.get(e.country, 0.0) for e in c.entries]) for c in found]
    scores = [np.array(c.prior) + s for c, s in zip(found, spoken, strict=True)]
    kept = [np.argsort(-s, kind="stable")[:MOST] for s in scores]
    alone = [len(c.entries) == 1 for c in found]
    found = [_keep(c, k) for c, k in zip(found, kept, strict=True)]
    scores = [s[k] for s, k in zip(scores, kept, strict=True)]
    spoken = [s[k] for s, k in zip(spoken, kept, strict=True)]
    near, inside = _weigh_together(names, found, [_softmax(s) for s in scores], w)
    again = [_softmax(s + n + i) for s, n, i in zip(scores, near, inside, strict=True)]
    near, inside = _weigh_together(names, found, again, w)
    choices: list[Choice | None] = []
    for index, candidates in enumerate(found):
        if not candidates.entries:
            choices.append(None)
            continue
        score = scores[index] + near[index] + inside[index]
        best = int(score.argmax())
        rule = _rule(alone[index], float(inside[index][best]), float(near[index][best]), float(spoken[index][best]), w)
        chance = _chance_near(candidates.entries, best, _softmax(score))
        choices.append(Choice(entry=candidates.entries[best], found_by=candidates.found_by[best], rule=rule, chance=chance))
    return choices


def _chance_near(entries: Sequence[Entry], best: int, chances: Floats) -> float:
    """The chance that the place lies where the best does: a town and its province, two rows of one village count as one."""
    spot = entries[best]
    away = (distance_km(spot.latitude, spot.longitude, e.latitude, e.longitude) for e in entries)
    return min(1.0, sum(float(p) for p, km in zip(chances, away, strict=True) if km <= SAME_KM))


def _rule(alone: bool, inside: float, near: float, spoken: float, w: Weights) -> str:
    """What spoke for the place chosen, in words."""
    if alone:
        return "the only place of this name"
    if inside > w.inside / 2:
        return "in the place that the text puts it in"
    if near > w.near / 2:
        return "near other places of the report"
    return "in a country that the report speaks of" if spoken > w.country / 4 else "best known of this name"


def _gather(
    words: PlaceName,
    find: Callable[[str], list[Entry]],
    find_alike: Callable[[str, Sequence[str]], list[Entry]],
    countries: Sequence[str],
    w: Weights,
) -> _Candidates:
    candidates = _Candidates()
    seen: set[str] = set()
    tries = [(words.whole, "name", 0.0)]
    if words.name != words.whole:
        tries.append((words.name, "part of the name", w.part))
    for name, found_by, penalty in tries:
        for entry in find(name):
            if entry.id not in seen:
                seen.add(entry.id)
                candidates.entries.append(entry)
                candidates.found_by.append(found_by)
                candidates.prior.append(penalty + _prior(entry, name, words.kind, w))
    if words.name[:1].isupper():
        for entry in find_alike(words.name, countries):
            likeness = fuzz.ratio(fold(words.name), fold(entry.name))
            if entry.id not in seen and likeness >= LEAST_ALIKE:
                seen.add(entry.id)
                candidates.entries.append(entry)
                candidates.found_by.append("spelling")
                candidates.prior.append(w.alike + _prior(entry, words.name, words.kind, w))
    return candidates


def _prior(entry: Entry, name: str, kind: str, w: Weights) -> float:
    division = entry.feature in {"ADM1", "ADM2"}
    score = w.people * float(np.log10(entry.population + 10))
    score += w.same_name * (fold(entry.name) == fold(name))
    score += {"PCLI": w.state, "ADM1": w.first_division, "ADM2": w.second_division, "PPLC": w.capital}.get(entry.feature, 0.0)
    score += w.own * entry.id.startswith("zenobia:")
    score += w.region * (not entry.country)
    if kind == "division":
        score += w.asked_division * division
    elif kind == "town":
        score += w.asked_town * (not division)
    return score


def _with_certain(
    found: Sequence[_Candidates], names: Sequence[NamedPlace], countries: Mapping[str, float]
) -> dict[str, float]:
    """Shares of countries: those given, and those of names that only one country has."""
    talk = dict(countries)
    for candidates, name in zip(found, names, strict=True):
        owners = {e.country for e in candidates.entries}
        states = {e.country for e in candidates.entries if e.feature == "PCLI"}
        for owner in states or (owners if len(owners) == 1 else ()):
            talk[owner] = talk.get(owner, 0.0) + name.times
    total = sum(talk.values())
    return {country: share / total for country, share in talk.items()} if total else {}


def _keep(candidates: _Candidates, index: NDArray[np.int64]) -> _Candidates:
    return _Candidates(
        [candidates.entries[i] for i in index], [candidates.found_by[i] for i in index], [candidates.prior[i] for i in index]
    )


def _weigh_together(
    names: Sequence[NamedPlace], found: Sequence[_Candidates], chances: Sequence[Floats], w: Weights
) -> tuple[list[Floats], list[Floats]]:
    """[candidates] of each name: what its neighbours add, and what the places it is said to lie in add."""
    owner = np.concatenate([np.full(len(c.entries), i) for i, c in enumerate(found)]) if found else np.zeros(0, np.int64)
    entries = [e for c in found for e in c.entries]
    if not entries:
        return [np.zeros(0) for _ in found], [np.zeros(0) for _ in found]
    chance = np.concatenate(chances)
    points = np.radians(np.array([(e.latitude, e.longitude) for e in entries]))
    point_like = np.array([e.feature not in {"PCLI"} for e in entries])
    half = (
        np.sin((points[:, None, 0] - points[None, :, 0]) / 2) ** 2
        + np.cos(points[:, None, 0]) * np.cos(points[None, :, 0]) * np.sin((points[:, None, 1] - points[None, :, 1]) / 2) ** 2
    )
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    close = np.exp(-km / w.wide_km) * chance[None, :] * point_like[None, :]
    close[owner[:, None] == owner[None, :]] = 0
    total = 1 - np.prod(1 - np.clip(close, 0, 0.999), axis=1)
    near = [w.near * total[owner == index] for index in range(len(found))]
    inside = [
        np.array([sum(_lies_in(e, found[i], chances[i], w) for i in name.inside) for e in candidates.entries], np.float64)
        for name, candidates in zip(names, found, strict=True)
    ]
    return near, inside


def _lies_in(entry: Entry, container: _Candidates, chances: Floats, w: Weights) -> float:
    inside = sum(float(p) for other, p in zip(container.entries, chances, strict=True) if is_in(entry, other))
    return w.inside * inside + w.outside * (1 - inside) if container.entries else 0.0


def is_in(entry: Entry, other: Entry) -> bool:
    """Whether `entry` lies in `other` by their divisions, or in its circle."""
    if entry.id == other.id or entry.country != other.country:
        return False
    if other.feature == "PCLI":
        return True
    if other.feature == "ADM1":
        return entry.admin1 == other.admin1
    if other.feature == "ADM2":
        return (entry.admin1, entry.admin2) == (other.admin1, other.admin2)
    return other.admin1 == entry.admin1 and abs(entry.latitude - other.latitude) + abs(entry.longitude - other.longitude) < 0.5


def _softmax(scores: Floats) -> Floats:
    if not len(scores):
        return scores
    e = np.exp(scores - scores.max())
    result: Floats = e / e.sum()
    return result
