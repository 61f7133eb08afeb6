"""What held on a day, asked of a record: loads what reports tell, hands it to `situation/`, gives derived lines with their evidence."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Connection

from zenobia.errors import UsageError
from zenobia.record.control_rows import actors_of, load_places, load_signs
from zenobia.record.file import open_file, told_as_record
from zenobia.record.names import actor_ids, area_of
from zenobia.record.tie_rows import load_tie_signs
from zenobia.situation.balance import contradictions, count_over_time
from zenobia.situation.control import control_history, holding_on, turns_between
from zenobia.situation.sides import side_of
from zenobia.situation.ties import OFFICES, WINDOW, RollUp, ties_on
from zenobia.situation.truces import TRUCE_DAYS
from zenobia.situation_types import Changes, Contradiction, Holding, Moment, Plan, Tie, Truce, Turn
from zenobia.types import ControlKind, Incident, TieKind

if TYPE_CHECKING:
    from zenobia.record.query import Filters
    from zenobia.situation_types import Disagreement, OutletComparison, TollCount

Value = TypeVar("Value")

REMEMBERED = 32
"""Answers kept in memory."""


class Reading(Protocol):
    """Opens the record for reading."""

    def __call__(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the record."""
        ...


@contextmanager
def open_situation(path: Path, day: date | None = None, *, known: date | None = None) -> Iterator[Situation]:
    """The situation of a record that is opened for it alone. Raises RecordError when the file is no record or cannot be opened."""
    engine = open_file(path, write=False)

    @contextmanager
    def reading() -> Iterator[Connection]:
        with told_as_record(path), engine.connect() as connection:
            yield connection

    try:
        yield Situation(reading, day, known=known)
    finally:
        engine.dispose()


class Memory:
    """What was worked out last, as long as the record stays as it is: every change of it writes an act."""

    def __init__(self) -> None:
        self._state: int | None = None
        self._known: OrderedDict[object, Any] = OrderedDict()

    def get(self, connection: Connection, key: object, make: Callable[[], Value]) -> Value:
        """What `make` gives, or gave for this key before."""
        state = connection.exec_driver_sql("select max(id) from act").scalar()
        if state != self._state:
            self._state = state
            self._known.clear()
        if key not in self._known:
            self._known[key] = make()
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]  # type: ignore[no-any-return]


