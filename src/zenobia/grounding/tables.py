"""Our own tables: tab-separated text with a header line and `#` remarks; cells of several values part them by "; "."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows by the header's names; short rows are filled with empty cells."""
    header: list[str] | None = None
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if header is None:
            header = line.split("\t")
            continue
        yield row_of(header, line)


def row_of(header: Sequence[str], line: str) -> dict[str, str]:
    """A line's cells by the header's names."""
    cells = line.split("\t")
    return dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False))


def split_values(cell: str) -> list[str]:
    """The values of a cell."""
    return [value for value in cell.split("; ") if value]
