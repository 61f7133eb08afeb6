"""What the user added is used in reading, beside what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import zenobia
from zenobia.cli.app import run
from zenobia.own_folder import VARIABLE
from zenobia.types import Entity, Reading

TEXT = "Fighters of the Falcons of Kafr Zelta retook Kafr Zelta in Syria's Homs province on Sunday, a monitor said.\n"


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))


def entity(reading: Reading, name: str) -> Entity:
    return next(e for e in reading.entities if name in e.name)


def test_a_place_of_ones_own_is_placed(tmp_path: Path) -> None:
    """A table that tells no country and its own name of the division: both follow from the nearest town."""
    before = entity(zenobia.read(TEXT), "Zelta").place
    assert before is None or before.id is None
    table = tmp_path / "villages.csv"
    table.write_text("name,adm1,latitude,longitude\nKafr Zelta,Governorate of Homs,34.6,36.9\n", encoding="utf-8")
    assert run(["gazetteer", "add", str(table)]) == 0
    place = next(e.place for e in zenobia.read(TEXT).entities if e.name == "Kafr Zelta" and e.place)
    assert (place.id, place.country, place.admin1) == ("own:villages/2", "SY", "Homs")
    assert (place.latitude, place.longitude) == (34.6, 36.9)


def test_a_place_that_ships_keeps_its_identifier(tmp_path: Path) -> None:
    table = tmp_path / "towns.csv"
    table.write_text("name,latitude,longitude\nMosul,36.34,43.12\n", encoding="utf-8")
    assert run(["gazetteer", "add", str(table)]) == 0
    place = entity(zenobia.read("Troops entered Mosul in Iraq.\n"), "Mosul").place
    assert place is not None
    assert place.id == "geonames:99072"


def test_an_actor_of_ones_own_is_known(tmp_path: Path) -> None:
    table = tmp_path / "groups.csv"
    table.write_text("id,name,country,sector,kind\nzelta-falcons,Falcons of Kafr Zelta,SYR,REB,armed group\n", encoding="utf-8")
    assert run(["actors", "add", str(table)]) == 0
    reading = zenobia.read("The Falcons of Kafr Zelta attacked an army post on Sunday.\n")
    assert {e.actor.id for e in reading.entities if e.actor} & {"zelta-falcons"}


def test_a_spoilt_gazetteer_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "gazetteer.sqlite").write_bytes(b"no database" * 100)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert run(["read", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) != 0
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
