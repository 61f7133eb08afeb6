"""Where accounts of one happening contradict one another, and how each outlet's accounts compare with the rest. No verdict on who is right.

Takes incidents with their accounts; gives the rival versions with who stands with which, and per outlet and period what it covers, how its tolls
and the actors it names compare with those of other outlets on the same incidents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import median
from typing import TypeVar

from zenobia.situation.sides import is_same, side_of
from zenobia.situation.tolls import CountTold, Figure, figure_of
from zenobia.situation_types import (
    ActorNaming,
    Difference,
    Disagreement,
    Evidence,
    OutletComparison,
    OutletDiffers,
    Side,
    Stand,
    Version,
)
from zenobia.types import Account, Actor, Days, Incident, MentionType, Party, Site, Span, Status, TollKind

_WIDE = frozenset({"PCLI", "ADM1", "ADM2", "RGN", "CONT"})
"""Places too wide to contradict one another: Homs may be the town of one and the province of another."""

_OF_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD"})

NAMED = 5
"""Actors a comparison lists; DIFFERING: examples it gives."""

DIFFERING = 3

Value = TypeVar("Value")


def disagreement_of(incident: Incident) -> Disagreement | None:
    """The rival versions of an incident; None where its accounts do not contradict one another (docs/incidents.md, disagreements)."""
    versions = {
        "actor": partial(_versions, incident.accounts, _actors, may_meet, _say_actors),
        "days": partial(_versions, incident.accounts, _told_days, _overlap, _say_days),
        "place": partial(_versions, incident.accounts, _town, _is_one_place, _say_town),
        "status": partial(_versions, incident.accounts, _outcome, _is_equal, _say_outcome),
        "toll": partial(_versions, _latest(incident.accounts), killed_of, _is_near, _say_dead, by=_vouches_for_dead),
    }
    found = [(kind, make()) for kind, make in versions.items() if kind in incident.disagreements]
    differences = tuple(Difference(kind=kind, versions=told, changed=_changed(told)) for kind, told in found if len(told) > 1)
    if not differences:
        return None
    place = incident.place.place if incident.place else None
    return Disagreement(
        id=incident.id,
        type=incident.type,
        status=incident.status,
        start=incident.start,
        end=incident.end,
        place=incident.place.name if incident.place else None,
        country=place.country if place else None,
        accounts=len(incident.accounts),
        outlets=incident.outlets,
        differences=differences,
    )


def _versions(
    accounts: Sequence[Account],
    value_of: Callable[[Account], Value | None],
    goes_with: Callable[[Value, Value], bool],
    say: Callable[[Account], tuple[str, tuple[str, ...]]],
    *,
    by: Callable[[Account], Iterable[Party]] | None = None,
) -> tuple[Version, ...]:
    """Accounts by version: each joins the first whose every account it goes with, so that two that contradict one another never share one. An
    account without a value, as it leaves the matter open, stands with none."""
    groups: list[list[tuple[Value, Account]]] = []
    for account in accounts:
        value = value_of(account)
        if value is None:
            continue
        fitting = (group for group in groups if all(goes_with(value, other) for other, _ in group))
        group = next(fitting, None)
        if group is None:
            groups.append([(value, account)])
        else:
            group.append((value, account))
    told = []
    for group in groups:
        said, ids = say(group[0][1])
        stands = tuple(_stand(account, by or _vouches) for _, account in group)
        told.append(Version(said=said, ids=ids, stands=stands))
    return tuple(sorted(told, key=lambda v: -len({s.outlet or s.evidence.report for s in v.stands})))


def _stand(account: Account, by: Callable[[Account], Iterable[Party]]) -> Stand:
    return Stand(
        outlet=voice_of(account),
        by=tuple(dict.fromkeys(party.name for party in by(account))),
        copies=account.telling.copies,
        evidence=evidence_of(account),
    )


def evidence_of(account: Account) -> Evidence:
    """The sentence that an account rests on."""
    telling = account.telling
    return Evidence(
        report=telling.id,
        sha256=telling.sha256,
        outlet=telling.outlet,
        independent=telling.independent,
        published=telling.published,
        span=account.sentence,
        words=account.evidence,
        event=account.key,
    )


def voice_of(account: Account) -> str | None:
    """Whose word an account is: the independent outlet's."""
    return account.telling.independent or account.telling.outlet


