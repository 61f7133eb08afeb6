"""Frozen values within frozen values: found by their type, and changed wherever they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, TypeVar

Item = TypeVar("Item")
Whole = TypeVar("Whole")


def field_names(value: object) -> Collection[str]:
    """The fields of a frozen value; none of what has no fields. Looked up, as `dataclasses.fields` is slow for so many."""
    names: Collection[str] = getattr(value, "__dataclass_fields__", ())
    return names


def all_within(value: object, kind: type[Item]) -> Iterator[Item]:
    """Every value of a kind within a frozen value, itself included."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from all_within(item, kind)
    else:
        for name in field_names(value):
            yield from all_within(getattr(value, name), kind)


def each_within(value: Whole, kind: type[Item], change: Callable[[Item], Item]) -> Whole:
    """The value with every one of a kind changed."""

    def changed(part: Any) -> Any:
        if isinstance(part, kind):
            return change(part)
        if isinstance(part, tuple):
            return tuple(changed(item) for item in part) if part else part
        return replaced(part, {name: changed(getattr(part, name)) for name in field_names(part)})

    found: Whole = changed(value)
    return found


def replaced(value: Any, given: dict[str, Any]) -> Any:
    """The value with these fields; itself where they are those it has."""
    new = {name: field for name, field in given.items() if field is not getattr(value, name)}
    return replace(value, **new) if new else value
