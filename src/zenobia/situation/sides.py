"""Which side an actor stands on: a state with its forces, a movement with its units. Takes an actor and a day, gives a `Side`.

The rules, first that fits: a row of data/sides.tsv; a body of a state is its state; a group that reports name no nearer ("rebels", "militants") is
the rebels of the country; "government forces" are those of the place's country; anyone else is a side of their own."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files

from zenobia.grounding.countries import alpha3, countries_in, country_titles
from zenobia.situation_types import Side
from zenobia.types import Actor

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
REBELS, MILITANTS, KURDS = "rebels@", "militants@", "kurds@"
_AGAINST = re.compile(r"(?i)\banti-|opposition|rebel|defect")

_REBELS = re.compile(
    r"rebel|opposition|insurgen|separatist|revolution|\banti-|loyalists of|faction",
    re.IGNORECASE,
)
_MILITANTS = re.compile(
    r"militant|fighters|militia|tribes|islamist|jihad|gunm[ae]n|terrorist|extremist|armed men", re.IGNORECASE
)
_GOVERNMENT = re.compile(
    r"\b(?:pro-)?(?:government|regime|loyalists?|army|military|security forces|armed forces|police|national army|air force)\b",
    re.IGNORECASE,
)
_ARMED = re.compile(r"troops|forces|army|soldiers|military", re.IGNORECASE)
_KURDISH = re.compile(r"kurd", re.IGNORECASE)


def _rows(name: str) -> list[list[str]]:
    """The rows of a table in data/, without its comments and head."""
    lines = files("zenobia.situation").joinpath("data", name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@cache
def _table() -> dict[str, tuple[tuple[str, str, str, str], ...]]:
    """Actor -> side, name, from, to."""
    rows: dict[str, list[tuple[str, str, str, str]]] = {}
    for actor, side, name, first, last in _rows("sides.tsv"):
        rows.setdefault(actor, []).append((side, name, first, last))
    return {actor: tuple(found) for actor, found in rows.items()}


@cache
def _successions() -> dict[str, tuple[str, date]]:
    """Side -> the state it became the government of, and from when on."""
    rows = _rows("successions.tsv")
    return {side: (state, date.fromisoformat(day)) for side, state, day in rows}


def successor_of(side: Side, country: str | None = None) -> tuple[Side, date] | None:
    """The state whose government a side became, and the day; None for others, and for what it holds in another country (alpha-3)."""
    found = _successions().get(side.id)
    if found and country and found[0] != country.lower():
        return None
    return (Side(id=found[0], name=country_titles().get(found[0].upper(), found[0]), kind="state"), found[1]) if found else None


def side_of(actor: Actor | None, day: date | None = None, *, country: str | None = None) -> Side | None:
    """The side of an actor on a day; None for nobody, or for those of whom no words tell whose they are ("troops").

    country: alpha-3, of the place that it is about: whose government "government forces" are."""
    side = _side_of(actor, day, country)
    became = successor_of(side, country) if side else None
    return became[0] if became and day and became[1] <= day else side


def _side_of(actor: Actor | None, day: date | None, country: str | None) -> Side | None:
    if actor is None or actor.id is None:
        return None
    for ident in (actor.id, actor.parent):
        if ident and (side := _by_table(ident, day)):
            return side
    name = actor.name or actor.id
    if actor.id.startswith("local:"):
        named = [code for found in countries_in(name) if (code := alpha3(found))]
        if country in named and len(named) > 1 and _ARMED.search(name):  # "French and Malian troops", in Mali
            return Side(id=country.lower(), name=country_titles().get(country, country), kind="state")
        return _local(name, next(iter(named), None) or country or actor.country, actor, day)
    state = (actor.country or "").lower()
    if actor.id == state or (actor.sector in STATE_SECTORS and _is_of(actor, state)):
        return Side(id=state, name=country_titles().get(state.upper(), state.upper()), kind="state")
    return Side(id=actor.id, name=name, kind="state" if actor.sector in ("MIL", "IGO") else "movement")


def _by_table(ident: str, day: date | None) -> Side | None:
    on = day.isoformat() if day else "9999"
    for side, name, first, last in _table().get(ident, ()):
        if (not first or first <= on) and (not last or on <= last):
            return Side(id=side, name=name, kind=_kind(side))
    return None


def _kind(side: str) -> str:
    if side.startswith((REBELS, MILITANTS, KURDS)):
        return "loose"
    return "state" if len(side) == 3 and side not in STANDS_APART and side in _states() else "movement"


@cache
def _states() -> frozenset[str]:
    """Ids of states: alpha-3, lower case."""
    return frozenset(code.lower() for code in country_titles())


def _is_of(actor: Actor, state: str) -> bool:
    """Whether a body belongs to its state and not to a part of it that rules itself."""
    return bool(state) and any(
        ident and (ident == state or ident.startswith(f"{state}-")) for ident in (actor.parent, actor.id)
    )


def _local(name: str, home: str | None, actor: Actor, day: date | None) -> Side | None:
    """The side of a group that no table knows; None of whom no words tell whose they are ("troops")."""
    where = f" in {country_titles().get(home, home)}" if home else ""
    if _KURDISH.search(name):
        return Side(id=KURDS + (home or ""), name=f"Kurdish forces{where}", kind="loose")
    if _GOVERNMENT.search(name) and not _AGAINST.search(name):
        return Side(id=home.lower(), name=country_titles().get(home, home), kind="state") if home else None
    for pattern, start, called in ((_MILITANTS, MILITANTS, "militants"), (_REBELS, REBELS, "rebels")):
        if pattern.search(name):
            known = _by_table("syrian-rebels", day) if start + (home or "") == "rebels@SYR" else None
            return known or Side(id=start + (home or ""), name=called + where, kind="loose")
    if actor.sector == "MIL" and not actor.country and len(name.split()) == 1:
        return None
    return Side(id=actor.id or "", name=name)


STANDS_APART = frozenset({"isil", "sdf", "nusra"})
"""Sides that "rebels" does not mean, though they are some; outside Syria ISIL may be meant."""


def is_same(one: Side | None, other: Side | None) -> bool:
    """Whether two sides can be one: the same, or one named so loosely that it may be the other ("militants", "Kurdish forces")."""
    if one is None or other is None:
        return False
    return one.id == other.id or _may_be(one, other) or _may_be(other, one)


def _may_be(loose: Side, side: Side) -> bool:
    if loose.kind != "loose" or side.kind == "state":
        return False
    if loose.id.startswith(KURDS):
        return side.id in ("sdf", "irq-krg") or side.id.startswith(KURDS)
    if side.id.startswith(KURDS):
        return False
    return loose.id.startswith(MILITANTS) or side.id not in STANDS_APART or (side.id == "isil" and loose.id != "rebels@SYR")
