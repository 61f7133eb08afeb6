"""How likely two events tell one happening: evidence for and against, each in plain words with its weight in log odds.

Takes the features of two events, gives a score and its parts. The weights (data/likeness.tsv) are fitted by benchmarks/fit_incidents.py
on pairs coded by hand; how often a word occurs (data/words.tsv) is counted once over 113,130 reports, so that a score
never depends on what else a record holds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from zenobia.grounding.distance import distance_km
from zenobia.record.features import Features, Spot
from zenobia.types import Status

NEAR_KM = 25.0
"""Two towns so close are taken for one area: outlets name the village or the town beside it."""

RARE = 8.0
"""Rarity (natural log of reports per report with the word) given to words that the table does not hold."""

STATE_LETTERS = 3
"""Letters of a state's id."""

AS_ONE = 6.0
"""Log odds of two events of one report's chain (chains.py)."""

SAME_FIGURES = 0.15
"""Tolls that differ by this part of the greater are taken for the same count, differently rounded."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """log_odds: above 0 more likely one happening than not; parts: evidence in plain words, its weight in log odds."""

    log_odds: float
    parts: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The chance that the two are one, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds))))


def compare(a: Features, b: Features) -> Likeness:
    """The likeness of two events; the same whichever comes first."""
    if a.report == b.report and a.chain == b.chain:
        return Likeness(AS_ONE, (("one report tells them as one", AS_ONE),))
    table = weights()
    parts = [(name, value * table.get(name, 0.0)) for name, value in evidence(a, b)]
    return Likeness(sum(weight for _, weight in parts) + table["start"], tuple((n, round(w, 2)) for n, w in parts if w))


def evidence(a: Features, b: Features) -> list[tuple[str, float]]:
    """What speaks for and against: names of rows in data/likeness.tsv and how much of each there is (mostly 1)."""
    found = [(_days(a, b), 1.0), (place_evidence(a, b), 1.0), (type_evidence(a, b), 1.0), (_killed(a, b), 1.0)]
    found.append((toll_evidence("injured", a.injured, b.injured), 1.0))
    found += [(_party("actor", a.actors, b.actors), 1.0), (_party("target", a.targets, b.targets), 1.0)]
    if a.actors & b.targets and b.actors & a.targets and not (a.actors & b.actors or a.targets & b.targets):
        found.append(("parties: sides changed over", 1.0))
    if a.family == b.family == "control" and not (a.implied or b.implied) and place_evidence(a, b) in _OTHER_TOWN:
        found.append(("control of another place", 1.0))
    found += likeness_words(a, b)
    found.append((_statuses(a, b), 1.0))
    if a.means or b.means:
        found.append(
            ("means: " + ("shared" if a.means & b.means else "differ" if a.means and b.means else "one tells none"), 1.0)
        )
    if a.report == b.report:
        found.append(("one report tells both", 1.0))
    elif a.words == b.words:
        found.append(("same words in both reports", 1.0))
    if not (a.open or b.open):
        gap = abs(a.published - b.published) if a.published and b.published else 7
        found.append(("published far apart", math.log1p(gap)))
    return found


def _days(a: Features, b: Features) -> str:
    """ "days: same day told", "days: one apart, one assumed" ..."""
    if not a.first or not b.first:
        return "days: unknown"
    if a.open or b.open:
        return _since(a, b)
    told = ("none told", "one told", "both told")[a.told + b.told]
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap <= 0:
        exact = a.first == b.first and a.last == b.last
        return f"days: {'same' if exact else 'overlap'}, {told}"
    size = "one apart" if gap == 1 else "two or three apart" if gap <= 3 else "a week apart" if gap <= 7 else "far apart"
    return f"days: {size}{', told' if a.told or b.told else ''}"


def _since(a: Features, b: Features) -> str:
    """ "days: mentioned within a week of it": how long after one event the report appeared that mentions the other."""
    if a.open and b.open:
        return "days: mentioned twice, " + ("within a week" if abs(a.published - b.published) <= 7 else "far apart")
    known, mention = (b, a) if a.open else (a, b)
    gap = mention.published - known.last
    if gap < -1:
        return "days: mentioned before it happened"
    size = "a day" if gap <= 1 else "three days" if gap <= 3 else "a week" if gap <= 7 else "a month" if gap <= 31 else "longer"
    return f"days: mentioned within {size} of it"


def place_evidence(a: Features, b: Features) -> str:
    """What the places of two events that lie closest are to one another."""
    if not a.spots or not b.spots:
        return "place: same name" if a.sites & b.sites else "place: one tells none"
    implied = ", implied" if a.implied or b.implied else ""
    closest = min((_spots(x, y) for x in a.spots for y in b.spots), key=_PLACE_ORDER.index)
    if a.sites & b.sites and closest not in ("same town", "near"):
        return "place: same name"
    return f"place: {closest}{implied}"


_PLACE_ORDER = [
    "same town",
    "near",
    "same division",
    "one within the other",
    "same country",
    "same country alone",
    "elsewhere",
    "abroad",
]
"""From the closest: what two places can be to one another."""


_OTHER_TOWN = ("place: near", "place: elsewhere", "place: abroad", "place: same country")
"""What two towns are to one another that are taken one after the other."""


def _spots(x: Spot, y: Spot) -> str:
    if x.id == y.id:
        return "same country alone" if x.level == 0 else "same division" if x.level < 3 else "same town"
    if x.country != y.country:
        return "near" if x.level == y.level == 3 and _apart_km(x, y) <= NEAR_KM else "abroad"
    if x.level == 0 or y.level == 0:
        return "same country"
    if x.level < 3 or y.level < 3:
        wide = max(x.radius, y.radius)
        return "one within the other" if _apart_km(x, y) <= wide + min(x.radius, y.radius) else "elsewhere"
    return "near" if _apart_km(x, y) <= NEAR_KM else "elsewhere"


@lru_cache(maxsize=50_000)
def _apart_km(x: Spot, y: Spot) -> float:
    return distance_km(x.latitude, x.longitude, y.latitude, y.longitude)


def type_evidence(a: Features, b: Features) -> str:
    """ "type: same", "type: of one family", "type: kindred"."""
    return "type: same" if a.type is b.type else "type: of one family" if a.family == b.family else "type: kindred"


def _party(role: str, x: frozenset[str], y: frozenset[str]) -> str:
    if not x or not y:
        return f"{role}: {'neither tells' if not x and not y else 'one tells none'}"
    if shared := x & y:
        return f"{role}: same" + (" person" if any(map(_is_person, shared)) else "" if any(map(_is_body, shared)) else " state")
    return f"{role}: {'one unknown to the table' if _unknown(x) or _unknown(y) else 'differ'}"


def _is_person(name: str) -> bool:
    return name.startswith("person:")


def _is_body(name: str) -> bool:
    """Whether a name is of a group or body, not of a state alone ("syr")."""
    return len(name) > STATE_LETTERS or not name.isascii()


def _unknown(parties: frozenset[str]) -> bool:
    return all(name.startswith(("~", "local:")) for name in parties)


def _killed(a: Features, b: Features) -> str:
    """The dead of both; a later, greater figure that is told as a rise contradicts nothing."""
    found = toll_evidence("killed", a.killed, b.killed)
    early, late = (a, b) if (a.published, a.key) <= (b.published, b.key) else (b, a)
    if late.rising and early.killed and late.killed and late.killed[1] >= early.killed[0]:
        return "killed: risen"
    return found


def toll_evidence(kind: str, x: tuple[int, int] | None, y: tuple[int, int] | None) -> str:
    """ "killed: same figure", "killed: overlap", "injured: one tells none" ..."""
    if x is None or y is None:
        return f"{kind}: {'neither tells' if x is y else 'one tells none'}"
    if x == y:
        return f"{kind}: same {'small ' if x[1] <= 3 else ''}figure"
    if x[0] <= y[1] and y[0] <= x[1]:
        return f"{kind}: overlap"
    low, high = min(x[1], y[1]), max(x[0], y[0])
    if high - low <= max(1, SAME_FIGURES * high):
        return f"{kind}: close"
    return f"{kind}: {'within twice' if high <= 2 * low else 'far apart'}"


def _statuses(a: Features, b: Features) -> str:
    if a.status is b.status:
        return "status: same"
    return "status: " + ("denied by one" if Status.NEGATED in (a.status, b.status) else "planned in one")


def likeness_words(a: Features, b: Features) -> Iterable[tuple[str, float]]:
    """How alike the sentences are, by the rarity of what they share: cosine, and the rarity of the rarest names shared."""
    shared = a.stems & b.stems
    norm = math.sqrt(_weight(a.stems) * _weight(b.stems))
    yield "words alike", _weight(shared) / norm if norm else 0.0
    core, least = a.core & b.core, min(_weight(a.core), _weight(b.core))
    yield "own words shared", _weight(core) / least if least else 0.0
    yield "own words in common", min(3.0, sum(max(0.0, rarity(stem) - 2.0) for stem in core) / 4.0)
    names = sorted((rarity(stem) for stem in a.names & b.names), reverse=True)
    yield "rare name shared", max(0.0, names[0] - 3.0) if names else 0.0
    yield "second rare name shared", max(0.0, names[1] - 3.0) if len(names) > 1 else 0.0


@lru_cache(maxsize=20_000)
def _weight(stems: frozenset[str]) -> float:
    return sum(rarity(stem) ** 2 for stem in stems)


def rarity(stem: str) -> float:
    """Natural log of how many reports there are to one with this stem; RARE for stems not in the table."""
    return _rarities().get(stem, RARE)


@cache
def weights() -> dict[str, float]:
    """Evidence -> its weight in log odds; "start" is where a pair begins."""
    return read_weights("likeness.tsv")


@cache
def _rarities() -> dict[str, float]:
    return read_weights("words.tsv")


def read_weights(name: str) -> dict[str, float]:
    """A table of record/data/: name -> number."""
    lines = files("zenobia.record").joinpath("data", name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: float(row[1]) for row in rows}
