"""The tables beside this package (data/*.tsv): tab-separated rows under a line of column names; "#" begins a comment line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of the table `name`, each a column name -> cell."""
    text = (files("zenobia.reading") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"), strict=True)) for line in lines[1:]]


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {row["name"]: frozenset(row["words"].split()) for row in read_rows("words.tsv")}


def word_list(name: str) -> frozenset[str]:
    """The words of one list of words.tsv, which is named after the module that applies it."""
    return _lists()[name]
