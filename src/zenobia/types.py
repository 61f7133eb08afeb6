"""The frozen values that everything else is made of. Imports nothing of ours.

Spans are half-open, in code points of the report's `text`. Words are those of the codebook; JSON forms are in `record.py`'s
schema (spec/RECORD.md). Mentions are named by their index in `Reading.mentions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class MentionType(StrEnum):
    """What a mention names (codebook, section 5)."""

    GROUP = "group"
    STATE = "state"
    PERSON = "person"
    PEOPLE = "people"
    PLACE = "place"
    FACILITY = "facility"
    WEAPON = "weapon"
    TIME = "time"
    COUNT = "count"
    OUTLET = "outlet"


class EventType(StrEnum):
    """What happened (codebook, section 1), the more specific first."""

    CLASH = "clash"
    AIRSTRIKE = "airstrike"
    SHELLING = "shelling"
    BOMBING = "bombing"
    ATTACK = "attack"
    ABDUCTION = "abduction"
    DESTRUCTION = "destruction"
    CAPTURE = "capture"
    WITHDRAWAL = "withdrawal"
    SIEGE = "siege"
    DEPLOY = "deploy"
    AID = "aid"
    ARREST = "arrest"
    PROSECUTE = "prosecute"
    COERCE = "coerce"
    SANCTION = "sanction"
    THREATEN = "threaten"
    ACCUSE = "accuse"
    REJECT = "reject"
    DEMAND = "demand"
    CONSULT = "consult"
    AGREE = "agree"
    CONCEDE = "concede"
    SUPPORT = "support"
    PROTEST = "protest"
    RIOT = "riot"
    DISPLACE = "displace"


class Status(StrEnum):
    """How firmly an event stands (codebook, section 3)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"
    NEGATED = "negated"


class RelationType(StrEnum):
    """A standing tie between two mentions (codebook, section 4)."""

    BACKS = "backs"
    OPPOSES = "opposes"
    PART_OF = "part_of"
    LEADS = "leads"
    HOLDS = "holds"
    BASED_IN = "based_in"
    LOCATED_IN = "located_in"
    ALIAS = "alias"


class ControlKind(StrEnum):
    """What a report's words say of a party and a place (docs/situation.md): it takes it, is in it, holds it, leaves it, stands around it, opens
    the ring around it, fights in it, means to take it; that it took it is denied."""

    TAKES = "takes"
    ENTERS = "enters"
    HOLDS = "holds"
    LEAVES = "leaves"
    BESIEGES = "besieges"
    RELIEVES = "relieves"
    FIGHTS = "fights"
    DENIES = "denies"
    SEEKS = "seeks"


class TieKind(StrEnum):
    """What a tie is: standing (backs, part_of, leads, opposes) or made of deeds."""

    BACKS = "backs"
    PART_OF = "part_of"
    LEADS = "leads"
    SUPPORTS = "supports"
    AGREES = "agrees"
    NEGOTIATES = "negotiates"
    PRESSES = "presses"
    OPPOSES = "opposes"
    FIGHTS = "fights"


