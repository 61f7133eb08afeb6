"""Exports as downloads: written whole to a folder of their own by the record's exports, then sent; what was lost is told in a header."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from threading import Semaphore

from sqlalchemy import Connection, select
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from zenobia.desk.answers import BusyError
from zenobia.desk.asked import Exporting
from zenobia.desk.desk import Desk
from zenobia.desk.jobs import own_folder
from zenobia.errors import UsageError
from zenobia.exports.coarse import resolution_of
from zenobia.exports.incidents import losses_path, write_incidents
from zenobia.exports.options import ExportFormat, ExportOptions, Losses, Redaction
from zenobia.record.exporting import Bystanders
from zenobia.record.incidents import load_incidents
from zenobia.record.query import ORDER, Sort
from zenobia.record.schema import incident

COARSE_KM = 10.0
"""The width of the cells that places become, where nobody says another."""

AT_ONCE = 2
"""Exports that are written at the same time."""

SHOWN_LOSSES = 20
"""Losses in the header; all of them are in the zip."""

ENDINGS = {
    ExportFormat.ACLED: "csv", ExportFormat.GED: "csv", ExportFormat.CSV: "csv", ExportFormat.PLOVER: "jsonl", ExportFormat.JSON: "jsonl",
    ExportFormat.GOLD: "jsonl", ExportFormat.POLECAT: "tsv", ExportFormat.GDELT: "tsv", ExportFormat.CAMEO: "tsv",
    ExportFormat.GEOJSON: "geojson", ExportFormat.PARQUET: "parquet", ExportFormat.GEOPARQUET: "parquet",
}  # fmt: skip

_HIDDEN = ("persons", "places", "attributions")
_writing = Semaphore(AT_ONCE)


def export(desk: Desk, asked: Exporting) -> FileResponse:
    """A file to save. Raises UsageError for an unknown format or what cannot be hidden, BusyError when too many are written."""
    format, options = _format(asked.format), options_of(asked)
    if not _writing.acquire(blocking=False):
        raise BusyError(f"{AT_ONCE} exports are being written", where="export", mend="wait until one is done")
    folder = own_folder()
    try:
        path = folder / f"zenobia-{format.value}.{ENDINGS[format]}"
        losses = _write(desk, path, format, options, asked)
        if asked.zip:
            path = _packed(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        _writing.release()
    return FileResponse(
        path,
        media_type="application/zip" if asked.zip else "application/octet-stream",
        filename=path.name,
        headers={"x-zenobia-losses": _in_header(losses)},
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


def _format(name: str) -> ExportFormat:
    try:
        return ExportFormat(name)
    except ValueError:
        mend = f"give one of {', '.join(ExportFormat)}"
        raise UsageError(f"{name!r} is no format", where="format", mend=mend) from None


def options_of(asked: Exporting) -> ExportOptions:
    """The options of an export. Raises UsageError for what cannot be hidden."""
    hidden = {word.strip().lower() for word in (asked.redact or "").split(",") if word.strip()}
    if unknown := sorted(hidden - set(_HIDDEN)):
        mend = f"give {', '.join(_HIDDEN)}, with commas"
        raise UsageError(f"{unknown[0]!r} is nothing that can be hidden", where="redact", mend=mend)
    km = asked.coarse or (COARSE_KM if "places" in hidden else None)
    redaction = Redaction(
        persons="persons" in hidden, coarse_places=resolution_of(km) if km else None, attributions="attributions" in hidden
    )
    if asked.status:
        return ExportOptions(statuses=frozenset(asked.status), redaction=redaction, hxl=asked.hxl)
    return ExportOptions(redaction=redaction, hxl=asked.hxl)


def _write(desk: Desk, path: Path, format: ExportFormat, options: ExportOptions, asked: Exporting) -> Losses:
    """By the record itself; of the part of a map by its exports, over the incidents that lie there."""
    if not asked.bbox:
        return desk.record.export(path, format, options, asked.filters())
    with desk.reading() as connection:
        incidents = load_incidents(connection, _rows(connection, asked))
        return write_incidents(incidents, path, format, options, others_of=Bystanders(connection))


def _rows(connection: Connection, asked: Exporting) -> list[int]:
    query = select(incident.c.id).where(*asked.conditions(connection)).order_by(*ORDER[Sort.OLDEST])
    return list(connection.execute(query).scalars())


def _packed(path: Path) -> Path:
    """The export and its losses in one file."""
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for part in (path, losses_path(path)):
            out.write(part, part.name)
            part.unlink()
    return packed


def _in_header(losses: Losses) -> str:
    """The losses as one line of ASCII."""
    found = losses.to_dict()
    return json.dumps({**found, "losses": found["losses"][:SHOWN_LOSSES], "more": max(0, len(found["losses"]) - SHOWN_LOSSES)})
