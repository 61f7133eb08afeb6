"""What the desk answers: shapes of every address, filters that agree with the record's, pages that cover all once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_by_hand import HOSTILE, OWN, a_client, make_record
from starlette.testclient import TestClient

from zenobia.record import Record
from zenobia.record.query import Filters, Sort
from zenobia.types import EventType, Status


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record that these tests only read."""
    return make_record(tmp_path_factory.mktemp("desk") / "r.zen")


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with a_client(path, write=False) as found:
        yield found


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with Record(path, write=False) as found:
        yield found


SUMMARY = {
    "id", "type", "status", "start", "end", "precision", "day", "place", "killed", "certainty", "accounts", "reports", "outlets",
    "disagreements", "review", "first_published", "actors", "sentence", "origin",
}  # fmt: skip
POINTS = {"id", "longitude", "latitude", "radius_km", "family", "killed", "day"}
FACETS = {"total", "type", "family", "status", "outlet", "country", "review", "origin", "actor", "histogram"}
REPORT = {
    "id", "sha256", "title", "byline", "outlet", "independent", "url", "published", "language", "revision", "text", "reading", "keys",
    "incidents", "apart", "reviews", "copies", "revisions",
}  # fmt: skip
CHANGES = {"first", "last", "turns", "ties", "contradictions", "truces", "tolls", "incidents"}
PART = {"part", "day", "from", "known", "items", "total", "more"}

