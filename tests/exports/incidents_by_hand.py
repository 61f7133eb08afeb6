"""Incidents built by hand: a test states what matters to it, the rest is plain and fixed.

    an_incident(
        an_account("Reuters", "2016-03-28", actor=[known("isil", country="SYR", sector="REB")], toll=[killed(12)]),
        place=a_site("Palmyra", 34.56, 38.28),
    )

What the incident is not told is taken from its accounts, by simple rules: the first account's, tolls from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from zenobia.types import (
    Account,
    AccountToll,
    Actor,
    Days,
    EventType,
    Incident,
    MentionType,
    Party,
    Place,
    Site,
    Span,
    Status,
    Telling,
    TollKind,
    TollSummary,
)


def known(id: str, name: str | None = None, *, type: str = "group", text: str | None = None, **actor: Any) -> Party:
    """A party that the actor table knows: `known("syr-army", "Syrian Army", country="SYR", sector="MIL")`."""
    name = name or id.upper()
    return Party(
        name=name, text=text or name, type=MentionType(type), mention=0, actor=Actor(id=id, name=name, confidence=0.95, **actor)
    )


def unknown(name: str, *, type: str = "group", text: str | None = None, **actor: Any) -> Party:
    """A party no table knows: without an actor, or with what is given of one (id="local:...", country ...)."""
    found = Actor(**{"id": None, "name": name, **actor}) if actor else None
    return Party(name=name, text=text or name, type=MentionType(type), mention=0, actor=found)


def a_site(
    name: str,
    latitude: float | None = None,
    longitude: float | None = None,
    *,
    text: str | None = None,
    type: str = "place",
    **place: Any,
) -> Site:
    """A place with coordinates; without them, one that could not be settled."""
    given: dict[str, Any] = {
        "id": f"geonames:{len(name)}{sum(map(ord, name))}",
        "name": name,
        "country": "SY",
        "admin1": "Homs",
    }
    given |= {"feature": "PPL", "radius_km": 5.0, "rule": "only place of this name", "confidence": 0.9}
    if latitude is None:
        given = {"id": None, "reason": "no gazetteer has this name"}
    found = Place(**{**given, "latitude": latitude, "longitude": longitude, **place})
    return Site(name=name, text=text or name, type=MentionType(type), mention=1, place=found)


def a_toll(kind: str, low: int | None, high: int | str | None = "same", *, text: str = "", **toll: Any) -> AccountToll:
    """A toll of an account: `a_toll("killed", 10, 14)`; one number is both bounds, `a_toll("killed", 60, None)` at least 60."""
    most = low if isinstance(high, str) else high
    return AccountToll(kind=TollKind(kind), low=low, high=most, text=text or str(low if low is not None else most), **toll)


def killed(low: int | None, high: int | str | None = "same", **toll: Any) -> AccountToll:
    """So many dead."""
    return a_toll("killed", low, high, **toll)


def an_account(
    outlet: str | None = "Arvan Daily",
    published: str | None = "2016-03-28",
    *,
    type: str = "attack",
    status: str = "actual",
    evidence: str = "Gunmen attacked a convoy.",
    words: str = "attacked",
    days: str | tuple[str, str] | None = "2016-03-27",
    actor: Sequence[Party] = (),
    target: Sequence[Party] = (),
    supporter: Sequence[Party] = (),
    place: Sequence[Site] = (),
    means: Sequence[str] = (),
    toll: Sequence[AccountToll] = (),
    telling: dict[str, Any] | None = None,
    **account: Any,
) -> Account:
    """One report's version. telling: fields of `Telling` beside outlet and published."""
    digest = sha256(f"{outlet}|{published}|{evidence}".encode("utf-8", "backslashreplace")).hexdigest()
    told: dict[str, Any] = {"id": f"report-{digest[:6]}", "sha256": digest, "outlet": outlet, "independent": outlet}
    told |= {"published": date.fromisoformat(published) if published else None, "language": "en", **(telling or {})}
    start = max(evidence.find(words), 0)
    given: dict[str, Any] = {"key": f"e-{digest[:12]}", "event": 0, "confidence": 0.9}
    given |= {"trigger": Span(start, start + len(words)), "sentence": Span(0, len(evidence))}
    return Account(
        telling=Telling(**told),
        type=EventType(type),
        status=Status(status),
        words=words,
        evidence=evidence,
        days=some_days(days) if days else None,
        actor=tuple(actor),
        target=tuple(target),
        supporter=tuple(supporter),
        place=tuple(place),
        means=tuple(means),
        tolls=tuple(toll),
        **{**given, **account},
    )


def some_days(days: str | tuple[str, str], rule: str = "a date") -> Days:
    """A day, or first and last."""
    first, last = (days, days) if isinstance(days, str) else days
    return Days(start=date.fromisoformat(first), end=date.fromisoformat(last), rule=rule)


def an_incident(*accounts: Account, **given: Any) -> Incident:
    """An incident of these accounts (of one plain account without any). given: fields of `Incident` that are not to be derived."""
    accounts = accounts or (an_account(),)
    first = accounts[0]
    days = first.days
    derived: dict[str, Any] = {
        "id": f"i-{first.key[2:]}",
        "type": first.type,
        "status": first.status,
        "start": days.start if days else None,
        "end": days.end if days else first.telling.published,
        "precision": ("day" if days.start == days.end else "range")
        if days
        else ("published" if first.telling.published else None),
        "place": first.place[0] if first.place else None,
        "sites": _each_once(site for a in accounts for site in a.place),
        "actor": _each_once(p for a in accounts for p in a.actor),
        "target": _each_once(p for a in accounts for p in a.target),
        "supporter": _each_once(p for a in accounts for p in a.supporter),
        "means": _each_once(m for a in accounts for m in a.means),
        "tolls": tuple(_tolls(accounts)),
        "attribution": first.attribution,
        "certainty": 0.72,
        "outlets": _each_once(a.telling.independent for a in accounts if a.telling.independent),
    }
    if "type" in given:
        given["type"] = EventType(given["type"])
    if "status" in given:
        given["status"] = Status(given["status"])
    if "place" in given and "sites" not in given and not derived["sites"]:
        given["sites"] = (given["place"],) if given["place"] else ()
    return Incident(accounts=accounts, **{**derived, **given})


def _each_once(items: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _tolls(accounts: Sequence[Account]) -> Any:
    by_kind: dict[TollKind, list[AccountToll]] = {}
    for account in accounts:
        for toll in account.tolls:
            by_kind.setdefault(toll.kind, []).append(toll)
    for kind in sorted(by_kind):
        lows = [t.low for t in by_kind[kind] if t.low is not None]
        highs = [t.high for t in by_kind[kind] if t.high is not None]
        first = by_kind[kind][0]
        yield TollSummary(
            kind=kind,
            low=min(lows, default=None),
            best=first.low if first.low is not None else first.high,
            high=max(highs, default=None),
        )
