"""A page of the web for the record: fetched from public addresses alone, whatever a name, a redirect or a server tries.

A name is resolved once and the connection goes to the address that was looked at; every redirect is looked at anew. What a reader asks the
desk to fetch must never reach what only this machine or its network can see (server-side request forgery)."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from zenobia.errors import IntakeError
from zenobia.version import VERSION

MOST_BYTES = 5 * 2**20
"""Of a page; the longest article seen is a fifth of it."""

SECONDS = 20.0
"""For all of it, redirects included."""

REDIRECTS = 5
LONGEST_URL = 2_000

_MEND = "save the page with your browser and add the file"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. url: after redirects; kind: its media type, empty when it tells none."""

    url: str
    kind: str
    body: bytes


class Fetch(Protocol):
    """Gets a page."""

    def __call__(self, url: str, /) -> Fetched:
        """The page. Raises IntakeError when it cannot or must not be fetched."""
        ...


Resolve = Callable[[str, int], list[str]]
"""Host and port -> its addresses."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, whichever way it is written: also none that leads to a private IPv4 address inside an
    IPv6 one (mapped, 6to4, Teredo, NAT64)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and _leads_elsewhere(found):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified or found.is_link_local)


def _leads_elsewhere(found: ipaddress.IPv6Address) -> bool:
    return bool(found.ipv4_mapped or found.sixtofour or found.teredo or found in _EMBEDDING or found.is_site_local)


_EMBEDDING = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address in an IPv6 one. The old "compatible" ones (::/96) are not global to begin with."""


def fetch(
    url: str, *, resolve: Resolve = resolve, is_allowed: Callable[[str], bool] = is_public, seconds: float = SECONDS
) -> Fetched:
    """What an address gives, after at most REDIRECTS redirects.

    resolve, is_allowed: how names become addresses, and which of them may be reached. Raises IntakeError for an address that must not be
    fetched, and for one that gives nothing, too much or nothing in time."""
    deadline = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        parts = _parts(url)
        answer = _ask(url, parts, _address(parts, resolve, is_allowed), deadline)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
    raise IntakeError(f"more than {REDIRECTS} redirects", where=_shown(url), mend=_MEND)


def _parts(url: str) -> SplitResult:
    """The parts of an address. Raises IntakeError for any but http and https ones."""
    fault = "no address of a web page"
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not host or port == 0 or len(url) > LONGEST_URL or not url.isprintable():
        raise IntakeError(fault, where=_shown(url), mend="give a whole address that begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise IntakeError("the address holds a user's name", where=_shown(host), mend="leave out what stands before the @")
    return parts


def _address(parts: SplitResult, resolve: Resolve, is_allowed: Callable[[str], bool]) -> str:
    """The address that is connected to. Raises IntakeError when any address of the host is not public: a name of both kinds is a trick."""
    host = parts.hostname or ""
    try:
        found = resolve(host, _port(parts))
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise IntakeError("no such host", where=_shown(host), mend="check the address")
    if not all(is_allowed(address) for address in found):
        raise IntakeError("the host is not on the open internet", where=_shown(host), mend=_MEND)
    return found[0]


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ask(url: str, parts: SplitResult, address: str, deadline: float) -> Fetched | str:
    """The page, or where it has moved to."""
    connection = _connection(parts, address, _left(deadline, url))
    watch = Timer(_left(deadline, url), _hang_up, [connection])  # a server that sends a byte a second meets no other limit
    watch.daemon = True
    watch.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target.replace(" ", "%20"), headers=_headers(parts))
        answer = connection.getresponse()
        if answer.status in _MOVED and (where := answer.getheader("Location")):
            return where
        if answer.status != 200:
            raise IntakeError(f"the server answered {answer.status}", where=_shown(url), mend=_MEND)
        body = answer.read(MOST_BYTES + 1)
        _left(deadline, url)  # what the watch cut off ends like a page without a length
        if len(body) > MOST_BYTES:
            raise IntakeError(f"larger than {MOST_BYTES // 2**20} MB", where=_shown(url), mend=_MEND)
        if answer.length:
            raise IntakeError("no answer: it breaks off", where=_shown(url), mend=_MEND)
        return Fetched(url, (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower(), body)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError, AttributeError) as error:
        # AttributeError, ValueError: what http.client does when the watch hangs up in its midst
        if isinstance(error, IntakeError):
            raise
        what = (
            f"no answer within {SECONDS:.0f} s"
            if time.monotonic() >= deadline - 0.05
            else f"no answer ({type(error).__name__})"
        )
        raise IntakeError(what, where=_shown(url), mend=_MEND) from None
    finally:
        watch.cancel()
        connection.close()


def _headers(parts: SplitResult) -> dict[str, str]:
    return {
        "Host": parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc,
        "User-Agent": f"zenobia/{VERSION}",
        "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.8",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _left(deadline: float, url: str) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise IntakeError(f"no answer within {SECONDS:.0f} s", where=_shown(url), mend=_MEND)
    return left


def _connection(parts: SplitResult, address: str, seconds: float) -> _Pinned:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return _PinnedTls(host, _port(parts), address, seconds)
    return _Pinned(host, _port(parts), address, seconds)


class _Pinned(http.client.HTTPConnection):
    """Goes to the address that was looked at, whatever the name means a moment later."""

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self.held: socket.socket | None = None
        """The connection as long as anybody reads of it; `sock` is taken away with the last header."""

    def connect(self) -> None:
        """Connects."""
        self.sock = self.held = socket.create_connection((self._address, self.port), self.timeout)


class _PinnedTls(_Pinned):
    """The same over TLS, its certificate checked against the name."""

    def connect(self) -> None:
        """Connects and shakes hands."""
        super().connect()
        context = ssl.create_default_context()
        secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.held = secured
        secured.do_handshake()


def _hang_up(connection: _Pinned) -> None:
    if connection.held is not None:
        with suppress(OSError):  # it has ended already
            connection.held.shutdown(socket.SHUT_RDWR)


def _shown(url: str) -> str:
    return url[:200]
