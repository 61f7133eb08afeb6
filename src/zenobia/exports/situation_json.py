"""The situation as JSON: lines of plain dicts with every sign and its words; control as GeoJSON (RFC 7946), a point a place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from zenobia.exports.plain import plain
from zenobia.exports.reading_json import escape_unsafe
from zenobia.situation_types import Holding


def as_json(value: Any) -> str:
    """A derived line as one line of JSON."""
    return escape_unsafe(json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def control_geojson(holdings: Iterable[Holding], day: date | None) -> str:
    """A FeatureCollection, a feature a place: its holder and state on the day, without the words (they are in the JSON)."""
    features = [_feature(holding) for holding in holdings]
    collection = {"type": "FeatureCollection", "day": day.isoformat() if day else None, "features": features}
    return escape_unsafe(json.dumps(collection, ensure_ascii=False, allow_nan=False))


def _feature(holding: Holding) -> dict[str, Any]:
    place = holding.place
    located = place.latitude is not None and place.longitude is not None
    properties = {
        "place": holding.called,
        "place_id": place.id,
        "country": place.country,
        "state": holding.state,
        "holder": holding.holder.id if holding.holder else None,
        "holder_name": holding.holder.name if holding.holder else None,
        "rival": holding.rival.id if holding.rival else None,
        "rival_name": holding.rival.name if holding.rival else None,
        "since": plain(holding.start),
        "basis": holding.basis,
        "last_told": plain(holding.last_told),
        "confidence": holding.confidence,
        "reports": sorted({sign.evidence.report for sign in holding.signs}),
    }
    geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]} if located else None
    return {"type": "Feature", "id": place.id, "geometry": geometry, "properties": properties}
