"""An incident as plain dicts: every account, every value with its words (docs/incidents.md). The same incident gives the same dict."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from zenobia.types import Incident


def incident_to_dict(incident: Incident) -> dict[str, Any]:
    """The incident, field for field as `zenobia.types.Incident` names them; days in ISO 8601, spans as {start, end}."""
    found: dict[str, Any] = _plain(incident)
    found["carried"] = dict(incident.carried)
    return found


def incident_to_json(incident: Incident) -> str:
    """The incident as one line."""
    from zenobia.exports.reading_json import escape_unsafe

    return escape_unsafe(json.dumps(incident_to_dict(incident), ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
