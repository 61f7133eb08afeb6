"""Reports brought to the desk: pasted, uploaded, fetched; and documents made to harm who reads them."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_by_hand import OWN, a_client, finished
from starlette.testclient import TestClient

from zenobia.desk import adding, jobs, taking
from zenobia.desk.jobs import base_name
from zenobia.desk.taking import Document, take
from zenobia.intake import Given
from zenobia.types import Report

TOLD = "Taliban bombed police in Kandahar on 12 May 2024, killing 12."


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A desk over a new record, whose jobs keep their documents where the test can look."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    with a_client(tmp_path / "r.zen") as found:
        yield found
    left = [path.name for path in (tmp_path / "tmp").iterdir() if path.name.startswith("zenobia-desk-")]
    assert left == [], "a job leaves nothing behind"


def test_pasted_words_become_a_report_with_its_incident(client: TestClient) -> None:
    told = {"text": TOLD, "title": "A bomb", "published": "2024-05-14", "outlet": "Sabel Courier", "url": "https://a.example/1"}
    job = finished(client, client.post("/api/reports", json=told, headers=OWN))
    assert (job["state"], job["new"], job["failed"], job["events"]) == ("done", 1, 0, 1)
    report = client.get(f"/api/reports/{job['reports'][0]}").json()
    assert (report["title"], report["outlet"], report["url"], report["text"]) == (
        "A bomb",
        "Sabel Courier",
        "https://a.example/1",
        TOLD,
    )
    assert client.get("/api/incidents").json()["items"][0]["killed"]["best"] == 12
    again = finished(client, client.post("/api/reports", json=told, headers=OWN))
    assert (again["new"], again["known"]) == (0, 1)


def test_uploaded_files_are_read_as_what_they_are(client: TestClient) -> None:
    files = [
        ("files", ("a.txt", TOLD.encode(), "text/plain")),
        (
            "files",
            ("b.jsonl", b"\n".join(json.dumps({"id": f"b{i}", "text": f"{TOLD} {i}"}).encode() for i in range(3)), "x/y"),
        ),
        ("files", ("c.pdf", b"%PDF-1.4 broken", "application/pdf")),
    ]
    answer = client.post(
        "/api/reports", files=files, data={"published": "2024-05-14", "outlet": "Reuters", "who": "Ada"}, headers=OWN
    )
    job = finished(client, answer)
    assert (job["state"], job["done"], job["new"], job["failed"]) == ("done", 5, 4, 1)
    assert (job["errors"][0]["where"], job["errors"][0]["error"]) == ("c.pdf", "damaged or no PDF")
    assert client.get("/api/reports/b1").json()["outlet"] == "Reuters"
    assert client.get("/api/log").json()["items"][0]["who"] == "Ada"
    assert client.get("/api/jobs").json()["items"][0]["id"] == job["id"]


def test_a_page_of_the_web_is_fetched_and_read(client: TestClient) -> None:
    job = finished(client, client.post("/api/reports", json={"fetch": "https://news.example/a/story.php?id=1"}, headers=OWN))
    assert (job["state"], job["new"]) == ("done", 1), job
    assert client.get(f"/api/reports/{job['reports'][0]}").json()["url"] == "https://news.example/a/story.php?id=1"
    gone = finished(client, client.post("/api/reports", json={"fetch": "https://news.example/gone"}, headers=OWN))
    assert (gone["state"], gone["errors"][0]["error"]) == ("failed", "the server answered 404")


NAMES = [
    ("../../etc/passwd", "passwd"), ("..\\..\\windows\\win.ini", "win.ini"), ("/abs/a.pdf", "a.pdf"), ("a\x00b.txt", "ab.txt"),
    ("a\nb\u202e.txt", "ab.txt"), ("..", "document"), ("", "document"), (".hidden", "hidden"), ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
    ("C:evil.txt", "C:evil.txt"), ("نص.txt", "نص.txt"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "base"), NAMES, ids=[repr(name)[:24] for name, _ in NAMES])
def test_a_file_s_name_is_never_a_path(name: str, base: str) -> None:
    assert base_name(name) == base


def test_a_hostile_name_is_a_label_and_nothing_is_written_there(client: TestClient, tmp_path: Path) -> None:
    files = [("files", ("../../../evil.txt", TOLD.encode(), "text/plain"))]
    job = finished(client, client.post("/api/reports", files=files, headers=OWN))
    assert (job["new"], job["subject"]) == (1, "evil.txt")
    assert not list(tmp_path.parent.rglob("evil.txt"))


def test_too_large_and_too_many_are_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "MOST_BYTES", 1_000)
    answer = client.post("/api/reports", files=[("files", ("a.txt", b"x" * 1_001, "text/plain"))], headers=OWN)
    assert (answer.status_code, "a.txt is larger than" in answer.json()["error"]) == (413, True)
    many = [("files", (f"{i}.txt", b"x", "text/plain")) for i in range(adding.MOST_FILES + 1)]
    answer = client.post("/api/reports", files=many, headers=OWN)
    assert (answer.status_code, answer.json()["error"]) == (413, "more than 100 files")


FORMS = [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", b"\x00" * 100, b"--x--\r\n"]


@pytest.mark.parametrize("body", FORMS)
def test_a_form_that_is_none_is_refused(client: TestClient, body: bytes) -> None:
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        assert client.post("/api/reports", content=body, headers={**OWN, "content-type": kind}).status_code in (400, 422)


def test_a_field_that_is_none_is_told(client: TestClient) -> None:
    files = [("files", ("a.txt", b"x", "text/plain"))]
    answer = client.post("/api/reports", files=files, data={"published": "soon"}, headers=OWN)
    assert (answer.status_code, "published" in answer.json()["error"]) == (422, True)


def test_only_so_many_jobs_wait(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "WAITING", 0)
    answer = client.post("/api/reports", json={"text": TOLD}, headers=OWN)
    assert (answer.status_code, answer.json()["mend"]) == (409, "wait until one is done")


# Documents made to harm


def gzip_bomb() -> bytes:
    """300 MB of blanks in 300 kB."""
    return gzip.compress(b"x" * (300 * 2**20), 6)


def zip_bomb() -> bytes:
    """A Word file whose words unpack to 100 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b" " * (100 * 2**20))
    return out.getvalue()


