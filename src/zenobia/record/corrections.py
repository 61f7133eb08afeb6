"""What people said of readings and incidents, out of the chain of acts; and a reading with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from zenobia.types import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One live act about a reading. report: sha256 of the report's bytes, "" for all; kind, value: as in the table `act`."""

    act: int
    report: str
    kind: str
    value: Any


def corrections_of(connection: Connection) -> Mapping[str, Sequence[Correction]]:
    """Every live correction of readings, by the sha256 of its report; under "" those that hold for every report."""
    return {}


def rulings_of(connection: Connection) -> Mapping[frozenset[int], bool]:
    """What people said of pairs of events, by their keys: one happening (True), two (False)."""
    return {}


def correct(reading: Reading, said: Sequence[Correction]) -> Reading:
    """The reading as people corrected it."""
    return reading


def aliases_of(connection: Connection) -> Mapping[str, Sequence[str]]:
    """Names that people gave to actors for good: folded name -> ids."""
    return {}
