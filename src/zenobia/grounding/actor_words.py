"""The words around an actor's name, from data/actor_words.tsv: bodies of states, tails and leads, titles and offices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zenobia.grounding.countries import country_names
from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import DATA, read_table, split_values

BODY_NAMES = {
    "mil": ("armed forces", "MIL", "armed forces"), "army": ("army", "MIL", "army"),
    "air": ("air force", "MIL", "air force"), "navy": ("navy", "MIL", "navy"),
    "police": ("police", "COP", "police"), "gov": ("government", "GOV", "government"), "parliament": ("parliament", "LEG", "parliament"),
    "court": ("courts", "JUD", "court"), "spy": ("intelligence services", "SPY", "intelligence"), "mfa": ("foreign ministry", "GOV", "ministry"),
    "mod": ("defence ministry", "GOV", "ministry"), "moi": ("interior ministry", "GOV", "ministry"), "coast": ("coast guard", "MIL", "guard"),
    "border": ("border guards", "COP", "guard"), "guard": ("national guard", "MIL", "guard"),
}  # fmt: skip
"""Ending of a state body's id -> what it is called, its sector and its kind, where the table has no row of it."""


@dataclass(frozen=True, slots=True)
class ActorWords:
    """Folded words to what they tell; see data/actor_words.tsv."""

    tails: frozenset[str]
    leads: frozenset[str]
    titles: frozenset[str]
    bodies: dict[str, str]
    sectors: dict[str, str]
    offices: dict[str, str]


@cache
def actor_words() -> ActorWords:
    """The lists, read once."""
    sets: dict[str, set[str]] = {"tail": set(), "lead": set(), "title": set()}
    maps: dict[str, dict[str, str]] = {"body": {}, "sector": {}, "office": {}}
    for row in read_table(DATA / "actor_words.tsv"):
        for words in map(fold, split_values(row["words"])):
            if row["what"] in sets:
                sets[row["what"]].add(words)
            else:
                maps[row["what"]].setdefault(words, row["value"])
    return ActorWords(
        frozenset(sets["tail"]), frozenset(sets["lead"]), frozenset(sets["title"]), maps["body"], maps["sector"], maps["office"]
    )


def variants(words: str) -> list[str]:
    """The folded words, then without "the", tails and leads, one at a time: "Islamist Boko Haram militants" ends as "boko haram"."""
    known = actor_words()
    left = fold(words).removeprefix("the ").split()
    found = [" ".join(left)]
    queue = [tuple(left)]
    while queue:
        tokens = queue.pop(0)
        shorter = [tokens[:-n] for n in (1, 2) if len(tokens) > n and " ".join(tokens[-n:]) in known.tails]
        if len(tokens) > 1 and (
            tokens[0] in known.leads or tokens[0].endswith("backed") or (len(tokens) > 2 and tokens[1] == "backed")
        ):
            shorter.append(
                tokens[2:] if tokens[1] in {"backed", "led", "linked", "affiliated", "aligned", "supported"} else tokens[1:]
            )
        for each in shorter:
            name = " ".join(each)
            if each and name not in found:
                found.append(name)
                queue.append(each)
    return found


def strip_titles(words: str) -> list[str]:
    """A person's folded name without the titles and countries before it, longest first: "US President Obama" ends as "obama"."""
    known = _titles_and_countries()
    tokens = fold(words).split()
    found = [" ".join(tokens)]
    while len(tokens) > 1:
        size = next((n for n in (4, 3, 2, 1) if len(tokens) > n and " ".join(tokens[:n]) in known), 0)
        if not size:
            break
        tokens = tokens[size:]
        found.append(" ".join(tokens))
    return found


@cache
def _titles_and_countries() -> frozenset[str]:
    return actor_words().titles | country_names().keys()