HARMFUL = [
    ("a.txt.gz", gzip_bomb, "unpacks to more than"),
    ("a.docx", zip_bomb, "unpacks to more than"),
    ("a.html", lambda: b"<div>" * 200_000, ""),
    ("a.jsonl", lambda: b'{"text":' + b"[" * 200_000, ""),
    ("a.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj<</Length 9>>stream\n" * 5_000, "damaged or no PDF"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "says"), HARMFUL, ids=[case[0] for case in HARMFUL])
def test_a_harmful_document_costs_itself_alone(tmp_path: Path, name: str, make: object, says: str) -> None:
    bad, good = tmp_path / "0", tmp_path / "1"
    bad.write_bytes(make())  # type: ignore[operator]
    good.write_text(TOLD)
    documents = [Document(name=name, path=bad, given=Given()), Document(name="good.txt", path=good, given=Given())]
    *of_bad, (_, last) = take(documents)
    assert isinstance(last, Report)
    assert last.text == TOLD
    if says:
        assert says in str(of_bad[0][1])


def test_a_document_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "0"
    path.write_text(TOLD)
    ((where, error),) = take([Document(name="slow.txt", path=path, given=Given())], seconds=0.001)
    assert where == "slow.txt"
    assert "not read within" in str(error)


def test_a_process_that_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "0"
    path.write_text(TOLD)
    monkeypatch.setattr(taking, "_SERVE", "import os; os.read(0, 9); os._exit(3)")
    ((_, error),) = take([Document(name="crash.pdf", path=path, given=Given())])
    assert "the document ended the process that reads it" in str(error)


def test_too_many_reports_in_one_file_are_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "0"
    path.write_text("\n".join(json.dumps({"text": f"{i}. {TOLD}"}) for i in range(5)))
    monkeypatch.setattr(taking, "MOST_REPORTS", 3)
    *reports, (_, last) = take([Document(name="a.jsonl", path=path, given=Given())])
    assert len(reports) == 3
    assert "more than 3 reports in one file" in str(last)
