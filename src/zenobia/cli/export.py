"""`zenobia export` and `zenobia import`: incidents of a record to files of the field's formats, and from them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zenobia.cli import InterruptError
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
    Who,
    WithParts,
    filters_of,
    open_record,
)
from zenobia.exports.options import ExportFormat

if TYPE_CHECKING:
    from zenobia.exports.options import ExportOptions, Losses, Redaction
    from zenobia.types import Status

COARSE = 5
"""The resolution of `--redact places` where `--coarse` gives none: cells of about 10 km."""

SHOWN_LOSSES = 3


class ImportFormat(StrEnum):
    """What `zenobia import --format` takes."""

    ACLED = "acled"
    GED = "ged"
    PLOVER = "plover"


def export(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write; OUT.losses.json says what the format could not hold.")
    ],
    record: RecordFile,
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="Of incidents; gold is of readings.")],
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
    hxl: Annotated[bool, typer.Option("--hxl", help="A row of HXL tags under the head (csv, acled, ged).")] = False,
    redact: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="Hide persons, places, attributions: one or several with commas. Names that the reader did not mark stay.",
        ),
    ] = None,
    coarse: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE", help="How coarse places become: 25km, or a resolution of h3 as h3:4.", show_default="10km"
        ),
    ] = None,
) -> int:
    """Write the incidents of a record in a format of the field, with a report of what it could not hold.

    Only what happened goes out (status actual), unless --status asks for plans, possibilities or denials.
    The file appears whole or not at all: an interrupted export leaves the one that was there.
    """
    from zenobia.cli.progress import Progress

    filters = filters_of(
        types=types, place=place, near=near, radius=radius, actor=actor, with_parts=with_parts, first=first,
        last=last, killed=killed, outlet=outlet, text=text, review=review, reports=reports, certainty=certainty,
        disagreeing=disagreeing, origin=origin,
    )  # fmt: skip
    options = options_of(statuses, hxl=hxl, redact=redact, coarse=coarse)
    with open_record(record) as opened:
        shown = sys.stderr.isatty()
        total = opened.count(filters) if shown else None
        with Progress((), shown=shown, doing="exporting", noun="incidents", total=total) as progress:
            try:
                losses = opened.export(out, format, options, filters, on_incident=progress.advance)
            except KeyboardInterrupt:
                raise InterruptError(f"interrupted; {out} is as it was before") from None
    print(say_losses(losses, out), file=sys.stderr)
    return 0


def options_of(statuses: Sequence[Status] | None, *, hxl: bool, redact: str | None, coarse: str | None) -> ExportOptions:
    """The options of a command line. Raises UsageError for what cannot be hidden, or no width."""
    from zenobia.exports.options import ExportOptions

    redaction = _redaction(redact, coarse)
    if statuses:
        return ExportOptions(statuses=frozenset(statuses), redaction=redaction, hxl=hxl)
    return ExportOptions(redaction=redaction, hxl=hxl)


def _redaction(redact: str | None, coarse: str | None) -> Redaction:
    from zenobia.errors import UsageError
    from zenobia.exports.options import Redaction

    asked = {word.strip().lower() for word in (redact or "").split(",") if word.strip()}
    if unknown := sorted(asked - {"persons", "places", "attributions"}):
        raise UsageError(
            f"{unknown[0]!r} is nothing that can be hidden",
            where="--redact",
            mend="give persons, places, attributions, with commas",
        )
    resolution = _resolution(coarse) if coarse else (COARSE if "places" in asked else None)
    return Redaction(persons="persons" in asked, coarse_places=resolution, attributions="attributions" in asked)


def _resolution(words: str) -> int:
    """A resolution of h3: "h3:4" is that, "25km" and "25" the finest of cells as wide."""
    from zenobia.errors import UsageError
    from zenobia.exports.coarse import FINEST, resolution_of

    if found := re.fullmatch(r"\s*h3:\s*(\d{1,2})\s*", words):
        if int(found[1]) <= FINEST:
            return int(found[1])
    elif (found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:km)?\s*", words, re.IGNORECASE)) and float(found[1]) > 0:
        return resolution_of(float(found[1]))
    raise UsageError(
        f"{words!r} is no width of a cell", where="--coarse", mend="give kilometres as 25km, or a resolution as h3:4"
    )


def say_losses(losses: Losses, out: Path) -> str:
    """ "120 incidents, 130 rows in out.csv; not held: second place (12, a row of its own), ...; out.csv.losses.json has all"."""
    from zenobia.exports.wording import say_count, visible

    told = losses.to_dict()
    line = f"{say_count(told['incidents'], 'incident')}, {say_count(told['rows'], 'row')} in {visible(str(out))}"
    largest: list[dict[str, Any]] = told["losses"][:SHOWN_LOSSES]
    if not largest:
        return f"{line}; nothing lost"
    lost = "; ".join(visible(f"{loss['times']:,} {loss['what']}: {loss['became']}") for loss in largest)
    more = len(told["losses"]) - len(largest)
    return f"{line}\nnot held as they are: {lost}" + (f"; {more} more in {visible(out.name)}.losses.json" if more else "")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of that format, as its makers publish it.")],
    record: RecordFile,
    format: Annotated[ImportFormat, typer.Option("--format", "-f", help="Whose format it is.")],
    who: Who = None,
) -> int:
    """Keep the events of another project's file in a record, beside the incidents read and never merged with them.

    A file is taken whole or not at all; events the record holds already are passed over. --origin tells them apart in `incidents`.
    """
    from zenobia.exports.wording import say_count, visible

    with open_record(record, write=True) as opened:
        imported = opened.import_file(file, format.value, who=who)
        status = opened.status()
    known = f"; {imported.known:,} held already" if imported.known else ""
    print(
        visible(f"{say_count(imported.new, 'incident')} kept from {file}{known}; {record} holds {status.incidents:,} incidents")
    )
    return 0
