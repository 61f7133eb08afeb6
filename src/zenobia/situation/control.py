"""Who held a place, day by day: takes what reports say of it (`ControlSign`), gives its history as `Holding`s, oldest first.

docs/situation.md has the rules in words. A sign is weighed by whose word it is; a capture that the taker alone tells of is a claim until somebody
else bears it out or nobody gainsays it for CLAIM_DAYS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from zenobia.grounding.countries import alpha3
from zenobia.situation.sides import is_same, side_of, successor_of
from zenobia.situation_types import ControlSign, Holding, Side, Turn
from zenobia.types import ControlKind, Place

CLAIM_DAYS = 14
"""Days after which a claim that nobody gainsaid is taken as true."""

LAG_DAYS = 14
"""Days after a change within which reports may still tell of the holder before."""

STALE_DAYS = 180
"""Days without word of a holder after which one report that names another is enough."""

BEFORE_DAYS = 90
"""Days that a claim, an entry or a departure counts towards a change after it."""

CONTEST_DAYS = 60
"""Days that a place stays contested without word of it."""

SIEGE_DAYS = 180
"""Days that a place stays besieged without word of it."""

MONTH = 31
LAG = timedelta(days=LAG_DAYS)

SHARP_DAYS = 7
"""Days within which a change is dated by its first; of "in February" it is the month that is known."""

DECAY_DAYS = 365
"""Days after the last word of a holder from which on it is the last known one."""

REGIONS = frozenset({"ADM1", "ADM2", "RGN"})
"""Features of land of which several hold parts: "Pakistani-controlled Kashmir" does not say who holds Kashmir."""

_RANK = {
    ControlKind.HOLDS: 0, ControlKind.FIGHTS: 1, ControlKind.BESIEGES: 2, ControlKind.DENIES: 3, ControlKind.ENTERS: 4, ControlKind.LEAVES: 6,
    ControlKind.TAKES: 5, ControlKind.RELIEVES: 7, ControlKind.SEEKS: 1,
}  # fmt: skip
"""Of signs of one day: what stood before what became of it."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign with its sides and its day."""

    sign: ControlSign
    day: date
    party: Side | None
    against: Side | None
    voice: str  # "own", "other" (somebody with nothing to gain, or the loser), "claim" (the taker's)


@dataclass(slots=True)
class _Run:
    """A holding that grows."""

    holder: Side | None
    start: date | None
    basis: str
    state: str = "held"
    rival: Side | None = None
    last_told: date | None = None
    signs: list[_Sign] = field(default_factory=list)
    otherwise: list[_Sign] = field(default_factory=list)
    earliest: date | None = None


def control_history(place: Place, signs: Iterable[ControlSign], *, until: date) -> tuple[Holding, ...]:
    """The history of a place. signs: all of that place, in any order; until: the last day anything is known of, by which claims stand or
    fall."""
    country = alpha3(place.country) if place.country else None
    walk = _Walk(until, country, is_region=place.feature in REGIONS)
    signs = list(signs)
    names = Counter(sign.called for sign in signs if sign.called)
    called = min(names, key=lambda name: (-names[name], name), default=place.name or "")
    for sign in _in_order(signs, country):
        walk.take(sign)
    return tuple(_holding(place, called, run, after) for run, after in walk.finish())


def _in_order(signs: Iterable[ControlSign], country: str | None) -> list[_Sign]:
    """Signs with a day, copies left out, by day; of one day what stood before first."""
    seen: set[object] = set()
    found = []
    for sign in sorted(signs, key=lambda s: (s.evidence.published or date.max, s.evidence.report, s.evidence.span)):
        day = sign.first
        if sign.first and sign.last and (sign.last - sign.first).days > SHARP_DAYS:
            day = min(sign.last, sign.evidence.published or sign.last)
        if day is None:
            continue
        party, against = (side_of(actor, day, country=country) for actor in (sign.party, sign.against))
        same = (sign.words_key, sign.kind, day, party and party.id, against and against.id, sign.whole)
        if same not in seen:
            seen.add(same)
            found.append(_Sign(sign, day, party, against, _voice(sign, party, day, country)))
    return sorted(found, key=lambda s: (s.day, _RANK[s.sign.kind], s.sign.open, s.sign.evidence.report, s.sign.evidence.span))


