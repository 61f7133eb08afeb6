"""What of an event says which happening it tells: type, days, places, parties, tolls, the words around it.

Takes a reading, gives a small value an event, made where the report is read and compared in `likeness.py`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zenobia.grounding.spelling import fold
from zenobia.record.families import FAMILY_OF
from zenobia.record.retold import days_ago, is_retold, names_one_happening
from zenobia.types import (
    ROLES,
    Actor,
    Days,
    Entity,
    Event,
    EventType,
    Mention,
    MentionType,
    Place,
    Reading,
    Span,
    Status,
    Toll,
    TollKind,
)

OPEN_DAYS = 45
"""Days before a report within which what it mentions without a day is looked for."""

LONG_DAYS = 31
"""Days from which on an event is a campaign or a war retold, not a happening."""

BEFORE_NEWS = 2
"""Days before publication that news without a told day can be of."""

STEM = 6
"""Letters of a word that are compared: "bombing" and "bombings", "attacker" and "attackers" are alike."""

_WORD = re.compile(r"[^\W\d_]{3,}(?:['’]\w+)?|\d{2,}")
_ANY_WORD = re.compile(r"\w+")
_RISING = re.compile(
    r"\b(?:toll|number|count|figure|tally)\b.{0,80}\b"
    r"(?:ris(?:es|en|ing)|rose|increas\w+|climb\w*|reach\w*|rais\w+|jump\w*|grow\w*|grew|stands)\b"
    r"|\b(?:rais|increas|bring|lift)\w+ the (?:death |total )?(?:toll|number|count|tally)\b"
    r"|\bmore bodies\b|\bdies? (?:of|from) (?:\w+ )?(?:wounds|injuries)",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    r"\bhad (?:earlier|previously|initially|originally|first) (?:\w+ )?(?:said|put|reported|announced|claimed|given)\b"
    r"|\b(?:earlier|previously|initially|originally) (?:said|put|reported|announced|claimed|thought|given)\b"
    r"|\b(?:earlier|previous|initial|first|original) (?:death |official )?(?:tolls?|counts?|figures?|reports?|estimates?|tall(?:y|ies))\b"
    r"|\bannounced (?:earlier|before)\b|\b(?:down|up|rose|risen|revised) from\b",
    re.IGNORECASE,
)
BESIDE = 60
"""Characters between two counts of one list."""

_BESIDE = re.compile(r"\band\b|&|,|\bplus\b|\bas well as\b|\balong with\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:includ\w+|among|amongst|of (?:them|whom|which|the dead|those)|comprising|consisting|namely|mostly|mainly|or|versus)\b|[.;:()]",
    re.IGNORECASE,
)
"""Says that the count that follows is part of the one before, or another's."""

