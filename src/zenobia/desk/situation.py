"""The situation for the desk: each part asked of the record as `zenobia situation` asks it, the answers kept while the record stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zenobia.desk.answers import as_json
from zenobia.desk.asked import Asked, Between, Line, OnDay
from zenobia.desk.desk import Desk
from zenobia.errors import UsageError
from zenobia.exports.briefing import to_html
from zenobia.exports.plain import plain
from zenobia.record.query import Filters
from zenobia.record.situations import Situation
from zenobia.situation.ties import RollUp

Json = dict[str, Any]

LONG_LIST = 50
"""Plans, truces and disagreements where nobody asks for more."""

YEAR = timedelta(days=365)
STEP_DAYS = 30
"""Days between two counts of contradictions."""

LONGEST_BALANCE = 366 * 60
"""Days that contradictions are counted over."""

LONGEST_CHANGES = 366 * 100
"""Days of a briefing, which looks at as many days before too."""


@dataclass(frozen=True, slots=True)
class Question:
    """A part of the situation of a day, asked."""

    situation: Situation
    day: date
    asked: OnDay

    @property
    def listed(self) -> int:
        """How many to load: one more than are shown, to say that there are more."""
        return (self.asked.limit or LONG_LIST) + 1

    @property
    def since(self) -> date:
        """The first day of the incidents it is about."""
        return self.asked.first or self.day - YEAR

    @property
    def filters(self) -> Filters:
        """The incidents it is about: from then up to the day."""
        return Filters(place=self.asked.place, actor=self.asked.actor, first=self.since, last=self.day)


def _history(q: Question) -> Sequence[Any]:
    if not q.asked.place:
        raise UsageError("a history of what?", where="place", mend="name the place: place=Palmyra")
    return q.situation.history(q.asked.place)


def _balance(q: Question) -> Sequence[Any]:
    if (q.day - q.since).days > LONGEST_BALANCE:
        raise UsageError("contradictions of more than 60 years", where="from", mend="give a later day")
    counted = q.situation.contradictions_over_time(q.since, q.day, days=STEP_DAYS)
    return [{"on": day.isoformat(), "unbalanced": count} for day, count in counted]


PARTS: dict[str, Callable[[Question], Sequence[Any]]] = {
    "control": lambda q: q.situation.control(q.asked.place, q.asked.actor),
    "history": _history,
    "ties": lambda q: q.situation.ties(q.asked.actor, roll_up=RollUp(q.asked.roll_up)),
    "contradictions": lambda q: q.situation.contradictions(q.asked.actor),
    "plans": lambda q: q.situation.plans(q.asked.place, q.asked.actor, first=q.asked.first, limit=q.listed),
    "truces": lambda q: q.situation.truces(q.asked.place, q.asked.actor, first=q.asked.first, limit=q.listed),
    "tolls": lambda q: [q.situation.tolls(q.filters)],
    "disagreements": lambda q: q.situation.disagreements(q.filters, limit=q.listed),
    "outlets": lambda q: q.situation.outlets(q.filters, by=q.asked.by),
    "balance": _balance,
}
"""Part -> its derived lines."""

PAGED = frozenset({"plans", "truces", "disagreements"})
"""Parts of which only those asked for are worked out: how many there are is not known."""

OF_DAYS = frozenset({"tolls", "disagreements", "outlets", "balance"})
"""Parts that are of the days up to the one asked for."""


def part_of(desk: Desk, part: str, asked: OnDay) -> bytes:
    """{"part", "day", "from", "known", "items", "total", "more"} as JSON. day: None where the record holds no report with a day."""
    return _remembered(desk, (part, asked), lambda: _part(desk, part, asked))


def _part(desk: Desk, part: str, asked: OnDay) -> Json:
    situation = desk.record.situation(asked.on, known=asked.known)
    head = {"part": part, "known": plain(asked.known)}
    if situation.day is None:
        return {**head, "day": None, "from": None, "items": [], "total": 0, "more": False}
    question = Question(situation, situation.day, asked)
    found = PARTS[part](question)
    shown = found[: asked.limit or (LONG_LIST if part in PAGED else None)]
    return {
        **head,
        "day": plain(situation.day),
        "from": plain(question.since if part in OF_DAYS else asked.first),
        "items": plain(list(shown)),
        "total": None if part in PAGED and len(found) > len(shown) else len(found),
        "more": len(found) > len(shown),
    }


def changes_of(desk: Desk, asked: Between) -> bytes:
    """What changed, as JSON. Raises UsageError when the days are the wrong way round."""
    return _remembered(desk, ("changes", asked), lambda: plain(_changes(desk, asked)))


def briefing_of(desk: Desk, asked: Between) -> str:
    """What changed, as one page."""
    with desk.situating:
        return to_html(_changes(desk, asked), place=asked.place)


def _changes(desk: Desk, asked: Between) -> Any:
    if (asked.last - asked.first).days > LONGEST_CHANGES:
        raise UsageError("changes over more than 100 years", where="from", mend="give a later day")
    return desk.record.situation(known=asked.known).changes(asked.first, asked.last, place=asked.place)


def timeline_of(desk: Desk, asked: Line) -> bytes:
    """{"items"}: incidents and changes of control, oldest first, as JSON. Raises UsageError without a place or an actor."""
    if not (asked.place or asked.actor):
        raise UsageError("a timeline of what?", where="timeline", mend="name a place or an actor: place=Palmyra")

    def make() -> Json:
        filters = Filters(place=asked.place, actor=asked.actor, first=asked.first, last=asked.last)
        return {"items": plain(list(desk.record.situation().timeline(filters, limit=asked.limit)))}

    return _remembered(desk, ("timeline", asked), make)


def _remembered(desk: Desk, key: tuple[str, Asked], make: Callable[[], Any]) -> bytes:
    """An answer worked out by one thread at a time, and given again as long as the record stays as it is."""

    def answer() -> bytes:
        with desk.situating:
            return as_json(make())

    with desk.reading() as connection:
        return desk.answers.get(connection, key, answer)
