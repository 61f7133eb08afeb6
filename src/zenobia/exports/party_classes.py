"""What a party is to ACLED and UCDP GED: forces of a state, rebels, civilians, by what grounding knows of it, else by its own words.

Rules in data/party_kinds.tsv and data/party_words.tsv. A party whose class neither tells is of none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from zenobia.exports.incident_values import party_name
from zenobia.exports.tables import NONE, fits, read_rows
from zenobia.types import MentionType, Party

ARMED = frozenset({"state", "external", "rebel", "militia", "identity"})
"""Classes that bear arms as bodies."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PEOPLE = (MentionType.PEOPLE, MentionType.PERSON)


def class_of(party: Party, home: str | None) -> str | None:
    """ACLED's class of a party: "state", "rebel", "militia", "identity", "rioters", "protesters", "civilians", "external"; None for a
    place or thing, and where nothing tells. home: ISO3 of the country where it happened; a state's forces elsewhere are external."""
    if party.type in (MentionType.FACILITY, MentionType.PLACE):
        return None
    found = (
        _known(party, "class") or class_of_words(party_name(party)) or ("state" if party.type is MentionType.STATE else None)
    )
    if found is None and party.type in _PEOPLE:
        return "civilians"
    is_abroad = party.actor is not None and party.actor.country and home and party.actor.country != home
    return "external" if found == "state" and is_abroad else found


def side_of(party: Party) -> str | None:
    """UCDP GED's kind of side: "government", "group" or "civilians"; None for what is no side of organised violence."""
    if party.type in (MentionType.FACILITY, MentionType.PLACE):
        return None
    if told := _known(party, "ged"):
        return None if told == NONE else told
    if party.type is MentionType.STATE:
        return "government"
    return side_of_class(class_of(party, None))


def side_of_class(name: str | None) -> str | None:
    """The side that a class of ACLED's is; soldiers of no known state are a side without a name, so of none."""
    if name in ("rebel", "militia", "identity"):
        return "group"
    return "civilians" if name in ("civilians", "protesters") else None


def first_class(parties: Iterable[Party], home: str | None) -> str | None:
    """The class of the first party that has one."""
    return next((found for party in parties if (found := class_of(party, home))), None)


def _known(party: Party, column: str) -> str | None:
    """What the actor's sector and kind tell; None where they do not."""
    actor = party.actor
    if actor is None or (actor.sector is None and actor.kind is None):
        return None
    for row in _kinds():
        if fits(row["sector"], actor.sector or "") and fits(row["kind"], actor.kind or ""):
            return row[column] if column == "ged" or row[column] != NONE else None
    return None


@lru_cache(maxsize=20_000)
def class_of_words(words: str) -> str | None:
    """The class that the last telling word gives: "rebel fighters" are rebels, "soldiers' families" civilians."""
    table = _words()
    told: Sequence[str] = [found for word in _WORD.findall(words.casefold()) if (found := table.get(word))]
    return told[-1] if told else None


@cache
def _kinds() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("party_kinds.tsv"))


@cache
def _words() -> dict[str, str]:
    return {word: row["class"] for row in read_rows("party_words.tsv") for word in row["words"].split()}
