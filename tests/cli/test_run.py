"""What a run decides before it reads: format, colour, progress."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from zenobia.cli.progress import Progress
from zenobia.cli.run import choose_layout
from zenobia.errors import UsageError
from zenobia.exports import Format


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "format", "output", "chosen"),
    [
        # a terminal gets the table, a pipe JSON
        (True, None, None, Format.TABLE),
        (False, None, None, Format.JSON),
        # what is asked for wins
        (True, Format.JSON, None, Format.JSON),
        (False, Format.CSV, "x.html", Format.CSV),
        # a file gets what its ending says, one without an ending JSON, terminal or not
        (True, None, "x.HTML", Format.HTML),
        (True, None, "x", Format.JSON),
        (True, Format.JSON, "x.dat", Format.JSON),
    ],
)
def test_format(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, format: Format | None, output: str | None, chosen: Format
) -> None:
    """The format asked for, or the one that fits where records go."""
    monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
    assert choose_layout(format, Path(output) if output else None).format is chosen


def test_an_ending_that_names_no_format_is_refused() -> None:
    """JSON Lines inside a .xlsx would be found out too late."""
    with pytest.raises(UsageError, match=r"'\.xlsx' names no format.*--format"):
        choose_layout(None, Path("x.xlsx"))


@pytest.mark.parametrize(
    ("terminal", "environment", "output", "colour"),
    [
        (True, {}, None, True),
        (False, {}, None, False),
        # a file holds no terminal colours
        (True, {}, "x.txt", False),
        # https://no-color.org
        (True, {"NO_COLOR": "1"}, None, False),
        (True, {"TERM": "dumb"}, None, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], output: str | None, colour: bool
) -> None:
    """Colours only on a terminal that wants them."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
    assert choose_layout(None, Path(output) if output else None).colour is colour


def test_progress_shows_count_and_rate_and_errors_above(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A long run shows how far it is; an error line stays whole, and hostile markup in it is text."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("zenobia.cli.progress.PATIENCE", -1.0)
    (tmp_path / "x.txt").write_text("Rebels attacked.")
    with Progress([str(tmp_path / "x.txt")] * 3, shown=True) as progress:
        progress.advance()
        progress.tell("[red]x.txt[/red]: no text; mend: y")
        progress.advance()
    assert "[red]x.txt[/red]: no text; mend: y" in stream.getvalue()
    assert "1/3" in stream.getvalue()
    assert "a second" in stream.getvalue()


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn for work of less than a second, nor where nobody watches."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress(["x.txt"], shown=True) as progress:
        progress.advance()
    monkeypatch.setattr("zenobia.cli.progress.PATIENCE", -1.0)
    with Progress(["x.txt"], shown=False) as progress:
        progress.advance()
    assert stream.getvalue() == ""
