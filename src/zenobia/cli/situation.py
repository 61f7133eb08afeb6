"""`zenobia situation`: what held on a day, each line over the words it rests on."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.output import write_lines
from zenobia.cli.record_options import ActorName, PlaceName, RecordFile
from zenobia.cli.situation_parts import ASK, LONG_LIST, OF_DAY, OF_DAYS, OF_PLACE, PAGED, Part, Question, lines_of

if TYPE_CHECKING:
    from zenobia.record.situations import Situation

SHORT_LIST = 12
"""Lines of a part where all parts are shown."""


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
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DAY",
            help="Plans, truces, tolls, disagreements, outlets, balance: only from this day on.",
            show_default="the year before for the last four",
        ),
    ] = None,
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
        most = limit or (None if show or shape is Shape.JSON else SHORT_LIST)
        since = parse_day(first, where="--from") if first is not None else None
        question = Question(
            situation=asked, day=asked.day, place=place, actor=actor, first=since, roll_up=roll_up.value, limit=most
        )
        for part in tuple(show) if show else OF_PLACE if place else OF_DAY:
            _print_part(part, question, shape)
    return 0


def _print_part(part: Part, asked: Question, shape: Shape) -> None:
    found = ASK[part](asked)
    shown = found[: asked.limit or (LONG_LIST if part in PAGED else None)]
    if shape is Shape.JSON:
        from zenobia.exports.plain import plain
        from zenobia.exports.situation_json import as_json

        write_lines(as_json({"part": part.value, "day": plain(asked.day), **plain(line)}) for line in shown)
        return
    more = len(found) > len(shown)
    count = f"more than {len(shown):,}" if more and part in PAGED else f"{len(found):,}"
    hint = f", {len(shown):,} shown; --show {part.value} and --limit show more" if more else ""
    days = f"from {asked.since} to {asked.day}" if part in OF_DAYS else f"on {asked.day}"
    head = f"{part.value} {days}" + ("" if part in (Part.TOLLS, Part.BALANCE) else f": {count}{hint}")
    write_lines([head, *lines_of(part, shown, asked), ""])


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
