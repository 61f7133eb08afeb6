"""The actor table: who is who, by name and day. Reads data/actors (its README says how rows are written) and rows of the user's
own; gives actors by name. Which one a report means is for `actors.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zenobia.grounding.actor_index import (
    ACTORS,
    NAMES,
    Row,
    RowShelf,
    Shelf,
    first_and_last,
    id_key,
    name_key,
    office_key,
    open_shelf,
    people_key,
    person_key,
    short_key,
)
from zenobia.grounding.actor_index import country_key as home_key
from zenobia.grounding.days_calendar import whole
from zenobia.grounding.spelling import fold, skeleton
from zenobia.grounding.tables import split_values

WEAK = " !"
"""Ends a name that counts only where the report gives reason to."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A value and the days it holds, both None where open."""

    value: str
    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether it holds on `day`; without a day, whether it holds still or always did."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """One actor of the table; columns as in data/actors/README.md. countries: alpha-3, home first."""

    id: str
    name: str
    countries: tuple[str, ...]
    sector: str
    kind: str
    parents: tuple[Timed, ...] = ()
    active: Timed = Timed("")
    sponsors: tuple[Timed, ...] = ()
    ucdp: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """One name of an actor. weak: others bear it too; exact: as written, for short names in capitals."""

    actor: str
    name: Timed
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A person in an office: `of` is an actor's id; the days are None where open."""

    person: str
    office: str
    of: str
    term: Timed


class ActorTable:
    """Actors by id, by name and by country; people by name and by office.

    Rows stay text until somebody asks for them. Of rows of one id the last added counts."""

    def __init__(self, *shelves: Shelf) -> None:
        self._shelves = list(reversed(shelves))  # the last added first
        self._actors: dict[str, ActorRow | None] = {}
        self._alike: dict[str, dict[str, list[Naming]]] = {}

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Rows of one kind: of states, actors or people, as their columns tell."""
        self._shelves.insert(0, RowShelf(rows))
        self._actors.clear()
        self._alike.clear()

    def actor(self, ident: str) -> ActorRow | None:
        """The actor of this id, None for none."""
        if ident not in self._actors:
            row = next((rows[0] for shelf in self._shelves if (rows := shelf.find(id_key(ident)))), None)
            self._actors[ident] = read_actor(row) if row else None
        return self._actors[ident]

    def party(self, ident: str) -> ActorRow | None:
        """The actor of this id; a government is its state, as a party (codebook, section 5: "a state or its government")."""
        return self.actor(as_party(ident)) or self.actor(ident)

    def names(self, ident: str) -> list[Naming]:
        """Every name of the actor or person of this id; empty for none."""
        rows = next((rows for shelf in self._shelves if (rows := shelf.find(id_key(ident)))), [])
        rows = rows or [row for shelf in self._shelves for row in shelf.find(person_key(ident))]
        return list({naming.name.value: naming for row in rows for naming in _namings_of(row)}.values())

    def namings(self, name: str) -> list[Naming]:
        """Who bears this folded name."""
        return [n for row in self._actor_rows(name_key(name)) for n in _namings_of(row) if fold(n.name.value) == name]

    def _actor_rows(self, key: str) -> Iterator[Row]:
        """Rows of actors, without those whose id a later shelf has."""
        for depth, shelf in enumerate(self._shelves):
            for row in shelf.find(key):
                if not any(later.find(id_key(row["id"])) for later in self._shelves[:depth]):
                    yield row

    def homes(self, name: str, day: date | None) -> list[str]:
        """The countries (alpha-3) where the one is at home who bears this folded name: of an armed group all that it acts in, of a
        person that of the office. A family name alone is whose who holds an office on that day."""
        bearers = {n.actor for n in (*self.namings(name), *self.people(name)) if not n.weak}
        if not bearers and day is not None:
            bearers = {n.actor for n in self.people(name) if any(t.term.holds(day) for t in self.terms(n.actor))}
        if len(bearers) != 1:
            return []
        bearer = bearers.pop()
        row = self.actor(bearer) or next((self.actor(t.of[:3]) for t in self.terms(bearer)), None)
        return list(row.countries[:MOST_HOMES]) if row else []

    def find_alike(self, name: str, countries: Iterable[str]) -> list[Naming]:
        """Names of these countries' actors that transliterate as `name` does, of four consonants and more; no weak ones."""
        bones = skeleton(name)
        if len(bones.replace(" ", "")) < LEAST_BONES:
            return []
        return [naming for country in countries for naming in self._skeletons(country).get(bones, ())]

    def _skeletons(self, country: str) -> dict[str, list[Naming]]:
        if country not in self._alike:
            found: dict[str, list[Naming]] = {}
            for naming in (n for row in self._actor_rows(home_key(country)) for n in _namings_of(row) if not n.weak):
                found.setdefault(skeleton(naming.name.value), []).append(naming)
            self._alike[country] = found
        return self._alike[country]

    def people(self, name: str) -> list[Naming]:
        """Who bears this folded name, a person by name each."""
        return [
            naming
            for person, rows in self._people(people_key(name)).items()
            for naming in [n for row in rows for n in _namings_of(row) if fold(n.name.value) == name][:1]
            if naming.actor == person
        ]

    def people_in_short(self, name: str) -> list[Naming]:
        """Who has these first and last words in a name of more, or is so called: weak names all of them."""
        short = first_and_last(name)
        if " " not in short:
            return []
        found = self._people(short_key(short)) | ({} if short == name else self._people(people_key(short)))
        return [Naming(person, Timed(name), weak=True) for person in found]

    def _people(self, key: str) -> dict[str, list[Row]]:
        """People of a key, each with its rows."""
        found: dict[str, list[Row]] = {}
        for row in (row for shelf in self._shelves for row in shelf.find(key)):
            found.setdefault(row["name"], []).append(row)
        return found

    def terms(self, person: str) -> list[Term]:
        """The terms of office of a person."""
        return [read_term(row) for shelf in self._shelves for row in shelf.find(person_key(person))]

    def holders(self, state: str, office: str) -> list[Term]:
        """The terms of this office of a state or of any body of it."""
        rows = [row for shelf in self._shelves for row in shelf.find_under(office_key(office, state))]
        return [read_term(row) for row in rows if row["of"] == state or row["of"].startswith(f"{state}-")]