def _voice(sign: ControlSign, party: Side | None, day: date, country: str | None) -> str:
    if not sign.attributed:
        return "other" if sign.hedged and sign.kind is not ControlKind.LEAVES else "own"
    return "claim" if is_same(side_of(sign.by, day, country=country), party) else "other"


class _Walk:
    """Goes through the signs of one place by day."""

    def __init__(self, until: date, country: str | None, *, is_region: bool) -> None:
        self._until, self._country, self._is_region = until, country, is_region
        self._runs: list[_Run] = []
        self._claims: list[_Sign] = []
        self._inside: list[_Sign] = []
        self._contrary: list[_Sign] = []
        self._attackers: list[_Sign] = []

    @property
    def _now(self) -> _Run | None:
        return self._runs[-1] if self._runs else None

    @property
    def _holder(self) -> Side | None:
        return self._runs[-1].holder if self._runs else None

    def take(self, sign: _Sign) -> None:
        """Brings the history up to a sign."""
        self._settle_claims(sign.day)
        self._settle_contest(sign.day)
        self._succeed(sign.day)
        kind = sign.sign.kind
        if kind is ControlKind.TAKES and sign.sign.whole:
            if not self._is_of_before(sign):
                self._takes(sign)
        elif kind is ControlKind.HOLDS and sign.sign.whole and not (self._runs and self._is_region):
            self._holds(sign)
        elif kind is ControlKind.LEAVES and sign.sign.whole:
            self._leaves(sign)
        elif kind in (ControlKind.ENTERS, ControlKind.TAKES, ControlKind.HOLDS):
            self._enters(sign)
        elif kind is ControlKind.BESIEGES:
            self._besieges(sign)
        elif kind is ControlKind.RELIEVES:
            self._relieves(sign)
        elif kind is ControlKind.FIGHTS:
            self._fights(sign)
        elif kind is ControlKind.SEEKS:
            self._attackers.append(sign)
        elif kind is ControlKind.DENIES:
            self._denies(sign)

    def finish(self) -> list[tuple[_Run, _Run | None]]:
        """Every run with the one after it."""
        self._settle_claims(self._until)
        self._settle_contest(self._until)
        self._succeed(self._until)
        return list(zip(self._runs, [*self._runs, None][1:], strict=True))

    # What a sign does

    def _takes(self, sign: _Sign) -> None:
        taker = sign.party
        if taker is None:
            if sign.against and is_same(sign.against, self._holder):
                self._leaves(replace(sign, party=sign.against, against=None))
            return
        again = self._now is not None and not sign.sign.open and _is_stale(self._now, sign.day, DECAY_DAYS)
        if is_same(taker, self._holder) and self._now and self._now.state != "unknown" and not again:
            self._bear_out(sign)
        elif sign.sign.open or _is_long(sign):
            self._told_as_standing(sign)
        elif self._is_told_again(sign):
            self._bear_out(sign)
        elif self._is_gainsaid(sign):
            self._inside.append(sign)
            self._contest(sign)
        elif sign.voice == "claim":
            self._claims.append(sign)
            self._contest(sign)
        else:
            self._turn(sign, taker, "reported")

    def _is_of_before(self, sign: _Sign) -> bool:
        """Whether a capture told of a month or year is one that the history has already; told of longer, it says nothing of a day."""
        first, last = sign.sign.first, sign.sign.last
        if first is None or last is None or (last - first).days <= SHARP_DAYS:
            return False
        for run in self._runs:
            if is_same(run.holder, sign.party) and run.start and first - LAG <= run.start <= last + LAG:
                run.signs.append(sign)
                if run.holder and sign.party and run.holder.kind == "loose" and sign.party.kind != "loose" and run is self._now:
                    self._name(run.holder, sign.party)
                return True
        return (last - first).days > MONTH and bool(self._runs)

    def _is_told_again(self, sign: _Sign) -> bool:
        """Whether a capture is that by which the holder came to hold it, told of an ally: from the one who lost it then."""
        if len(self._runs) < 2 or sign.against is None or self._holder is None:
            return False
        now = self._runs[-1]
        before = next((run.holder for run in reversed(self._runs) if run.holder != now.holder and run.holder), None)
        new = now.start is not None and (sign.day - now.start).days <= BEFORE_DAYS
        return new and is_same(sign.against, before) and not is_same(sign.against, now.holder)

    def _is_gainsaid(self, sign: _Sign) -> bool:
        """Whether two reports give a place to two takers on one day, neither from the other."""
        now = self._now
        if now is None or now.start != sign.day or now.holder is None or is_same(sign.against, now.holder):
            return False
        taken = [s for s in now.signs if s.sign.kind is ControlKind.TAKES and is_same(s.party, now.holder)]
        return any(s.sign.words_key != sign.sign.words_key and not is_same(s.against, sign.party) for s in taken)

    def _holds(self, sign: _Sign) -> None:
        if sign.party is None:
            return
        if is_same(sign.party, self._holder) and not self._is_another(sign):
            self._bear_out(sign)
        elif sign.voice == "claim" and self._runs:
            self._claims.append(sign)
        else:
            self._told_as_standing(sign)

    def _is_another(self, sign: _Sign) -> bool:
        """Whether whoever was named loosely years ago need not be the one named now."""
        now = self._now
        loose = now is not None and now.holder is not None and now.holder.kind == "loose"
        return loose and now is not None and now.holder != sign.party and _is_stale(now, sign.day, DECAY_DAYS)

    def _told_as_standing(self, sign: _Sign) -> None:
        """Somebody other than the holder we know is told to hold the place, or to have taken it before."""
        party, now = sign.party, self._now
        assert party is not None, "its callers look"
        claim = next((c for c in self._claims if is_same(c.party, party)), None)
        if claim:
            self._turn(claim, party, "confirmed")
            self._bear_out(sign)
        elif now is None or now.holder is None or _is_stale(now, sign.day):
            self._turn(sign, party, "stated")
        elif now.start and (sign.day - now.start).days <= LAG_DAYS:
            now.otherwise.append(sign)
        else:
            others = [
                s
                for s in self._contrary
                if is_same(s.party, party) and s.sign.words_key != sign.sign.words_key and (sign.day - s.day).days <= DECAY_DAYS
            ]
            self._contrary.append(sign)
            now.otherwise.append(sign)
            if others and not sign.sign.open:
                self._turn(others[0], party, "stated")
                self._bear_out(sign)

    def _leaves(self, sign: _Sign) -> None:
        now = self._now
        if sign.party is None or now is None or not is_same(sign.party, now.holder):
            heir = sign.against or self._successor(sign)
            if (
                (now is None or now.holder is None)
                and sign.party
                and heir
                and not sign.sign.open
                and not is_same(sign.party, heir)
            ):
                self._turn(replace(sign, party=heir, against=sign.party), heir, "reported")
            return
        if sign.sign.open:
            return
        if sign.against and not is_same(sign.against, sign.party):
            self._turn(replace(sign, party=sign.against, against=sign.party), sign.against, "reported")
            return
        if sign.against:
            return
        heir = self._successor(sign)
        if heir:
            self._turn(replace(sign, party=heir, against=now.holder), heir, "reported")
        else:
            self._begin(_Run(None, sign.day, "reported", state="unknown", last_told=sign.day, signs=[sign]))

    def _successor(self, sign: _Sign) -> Side | None:
        """Who claimed, entered, besieged, fought for or sought the place shortly before its holder left."""
        recent = [s for s in (*self._attackers, *self._inside, *self._claims) if 0 <= (sign.day - s.day).days <= BEFORE_DAYS]
        return next((s.party for s in reversed(recent) if s.party and not is_same(s.party, sign.party)), None)

    def _enters(self, sign: _Sign) -> None:
        now = self._now
        if sign.party is None:
            return
        vacant = now is not None and now.state == "unknown" and not self._is_region and not _is_stale(now, sign.day, CLAIM_DAYS)
        if vacant and sign.sign.kind is ControlKind.ENTERS and sign.sign.whole:
            self._turn(sign, sign.party, "reported")
        elif now and is_same(sign.party, now.holder):
            now.last_told = max(now.last_told or sign.day, sign.day)
        elif not (
            now and sign.against and not is_same(sign.against, now.holder)
        ):  # else it comes to help, or to another's place
            self._inside.append(sign)
            self._contest(sign)

    def _fights(self, sign: _Sign) -> None:
        """Fighting in a town between its holder and another contests it."""
        now = self._now
        self._attackers.append(sign)
        if now is None or now.state == "unknown" or self._is_region:
            return
        sides = (sign.party, sign.against)
        rival = next((side for side in sides if side and not is_same(side, now.holder)), None)
        if now.state == "contested":
            now.last_told = max(now.last_told or sign.day, sign.day)
            now.signs.append(sign)
        elif rival and now.state == "held" and any(is_same(side, now.holder) for side in sides):
            self._state("contested", sign, rival)

    def _besieges(self, sign: _Sign) -> None:
        now, besieger = self._now, sign.party
        self._attackers.append(sign)
        if besieger is None and sign.against is None:
            return
        if now is None and sign.against and not is_same(sign.against, besieger):
            self._begin(_Run(sign.against, None, "stated", last_told=sign.day, signs=[sign]))
            now = self._now
        if now is None and besieger:
            self._begin(_Run(None, sign.day, "stated", state="besieged", rival=besieger, last_told=sign.day, signs=[sign]))
            return
        if now and besieger and is_same(besieger, now.holder) and now.state == "held" and _is_stale(now, sign.day):
            self._begin(_Run(None, sign.day, "stated", state="besieged", rival=besieger, last_told=sign.day, signs=[sign]))
        elif now and now.holder and now.state in ("held", "besieged") and not is_same(besieger, now.holder):
            if now.state == "besieged":
                now.signs.append(sign)
                now.last_told = sign.day
            else:
                self._state("besieged", sign, besieger)

    def _relieves(self, sign: _Sign) -> None:
        if self._now and self._now.state == "besieged":
            self._state("held", sign, None)

    def _denies(self, sign: _Sign) -> None:
        for claim in [c for c in self._claims if is_same(c.party, sign.party) or sign.party is None]:
            self._claims.remove(claim)
            if self._now:
                self._now.otherwise += [claim, sign]

    # How a history grows

    def _begin(self, run: _Run) -> None:
        before = self._now
        if before and before.start and run.start and run.start <= before.start:
            run = replace(run, start=before.start)
            run.otherwise += before.otherwise  # what lasted no day is no part of the history
            self._runs.pop()
        self._runs.append(run)

    def _bear_out(self, sign: _Sign) -> None:
        """The holder is told to hold it, again."""
        now = self._now
        assert now is not None, "a holder was compared with"
        now.signs.append(sign)
        now.last_told = max(now.last_told or sign.day, sign.day)
        if sign.party and now.holder and now.holder.kind == "loose" and sign.party.kind != "loose":
            self._name(now.holder, sign.party)
        self._contrary = [s for s in self._contrary if is_same(s.party, now.holder)]
        if now.state == "contested" and sign.sign.kind is ControlKind.TAKES and not sign.sign.open:
            self._state("held", sign, None)

    def _name(self, loose: Side, side: Side) -> None:
        """The holder whom reports first named loosely ("militants") is this side."""
        for run in reversed(self._runs):
            if run.holder != loose:
                break
            run.holder = side

    def _turn(self, sign: _Sign, to: Side, basis: str) -> None:
        """The place is another's from the sign's day on, or from a claim shortly before it."""
        claim = next((c for c in self._claims if is_same(c.party, to) and 0 <= (sign.day - c.day).days <= BEFORE_DAYS), None)
        now = self._now
        start, earliest = (claim.day, None) if claim else _begin_of(sign, now)
        if now is None and sign.against and not is_same(sign.against, to):
            self._begin(_Run(sign.against, None, "stated", last_told=start, signs=[sign]))
        elif now and now.holder and sign.against and is_same(sign.against, now.holder):
            now.last_told = max(now.last_told or start, start)
        run = _Run(to, start, "confirmed" if claim and claim is not sign else basis, last_told=sign.day, earliest=earliest)
        run.signs = [*([claim] if claim and claim is not sign else []), sign]
        self._claims.clear()
        self._inside.clear()
        self._attackers.clear()
        self._contrary.clear()
        self._begin(run)

    def _contest(self, sign: _Sign) -> None:
        now = self._now
        if now is None:
            if sign.sign.whole and sign.against and not is_same(sign.against, sign.party):
                self._begin(_Run(sign.against, None, "stated", last_told=sign.day, signs=[sign]))
                self._state("contested", sign, sign.party)
            elif not self._is_region:
                self._begin(
                    _Run(None, sign.day, "reported", state="contested", rival=sign.party, last_told=sign.day, signs=[sign])
                )
            return
        if now.state == "contested":
            now.last_told = sign.day
            now.signs.append(sign)
        elif now.holder and not is_same(now.holder, sign.party):
            self._state("contested", sign, sign.party)

    def _state(self, state: str, sign: _Sign, rival: Side | None) -> None:
        """The same holder, in another state."""
        now = self._now
        assert now is not None, "only what is held changes its state"
        if now.start == sign.day:
            now.state, now.rival = state, rival
            now.signs.append(sign)
        else:
            self._begin(_Run(now.holder, sign.day, now.basis, state=state, rival=rival, last_told=sign.day, signs=[sign]))

    def _settle_claims(self, today: date) -> None:
        """Claims that nobody gainsaid in CLAIM_DAYS are taken as true."""
        for claim in [c for c in self._claims if (today - c.day).days > CLAIM_DAYS]:
            if claim not in self._claims:
                continue
            now = self._now
            gainsaid = now is not None and any(
                s.day > claim.day and s.sign.kind in (ControlKind.HOLDS, ControlKind.TAKES) and is_same(s.party, now.holder)
                for s in (*now.signs, *now.otherwise)
            )
            if gainsaid or claim.party is None:
                self._claims.remove(claim)
                if now:
                    now.otherwise.append(claim)
            else:
                self._turn(claim, claim.party, "undisputed")

    def _succeed(self, today: date) -> None:
        """What a side held that became the government, the state holds from then on."""
        now = self._now
        became = successor_of(now.holder, self._country) if now and now.holder else None
        if now and became and became[1] <= today:
            state, day = became
            self._begin(
                _Run(state, day, now.basis, state=now.state, rival=now.rival, last_told=now.last_told, signs=now.signs[-1:])
            )

    def _last_word(self) -> list[_Sign]:
        """The last sign that the holder held the place, else the last of it at all."""
        signs = [s for run in self._runs for s in run.signs]
        of_holder = [s for s in signs if is_same(s.party, self._holder) or is_same(s.against, self._holder)]
        return (of_holder or signs)[-1:]

    def _settle_contest(self, today: date) -> None:
        """A contest or siege of which nothing is heard any more is over, and the holder the last one known."""
        now = self._now
        limit = {"contested": CONTEST_DAYS, "besieged": SIEGE_DAYS}.get(now.state if now else "")
        if now and limit and now.last_told and (today - now.last_told).days > limit and not self._claims:
            end = now.last_told + timedelta(days=limit)
            state = "held" if now.holder else "unknown"
            self._begin(_Run(now.holder, end, now.basis, state=state, last_told=now.last_told, signs=self._last_word()))
            self._inside.clear()


