"""`zenobia gazetteer` as a command: what is printed where, and how it ends. The shipped gazetteer is a planted one."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import zenobia
from zenobia.cli.app import run
from zenobia.cli.columns import Cell, columns_of
from zenobia.cli.progress_bytes import BytesProgress
from zenobia.grounding import gazetteer
from zenobia.grounding.gazetteer import Entry
from zenobia.own_folder import VARIABLE, own_folder

SHIPPED = Entry(
    id="geonames:9", name="Homs", latitude=34.72405, longitude=36.7, country="SY", feature="PPL", admin1="Homs", admin2="",
    population=775_404, radius_km=9.1,
)  # fmt: skip


class Planted:
    """Homs alone."""

    def find(self, name: str) -> list[Entry]:
        return [SHIPPED] if name == "Homs" else []

    def find_alike(self, name: str, countries: Iterable[str]) -> list[Entry]:
        return [SHIPPED] if (name, list(countries)) == ("Hums", ["SY"]) else []


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "data"))
    monkeypatch.setattr(gazetteer, "gazetteer", Planted)


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text("id,name,lat,lon,country,notes\nq\x1b[1m,Homs,34.5,36.5,SY,x\nr,Camp Zulu,1,2,LB,x\n", encoding="utf-8")
    return path


Printed = pytest.CaptureFixture[str]


def test_add_find_list_remove(sites: Path, capsys: Printed) -> None:
    """The way of a file, as tables and as JSON Lines."""
    assert run(["gazetteer", "add", str(sites)]) == 0
    assert capsys.readouterr() == ("sites: 2 places, 2 names; columns not read: notes\n", "")
    assert run(["gazetteer", "find", "Homs", "--format", "json"]) == 0
    shipped, own = map(json.loads, capsys.readouterr().out.splitlines())
    assert shipped == {
        "id": "geonames:9", "name": "Homs", "feature": "PPL", "country": "SY", "admin1": "Homs", "admin2": None,
        "latitude": 34.72405, "longitude": 36.7, "radius_km": 9.1, "population": 775404,
    }  # fmt: skip
    assert (own["id"], own["feature"], own["population"]) == ("own:sites/q\x1b[1m", None, None)
    assert run(["gazetteer", "find", "Homs", "--format", "table"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "id                  name  feature  country  admin1  admin2  latitude  longitude  radius_km  population",
        "geonames:9          Homs  PPL      SY       Homs            34.72405       36.7        9.1      775404",
        r"own:sites/q\x1b[1m  Homs           SY                           34.5       36.5        2.0",
    ]
    assert run(["gazetteer", "list", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "source": "sites",
        "kind": "table",
        "places": 2,
        "names": 2,
        "file": str(sites),
    }
    assert run(["gazetteer", "add", str(sites)]) == 0
    assert capsys.readouterr().out.endswith("; replaced 2 places, 2 names\n")
    assert run(["gazetteer", "remove", "sites"]) == 0
    assert capsys.readouterr().out == "sites: removed, 2 places, 2 names\n"
    assert run(["gazetteer", "list", "--format", "table"]) == 0
    assert capsys.readouterr() == ("", "zenobia: no file was added yet\n")


COUNTRIES = [
    (["Homs", "--country", "SY"], ["geonames:9"]),
    (["Homs", "--country", "syr"], ["geonames:9"]),
    (["Homs", "--country", "Lebanon"], []),
    (["Hums"], []),
    (["Hums", "--country", "SY"], ["geonames:9"]),
]


@pytest.mark.parametrize(("arguments", "found"), COUNTRIES)
def test_find_in_a_country(capsys: Printed, arguments: list[str], found: list[str]) -> None:
    """A country shuts out others, and lets in what is spelled alike."""
    assert run(["gazetteer", "find", *arguments, "--format", "json"]) == (0 if found else 1)
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == found
    assert bool(err) is not bool(found)


ENDS = [
    # arguments, status, standard error
    (["find", "Nowhere"], 1, "Nowhere: no place is so called; mend: try another spelling"),
    (["find", "\x1b[2J"], 1, r"\x1b[2J: no place is so called"),
    (["find", "Homs", "--country", "Atlantis"], 2, "--country: 'Atlantis' is no country; mend: give its ISO 3166-1 code"),
    (["find", "Homs", "--format", "xml"], 2, "'xml' is not one of 'table', 'json'; mend: see `zenobia gazetteer find --help`"),
    (["remove", "sites"], 2, "no source 'sites'; mend: name one that was added: none"),
    (["add", "/absent.csv"], 1, "/absent.csv: no such file; mend: check the path"),
    (["add"], 2, "zenobia gazetteer add: Missing argument 'FILE'"),
    (["ad"], 2, "zenobia gazetteer: No such command 'ad'"),
    ([], 2, "zenobia gazetteer: Missing command"),
]


@pytest.mark.parametrize(("arguments", "status", "said"), ENDS)
def test_what_cannot_be_done_is_one_line(capsys: Printed, arguments: list[str], status: int, said: str) -> None:
    assert run(["gazetteer", *arguments]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_faulty_file_stops_no_other(sites: Path, tmp_path: Path, capsys: Printed) -> None:
    """A line a fault; the others are added; the status is 1."""
    bad = tmp_path / "bad.csv"
    bad.write_text("name,lat,lon\nA,95,1\nB,1,1\nC,x,1\n", encoding="utf-8")
    assert run(["gazetteer", "add", str(bad), str(sites)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("sites: 2 places")
    assert [line.partition(";")[0] for line in err.splitlines()] == [
        f"{bad}, line 2: latitude 95 is beyond 90",
        f"{bad}, line 4: latitude 'x' is no number",
    ]


def test_ctrl_c_ends_with_one_line(tmp_path: Path) -> None:
    """Interrupted, the command says what became of the file, and ends with 130."""
    pipe = tmp_path / "many.csv"
    os.mkfifo(pipe)
    environment = {**os.environ, "PYTHONPATH": str(Path(zenobia.__file__).parent.parent)}
    command = [sys.executable, "-m", "zenobia", "gazetteer", "add", str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process, pipe.open("w") as rows:
        rows.write("name,lat,lon\n" + "Great Town,1,2\n" * 5000)
        rows.flush()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said.decode()) == (130, "zenobia: interrupted; nothing of many.csv was added\n")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "is_drawn"), [(Terminal(), -1.0, True), (Terminal(), 60.0, False), (io.StringIO(), -1.0, False)]
)
def test_a_bar_where_a_person_waits(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float, is_drawn: bool
) -> None:
    """Bytes read and bytes in all, on standard error; hostile file names are text."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("zenobia.cli.progress_bytes.PATIENCE", patience)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    with BytesProgress("[red]SY[/red].zip") as progress:
        progress(2_000, None)
        progress(1_000_000, 2_000_000)
    assert ("1.0/2.0 MB" in stream.getvalue()) is is_drawn
    assert ("[red]SY[/red].zip" in stream.getvalue()) is is_drawn