def _vouches(account: Account) -> Iterable[Party]:
    return (*((account.attribution,) if account.attribution else ()), *account.also_attributed)


def _vouches_for_dead(account: Account) -> Iterable[Party]:
    counting = [toll.by for toll in account.tolls if toll.kind is TollKind.KILLED and toll.by]
    return counting or _vouches(account)


def _changed(versions: Sequence[Version]) -> tuple[str, ...]:
    stands = Counter(outlet for version in versions for outlet in {s.outlet for s in version.stands} if outlet)
    return tuple(sorted(outlet for outlet, times in stands.items() if times > 1))


# What an account says


@dataclass(frozen=True, slots=True)
class Named:
    """Whom an account names as the actor. keys: ids of the actors and what they belong to, or names of nobody known; day: of the report."""

    keys: frozenset[str]
    actors: tuple[Actor, ...] = ()
    day: date | None = None

    def sides(self) -> list[Side]:
        """The sides these actors stood on."""
        return [side for actor in self.actors if (side := side_of(actor, self.day))]


def named_of(actors: Iterable[Actor], names: Iterable[str] = (), *, day: date | None) -> Named | None:
    """Whom these actors and names, of nobody known, are; None for none."""
    known = tuple(actor for actor in actors if actor.id)
    keys = frozenset((*(key for actor in known for key in _keys_of(actor)), *(f"~{name.casefold()}" for name in names)))
    return Named(keys, known, day) if keys else None


def may_meet(one: Named, other: Named) -> bool:
    """Whether two accounts can mean one actor: "the army" and "the government" of a state, "rebels" and a rebel group are no contradiction."""
    return bool(one.keys & other.keys) or any(is_same(x, y) for x in one.sides() for y in other.sides())


def _keys_of(actor: Actor) -> tuple[str, ...]:
    home = actor.country.lower() if actor.country and actor.sector in _OF_STATE else None
    return tuple(key for key in (actor.id, actor.parent, home) if key)


def _actors(account: Account) -> Named | None:
    actors = [party.actor for party in account.actor if party.actor and party.actor.id]
    names = [p.name for p in account.actor if not (p.actor and p.actor.id) and p.type is not MentionType.PEOPLE]
    return named_of(actors, names, day=account.telling.published)


def _say_actors(account: Account) -> tuple[str, tuple[str, ...]]:
    parties = [p for p in account.actor if (p.actor and p.actor.id) or p.type is not MentionType.PEOPLE]
    names = dict.fromkeys(_name(party) for party in parties)
    ids = dict.fromkeys(party.actor.id for party in parties if party.actor and party.actor.id)
    return ", ".join(names), tuple(ids)


def _name(party: Party) -> str:
    known = party.actor and party.actor.id and not party.actor.id.startswith("local:")
    return (party.actor.name if known and party.actor else None) or party.name


def _told_days(account: Account) -> Days | None:
    return None if account.assumed else account.days


def _overlap(one: Days, other: Days) -> bool:
    return one.start <= other.end and other.start <= one.end


def _say_days(account: Account) -> tuple[str, tuple[str, ...]]:
    days = account.days
    assert days, "an account of a version has its value"
    return (f"{days.start}" if days.start == days.end else f"{days.start} to {days.end}"), ()


def _town(account: Account) -> Site | None:
    """The finest settled place of an account, where it is no wider than a town."""
    settled = [s for s in account.place if s.place and s.place.id and (s.place.feature or "") not in _WIDE]
    return min(settled, key=lambda s: (s.place.radius_km or 5.0, s.place.id or "") if s.place else (5.0, ""), default=None)


def _is_one_place(one: Site, other: Site) -> bool:
    return bool(one.place and other.place and one.place.id == other.place.id)


def _say_town(account: Account) -> tuple[str, tuple[str, ...]]:
    site = _town(account)
    place = site.place if site else None
    assert place, "an account of a version has its value"
    return place.name or account.place[0].name, (place.id or "",)


def _outcome(account: Account) -> Status | None:
    return account.status if account.status in (Status.ACTUAL, Status.NEGATED) else None


def _is_equal(one: Status, other: Status) -> bool:
    return one is other


