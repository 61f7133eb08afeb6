"""The record: readings kept in one file, merged into incidents, reviewed, searched and given out.

`Record` and what belongs to it load SQLAlchemy, and only when they are asked for: worker processes read and never write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zenobia.record.query import Filters, Sort
    from zenobia.record.record import Record

__all__ = ["Filters", "Record", "Sort"]


def __getattr__(name: str) -> object:
    """The public names, loaded when first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zenobia.record import query, record

    return getattr(record if name == "Record" else query, name)
