"""The desk put together: the interface, the page, the guard before both, and every fault in one shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from zenobia.desk.answers import DOCS, Json, fault, invalid, page, told
from zenobia.desk.desk import Desk
from zenobia.desk.docs_page import docs_page
from zenobia.desk.guard import Door, Guard
from zenobia.desk.page import Pages
from zenobia.desk.routes import routes
from zenobia.errors import ZenobiaError
from zenobia.version import VERSION

ABOUT = 'Everything in JSON; days as YYYY-MM-DD; faults as {"error", "where", "mend"}.'

AT_ONCE = 12
"""Requests answered at the same time: fewer than the connections that a record's engine has for readers (15)."""

OFFLINE: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI can report requests and faults to a collector that the environment names: nothing of a record leaves the machine so."""

GZIP_LEVEL = 4
"""4 packs the map's points in half the time of 9, to 3 per cent more bytes."""


def make_app(desk: Desk, door: Door, *, page_folder: Path | None = None) -> FastAPI:
    """The application over one record. page_folder: of the built page, that of the package by default."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        desk.close()

    app = FastAPI(
        title="zenobia desk",
        description=ABOUT,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        telemetry=OFFLINE,
        middleware=[Middleware(Guard, door=door), Middleware(GZipMiddleware, compresslevel=GZIP_LEVEL)],
    )
    app.state.desk = desk
    app.include_router(routes(desk))
    _describe(app)
    _tell_faults(app)
    app.router.routes.append(Route("/{name:path}", Pages(page_folder).__call__, methods=["GET", "HEAD"]))
    return app


def _describe(app: FastAPI) -> None:
    """The description of the interface, for programs and for people."""

    def openapi(_request: Request) -> Response:
        return Json(app.openapi())

    def docs(_request: Request) -> Response:
        return page(docs_page(app.openapi()))

    def nothing(_request: Request) -> Response:
        return told(404, "nothing here", DOCS, where="path")

    app.router.routes += [
        Route("/api/openapi.json", openapi, methods=["GET"]),
        Route("/api/docs", docs, methods=["GET"]),
        Route("/api/{rest:path}", nothing, methods=["GET", "POST"]),
    ]


def _tell_faults(app: FastAPI) -> None:
    """Every fault as JSON that says what is wrong and what to do."""

    def of_ours(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ZenobiaError), "registered for these"
        return fault(error)

    def of_request(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError), "registered for these"
        return invalid(error.errors())

    def of_body(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ValidationError), "registered for these"
        return invalid([{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False, include_input=False)])

    def of_web(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException), "registered for these"
        return told(error.status_code, str(error.detail), DOCS, where="request")

    app.add_exception_handler(ZenobiaError, of_ours)
    app.add_exception_handler(RequestValidationError, of_request)
    app.add_exception_handler(ValidationError, of_body)
    app.add_exception_handler(HTTPException, of_web)
