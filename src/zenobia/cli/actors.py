"""`zenobia actors`: who a name means, by the shipped actor table and the user's own rows; files of rows added and removed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.columns import Cell, Format, Shape, print_rows

if TYPE_CHECKING:
    from zenobia.grounding.actor_table import ActorTable, Naming, Term, Timed
    from zenobia.grounding.own_actors import OwnActors

actors = typer.Typer(name="actors", help="Look actors and people up; add rows of your own.")


@actors.command()
def add(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV, TSV or YAML of actors (id, name ...) or of people (name, office, of ...)."),
    ],
) -> int:
    """Add actors or people of your own; reading and `find` take them before the shipped ones.

    A file is taken whole or not at all, and replaces the one of its name before.
    Columns of actors: id, name, aliases, country, sector, kind, parent, active, sponsors, ucdp.
    Columns of people, a row a term of office: name, aliases, office, of, from, to.
    """
    from zenobia.exports.wording import say_count
    from zenobia.grounding.actor_table import actor_table

    table = actor_table()
    added = _own().add(file, lambda ident: table.actor(ident) is not None)
    print(f"{_visible(added.name)}: {say_count(len(added.rows), 'row')} of {added.kind}")
    return 0


@actors.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A group, body, state or person, as reports write it.")],
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Parents, sponsors and offices of that day (YYYY-MM-DD); else of today.")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="ISO3", help="Only those at home or active there.")] = None,
    format: Format = None,
) -> int:
    """Print every actor and person of a name, with the days on which it is theirs. Exit status 1 when there is none."""
    from zenobia.grounding.known import known_actors
    from zenobia.pipeline import parse_day

    day = parse_day(on, where="--on") if on is not None else None
    code = _alpha3(country) if country else None
    table = known_actors()
    rows = [*_actor_rows(name, table, day, code), *_people_rows(name, table, day, code)]
    if not rows:
        where = f" in {country}" if country else ""
        mend = "try another spelling" + ("" if country else ", or --country, which finds those spelled alike")
        print(f"{_visible(name)}: no actor is so called{where}; mend: {mend}", file=sys.stderr)
        return 1
    print_rows(sorted(rows, key=lambda row: not row["holds"]), format)
    return 0


@actors.command("list")
def list_files(format: Format = None) -> int:
    """Print the files that were added."""
    rows: list[dict[str, Cell]] = [
        {"name": f.name, "kind": f.kind.value, "rows": len(f.rows), "file": f.file} for f in _own().files()
    ]
    if not rows and (format or Shape.TABLE) is Shape.TABLE:
        print("zenobia: no file was added yet", file=sys.stderr)
    print_rows(rows, format)
    return 0


@actors.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="As `zenobia actors list` names it.")]) -> int:
    """Take the rows of one file out again."""
    _own().remove(name)
    print(f"{_visible(name)}: removed")
    return 0


def _own() -> OwnActors:
    from zenobia.grounding.own_actors import OwnActors
    from zenobia.own_folder import own_actors_folder

    return OwnActors(own_actors_folder())


def _alpha3(country: str) -> str:
    from zenobia.errors import UsageError
    from zenobia.grounding.countries import alpha3
    from zenobia.grounding.own_places import country_code

    code = alpha3(country_code(country) or "")
    if code is None:
        raise UsageError(f"{country!r} is no country", where="--country", mend="give its ISO 3166-1 code, as SYR")
    return code


def _actor_rows(name: str, table: ActorTable, day: date | None, code: str | None) -> list[dict[str, Cell]]:
    """Actors of this name; of a country's, also those of names that transliterate alike."""
    from zenobia.grounding.actor_words import variants
    from zenobia.grounding.spelling import fold

    namings = next((found for words in (fold(name), *variants(name)) if (found := table.namings(words))), [])
    if code:
        namings += table.find_alike(name, [code])
    rows = [_actor_row(naming, table, day) for naming in dict.fromkeys(namings)]
    return [row for row, countries in rows if code is None or code in countries]


def _actor_row(naming: Naming, table: ActorTable, day: date | None) -> tuple[dict[str, Cell], Sequence[str]]:
    actor = table.actor(naming.actor)
    assert actor is not None, f"{naming.actor} bears a name and has no row"
    row: dict[str, Cell] = {
        "id": actor.id,
        "name": actor.name,
        "matched": naming.name.value,
        "time": _say_time(naming.name),
        "holds": naming.name.holds(day) and actor.active.holds(day),
        "weak": naming.weak,
        "country": actor.countries,
        "sector": actor.sector,
        "kind": actor.kind,
        "parent": _held(actor.parents, day),
        "sponsors": _held(actor.sponsors, day),
        "ucdp": actor.ucdp,
        "offices": (),
    }
    return row, actor.countries


def _people_rows(name: str, table: ActorTable, day: date | None, code: str | None) -> list[dict[str, Cell]]:
    """People of this name, each with the offices held ever; parent: where an office is held on the day."""
    from zenobia.grounding.actor_words import strip_titles
    from zenobia.grounding.spelling import fold

    rows: list[dict[str, Cell]] = []
    namings = next((found for words in (fold(name), *strip_titles(name)) if (found := table.people(words))), [])
    for naming in dict.fromkeys(namings):
        terms = sorted(table.terms(naming.actor), key=lambda term: term.term.start or date.min)
        bodies = [body for term in terms if (body := table.actor(term.of))]
        countries = tuple(dict.fromkeys(country for body in bodies for country in body.countries[:1]))
        if code is not None and code not in countries:
            continue
        held = [term for term in terms if term.term.holds(day)]
        row: dict[str, Cell] = {
            "id": "person:" + fold(naming.actor).replace(" ", "-"),  # as grounding/actors.py has it
            "name": naming.actor,
            "matched": naming.name.value,
            "time": _say_time(naming.name),
            "holds": bool(held),
            "weak": naming.weak,
            "country": countries,
            "sector": None,
            "kind": "person",
            "parent": tuple(dict.fromkeys(term.of for term in held)),
            "sponsors": (),
            "ucdp": (),
            "offices": tuple(map(_say_term, terms)),
        }
        rows.append(row)
    return rows


def _held(values: Sequence[Timed], day: date | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.value for value in values if value.holds(day)))


def _say_term(term: Term) -> str:
    time = _say_time(term.term)
    return f"{term.office} of {term.of}" + (f", {time}" if time else "")


def _say_time(timed: Timed) -> str | None:
    """ "2012-01-01..2016-07-28", open ends left out; None when it always holds."""
    if timed.start is None and timed.end is None:
        return None
    return f"{timed.start or ''}..{timed.end or ''}"


def _visible(text: str) -> str:
    from zenobia.exports.wording import visible

    return visible(text)
