"""The shipped reports and the README: what a stranger tries first."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from zenobia.cli.app import app
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


def test_commands_and_options_of_the_readme_exist() -> None:
    """Whatever the README tells to type can be typed: each command's options are that command's, those in prose are some command's."""
    readme = README.read_text(encoding="utf-8")
    options = options_of(get_command(app))
    for line in re.findall(r"^ +(?:cat .*\| )?zenobia (.*?)(?: +#.*)?$", readme, re.MULTILINE):
        words = str(line).split()
        told = options.get(" ".join(words[:2])) or options[words[0]]
        assert set(re.findall(r"(?<!\S)--[a-z][a-z-]+", line)) <= told, line
    assert set(re.findall(r"--[a-z][a-z-]+", readme)) <= set().union(*options.values())


def options_of(command: Any, name: str = "") -> dict[str, set[str]]:
    """ "add" or "review reject" -> its options. command: click's, which typer carries under a private name."""
    if hasattr(command, "commands"):
        inner = [options_of(sub, f"{name} {word}".strip()) for word, sub in command.commands.items()]
        return {told: found for each in inner for told, found in each.items()}
    return {name: {word for parameter in command.params for word in (*parameter.opts, *parameter.secondary_opts)}}
