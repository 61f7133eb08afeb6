"""Names as people ask for them, to the ids the record knows: actors by alias, places by any spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from sqlalchemy import Connection, func, or_, select, tuple_

from zenobia.errors import UsageError
from zenobia.grounding.spelling import fold
from zenobia.record.schema import actor, place

SHORT = 3
"""Letters below which a name is asked for in search only as written: "IS" is in every text."""


def actor_ids(connection: Connection, name: str) -> list[str]:
    """The ids of the actors in the record that `name` means: an id, a name of the table, an alias people gave, a name as read.

    Raises UsageError, with the nearest names, when the record holds none of them."""
    from zenobia.record.corrections import aliases_of

    wanted = {name, name.lower(), *_table_ids(name), *aliases_of(connection).get(fold(name), ())}
    same = actor.c.actor_id.in_(wanted) | (func.lower(actor.c.name) == name.lower())
    found = connection.execute(select(actor.c.actor_id).where(same).distinct()).scalars().all()
    if not found:
        names = connection.execute(select(actor.c.name).where(actor.c.name.is_not(None)).distinct()).scalars().all()
        raise UsageError(f"no actor {name!r} in the record", where="actor", mend=_mend(name, names))
    return sorted(found)


def _table_ids(name: str) -> list[str]:
    """Whom the actor table knows under a name, as parties."""
    from zenobia.grounding.known import known_actors  # 0.1 s: only where a name is asked for

    table = known_actors()
    bearers = [naming.actor for naming in (*table.namings(fold(name)), *table.people(fold(name)))]
    parties = (table.party(ident) for ident in bearers)
    return [*bearers, *(party.id for party in parties if party)]


@dataclass(frozen=True, slots=True)
class Area:
    """Where a name of a place leads: ids of places the record holds; countries (alpha-2) and divisions (country, admin1) it names whole."""

    ids: tuple[str, ...]
    countries: tuple[str, ...]
    divisions: tuple[tuple[str, str], ...]


def area_of(connection: Connection, name: str) -> Area:
    """What `name` means as a place, by any spelling the gazetteer knows, by id, or by the code of a country.

    Raises UsageError, with the nearest names, when the record holds nothing there."""
    from zenobia.grounding.known import known_places

    known = [*known_places().find(name), *known_places().find_country(name.upper())]
    same = place.c.place_id.in_([name, *(entry.id for entry in known)]) | (func.lower(place.c.name) == name.lower())
    rows = connection.execute(
        select(place.c.place_id, place.c.country, place.c.admin1, place.c.feature).where(same).distinct()
    ).all()
    told = [*((e.country, e.admin1, e.feature) for e in known), *((r.country, r.admin1, r.feature) for r in rows)]
    countries = sorted({country for country, _, feature in told if feature == "PCLI" and country})
    divisions = sorted({(country, admin1) for country, admin1, feature in told if feature == "ADM1" and country and admin1})
    area = Area(tuple(sorted({row.place_id for row in rows})), tuple(countries), tuple(divisions))
    if not _holds_any(connection, area):
        names = connection.execute(select(place.c.name).where(place.c.name.is_not(None)).distinct()).scalars().all()
        raise UsageError(f"no place {name!r} in the record", where="place", mend=_mend(name, names))
    return area


def _holds_any(connection: Connection, area: Area) -> bool:
    if area.ids:
        return True
    within = or_(place.c.country.in_(area.countries), tuple_(place.c.country, place.c.admin1).in_(area.divisions))
    return connection.execute(select(place.c.id).where(within).limit(1)).first() is not None


def _mend(name: str, names: Sequence[str]) -> str:
    near = [found for found, _, _ in process.extract(name, names, limit=3, score_cutoff=60)]
    return f"did you mean {', '.join(near)}?" if near else 'look at the names: zenobia sql "select * from actors"'


def other_names(connection: Connection, words: str) -> list[str]:
    """The other names of the actor that these words name, for search: "Daesh" also finds "ISIL". Empty when they name nobody."""
    if len(words) < SHORT or words.islower():
        return []
    from zenobia.grounding.known import known_actors
    from zenobia.record.corrections import aliases_of

    table = known_actors()
    ids = [naming.actor for naming in table.namings(fold(words)) if not naming.weak]
    ids += aliases_of(connection).get(fold(words), ())
    names = [naming.name.value for ident in ids[:1] for naming in table.names(ident) if not naming.weak]
    given = [alias for alias, whom in aliases_of(connection).items() if ids and ids[0] in whom]
    return [name for name in dict.fromkeys([*names, *given]) if len(name) >= SHORT and name.lower() != words.lower()]
