"""The shipped tables of actors and places have the form that their README asks for."""

from __future__ import annotations

import re
from collections import Counter

from zenobia.grounding.actor_index import ACTORS
from zenobia.grounding.own_actor_checks import Kind, problems_of, tidy
from zenobia.grounding.tables import DATA, read_table

FILES = sorted(ACTORS.glob("*.tsv"))
FORMER = {"SUN", "YUG", "SCG", "CSK", "DDR"}
"""ISO 3166-3 codes of states that are no more, which the user's own rows may not have and ours may."""

PLACES = sorted(DATA.glob("places*.tsv"))


def _is_body(ident: str) -> bool:
    """A state's body, which need not have a row: its id says whose it is."""
    return re.match(r"[a-z]{3}-", ident) is not None


def test_every_actor_has_one_row_of_lawful_cells() -> None:
    rows = [(path.name, row) for path in FILES if not path.name.startswith(("leaders", "states")) for row in read_table(path)]
    for _, row in rows:
        row["country"] = "; ".join(code for code in row["country"].split("; ") if code not in FORMER)
    ids = Counter(row["id"] for _, row in rows) + Counter(row["id"] for row in read_table(ACTORS / "states.tsv"))
    assert [ident for ident, times in ids.items() if times > 1] == []
    faults = [
        (name, row["id"], problem)
        for name, row in rows
        for problem in problems_of(tidy(row), Kind.ACTORS, lambda ident: ident in ids or _is_body(ident))
    ]
    assert faults == []


def test_every_term_of_office_has_lawful_cells() -> None:
    known = {row["id"] for path in FILES if not path.name.startswith("leaders") for row in read_table(path)}
    faults = [
        (path.name, row["name"], problem)
        for path in FILES
        if path.name.startswith("leaders")
        for row in read_table(path)
        for problem in problems_of(tidy(row), Kind.PEOPLE, lambda ident: ident in known or _is_body(ident))
    ]
    assert faults == []


def test_every_place_has_a_point_and_an_id_of_its_own() -> None:
    rows = [row for path in PLACES for row in read_table(path)]
    assert [ident for ident, times in Counter(row["id"] for row in rows).items() if times > 1] == []
    for row in rows:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", row["id"]), row
        assert re.fullmatch(r"[A-Z]{2}|", row["country"]), row
        assert re.fullmatch(r"[A-Z][A-Z0-9]{1,5}", row["feature"]), row
        assert abs(float(row["latitude"])) <= 90, row
        assert abs(float(row["longitude"])) <= 180, row
        assert 0 < float(row["radius_km"]) < 10_000, row
