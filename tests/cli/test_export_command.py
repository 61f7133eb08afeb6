"""`zenobia export` and `zenobia import` as commands: what is written, what is said on standard error, how they end."""

from __future__ import annotations

import csv
import json
import sqlite3
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from zenobia.cli.app import run
from zenobia.errors import ZenobiaError
from zenobia.record import Record
from zenobia.record.imports import Imported
from zenobia.types import MentionType

SENTENCES = (
    "Taliban bombed police in Kandahar on 12 May 2024, killing 12.",
    "Taliban will have attacked police in Kabul on 13 May 2024.",
    "Houthis shelled Masten Wanjala in Ghazni on 14 May 2024.",
    "Houthis arrested police on 15 May 2024.",
)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four incidents: one with a toll, one planned, one against a person no table knows, one without a place."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    planted = import_module("planted")  # a fake of another folder

    path = tmp_path / "r.zen"
    with Record(path) as opened:
        for i, sentence in enumerate(SENTENCES):
            kind = MentionType.PERSON if "Wanjala" in sentence else MentionType.GROUP
            monkeypatch.setitem(planted._KINDS, "target", kind)
            planted.add(opened, planted.a_line(sentence, id=f"r-{i}"))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def types_of(path: Path) -> list[str]:
    return [row["type"] for row in rows_of(path)]


Printed = pytest.CaptureFixture[str]


def test_what_happened_goes_out_oldest_first_and_the_end_says_so(record: Path, tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "out.csv"
    assert run(["export", "--format", "csv", str(out), "--record", str(record)]) == 0
    assert types_of(out) == ["bombing", "shelling", "arrest"]
    printed = capsys.readouterr()
    assert printed.out == ""
    first, second = printed.err.splitlines()
    assert first == f"3 incidents, 3 rows in {out}"
    assert second.startswith("not held as they are: ")
    assert second.count("; ") >= 3
    assert second.endswith("more in out.csv.losses.json")
    assert json.loads((tmp_path / "out.csv.losses.json").read_text())["incidents"] == 3


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        (["--type", "bombing"], ["bombing"]),
        (["--min-killed", "5"], ["bombing"]),
        (["--place", "Ghazni"], ["shelling"]),
        (["--from", "2024-05-13"], ["shelling", "arrest"]),
        (["--to", "2024-05-13"], ["bombing"]),
        (["--actor", "Taliban"], ["bombing"]),
        (["--text", "Wanjala"], ["shelling"]),
        (["--status", "planned"], ["attack"]),
        (["--status", "planned", "--status", "actual"], ["bombing", "attack", "shelling", "arrest"]),
        (["--min-killed", "500"], []),
        (["--origin", "acled"], []),
    ],
)
def test_the_filters_are_those_of_incidents(record: Path, tmp_path: Path, asked: list[str], types: list[str]) -> None:
    out = tmp_path / "out.csv"
    assert run(["export", "-f", "csv", str(out), "-r", str(record), *asked]) == 0
    assert types_of(out) == types


def test_statuses_not_asked_for_are_counted(record: Path, tmp_path: Path) -> None:
    run(["export", "-f", "json", str(tmp_path / "out"), "-r", str(record)])
    losses = json.loads((tmp_path / "out.losses.json").read_text())["losses"]
    assert losses == [{"what": "incident of status planned", "became": "left out: that status was not asked for", "times": 1}]


