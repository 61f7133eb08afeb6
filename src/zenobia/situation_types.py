"""The frozen values of a situation: what held on a day, each with the words it rests on. Imports nothing of ours but the types beneath.

Words are those of docs/situation.md; days are civil days, ids those of actors and places; None is unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zenobia.types import Actor, ControlKind, EventType, Incident, Place, Span, Status, TieKind, TollKind, TollSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words of a report that a derived line rests on.

    report: its id; sha256: of its bytes; outlet, independent, published: as of `Telling`; span: of `words` in the report's text.
    event: key of the event they tell, "e-" and 12 hex digits; None for a standing tie."""

    report: str
    sha256: str
    outlet: str | None = None
    independent: str | None = None
    published: date | None = None
    span: Span
    words: str
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSign:
    """What one report's words say of who holds a place.

    place: its id; called: how the report names it.
    party: who does it; against: to whom, of LEAVES who comes after; by: on whose word; None where nobody is told or known.
    first, last: days it is of, None without any; told: the report tells them.
    open:    taken as known, some day before the report.
    whole:   of the whole place; False of a part of it.
    hedged:  the report doubts it ("reportedly"), or announces it.
    words_key: 48 bits of the report's words: copies share them."""

    kind: ControlKind
    place: str
    called: str = ""
    party: Actor | None = None
    against: Actor | None = None
    by: Actor | None = None
    attributed: bool = False
    first: date | None = None
    last: date | None = None
    told: bool = False
    open: bool = False
    whole: bool = True
    hedged: bool = False
    confidence: float
    words_key: int = 0
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party as the situation sees it: a state with its forces, a movement with its units (situation/sides.py).

    id:   of an actor, or "rebels@SYR" for those whom reports name no nearer.
    kind: "state" (also coalitions of states), "movement", or "loose" for whoever is named so that they may be another ("militants")."""

    id: str
    name: str
    kind: str = "movement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who held a place over some days.

    called:   the place as most reports name it; place.name is the gazetteer's.
    state:    "held", "contested" (another is inside), "besieged" (another stands around it), "unknown" (its holder left).
    holder:   None when unknown; rival: who contests or besieges.
    start:    first day, None when it began before anything is told; earliest: it may have begun from then on, where the day is not sharp.
    end:      the day the next began; None while it lasts.
    basis:    "reported" (in a report's own voice or by those who gain nothing), "confirmed" (a claim borne out by others), "undisputed" (a claim
              that nobody gainsaid), "stated" (told as standing, its beginning is not), "claimed" (by one side alone, still open).
    last_told: the last day a report bears it out; confidence: 0 to 1.
    signs:    what it rests on; otherwise: what says another thing."""

    place: Place
    called: str
    state: str
    holder: Side | None
    rival: Side | None = None
    start: date | None = None
    earliest: date | None = None
    end: date | None = None
    basis: str = "reported"
    last_told: date | None = None
    confidence: float = 0.0
    signs: tuple[ControlSign, ...] = ()
    otherwise: tuple[ControlSign, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSign:
    """What one report says of two actors. day: of the deed or the report; weight: 0 to 1, the reader's confidence."""

    kind: TieKind
    source: Actor
    target: Actor
    day: date
    weight: float
    words_key: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One tie of the network on a day.

    sign:    1, 0 or -1; weight: above 0, as the module says; of ties that run both ways source and target are in order of their ids.
    first, last: days of its signs within the window; reports: how many tell it, copies left out; outlets: independent ones.
    signs:   the weightiest of them."""

    kind: TieKind
    source: Side
    target: Side
    sign: int
    weight: float
    first: date
    last: date
    reports: int
    outlets: int
    signs: tuple[TieSign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Ties that do not go together.

    kind:     "clients fight" (two that one sponsor backs fight each other), "fights a friend's friend" (any other such triangle),
              "both at once" (one pair joined and parted), "talks while clients fight" (sponsors of two that fight negotiate).
    sides:    those it is about, the sponsor or go-between first; ties: what it rests on.
    strength: the geometric mean of the weights of its ties."""

    kind: str
    sides: tuple[Side, ...]
    ties: tuple[Tie, ...]
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Something announced, and what became of it by the day asked.

    kind:     "planned", "threatened", "demanded", "agreed"; type: of the act announced, or "threaten", "demand", "agree" where none is told.
    who, against: sides; of a demand who asks and who is asked. places: the targets; a country only where nothing narrower is named.
    for_first, for_last: days it is announced for, by the last report that tells any; None where none does.
    announced: the day of the first report; until: the last day on which a deed carries it out.
    outcome:  "carried out", "lapsed", "open", "denied"; why: by which rule; day, incident: of the deed or the denial.
    evidence: of the announcement; deed: of what carried it out, or denies it."""

    kind: str
    type: EventType
    who: tuple[Side, ...]
    against: tuple[Side, ...]
    places: tuple[Place, ...]
    for_first: date | None
    for_last: date | None
    announced: date
    until: date
    outcome: str
    why: str
    day: date | None
    incident: str | None
    evidence: tuple[Evidence, ...]
    deed: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What broke a truce: violence between its parties, or words that speak of a breach ("told")."""

    how: str
    day: date
    incident: str | None
    who: tuple[Side, ...]
    against: tuple[Side, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truce:
    """A truce and its breaches by the day asked.

    parties: empty where no report names them; places: where it is for, as named.
    agreed:  its first day; told: a report tells its making, else it is only mentioned and was made by that day.
    end:     "holding" (no breach is told), "broken" (from the first breach on), "over" (a report tells its end); end_day: of that."""

    parties: tuple[Side, ...]
    places: tuple[Place, ...]
    agreed: date
    told: bool
    end: str
    end_day: date | None
    evidence: tuple[Evidence, ...]
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of who holds a place: `after` begins where `before` ends; before is None where nothing was known."""

    before: Holding | None
    after: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodToll:
    """Deaths in incidents of one country over some days, and over as many days before. country: ISO 3166-1 alpha-2, None at sea or untold.

    low, best, high: sums over incidents that happened; where one sets no bound its best stands in for it. incidents: how many tell deaths."""

    country: str | None
    incidents: int
    low: int
    best: int
    high: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed between two days. turns: of places; ties, contradictions: of the last day that were not there on the first; truces: made, or
    first broken, in these days; tolls: the greatest rises first; incidents: the deadliest."""

    first: date
    last: date
    turns: tuple[Turn, ...] = ()
    ties: tuple[Tie, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    truces: tuple[Truce, ...] = ()
    tolls: tuple[PeriodToll, ...] = ()
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry of a timeline: an incident, or a change of who holds a place."""

    day: date | None
    incident: Incident | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TollSum:
    """One kind of toll over incidents, each counted once.

    incidents: how many count any.
    low, best, high: sums; an incident without a lower bound adds 0 to low, one without an upper bound adds its best to high.
    no_low, no_high: how many incidents those are; with any of the latter the sum itself has no upper bound.
    long: of `best`, those of incidents told as over LONG_DAYS days and more, which may hold the dead of others.
    evidence: of the incidents with most, the first report of each."""

    kind: TollKind
    incidents: int
    low: int
    best: int
    high: int
    no_low: int
    no_high: int
    long: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TollPoint:
    """The dead of one period of the curve. period: "2016-03" or "2016", None for incidents without any day; killed: their sum."""

    period: str | None
    killed: TollSum


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedIncident:
    """An incident as it enters the sums; tolls: one of each kind that anybody counts; evidence: of every report that counts."""

    id: str
    type: EventType
    day: date | None
    last: date | None
    country: str | None
    place: str | None
    tolls: tuple[TollSummary, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Counts of an incident that enter no sum, and why. incident: with these counts alone."""

    incident: CountedIncident
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTotal:
    """A running total as a report claims it: never added to anything.

    low, high:    None where the report sets no bound ("as many as 470,000": low None).
    wording:      the number phrase as written, at: where; who: the words for those counted.
    first, last:  the days it is of ("since 2011" up to publication), None where only its words show it to be a total.
    marked:       the words that show it to be a total where it has no days ("in the war").
    claimant:     on whose word; the outlet, or "the outlet", where the report says it in its own voice (own_voice).
    place, country: of the event; implied: the event names none, and all places of the report lie in this country.
    published, report: as in `evidence`; copies: ids of other reports that give the same words."""

    kind: TollKind
    low: int | None
    high: int | None
    wording: str
    at: Span
    who: str | None = None
    first: date | None = None
    last: date | None = None
    marked: str | None = None
    claimant: str
    own_voice: bool = False
    place: str | None = None
    country: str | None = None
    implied: bool = False
    copies: tuple[str, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TollCount:
    """Tolls counted beside tolls claimed.

    asked:    incidents that happened and are asked for, whether or not anybody counts.
    sums:     one a kind, the dead first; killed by months, oldest first, months without any left out, those without a day last.
    incidents: all that enter the sums, the deadliest first.
    left_out: what enters no sum: an old massacre that a trial brings up; so many (DOUBTED_FROM) counted by fewer than DOUBTED_BELOW outlets.
    claims:   totals that reports claim, by day of publication."""

    asked: int
    sums: tuple[TollSum, ...]
    months: tuple[TollPoint, ...]
    incidents: tuple[CountedIncident, ...]
    left_out: tuple[LeftOut, ...]
    claims: tuple[ClaimedTotal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One report with a version. outlet: the independent one, None when none is named; by: on whose word, empty for the outlet's own; copies: ids
    of reports of the same words."""

    outlet: str | None
    by: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What some accounts say. said: in words; ids: of the actors or the place where they are known; stands: by day of publication."""

    said: str
    ids: tuple[str, ...] = ()
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What accounts differ in. kind: "actor", "days", "place", "toll" (the dead) or "status" (told by one, denied by another).

    versions: those of most outlets first; changed: outlets that stand with more than one, having said another thing before."""

    kind: str
    versions: tuple[Version, ...]
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """An incident whose accounts conflict. start, end, place: as the record has them on the whole; accounts: how many tell it."""

    id: str
    type: EventType
    status: Status
    start: date | None
    end: date | None
    place: str | None
    country: str | None
    accounts: int
    outlets: tuple[str, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNaming:
    """How often an outlet and the others name an actor as the one who did it, over the same incidents, each counted once."""

    id: str
    name: str
    outlet: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDiffers:
    """An example: an incident of which an outlet says another thing than another outlet. kind: "toll" or "actor"."""

    incident: str
    kind: str
    said: str
    evidence: Evidence
    others_said: str
    others_evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletComparison:
    """An outlet's accounts of a period beside those of the rest; copies of another's words are the other's.

    incidents, alone, first, of: as of `Coverage`; shared: incidents that it and others tell.
    counted: shared ones where it and others count the dead; lower, same, higher: of these, how its figure lies to all of theirs together.
    ratio:   the median, over these, of its lower bound by the others' median one; None without any.
    named:   shared ones where it names an actor; others_named: where others do; agreed, contradicted: where both do, and meet or do not.
    actors:  whom it and others name, those named most first; differing: examples, the greatest differences first."""

    outlet: str
    period: str
    incidents: int
    of: int
    alone: int
    first: int
    shared: int
    counted: int
    lower: int
    same: int
    higher: int
    ratio: float | None
    named: int
    others_named: int
    agreed: int
    contradicted: int
    actors: tuple[ActorNaming, ...]
    differing: tuple[OutletDiffers, ...]
