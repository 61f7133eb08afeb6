"""Addresses of the desk's interface, each handed to the function that answers it; what it asks is checked by its model (asked.py)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from zenobia.desk import adding, counts, exporting, listing, names, reports, reviewing, situation
from zenobia.desk.answers import Json, absent, page
from zenobia.desk.asked import Between, Exporting, Facets, Filtering, Line, Listing, Log, OnDay, Search, Suggest
from zenobia.desk.desk import Desk
from zenobia.exports.incident_json import incident_to_dict
from zenobia.exports.plain import plain
from zenobia.version import VERSION

FAULT: dict[str, Any] = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "where": {"type": "string"}, "mend": {"type": "string"}},
    "required": ["error", "mend"],
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {"application/json": {"schema": FAULT}}}
    for status, what in {
        400: "What is asked cannot be answered",
        401: "A token is asked for",
        403: "Another page asks",
        404: "Not in the record",
        409: "Somebody else is at it, or the record is only shown",
        413: "More than is taken",
        415: "Neither JSON nor files",
        422: "The request is not well formed",
    }.items()
}

Name = Annotated[str, Path(max_length=400)]
PARTS = Literal[
    "control", "history", "ties", "contradictions", "plans", "truces", "tolls", "disagreements", "outlets", "balance"
]  # fmt: skip

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"anyOf": [adding.Paste.model_json_schema(), adding.Address.model_json_schema()]}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1},
                        "published": {"type": "string", "format": "date"},
                        "outlet": {"type": "string"},
                    },
                    "required": ["files"],
                }
            },
        },
    }
}


def routes(desk: Desk) -> APIRouter:
    """The interface over one record."""
    api = APIRouter(prefix="/api", default_response_class=Json, responses=_ANSWERS)
    _of_record(api, desk)
    _of_situation(api, desk)
    _of_writing(api, desk)
    return api


def _of_record(api: APIRouter, desk: Desk) -> None:
    """Incidents and reports."""

    @api.get("/status", summary="What is in the record")
    def status() -> Response:
        with desk.reading() as connection:
            found = desk.memory.get(connection, "status", desk.record.status)
        return Json({**plain(found), "path": str(found.path), "version": VERSION, "writable": desk.is_writable})

    @api.get("/incidents", summary="A page of incidents as light rows")
    def incidents(asked: Annotated[Listing, Query()]) -> Response:
        with desk.reading() as connection:
            return Json(listing.page_of(connection, asked, desk.memory))

    @api.get("/incidents/{id}", summary="One incident whole, with every account")
    def incident(id: Name) -> Response:
        with absent():
            return Json(incident_to_dict(desk.record.incident(id)))

    @api.get("/points", summary="Where incidents lie, a column a value")
    def points(asked: Annotated[Filtering, Query()]) -> Response:
        with desk.reading() as connection:
            return Json(counts.points_of(connection, asked, desk.memory))

    @api.get("/facets", summary="Counts by type, status, outlet, country, actor ... and by day")
    def facets(asked: Annotated[Facets, Query()]) -> Response:
        with desk.reading() as connection:
            return Json(counts.facets_of(connection, asked, desk.memory))

    @api.get("/reports", summary="Reports that hold words, the best first; without words the latest")
    def search(asked: Annotated[Search, Query()]) -> Response:
        with desk.reading() as connection:
            return Json(reports.found_reports(connection, asked))

    @api.get("/reports/{id:path}", summary="One report with its corrected reading, incidents and reviews")
    def report(id: Name) -> Response:
        with desk.reading() as connection:
            return Json(reports.whole_report(connection, id))

    @api.get("/suggest", summary="Names of actors, places and outlets that fit what was typed")
    def suggest(asked: Annotated[Suggest, Query()]) -> Response:
        with desk.reading() as connection:
            return Json({"items": names.suggest(connection, asked, desk.names)})


def _of_situation(api: APIRouter, desk: Desk) -> None:
    """What held on a day, and what changed."""

    @api.get("/situation/{part}", summary="A part of the situation on a day, each line with its words")
    def part(part: PARTS, asked: Annotated[OnDay, Query()]) -> Response:
        return Json(situation.part_of(desk, part, asked))

    @api.get("/changes", summary="What changed after one day and up to another")
    def changes(asked: Annotated[Between, Query()]) -> Response:
        return Json(situation.changes_of(desk, asked))

    @api.get("/changes.html", summary="The same as a page to print", response_class=Response)
    def briefing(asked: Annotated[Between, Query()]) -> Response:
        return page(situation.briefing_of(desk, asked))

    @api.get("/timeline", summary="What happened to a place or an actor, oldest first")
    def timeline(asked: Annotated[Line, Query()]) -> Response:
        return Json(situation.timeline_of(desk, asked))

    @api.get("/export", summary="Incidents in a format of the field, as a file", response_class=Response)
    def export(asked: Annotated[Exporting, Query()]) -> Response:
        return exporting.export(desk, asked)


def _of_writing(api: APIRouter, desk: Desk) -> None:
    """Review, its log, and reports to add."""

    @api.post("/review", summary="An act of review")
    def review(asked: Annotated[reviewing.Review, Body()]) -> Response:
        return Json(reviewing.review(desk, asked))

    @api.get("/log", summary="Acts about an event, incident or name, the latest first")
    def log(asked: Annotated[Log, Query()]) -> Response:
        return Json(reviewing.log_of(desk, asked))

    @api.post("/reports", summary="Adds pasted words, files or a page of the web, as a job", openapi_extra=_BODY)
    async def add(request: Request) -> Response:
        return Json({"job": await adding.add(desk, request)}, status_code=202)

    @api.get("/jobs", summary="The jobs, the latest first")
    def jobs() -> Response:
        return Json({"items": desk.jobs.all()})

    @api.get("/jobs/{id}", summary="A job as far as it is")
    def job(id: Name) -> Response:
        return Json(desk.jobs.find(id))