def test_nothing_lost_is_said(record: Path, tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "out.jsonl"
    run(["export", "-f", "json", str(out), "-r", str(record), "--type", "bombing"])
    assert capsys.readouterr().err == f"1 incident, 1 row in {out}; nothing lost\n"


def test_hxl_adds_a_row(record: Path, tmp_path: Path) -> None:
    run(["export", "-f", "csv", str(tmp_path / "out"), "-r", str(record), "--hxl"])
    assert rows_of(tmp_path / "out")[0]["killed_best"] == "#affected+killed"


@pytest.mark.parametrize(
    ("asked", "gone", "kept"),
    [
        (["--redact", "persons"], ["Wanjala"], ["Ghazni", "geonames:"]),
        (["--redact", "places"], ["geonames:", "in Ghazni"], ["Wanjala", "h3:85"]),
        (["--coarse", "h3:6"], ["geonames:"], ["h3:86"]),
        (["--redact", "places", "--coarse", "70km"], ["geonames:", "in Ghazni"], ["h3:83"]),
        (["--redact", "persons, Places,attributions"], ["Wanjala", "geonames:"], ["h3:85"]),
    ],
)
def test_what_is_hidden_is_gone_from_the_file(
    record: Path, tmp_path: Path, asked: list[str], gone: list[str], kept: list[str]
) -> None:
    out = tmp_path / "out"
    assert run(["export", "-f", "csv", str(out), "-r", str(record), "--type", "shelling", *asked]) == 0
    text = out.read_text("utf-8")
    assert [words for words in gone if words in text] == []
    assert [words for words in kept if words not in text] == []


def test_a_bystander_whom_the_reader_marked_is_hidden_too(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of the report's persons are hidden though no account has them as a party."""
    from zenobia.record import exporting

    monkeypatch.setattr(exporting, "private_names", lambda _reading: ["Kandahar"])
    out = tmp_path / "out"
    run(["export", "-f", "csv", str(out), "-r", str(record), "--type", "bombing", "--redact", "persons"])
    assert rows_of(out)[0]["evidence"] == "Taliban bombed police in [person] on 12 May 2024, killing 12."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--redact", "names"], "--redact: 'names' is nothing that can be hidden; mend: give persons, places, attributions"),
        (["--coarse", "far"], "--coarse: 'far' is no width of a cell; mend: give kilometres as 25km, or a resolution as h3:4"),
        (["--coarse", "h3:16"], "--coarse: 'h3:16' is no width of a cell"),
        (["--coarse", "0"], "--coarse: '0' is no width of a cell"),
        (["--coarse", "5000"], "coarse: no cell is 5000 km wide"),
        (["--format", "geojson", "--hxl"], "hxl: geojson has no row of HXL tags"),
        (["--format", "kml"], "'kml' is not one of"),
        (["--from", "soon"], "--from: "),
    ],
)
def test_what_cannot_be_asked_for_is_told(record: Path, tmp_path: Path, capsys: Printed, asked: list[str], said: str) -> None:
    asked = asked if "--format" in asked else ["--format", "csv", *asked]
    assert run(["export", str(tmp_path / "out"), "-r", str(record), *asked]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_is_told(record: Path, tmp_path: Path, capsys: Printed) -> None:
    assert run(["export", "-f", "csv", str(tmp_path / "none" / "out"), "-r", str(record)]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_the_record_is_not_written_over(record: Path, capsys: Printed, ending: str) -> None:
    with sqlite3.connect(record) as held:
        held.execute("select * from report").fetchone()  # keeps the files beside the record there
        assert run(["export", "-f", "csv", f"{record}{ending}", "-r", str(record)]) == 2
    assert "is the record itself" in capsys.readouterr().err
    assert Record(record, write=False).count() == 4


def test_an_interrupted_export_leaves_the_older_file(
    record: Path, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zenobia.cli.progress import Progress

    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out.csv"
    out.write_text("older\n")
    monkeypatch.setattr(Progress, "advance", interrupt)
    assert run(["export", "-f", "csv", str(out), "-r", str(record)]) == 130
    assert capsys.readouterr().err == f"zenobia: interrupted; {out} is as it was before\n"
    assert out.read_text() == "older\n"
    assert not list(tmp_path.glob("*.part"))


def test_the_verb_takes_names_and_filters(record: Path, tmp_path: Path) -> None:
    """`Record.export` by the format's name; statuses of the filters are those that go out."""
    from zenobia.record.query import Filters
    from zenobia.types import Status

    with Record(record, write=False) as opened:
        assert opened.export(tmp_path / "a", "json").incidents == 3
        assert opened.export(tmp_path / "b", "json", filters=Filters(statuses=(Status.PLANNED,))).incidents == 1
        with pytest.raises(ZenobiaError, match="'kml' is no format"):
            opened.export(tmp_path / "c", "kml")


def test_import_takes_a_file_into_the_record(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    taken: list[Any] = []

    def import_file(_record: Record, path: Path, format: str, *, who: str | None) -> Imported:
        taken.append((path, format, who))
        return Imported(new=2, known=1)

    file = tmp_path / "acled.csv"
    monkeypatch.setattr(Record, "import_file", import_file)
    assert run(["import", str(file), "--format", "acled", "-r", str(record), "--who", "Ada"]) == 0
    assert taken == [(file, "acled", "Ada")]
    assert capsys.readouterr().out == f"2 incidents kept from {file}; 1 held already; {record} holds 4 incidents\n"