_NAME_TYPES = (MentionType.GROUP, MentionType.PERSON, MentionType.FACILITY, MentionType.PLACE, MentionType.STATE)
_WIDE = {"PCLI": 0, "ADM1": 1, "ADM2": 2, "RGN": 1, "CONT": 0}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as merging sees it. level: 0 a country or more, 1 a first division or region, 2 a second, 3 a town or finer;
    latitude and longitude in degrees, radius in km."""

    id: str
    latitude: float
    longitude: float
    radius: float
    country: str | None
    admin1: str | None
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One event as merging sees it.

    key:         48 bits of report and trigger; the same in every record.
    report:      48 bits of the report's bytes; words: of its words, shared by copies.
    first, last: days (proleptic ordinals) it can be of; told: whether its own words tell them.
    rising:      its sentence says that a count has risen.
    open:        it happened some time before publication, nobody says when: it is mentioned, not told (retold.py).
    superseded:  its sentence tells a count that was given before and is no longer held.
    published:   day of publication, 0 when unknown.
    spots:       its places, the finest first; implied: they are its sentence's or report's, not its own.
    sites:       names of its own towns, villages and buildings, folded, found in a gazetteer or not.
    actors, targets: ids of known actors and what they belong to; else names folded. own: the actors without parents.
    stems:       of its sentence's words; core: of its trigger and its parties, places and means; names: of the names in it.
    killed, injured: low and high, an open bound closed; None without a toll of this kind.
    tolls:       every toll of the event itself: kind, low, high, None where the report sets no bound.
    attributed:  whether it stands on somebody's word.
    reason:      why it can be no incident; None when it can.
    trigger:     stems of its trigger's words.
    chain:       number of the first event of its report that tells the same happening; its own when it is the first or only one.
    """

    key: int
    report: int
    words: int
    number: int
    type: EventType
    status: Status
    first: int
    last: int
    told: bool
    rising: bool
    superseded: bool
    open: bool
    published: int
    spots: tuple[Spot, ...]
    implied: bool
    sites: frozenset[str]
    actors: frozenset[str]
    targets: frozenset[str]
    parties: frozenset[str]
    stems: frozenset[str]
    core: frozenset[str]
    names: frozenset[str]
    killed: tuple[int, int] | None
    injured: tuple[int, int] | None
    tolls: tuple[tuple[TollKind, int | None, int | None], ...]
    means: frozenset[str]
    confidence: float
    attributed: bool
    reason: str | None
    trigger: frozenset[str]
    chain: int

    @property
    def family(self) -> str:
        """The family of its type."""
        return FAMILY_OF[self.type]


def event_features(reading: Reading) -> tuple[Features, ...]:
    """The features of every event of a reading, in its order, each by itself (chains.py puts together what belongs together)."""
    report = reading.report
    published = report.published.date if report.published else None
    words = words_key(report.text) if reading.events else 0
    return tuple(_features(event, reading, published, words) for event in reading.events)


def words_key(text: str) -> int:
    """48 bits of a text's words and numbers, whatever their case, spacing and punctuation: copies share them."""
    return hash48(" ".join(_ANY_WORD.findall(text.lower())))


def event_key(sha256: str, event: Event) -> int:
    """48 bits that name an event in every record: its report's bytes and where its trigger stands."""
    return trigger_key(sha256, event.trigger)


def trigger_key(sha256: str, trigger: Span) -> int:
    """The key of the event with this trigger, whether a reading has it or not."""
    return hash48(f"{sha256}:{trigger.start}:{trigger.end}")


