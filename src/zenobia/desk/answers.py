"""Answers as they go out: JSON that every reader takes, faults in one shape, pages whose style alone is allowed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from starlette.responses import Response

from zenobia.errors import ExportError, IntakeError, ModelError, RecordError, UsageError, ZenobiaError
from zenobia.exports.reading_json import escape_unsafe

DOCS = "see /api/docs"


class AbsentError(UsageError):
    """What a path names is not in the record."""


class BusyError(ZenobiaError):
    """Somebody else is at it, or nobody may be."""


class TooMuchError(ZenobiaError):
    """More than is taken at once."""


_STATUS: tuple[tuple[type[ZenobiaError], int], ...] = (
    (AbsentError, 404),
    (TooMuchError, 413),
    (BusyError, 409),
    (RecordError, 409),
    (ModelError, 409),
    (ExportError, 409),
    (IntakeError, 422),
)
"""Kind of error -> status; any other is 400."""


def as_json(value: Any) -> bytes:
    """Plain dicts and lists as UTF-8."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return escape_unsafe(line).encode("utf-8")


class Json(Response):
    """Plain values, or JSON that is bytes already."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The body."""
        return content if isinstance(content, bytes) else as_json(content)


def fault(error: ZenobiaError) -> Json:
    """An error of ours with its status."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    return told(status, error.what, error.mend, where=error.where)


def told(status: int, what: str, mend: str, *, where: str = "") -> Json:
    """An error as everything here tells it."""
    return Json({"error": what, "where": where, "mend": mend}, status_code=status)


def invalid(errors: Sequence[Any]) -> Json:
    """What is wrong with a request, every fault of it, without its values."""
    faults = [f"{'.'.join(str(part) for part in e['loc'][1:]) or 'request'}: {e['msg']}" for e in errors]
    return told(422, "; ".join(f"{fault[:200]}" for fault in faults[:10]), DOCS, where="request")


@contextmanager
def absent() -> Iterator[None]:
    """Names in a path that lead nowhere are 404, not 400."""
    try:
        yield
    except UsageError as error:
        raise AbsentError(error.what, where=error.where, mend=error.mend) from None


def page(html: str, *, status: int = 200) -> Response:
    """A page of our own without a script; its style is allowed by its digest."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in styles)
    allowed = digests or "'none'"
    policy = f"default-src 'none'; style-src {allowed}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    return Response(html, status, {"content-security-policy": policy}, media_type="text/html")
