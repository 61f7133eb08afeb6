"""The actor table: who is who, by name and day. Reads data/actors (its README says how rows are written) and rows of the user's
own; gives actors by name. Which one a report means is for `actors.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zenobia.grounding.days_calendar import whole
from zenobia.grounding.spelling import fold, skeleton
from zenobia.grounding.tables import DATA, read_table, split_values

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

    Rows stay text until somebody asks for them, so that the whole table opens in a tenth of a second."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}
        self._bearers: dict[str, list[str]] = {}  # folded name -> ids of actors
        self._at_home: dict[str, list[str]] = {}  # alpha-3 -> ids of actors that act there
        self._people: dict[str, list[str]] = {}  # folded name -> people
        self._terms: dict[str, list[Row]] = {}  # person -> rows
        self._offices: dict[tuple[str, str], list[Row]] = {}  # (of, office) -> rows
        self._actors: dict[str, ActorRow] = {}
        self._alike: dict[str, dict[str, list[Naming]]] = {}

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Rows of one file: of states, actors or people, as their columns tell."""
        names = fold_cells("\n".join("; ".join(row.get(column, "") for column in NAMES) for row in rows)).split("\n")
        for row, cell in zip(rows, names, strict=True):
            keys = dict.fromkeys(key.strip() for key in cell.split(";"))
            if "office" in row:
                self._add_term(row, keys)
                continue
            self._rows[row["id"]] = row
            for key in filter(None, keys):
                self._bearers.setdefault(key, []).append(row["id"])
            for country in split_values(row.get("country", "")):
                self._at_home.setdefault(country, []).append(row["id"])

    def _add_term(self, row: Row, keys: Iterable[str]) -> None:
        person = row["name"]
        self._offices.setdefault((row["of"], row["office"]), []).append(row)
        self._terms.setdefault(person, []).append(row)
        for key in filter(None, keys):
            people = self._people.setdefault(key, [])
            if person not in people:
                people.append(person)

    def actor(self, ident: str) -> ActorRow | None:
        """The actor of this id, None for none."""
        if ident not in self._actors and ident in self._rows:
            self._actors[ident] = read_actor(self._rows[ident])
        return self._actors.get(ident)

    def namings(self, name: str) -> list[Naming]:
        """Who bears this folded name."""
        return [n for ident in self._bearers.get(name, ()) for n in self._namings_of(ident) if fold(n.name.value) == name]

    def _namings_of(self, ident: str) -> list[Naming]:
        row = self._rows[ident]
        return list(_read_namings(ident, [v for column in NAMES for v in split_values(row.get(column, ""))]))

    def homes(self, name: str) -> list[str]:
        """The countries (alpha-3) where those at home are who bear this folded name and no other: of an armed group all that it acts
        in, of a person that of the office."""
        namings = [*self.namings(name), *self.people(name)]
        bearers = {n.actor for n in namings}
        if len(bearers) != 1 or any(n.weak for n in namings):
            return []
        bearer = bearers.pop()
        row = self.actor(bearer) or next((self.actor(t.of) for t in self.terms(bearer)), None)
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
            for naming in (n for ident in self._at_home.get(country, ()) for n in self._namings_of(ident) if not n.weak):
                found.setdefault(skeleton(naming.name.value), []).append(naming)
            self._alike[country] = found
        return self._alike[country]

    def people(self, name: str) -> list[Naming]:
        """Who bears this folded name, a person by name each."""
        found = []
        for person in self._people.get(name, ()):
            values = dict.fromkeys(v for row in self._terms[person] for v in (person, *split_values(row["aliases"])))
            found += [n for n in _read_namings(person, values) if fold(n.name.value) == name][:1]
        return found

    def terms(self, person: str) -> list[Term]:
        """The terms of office of a person."""
        return [read_term(row) for row in self._terms.get(person, ())]

    def holders(self, state: str, office: str) -> list[Term]:
        """The terms of this office of a state or of any body of it."""
        held = (
            rows for (of, name), rows in self._offices.items() if name == office and (of == state or of.startswith(f"{state}-"))
        )
        return [read_term(row) for rows in held for row in rows]


Row = dict[str, str]
NAMES = ("name", "aliases", "demonyms", "metonyms")
"""The columns that hold names."""

LEAST_BONES = 4
MOST_HOMES = 2
"""Of the countries where a group acts: its home and the next tell where news of it may be; the tenth does not."""

_SUFFIXES = re.compile(r" @[\d.-]+| !(?=;| @|\n|$)")


_CELL_BREAKS = re.compile(r"[^\w;]+|_+")
_QUOTES = re.compile(r"['`]")


def fold_cells(text: str) -> str:
    """Each name of many cells as `fold` has it, times and marks left out; names end at ";" and lines stay lines.

    Lines of plain letters are folded whole: this is most of what opening the table takes."""
    return "\n".join(
        _CELL_BREAKS.sub(" ", _QUOTES.sub("", line.lower())) if line.isascii() else ";".join(map(fold, line.split(";")))
        for line in _SUFFIXES.sub("", text).split("\n")
    )


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


def _read_namings(ident: str, values: Iterable[str]) -> Iterator[Naming]:
    for value in dict.fromkeys(values):
        timed = read_timed(value)
        yield Naming(ident, Timed(timed.value.removesuffix(WEAK), timed.start, timed.end), timed.value.endswith(WEAK))


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


def load_table(folder: Path) -> ActorTable:
    """The table in `folder`: states.tsv, then bodies-*.tsv and groups-*.tsv, then leaders-*.tsv."""
    table = ActorTable()
    paths = [
        folder / "states.tsv",
        *(p for kind in ("bodies", "groups", "leaders") for p in sorted(folder.glob(f"{kind}-*.tsv"))),
    ]
    for path in paths:
        table.add_rows(list(read_table(path)))
    return table


@cache
def actor_table() -> ActorTable:
    """The shipped table, loaded once a process."""
    return load_table(DATA / "actors")
