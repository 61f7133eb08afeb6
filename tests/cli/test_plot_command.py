"""`zenobia plot` as a command: the file it writes, what it refuses, what it says on standard error."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zenobia.cli.app import run
from zenobia.exports import plots
from zenobia.exports.plot_values import WeekCount
from zenobia.record import Record
from zenobia.record.plot_rows import weeks_of
from zenobia.record.query import Filters

if TYPE_CHECKING:
    from matplotlib.figure import Figure

pytest.importorskip("matplotlib", reason="plots are drawn by matplotlib: pip install 'zenobia[plots]'")

SENTENCES = (
    ("2015-05-20", "Islamic State captured Syrian army in Palmyra on 20 May 2015."),
    ("2016-03-28", "Syrian army captured Islamic State in Palmyra on 27 March 2016."),
    ("2016-03-29", "Islamic State bombed police in Homs on 28 March 2016, killing 12."),
    ("2016-03-29", "Islamic State accused police in Homs on 29 March 2016."),
    ("2016-03-29", "Islamic State will have bombed police in Aleppo on 30 March 2016."),
)

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Palmyra lost and retaken; a bombing in Homs, and one that is only announced."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "record"))
    planted = import_module("planted")  # a fake of another folder

    path = tmp_path / "r.zen"
    with Record(path) as opened:
        planted.add(opened, *(planted.a_line(text, day, id=f"r-{i}") for i, (day, text) in enumerate(SENTENCES)))
    return path


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of the figures that are saved."""
    found: list[str] = []
    save = plots.save_plot

    def keep(figure: Figure, path: Path) -> None:
        found.append(" ".join(words_of(figure).split()))
        save(figure, path)

    monkeypatch.setattr(plots, "save_plot", keep)
    return found


def words_of(figure: Figure) -> str:
    from matplotlib.text import Text

    return "\n".join(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text))


PICTURES = [
    (
        ["control", "--place", "Syria"],
        ("Who held what: Syria", "1 place, 2015-05-20 to 2016-03-29", "Palmyra", "Islamic State"),
    ),
    (["control", "--place", "Palmyra", "--place", "Homs", "--to", "2015-12-31"], ("Palmyra, Homs", "2015-05-20 to 2015-12-31")),
    (["events", "--place", "Syria", "--from", "2016-01-01"], ("Incidents a week: Syria", "3 incidents", "violence", "control")),
    (["ties"], ("Who stood with whom on 2016-03-29", "Islamic State", "parts: fights, opposes, presses")),
    (["ties", "--actor", "Islamic State", "--on", "2016-03-28", "--dark"], ("on 2016-03-28: Islamic State", "Syria")),
    (["tolls", "--place", "Homs"], ("Killed: Homs", "1 incident with deaths", "12 (12 to 12)")),
]


@pytest.mark.parametrize(("asked", "says"), PICTURES, ids=[" ".join(asked) for asked, _ in PICTURES])
def test_a_picture_is_written(record: Path, drawn: list[str], capsys: Printed, asked: list[str], says: tuple[str, ...]) -> None:
    what, *options = asked
    out = record.with_name("out.png")
    assert run(["plot", what, str(out), "--record", str(record), *options]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    (words,) = drawn
    assert [part for part in says if part not in words] == []
    assert capsys.readouterr().err == ""


def test_the_ending_says_the_format(record: Path) -> None:
    for suffix, head in ((".svg", b"<?xml"), (".pdf", b"%PDF")):
        out = record.with_name(f"out{suffix}")
        assert run(["plot", "tolls", str(out), "--record", str(record)]) == 0
        assert out.read_bytes().startswith(head)


def test_two_runs_write_the_same_bytes(record: Path) -> None:
    outs = [record.with_name(f"{name}.svg") for name in ("a", "b")]
    for out in outs:
        assert run(["plot", "ties", str(out), "--record", str(record)]) == 0
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_nothing_told_is_a_picture_that_says_so(record: Path, drawn: list[str], capsys: Printed) -> None:
    out = record.with_name("out.png")
    asked = ["--record", str(record), "--from", "2001-01-01", "--to", "2001-12-31"]
    assert run(["plot", "events", str(out), *asked]) == 0
    assert run(["plot", "tolls", str(out), *asked]) == 0
    assert run(["plot", "control", str(out), *asked, "--place", "Palmyra"]) == 0
    says = ("No incident is told of.", "No incident with a day tells of anybody killed.", "Nothing is told of who")
    assert [part for part, words in zip(says, drawn, strict=True) if part not in words] == []
    told = capsys.readouterr().err.splitlines()
    assert told[:2] == ["no incident is told of", "no incident tells of anybody killed"]
    assert told[2].startswith("nothing is told of who holds")


WRONG = [
    (["control", "out.jpg", "--place", "Syria"], "'.jpg' is no kind of plot; mend: name the file out.png, .svg or .pdf"),
    (["control", "out.png"], "control of what?; mend: name places or a country: --place Syria"),
    (["ties", "out.png", "--place", "Syria"], "ties takes no --place; mend: give it --actor, --on, --top"),
    (["tolls", "out.png", "--on", "2016-03-28"], "tolls takes no --on"),
    (["events", "out.png", "--place", "Homs", "--place", "Palmyra"], "events are of one place"),
    (["events", "out.png", "--place", "Tadmurra"], "no place 'Tadmurra' in the record; mend: did you mean Tadmur"),
    (["ties", "out.png", "--actor", "Nobody At All"], "no actor 'Nobody At All' in the record"),
    (["tolls", "out.png", "--from", "2016-03-28", "--to", "2016-03-01"], "2016-03-01 is before 2016-03-28"),
    (["tolls", "out.png", "--from", "soon"], "'soon'"),
]


@pytest.mark.parametrize(("command", "says"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_what_cannot_be_drawn_says_why(
    record: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, command: list[str], says: str
) -> None:
    monkeypatch.chdir(record.parent)
    assert run(["plot", *command, "--record", str(record)]) in (1, 2)
    printed = capsys.readouterr()
    assert says in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert not Path(command[1]).exists()


def test_the_record_itself_is_not_written_over(record: Path, capsys: Printed) -> None:
    named = record.rename(record.with_name("record.png"))
    before = named.read_bytes()
    assert run(["plot", "ties", str(named), "--record", str(named)]) == 2
    assert "is the record itself" in capsys.readouterr().err
    assert named.read_bytes() == before


def test_without_matplotlib_the_command_says_what_to_install(
    record: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda _name: None)
    assert run(["plot", "ties", str(record.with_name("out.png")), "--record", str(record)]) == 2
    assert "matplotlib is not installed; mend: pip install 'zenobia[plots]'" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(record: Path, capsys: Printed) -> None:
    assert run(["plot", "ties", str(record.parent / "none" / "out.png"), "--record", str(record)]) == 1
    assert "No such file or directory" in capsys.readouterr().err


# What is counted


def test_incidents_that_happened_are_counted_by_week_and_family(record: Path) -> None:
    assert weeks_of(record, Filters()) == (
        WeekCount(date(2015, 5, 18), "control", 1),
        WeekCount(date(2016, 3, 21), "control", 1),
        WeekCount(date(2016, 3, 28), "pressure", 1),
        WeekCount(date(2016, 3, 28), "violence", 1),
    )
    assert weeks_of(record, Filters(place="Palmyra", last=date(2015, 12, 31))) == (WeekCount(date(2015, 5, 18), "control", 1),)
    assert weeks_of(record, Filters(actor="Islamic State", first=date(2016, 3, 29))) == (
        WeekCount(date(2016, 3, 28), "pressure", 1),
    )
