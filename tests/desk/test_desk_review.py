"""Review through the desk: each act does what the record's own method does, says what changed, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_by_hand import OWN, a_client, planted
from starlette.testclient import TestClient

from zenobia.record import Record

TWICE = "Taliban bombed police in Kandahar on 12 May 2024, killing 12."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """Three reports of two happenings."""
    path = tmp_path / "r.zen"
    with Record(path) as record:
        planted.add(
            record,
            planted.a_line(TWICE, id="one"),
            planted.a_line(f"Police said. {TWICE}", outlet="Reuters", id="two"),
            planted.a_line("Taliban shelled police in Herat on 2 June 2024, killing 3.", "2024-06-03", id="three"),
        )
    with a_client(path) as found:
        yield found


def say(client: TestClient, **act: Any) -> dict[str, Any]:
    answer = client.post("/api/review", json=act, headers=OWN)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def listed(client: TestClient) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in client.get("/api/incidents").json()["items"]}


def key_of(client: TestClient, report: str) -> str:
    key: str = client.get(f"/api/reports/{report}").json()["keys"][0]
    return key


def test_accept_is_seen_at_once_and_named_in_the_log(client: TestClient) -> None:
    ident = client.get("/api/reports/one").json()["incidents"][0]
    told = say(client, act="accept", keys=[ident], who="Ada", why="seen on film")
    assert told["changed"] == [ident]
    assert listed(client)[ident]["review"] == "accepted"
    assert client.get("/api/reports/two").json()["reviews"] == ["accepted"]
    (deed,) = [
        d for d in client.get("/api/log", params={"key": key_of(client, "one")}).json()["items"] if d["kind"] == "accept"
    ]
    assert (deed["number"], deed["who"], deed["why"]) == (told["act"], "Ada", "seen on film")
    assert client.get("/api/facets?review=accepted").json()["total"] == 1


def test_reject_and_undo(client: TestClient) -> None:
    before = listed(client)
    ident = client.get("/api/reports/three").json()["incidents"][0]
    told = say(client, act="reject", keys=[ident])
    assert told["gone"] == [ident]
    assert ident not in listed(client)
    assert client.get(f"/api/incidents/{ident}").status_code == 404
    assert say(client, act="undo", number=told["act"])["changed"] == [ident]
    assert listed(client) == before


def test_edit_takes_words_spans_and_numbers(client: TestClient) -> None:
    key = key_of(client, "three")
    text = client.get("/api/reports/three").json()["text"]
    at = text.index("Herat")
    values = {"status": "planned", "killed": 5, "place": {"start": at, "end": at + 5}, "actor": ["police"], "target": None}
    (ident,) = say(client, act="edit", key=key, values=values)["changed"]
    account = client.get(f"/api/incidents/{ident}").json()["accounts"][0]
    assert (account["status"], account["review"]) == ("planned", "edited")
    assert [p["text"] for p in account["actor"]] == ["police"]
    assert (account["target"], account["tolls"][0]["low"], account["tolls"][0]["high"]) == ([], 5, 5)


def test_add_event_split_merge_and_alias(client: TestClient) -> None:
    added = say(client, act="add-event", report="two", trigger="said", type="accuse", values={"actor": "Police"})
    assert len(added["changed"]) == 2
    one = client.get("/api/reports/one").json()["incidents"][0]
    say(client, act="split", incident=one, events=[key_of(client, "one")])
    first, second = (client.get(f"/api/incidents/{key_of(client, name)}").json()["id"] for name in ("one", "three"))
    assert client.get(f"/api/incidents/{first}").json()["accounts"][0]["telling"]["id"] == "one"
    merged = say(client, act="merge", keys=[first, second])
    assert (
        client.get(f"/api/incidents/{first}").json()["id"]
        == client.get(f"/api/incidents/{second}").json()["id"]
        in merged["changed"]
    )
    assert say(client, act="alias", name="police", actor="taliban")["changed"]


REFUSED = [
    ({"act": "accept", "keys": ["e-000000000000"]}, 400, "no event"),
    ({"act": "accept", "keys": ["../etc"]}, 400, "names no event or incident"),
    ({"act": "edit", "key": "e-000000000000", "values": {"status": "planned"}}, 400, "no event"),
    ({"act": "add-event", "report": "none", "trigger": "x", "type": "attack"}, 400, "no report"),
    (
        {"act": "add-event", "report": "one", "trigger": {"start": 0, "end": 10**6}, "type": "attack"},
        400,
        "no span of the report",
    ),
    ({"act": "add-event", "report": "one", "trigger": "nowhere", "type": "attack"}, 400, "does not say"),
    ({"act": "alias", "name": "police", "actor": "geonames:1"}, 400, "is a place"),
    ({"act": "undo", "number": 1}, 400, "which stays"),
    ({"act": "undo", "number": 10**12}, 422, "number"),
    ({"act": "undo", "number": True}, 422, "number"),
    ({"act": "accept", "keys": ["e-000000000000"] * 201}, 422, "keys"),
    ({"act": "accept", "keys": ["e-000000000000"], "also": 1}, 422, "also"),
    ({"act": "drop", "keys": ["x"]}, 422, "act"),
]


@pytest.mark.parametrize(("act", "status", "says"), REFUSED, ids=[str(case[0])[:60] for case in REFUSED])
def test_what_cannot_be_done_changes_nothing(client: TestClient, act: dict[str, Any], status: int, says: str) -> None:
    answer = client.post("/api/review", json=act, headers=OWN)
    assert (answer.status_code, says in answer.json()["error"]) == (status, True), answer.text
    assert client.get("/api/log").json()["total"] == 1


def test_a_desk_that_only_shows_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "r.zen"
    Record(path).close()
    with a_client(path, write=False) as client:
        for address, body in (("/api/review", {"act": "undo", "number": 1}), ("/api/reports", {"text": "x"})):
            answer = client.post(address, json=body, headers=OWN)
            assert answer.status_code == 409
            assert "start the desk without --read-only" in answer.json()["mend"]


def test_readers_go_on_while_somebody_writes(client: TestClient) -> None:
    """A reader never waits for a writer: it sees the record as it was."""
    desk = client.app.state.desk  # type: ignore[attr-defined]
    before = listed(client)
    with desk.record.writer.begin() as connection:
        connection.exec_driver_sql("update incident set certainty = 0")
        assert listed(client) == before
        connection.rollback()
