"""The parts of a situation: what each asks of the record, and how its lines are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zenobia.record.query import Filters
    from zenobia.record.situations import Situation

LONG_LIST = 50
"""Plans, truces and disagreements where nobody asks for more."""

STEP_DAYS = 30
"""Days between two counts of contradictions."""


class Part(StrEnum):
    """The parts of a situation."""

    CONTROL = "control"
    TIES = "ties"
    CONTRADICTIONS = "contradictions"
    PLANS = "plans"
    TRUCES = "truces"
    TOLLS = "tolls"
    DISAGREEMENTS = "disagreements"
    OUTLETS = "outlets"
    BALANCE = "balance"


YEAR = timedelta(days=365)
"""Before the day: what tolls and disagreements are of where nobody says since when."""

OF_DAY = (
    Part.CONTROL, Part.TIES, Part.CONTRADICTIONS, Part.PLANS, Part.TRUCES, Part.TOLLS, Part.DISAGREEMENTS,
)  # fmt: skip
OF_PLACE = (Part.CONTROL, Part.PLANS, Part.TRUCES, Part.TOLLS, Part.DISAGREEMENTS)
"""The parts shown where none is named: those of a day, and those that a place narrows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of each part. first: only from this day on; limit: so many lines, None for all there are."""

    situation: Situation
    day: date
    place: str | None = None
    actor: str | None = None
    first: date | None = None
    roll_up: str = "none"
    limit: int | None = None

    @property
    def listed(self) -> int:
        """How many to load: one more than are shown, to say that there are more."""
        return (self.limit or LONG_LIST) + 1

    @property
    def since(self) -> date:
        """The first day of the incidents it is about."""
        return self.first or self.day - YEAR

    @property
    def filters(self) -> Filters:
        """The incidents it is about: from then up to the day."""
        from zenobia.record.query import Filters

        return Filters(place=self.place, actor=self.actor, first=self.since, last=self.day)


def _ties(asked: Question) -> Sequence[Any]:
    from zenobia.situation.ties import RollUp

    return asked.situation.ties(asked.actor, roll_up=RollUp(asked.roll_up))


def _balance(asked: Question) -> Sequence[Any]:
    counted = asked.situation.contradictions_over_time(asked.since, asked.day, days=STEP_DAYS)
    return [{"on": day.isoformat(), "unbalanced": count} for day, count in counted]


ASK: dict[Part, Callable[[Question], Sequence[Any]]] = {
    Part.CONTROL: lambda asked: asked.situation.control(asked.place, asked.actor),
    Part.TIES: _ties,
    Part.CONTRADICTIONS: lambda asked: asked.situation.contradictions(asked.actor),
    Part.PLANS: lambda asked: asked.situation.plans(asked.place, asked.actor, first=asked.first, limit=asked.listed),
    Part.TRUCES: lambda asked: asked.situation.truces(asked.place, asked.actor, first=asked.first, limit=asked.listed),
    Part.TOLLS: lambda asked: [asked.situation.tolls(asked.filters)],
    Part.DISAGREEMENTS: lambda asked: asked.situation.disagreements(asked.filters, limit=asked.listed),
    Part.OUTLETS: lambda asked: asked.situation.outlets(asked.filters),
    Part.BALANCE: _balance,
}
"""Part -> its derived lines."""

OF_DAYS = frozenset({Part.TOLLS, Part.DISAGREEMENTS, Part.OUTLETS, Part.BALANCE})
"""Parts that are of the days up to the one asked for."""

PAGED = frozenset({Part.PLANS, Part.TRUCES, Part.DISAGREEMENTS})
"""Parts of which only those asked for are worked out."""


def lines_of(part: Part, found: Sequence[Any], asked: Question) -> Iterable[str]:
    """The derived lines of a part for people."""
    from zenobia.exports import disagreement_lines, plan_lines, situation_lines, toll_lines
    from zenobia.situation.control import DECAY_DAYS

    say: dict[Part, Callable[[Sequence[Any]], Iterator[str]]] = {
        Part.CONTROL: lambda held: situation_lines.control_lines(held, asked.day, DECAY_DAYS),
        Part.TIES: situation_lines.tie_lines,
        Part.CONTRADICTIONS: situation_lines.contradiction_lines,
        Part.PLANS: plan_lines.plan_lines,
        Part.TRUCES: plan_lines.truce_lines,
        Part.TOLLS: lambda counts: (line for count in counts for line in toll_lines.toll_lines(count)),
        Part.DISAGREEMENTS: disagreement_lines.disagreement_lines,
        Part.OUTLETS: disagreement_lines.comparison_lines,
        Part.BALANCE: lambda counts: (f"{count['on']}  {count['unbalanced']}" for count in counts),
    }
    return say[part](found)
