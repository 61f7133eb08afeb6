"""`zenobia gazetteer`: where places lie, by the shipped gazetteer and the user's own; files of the user's own added and removed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.columns import Cell, Format, Shape, print_rows

if TYPE_CHECKING:
    from zenobia.grounding.gazetteer import Entry
    from zenobia.grounding.own_gazetteer import OwnGazetteer
    from zenobia.grounding.own_load import Added

gazetteer = typer.Typer(name="gazetteer", help="Look places up; add tables of your own.")


@gazetteer.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="GeoNames dumps (SY.txt, allCountries.txt), alternateNamesV2.txt, CSV with name, latitude, longitude; also in a .zip.",
        ),
    ],
) -> int:
    """Add places of your own; reading and `find` take them beside the shipped ones.

    A file is taken whole or not at all, and replaces the one of its name before.
    A CSV may also say id, country, admin1, admin2, feature (a GeoNames code), population, radius_km, aliases.
    alternateNamesV2.txt adds names, in Latin and Arabic script, to the GeoNames places that are loaded when it is.
    """
    from zenobia.cli import InterruptError
    from zenobia.cli.progress_bytes import BytesProgress
    from zenobia.errors import TableError

    own = _own()
    failed = False
    for file in files:
        try:
            with BytesProgress(file.name) as progress:
                added = own.add(file, progress)
        except TableError as error:
            failed = True
            for fault in (error, *error.more):
                print(fault, file=sys.stderr)
        except KeyboardInterrupt:
            raise InterruptError(f"interrupted; nothing of {file.name} was added") from None
        else:
            print(_say_added(added))
    return 1 if failed else 0


@gazetteer.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place, as reports write it.")],
    country: Annotated[str | None, typer.Option(metavar="XX", help="Only places of this country.")] = None,
    format: Format = None,
) -> int:
    """Print every place of a name; with --country also those that transliterate alike. Exit status 1 when there is none."""
    from zenobia.errors import UsageError
    from zenobia.grounding.gazetteer import gazetteer as shipped
    from zenobia.grounding.own_places import country_code

    code = country_code(country) if country else None
    if country and not code:
        raise UsageError(f"{country!r} is no country", where="--country", mend="give its ISO 3166-1 code, as SY")
    entries: list[Entry] = []
    for places in (shipped(), _own()):
        entries += places.find(name)
        entries += places.find_alike(name, [code]) if code else []
    rows = {entry.id: _row(entry) for entry in entries if code in (None, entry.country)}
    if not rows:
        return _say_none(name, country)
    print_rows(list(rows.values()), format)
    return 0


@gazetteer.command("list")
def list_sources(format: Format = None) -> int:
    """Print the files that were added."""
    rows: list[dict[str, Cell]] = [
        {"source": s.name, "kind": s.kind, "places": s.places, "names": s.names, "file": s.file} for s in _own().sources()
    ]
    if not rows and (format or Shape.TABLE) is Shape.TABLE:
        print("zenobia: no file was added yet", file=sys.stderr)
    print_rows(rows, format)
    return 0


@gazetteer.command()
def remove(source: Annotated[str, typer.Argument(metavar="SOURCE", help="As `zenobia gazetteer list` names it.")]) -> int:
    """Take the places of one file out again."""
    removed = _own().remove(source)
    print(f"{_visible(removed.name)}: removed, {_say_counts(removed.places, removed.names)}")
    return 0


def _own() -> OwnGazetteer:
    from zenobia.grounding.own_gazetteer import OwnGazetteer
    from zenobia.own_folder import own_gazetteer_path

    return OwnGazetteer(own_gazetteer_path())


def _row(entry: Entry) -> dict[str, Cell]:
    return {
        "id": entry.id,
        "name": entry.name,
        "feature": entry.feature or None,
        "country": entry.country or None,
        "admin1": entry.admin1 or None,
        "admin2": entry.admin2 or None,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "radius_km": entry.radius_km,
        "population": entry.population or None,
    }


def _say_none(name: str, country: str | None) -> int:
    where = f" in {country}" if country else ""
    mend = "try another spelling" + ("" if country else ", or --country, which finds those spelled alike")
    print(f"{_visible(name)}: no place is so called{where}; mend: {mend}", file=sys.stderr)
    return 1


def _say_added(added: Added) -> str:
    """ "SY: 21,345 places with 60,123 names (12 rows passed over); before: 20,000 places"."""
    line = f"{added.source.name}: {_say_counts(added.source.places, added.source.names)}"
    if added.passed_over:
        line += f"; rows without a name to find or a loaded place: {added.passed_over:,}"
    if added.unread:
        line += f"; columns not read: {', '.join(added.unread)}"
    if added.replaced:
        line += f"; replaced {_say_counts(added.replaced.places, added.replaced.names)}"
    return _visible(line)


def _say_counts(places: int, names: int) -> str:
    from zenobia.exports.wording import say_count

    return f"{say_count(places, 'place')}, {say_count(names, 'name')}" if places else say_count(names, "name")


def _visible(text: str) -> str:
    from zenobia.exports.wording import visible

    return visible(text)
