"""What stands before the desk: who may ask, from where, how much; and the headers that keep hostile words from becoming a script.

Other pages in the same browser, other names for this address (DNS rebinding) and, unless it was asked for, other machines are kept out."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zenobia.desk.answers import told

COOKIE = "zenobia-desk"
MOST_JSON = 16 * 2**20
"""Bytes: a text of two million letters outside ASCII, every one escaped."""

MOST_UPLOAD = 512 * 2**20
"""Bytes of one upload, its files together."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""On every answer that does not say otherwise."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_log = logging.getLogger("zenobia.desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who may ask. hosts: names and addresses the desk is asked under, "host:port", lower case; any_address: also every address of the
    machine by its number; token: what everybody must show, None on this machine alone."""

    hosts: frozenset[str]
    any_address: bool = False
    token: str | None = None

    def knows(self, host: str) -> bool:
        """Whether a Host header names this desk."""
        if host in self.hosts:
            return True
        name, _, port = host.rpartition(":")
        return self.any_address and any(known.endswith(f":{port}") for known in self.hosts) and _is_address(name.strip("[]"))


def door_of(host: str, port: int, *, token: str | None = None, names: Iterable[str] = ()) -> Door:
    """The door of a desk bound to a host. names: other names of this machine."""
    own = {host, *names} | ({"localhost", "127.0.0.1", "::1"} if is_loopback(host) or is_wildcard(host) else set())
    shown = {f"[{name}]" if ":" in name else name.lower() for name in own}
    hosts = {f"{name}:{port}" for name in shown} | (shown if port == 80 else set())
    return Door(hosts=frozenset(hosts), any_address=is_wildcard(host), token=token)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_wildcard(host: str) -> bool:
    """Whether a host stands for every address of the machine."""
    return _is_address(host) and ipaddress.ip_address(host).is_unspecified


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """The desk behind its door, as an ASGI application."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded_send)
            return
        try:
            await self._app(scope, _bounded(scope, receive), guarded_send)
        except Exception as error:
            _log.exception("a request failed: %s %r", scope["method"], scope["path"])
            if started:
                raise
            what = f"the desk failed ({type(error).__name__})"
            answer = told(500, what, "the terminal where the desk runs says more; please tell the makers of zenobia")
            await answer(scope, receive, guarded_send)

    def _refuse(self, scope: Scope) -> Response | None:
        """The answer to who may not ask this; None for who may."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if not self._door.knows(host):
            return told(421, "this desk has another address", "open the address that zenobia desk printed", where="host")
        if self._door.token is not None:
            if answer := self._welcome(scope):
                return answer
            if not self._is_known(headers):
                return told(401, "a token is asked for", "open the address that zenobia desk printed", where="token")
        if scope["method"] not in _SAFE:
            return _refuse_write(scope, headers, host)
        site = headers.get("sec-fetch-site", "same-origin")
        if scope["path"].startswith("/api") and site not in ("same-origin", "none"):
            return told(403, "another page asks", "open the desk itself", where="sec-fetch-site")
        return None

    def _welcome(self, scope: Scope) -> Response | None:
        """Whoever comes with the token in the address gets it as a cookie, and an address without it."""
        shown = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        if scope["path"] != "/" or scope["method"] != "GET" or not shown or not self._is_token(shown[0]):
            return None
        cookie = f"{COOKIE}={self._door.token}; Path=/; HttpOnly; SameSite=Strict"
        return Response(status_code=303, headers={"location": "/", "set-cookie": cookie})

    def _is_known(self, headers: Headers) -> bool:
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._is_token(shown.strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and self._is_token(cookie.value)

    def _is_token(self, shown: str) -> bool:
        return secrets.compare_digest(shown.encode("utf-8", "replace"), (self._door.token or "").encode())


def _refuse_write(scope: Scope, headers: Headers, host: str) -> Response | None:
    """Only the desk's own page writes, and says so: a browser sends one of the two headers with every such request, and no page can forge
    them."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    is_own = origin is not None and origin.lower() in (f"http://{host}", f"https://{host}")
    if (site is None and origin is None) or (site not in (None, "same-origin")) or (origin is not None and not is_own):
        mend = f"write from the desk's page; a program sends the header Origin: http://{host}"
        return told(403, "another page writes", mend, where="origin")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "multipart/form-data"):
        return told(415, "neither JSON nor files", "send application/json or multipart/form-data", where="content-type")
    most = MOST_JSON if kind == "application/json" else MOST_UPLOAD
    scope["zenobia.most"] = most
    length = headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and (len(length) > 15 or int(length) > most):
        return _too_much(most)
    return None


def _too_much(most: int) -> Response:
    return told(413, f"more than {most // 2**20} MB", "add less at once, or use zenobia add", where="request")


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """The body as it comes, up to what is taken: a length that was told may lie, or not be told."""
    most, size = scope.get("zenobia.most", MOST_JSON), 0

    async def bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413, f"more than {most // 2**20} MB")
        return message

    return bounded