def hash48(words: str) -> int:
    """The first 48 bits of a BLAKE2 hash; fits a signed 64-bit column and 12 hex digits."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")


def _features(event: Event, reading: Reading, published: date | None, words: int) -> Features:
    days = event.time.days if event.time else event.time_assumed
    ago = days_ago(event, reading) if published and not event.time else None
    retold = published is not None and not ago and _is_open(event, days, published, reading)
    if published and ago:
        first, last = published.toordinal() - ago[1], published.toordinal() - ago[0]
    else:
        first, last = _window(event, None if retold else days, published, retold=retold)
    spots, implied = _spots(event, reading)
    actors, targets = _parties(event.actor, reading), _parties(event.target, reading)
    sentence = event.sentence.of(reading.report.text)
    tolls = _tolls(event, reading)
    return Features(
        key=event_key(reading.report.sha256, event),
        report=hash48(reading.report.sha256),
        words=words,
        number=event.id,
        type=event.type,
        status=event.status,
        first=first,
        last=last,
        told=(event.time is not None or ago is not None) and not retold,
        open=retold,
        rising=bool(_RISING.search(sentence)),
        superseded=bool(_SUPERSEDED.search(sentence)),
        published=published.toordinal() if published else 0,
        spots=spots,
        implied=implied,
        sites=_sites(event, reading),
        actors=actors,
        targets=targets,
        parties=_own_parties((*event.actor, *event.target), reading),
        stems=stems_of(sentence),
        core=_core(event, reading),
        names=_names(event, reading),
        killed=_bounds(tolls, TollKind.KILLED),
        injured=_bounds(tolls, TollKind.INJURED),
        means=frozenset(stem for i in event.means for stem in stems_of(reading.mentions[i].text)),
        tolls=tolls,
        confidence=round(event.confidence, 3),  # as the record keeps it: the same from memory and from the file
        attributed=event.attribution is not None,
        reason=_no_incident(event, days, reading),
        trigger=stems_of(event.trigger.of(reading.report.text)),
        chain=event.id,
    )


def _is_open(event: Event, days: Days | None, published: date, reading: Reading) -> bool:
    """Whether an event is mentioned without a day of its own. A year or month in a name ("the 2013 Woolwich attack") that holds
    the day of publication tells no more than that it is past."""
    if event.time is None or days is None:
        return is_retold(event, reading)
    long = (days.end - days.start).days >= LONG_DAYS - 4
    return long and days.start <= published <= days.end and names_one_happening(event.trigger.of(reading.report.text))


def _window(event: Event, days: Days | None, published: date | None, *, retold: bool) -> tuple[int, int]:
    """The days an event can be of; without any told, those just before publication, of one that is retold OPEN_DAYS; (0, 0) without
    publication either."""
    if days:
        return days.start.toordinal(), days.end.toordinal()
    if published is None:
        return 0, 0
    if retold:
        return published.toordinal() - OPEN_DAYS, published.toordinal()
    reach = 365 if event.status in (Status.PLANNED, Status.POSSIBLE) else 0
    return published.toordinal() - BEFORE_NEWS, published.toordinal() + min(reach, 7)


def _no_incident(event: Event, days: Days | None, reading: Reading) -> str | None:
    """Why an event is no incident of its own: a running total, or a campaign retold (spec/RECORD.md, toll.scope)."""
    if any(toll.scope == "cumulative" for toll in event.toll):
        return "running total"
    if days and (days.end - days.start).days >= LONG_DAYS and FAMILY_OF[event.type] in ("violence", "control"):
        words = event.trigger.of(reading.report.text)
        return None if names_one_happening(words) else "campaign or war retold"
    return None


def stems_of(words: str) -> frozenset[str]:
    """The words of a text, lower case, cut to STEM letters."""
    return frozenset(word[:STEM] for word in (found.lower() for found in _WORD.findall(words)))


def _entity(mention: Mention, reading: Reading) -> Entity | None:
    return reading.entities[mention.entity] if mention.entity is not None else None


def actor_of(mention: Mention, reading: Reading) -> Actor | None:
    """Whom a mention means: its own actor, else its entity's."""
    entity = _entity(mention, reading)
    return mention.actor or (entity.actor if entity else None)


def place_of(mention: Mention, reading: Reading) -> Place | None:
    """Where a mention lies: its own place, else its entity's."""
    entity = _entity(mention, reading)
    return mention.place or (entity.place if entity else None)


def _own_parties(mentions: tuple[int, ...], reading: Reading) -> frozenset[str]:
    return frozenset(name for i in mentions for name in _named(reading.mentions[i], reading)[:1])


def _parties(mentions: tuple[int, ...], reading: Reading) -> frozenset[str]:
    return frozenset(name for i in mentions for name in _named(reading.mentions[i], reading))


def _named(mention: Mention, reading: Reading) -> tuple[str, ...]:
    """The id of a mention's actor and of what that belongs to; else its folded words, unless they name nobody ("people")."""
    actor = actor_of(mention, reading)
    if actor and actor.id:
        home = actor.country.lower() if actor.country and actor.sector in ("GOV", "MIL", "COP", "SPY", "JUD") else None
        return tuple(name for name in (actor.id, actor.parent, home) if name)
    if mention.type is MentionType.PEOPLE:
        return ()
    entity = _entity(mention, reading)
    return ("~" + (entity.name if entity else mention.text).casefold(),)


def _spots(event: Event, reading: Reading) -> tuple[tuple[Spot, ...], bool]:
    """The event's places, the finest first; else those of its sentence, else the report's only ones (then implied)."""
    own = _settled((reading.mentions[i] for i in (*event.place, *event.target)), reading, states=False)
    if own:
        return own, False
    within = [m for m in reading.mentions if event.sentence.start <= m.span.start < event.sentence.end]
    near = _settled(within, reading, states=False) or _settled(reading.mentions, reading, states=False)
    return (near or _settled(within, reading, states=True))[:4], True