class TollKind(StrEnum):
    """What a toll counts (codebook, section 3)."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    ABDUCTED = "abducted"
    MISSING = "missing"
    DISPLACED = "displaced"
    ARRESTED = "arrested"
    RELEASED = "released"
    SENTENCED = "sentenced"
    STRIKES = "strikes"
    WEAPONS = "weapons"
    VEHICLES = "vehicles"
    BUILDINGS = "buildings"
    PARTICIPANTS = "participants"
    SITES = "sites"


ROLES = ("actor", "target", "supporter", "place", "means")
"""The roles of an event that hold mentions (codebook, section 2)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) in code points of one text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Civil days, first and last inclusive, and the rule they were read by ("weekday before publication")."""

    start: date
    end: date
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The day a report appeared, and how it was found ("given", "dateline", "meta", "file name")."""

    date: date
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePart:
    """A piece of `Report.text` and where it stood in the file.

    start, end:               code points of the text.
    part:                     "title", "body".
    page:                     PDF page from 1; None in formats without pages.
    source_start, source_end: code points of the decoded file; of a PDF, of that page's extracted text.
    """

    start: int
    end: int
    part: str
    page: int | None
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as published, mended for reading (spec/RECORD.md, Input).

    id:        as given, else the first 16 hex digits of sha256.
    sha256:    of the file's bytes; of JSON Lines and CSV, of the line's.
    published: None when neither the document nor the user tells it.
    language:  ISO 639-1, None when unknown.
    raw:       the bytes that sha256 is of, for the record to keep; None where they were too many, and after reading.
    """

    id: str
    sha256: str
    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
    source_map: tuple[SourcePart, ...] = ()
    raw: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """Where something is from a place that the text names: "15 km south of Mosul".

    anchor: the mention of that place; bearing: degrees from north, None when not told; km: None when not told."""

    anchor: int
    bearing: int | None
    km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a name lies, or (id None) why that cannot be settled.

    id:          "geonames:163808", "division:SY/Homs", "country:SY", "zenobia:kisik", of a gazetteer of the user's own "own:...".
    country:     ISO 3166-1 alpha-2, None on the high seas and for regions of several.
    feature:     a GeoNames code (PPL a town, ADM1 a first division, PCLI a country, AIRB an air base ...).
    radius_km:   of the circle that holds what is meant: the town, the land, or what "near" leaves open.
    rule:        how it was found; reason: why it was not.
    relation:    of a mention alone: the place is reckoned from another."""

    id: str | None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    feature: str | None = None
    radius_km: float | None = None
    rule: str | None = None
    confidence: float | None = None
    reason: str | None = None
    relation: Nearness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who a name means, or (id None) why that cannot be settled.

    id: of the actor table ("isil", "syr-army"), or "local:..." for a group that no table knows.
    country: ISO 3166-1 alpha-3; sector: a PLOVER code; kind: "army", "armed group", "state" ...; parent: id of what it belongs to
    and sponsors: ids of who backs it, both on the day of the report."""

    id: str | None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    kind: str | None = None
    parent: str | None = None
    sponsors: tuple[str, ...] = ()
    rule: str | None = None
    confidence: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that names something. entity: index in `Reading.entities`; days: None when it is no time or names no day;
    place, actor: only where they differ from the entity's."""

    id: int
    span: Span
    text: str
    type: MentionType
    entity: int | None = None
    confidence: float
    days: Days | None = None
    place: Place | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One party, person or place of a report and the mentions of it. name: the fullest of their wordings; actor, place: what
    grounding makes of it, None for what is none or bears no name of its own."""

    id: int
    type: MentionType
    name: str
    mentions: tuple[int, ...]
    actor: Actor | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """When an event was, in the report's words: the mention and the days it means."""

    mention: int
    days: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A count of people or things, as the report puts it: "as many as 40" is high=40, low None.

    low, high: whole numbers, inclusive; None where the report sets no bound (not zero).
    who:       the mention counted.
    scope:     "event", or "cumulative" for a running total, then with its own days.
    """

    mention: int
    kind: TollKind
    low: int | None
    high: int | None
    who: int | None = None
    scope: str = "event"
    days: Days | None = None
    attribution: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One report's account of one happening, plan, threat or denial.

    sentence:        span of the sentence that holds the trigger.
    said_time:       the time mention that tells when, as read; grounding makes `time` of it where it names days.
    time_assumed:    when no words tell the day, what the story implies; never for plans, possibilities, running totals.
    attribution:     on whose word; None when the report tells it in its own voice.
    """

    id: int
    type: EventType
    status: Status
    confidence: float
    trigger: Span
    sentence: Span
    actor: tuple[int, ...] = ()
    target: tuple[int, ...] = ()
    supporter: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    means: tuple[int, ...] = ()
    said_time: int | None = None
    time: EventTime | None = None
    time_assumed: Days | None = None
    toll: tuple[Toll, ...] = ()
    attribution: int | None = None
    also_attributed: tuple[int, ...] = ()

    def role(self, name: str) -> tuple[int, ...]:
        """The mentions in the role `name`, one of ROLES."""
        return {
            "actor": self.actor,
            "target": self.target,
            "supporter": self.supporter,
            "place": self.place,
            "means": self.means,
        }[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A standing tie from one mention to another, with the words that state it."""

    id: int
    type: RelationType
    source: int
    target: int
    evidence: Span
    confidence: float
    status: Status = Status.ACTUAL
    attribution: int | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words somebody is said to have said; one cut by "he said" is two quotes of one speaker.

    speaker: mention; None when none is told. cue: span of the verb of saying, None when none is given."""

    span: Span
    speaker: int | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderVersion:
    """Which reader made a reading: the package's version and the digest of its model."""

    version: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report and what it says. Mentions are sorted by start and do not overlap; ids are indices."""

    report: Report
    reader: ReaderVersion
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def words(self, mentions: Sequence[int]) -> tuple[str, ...]:
        """The wordings of these mention ids."""
        return tuple(self.mentions[i].text for i in mentions)

    # Imported inside: this module imports nothing of ours, yet whoever holds a reading should need no second import to see it.

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts and lists (spec/RECORD.md)."""
        from zenobia.exports.reading_json import reading_to_dict

        return reading_to_dict(self)

    def to_json(self) -> str:
        """The record as one line of JSON, as `zenobia read --format json` prints it."""
        from zenobia.exports.reading_json import reading_to_json

        return reading_to_json(self)

    def to_html(self) -> str:
        """One self-contained page: the text with its words marked, events, ties and quotations linked to them."""
        from zenobia.exports.reading_html import readings_to_html

        return readings_to_html([self])

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks."""
        from zenobia.exports.reading_html import reading_to_frame

        return reading_to_frame(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who an account names in a role. name: the entity's; text: the words; mention: id in its reading; actor: None for whom
    grounding does not know; of an imported file mention is None."""

    name: str
    text: str
    type: MentionType
    mention: int | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where an account puts its event: a place or facility. place: None, or id None, where it cannot be settled."""

    name: str
    text: str
    type: MentionType
    mention: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountToll:
    """A toll as one account gives it: as `Toll`, with its words and its people named. by: on whose word, None for the event's."""

    kind: TollKind
    low: int | None
    high: int | None
    text: str
    who: str | None = None
    scope: str = "event"
    days: Days | None = None
    by: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Which report an account is from. outlet: as the report says it; independent: the name that all copies of one agency or
    house share ("Reuters" for "Reuters via Yahoo! News"), None when unknown; copies: ids of reports of the same words.

    id: the report's; sha256: of its bytes; revision: 1 for the first bytes under this id, 2 for the next."""

    id: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    independent: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    revision: int = 1
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReason:
    """Why an account stands with another of its incident. with_event: key of that event; score: 0 to 1, the chance that the two
    tell one happening; parts: what spoke for it (+) and against it (-), in plain words with their weight in log odds."""

    with_event: str
    score: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report's version of an incident: one event with every name resolved.

    key:      of the event, "e-" and 12 hex digits; the same as long as report and trigger are.
    event:    its number in the report's reading.
    words:    of the trigger; evidence: of the sentence; empty in an imported account but for its notes.
    days:     told by the report, or (assumed) what its story implies; None when it gives none.
    review:   what people said: "accepted", "edited", "added", None when nobody looked.
    joined:   None for the only or the first account of an incident.
    """

    key: str
    telling: Telling
    event: int
    type: EventType
    status: Status
    confidence: float
    trigger: Span
    words: str
    sentence: Span
    evidence: str
    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    supporter: tuple[Party, ...] = ()
    place: tuple[Site, ...] = ()
    means: tuple[str, ...] = ()
    days: Days | None = None
    assumed: bool = False
    tolls: tuple[AccountToll, ...] = ()
    attribution: Party | None = None
    also_attributed: tuple[Party, ...] = ()
    review: str | None = None
    joined: JoinReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TollSummary:
    """One kind of toll over all accounts: low and high enclose every independent outlet's latest figure, best is the figure most
    of them give, of equals the latest; None where nobody sets a bound."""

    kind: TollKind
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening in the world as the record has it: what the accounts agree on best, and every account as it is.

    id:        "i-" and 12 hex digits, of its first account's event; any of its events' keys finds it too.
    type, status: of most accounts, the firmest status first.
    start, end:   the days it can have been, None without any; precision: "day", "range" or "published" (no account tells a day
                  and the first publication bounds it).
    place:     the finest settled place most accounts give; sites: all of them.
    actor, target: parties most accounts name, known actors before the rest.
    certainty: 0 to 1, from independent outlets, their attributions and the reader's confidence (docs/incidents.md).
    outlets:   independent outlets, in order of publication.
    disagreements: what accounts differ in: "actor", "days", "toll", "place", "status".
    accounts:  in order of publication; the first is the first to report it.
    origin:    "read", or the format it was imported from ("acled", "ged", "plover").
    carried:   columns of the imported file that nothing else here holds, as they stand there.
    """

    id: str
    type: EventType
    status: Status
    accounts: tuple[Account, ...]
    start: date | None = None
    end: date | None = None
    precision: str | None = None
    place: Site | None = None
    sites: tuple[Site, ...] = ()
    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    supporter: tuple[Party, ...] = ()
    means: tuple[str, ...] = ()
    tolls: tuple[TollSummary, ...] = ()
    attribution: Party | None = None
    certainty: float
    outlets: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    review: str | None = None
    origin: str = "read"
    carried: tuple[tuple[str, str], ...] = ()
