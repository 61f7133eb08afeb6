"""`zenobia desk`: the record in a browser, on this machine."""

from __future__ import annotations

import secrets
import socket
import sys
import webbrowser
from contextlib import suppress
from threading import Thread, Timer
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.record_options import RecordFile

if TYPE_CHECKING:
    from zenobia.desk.guard import Door

PORT = 8137


def desk(
    record: RecordFile,
    host: Annotated[
        str, typer.Option(metavar="NAME", help="The address it answers at; others than this machine's ask for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="0 takes a free one.")] = PORT,
    token: Annotated[bool, typer.Option("--token", help="Ask for a token on this machine too, where others work.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show the record and change nothing.")] = False,
    open_page: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open it in the browser.", show_default="on a terminal")
    ] = None,
) -> int:
    """Open a record in the browser: map, incidents, situation, review; Ctrl-C ends it.

    Everything stays on this machine: the page loads nothing from elsewhere, and nobody else can reach it unless --host says so.
    """
    import uvicorn

    from zenobia.cli.run import check_own
    from zenobia.desk.app import make_app
    from zenobia.desk.desk import Desk
    from zenobia.desk.guard import door_of, is_loopback

    check_own()
    wanted = secrets.token_urlsafe(24) if token or not is_loopback(host) else None
    with _bound(host, port) as bound:
        taken = int(bound.getsockname()[1])
        door = door_of(host, taken, token=wanted, names=() if is_loopback(host) else (socket.gethostname(),))
        opened = Desk(record, write=not read_only)
        app = make_app(opened, door)
        Thread(target=opened.warm, daemon=True).start()
        address = _address(host, taken, door)
        print(f"{record} is open at {address}\nCtrl-C ends it", flush=True)
        if sys.stdout.isatty() if open_page is None else open_page:
            Timer(0.8, webbrowser.open, [address]).start()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none", lifespan="on",
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):  # the way it ends
            uvicorn.Server(config).run(sockets=[bound])
    return 0


def _bound(host: str, port: int) -> socket.socket:
    """A socket at the address. Raises UsageError when it cannot be had."""
    from zenobia.errors import UsageError

    try:
        (family, kind, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        bound = socket.socket(family, kind)
        if sys.platform != "win32":  # there it would let two programs share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        mend = "end what uses it, or take another: --port 0 takes a free one"
        raise UsageError(f"cannot answer at port {port} ({error.strerror})", where=host, mend=mend) from None
    return bound


def _address(host: str, port: int, door: Door) -> str:
    """What to open in the browser."""
    from zenobia.desk.guard import is_wildcard

    name = socket.gethostname() if is_wildcard(host) else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?token={door.token}" if door.token else "")
