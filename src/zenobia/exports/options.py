"""What an export is asked for, and the count of what its format could not hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zenobia.types import Status


class ExportFormat(StrEnum):
    """What `zenobia export --format` takes; gold alone is of readings, the others of incidents."""

    ACLED = "acled"
    GED = "ged"
    PLOVER = "plover"
    POLECAT = "polecat"
    GDELT = "gdelt"
    CAMEO = "cameo"
    GEOJSON = "geojson"
    GEOPARQUET = "geoparquet"
    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"
    GOLD = "gold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What must not leave the house. persons: drop the names of private persons (those no actor table knows);
    coarse_places: h3 resolution that coordinates are coarsened to (5: about 10 km, 4: 25 km, 3: 70 km), None for as they are;
    attributions: hide on whose word an account stands."""

    persons: bool = False
    coarse_places: int | None = None
    attributions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """How incidents are written. statuses: those that go out (plans, possibilities and denials only when asked for);
    hxl: a row of HXL tags under the head (CSV formats)."""

    statuses: frozenset[Status] = frozenset({Status.ACTUAL})
    redaction: Redaction = Redaction()
    hxl: bool = False


class Losses:
    """What a format could not hold, counted: the loss report that is written beside each export."""

    def __init__(self) -> None:
        self.incidents = 0
        self.rows = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, what: str, became: str, times: int = 1) -> None:
        """`what` could not be held ("second place") and what happened to it ("a row of its own")."""
        if times:
            self._counts[what, became] += times

    def to_dict(self) -> dict[str, Any]:
        """{"incidents": in, "rows": out, "losses": [{"what", "became", "times"}...]}, most frequent first, then by name."""
        ordered = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        losses = [{"what": what, "became": became, "times": times} for (what, became), times in ordered]
        return {"incidents": self.incidents, "rows": self.rows, "losses": losses}
