"""What the desk fetches, and what it must never reach: this machine, its network, more than is asked, longer than is asked."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from zenobia.desk.fetching import Fetched, fetch, is_public
from zenobia.errors import IntakeError

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "172.15.0.1", "172.32.0.1"]
NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "0.0.0.0", "0.1.2.3", "100.64.0.1", "192.0.0.1",
    "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a00:1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:0:1::1", "2001:db8::1", "fec0::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_may_be_reached(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_other_address_may(address: str) -> None:
    assert not is_public(address)


REFUSED = [
    "file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "javascript:alert(1)", "//a.example/", "http://", "http:///x", "",
    "http://a.example:0/", "http://a.example:99999/", "http://[::1", "http://user:pass@a.example/", "http://user@a.example/",
    "http://a.example/\r\nX: y", "http://a.example/" + "x" * 3_000, "data:text/html,x",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED, ids=[repr(url)[:40] for url in REFUSED])
def test_what_is_no_address_of_a_page_is_refused_before_anybody_is_asked(url: str) -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise AssertionError("asked for a name")

    with pytest.raises(IntakeError):
        fetch(url, resolve=nobody)


LOCAL = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://0/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://127.1/",
]


@pytest.mark.parametrize("url", LOCAL)
def test_this_machine_is_not_reached_however_it_is_written(url: str) -> None:
    with pytest.raises(IntakeError, match=r"not on the open internet|no such host"):
        fetch(url)


def test_a_name_with_one_address_that_is_not_public_is_refused() -> None:
    with pytest.raises(IntakeError, match="not on the open internet"):
        fetch("http://a.example/", resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])


def test_a_name_is_looked_up_once_so_that_it_cannot_mean_another_address_a_moment_later() -> None:
    with serving(page(b"<p>hello</p>")) as port:
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        found = fetch(f"http://a.example:{port}/x", resolve=lambda _host, _port: next(answers), is_allowed=is_test)
        assert found == Fetched(f"http://a.example:{port}/x", "text/html", b"<p>hello</p>")
        assert next(answers) == ["10.0.0.1"]


ELSEWHERE = [
    "http://10.0.0.1/",
    "//192.168.1.1/",
    "http://localhost/",
    "file:///etc/passwd",
    "http://b.example@10.0.0.1/",
    "gopher://a",
]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_redirect_is_looked_at_anew(where: str) -> None:
    with (
        serving(f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()) as port,
        pytest.raises(IntakeError),
    ):
        fetch(f"http://a.example:{port}/", resolve=by_name, is_allowed=is_test)


def test_a_redirect_to_another_page_is_followed_and_a_ring_is_not() -> None:
    with serving(page(b"there")) as port:
        moved = f"HTTP/1.1 301 Moved\r\nLocation: http://b.example:{port}/y\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(moved) as first:
            found = fetch(f"http://a.example:{first}/", resolve=by_name, is_allowed=is_test)
    assert (found.url, found.body) == (f"http://b.example:{port}/y", b"there")
    with (
        serving(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n") as port,
        pytest.raises(IntakeError, match="more than 5 redirects"),
    ):
        fetch(f"http://a.example:{port}/", resolve=by_name, is_allowed=is_test)


BAD_ANSWERS = [
    (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "the server answered 404"),
    (b"HTTP/1.1 206 Partial\r\nContent-Length: 0\r\n\r\n", "the server answered 206"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n" + b"x" * (6 * 2**20), "larger than 5 MB"),
    (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (6 * 2**20), "larger than 5 MB"),
    (b"SSH-2.0-OpenSSH\r\n", "no answer"),
    (b"", "no answer"),
    (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1_000, "no answer"),
    (b"HTTP/1.1 200 OK\r\n" + b"a" * 100_000, "no answer"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "no answer"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nxx", "no answer"),
]


@pytest.mark.parametrize(("answer", "says"), BAD_ANSWERS, ids=[repr(a[:40]) for a, _ in BAD_ANSWERS])
def test_an_answer_that_is_none_is_told(answer: bytes, says: str) -> None:
    with serving(answer) as port, pytest.raises(IntakeError, match=says):
        fetch(f"http://a.example:{port}/", resolve=by_name, is_allowed=is_test)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "])
def test_a_server_that_drips_is_given_up_in_time(head: bytes) -> None:
    began = time.monotonic()
    with serving(head, drip=True) as port, pytest.raises(IntakeError, match="no answer"):
        fetch(f"http://a.example:{port}/", resolve=by_name, is_allowed=is_test, seconds=0.6)
    assert time.monotonic() - began < 3


# A server for one test, at this machine


def page(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def by_name(host: str, _port: int) -> list[str]:
    """Names of tests are this machine; numbers are themselves."""
    return ["127.0.0.1"] if host.endswith(".example") else [host if host[0].isdigit() else "127.0.0.2"]


def is_test(address: str) -> bool:
    return address == "127.0.0.1"


@contextmanager
def serving(answer: bytes, *, drip: bool = False) -> Iterator[int]:
    """A server that gives every caller these bytes. drip: then a byte every 50 ms. Gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            with caller:
                try:
                    caller.settimeout(5)
                    caller.recv(65_536)
                    caller.sendall(answer)
                    while drip:
                        time.sleep(0.05)
                        caller.sendall(b"x")
                except OSError:
                    continue

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=6)
