"""Events of readings as accounts: every name resolved, every value with its words; and the accounts of one incident as an `Incident`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from zenobia.record.features import actor_of, place_of
from zenobia.record.merging import say_event
from zenobia.record.store import Stored
from zenobia.record.summary import Summary
from zenobia.types import (
    Account,
    AccountToll,
    Event,
    Incident,
    JoinReason,
    MentionType,
    Party,
    Place,
    Reading,
    Site,
    Telling,
    Toll,
)

Item = TypeVar("Item", Party, Site)


def say_incident(key: int) -> str:
    """An incident's id as people see it: the key of its first account's event."""
    return f"i-{key:012x}"


def account_of(
    reading: Reading, event: Event, telling: Telling, *, key: int, review: str | None, joined: str | None
) -> Account:
    """One event as an account. joined: the JSON of why it stands with another, as the table `event` keeps it."""
    text = reading.report.text
    days = event.time.days if event.time else event.time_assumed
    return Account(
        key=say_event(key),
        telling=telling,
        event=event.id,
        type=event.type,
        status=event.status,
        confidence=round(event.confidence, 3),
        trigger=event.trigger,
        words=event.trigger.of(text),
        sentence=event.sentence,
        evidence=event.sentence.of(text),
        actor=_parties(event.actor, reading),
        target=_parties(event.target, reading),
        supporter=_parties(event.supporter, reading),
        place=tuple(_site(i, reading) for i in event.place),
        means=reading.words(event.means),
        days=days,
        assumed=event.time is None and days is not None,
        tolls=tuple(_toll(toll, reading) for toll in event.toll),
        attribution=party_of(event.attribution, reading) if event.attribution is not None else None,
        also_attributed=_parties(event.also_attributed, reading),
        review=review,
        joined=_reason(joined) if joined else None,
    )


def _reason(joined: str) -> JoinReason:
    told = json.loads(joined)
    return JoinReason(with_event=told["with"], score=told["score"], parts=tuple((n, w) for n, w in told["parts"]))


def _parties(mentions: Sequence[int], reading: Reading) -> tuple[Party, ...]:
    return tuple(party_of(i, reading) for i in mentions)


def party_of(number: int, reading: Reading) -> Party:
    """Who a mention is."""
    mention = reading.mentions[number]
    entity = reading.entities[mention.entity] if mention.entity is not None else None
    name = entity.name if entity else mention.text
    return Party(name=name, text=mention.text, type=mention.type, mention=number, actor=actor_of(mention, reading))


def _site(number: int, reading: Reading) -> Site:
    mention = reading.mentions[number]
    entity = reading.entities[mention.entity] if mention.entity is not None else None
    name = entity.name if entity else mention.text
    return Site(name=name, text=mention.text, type=mention.type, mention=number, place=place_of(mention, reading))


def _toll(toll: Toll, reading: Reading) -> AccountToll:
    return AccountToll(
        kind=toll.kind,
        low=toll.low,
        high=toll.high,
        text=reading.mentions[toll.mention].text,
        who=reading.mentions[toll.who].text if toll.who is not None else None,
        scope=toll.scope,
        days=toll.days,
        by=party_of(toll.attribution, reading) if toll.attribution is not None else None,
    )


def incident_of(members: Sequence[Stored], accounts: Sequence[Account], summary: Summary, *, place: Place | None) -> Incident:
    """An incident. members and accounts in the same order, that of publication; place: that of the summary."""
    told = [a for a in accounts if a.status is summary.status] or list(accounts)
    sites = _common([site for a in told for site in a.place], _place_key, least=1)
    return Incident(
        id=say_incident(members[0].features.key),
        type=summary.type,
        status=summary.status,
        accounts=tuple(accounts),
        start=date.fromisoformat(summary.start) if summary.start else None,
        end=date.fromisoformat(summary.end) if summary.end else None,
        precision=summary.precision,
        place=_main_site(sites, place),
        sites=sites,
        actor=_common([p for a in told for p in a.actor], _party_key, least=_least([a.actor for a in told])),
        target=_common([p for a in told for p in a.target], _party_key, least=_least([a.target for a in told])),
        supporter=_common([p for a in told for p in a.supporter], _party_key, least=1),
        means=tuple(dict.fromkeys(words.lower() for a in told for words in a.means)),
        tolls=summary.tolls,
        attribution=accounts[0].attribution if all(a.attribution for a in told) else None,
        certainty=summary.certainty,
        outlets=summary.outlets,
        disagreements=summary.disagreements,
        review=_review(accounts),
    )


def _review(accounts: Sequence[Account]) -> str | None:
    """What people said, where they said the same of all accounts; "partly" where they looked at some."""
    said = {a.review for a in accounts}
    return next(iter(said)) if len(said) == 1 else "partly"


def _least(told: Sequence[Sequence[Party]]) -> int:
    """How many accounts must name a party for the incident to name it: half of those that name any."""
    naming = sum(1 for parties in told if parties)
    return max(1, -(-naming // 2))


def _common(items: Sequence[Item], key: Callable[[Item], object], *, least: int) -> tuple[Item, ...]:
    """Each once, those of most accounts first; those of fewer than `least` only when none is of more."""
    counts = Counter(key(item) for item in items)
    first: dict[object, Item] = {}
    for item in items:
        first.setdefault(key(item), item)
    ordered = sorted(first, key=lambda k: -counts[k])
    kept = [k for k in ordered if counts[k] >= least] or ordered
    return tuple(first[k] for k in kept)


def _party_key(party: Party) -> object:
    return party.actor.id if party.actor and party.actor.id else party.name.casefold()


def _place_key(site: Site) -> object:
    return site.place.id if site.place and site.place.id else site.name.casefold()


def _main_site(sites: Sequence[Site], place: Place | None) -> Site | None:
    """The site of the summary's place; that place under its own name when only a target lies there."""
    for site in sites:
        if place and site.place and site.place.id == place.id:
            return site
    if place and place.name:
        return Site(name=place.name, text="", type=MentionType.PLACE, place=place)
    return sites[0] if sites else None