def as_party(ident: str) -> str:
    """The id of the state for that of its government, "syr" for "syr-gov"; any other as it is."""
    return ident[:3] if ident.endswith("-gov") and len(ident) == len("syr-gov") else ident


LEAST_BONES = 4
MOST_HOMES = 2
"""Of the countries where a group acts: its home and the next tell where news of it may be; the tenth does not."""


def read_actor(row: Row) -> ActorRow:
    """A row of bodies or groups, or of states."""
    if "iso2" in row:
        home = (row["id"].upper(),) if len(row["id"]) == 3 else ()
        return ActorRow(id=row["id"], name=row["name"], countries=home, sector="GOV", kind="state")
    return ActorRow(
        id=row["id"],
        name=row["name"],
        countries=tuple(split_values(row["country"])),
        sector=row["sector"],
        kind=row["kind"],
        parents=tuple(map(read_timed, split_values(row["parent"]))),
        active=read_timed(f" @{row['active']}"),
        sponsors=tuple(map(read_timed, split_values(row["sponsors"]))),
        ucdp=tuple(split_values(row["ucdp"])),
    )


def read_term(row: Row) -> Term:
    """A row of people."""
    return Term(person=row["name"], office=row["office"], of=row["of"], term=read_timed(f" @{row['from']}..{row['to']}"))


def _namings_of(row: Row) -> Iterator[Naming]:
    """Every name of a row, each once."""
    values = (value for column in NAMES for value in split_values(row.get(column, "")))
    for value in dict.fromkeys(values):
        timed = read_timed(value)
        name = Timed(timed.value.removesuffix(WEAK), timed.start, timed.end)
        yield Naming(row.get("id") or row["name"], name, timed.value.endswith(WEAK))


_TIME = re.compile(r"^(?P<from>[\d-]*)\.\.(?P<to>[\d-]*)$")


def read_timed(cell: str) -> Timed:
    """A value with its time: "Nusra Front @2012-01..2016-07-28". A time that cannot be read is no time."""
    value, _, time = cell.partition(" @")
    match = _TIME.match(time)
    if not match:
        return Timed(value)
    return Timed(value, _edge(match["from"], first=True), _edge(match["to"], first=False))


def _edge(words: str, *, first: bool) -> date | None:
    """The first or last day of "2016", "2016-07" or "2016-07-28"."""
    try:
        parts = [int(p) for p in words.split("-")] if words else []
        if not parts:
            return None
        start = date(*[*parts, 1, 1][:3])
    except (ValueError, TypeError):
        return None
    unit = whole(start, ("year", "month", "day")[len(parts) - 1], "")
    return start if first or unit is None else unit.end


@cache
def actor_table() -> ActorTable:
    """The shipped table, loaded once a process."""
    return load_table(ACTORS)


def load_table(folder: Path) -> ActorTable:
    """The table in `folder`: states.tsv, bodies-*.tsv, groups-*.tsv and leaders-*.tsv."""
    return ActorTable(open_shelf(folder))
