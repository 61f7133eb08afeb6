"""The index of the actor table: the shipped one is of the files as they are, and tells the same as rows in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from zenobia.grounding.actor_index import (
    ACTORS,
    RowShelf,
    is_fresh,
    name_key,
    office_key,
    open_shelf,
    people_key,
    short_key,
    write_index,
)

STATES = "id\tname\taliases\tiso2\tdemonyms\tmetonyms\tactive\nsyr\tSyria\t\tSY\tSyrian; Syrians\tDamascus\t\n"
GROUPS = (
    "# a remark\nid\tname\taliases\tcountry\tsector\tkind\tparent\tactive\tsponsors\tucdp\n"
    "lions\tLions of Homs\tالأسود; Lion's Brigade ! @2013..\tSYR\tREB\tarmed group\t\t\t\t\n"
)
PEOPLE = "name\taliases\toffice\tof\tfrom\tto\nAbu Omar al-Homsi\t\tcommander\tlions\t2013\t\n"
KEYS = [
    (name_key("syria"), "Syria"),
    (name_key("syrians"), "Syria"),
    (name_key("damascus"), "Syria"),
    (name_key("lions brigade"), "Lions of Homs"),
    (name_key("الاسود"), "Lions of Homs"),
    (people_key("abu omar al homsi"), "Abu Omar al-Homsi"),
    (short_key("abu homsi"), "Abu Omar al-Homsi"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("states", STATES), ("groups-x", GROUPS), ("leaders-x", PEOPLE)):
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_index_is_of_the_files_as_they_are() -> None:
    """Else the table opens a third of a second slower; mend: python -m zenobia.learning.actor_index."""
    assert is_fresh(ACTORS)


@pytest.mark.parametrize(("key", "name"), KEYS)
def test_an_index_finds_what_rows_in_memory_find(folder: Path, key: str, name: str) -> None:
    in_memory = open_shelf(folder)
    assert isinstance(in_memory, RowShelf)
    write_index(folder)
    indexed = open_shelf(folder)
    assert not isinstance(indexed, RowShelf)
    assert [row["name"] for row in indexed.find(key)] == [row["name"] for row in in_memory.find(key)] == [name]


def test_offices_are_found_by_state(folder: Path) -> None:
    write_index(folder)
    assert [row["name"] for row in open_shelf(folder).find_under(office_key("commander", "li"))] == ["Abu Omar al-Homsi"]


def test_files_edited_since_are_read_as_they_are(folder: Path) -> None:
    write_index(folder)
    (folder / "groups-x.tsv").write_text(GROUPS.replace("Lions of Homs", "Tigers of Homs"), encoding="utf-8")
    assert [row["id"] for row in open_shelf(folder).find(name_key("tigers of homs"))] == ["lions"]
    assert not open_shelf(folder).find(name_key("lions of homs"))
