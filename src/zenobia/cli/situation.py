"""`zenobia situation`: what held on a day, each line over the words it rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zenobia.cli.output import write_lines
from zenobia.cli.record_options import ActorName, PlaceName, RecordFile

if TYPE_CHECKING:
    from zenobia.record.situations import Situation

SHORT_LIST = 12
"""Lines of a section where all sections are shown."""

LONG_LIST = 50
"""Plans and truces where nobody asks for more: those before are reached with --on."""


class Part(StrEnum):
    """The parts of a situation."""

    CONTROL = "control"
    TIES = "ties"
    CONTRADICTIONS = "contradictions"
    PLANS = "plans"
    TRUCES = "truces"


OF_PLACE = (Part.CONTROL, Part.PLANS, Part.TRUCES)
"""The parts that a place narrows; shown where one is named and no part."""


class Shape(StrEnum):
    """How a situation is printed."""

    TABLE = "table"
    JSON = "json"
    GEOJSON = "geojson"


class Nodes(StrEnum):
    """What ties run between."""

    NONE = "none"
    STATES = "states"
    PARENTS = "parents"
    SPONSORS = "sponsors"


def situation(
    record: RecordFile,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="The day asked for.", show_default="that of the last report")
    ] = None,
    place: PlaceName = None,
    actor: ActorName = None,
    show: Annotated[list[Part] | None, typer.Option(help="Only this part; may be given again.", show_default="all")] = None,
    history: Annotated[bool, typer.Option("--history", help="The whole history of --place, day by day.")] = False,
    known: Annotated[
        str | None,
        typer.Option("--known", metavar="DAY", help="By reports published up to this day alone: what could be known then."),
    ] = None,
    roll_up: Annotated[
        Nodes, typer.Option("--roll-up", help="Ties between actors as named, states with their forces, sides, or sponsors.")
    ] = Nodes.NONE,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="So many lines a part.", show_default=f"all; {SHORT_LIST} of each when all are shown"
        ),
    ] = None,
    format: Annotated[
        Shape | None, typer.Option(help="How it is printed.", show_default="table on a terminal, json in a pipe")
    ] = None,
) -> int:
    """Print who held what on a day, who stood with whom, and what does not go together, with the evidence for every line."""
    from zenobia.errors import UsageError
    from zenobia.pipeline import parse_day
    from zenobia.record.situations import open_situation

    if history and not place:
        raise UsageError("a history of what?", where="--history", mend="name the place: --place Palmyra --history")
    day = parse_day(on, where="--on") if on is not None else None
    until = parse_day(known, where="--known") if known is not None else None
    shape = format or (Shape.TABLE if sys.stdout.isatty() else Shape.JSON)
    if shape is Shape.GEOJSON and (history or show not in (None, [Part.CONTROL])):
        raise UsageError(
            "only control on a day has coordinates", where="--format", mend="ask for --show control, without --history"
        )
    with open_situation(record, day, known=until) as asked:
        if asked.day is None:
            print("the record holds no report with a day; nothing can be said of any", file=sys.stderr)
            return 0
        if shape is Shape.GEOJSON:
            from zenobia.exports.situation_json import control_geojson

            write_lines([control_geojson(asked.control(place, actor), asked.day)])
            return 0
        if history and place:
            _print_history(asked, place, shape)
            return 0
        parts = tuple(show) if show else OF_PLACE if place else tuple(Part)
        most = limit or (None if show or shape is Shape.JSON else SHORT_LIST)
        for part in parts:
            _print_part(part, _ask(asked, part, place, actor, roll_up.value, most), asked, shape, most)
    return 0


def _ask(asked: Situation, part: Part, place: str | None, actor: str | None, roll_up: str, most: int | None) -> Sequence[Any]:
    from zenobia.situation.ties import RollUp

    if part is Part.CONTROL:
        return asked.control(place, actor)
    if part is Part.TIES:
        return asked.ties(actor, roll_up=RollUp(roll_up))
    if part is Part.CONTRADICTIONS:
        return asked.contradictions(actor)
    listed = (most or LONG_LIST) + 1  # one more, to say that there are more
    return asked.plans(place, actor, limit=listed) if part is Part.PLANS else asked.truces(place, actor, limit=listed)


def _print_part(part: Part, found: Sequence[Any], asked: Situation, shape: Shape, most: int | None) -> None:
    if shape is Shape.JSON:
        from zenobia.exports.plain import plain
        from zenobia.exports.situation_json import as_json

        write_lines(as_json({"part": part.value, "day": plain(asked.day), **plain(line)}) for line in found[:most])
        return
    shown = found[:most]
    more = f", {len(shown)} shown; --show {part.value} and --limit show more" if len(found) > len(shown) else ""
    count = f"{len(shown):,} or more" if part in (Part.PLANS, Part.TRUCES) and more else f"{len(found):,}"
    write_lines([f"{part.value} on {asked.day}: {count}{more}", *_lines(part, shown, asked), ""])


def _lines(part: Part, found: Sequence[Any], asked: Situation) -> Iterator[str]:
    from zenobia.exports import situation_lines as say
    from zenobia.situation.control import DECAY_DAYS

    assert asked.day is not None, "asked before"
    if part is Part.CONTROL:
        return say.control_lines(found, asked.day, DECAY_DAYS)
    if part in (Part.PLANS, Part.TRUCES):
        from zenobia.exports.plan_lines import plan_lines, truce_lines

        return plan_lines(found) if part is Part.PLANS else truce_lines(found)
    return say.tie_lines(found) if part is Part.TIES else say.contradiction_lines(found)


def _print_history(asked: Situation, place: str, shape: Shape) -> None:
    from zenobia.exports.situation_json import as_json
    from zenobia.exports.situation_lines import history_lines
    from zenobia.situation.control import DECAY_DAYS

    assert asked.day is not None, "asked before"
    histories = asked.history(place)
    if not histories:
        print(f"nothing is told of who holds {place}", file=sys.stderr)
    for history in histories:
        write_lines(map(as_json, history) if shape is Shape.JSON else [*history_lines(history, asked.day, DECAY_DAYS), ""])