def _is_long(sign: _Sign) -> bool:
    """Whether a year or several months are told, which say nothing of a day."""
    first, last = sign.sign.first, sign.sign.last
    return first is not None and last is not None and (last - first).days > MONTH


def _is_stale(run: _Run, day: date, days: int = STALE_DAYS) -> bool:
    """Whether nothing was heard of a holder for so many days."""
    return run.last_told is not None and (day - run.last_told).days > days


def _begin_of(sign: _Sign, now: _Run | None) -> tuple[date, date | None]:
    """The first day of a change, and whence it may be, where the day is not sharp."""
    first, last = sign.sign.first, sign.sign.last
    if first is None or last is None or (last - first).days <= SHARP_DAYS:
        return sign.day, None
    if (last - first).days > MONTH:
        return sign.day, first
    start = max(first, now.start) if now and now.start else first
    return start, start


# Out of the walk


def _holding(place: Place, called: str, run: _Run, after: _Run | None) -> Holding:
    return Holding(
        place=place,
        called=called,
        state=run.state,
        holder=run.holder,
        rival=run.rival,
        start=run.start,
        earliest=run.earliest,
        end=after.start if after else None,
        basis=run.basis,
        last_told=run.last_told,
        confidence=confidence_of(run.signs),
        signs=tuple(s.sign for s in run.signs),
        otherwise=tuple(s.sign for s in run.otherwise),
    )


