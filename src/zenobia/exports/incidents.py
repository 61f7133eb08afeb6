"""Incidents into a file of any format: those of the statuses asked for, redacted, written whole or not at all, with a loss report beside.

`write_incidents` is what `Record.export` and `zenobia export` call; a module a format, imported when that format is asked for, so
that one format's libraries alone are loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from zenobia.errors import ExportError, UsageError
from zenobia.exports.options import ExportFormat, ExportOptions, Losses
from zenobia.exports.redact import no_others, redact
from zenobia.types import Incident

BINARY = frozenset({ExportFormat.PARQUET, ExportFormat.GEOPARQUET})
HEADED = frozenset({ExportFormat.CSV, ExportFormat.ACLED, ExportFormat.GED})
"""Formats with a head row, under which a row of HXL tags can stand."""

Write = Callable[[Iterable[Incident], Any, ExportOptions, Losses], None]
"""A format module's function; the file is a TextIO, of BINARY a BinaryIO."""


def write_incidents(
    incidents: Iterable[Incident],
    path: Path,
    format: ExportFormat,
    options: ExportOptions,
    *,
    others_of: Callable[[Incident], Collection[str]] = no_others,
) -> Losses:
    """Writes the incidents to `path` and what the format could not hold to `losses_path(path)`; the losses, counted.

    others_of: names of private persons that an incident's reports hold beside its parties, for `redact` to hide.
    An interrupted or failed export leaves an older file as it was, and no part of a new one. A device or pipe is written to directly, and
    gets no loss report. Raises ExportError when the file cannot be written or the format's libraries are absent, UsageError for
    what no incident can be written as."""
    if options.hxl and format not in HEADED:
        mend = f"ask for it with {', '.join(sorted(HEADED))}"
        raise UsageError(f"{format.value} has no row of HXL tags", where="hxl", mend=mend)
    write, losses = writer_of(format), Losses()
    with _told(path), _whole_file(path, binary=format in BINARY) as out:
        write(_chosen(incidents, options, losses, others_of), out, options, losses)
    if not _is_special(path):
        with _told(losses_path(path)), _whole_file(losses_path(path), binary=False) as out:
            json.dump({"format": format.value, **losses.to_dict()}, out, ensure_ascii=False, indent=2)
            out.write("\n")
    return losses


def losses_path(path: Path) -> Path:
    """Where the loss report of an export stands: OUT.losses.json."""
    return path.with_name(f"{path.name}.losses.json")


def part_path(path: Path) -> Path:
    """Where a file stands while it is written: OUT.part."""
    return path.with_name(f"{path.name}.part")


def _chosen(
    incidents: Iterable[Incident], options: ExportOptions, losses: Losses, others_of: Callable[[Incident], Collection[str]]
) -> Iterator[Incident]:
    """Those of the statuses asked for, redacted; the others are counted."""
    for incident in incidents:
        if incident.status in options.statuses:
            yield redact(incident, options.redaction, losses, others=others_of(incident) if options.redaction.persons else ())
        else:
            losses.note(f"incident of status {incident.status.value}", "left out: that status was not asked for")


def writer_of(format: ExportFormat) -> Write:
    """The function that writes a format. Raises UsageError for gold, which is of readings."""
    match format:
        case ExportFormat.ACLED:
            from zenobia.exports.acled import write_acled

            return write_acled
        case ExportFormat.GED:
            from zenobia.exports.ged import write_ged

            return write_ged
        case ExportFormat.PLOVER:
            from zenobia.exports.plover import write_plover

            return write_plover
        case ExportFormat.POLECAT:
            from zenobia.exports.polecat import write_polecat

            return write_polecat
        case ExportFormat.GDELT:
            from zenobia.exports.gdelt import write_gdelt

            return write_gdelt
        case ExportFormat.CAMEO:
            from zenobia.exports.cameo import write_cameo

            return write_cameo
        case ExportFormat.GEOJSON:
            from zenobia.exports.geojson import write_geojson

            return write_geojson
        case ExportFormat.PARQUET:
            from zenobia.exports.parquet import write_parquet

            return write_parquet
        case ExportFormat.GEOPARQUET:
            from zenobia.exports.parquet import write_geoparquet

            return write_geoparquet
        case ExportFormat.CSV:
            from zenobia.exports.incident_csv import write_csv

            return write_csv
        case ExportFormat.JSON:
            return _write_json_lines
        case ExportFormat.GOLD:
            raise UsageError("gold is of readings, not of incidents", where="format", mend="export gold from a record")


def _write_json_lines(incidents: Iterable[Incident], out: TextIO, options: ExportOptions, losses: Losses) -> None:  # noqa: ARG001
    """An incident a line, whole: nothing is lost."""
    from zenobia.exports.incident_json import incident_to_json

    for incident in incidents:
        losses.incidents += 1
        losses.rows += 1
        out.write(f"{incident_to_json(incident)}\n")


@contextmanager
def _whole_file(path: Path, *, binary: bool) -> Iterator[Any]:
    """A file that appears whole or not at all; what fails or is interrupted leaves the one that was there."""
    text = {"encoding": "utf-8", "errors": "backslashreplace", "newline": ""}
    opened = partial(open, mode="wb") if binary else partial(open, mode="w", **text)
    if _is_special(path):
        with opened(path) as out:
            yield out
        return
    part = part_path(path)
    try:
        with opened(part) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _is_special(path: Path) -> bool:
    """Whether it is written to, never replaced: /dev/stdout, a named pipe."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says of a file that cannot be written, with the mend. A pipe whose reader left is not the file's fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        mend = "name a file in a folder that exists, is yours and has room"
        raise ExportError(f"cannot be written ({error.strerror or error})", where=str(path), mend=mend) from error
