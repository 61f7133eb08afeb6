"""The way back: the dict that `incident_json` writes to the incident it was written from."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from zenobia import types as ours
from zenobia.types import Incident


def incident_from_dict(record: Mapping[str, Any]) -> Incident:
    """The incident of a dict in the form of `incident_to_dict`. Raises KeyError, TypeError or ValueError when it is none."""
    found: Incident = _built(Incident, {**record, "carried": [list(pair) for pair in record["carried"].items()]})
    return found


def _built(kind: Any, value: Any) -> Any:
    """A value of the type `kind` from its plain form."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _built(next(k for k in inner if k is not type(None)), value)
    if origin is tuple:
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_built(k, item) for k, item in zip(kinds, value, strict=True))
    if is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        return typing.cast(Any, kind)(**{name: _built(hints[name], value[name]) for name in hints if name in value})
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, vars(ours))
    return {field.name: hints[field.name] for field in fields(typing.cast(Any, kind))}