_WEIGHT = {"own": 0.9, "other": 0.75, "claim": 0.5}


def confidence_of(signs: Sequence[_Sign]) -> float:
    """1 less the product, over independent outlets, of how likely the best sign of each is wrong."""
    best: dict[str, float] = {}
    for s in signs:
        outlet = s.sign.evidence.independent or s.sign.evidence.report
        best[outlet] = max(best.get(outlet, 0.0), _WEIGHT[s.voice] * s.sign.confidence * (0.8 if s.sign.hedged else 1.0))
    wrong = 1.0
    for right in best.values():
        wrong *= 1.0 - right
    return round(min(0.99, 1.0 - wrong), 3)


def holding_on(history: Sequence[Holding], day: date) -> Holding | None:
    """The holding of a day, as last told by then; None before anything is known. One that is known by its end alone ("taken from ISIL") is not
    drawn out further back than DECAY_DAYS."""
    held = next((h for h in reversed(history) if _covers(h, day)), None)
    if held is None:
        return None
    told = [s.first for s in held.signs if s.first and s.first <= day]
    return replace(held, last_told=max(told, default=held.start))


def _covers(holding: Holding, day: date) -> bool:
    if holding.end is not None and day >= holding.end:
        return False
    if holding.start is not None:
        return holding.start <= day
    return holding.end is None or (holding.end - day).days <= DECAY_DAYS


def turns_between(history: Sequence[Holding], first: date, last: date) -> tuple[Turn, ...]:
    """The changes of a history after `first` and up to `last`; what only fades or is told again is none."""
    found = []
    for before, after in zip([None, *history], history, strict=False):
        if after.start is None or not first < after.start <= last:
            continue
        if before and before.holder and (became := successor_of(before.holder)) and became[0] == after.holder:
            continue
        same = before is not None and (before.holder, before.state, before.rival) == (after.holder, after.state, after.rival)
        told = any(s.first and s.first <= after.start <= (s.last or s.first) for s in after.signs)
        if not same and told:
            found.append(Turn(before=before, after=after))
    return tuple(found)
