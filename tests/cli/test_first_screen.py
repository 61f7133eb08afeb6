"""The shipped reports and the README: what a stranger tries first."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from zenobia.cli.app import app
from zenobia.cli.app import run as run_here
from zenobia.examples import REPORTS
from zenobia.intake import Given, load_reports
from zenobia.types import Report

README = Path(__file__).parent.parent.parent / "README.md"


@pytest.mark.parametrize("name", REPORTS)
def test_examples_are_reports_with_a_title_and_a_day(name: str) -> None:
    """Each example is read without a warning, tells its day by its dateline or page, and is of a report's length."""
    (report,) = load_reports([str(files("zenobia.examples").joinpath(name))], Given())
    assert isinstance(report, Report)
    assert report.title
    assert report.published
    assert (report.language, report.warnings) == ("en", ())
    assert 120 <= len(report.text.split()) <= 500


def test_every_shipped_example_is_read_by_the_demo() -> None:
    """No file lies beside the list."""
    shipped = {entry.name for entry in files("zenobia.examples").iterdir() if not entry.name.startswith("__")}
    assert shipped == set(REPORTS)


def test_readme_has_its_two_commands() -> None:
    """Install and demo, install and tests."""
    readme = README.read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/zenobia demo" in readme
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/python -m pytest" in readme


def test_commands_and_options_of_the_readme_exist(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the README tells to type can be typed."""
    monkeypatch.setenv("COLUMNS", "200")
    readme = README.read_text(encoding="utf-8")
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    commands |= {str(group.typer_instance.info.name) for group in app.registered_groups if group.typer_instance}
    assert set(re.findall(r"^ +(?:cat .*\| )?zenobia (\w+)", readme, re.MULTILINE)) <= commands
    assert run_here(["read", "--help"]) == 0
    assert run_here(["actors", "find", "--help"]) == 0
    told = capsys.readouterr().out
    assert [option for option in set(re.findall(r"--[a-z][a-z-]+", readme)) if option not in told] == []