def _sites(event: Event, reading: Reading) -> frozenset[str]:
    """Names of the event's own places that are no countries, divisions or regions: the next report of it names the same village, which
    gazetteers often lack, or take for another of its name."""
    found = set()
    for mention in (reading.mentions[i] for i in (*event.place, *event.target)):
        if mention.type in (MentionType.PLACE, MentionType.FACILITY):
            place = place_of(mention, reading)
            if not (place and place.feature in _WIDE):
                found.add(fold(mention.text))
    return frozenset(found - {""})


def _settled(mentions: Iterable[Mention], reading: Reading, *, states: bool) -> tuple[Spot, ...]:
    found: dict[str, Spot] = {}
    for mention in mentions:
        if mention.type not in (MentionType.PLACE, MentionType.FACILITY) and not (states and mention.type is MentionType.STATE):
            continue
        place = place_of(mention, reading)
        if place and place.id and place.latitude is not None and place.longitude is not None:
            level = _WIDE.get(place.feature or "", 3)
            spot = Spot(place.id, place.latitude, place.longitude, place.radius_km or 5.0, place.country, place.admin1, level)
            found.setdefault(place.id, spot)
    return tuple(sorted(found.values(), key=lambda spot: (-spot.level, spot.radius, spot.id)))


def _names(event: Event, reading: Reading) -> frozenset[str]:
    """Stems of the names in an event's sentence that are written with a capital: sites, victims, commanders, units."""
    stems: set[str] = set()
    for mention in reading.mentions:
        if mention.type in _NAME_TYPES and event.sentence.start <= mention.span.start < event.sentence.end:
            stems.update(w[:STEM].lower() for w in _WORD.findall(mention.text) if w[0].isupper())
    return frozenset(stems)


def _core(event: Event, reading: Reading) -> frozenset[str]:
    """Stems of the event's own words: its trigger and whoever and whatever has a role in it."""
    roles = {i for role in ROLES for i in event.role(role)}
    words = [event.trigger.of(reading.report.text), *(reading.mentions[i].text for i in sorted(roles))]
    return stems_of(" ".join(words))


def _tolls(event: Event, reading: Reading) -> tuple[tuple[TollKind, int | None, int | None], ...]:
    """The event's own tolls; what it counts of different people beside one another ("eleven soldiers and 19 fighters") is added up."""
    found: list[tuple[TollKind, int | None, int | None]] = []
    before: Toll | None = None
    for toll in sorted((t for t in event.toll if t.scope == "event"), key=lambda t: reading.mentions[t.mention].span.start):
        if before and toll.kind is before.kind and _is_further(before, toll, reading):
            _, low, high = found.pop()
            found.append((toll.kind, _sum(low, toll.low), _sum(high, toll.high)))
        else:
            found.append((toll.kind, toll.low, toll.high))
        before = toll
    return tuple(found)


def _is_further(one: Toll, other: Toll, reading: Reading) -> bool:
    """Whether a count stands beside the one before it, of other people, and is no part of it."""
    if one.who is None or other.who is None or one.who == other.who:
        return False
    a, b = reading.mentions[one.mention].span, reading.mentions[other.mention].span
    between = reading.report.text[a.end : b.start]
    return len(between) <= BESIDE and bool(_BESIDE.search(between)) and not _PART.search(between)


def _sum(x: int | None, y: int | None) -> int | None:
    return None if x is None or y is None else x + y


def _bounds(tolls: Iterable[tuple[TollKind, int | None, int | None]], kind: TollKind) -> tuple[int, int] | None:
    """The first toll of a kind; an open bound counts as the other."""
    for found, low, high in tolls:
        if found is kind and (low is not None or high is not None):
            return (low if low is not None else high or 0), (high if high is not None else low or 0)
    return None
