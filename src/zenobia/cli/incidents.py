"""`zenobia incidents`, `zenobia search`, `zenobia sql`: what a record says."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from zenobia.cli.columns import Format as RowFormat
from zenobia.cli.columns import print_rows
from zenobia.cli.output import write_lines
from zenobia.cli.record_options import (
    ActorName,
    Certainty,
    Disagreeing,
    First,
    Killed,
    Last,
    Near,
    Origin,
    OutletName,
    PlaceName,
    Radius,
    RecordFile,
    Reports,
    Review,
    Statuses,
    Text,
    Types,
    WithParts,
    filters_of,
    open_record,
)

WIDEST = 160


class Listing(StrEnum):
    """How incidents are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Order(StrEnum):
    """What a listing is ordered by."""

    DAY = "day"
    OLDEST = "oldest"
    TOLL = "toll"
    CERTAINTY = "certainty"
    ACCOUNTS = "accounts"


Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="So many at most.", show_default="50 in a table, all else")]


def incidents(
    record: RecordFile,
    incident: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One incident, whole: every account side by side.")
    ] = None,
    types: Types = None,
    statuses: Statuses = None,
    place: PlaceName = None,
    near: Near = None,
    radius: Radius = None,
    actor: ActorName = None,
    with_parts: WithParts = False,
    first: First = None,
    last: Last = None,
    killed: Killed = None,
    outlet: OutletName = None,
    text: Text = None,
    review: Review = None,
    reports: Reports = None,
    certainty: Certainty = None,
    disagreeing: Disagreeing = False,
    origin: Origin = None,
    sort: Annotated[Order, typer.Option(help="Latest day first, oldest, highest toll, surest, most accounts.")] = Order.DAY,
    limit: Limit = None,
    offset: Annotated[int, typer.Option(metavar="N", min=0, help="Pass over so many.")] = 0,
    format: Annotated[
        Listing | None, typer.Option(help="How they are printed.", show_default="table on a terminal, json in a pipe")
    ] = None,
) -> int:
    """Print the incidents of a record: what happened once, as every report tells it."""
    from zenobia.record.query import Sort

    asked = filters_of(
        types=types, statuses=statuses, place=place, near=near, radius=radius, actor=actor, with_parts=with_parts, first=first,
        last=last, killed=killed, outlet=outlet, text=text, review=review, reports=reports, certainty=certainty,
        disagreeing=disagreeing, origin=origin,
    )  # fmt: skip
    shape = format or (Listing.TABLE if sys.stdout.isatty() else Listing.JSON)
    with open_record(record) as opened:
        if incident is not None:
            from zenobia.exports.incident_json import incident_to_json
            from zenobia.exports.incident_table import incident_page

            found = opened.incident(incident)
            write_lines(incident_page(found) if shape is Listing.TABLE else [incident_to_json(found)])
            return 0
        total = opened.count(asked)
        most = limit or (50 if shape is Listing.TABLE else None)
        _print_listing(opened.incidents(asked, sort=Sort(sort.value), limit=most, offset=offset), shape)
    shown = max(0, min(total - offset, most or total))
    if shape is Listing.TABLE and shown < total:
        print(f"{shown:,} of {total:,} incidents; --limit and --offset show others", file=sys.stderr)
    elif total == 0:
        print("no incident meets this", file=sys.stderr)
    return 0


def _print_listing(found: Iterable[object], shape: Listing) -> None:
    from zenobia.types import Incident

    incidents = (i for i in found if isinstance(i, Incident))
    if shape is Listing.TABLE:
        from zenobia.exports.incident_table import incident_lines

        write_lines(incident_lines(incidents, min(shutil.get_terminal_size((100, 24)).columns, WIDEST)))
    elif shape is Listing.JSON:
        from zenobia.exports.incident_json import incident_to_json

        write_lines(incident_to_json(i) for i in incidents)
    else:
        from zenobia.exports.incident_csv import write_csv
        from zenobia.exports.options import ExportOptions, Losses

        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
        write_csv(incidents, sys.stdout, ExportOptions(), Losses())


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='All must be there; "two words" side by side; rebel* begins so; OR; -without.'),
    ],
    record: RecordFile,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="So many reports at most.")] = 20,
    offset: Annotated[int, typer.Option(metavar="N", min=0, help="Pass over so many.")] = 0,
    format: RowFormat = None,
) -> int:
    """Search the reports of a record, the best first. A name finds all names of its actor: Daesh also ISIL."""
    asked = " ".join(f'"{word}"' if " " in word else word for word in words)
    with open_record(record) as opened:
        found = opened.search(asked, limit=limit, offset=offset)
    as_json = format == "json" or (format is None and not sys.stdout.isatty())
    marks = ("", "") if as_json or not sys.stdout.isatty() else ("\x1b[1m", "\x1b[0m")
    if as_json:
        rows = [
            {"report": f.id, "published": f.published, "outlet": f.outlet, "title": f.title, "snippet": _unmarked(f.snippet)}
            for f in found
        ]
        write_lines(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        from zenobia.exports.wording import visible

        for f in found:
            print(visible(f"{f.id}  {f.published or ''}  {f.outlet or ''}  {f.title or ''}".rstrip()))
            print(f"    {visible_marked(f.snippet, *marks)}")
    if not found:
        print("no report holds these words", file=sys.stderr)
    return 0


def _unmarked(snippet: str) -> str:
    return snippet.replace("\x02", "").replace("\x03", "")


def visible_marked(snippet: str, start: str, end: str) -> str:
    """A snippet with its matches marked and nothing else that a terminal obeys."""
    from zenobia.exports.wording import visible

    parts = snippet.replace("\x03", "\x02").split("\x02")
    return "".join(f"{start}{visible(part)}{end}" if i % 2 else visible(part) for i, part in enumerate(parts))


def sql(
    query: Annotated[
        str, typer.Argument(metavar="SELECT", help="Over reports, mentions, events, incidents, actors, places, relations.")
    ],
    record: RecordFile,
    format: RowFormat = None,
) -> int:
    """Ask one SELECT over the documented views of a record (docs/sql.md). It can only read."""
    with open_record(record) as opened:
        answer = opened.sql(query)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    print_rows(
        [{name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()} for row in rows], format
    )
    return 0
