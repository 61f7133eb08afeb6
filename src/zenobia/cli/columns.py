"""Rows printed: as columns for people, or as JSON Lines for programs. Takes what was found, one mapping a row."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer


class Shape(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"


Format = Annotated[
    Shape | None, typer.Option("--format", help="How rows are printed.", show_default="table on a terminal, json in a pipe")
]

Cell = str | int | float | bool | None | Sequence[object]


def print_rows(rows: Sequence[Mapping[str, Cell]], shape: Shape | None) -> None:
    """Prints the rows; JSON is one object a line."""
    if shape is None:
        shape = Shape.TABLE if sys.stdout.isatty() else Shape.JSON
    lines = (json.dumps(dict(row), ensure_ascii=False) for row in rows) if shape is Shape.JSON else columns_of(rows)
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def columns_of(rows: Sequence[Mapping[str, Cell]]) -> Iterable[str]:
    """A line of headings and a line a row; numbers stand right, None is empty, and hostile characters are shown escaped."""
    if not rows:
        return
    from rich.cells import cell_len

    from zenobia.exports.wording import visible

    texts = [list(rows[0]), *([visible(_say(value)) for value in row.values()] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    right = [_are_numbers([row[name] for row in rows if row[name] is not None]) for name in rows[0]]
    for cells in texts:
        spaces = [" " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
        padded = (
            space + cell if to_right else cell + space for cell, space, to_right in zip(cells, spaces, right, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _are_numbers(values: Sequence[Cell]) -> bool:
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _say(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    return "; ".join(map(str, value))
