"""Who may ask the desk, from where, and what every answer forbids the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_by_hand import BASE, OWN, a_client
from starlette.testclient import TestClient

from zenobia.desk import guard
from zenobia.desk.guard import POLICY, door_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with a_client(tmp_path_factory.mktemp("guard") / "r.zen") as found:
        yield found


@pytest.mark.parametrize("address", ["/", "/api/status", "/api/nothing", "/api/incidents?from=x", "/api/docs"])
def test_every_answer_forbids_scripts_frames_and_guessing(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_the_policy_of_the_page_is_the_strict_one(client: TestClient) -> None:
    assert client.get("/api/status").headers["content-security-policy"] == POLICY
    assert "http" not in POLICY


HOSTS = [
    ("127.0.0.1:8137", 200), ("localhost:8137", 200), ("[::1]:8137", 200), ("LOCALHOST:8137", 200), ("evil.example", 421),
    ("evil.example:8137", 421), ("127.0.0.1:8138", 421), ("127.0.0.1", 421), ("192.168.1.5:8137", 421), ("", 421),
    ("127.0.0.1:8137.evil.example", 421), ("127.0.0.1:8137@evil.example", 421), ("127.0.0.1:8137, evil.example", 421),
]  # fmt: skip


@pytest.mark.parametrize(("host", "status"), HOSTS)
def test_only_its_own_names_reach_it(client: TestClient, host: str, status: int) -> None:
    assert client.get("/api/status", headers={"host": host}).status_code == status


WRITES = [
    ({}, 403),  # a program says who it is: no header, no write
    ({"origin": BASE}, 400),
    ({"origin": "http://localhost:8137"}, 403),  # the page of another name is another page
    ({"sec-fetch-site": "same-origin"}, 400),
    ({"origin": "http://evil.example"}, 403),
    ({"origin": "null"}, 403),
    ({"origin": "http://127.0.0.1:9"}, 403),
    ({"origin": "ftp://127.0.0.1:8137"}, 403),
    ({"origin": "http://["}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "none"}, 403),
    ({"origin": "http://evil.example", "sec-fetch-site": "same-origin"}, 403),
    ({"origin": BASE, "sec-fetch-site": "cross-site"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), WRITES)
def test_only_the_desk_s_own_page_writes(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.post("/api/review", json={"act": "accept", "keys": ["e-000000000000"]}, headers=headers)
    assert answer.status_code == status, answer.text
    assert client.get("/api/log").json()["total"] == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/json-patch+json"])
def test_what_a_form_of_another_page_could_send_is_refused(client: TestClient, kind: str) -> None:
    headers = {**OWN, "content-type": kind} if kind else OWN
    assert client.post("/api/review", content=b'{"act":"undo","number":1}', headers=headers).status_code == 415


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_there_is_no_other_way_to_write(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/incidents", headers={**OWN, "content-type": "application/json"})
    assert answer.status_code == 405
    assert "error" in answer.json()


def test_another_page_cannot_ask_but_can_be_left_for_this_one(client: TestClient) -> None:
    assert client.get("/api/status", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_body_of_more_than_is_taken_is_refused_whatever_its_length_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_JSON", 1_000)
    large = b'{"act":"accept","keys":["' + b"a" * 2_000 + b'"]}'
    headers = {**OWN, "content-type": "application/json"}
    assert client.post("/api/review", content=large, headers=headers).status_code == 413

    def stream() -> Iterator[bytes]:
        yield from (large[i : i + 100] for i in range(0, len(large), 100))

    for address in ("/api/review", "/api/reports"):
        assert client.post(address, content=stream(), headers=headers).status_code == 413


BODIES = [
    b"", b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b"1" * 10_000, b'{"act":"none"}', b'{"act":"accept","keys":[]}', b'{"act":"edit"}',
    b'{"act":"accept","keys":["\\ud800"]}', b'{"act":"accept","keys":["\\u0000"]}', b'{"act":"undo","number":1e400}', b"\xff\xfe",
    b'{"act":"undo","number":99999999999999999999999}', b'{"act":"accept","keys":["i-000000000000"],"who":"\\udfff"}', b'{"act":{}}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=[repr(body[:30]) for body in BODIES])
@pytest.mark.parametrize("address", ["/api/review", "/api/reports"])
def test_bodies_that_are_none_are_told_in_one_shape(client: TestClient, address: str, body: bytes) -> None:
    answer = client.post(address, content=body, headers={**OWN, "content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert {"error", "mend"} <= answer.json().keys()


# A desk that other machines can reach

DOOR = door_of("desk.example", 8137, token="s3cret")
AT = "http://desk.example:8137"


@pytest.fixture
def far(tmp_path: Path) -> Iterator[TestClient]:
    with a_client(tmp_path / "r.zen", door=DOOR, base=AT) as found:
        yield found


@pytest.mark.parametrize(
    "address", ["/", "/api/status", "/api/openapi.json", "/?token=", "/?token=S3cret", "/api/status?token=s3cret"]
)
def test_without_the_token_nobody_sees_anything(far: TestClient, address: str) -> None:
    answer = far.get(address)
    assert answer.status_code == 401
    assert "s3cret" not in answer.text


@pytest.mark.parametrize("headers", [{"authorization": "Bearer s3cret"}, {"cookie": f"a=b; {guard.COOKIE}=s3cret"}])
def test_with_the_token_everything_is_open(far: TestClient, headers: dict[str, str]) -> None:
    assert far.get("/api/status", headers=headers).status_code == 200
    assert far.get("/api/status", headers={**headers, "host": "127.0.0.1:8137"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [{"authorization": "Bearer "}, {"authorization": "Basic s3cret"}, {"authorization": "Bearer é"}, {"cookie": ";;=\x01"}],
)
def test_a_wrong_token_is_none(far: TestClient, headers: dict[str, str]) -> None:
    raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    assert far.get("/api/status", headers=raw).status_code == 401


def test_the_address_with_the_token_becomes_a_cookie_that_scripts_cannot_read(far: TestClient) -> None:
    answer = far.get("/?token=s3cret")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in answer.headers["set-cookie"].split(";")}
    assert far.get("/").status_code == 200


def test_a_token_does_not_open_it_to_other_pages(far: TestClient) -> None:
    headers = {"cookie": f"{guard.COOKIE}=s3cret", "origin": "http://evil.example"}
    assert far.post("/api/review", json={"act": "undo", "number": 1}, headers=headers).status_code == 403


def test_every_address_of_the_machine_is_answered_by_number_alone() -> None:
    door = door_of("0.0.0.0", 80, token="t", names=("desk-machine",))
    assert all(map(door.knows, ("192.168.1.5:80", "[fe80::1]:80", "desk-machine:80", "desk-machine", "localhost")))
    assert not any(map(door.knows, ("evil.example:80", "192.168.1.5:81", "evil.example", "1.2.3.4.example:80")))
