"""The parties of an incident as ACLED's columns hold them: actor1 and actor2, who is associated with each, and the interaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zenobia.exports.countries import Country
from zenobia.exports.incident_values import party_name
from zenobia.exports.options import Losses
from zenobia.exports.party_classes import class_of, class_of_words
from zenobia.types import Incident, Party

INTERS = {
    "state": "State forces",
    "rebel": "Rebel group",
    "militia": "Political militia",
    "identity": "Identity militia",
    "rioters": "Rioters",
    "protesters": "Protesters",
    "civilians": "Civilians",
    "external": "External/Other forces",
}
"""Class of a party -> ACLED's word, in the order of its numbers 1 to 8."""

INTER_NUMBERS = {str(number): name for number, name in enumerate(INTERS.values(), 1)}
"""The numbers that older files have in place of the words."""

CROWDS = ("Protesters", "Rioters", "Civilians")
UNNAMED = "Unidentified Armed Group"
"""What ACLED calls an armed group that nobody names."""

GAP = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a row; empty texts where there is none or it cannot be told."""

    name: str = ""
    associated: str = ""
    inter: str = ""


def sides_of(incident: Incident, event_type: str, country: Country | None) -> tuple[Side, Side]:
    """Actor1 with the supporters beside it, and actor2. A demonstration's first side is its crowd, which the actors then are associated
    with; violence whose actor nobody tells is done by ACLED's unidentified armed group."""
    home = country.iso3 if country else None
    actors, others = list(incident.actor), list(incident.target)
    if event_type in ("Protests", "Riots") and incident.type.value not in ("protest", "riot"):
        actors, others = others, actors  # police attack protesters: ACLED has the crowd as actor1
    if event_type in ("Protests", "Riots"):
        crowd = "Protesters" if event_type == "Protests" else "Rioters"
        first = Side(name=_of(crowd, country), associated=_names([*actors, *incident.supporter], crowd), inter=crowd)
        return first, _side(others, home, country)
    first = _side(actors, home, country, incident.supporter)
    if not first.name and event_type != "Strategic developments":
        first = Side(name=_of(UNNAMED, country), associated=_names(incident.supporter), inter=INTERS["militia"])
    return first, _side(others, home, country)


def note_parties(incident: Incident, event_type: str, losses: Losses) -> None:
    """Counts what became of the parties."""
    parties = (*incident.actor, *incident.target)
    losses.note("supporter of an actor", "associated with actor1", len(incident.supporter))
    further = max(0, len(incident.actor) - 1) + max(0, len(incident.target) - 1)
    losses.note("further actor or target", "an associated actor", further)
    losses.note(
        "identity and country of a party in the actor table", "left out", sum(1 for p in parties if p.actor and p.actor.id)
    )
    if not incident.actor and event_type not in ("Strategic developments", "Protests", "Riots"):
        losses.note("actor nobody tells", UNNAMED)


def interaction(first: str, second: str) -> str:
    """ACLED's word for the two inters, whichever stands first: "State forces-Rebel group"; "Rebel group only" without a second.
    Empty without a first."""
    if not first:
        return ""
    if not second:
        return f"{first} only"
    order = [*INTERS.values()]
    if first not in order or second not in order:
        return ""
    pair = sorted((first, second), key=order.index)
    if pair == ["Civilians", "External/Other forces"]:
        pair.reverse()  # 78 is the one that ACLED writes the other way round
    return "-".join(pair)


def _side(parties: Sequence[Party], home: str | None, country: Country | None, supporters: Sequence[Party] = ()) -> Side:
    if not parties:
        return Side(associated=_names(supporters))
    first, *rest = parties
    found = class_of(first, home)
    inter = INTERS[found] if found else ""
    if found in ("civilians", "protesters", "rioters"):
        return Side(name=_of(inter, country), associated=_names([*parties, *supporters], inter), inter=inter)
    return Side(name=party_name(first), associated=_names([*rest, *supporters]), inter=inter)


def _of(name: str, country: Country | None) -> str:
    """ "Civilians (Syria)"."""
    return f"{name} ({country.acled_name})" if country else name


def _names(parties: Iterable[Party], crowd: str = "") -> str:
    """The names, each once; those that say no more than the crowd they are of ("protesters", "Civilians (Syria)") left out."""
    names = (party_name(party) for party in parties)
    return GAP.join(dict.fromkeys(name for name in names if name and not (crowd and _is_plain(name, crowd))))


def _is_plain(name: str, crowd: str) -> bool:
    if name.startswith(f"{crowd} (") or name.casefold() == crowd.casefold():
        return True
    return " " not in name and class_of_words(name) == crowd.casefold()
