"""The tables beside the code (data/*.tsv): tab-separated, `#` remarks, a head, then a row a line; an empty cell is none."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

ANY = "*"
NONE = "-"


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of data/NAME by the names of the head; short rows are filled with empty cells."""
    lines = files("zenobia.exports").joinpath("data", name).read_text("utf-8").splitlines()
    head, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    for row in rows:
        yield dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=True))


def fits(asked: str, value: str) -> bool:
    """Whether a cell of a table takes this value: "*" takes any, else one of those it names, parted by bars."""
    return asked == ANY or value in asked.split("|")
