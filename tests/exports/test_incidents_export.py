"""Incidents into a file: which go out, that it appears whole or not at all, and the loss report beside it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from incidents_by_hand import a_site, an_account, an_incident, unknown

from zenobia.errors import ExportError, UsageError
from zenobia.exports import incidents as exporting
from zenobia.exports.incidents import losses_path, write_incidents, writer_of
from zenobia.exports.options import ExportFormat, ExportOptions, Losses, Redaction
from zenobia.types import Incident, Status

PALMYRA = an_incident(an_account("Reuters", evidence="Ahmed Hassan fled.", target=[unknown("Ahmed Hassan", type="person")]))
PLAN = an_incident(an_account("AP", status="planned"))
DENIED = an_incident(an_account("AFP", status="negated"))
OLD = "what was there before\n"


def write(path: Path, *incidents: Incident, format: ExportFormat = ExportFormat.JSON, **options: Any) -> Losses:
    return write_incidents(incidents, path, format, ExportOptions(**options))


def ids_in(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# What goes out


@pytest.mark.parametrize(
    ("statuses", "written", "left_out"),
    [
        # what happened, unless more is asked for
        (None, [PALMYRA], {"incident of status planned": 1, "incident of status negated": 1}),
        ({Status.PLANNED}, [PLAN], {"incident of status actual": 1, "incident of status negated": 1}),
        (set(Status), [PALMYRA, PLAN, DENIED], {}),
        (set(), [], {"incident of status actual": 1, "incident of status planned": 1, "incident of status negated": 1}),
    ],
)
def test_only_statuses_asked_for_go_out_and_the_others_are_counted(
    tmp_path: Path, statuses: set[Status] | None, written: list[Incident], left_out: dict[str, int]
) -> None:
    out = tmp_path / "out.jsonl"
    asked: dict[str, Any] = {} if statuses is None else {"statuses": frozenset(statuses)}
    losses = write(out, PALMYRA, PLAN, DENIED, **asked)
    assert ids_in(out) == [incident.id for incident in written]
    assert {loss["what"]: loss["times"] for loss in losses.to_dict()["losses"]} == left_out
    assert (losses.incidents, losses.rows) == (len(written), len(written))


def test_incidents_are_redacted_before_a_format_sees_them(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    write(out, PALMYRA, redaction=Redaction(persons=True))
    assert "[person] fled." in out.read_text("utf-8")
    assert "Hassan" not in out.read_text("utf-8") + losses_path(out).read_text("utf-8")


def test_names_of_others_are_hidden_when_persons_are(tmp_path: Path) -> None:
    incident = an_incident(an_account(evidence="Masten Wanjala saw it."))
    out = tmp_path / "out.jsonl"
    for persons, found in ((True, False), (False, True)):
        options = ExportOptions(redaction=Redaction(persons=persons))
        write_incidents([incident], out, ExportFormat.JSON, options, others_of=lambda _incident: ("Masten Wanjala",))
        assert ("Wanjala" in out.read_text("utf-8")) is found


# The loss report


def test_the_loss_report_stands_beside_the_file(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    losses = write(out, PALMYRA, PLAN, format=ExportFormat.CSV)
    report = json.loads((tmp_path / "out.csv.losses.json").read_text("utf-8"))
    assert report == {"format": "csv", **losses.to_dict()}
    assert (report["incidents"], report["rows"]) == (1, 1)
    assert {"what": "incident of status planned", "became": "left out: that status was not asked for", "times": 1} in report[
        "losses"
    ]
    assert files_in(tmp_path) == ["out.csv", "out.csv.losses.json"]


# Whole or not at all


def failing(error: BaseException) -> Iterator[Incident]:
    """Incidents that break off after the first."""
    yield PALMYRA
    raise error


@pytest.mark.parametrize("format", [ExportFormat.JSON, ExportFormat.CSV, ExportFormat.GEOJSON, ExportFormat.GEOPARQUET])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("broken"), MemoryError()])
@pytest.mark.parametrize("older", [True, False])
def test_a_broken_export_leaves_no_half_file_and_keeps_an_older_one(
    tmp_path: Path, format: ExportFormat, error: BaseException, older: bool
) -> None:
    if format is ExportFormat.GEOPARQUET:
        pytest.importorskip("pyarrow")
    out = tmp_path / "out"
    if older:
        out.write_text(OLD)
    with pytest.raises(type(error)):
        write_incidents(failing(error), out, format, ExportOptions())
    assert files_in(tmp_path) == (["out"] if older else [])
    assert not older or out.read_text() == OLD


def test_a_killed_export_leaves_an_older_file_as_it_was(tmp_path: Path) -> None:
    """Even killed outright: only OUT.part stays behind, and the next export writes over it."""
    out = tmp_path / "out.jsonl"
    out.write_text(OLD)
    script = f"""
