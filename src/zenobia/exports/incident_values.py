"""An incident as one flat row: the summary values and its accounts side by side. CSV, GeoJSON and Parquet share it, so that one
name means one thing in all three.

start, end, precision ...: as `zenobia.types.Incident` has them; ids, country (ISO 3166-1, of places alpha-2, of actors alpha-3) and
sector as `Place` and `Actor` have them. `place_...`: the place most accounts give; `sites`: the names of all. `actor`, `target`,
`supporter` and their ids, countries, sectors: lists of one order. `killed_...`, `injured_...`: low, best, high over all accounts;
`toll_...`: lists of one order, every kind of toll. `account_...` and `evidence`: lists of one order, the first to report first.
`carried`: a JSON object, columns of an imported file that fit nothing here."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from zenobia.exports.options import Losses
from zenobia.types import Account, Incident, Party, Site, TollKind, TollSummary

Value = str | int | float | None | Sequence[str | None] | Sequence[int | None]
"""A cell: None is unknown, an empty sequence is none told."""


class Kind(Enum):
    """What a column holds. DAY: ISO 8601; TEXTS, WHOLES: several in a fixed order, None where one is unknown."""

    TEXT = "text"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    TEXTS = "texts"
    WHOLES = "wholes"


class Column(NamedTuple):
    """A column: its name and what it holds."""

    name: str
    kind: Kind


ROLES = ("actor", "target", "supporter")
COUNTED = (TollKind.KILLED, TollKind.INJURED)
"""Tolls with columns of their own; the lists `toll_...` hold these too."""


def _columns() -> Iterator[Column]:
    for kind, names in (
        (Kind.TEXT, "incident_id type status"),
        (Kind.DAY, "start end"),
        (Kind.TEXT, "precision place_id place_name place_country place_admin1 place_admin2 place_feature"),
        (Kind.NUMBER, "latitude longitude radius_km place_confidence"),
        (Kind.TEXTS, "sites"),
        (Kind.TEXTS, " ".join(f"{role} {role}_id {role}_country {role}_sector" for role in ROLES)),
        (Kind.TEXTS, "means"),
        (Kind.WHOLE, " ".join(f"{kind}_{bound}" for kind in COUNTED for bound in ("low", "best", "high"))),
        (Kind.TEXTS, "toll_kind"),
        (Kind.WHOLES, "toll_low toll_best toll_high"),
        (Kind.TEXT, "attribution attribution_id"),
        (Kind.NUMBER, "certainty"),
        (Kind.TEXTS, "outlets disagreements"),
        (Kind.TEXT, "review origin carried"),
        (Kind.WHOLE, "accounts"),
        (Kind.TEXTS, "account_id account_status account_report account_outlet account_published account_title account_url"),
        (Kind.TEXTS, "account_attribution evidence"),
    ):
        yield from (Column(name, kind) for name in names.split())


COLUMNS: tuple[Column, ...] = tuple(_columns())


def point_of(incident: Incident) -> tuple[float, float] | None:
    """Latitude and longitude of the incident's place; None without a place on the globe."""
    place = incident.place.place if incident.place else None
    if place is None or place.latitude is None or place.longitude is None:
        return None
    on_globe = -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180  # no number that is none passes either
    return (place.latitude, place.longitude) if on_globe else None


def row_of(incident: Incident) -> dict[str, Value]:
    """The values of COLUMNS, in their order."""
    values = (
        *(incident.id, incident.type.value, incident.status.value),
        *(day.isoformat() if day else None for day in (incident.start, incident.end)),
        incident.precision,
        *_place_values(incident),
        [site_name(site) for site in incident.sites],
        *(value for role in ROLES for value in _party_values(getattr(incident, role))),
        list(incident.means),
        *_toll_values(incident.tolls),
        *((party_name(said), _id_of(said)) if (said := incident.attribution) else (None, None)),
        _finite(incident.certainty),
        *(list(incident.outlets), list(incident.disagreements)),
        *(incident.review, incident.origin, _carried(incident)),
        len(incident.accounts),
        *_account_values(incident.accounts),
    )
    return {column.name: value for column, value in zip(COLUMNS, values, strict=True)}


def note_common_losses(incident: Incident, losses: Losses) -> None:
    """Counts what a flat row leaves of the incident's accounts."""
    further = len(incident.accounts) - 1
    losses.note("parties, places, days, tolls of a further account", "within the incident's summary; its words stand", further)
    losses.note("who else vouches for an account or a toll", "left out", _count_vouchers(incident))
    losses.note("reason why an account was joined", "left out", sum(1 for a in incident.accounts if a.joined))
    losses.note("spans of trigger and sentence", "left out; the sentence stands whole", len(incident.accounts))
    losses.note("rule by which a day, place or party was found", "left out", _count_rules(incident))


def _count_vouchers(incident: Incident) -> int:
    return sum(len(a.also_attributed) + sum(1 for toll in a.tolls if toll.by) for a in incident.accounts)


def _count_rules(incident: Incident) -> int:
    parties = [party for role in ROLES for party in getattr(incident, role)]
    rules = [party.actor.rule for party in parties if party.actor] + [site.place.rule for site in incident.sites if site.place]
    return sum(1 for rule in rules if rule) + sum(1 for account in incident.accounts if account.days)


def party_name(party: Party) -> str:
    """The actor table's name of a known party, the report's of another."""
    actor = party.actor
    is_known = actor is not None and actor.id is not None and not actor.id.startswith("local:")
    return actor.name if is_known and actor and actor.name else party.name


def site_name(site: Site) -> str:
    """The gazetteer's name of a settled place, the report's of another."""
    return site.place.name if site.place and site.place.id and site.place.name else site.name


def _id_of(party: Party) -> str | None:
    return party.actor.id if party.actor else None


def _place_values(incident: Incident) -> tuple[Value, ...]:
    site = incident.place
    place = site.place if site else None
    if site is None or place is None:
        return (None, site.name if site else None, *[None] * 8)
    latitude, longitude = point_of(incident) or (None, None)
    names = (place.id, site_name(site), place.country, place.admin1, place.admin2, place.feature)
    return (*names, latitude, longitude, _finite(place.radius_km), _finite(place.confidence))


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def _party_values(parties: Sequence[Party]) -> tuple[Value, ...]:
    actors = [party.actor for party in parties]
    return (
        [party_name(party) for party in parties],
        [actor.id if actor else None for actor in actors],
        [actor.country if actor else None for actor in actors],
        [actor.sector if actor else None for actor in actors],
    )


def _toll_values(tolls: Sequence[TollSummary]) -> Iterator[Value]:
    of_kind = {toll.kind: toll for toll in tolls}
    for kind in COUNTED:
        toll = of_kind.get(kind)
        yield from (toll.low, toll.best, toll.high) if toll else (None, None, None)
    yield [toll.kind.value for toll in tolls]
    yield [toll.low for toll in tolls]
    yield [toll.best for toll in tolls]
    yield [toll.high for toll in tolls]


def _carried(incident: Incident) -> str | None:
    return json.dumps(dict(incident.carried), ensure_ascii=False) if incident.carried else None


def _account_values(accounts: Sequence[Account]) -> tuple[Value, ...]:
    tellings = [account.telling for account in accounts]
    return (
        [account.key for account in accounts],
        [account.status.value for account in accounts],
        [telling.id for telling in tellings],
        [telling.outlet for telling in tellings],
        [telling.published.isoformat() if telling.published else None for telling in tellings],
        [telling.title for telling in tellings],
        [telling.url for telling in tellings],
        [party_name(account.attribution) if account.attribution else None for account in accounts],
        [account.evidence for account in accounts],
    )
