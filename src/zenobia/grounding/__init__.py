"""Grounding: the names, phrases and numbers of a reading to what they mean: actors, places, days, counts.

Takes a Reading, gives the same Reading with them. Its tables are loaded when a name is first looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zenobia.grounding.ground import ground_reading

__all__ = ["ground_reading"]


def __getattr__(name: str) -> object:
    """The public name, loaded when first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zenobia.grounding import ground

    return ground.ground_reading
