"""Which names are one outlet: "BBC", "BBC News"; "Reuters via Yahoo! News" is Reuters' word, not Yahoo's.

The names are in data/outlets.tsv, a house or agency a row. Accounts of one house or agency count once (docs/incidents.md)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_VIA = re.compile(r"\s+(?:via|through|on|in|at|from)\s+", re.IGNORECASE)
_EDGES = re.compile(r"^(?:the|le|la|el|al|die|der|das)\s+|[^\w]+|\b(?:com|org|net|online|website|news agency)\b", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def independent_outlet(name: str) -> str:
    """The house or agency that a name stands for: the agency where a reprint names it ("AFP via Google News"); else the
    name as the table has it; else the name itself, trimmed."""
    first, *_ = _VIA.split(name.strip(), maxsplit=1)
    table = _table()
    return table.get(_key(name)) or table.get(_key(first)) or " ".join(first.split())


def _key(name: str) -> str:
    return _EDGES.sub("", name.strip()).casefold()


@cache
def _table() -> dict[str, str]:
    """Key of a name -> the outlet it is of. A row: outlet, then its other names, tabs between."""
    lines = files("zenobia.record").joinpath("data", "outlets.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {_key(name): row[0] for row in rows for name in row if name}