def _say_outcome(account: Account) -> tuple[str, tuple[str, ...]]:
    return ("it happened" if account.status is Status.ACTUAL else "it did not happen"), ()


def _latest(accounts: Sequence[Account]) -> list[Account]:
    """Each outlet's latest account that counts the dead: a toll that rises is no contradiction."""
    latest = {voice_of(account): account for account in accounts if killed_of(account)}
    return list(latest.values())


def killed_of(account: Account) -> Figure | None:
    """How many dead an account counts, counts of different people beside one another added up; None without any."""
    evidence = evidence_of(account)
    people: dict[str, int] = {}
    counts, at = [], 0
    for toll in account.tolls:
        if toll.kind is TollKind.KILLED and toll.scope == "event" and (toll.low, toll.high) != (None, None):
            start = max(account.evidence.find(toll.text, at), at)
            at = start + len(toll.text)
            who = None if toll.who is None else people.setdefault(toll.who, len(people))
            span = Span(account.sentence.start + start, account.sentence.start + at)
            counts.append(CountTold(kind=toll.kind, low=toll.low, high=toll.high, at=span, who=who, evidence=evidence))
    return figure_of(counts) if counts else None


def _closed(figure: Figure) -> tuple[int, int]:
    """A figure with an open bound closed by the other, as the record's summaries compare them."""
    low, high = figure
    return (low if low is not None else high or 0), (high if high is not None else low or 0)


def _is_near(one: Figure, other: Figure) -> bool:
    (low, high), (other_low, other_high) = _closed(one), _closed(other)
    return low <= other_high and other_low <= high


def _say_dead(account: Account) -> tuple[str, tuple[str, ...]]:
    figure = killed_of(account)
    assert figure, "an account of a version has its value"
    return say_dead(figure), ()


def say_dead(figure: Figure) -> str:
    """ "12 killed", "10 to 14 killed", "60 or more killed", "up to 40 killed"."""
    low, high = figure
    if high is None:
        return f"{low:,} or more killed"
    if low is None:
        return f"up to {high:,} killed"
    return f"{low:,} killed" if low == high else f"{low:,} to {high:,} killed"


# Outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceAccount:
    """What an outlet says of an incident that others tell too.

    period:  "2016", "2016-03" or "all", of the incident; killed: the dead it counts; actors: whom it names as the actor, by id with name.
    named:   the same, to compare with others."""

    incident: str
    period: str
    voice: str
    killed: Figure | None = None
    actors: tuple[tuple[str, str], ...] = ()
    named: Named | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an outlet tells of a period. incidents: that it tells; alone: that no other tells; first: shared ones of which it is first to tell;
    of: all incidents of the period."""

    voice: str
    period: str
    incidents: int
    alone: int
    first: int
    of: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One incident: what an outlet says of it, and what the others do."""

    own: Sequence[VoiceAccount]
    others: Sequence[VoiceAccount]


def compare_voices(accounts: Iterable[VoiceAccount], coverage: Iterable[Coverage]) -> list[OutletComparison]:
    """A comparison an outlet and period of `coverage`, in its order. accounts: of all outlets on the incidents of several."""
    by_incident = _grouped(accounts, lambda account: account.incident)
    shared: dict[tuple[str, str], list[Beside]] = defaultdict(list)
    for told in by_incident.values():
        by_voice = _grouped(told, lambda account: account.voice)
        for voice, own in by_voice.items() if len(by_voice) > 1 else ():
            shared[voice, own[0].period].append(Beside(own, [account for account in told if account.voice != voice]))
    return [_comparison(found, shared.get((found.voice, found.period), ())) for found in coverage]


Key = TypeVar("Key", bound=Hashable)


def _grouped(accounts: Iterable[VoiceAccount], key: Callable[[VoiceAccount], Key]) -> Mapping[Key, list[VoiceAccount]]:
    found: dict[Key, list[VoiceAccount]] = {}
    for account in accounts:
        found.setdefault(key(account), []).append(account)
    return found