def test_columns_stand_under_each_other() -> None:
    """By the cells a terminal gives characters, not by their number."""
    rows: list[dict[str, Cell]] = [
        {"name": "漢字", "n": 1, "is": True},
        {"name": "ab", "n": None, "is": False},
        {"name": "a\nb", "n": 12.5, "is": None},
    ]
    assert list(columns_of(rows)) == ["name     n  is", "漢字     1  yes", "ab          no", "a b   12.5"]
    assert list(columns_of([])) == []


@pytest.mark.parametrize(("value", "expected"), [("/some/where", "/some/where"), ("~/z", str(Path.home() / "z"))])
def test_data_folder(monkeypatch: pytest.MonkeyPatch, value: str, expected: str) -> None:
    monkeypatch.setenv(VARIABLE, value)
    assert str(own_folder()) == expected


def test_data_folder_that_is_a_file(monkeypatch: pytest.MonkeyPatch, sites: Path, capsys: Printed) -> None:
    monkeypatch.setenv(VARIABLE, str(sites))
    assert run(["gazetteer", "list"]) == 2
    assert capsys.readouterr().err == f"ZENOBIA_DATA: '{sites}' is no folder; mend: name a folder, or unset it\n"


@pytest.mark.parametrize("value", [None, "", " "])
def test_data_folder_of_the_system(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Where nothing else is said."""
    monkeypatch.delenv(VARIABLE)
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    assert own_folder().name == "zenobia"
