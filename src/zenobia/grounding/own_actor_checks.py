"""Whether a row of actors or people is written as data/actors/README.md says. Takes a row as the file gives it, gives it as the
actor table reads it, or every fault in it: a fault let through would put wrong actors into records."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from enum import StrEnum
from functools import cache

from zenobia.grounding.actor_table import WEAK, read_timed
from zenobia.grounding.spelling import fold
from zenobia.grounding.tables import DATA, read_table, split_values


class Kind(StrEnum):
    """What the rows of a file are."""

    ACTORS = "actors"
    PEOPLE = "people"


COLUMNS = {
    Kind.ACTORS: ("id", "name", "aliases", "country", "sector", "kind", "parent", "active", "sponsors", "ucdp"),
    Kind.PEOPLE: ("name", "aliases", "office", "of", "from", "to"),
}
NEEDED = {Kind.ACTORS: ("id", "name", "sector", "kind"), Kind.PEOPLE: ("name", "office", "of")}
"""Columns that no file and no row may lack."""

MANY = frozenset({"aliases", "country", "parent", "sponsors", "ucdp"})
"""Columns whose cells may hold several values, parted by semicolons."""

SECTORS = split_values("GOV; MIL; COP; SPY; JUD; LEG; PTY; REB; UAF; CRM; CVL; MED; BUS; NGO; IGO; REL; EDU; REF")
ACTOR_KINDS = split_values(
    "government; armed forces; army; air force; navy; guard; police; intelligence; ministry; agency; court; parliament; party; "
    "armed group; militia; mercenaries; gang; coalition; international body; peacekeepers; tribunal; aid organisation; "
    "rights group; movement; company; people"
)
OFFICES = split_values(
    "monarch; president; vice president; prime minister; deputy prime minister; foreign minister; defence minister; "
    "interior minister; minister; military chief; commander; intelligence chief; police chief; spokesperson; supreme leader; "
    "leader; deputy leader; secretary-general; envoy; ambassador; governor; mayor; speaker; judge; prosecutor; legislator; "
    "opposition leader; party leader; candidate; activist; cleric; rebel leader; militant; officer; agent; official; journalist; "
    "lawyer; scholar; businessperson; crime boss; suspect; public figure"
)

CELL = 100_000
"""Characters of one cell at most: far more than the names of any actor."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_AT = "@"

Problem = tuple[str, str]
"""What is wrong, and the mend."""


def tidy(row: dict[str, str]) -> dict[str, str]:
    """The row with single spaces, and "; " between the values of a cell."""
    cells = {column: " ".join(cell.split()) for column, cell in row.items()}
    return {column: _tidy_values(cell) if column in MANY else cell for column, cell in cells.items()}


def _tidy_values(cell: str) -> str:
    return "; ".join(value for part in cell.split(";") if (value := part.strip()))


def problems_of(row: dict[str, str], kind: Kind, is_known: Callable[[str], bool]) -> Iterator[Problem]:
    """What is wrong with a tidy row. is_known: whether an id is an actor's, which it may name."""
    for column in NEEDED[kind]:
        if not row.get(column):
            yield f"no {column}", f"give every row its {', '.join(NEEDED[kind])}"
    for column, cell in row.items():
        if len(cell) > CELL:
            yield f"{column} of {len(cell):,} characters", f"a cell holds {CELL:,} at most"
        elif cell and column in _CHECKS:
            for value in cell.split("; ") if column in MANY else (cell,):
                yield from _CHECKS[column](value, column)
                if column in ("parent", "sponsors", "of"):
                    yield from _check_known(value, column, is_known)
    if kind is Kind.PEOPLE and not any(_check_day(row.get(end, ""), end) for end in ("from", "to")):
        yield from _check_time(f"{row.get('from', '')}..{row.get('to', '')}", "term")


def _check_id(value: str, column: str) -> list[Problem]:
    if _ID.fullmatch(value):
        return []
    return [(f"{column} {_short(value)} is no id", "use lower-case letters, digits and single hyphens: free-army")]


def _check_name(value: str, column: str) -> list[Problem]:
    problems = _check_times(value, column)
    if not fold(read_timed(value).value.removesuffix(WEAK)):
        problems.append((f"{column} {_short(value)} has no letter or digit", "write the name in letters"))
    if value.startswith("#"):
        problems.append((f"{column} {_short(value)} begins as a remark does", "leave the # out"))
    return problems


def _check_times(value: str, column: str) -> list[Problem]:
    """A value that may end in its time, " @2012..2016-07-28"."""
    if _AT not in value:
        return []
    bare, _, time = value.partition(f" {_AT}")
    if not time or _AT in bare:
        return [(f"{column} {_short(value)} has an @ and no time", "write NAME @FROM..TO, with a space before the @")]
    return _check_time(time, column)


def _check_time(value: str, column: str) -> list[Problem]:
    start, dots, end = value.partition("..")
    mend = "write FROM..TO, each a year, a month or a day: 2012..2016-07-28"
    if not dots or any(edge and not _is_day(edge) for edge in (start, end)):
        return [(f"{column} {_short(value)} is no time", mend)]
    timed = read_timed(f" {_AT}{value}")
    if timed.start and timed.end and timed.end < timed.start:
        return [(f"{column} {_short(value)} ends before it starts", mend)]
    return []


def _check_day(value: str, column: str) -> list[Problem]:
    if not value or _is_day(value):
        return []
    return [(f"{column} {_short(value)} is no day", "write a year, a month or a day: 2016, 2016-07, 2016-07-28")]


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date(*[*map(int, value.split("-")), 1, 1][:3])
    except ValueError:
        return False
    return True


def _check_country(value: str, column: str) -> list[Problem]:
    if value in alpha3_codes():
        return []
    return [(f"{column} {_short(value)} is no code of a country", "write the ISO 3166-1 code of three capitals: SYR")]


def _check_ucdp(value: str, column: str) -> list[Problem]:
    if value.isascii() and value.isdecimal():
        return []
    return [(f"{column} {_short(value)} is no number", "give UCDP's actor ids, or leave the cell empty")]


def _among(values: Collection[str]) -> Callable[[str, str], list[Problem]]:
    def check(value: str, column: str) -> list[Problem]:
        if value in values:
            return []
        return [(f"{column} {_short(value)} is not one of the known", f"take one of: {', '.join(values)}")]

    return check


def _check_known(value: str, column: str, is_known: Callable[[str], bool]) -> list[Problem]:
    """An id of the actor table or of the user's own; of a state's bodies ("irq-police") the state suffices."""
    ident = read_timed(value).value
    if is_known(ident) or (ident[3:4] == "-" and is_known(ident[:3]) and _ID.fullmatch(ident)):
        return []
    return [
        (f"{column} {_short(ident)} is no actor's id", "`zenobia actors find NAME` tells ids; or give it a row in this file")
    ]


_CHECKS: dict[str, Callable[[str, str], list[Problem]]] = {
    "id": _check_id,
    "name": _check_name,
    "aliases": _check_name,
    "country": _check_country,
    "sector": _among(SECTORS),
    "kind": _among(ACTOR_KINDS),
    "parent": _check_times,
    "sponsors": _check_times,
    "active": _check_time,
    "ucdp": _check_ucdp,
    "office": _among(OFFICES),
    "of": _check_id,
    "from": _check_day,
    "to": _check_day,
}


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else f"{value[:60]}...")


@cache
def alpha3_codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-3 code."""
    return frozenset(row["iso3"] for row in read_table(DATA / "countries.tsv"))
