"""What one JSON object says otherwise than another, as paths and texts that can be set there again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def differing_fields(given: Mapping[str, Any], ours: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Paths and values of what stands in `given` and not so in `ours`: an object within goes whole where a part of it cannot be set
    without changing the order of its fields."""
    for name, value in given.items():
        where = f"{path}{name}"
        mine = ours.get(name)
        if _same(value, mine) and name in ours:
            continue
        if isinstance(value, dict) and isinstance(mine, dict) and "." not in name and _can_be_set(value, mine):
            yield from differing_fields(value, mine, f"{where}.")
        else:
            yield where, _text_of(value)


def _can_be_set(given: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    added = [name for name in given if name not in ours]
    return [*ours, *added] == list(given) and not any("." in name for name in given)


def _same(one: Any, two: Any) -> bool:
    """Whether two values are one in JSON: 1, 1.0 and true are three, and the order of fields counts."""
    return json.dumps(one, ensure_ascii=False) == json.dumps(two, ensure_ascii=False)


def _text_of(value: Any) -> str:
    """A text as it stands unless it would read as JSON; else JSON."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return value
    return json.dumps(value, ensure_ascii=False)
