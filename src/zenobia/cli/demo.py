"""`zenobia demo`: the shipped example reports, read."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from zenobia.exports import Format


def demo(
    format: Annotated[Format, typer.Option(help="How records are written.")] = Format.TABLE,
) -> int:
    """Read the example reports that come with Zenobia and print what they say."""
    from importlib.resources import as_file, files

    from zenobia.cli.run import read_and_write
    from zenobia.examples import REPORTS
    from zenobia.intake import Given

    with as_file(files("zenobia.examples")) as folder:
        status = read_and_write([str(folder / name) for name in REPORTS], Given(), format, None)
    if sys.stderr.isatty():
        print(
            "These reports are invented. Read your own: zenobia read FILE; a page: --format html --output FILE", file=sys.stderr
        )
    return status
