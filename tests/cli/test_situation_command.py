"""`zenobia situation`, `changes` and `timeline` as commands: what is printed, what is said on standard error, how they end."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from zenobia.cli.app import run
from zenobia.record import Record

SENTENCES = (
    ("2015-05-20", "Islamic State captured Syrian army in Palmyra on 20 May 2015."),
    ("2016-03-28", "Syrian army captured Islamic State in Palmyra on 27 March 2016."),
    ("2016-03-29", "Islamic State bombed police in Homs on 28 March 2016, killing 12."),
)

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Palmyra lost and retaken; a bombing in Homs."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    planted = import_module("planted")  # a fake of another folder

    path = tmp_path / "r.zen"
    with Record(path) as opened:
        planted.add(opened, *(planted.a_line(text, day, id=f"r-{i}") for i, (day, text) in enumerate(SENTENCES)))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.zen"
    Record(path).close()
    return path


def test_the_last_day_is_asked_for_by_default(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--format", "table"]) == 0
    printed = capsys.readouterr().out
    assert "control on 2016-03-29: 1\n" in printed
    assert "held by Syria since 2016-03-27" in printed
    assert "Islamic State fights Syria" in printed or "Islamic State fights Syrian" in printed


def test_every_line_of_json_is_a_derived_line_with_its_words(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--on", "2015-06-01"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (control,) = [line for line in lines if line["part"] == "control"]
    assert (control["day"], control["holder"]["id"], control["start"]) == ("2015-06-01", "isil", "2015-05-20")
    assert control["signs"][0]["evidence"]["words"] == SENTENCES[0][1]


def test_a_map_takes_control_alone(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--format", "geojson"]) == 0
    (feature,) = json.loads(capsys.readouterr().out)["features"]
    assert feature["properties"]["holder"] == "syr"
    assert feature["geometry"]["coordinates"][0] == pytest.approx(38.28, abs=0.1)
    assert run(["situation", "--record", str(record), "--format", "geojson", "--show", "ties"]) == 2
    assert "only control on a day has coordinates; mend:" in capsys.readouterr().err


def test_a_place_has_its_history(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--place", "Palmyra", "--history", "--format", "table"]) == 0
    printed = capsys.readouterr().out
    assert "2015-05-20 to 2016-03-27" in printed
    assert "since 2016-03-27" in printed
    assert f"│ {SENTENCES[1][1]}  [r-1, 2016-03-28" in printed


def test_what_could_be_known_then(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--on", "2016-03-28", "--known", "2016-03-27", "--show", "control"]) == 0
    (control,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert control["holder"]["id"] == "isil"


def test_before_the_first_report_there_is_nothing(record: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(record), "--on", "2001-01-01", "--format", "table"]) == 0
    assert "control on 2001-01-01: 0\n" in capsys.readouterr().out


def test_an_empty_record_says_so(empty: Path, capsys: Printed) -> None:
    assert run(["situation", "--record", str(empty)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no report with a day" in printed.err


WRONG = [
    (["situation", "--place", "Tadmurra"], "no place 'Tadmurra' in the record; mend: did you mean Tadmur"),
    (["situation", "--actor", "Nobody At All"], "no actor 'Nobody At All' in the record; mend:"),
    (["situation", "--history"], "a history of what?; mend: name the place"),
    (["situation", "--on", "yesterday"], "'yesterday'"),
    (["timeline"], "a timeline of what?; mend: name a place or an actor"),
    (
        ["changes", "--from", "2016-03-28", "--to", "2016-03-01"],
        "2016-03-01 is before 2016-03-28; mend: give the first day first",
    ),
]


@pytest.mark.parametrize(("command", "says"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_what_cannot_be_answered_says_why(record: Path, capsys: Printed, command: list[str], says: str) -> None:
    assert run([*command, "--record", str(record)]) in (1, 2)
    printed = capsys.readouterr()
    assert says in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_a_briefing_in_markdown_has_its_words_as_notes(record: Path, capsys: Printed) -> None:
    assert run(["changes", "--record", str(record), "--from", "2016-03-01", "--to", "2016-03-31"]) == 0
    printed = capsys.readouterr().out
    assert "# What changed from 2016-03-01 to 2016-03-31" in printed
    assert "2016-03-27: Palmyra \\(SY\\) held by Syria, before Islamic State" in printed
    assert f"[^1]: “{SENTENCES[1][1]}”" in printed
    assert "- SY: 12 killed in 1 incident; before: 0" in printed


def test_a_briefing_of_quiet_days_says_so(record: Path, capsys: Printed) -> None:
    assert run(["changes", "--record", str(record), "--from", "2010-03-01", "--to", "2010-03-31"]) == 0
    assert "No report tells of a change in these days." in capsys.readouterr().out


def test_a_briefing_of_a_thousand_years_is_one_too(record: Path, capsys: Printed) -> None:
    assert run(["changes", "--record", str(record), "--from", "1000-01-01", "--to", "2016-12-31"]) == 0
    assert "2015-05-20: Palmyra" in capsys.readouterr().out


def test_a_timeline_tells_incidents_and_who_held_it(record: Path, capsys: Printed) -> None:
    assert run(["timeline", "--record", str(record), "--place", "Palmyra", "--format", "table"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert [line[:10] for line in lines] == ["2015-05-20", "2015-05-20", "2016-03-27", "2016-03-27"]
    assert run(["timeline", "--record", str(record), "--actor", "Islamic State", "--from", "2016-03-01"]) == 0
    days = [json.loads(line)["day"] for line in capsys.readouterr().out.splitlines()]
    assert days == ["2016-03-27", "2016-03-27", "2016-03-28"]
