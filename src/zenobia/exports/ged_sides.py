"""The sides of organised violence as UCDP GED has them, the type of violence that follows from them, and whose the dead are.

type_of_violence: 1 a government against a group, or against another government; 2 a group against a group; 3 a government or group
against civilians. A party is of these by data/party_kinds.tsv and its own words (`party_classes`). Where a side is not told, or is
none of these, the incident is no event of GED; a bombing or strike without a target counts as 3 where its dead are told to be civilians."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from zenobia.exports.countries import country_of
from zenobia.exports.incident_values import party_name
from zenobia.exports.party_classes import class_of_words, side_of, side_of_class
from zenobia.exports.tables import read_rows
from zenobia.types import Account, AccountToll, Incident, Party, Status, TollKind, TollSummary

CIVILIANS = "Civilians"
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who fights whom. a, b: the parties, b None for civilians; a_is_government says whether a stands for its state."""

    type: int
    a: Party
    b: Party | None
    a_is_government: bool
    b_is_government: bool

    @property
    def names(self) -> tuple[str, str]:
        """ "Government of Syria" and the group's name; "Civilians"."""
        return (_name(self.a, self.a_is_government), _name(self.b, self.b_is_government) if self.b else CIVILIANS)

    @property
    def countries(self) -> tuple[str | None, str | None]:
        """ISO3 of the states the sides are, None for groups and civilians."""
        return (_state(self.a) if self.a_is_government else None, _state(self.b) if self.b and self.b_is_government else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """Whose the dead are; the four add up to best. low, best, high: of all."""

    a: int
    b: int
    civilians: int
    unknown: int
    low: int
    best: int
    high: int


def reason_against(incident: Incident) -> str | None:
    """Why an incident is no event of GED; None for one that is. An imported GED event is one whatever its columns say."""
    if incident.status is not Status.ACTUAL:
        return f"status {incident.status.value}: GED holds what happened alone"
    counts, because = _types()[incident.type.value]
    if not counts:
        return f"{incident.type.value}: {because}"
    if not _is_deadly(killed(incident)):
        return "no death told: GED holds deadly events alone"
    if sides_of(incident) is None:
        return "sides that are not told, or no organised actor against another or civilians"
    return None


@cache
def _types() -> dict[str, tuple[bool, str]]:
    return {row["type"]: (row["counts"] == "yes", row["because"]) for row in read_rows("ged_events.tsv")}


def killed(incident: Incident) -> TollSummary | None:
    """The toll of deaths; None without one."""
    return next((toll for toll in incident.tolls if toll.kind is TollKind.KILLED), None)


def _is_deadly(toll: TollSummary | None) -> bool:
    return toll is not None and any(bound for bound in (toll.low, toll.best, toll.high))


def sides_of(incident: Incident) -> Sides | None:
    """The sides; None where there are no two of them."""
    a, b = _first_side(incident.actor), _first_side(incident.target)
    if a is None or a[1] == "civilians":
        return None
    if b is None:
        is_told = not incident.target and any(_is_of_civilians(toll) for toll in _killed_tolls(incident.accounts))
        return _sides(ONE_SIDED, a, None) if is_told else None
    if b[1] == "civilians":
        return _sides(ONE_SIDED, a, None)
    if a[1] == b[1] == "group":
        return _sides(NON_STATE, a, b)
    if a[1] == b[1]:
        one, other = _state(a[0]), _state(b[0])
        return _sides(STATE_BASED, a, b) if one and other and one != other else None
    return _sides(STATE_BASED, a, b) if a[1] == "government" else _sides(STATE_BASED, b, a)


def _sides(type: int, a: tuple[Party, str], b: tuple[Party, str] | None) -> Sides:
    is_government = b is not None and b[1] == "government"
    return Sides(type=type, a=a[0], b=b[0] if b else None, a_is_government=a[1] == "government", b_is_government=is_government)


def _first_side(parties: Iterable[Party]) -> tuple[Party, str] | None:
    """The first party that is a side, and which kind; organised ones before civilians."""
    found = [(party, side) for party in parties if (side := side_of(party))]
    return next((pair for pair in found if pair[1] != "civilians"), found[0] if found else None)


def _state(party: Party) -> str | None:
    return party.actor.country if party.actor else None


def _name(party: Party, is_government: bool) -> str:
    country = country_of(_state(party)) if is_government else None
    return f"Government of {country.ucdp_name}" if country else party_name(party)


def deaths_of(incident: Incident, sides: Sides | None) -> Deaths | None:
    """The dead by side, from the account whose figure is the incident's best (else the first that counts dead); None without a toll.

    GED always has three figures: a bound that nobody sets is the best figure. Dead whose people nobody names are `unknown`, and so are all
    where the account's parts exceed the best figure."""
    toll = killed(incident)
    known = [n for n in ((toll.best, toll.low, toll.high) if toll else ()) if n is not None]
    if toll is None or not known:
        return None
    best = known[0]
    low = min(best, toll.low if toll.low is not None else best)
    high = max(best, toll.high if toll.high is not None else best)
    parts = {"a": 0, "b": 0, "civilians": 0}
    for counted in _best_tolls(incident.accounts, best):
        side = _side_of_dead(counted, sides)
        if side:
            parts[side] += figure(counted)
    if sum(parts.values()) > best:
        parts = dict.fromkeys(parts, 0)
    return Deaths(**parts, unknown=best - sum(parts.values()), low=low, best=best, high=high)


def figure(toll: AccountToll) -> int:
    """One number for a toll: its lower bound, else its upper."""
    return toll.low if toll.low is not None else (toll.high or 0)


def _killed_tolls(accounts: Iterable[Account]) -> list[AccountToll]:
    return [toll for account in accounts for toll in account.tolls if toll.kind is TollKind.KILLED and toll.scope == "event"]


def _best_tolls(accounts: Sequence[Account], best: int) -> list[AccountToll]:
    told = [tolls for account in accounts if (tolls := _killed_tolls([account]))]
    exact = (tolls for tolls in told if sum(map(figure, tolls)) == best)
    return next(exact, told[0] if told else [])


def _is_of_civilians(toll: AccountToll) -> bool:
    return bool(toll.who) and side_of_class(class_of_words(toll.who or "")) == "civilians"


def _side_of_dead(toll: AccountToll, sides: Sides | None) -> str | None:
    """ "a", "b" or "civilians" by who is counted: a party by its name, else by what the words tell ("soldiers", "militants") where one
    side alone is of that kind. None where that does not settle it."""
    if not toll.who:
        return None
    who = toll.who.casefold()
    if sides is not None:
        for letter, party, name in (("a", sides.a, sides.names[0]), ("b", sides.b, sides.names[1])):
            names = (name, party.name, party.text, party_name(party)) if party else ()
            if who in (n.casefold() for n in names):
                return letter
    if _is_of_civilians(toll):
        return "civilians"
    return _by_kind(class_of_words(toll.who), sides) if sides else None


def _by_kind(found: str | None, sides: Sides) -> str | None:
    governments = {"a": sides.a_is_government} | ({"b": sides.b_is_government} if sides.b else {})
    asked = {"state": True, "rebel": False, "militia": False, "identity": False}.get(found or "")
    fitting = [letter for letter, is_government in governments.items() if is_government is asked]
    return fitting[0] if len(fitting) == 1 else None