def _comparison(coverage: Coverage, shared: Sequence[Beside]) -> OutletComparison:
    tolls = [figures for beside in shared if (figures := _tolls_beside(beside))]
    actors = [found for beside in shared if (found := _do_actors_meet(beside)) is not None]
    lies = Counter(_lies(own, others) for own, others in tolls)
    meeting = Counter(actors)
    ratios = [own[0] / middle for own, others in tolls if (middle := median(low for low, _ in others))]
    return OutletComparison(
        outlet=coverage.voice,
        period=coverage.period,
        incidents=coverage.incidents,
        of=coverage.of,
        alone=coverage.alone,
        first=coverage.first,
        shared=len(shared),
        counted=len(tolls),
        lower=lies["lower"],
        same=lies["same"],
        higher=lies["higher"],
        ratio=round(median(ratios), 3) if ratios else None,
        named=sum(any(account.named for account in beside.own) for beside in shared),
        others_named=sum(any(account.named for account in beside.others) for beside in shared),
        agreed=meeting[True],
        contradicted=meeting[False],
        actors=_namings(shared),
        differing=tuple(_differing(shared)),
    )


def _tolls_beside(beside: Beside) -> tuple[tuple[int, int], list[tuple[int, int]]] | None:
    """The outlet's latest figure and the latest of each other; None unless both count."""
    own = [_closed(account.killed) for account in beside.own if account.killed]
    others = {account.voice: _closed(account.killed) for account in beside.others if account.killed}
    return (own[-1], list(others.values())) if own and others else None


def _lies(own: tuple[int, int], others: Sequence[tuple[int, int]]) -> str:
    """Where a figure lies to the range of the others'."""
    if own[1] < min(low for low, _ in others):
        return "lower"
    return "higher" if own[0] > max(high for _, high in others) else "same"


def _do_actors_meet(beside: Beside) -> bool | None:
    """Whether any other account can mean the actor that the outlet names; None unless both name one."""
    own, others = ([a.named for a in accounts if a.named] for accounts in (beside.own, beside.others))
    return any(may_meet(one, other) for one in own for other in others) if own and others else None


def _namings(shared: Sequence[Beside]) -> tuple[ActorNaming, ...]:
    names: dict[str, str] = {}
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for beside in shared:
        for counter, accounts in zip(counts, (beside.own, beside.others), strict=True):
            told = {ident: name for account in accounts for ident, name in account.actors}
            names.update(told)
            counter.update(told.keys())
    own, others = counts
    most = sorted(names, key=lambda ident: (-own[ident] - others[ident], ident))[:NAMED]
    return tuple(ActorNaming(id=ident, name=names[ident], outlet=own[ident], others=others[ident]) for ident in most)


def _differing(shared: Sequence[Beside]) -> Iterable[OutletDiffers]:
    """Examples of tolls that lie apart, the farthest first, then of actors that do not meet."""
    found: list[tuple[float, str, OutletDiffers]] = []
    for beside in shared:
        tolls = _tolls_beside(beside)
        if tolls and _lies(*tolls) != "same":
            own = next(a for a in reversed(beside.own) if a.killed)
            other = max((a for a in beside.others if a.killed), key=lambda a: _apart(own, a))
            figures = (say_dead(a.killed) for a in (own, other) if a.killed)
            found.append((-_apart(own, other), own.incident, _differs("toll", own, other, *figures)))
        if _do_actors_meet(beside) is False:
            own = next(a for a in reversed(beside.own) if a.named)
            other = next(a for a in beside.others if a.named)
            found.append((0.0, own.incident, _differs("actor", own, other, *(_names(a) for a in (own, other)))))
    return (example for _, _, example in sorted(found, key=lambda item: item[:2])[:DIFFERING])


def _apart(one: VoiceAccount, other: VoiceAccount) -> float:
    """How far two figures lie apart: by how much the greater is more, and of equal shares the greater number first."""
    low, high = sorted(_closed(account.killed)[0] for account in (one, other) if account.killed)
    return (high - low) * high / (low + 1)


def _names(account: VoiceAccount) -> str:
    return ", ".join(dict.fromkeys(name for _, name in account.actors)) or "another"


def _differs(kind: str, own: VoiceAccount, other: VoiceAccount, said: str, others_said: str) -> OutletDiffers:
    return OutletDiffers(
        incident=own.incident,
        kind=kind,
        said=said,
        evidence=own.evidence,
        others_said=others_said,
        others_evidence=other.evidence,
    )