import os, sys
sys.path[:0] = {[str(Path(__file__).parent), str(Path(exporting.__file__).parents[2])]!r}
from pathlib import Path
from incidents_by_hand import an_incident
from zenobia.exports.incidents import write_incidents
from zenobia.exports.options import ExportFormat, ExportOptions
def incidents():
    yield an_incident()
    os.kill(os.getpid(), 9)
write_incidents(incidents(), Path({str(out)!r}), ExportFormat.JSON, ExportOptions())
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr
    assert out.read_text() == OLD
    write(out, PALMYRA)
    assert ids_in(out) == [PALMYRA.id]
    assert files_in(tmp_path) == ["out.jsonl", "out.jsonl.losses.json"]


def test_a_full_disk_is_told_and_keeps_the_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "out.jsonl"
    out.write_text(OLD)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match=r"out\.jsonl: cannot be written \(No space left on device\); mend: "):
        write(out, PALMYRA)
    assert (files_in(tmp_path), out.read_text()) == (["out.jsonl"], OLD)


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write(tmp_path / "none" / "out.csv", PALMYRA)


def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write(tmp_path, PALMYRA)
    assert files_in(tmp_path) == []


def test_a_pipe_is_written_to_and_gets_no_report(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    write(pipe, PALMYRA)
    reader.join(10)
    assert json.loads(read[0])["id"] == PALMYRA.id
    assert files_in(tmp_path) == ["pipe"]


# Formats


@pytest.mark.parametrize("format", [f for f in ExportFormat if f is not ExportFormat.GOLD])
def test_every_format_of_incidents_writes_them(tmp_path: Path, format: ExportFormat) -> None:
    """Each by a module of its own: one without place, and one with; the same incidents give the same bytes."""
    if format in exporting.BINARY:
        pytest.importorskip("pyarrow")
    placed = an_incident(an_account(place=[a_site("Palmyra", 34.56, 38.28)]))
    first, second = tmp_path / "1", tmp_path / "2"
    for out in (first, second):
        losses = write(out, PALMYRA, placed, format=format)
        assert losses.incidents == 2
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 0


def test_gold_is_not_of_incidents(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gold is of readings"):
        write(tmp_path / "out", PALMYRA, format=ExportFormat.GOLD)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("format", sorted(set(ExportFormat) - exporting.HEADED - {ExportFormat.GOLD}))
def test_hxl_is_refused_where_there_is_no_head_row(tmp_path: Path, format: ExportFormat) -> None:
    with pytest.raises(UsageError, match="no row of HXL tags"):
        write(tmp_path / "out", PALMYRA, format=format, hxl=True)


def test_a_format_loads_its_own_libraries_alone() -> None:
    """Whoever writes CSV loads neither pyarrow nor the modules of other formats."""
    source = str(Path(exporting.__file__).parents[2])
    script = f"""
import sys
sys.path.insert(0, {source!r})
from zenobia.exports.incidents import writer_of
from zenobia.exports.options import ExportFormat
writer_of(ExportFormat.CSV)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("pyarrow", "h3", "pandas") or name == "zenobia.exports.parquet"))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_incidents_are_taken_one_at_a_time() -> None:
    """The next is asked for only when the one before is written."""
    order: list[str] = []
    write_json = writer_of(ExportFormat.JSON)

    def made() -> Iterable[Incident]:
        for incident in (PALMYRA, PLAN):
            order.append(f"made {incident.id}")
            yield incident

    class Out:
        def write(self, text: str) -> None:
            order.append(f"wrote {json.loads(text)['id']}")

    write_json(made(), Out(), ExportOptions(), Losses())
    assert order == [f"{did} {incident.id}" for incident in (PALMYRA, PLAN) for did in ("made", "wrote")]
