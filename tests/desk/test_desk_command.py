"""`zenobia desk`: where it answers, what it prints, what it refuses."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from zenobia.cli.desk import _address, _bound, desk
from zenobia.desk.guard import door_of
from zenobia.errors import RecordError, UsageError


def test_a_port_in_use_is_told_with_the_mend() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="cannot answer at port") as told:
        _bound("127.0.0.1", taken.getsockname()[1])
    assert "--port 0 takes a free one" in told.value.mend


def test_a_host_that_is_none_of_this_machine_is_told() -> None:
    with pytest.raises(UsageError, match="cannot answer at port"):
        _bound("192.0.2.1", 0)


ADDRESSES = [
    ("127.0.0.1", None, "http://127.0.0.1:8137/"),
    ("::1", None, "http://[::1]:8137/"),
    ("desk.example", "t0ken", "http://desk.example:8137/?token=t0ken"),
]


@pytest.mark.parametrize(("host", "token", "address"), ADDRESSES)
def test_the_address_that_is_printed_opens_the_door(host: str, token: str | None, address: str) -> None:
    door = door_of(host, 8137, token=token)
    assert _address(host, 8137, door) == address
    assert door.knows(address.removeprefix("http://").partition("/")[0])


def test_what_is_no_record_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    (tmp_path / "r.zen").write_text("no record")
    with pytest.raises(RecordError, match="is no record"):
        desk(tmp_path / "r.zen", port=0, open_page=False)
