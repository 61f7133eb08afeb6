"""`zenobia plot`: control over time, incidents by weeks, the ties of a day, tolls with their bands, each as one picture."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.record_options import ActorName, First, Last, RecordFile, filters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from zenobia.record.query import Filters
    from zenobia.situation_types import Tie

TOP = {"control": 15, "ties": 40}
"""Places and ties that are drawn where --top gives no number: what can be read at 1200 pixels."""

ABOUT = 2
"""Of an actor's network its weightiest ties, one of so many of --top, say who is in it beside the actor."""


class Drawing(StrEnum):
    """What is drawn."""

    CONTROL = "control"
    EVENTS = "events"
    TIES = "ties"
    TOLLS = "tolls"


TAKES = {
    Drawing.CONTROL: ("--place", "--from", "--to", "--top"),
    Drawing.EVENTS: ("--place", "--actor", "--from", "--to"),
    Drawing.TIES: ("--actor", "--on", "--top"),
    Drawing.TOLLS: ("--place", "--actor", "--from", "--to"),
}
"""The options each takes; another is refused, not passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a record. on: the day of a network, None for that of the last report; top: so many rows or ties."""

    record: Path
    places: tuple[str, ...]
    actor: str | None
    first: date | None
    last: date | None
    on: date | None
    top: int
    dark: bool

    @property
    def filters(self) -> Filters:
        """The incidents it is about."""
        from zenobia.record.query import Filters

        return Filters(place=next(iter(self.places), None), actor=self.actor, first=self.first, last=self.last)

    @property
    def whereof(self) -> str:
        """ ": Syria, Islamic State"; empty where everything is asked for."""
        words = [*self.places, *([self.actor] if self.actor else [])]
        return f": {', '.join(words)}" if words else ""


def plot(
    drawing: Annotated[Drawing, typer.Argument(metavar="WHAT", help="control, events, ties or tolls.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The picture to write: .png, .svg or .pdf.")],
    record: RecordFile,
    place: Annotated[
        list[str] | None,
        typer.Option(
            "--place",
            metavar="NAME",
            help="A town, division or country; of control several may be given, each with its places.",
        ),
    ] = None,
    actor: ActorName = None,
    first: First = None,
    last: Last = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day of the ties.", show_default="that of the last report")
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=200,
            help="So many places, the best told; so many ties, the weightiest.",
            show_default=", ".join(f"{number} of {what}" for what, number in TOP.items()),
        ),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="Light on dark.")] = False,
) -> int:
    """Draw who held which places, incidents a week by family, who stood with whom on a day, or the dead with low and high.

    Needs matplotlib: `pip install 'zenobia\\[plots]'`. The picture appears whole or not at all.
    """
    from zenobia.exports.plots import check_suffix, require_matplotlib, save_plot
    from zenobia.pipeline import parse_day
    from zenobia.record.exporting import refuse_record

    given = {"--place": place, "--actor": actor, "--from": first, "--to": last, "--on": on, "--top": top}
    _refuse_others(drawing, [option for option, value in given.items() if value is not None], len(place or ()))
    check_suffix(out)
    refuse_record(out, record)
    require_matplotlib()
    days = filters_of(first=first, last=last)
    asked = Question(
        record=record,
        places=tuple(dict.fromkeys(place or ())),
        actor=actor,
        first=days.first,
        last=days.last,
        on=parse_day(on, where="--on") if on is not None else None,
        top=top or TOP.get(drawing.value, 1),
        dark=dark,
    )
    figure = _DRAW[drawing](asked)
    save_plot(figure, out)
    return 0


def _refuse_others(drawing: Drawing, given: list[str], places: int) -> None:
    """Raises UsageError for an option that says nothing of what is drawn, and for one that is needed."""
    from zenobia.errors import UsageError

    takes = TAKES[drawing]
    if others := [option for option in given if option not in takes]:
        raise UsageError(f"{drawing} takes no {others[0]}", where="plot", mend=f"give it {', '.join(takes)}")
    if drawing is Drawing.CONTROL and not places:
        raise UsageError("control of what?", where="plot", mend="name places or a country: --place Syria")
    if drawing is not Drawing.CONTROL and places > 1:
        raise UsageError(f"{drawing} are of one place", where="--place", mend="name one, or plot them one by one")


def _draw_control(asked: Question) -> Figure:
    from zenobia.exports.plot_values import best_told
    from zenobia.exports.plots import plot_control
    from zenobia.record.situations import open_situation
    from zenobia.situation.control import DECAY_DAYS

    with open_situation(asked.record) as situation:
        found = [history for place in asked.places for history in situation.history(place)]
        last = asked.last or situation.last
    each = {history[0].place.id: history for history in found}
    chosen = best_told(each.values(), asked.top, first=asked.first, last=last)
    if not chosen:
        print("nothing is told of who holds any of these places in this time", file=sys.stderr)
    title = f"Who held what{asked.whereof}"
    return plot_control(chosen, first=asked.first, last=last, decay_days=DECAY_DAYS, title=title, dark=asked.dark)


def _draw_events(asked: Question) -> Figure:
    from zenobia.exports.plots import plot_events
    from zenobia.record.plot_rows import weeks_of

    counts = weeks_of(asked.record, asked.filters)
    if not counts:
        print("no incident is told of", file=sys.stderr)
    title = f"Incidents a week{asked.whereof}"
    return plot_events(counts, first=asked.first, last=asked.last, title=title, dark=asked.dark)


def _draw_ties(asked: Question) -> Figure:
    from zenobia.exports.plots import plot_ties
    from zenobia.record.situations import open_situation
    from zenobia.situation.ties import OFFICES, RollUp

    with open_situation(asked.record, asked.on) as situation:
        found = [tie for tie in situation.ties(roll_up=RollUp.PARENTS) if tie.kind not in OFFICES]
        own = [tie for tie in situation.ties(asked.actor, roll_up=RollUp.PARENTS) if tie.kind not in OFFICES]
        day = situation.day
    if asked.actor:
        found = _around(own[: -(-asked.top // ABOUT)], found)
    if not found:
        print("no tie is told of", file=sys.stderr)
    title = f"Who stood with whom{f' on {day}' if day else ''}{asked.whereof}"
    return plot_ties(found, most=asked.top, title=title, dark=asked.dark)


def _around(own: list[Tie], ties: list[Tie]) -> list[Tie]:
    """The ties among an actor and those whom its own ties bind it to."""
    ids = {side.id for tie in own for side in (tie.source, tie.target)}
    return [tie for tie in ties if {tie.source.id, tie.target.id} <= ids]


def _draw_tolls(asked: Question) -> Figure:
    from zenobia.exports.plots import plot_tolls
    from zenobia.record.situations import open_situation

    with open_situation(asked.record) as situation:
        count = situation.tolls(asked.filters)
    if not count.incidents:
        print("no incident tells of anybody killed", file=sys.stderr)
    return plot_tolls(count, first=asked.first, last=asked.last, title=f"Killed{asked.whereof}", dark=asked.dark)


_DRAW: dict[Drawing, Callable[[Question], Figure]] = {
    Drawing.CONTROL: _draw_control,
    Drawing.EVENTS: _draw_events,
    Drawing.TIES: _draw_ties,
    Drawing.TOLLS: _draw_tolls,
}
