"""Exports as downloads: the record's own files, their losses told, names hidden when asked, nothing left behind."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_by_hand import a_client, make_record
from starlette.testclient import TestClient

from zenobia.desk import exporting
from zenobia.exports.options import ExportFormat
from zenobia.record import Record


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_record(tmp_path_factory.mktemp("export") / "r.zen", 24)


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with a_client(path, write=False) as found:
        yield found


@pytest.mark.parametrize("format", [f for f in ExportFormat if "parquet" not in f])
def test_a_download_is_the_record_s_own_export(client: TestClient, path: Path, tmp_path: Path, format: ExportFormat) -> None:
    answer = client.get("/api/export", params={"format": format.value})
    assert answer.status_code == 200, answer.text
    with Record(path, write=False) as record:
        losses = record.export(tmp_path / "out", format)
    assert answer.content == (tmp_path / "out").read_bytes()
    told = json.loads(answer.headers["x-zenobia-losses"])
    assert (told["incidents"], told["rows"]) == (losses.incidents, losses.rows)
    assert answer.headers["content-disposition"].startswith('attachment; filename="zenobia-')


def test_filters_and_the_map_s_extent_choose_what_goes_out(client: TestClient) -> None:
    asked = {"format": "json", "bbox": "60,30,75,40", "type": ["attacked", "bombing"][1], "status": "actual"}
    told = [json.loads(line) for line in client.get("/api/export", params=asked).text.splitlines()]
    listed = client.get("/api/incidents", params={k: v for k, v in asked.items() if k != "format"}).json()
    assert {one["id"] for one in told} == {item["id"] for item in listed["items"]}
    assert told


def test_the_losses_come_in_the_zip(client: TestClient) -> None:
    answer = client.get("/api/export?format=csv&zip=true")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == ["zenobia-csv.csv", "zenobia-csv.csv.losses.json"]
        assert json.loads(packed.read("zenobia-csv.csv.losses.json"))["format"] == "csv"


def test_names_and_places_are_hidden_when_asked(client: TestClient) -> None:
    asked = {"format": "json", "place": "Kabul", "redact": "places, persons", "coarse": "100"}
    open_text = client.get("/api/export", params={"format": "json", "place": "Kabul"}).text
    assert "34.5" in open_text
    assert "34.52" not in client.get("/api/export", params=asked).text


WRONG = [
    ("format=docx", 400, "is no format"),
    ("format=csv&redact=everything", 400, "nothing that can be hidden"),
    ("format=geojson&hxl=true", 400, "has no row of HXL tags"),
    ("format=gold&redact=persons", 400, "gold holds whole texts"),
    ("format=csv&place=Tadmurra", 400, "no place"),
    ("", 422, "format"),
    ("format=csv&coarse=0", 422, "coarse"),
    ("format=../../x", 400, "is no format"),
]


@pytest.mark.parametrize(("asked", "status", "says"), WRONG)
def test_what_cannot_be_exported_says_why(client: TestClient, asked: str, status: int, says: str) -> None:
    answer = client.get(f"/api/export?{asked}")
    assert (answer.status_code, says in answer.json()["error"]) == (status, True), answer.text


def test_nothing_is_left_behind(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert client.get("/api/export?format=csv").status_code == 200
    assert client.get("/api/export?format=csv&place=Tadmurra").status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_only_so_many_are_written_at_once(client: TestClient) -> None:
    for _ in range(exporting.AT_ONCE):
        exporting._writing.acquire()
    try:
        assert client.get("/api/export?format=csv").status_code == 409
    finally:
        for _ in range(exporting.AT_ONCE):
            exporting._writing.release()
    assert client.get("/api/export?format=csv").status_code == 200
