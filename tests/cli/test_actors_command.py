"""`zenobia actors` as a command: what is printed where, and how it ends. The shipped actor table is a planted one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zenobia.cli.app import run
from zenobia.grounding import actor_table, known
from zenobia.grounding.actor_table import ActorTable
from zenobia.own_folder import VARIABLE

ACTOR = ("id", "name", "aliases", "country", "sector", "kind", "parent", "active", "sponsors", "ucdp")
ACTORS = [
    ("nusra", "Nusra Front", "Jabhat al-Nusra", "SYR", "REB", "armed group", "qaeda @..2016-07-28", "2012..2017-01", "", "1170"),
    ("hts", "Hayat Tahrir al-Sham", "HTS !; Nusra Front @2017-01-28..", "SYR; LBN", "REB", "armed group", "", "2017-01-28..", "tur @2018..", ""),
]  # fmt: skip
STATES = [("syr", "Syria", "", "SY", "Syrian; Syrians", "Damascus", ""), ("lbn", "Lebanon", "", "LB", "Lebanese", "Beirut", "")]
PEOPLE = [
    ("Jane Doe", "Doe !", "commander", "hts", "2017-02", "2018"),
    ("Jane Doe", "Doe !", "defence minister", "syr", "2019", ""),
]


def planted(_folder: Path | None = None) -> ActorTable:
    table = ActorTable()
    table.add_rows([dict(zip(ACTOR, row, strict=True)) for row in ACTORS])
    table.add_rows(
        [dict(zip(("id", "name", "aliases", "iso2", "demonyms", "metonyms", "active"), s, strict=True)) for s in STATES]
    )
    table.add_rows([dict(zip(("name", "aliases", "office", "of", "from", "to"), row, strict=True)) for row in PEOPLE])
    return table


@pytest.fixture(autouse=True)
def _planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    monkeypatch.setattr(known, "load_table", planted)
    monkeypatch.setattr(actor_table, "actor_table", planted)


@pytest.fixture
def falcons(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,name,aliases,sector,kind,sponsors\nfalcons,Falcons,Nusra Front !,REB,militia,hts @2020..\n", encoding="utf-8"
    )
    return path


Printed = pytest.CaptureFixture[str]


def found(capsys: Printed, *arguments: str, status: int = 0) -> list[dict[str, Any]]:
    """The rows that `find` prints as JSON."""
    assert run(["actors", "find", *arguments, "--format", "json"]) == status
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


FOUND = [
    # arguments, the ids in order, what the first row holds
    (["Nusra Front", "--on", "2016-01-01"], ["nusra", "hts"], {"holds": True, "parent": ["qaeda"], "ucdp": ["1170"], "time": None}),
    (["Nusra Front", "--on", "2019-01-01"], ["hts", "nusra"], {"time": "2017-01-28..", "sponsors": ["tur"], "country": ["SYR", "LBN"]}),
    (["Nusra Front", "--on", "2017-06-01"], ["hts", "nusra"], {"sponsors": [], "parent": [], "sector": "REB", "kind": "armed group"}),
    (["the nusra front"], ["hts", "nusra"], {"matched": "Nusra Front", "weak": False}),
    (["HTS"], ["hts"], {"weak": True, "name": "Hayat Tahrir al-Sham"}),
    (["Nusra Front", "--country", "LBN"], ["hts"], {}),
    (["Nusra Front", "--country", "lebanon"], ["hts"], {}),
    (["Hayat Tahreer ash-Sham", "--country", "SYR"], ["hts"], {"matched": "Hayat Tahrir al-Sham"}),
    (["Damascus"], ["syr"], {"kind": "state", "country": ["SYR"]}),
    (["Jane Doe", "--on", "2017-06-01"], ["person:jane-doe"], {"parent": ["hts"], "holds": True, "country": ["SYR"]}),
    (["Doe"], ["person:jane-doe"], {
        "weak": True, "parent": ["syr"], "kind": "person",
        "offices": ["commander of hts, 2017-02-01..2018-12-31", "defence minister of syr, 2019-01-01.."],
    }),
    (["Doe", "--on", "2010-01-01"], ["person:jane-doe"], {"holds": False, "parent": []}),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "ids", "first"), FOUND)
def test_find(capsys: Printed, arguments: list[str], ids: list[str], first: dict[str, object]) -> None:
    rows = found(capsys, *arguments)
    assert [row["id"] for row in rows] == ids
    assert {column: rows[0][column] for column in first} == first


def test_add_find_list_remove(falcons: Path, capsys: Printed) -> None:
    """The way of a file, as tables and as JSON Lines."""
    assert run(["actors", "add", str(falcons)]) == 0
    assert capsys.readouterr() == ("mine: 1 row of actors\n", "")
    assert [row["id"] for row in found(capsys, "Nusra Front")] == ["falcons", "hts", "nusra"]
    assert run(["actors", "find", "falcons", "--format", "table"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "id       name     matched  time  holds  weak  country  sector  kind     parent  sponsors  ucdp  offices",
        "falcons  Falcons  Falcons        yes    no             REB     militia          hts",
    ]
    assert run(["actors", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "mine", "kind": "actors", "rows": 1, "file": str(falcons)}
    assert run(["actors", "remove", "mine"]) == 0
    assert capsys.readouterr().out == "mine: removed\n"
    assert run(["actors", "list", "--format", "table"]) == 0
    assert capsys.readouterr() == ("", "zenobia: no file was added yet\n")


def test_a_row_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("id\tname\tsector\tkind\nhts\tHTS\tGOV\tgovernment\n", encoding="utf-8")
    assert run(["actors", "add", str(path)]) == 0
    capsys.readouterr()
    assert [(row["id"], row["sector"]) for row in found(capsys, "HTS")] == [("hts", "GOV")]
    assert [row["id"] for row in found(capsys, "Nusra Front")] == ["nusra"]


ENDS = [
    # arguments, status, standard error
    (["find", "Nobody"], 1, "Nobody: no actor is so called; mend: try another spelling"),
    (["find", "\x1b[2J"], 1, r"\x1b[2J: no actor is so called"),
    (["find", "HTS", "--country", "LBY"], 1, "HTS: no actor is so called in LBY"),
    (
        ["find", "HTS", "--country", "Atlantis"],
        2,
        "--country: 'Atlantis' is no country; mend: give its ISO 3166-1 code, as SYR",
    ),
    (["find", "HTS", "--on", "2019"], 2, "--on: '2019' is no day; mend: write it as YYYY-MM-DD"),
    (["remove", "mine"], 2, "no file 'mine'; mend: name one that was added: none"),
    (["add", "/absent.csv"], 1, "/absent.csv: no such file; mend: check the path"),
    (["add"], 2, "zenobia actors add: Missing argument 'FILE'"),
]


@pytest.mark.parametrize(("arguments", "status", "said"), ENDS)
def test_what_cannot_be_done_is_one_line(capsys: Printed, arguments: list[str], status: int, said: str) -> None:
    assert run(["actors", *arguments]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_every_fault_of_a_file_is_a_line(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("id,name,sector,kind,parent\nA,A,REB,army,hts\nb,B,REB,army,nobody\n", encoding="utf-8")
    assert run(["actors", "add", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.partition(";")[0] for line in err.splitlines()] == [
        f"{path}, line 2: id 'A' is no id",
        f"{path}, line 3: parent 'nobody' is no actor's id",
    ]
