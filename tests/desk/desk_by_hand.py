"""A desk over planted reports, and clients that ask it: no model is loaded, no port is opened."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from zenobia.desk.app import make_app
from zenobia.desk.desk import Desk
from zenobia.desk.fetching import Fetched
from zenobia.desk.guard import Door, door_of
from zenobia.errors import IntakeError
from zenobia.record import Record

sys.path.insert(0, str(Path(__file__).parent.parent / "record"))
planted = import_module("planted")  # a fake of another folder

BASE = "http://127.0.0.1:8137"
OWN = {"origin": BASE}
"""What the page's own requests say of themselves."""

ACTORS = ("Taliban", "Islamic State", "Syrian army")
PLACES = ("Kandahar", "Kabul", "Homs", "Palmyra", "Mosul", "Suva")
VERBS = ("attacked", "bombed", "shelled", "arrested", "accused", "captured")
OUTLETS = ("Sabel Courier", "Reuters", "BBC", None)
STATUS = ("", "", "", "", "will have ", "denied having ")


def lines(count: int = 60) -> Iterator[bytes]:
    """Reports of as many happenings, of every kind; each tenth is told again by another outlet with another toll."""
    for i in range(count):
        day, month = i % 27 + 1, i % 12 + 1
        actor, place, verb = ACTORS[i % 3], PLACES[i % 6], VERBS[(i // 2) % 6]
        told = f"{actor} {STATUS[i % 6]}{verb} police in {place} on {day} {_MONTHS[month - 1]} 2016, killing"
        published = f"2016-{month:02}-{day + 1:02}"
        yield planted.a_line(f"{told} {i % 9}.", published, OUTLETS[i % 4], id=f"r-{i:03}")
        if i % 10 == 0:
            yield planted.a_line(f"Again. {told} {i % 9 + 7}.", published, "Al Jazeera", id=f"r-{i:03}b")
    yield planted.a_line(HOSTILE, "2016-03-01", "<b>Outlet</b>", id="../../etc/<x>")
    yield planted.a_line("Nothing happened anywhere.", "2016-03-02", None, id="r-quiet")


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HOSTILE = (
    "<script>alert(1)</script> O'Neill-Bobby bombed police in Kabul on 1 March 2016, killing 3. \u2028 ';drop table report;--"
)


def web(url: str, /) -> Fetched:
    """The open internet, as far as tests know it."""
    if "gone" in url:
        raise IntakeError("the server answered 404", where=url, mend="save the page with your browser and add the file")
    body = b"<html><head><title>News</title></head><body><article><p>Taliban shelled police in Kabul on 3 April 2021, killing 4.</p>"
    return Fetched(
        url, "text/html", body + b"<p>Nobody else said a word of it that day, and that was all.</p></article></body></html>"
    )


def make_record(path: Path, count: int = 60) -> Path:
    """A record of planted reports."""
    with Record(path) as record:
        planted.add(record, *lines(count))
    return path


@contextmanager
def a_client(
    path: Path, *, write: bool = True, door: Door | None = None, base: str = BASE, page: Path | None = None
) -> Iterator[TestClient]:
    """A client of a desk over a record."""
    desk = Desk(path, write=write, make_reader=planted.make_planted, fetch=web)
    app = make_app(desk, door or door_of("127.0.0.1", 8137, token=None), page_folder=page)
    with TestClient(app, base_url=base, follow_redirects=False) as client:
        yield client


def finished(client: TestClient, answer: Any) -> dict[str, Any]:
    """The job that an answer names, when it is done."""
    assert answer.status_code == 202, answer.text
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/api/jobs/{answer.json()['job']}").json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError("the job does not end")
