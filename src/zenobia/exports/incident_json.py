"""An incident as plain dicts: every account, every value with its words (docs/incidents.md). The same incident gives the same dict."""

from __future__ import annotations

import json
from typing import Any

from zenobia.exports.plain import plain
from zenobia.types import Incident


def incident_to_dict(incident: Incident) -> dict[str, Any]:
    """The incident, field for field as `zenobia.types.Incident` names them; days in ISO 8601, spans as {start, end}."""
    found: dict[str, Any] = plain(incident)
    found["carried"] = dict(incident.carried)
    return found


def incident_to_json(incident: Incident) -> str:
    """The incident as one line."""
    from zenobia.exports.reading_json import escape_unsafe

    return escape_unsafe(json.dumps(incident_to_dict(incident), ensure_ascii=False, allow_nan=False))
