"""`zenobia changes` and `zenobia timeline`: what changed between two days; what happened to a place or an actor, day by day."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from zenobia.cli.output import write_lines
from zenobia.cli.record_options import ActorName, First, Last, PlaceName, RecordFile, filters_of


class Briefing(StrEnum):
    """How a briefing is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


class Line(StrEnum):
    """How a timeline is printed."""

    TABLE = "table"
    JSON = "json"


def changes(
    record: RecordFile,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="What came after this day (YYYY-MM-DD) ...")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="... up to this one.")],
    place: PlaceName = None,
    known: Annotated[
        str | None, typer.Option("--known", metavar="DAY", help="By reports published up to this day alone.")
    ] = None,
    format: Annotated[Briefing, typer.Option(help="How it is written.")] = Briefing.MARKDOWN,
) -> int:
    """Write a briefing: what changed hands, new ties and contradictions, deaths, with the words behind every line."""
    from zenobia.pipeline import parse_day
    from zenobia.record.situations import open_situation

    until = parse_day(known, where="--known") if known is not None else None
    days = (parse_day(first, where="--from"), parse_day(last, where="--to"))
    with open_situation(record, known=until) as asked:
        found = asked.changes(*days, place=place)
    if format is Briefing.JSON:
        from zenobia.exports.situation_json import as_json

        write_lines([as_json(found)])
    else:
        from zenobia.exports.briefing import to_html, to_markdown

        write_lines([(to_html if format is Briefing.HTML else to_markdown)(found, place=place).rstrip("\n")])
    return 0


def timeline(
    record: RecordFile,
    place: PlaceName = None,
    actor: ActorName = None,
    first: First = None,
    last: Last = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only the latest so many.", show_default="all")] = None,
    format: Annotated[
        Line | None, typer.Option(help="How it is printed.", show_default="table on a terminal, json in a pipe")
    ] = None,
) -> int:
    """Print what happened to a place or an actor, day by day: incidents, and changes of who holds it."""
    from zenobia.errors import UsageError
    from zenobia.record.situations import open_situation

    if place is None and actor is None:
        raise UsageError("a timeline of what?", where="timeline", mend="name a place or an actor: --place Palmyra")
    asked = filters_of(place=place, actor=actor, first=first, last=last)
    shape = format or (Line.TABLE if sys.stdout.isatty() else Line.JSON)
    with open_situation(record) as situation:
        found = situation.timeline(asked, limit=limit)
    if not found:
        print("nothing is told of it", file=sys.stderr)
    if shape is Line.JSON:
        from zenobia.exports.situation_json import as_json

        write_lines(map(as_json, found))
    else:
        from zenobia.exports.situation_lines import timeline_lines

        write_lines(timeline_lines(found))
    return 0