SHAPES = [
    ("/api/status", {"reports", "incidents", "first_published", "last_published", "version", "writable"}),
    ("/api/incidents", {"items", "total", "next"}),
    ("/api/points", POINTS),
    ("/api/facets", FACETS),
    ("/api/reports?text=police", {"items", "total", "next"}),
    ("/api/reports", {"items", "total", "next"}),
    ("/api/reports/r-001", REPORT),
    ("/api/suggest?q=tal", {"items"}),
    ("/api/changes?from=2016-01-01&to=2016-12-01", CHANGES),
    ("/api/timeline?place=Palmyra", {"items"}),
    ("/api/log", {"items", "total", "next"}),
    ("/api/jobs", {"items"}),
    ("/api/openapi.json", {"openapi", "paths"}),
    *((f"/api/situation/{part}?on=2016-12-31&from=2016-01-01&place=Palmyra", PART) for part in (
        "control", "history", "ties", "contradictions", "plans", "truces", "tolls", "disagreements", "outlets", "balance",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("address", "names"), SHAPES, ids=[address for address, _ in SHAPES])
def test_an_address_answers_in_its_shape(client: TestClient, address: str, names: set[str]) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert names <= answer.json().keys()


def test_a_summary_says_what_a_list_shows(client: TestClient, record: Record) -> None:
    found = client.get("/api/incidents", params={"text": "Kabul", "place": "Kabul", "limit": 5}).json()["items"]
    for item in found:
        assert item.keys() == SUMMARY
        whole = record.incident(item["id"])
        assert item["sentence"] == whole.accounts[0].evidence
        assert item["place"]["name"] == "Kabul"
        assert (item["type"], item["status"], item["accounts"]) == (whole.type, whole.status, len(whole.accounts))
        assert {p.actor.id for p in whole.actor if p.actor} <= {a["id"] for a in item["actors"] if a["role"] == "actor"}


def test_an_incident_is_whole(client: TestClient, record: Record) -> None:
    one = next(record.incidents(sort=Sort.ACCOUNTS))
    told = client.get(f"/api/incidents/{one.id}").json()
    assert told["id"] == one.id
    assert [a["evidence"] for a in told["accounts"]] == [a.evidence for a in one.accounts]
    assert client.get(f"/api/incidents/{one.accounts[0].key}").json() == told


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("type=bombing&type=capture", {"types": (EventType.BOMBING, EventType.CAPTURE)}),
    ("status=planned", {"statuses": (Status.PLANNED,)}),
    ("place=Palmyra", {"place": "Palmyra"}),
    ("place=Syria", {"place": "Syria"}),
    ("place=Homs&radius=200", {"place": "Homs", "radius_km": 200.0}),
    ("near=34.5,69.2&radius=50", {"near": (34.5, 69.2), "radius_km": 50.0}),
    ("actor=Daesh", {"actor": "Daesh"}),
    ("actor=Syrian Arab Army&with_parts=true", {"actor": "Syrian Arab Army", "with_parts": True}),
    ("from=2016-03-01&to=2016-05-31", {"first": "2016-03-01", "last": "2016-05-31"}),
    ("killed=6", {"killed": 6}),
    ("outlet=Reuters", {"outlet": "Reuters"}),
    ("text=bombed -Kabul", {"text": "bombed -Kabul"}),
    ("review=none", {"review": "none"}),
    ("reports=2", {"reports": 2}),
    ("certainty=0.75", {"certainty": 0.75}),
    ("disagreeing=true", {"disagreeing": True}),
    ("origin=acled", {"origin": "acled"}),
    ("type=bombing&actor=Taliban&killed=1&place=", {"types": (EventType.BOMBING,), "actor": "Taliban", "killed": 1}),
]


@pytest.mark.parametrize(("asked", "filters"), ASKED, ids=[asked for asked, _ in ASKED])
def test_filters_are_the_record_s_own(client: TestClient, record: Record, asked: str, filters: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {k: date.fromisoformat(v) if k in ("first", "last") else v for k, v in filters.items()}
    expected = [i.id for i in record.incidents(Filters(**wanted))]
    listed = client.get(f"/api/incidents?{asked}&limit=500").json()
    assert [item["id"] for item in listed["items"]] == expected
    assert listed["total"] == len(expected)
    facets = client.get(f"/api/facets?{asked}").json()
    assert facets["total"] == len(expected)
    assert sum(of["count"] for of in facets["type"]) == len(expected)
    assert sum(of["count"] for of in facets["histogram"]["bins"]) + facets["histogram"]["undated"] == len(expected)
    points = client.get(f"/api/points?{asked}").json()
    assert set(points["id"]) <= set(expected)
    assert {len(column) for column in points.values()} == {len(points["id"])}


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_cover_everything_once_in_the_record_s_order(client: TestClient, record: Record, sort: Sort) -> None:
    expected = [i.id for i in record.incidents(sort=sort)]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/api/incidents", params={"sort": sort.value, "limit": 7, "cursor": cursor}).json()
        assert page["total"] == len(expected)
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert found == expected


def test_pages_go_on_after_the_row_before_when_the_record_changed(tmp_path: Path) -> None:
    path = make_record(tmp_path / "r.zen")
    with a_client(path) as client:
        first = client.get("/api/incidents?limit=5").json()
        gone = first["items"][0]["id"]
        assert client.post("/api/review", json={"act": "reject", "keys": [gone]}, headers=OWN).status_code == 200
        rest = client.get("/api/incidents", params={"limit": 500, "cursor": first["next"]}).json()["items"]
        now = [item["id"] for item in client.get("/api/incidents?limit=500").json()["items"]]
        assert [item["id"] for item in first["items"][1:]] + [item["id"] for item in rest] == now


BOXES = [
    ("60,30,75,40", {"Kandahār", "Kabul"}),
    ("-180,-90,180,90", {"Kandahār", "Kabul", "Homs", "Tadmur", "Mosul", "Suva"}),
    ("170,-30,-170,0", {"Suva"}),  # over the date line
    ("420,30,435,40", {"Kandahār", "Kabul"}),  # a map turned round once
]


@pytest.mark.parametrize(("box", "places"), BOXES)
def test_the_extent_of_the_map_is_a_filter(client: TestClient, box: str, places: set[str]) -> None:
    items = client.get("/api/incidents", params={"bbox": box, "limit": 500}).json()["items"]
    assert {item["place"]["name"] for item in items} == places
    everywhere = client.get("/api/incidents?limit=500").json()["items"]
    assert len(items) == sum(bool(item["place"]) and item["place"]["name"] in places for item in everywhere)


def test_a_report_has_its_reading_and_what_became_of_its_events(client: TestClient, record: Record) -> None:
    told = client.get("/api/reports/r-010").json()
    assert told["text"].startswith("Islamic State")
    events = told["reading"]["events"]
    assert len(events) == len(told["keys"]) == len(told["incidents"]) == len(told["reviews"]) == 1
    assert record.incident(told["keys"][0]).id == told["incidents"][0]
    assert told["revisions"] == [{"revision": 1, "sha256": told["sha256"], "published": "2016-11-12"}]


def test_hostile_words_go_out_as_they_are_and_as_data(client: TestClient) -> None:
    told = client.get("/api/reports/../../etc/<x>".replace("../../", "%2e%2e%2f%2e%2e%2f").replace("<x>", "%3Cx%3E"))
    assert told.json()["text"] == HOSTILE
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert "\u2028" not in told.text  # escaped: some readers break lines there


def test_reports_are_found_page_by_page(client: TestClient) -> None:
    found, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/reports", params={"text": "bombed", "limit": 4, "cursor": cursor}).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == page["total"] > 4
    assert "\x02bombed\x03" in page["items"][-1]["snippet"]


SUGGESTED = [
    ({"q": "tali", "kind": "actor"}, ("actor", "Taliban")),
    ({"q": "daesh", "kind": "actor"}, ("actor", "Islamic State")),
    ({"q": "palm"}, ("place", "Tadmur")),  # as reports call it
    ({"q": "reut", "kind": "outlet"}, ("outlet", "Reuters")),
]


@pytest.mark.parametrize(("asked", "first"), SUGGESTED)
def test_names_are_suggested_by_any_name(client: TestClient, asked: dict[str, str], first: tuple[str, str]) -> None:
    item = client.get("/api/suggest", params=asked).json()["items"][0]
    assert (item["kind"], item["name"]) == first
    assert item["count"] > 0


def test_a_briefing_is_a_page_whose_style_alone_is_allowed(client: TestClient) -> None:
    answer = client.get("/api/changes.html?from=2016-01-01&to=2016-12-01")
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "<script" not in answer.text


def test_the_interface_is_listed_without_a_script(client: TestClient) -> None:
    answer = client.get("/api/docs")
    assert "GET /api/incidents" in answer.text
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("http-equiv", "")


WRONG = [
    ("/api/incidents?place=Tadmurra", 400, "no place 'Tadmurra' in the record", "did you mean"),
    ("/api/incidents?from=2016-05-01&to=2016-01-01", 400, "is before", "give the first day first"),
    ("/api/incidents?from=yesterday", 422, "from: ", "see /api/docs"),
    ("/api/incidents?from=0001-01-01", 422, "days lie between", "see /api/docs"),
    ("/api/incidents?kiled=3", 422, "kiled: Extra inputs", "see /api/docs"),
    ("/api/incidents?killed=99999999999999999999", 422, "killed: ", "see /api/docs"),
    ("/api/incidents?text=a%00b", 422, "control characters", "see /api/docs"),
    ("/api/incidents?bbox=1,2,3", 422, "bbox: ", "see /api/docs"),
    ("/api/incidents?near=nan,inf", 422, "near: ", "see /api/docs"),
    ("/api/incidents?cursor=x", 400, "no cursor", "give `next`"),
    ("/api/incidents?text=-a", 400, "asks for no word", "write words"),
    ("/api/incidents/i-000000000000", 404, "no incident i-000000000000", "zenobia incidents"),
    ("/api/incidents/'or 1=1--", 404, "is no incident", "12 hex digits"),
    ("/api/reports/none-such", 404, "no report 'none-such'", "name it by its id"),
    ("/api/reports?cursor=-1", 400, "no cursor", "give `next`"),
    ("/api/situation/history", 400, "a history of what?", "name the place"),
    ("/api/situation/balance?from=1200-01-01", 400, "more than 60 years", "give a later day"),
    ("/api/situation/everything", 422, "part: ", "see /api/docs"),
    ("/api/timeline", 400, "a timeline of what?", "name a place or an actor"),
    ("/api/changes?from=2016-03-28&to=2016-03-01", 400, "is before", "give the first day first"),
    ("/api/changes?from=1000-01-01&to=2016-03-01", 400, "more than 100 years", "give a later day"),
    ("/api/jobs/j9", 404, "no such job", "jobs are forgotten"),
    ("/api/nothing", 404, "nothing here", "see /api/docs"),
    ("/none.js", 404, "no such page", "open /"),
]


@pytest.mark.parametrize(("address", "status", "says", "mend"), WRONG, ids=[case[0] for case in WRONG])
def test_what_cannot_be_answered_says_why(client: TestClient, address: str, status: int, says: str, mend: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    told = answer.json()
    assert says in told["error"]
    assert mend in told["mend"]


def test_an_empty_record_is_empty_everywhere(tmp_path: Path) -> None:
    with a_client(tmp_path / "new.zen") as client:
        assert client.get("/api/incidents").json() == {"items": [], "total": 0, "next": None}
        assert client.get("/api/points").json() == {name: [] for name in POINTS}
        assert client.get("/api/facets").json()["total"] == 0
        assert client.get("/api/status").json()["reports"] == 0
        for part in ("control", "tolls", "balance", "plans"):
            assert client.get(f"/api/situation/{part}").json()["items"] == []


def test_large_answers_are_packed(client: TestClient) -> None:
    assert client.get("/api/points", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_without_the_built_page_it_says_so(client: TestClient, tmp_path: Path) -> None:
    assert "the page was not built:" in client.get("/").text or "<script" in client.get("/").text
    with a_client(tmp_path / "new.zen", page=tmp_path / "absent") as other:
        assert "the page was not built:" in other.get("/").text


def test_the_built_page_is_served_and_nothing_beside_it(tmp_path: Path) -> None:
    page = tmp_path / "page"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<!doctype html><title>Zenobia</title>")
    (page / "assets" / "app-1.js").write_text("1")
    (tmp_path / "secret.html").write_text("secret")
    with a_client(tmp_path / "new.zen", page=page) as client:
        assert client.get("/").text == client.get("/incidents/i-1").text == "<!doctype html><title>Zenobia</title>"
        script = client.get("/assets/app-1.js")
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in script.headers["cache-control"]
        for address in ("/../secret.html", "/%2e%2e/secret.html", "/assets/..%2f..%2fsecret.html", "//etc/passwd.txt"):
            assert client.get(address).status_code == 404


def test_many_may_ask_at_once(path: Path) -> None:
    """Readers do not stand in each other's way, and all are told the same."""
    addresses = [
        "/api/facets",
        "/api/points",
        "/api/situation/ties",
        "/api/situation/control",
        "/api/suggest?q=tal",
        "/api/incidents",
    ]
    with a_client(path, write=False) as client, ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(client.get, addresses * 8))
    assert {answer.status_code for answer in answers} == {200}
    for address, *of_address in zip(addresses, *(answers[i : i + 6] for i in range(0, 48, 6)), strict=True):
        assert len({answer.text for answer in of_address}) == 1, address