class Situation:
    """What held on a day, by every report the record has, or by those published up to a day.

    day:   the day asked for; None: the last day any report is of.
    known: only reports published up to this day count; None: all.
    Every answer is worked out when it is asked for, from the record as it is then."""

    def __init__(
        self, reading: Reading, day: date | None = None, *, known: date | None = None, memory: Memory | None = None
    ) -> None:
        self._reading, self.known, self._memory = reading, known, memory or Memory()
        with reading() as connection:
            self.last = _last_day(connection, known)
        self.day = day or self.last

    def control(self, place: str | None = None, actor: str | None = None) -> tuple[Holding, ...]:
        """Who holds which place on the day, those heard of last first; only places of this name or within it, only what this actor's side
        holds or contests.

        Raises UsageError for a place or actor the record does not hold."""
        with self._reading() as connection:
            sides = self._sides(connection, actor)
        held = (holding_on(history, self.day) for history in self._histories(place)) if self.day else iter(())
        found = [h for h in held if h and _is_told(h) and (sides is None or {s.id for s in (h.holder, h.rival) if s} & sides)]
        return tuple(sorted(found, key=lambda h: (h.last_told or date.min, h.called), reverse=True))

    def history(self, place: str) -> tuple[tuple[Holding, ...], ...]:
        """The history of each place of this name or within it, the best known first. Raises UsageError for a place the record does not hold."""
        return tuple(sorted(self._histories(place), key=lambda history: -sum(len(h.signs) for h in history)))

    def ties(
        self, actor: str | None = None, *, roll_up: RollUp = RollUp.NONE, kinds: Iterable[TieKind] = tuple(TieKind)
    ) -> tuple[Tie, ...]:
        """Who stands with whom on the day, the weightiest first; only ties of this actor. Raises UsageError for an actor the record does not
        hold."""
        wanted = frozenset(kinds)
        with self._reading() as connection:
            ids = self._sides(connection, actor)
            found = self._network(connection, self.day, roll_up) if self.day else ()
        return tuple(t for t in found if t.kind in wanted and (ids is None or {t.source.id, t.target.id} & ids))

    def contradictions(self, actor: str | None = None) -> tuple[Contradiction, ...]:
        """What does not go together in the alliances of the day, strongest first (situation/balance.py); only what this actor's side is in."""
        with self._reading() as connection:
            ids = self._sides(connection, actor)
            found = contradictions(self._network(connection, self.day, RollUp.STATES)) if self.day else ()
        return tuple(c for c in found if ids is None or {side.id for side in c.sides} & ids)

    def contradictions_over_time(self, first: date, last: date, *, days: int = 30) -> tuple[tuple[date, int], ...]:
        """How many unbalanced triangles there were, every so many days."""
        steps = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, days)]
        if not steps:
            return ()
        with self._reading() as connection:
            signs = load_tie_signs(connection, steps[-1], days=(steps[-1] - steps[0]).days + WINDOW, known=self.known)
        return count_over_time(signs, steps)

    def plans(
        self, place: str | None = None, actor: str | None = None, *, first: date | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[Plan, ...]:
        """What was announced, threatened, demanded or agreed by the day, the latest first, and what became of it (situation/plans.py). first: only
        what was announced from then on. Raises UsageError for a place or actor the record does not hold."""
        if self.day is None:
            return ()
        from zenobia.record.plan_rows import load_plans

        with self._reading() as connection:
            places, actors = self._asked(connection, place, actor)
            asked = partial(load_plans, connection, place_ids=places, actor_ids=actors, first=first, known=self.known)
            key = ("plans", self.day, places, actors, first, self.known, limit, offset)
            day = self.day
            return self._memory.get(connection, key, lambda: tuple(asked(day=day, limit=limit, offset=offset)))

    def truces(
        self, place: str | None = None, actor: str | None = None, *, first: date | None = None, limit: int = 50
    ) -> tuple[Truce, ...]:
        """Truces agreed by the day, the latest first, with their breaches. Raises UsageError as `plans`."""
        if self.day is None:
            return ()
        from zenobia.record.plan_rows import load_truces

        with self._reading() as connection:
            places, actors = self._asked(connection, place, actor)
            day, known = self.day, self.known
            return self._memory.get(
                connection,
                ("truces", day, places, actors, first, known, limit),
                lambda: tuple(
                    load_truces(connection, day=day, place_ids=places, actor_ids=actors, first=first, known=known, limit=limit)
                ),
            )

    def tolls(self, filters: Filters) -> TollCount:
        """The tolls of what is asked for: counted from incidents, each once, and beside them the totals that reports claim
        (situation/tolls.py). Raises UsageError for a place or actor the record does not hold."""
        from zenobia.record.toll_rows import load_tolls

        with self._reading() as connection:
            return self._memory.get(
                connection, ("tolls", filters, self.known), lambda: load_tolls(connection, filters=filters, known=self.known)
            )

    def disagreements(self, filters: Filters, *, limit: int = 50, offset: int = 0) -> tuple[Disagreement, ...]:
        """Incidents whose accounts conflict, the most told first, and which outlet or party stands with which version."""
        from zenobia.record.disagreement_rows import load_disagreements

        with self._reading() as connection:
            return self._memory.get(
                connection,
                ("disagreements", filters, limit, offset),
                lambda: tuple(load_disagreements(connection, filters=filters, limit=limit, offset=offset)),
            )

    def outlets(self, filters: Filters, *, by: str = "year") -> tuple[OutletComparison, ...]:
        """How each outlet's accounts compare with the rest: coverage, tolls, whom it names. by: "year" or "month"."""
        from zenobia.record.disagreement_rows import compare_outlets

        with self._reading() as connection:
            return self._memory.get(
                connection, ("outlets", filters, by), lambda: tuple(compare_outlets(connection, filters=filters, by=by))
            )

    def _asked(
        self, connection: Connection, place: str | None, actor: str | None
    ) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        """Ids of the places and actors that are asked for; None asks for all."""
        return (
            None if place is None else self._places(connection, place),
            None if actor is None else tuple(actor_ids(connection, actor)),
        )

    def changes(self, first: date, last: date, *, place: str | None = None) -> Changes:
        """What changed after one day and up to another: places that changed hands, ties and contradictions that are new, deaths, the deadliest
        incidents; with a place, only what is of it. Raises UsageError when the days are the wrong way round."""
        from zenobia.record.briefing_rows import deadliest, tolls_of_period

        if last < first:
            raise UsageError(f"{last} is before {first}", where="days", mend="give the first day first")
        turns = [turn for history in self._told_in(first, last, place) for turn in turns_between(history, first, last)]
        ties: tuple[Tie, ...] = ()
        found: tuple[Contradiction, ...] = ()
        if place is None:
            with self._reading() as connection:
                then, now = (self._network(connection, day, RollUp.STATES) for day in (first, last))
            had = {(t.kind, t.source.id, t.target.id) for t in then}
            ties = tuple(t for t in now if t.kind not in OFFICES and (t.kind, t.source.id, t.target.id) not in had)
            known = {_of(c) for c in contradictions(then)}
            found = tuple(c for c in contradictions(now) if _of(c) not in known)
        began = first - timedelta(days=TRUCE_DAYS)
        truces = Situation(self._reading, last, known=self.known).truces(place, first=began)
        with self._reading() as connection:
            tolls = tolls_of_period(connection, first, last, place=place)
            incidents = deadliest(connection, first, last, place=place)
        return Changes(
            first=first,
            last=last,
            turns=tuple(sorted(turns, key=lambda turn: (turn.after.start or first, turn.after.called))),
            ties=ties,
            contradictions=found,
            truces=tuple(t for t in truces if first < t.agreed <= last or (t.breaches and first < t.breaches[0].day <= last)),
            tolls=tolls,
            incidents=incidents,
        )

    def turns(self, place: str, first: date | None = None, last: date | None = None) -> tuple[Turn, ...]:
        """The changes of hands of places of this name or within it, oldest first."""
        span = (first - timedelta(days=1) if first else date.min, last or date.max)
        found = (turn for history in self._histories(place) for turn in turns_between(history, *span))
        return tuple(sorted(found, key=lambda turn: (turn.after.start or date.min, turn.after.called)))

    def timeline(self, filters: Filters, *, limit: int | None = None) -> tuple[Moment, ...]:
        """What happened, oldest first: the incidents asked for, and where a place is asked for who held it when; of an actor also what it won and
        lost. limit: only the latest so many.

        Raises UsageError for a place or actor the record does not hold."""
        from zenobia.record.incidents import load_incidents
        from zenobia.record.query import Sort, incident_ids

        with self._reading() as connection:
            sides = self._sides(connection, filters.actor)
            numbers = incident_ids(connection, filters, sort=Sort.DAY, limit=limit)
            found = [Moment(day=_day_of(i), incident=i) for i in load_incidents(connection, numbers)]
        span = (filters.first - timedelta(days=1) if filters.first else date.min, filters.last or date.max)
        for history in self._histories(filters.place):
            turns = turns_between(history, *span)
            found += [Moment(day=turn.after.start, turn=turn) for turn in turns if sides is None or _is_about(turn, sides)]
        ordered = sorted(found, key=lambda m: (m.day or date.min, m.turn is None, m.incident.id if m.incident else ""))
        return tuple(ordered[-limit:] if limit else ordered)

    def _histories(self, place: str | None) -> tuple[tuple[Holding, ...], ...]:
        with self._reading() as connection:
            ids = None if place is None else self._places(connection, place)
            key = ("control", ids, self.known, self.last)
            return self._memory.get(connection, key, lambda: self._make_histories(connection, ids))

    def _told_in(self, first: date, last: date, place: str | None) -> tuple[tuple[Holding, ...], ...]:
        """The histories of places of which anything is told of these days: no other changed hands in them."""
        query = """select distinct p.place_id from control_sign c join place p on p.id = c.place where c."first" <= ? and c."last" >= ?"""
        with self._reading() as connection:
            told = connection.exec_driver_sql(query, (last.isoformat(), first.isoformat())).scalars()
            within = None if place is None else set(self._places(connection, place))
            ids = tuple(sorted(ident for ident in told if within is None or ident in within))
            return self._memory.get(
                connection, ("control", ids, self.known, self.last), lambda: self._make_histories(connection, ids)
            )

    def _places(self, connection: Connection, place: str) -> tuple[str, ...]:
        """The ids of the places that a name means, or that lie within it."""
        return self._memory.get(connection, ("places", place), lambda: tuple(_ids_within(connection, place)))

    def _make_histories(self, connection: Connection, ids: Sequence[str] | None) -> tuple[tuple[Holding, ...], ...]:
        signs = load_signs(connection, ids, known=self.known)
        places = load_places(connection, signs)
        until = self.last or date.max
        return tuple(h for ident, found in signs.items() if (h := control_history(places[ident], found, until=until)))

    def _network(self, connection: Connection, day: date, roll_up: RollUp) -> tuple[Tie, ...]:
        """The ties of a day."""

        def make() -> tuple[Tie, ...]:
            return ties_on(load_tie_signs(connection, day, known=self.known), day, roll_up=roll_up)

        return self._memory.get(connection, ("ties", day, self.known, roll_up), make)

    def _sides(self, connection: Connection, actor: str | None) -> set[str] | None:
        """The ids of the sides that the actors of a name stand on, and their own."""
        if actor is None:
            return None
        ids = actor_ids(connection, actor)
        sides = (side_of(found, self.day) for found in actors_of(connection, ids))
        return {*ids, *(side.id for side in sides if side)}


def _day_of(incident: Incident) -> date | None:
    """The first day an incident can be of, else that of the first report."""
    return incident.start or incident.end or incident.accounts[0].telling.published


def _is_told(holding: Holding) -> bool:
    """Whether anything is told of it: after a fight of which nothing more is heard, nothing is."""
    return holding.state != "unknown" or any(sign.kind is ControlKind.LEAVES for sign in holding.signs)


def _is_about(turn: Turn, sides: set[str]) -> bool:
    """Whether one of these sides won or lost a place."""
    holdings = (turn.before, turn.after)
    return bool(sides & {side.id for h in holdings if h for side in (h.holder, h.rival) if side})


def _of(found: Contradiction) -> tuple[str, ...]:
    return (found.kind, *(side.id for side in found.sides))


def _last_day(connection: Connection, known: date | None) -> date | None:
    limit = known.isoformat() if known else "9999"
    told = connection.exec_driver_sql("select max(published) from report where published <= ?", (limit,)).scalar()
    return date.fromisoformat(told) if told else None


def _ids_within(connection: Connection, place: str) -> list[str]:
    """The ids of the places that a name means, or that lie in the country or division it names."""
    area = area_of(connection, place)
    ids = list(area.ids)
    for country in area.countries:
        ids += connection.exec_driver_sql("select distinct place_id from place where country = ?", (country,)).scalars()
    for country, admin1 in area.divisions:
        query = "select distinct place_id from place where country = ? and admin1 = ?"
        ids += connection.exec_driver_sql(query, (country, admin1)).scalars()
    return list(dict.fromkeys(ids))
