"""What the commands over a record share: its file, the filters of incidents, how they are opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.types import EventType, Status

if TYPE_CHECKING:
    from zenobia.record.query import Filters
    from zenobia.record.record import Record

RecordFile = Annotated[
    Path,
    typer.Option("--record", "-r", metavar="FILE", envvar="ZENOBIA_RECORD", help="The record, for example syria.zen."),
]
Who = Annotated[
    str | None, typer.Option(metavar="NAME", help="Whose act it is, in the log.", show_default="the user of this machine")
]

Types = Annotated[list[EventType] | None, typer.Option("--type", help="Kind of event; may be given again.")]
Statuses = Annotated[list[Status] | None, typer.Option("--status", help="How firmly it stands; may be given again.")]
PlaceName = Annotated[
    str | None, typer.Option("--place", metavar="NAME", help="A town, division, country, or a gazetteer id; by any spelling.")
]
Near = Annotated[str | None, typer.Option(metavar="LAT,LON", help="Around these coordinates.")]
Radius = Annotated[float | None, typer.Option(metavar="KM", help="Within so many kilometres of --place or --near.")]
ActorName = Annotated[str | None, typer.Option("--actor", metavar="NAME", help="An actor, in any role, by any of its names.")]
WithParts = Annotated[bool, typer.Option("--with-parts", help="Or what belongs to that actor.")]
First = Annotated[str | None, typer.Option("--from", metavar="DAY", help="On this day or later (YYYY-MM-DD).")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="On this day or earlier.")]
Killed = Annotated[
    int | None, typer.Option("--min-killed", metavar="N", min=0, help="At least so many dead, by the best figure.")
]
OutletName = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Told by this outlet or agency.")]
Text = Annotated[
    str | None, typer.Option("--text", metavar="WORDS", help='Told by a report with these words: "car bomb" rebel* -Homs.')
]
Review = Annotated[str | None, typer.Option(metavar="STATE", help="accepted, edited, added, partly, none.")]
Reports = Annotated[int | None, typer.Option("--min-reports", metavar="N", min=1, help="Told by at least so many reports.")]
Certainty = Annotated[
    float | None, typer.Option("--min-certainty", metavar="X", min=0, max=1, help="At least so certain (0 to 1).")
]
Origin = Annotated[
    str | None, typer.Option(metavar="NAME", help="read, or the format they were imported from: acled, ged, plover.")
]
Disagreeing = Annotated[bool, typer.Option("--disagreeing", help="Only those whose accounts differ in something.")]


def open_record(path: Path, *, write: bool = False) -> Record:
    """The record of a file. Raises RecordError when it cannot be opened."""
    from zenobia.record.record import Record

    return Record(path, write=write)


def filters_of(
    *,
    types: list[EventType] | None = None,
    statuses: list[Status] | None = None,
    place: str | None = None,
    near: str | None = None,
    radius: float | None = None,
    actor: str | None = None,
    with_parts: bool = False,
    first: str | None = None,
    last: str | None = None,
    killed: int | None = None,
    outlet: str | None = None,
    text: str | None = None,
    review: str | None = None,
    reports: int | None = None,
    certainty: float | None = None,
    disagreeing: bool = False,
    origin: str | None = None,
) -> Filters:
    """The filters of a command line. Raises UsageError for a value that is no day, no coordinates ..."""
    from zenobia.record.query import Filters

    return Filters(
        types=tuple(types or ()),
        statuses=tuple(statuses or ()),
        place=place,
        near=_coordinates(near) if near else None,
        radius_km=radius,
        actor=actor,
        with_parts=with_parts,
        first=_day(first, "--from"),
        last=_day(last, "--to"),
        killed=killed,
        outlet=outlet,
        text=text,
        review=review,
        reports=reports,
        certainty=certainty,
        disagreeing=disagreeing,
        origin=origin,
    )


def _day(words: str | None, where: str) -> date | None:
    from zenobia.pipeline import parse_day

    return parse_day(words, where=where) if words else None


def _coordinates(words: str) -> tuple[float, float]:
    from zenobia.errors import UsageError

    try:
        latitude, longitude = (float(part) for part in words.split(","))
    except ValueError:
        raise UsageError(
            f"{words!r} is no coordinates", where="--near", mend="write LAT,LON, for example 34.56,38.28"
        ) from None
    return latitude, longitude
