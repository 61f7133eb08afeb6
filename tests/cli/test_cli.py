"""The command line as a program: what it prints where, and how it ends. The reader is the fake one."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import zenobia
from fakes import DIES, EXPLODES

MAIN = Path(__file__).parent / "fake_main.py"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(zenobia.__file__).parent.parent), "COLUMNS": "80"}


def run(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """One run of the command, in a process of its own."""
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, encoding="utf-8", env=ENVIRONMENT, timeout=120, check=False
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A text file of one report."""
    path = tmp_path / "report.txt"
    path.write_text("Rebels attack again\n\nRebels attacked Arvan on Sunday, and the army attacked Marsk.\n", encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Thirty reports, one of which raises in the reader and one of which ends its process."""
    texts = [f"Rebels attacked Arvan {number} times. {'Villagers fled. ' * (number % 4)}" for number in range(30)]
    texts[11] += EXPLODES
    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"id": f"r-{number}", "text": text}) for number, text in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# What is printed.


def test_a_pipe_gets_json_and_nothing_else(report: Path) -> None:
    """Standard output carries one line a report; standard error is silent."""
    done = run("read", report, "--published", "2024-05-14", "--outlet", "Wire")
    (record,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert record["published"] == {"date": "2024-05-14", "rule": "given"}
    assert record["outlet"] == "Wire"
    assert [event["trigger"]["text"] for event in record["events"]] == ["attacked", "attacked"]


def test_standard_input_is_a_report() -> None:
    """`-` reads the pipe."""
    done = run("read", "-", "--language", "en", given="Rebels attacked Arvan on Sunday.")
    assert "Rebels attacked Arvan" in json.loads(done.stdout)["text"]


def test_every_format(report: Path) -> None:
    """The same report as table, CSV and page."""
    table = run("read", report, "--format", "table").stdout
    assert "  0  attack" in table
    assert "\x1b" not in table
    rows = list(csv.DictReader(run("read", report, report, "--format", "csv").stdout.splitlines()))
    assert [row["event_id"] for row in rows] == ["0", "1", "0", "1"]
    page = run("read", report, report, "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert page.index("<nav") < page.index('id="r1"') < page.index('id="r2"')


def test_least_confidence(report: Path) -> None:
    """Events below X are left out, the others numbered from 0."""
    record = json.loads(run("read", report, "--min-confidence", "0.8").stdout)
    assert [(event["id"], event["confidence"]) for event in record["events"]] == [(0, 0.9)]


@pytest.mark.parametrize("format", ["json", "csv", "table", "html"])
def test_any_number_of_workers_prints_the_same_bytes(many: Path, format: str) -> None:
    """One process or three: the same records, the same errors, in the same order."""
    one, three = (run("read", many, "--format", format, "--workers", workers) for workers in ("1", "3"))
    assert one.stdout == three.stdout
    assert one.stderr == three.stderr
    assert (one.returncode, three.returncode) == (1, 1)


def test_demo_prints_the_examples_as_a_table() -> None:
    """The shipped reports are found, and a table of each is printed also in a pipe."""
    done = run("demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("━" * 80) == 6
    assert len(run("demo", "--format", "json").stdout.splitlines()) == 6


def test_version_and_help() -> None:
    """The version is the package's; every command has help."""
    assert run("--version").stdout == f"zenobia {zenobia.__version__}\n"
    assert "read" in run().stdout
    for command in ("read", "demo", "evaluate"):
        done = run(command, "--help")
        assert done.returncode == 0
        assert f"zenobia {command}" in done.stdout


# Output files.


@pytest.mark.parametrize(
    ("name", "start"),
    [("out.jsonl", '{"id"'), ("out.csv", "report_id,"), ("out.html", "<!doctype html>"), ("out.txt", "━"), ("out", '{"id"')],
)
def test_output_file_has_the_format_of_its_ending(report: Path, tmp_path: Path, name: str, start: str) -> None:
    """A file's ending chooses the format; nothing is printed, and no part is left behind."""
    done = run("read", report, "--output", tmp_path / name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert not list(tmp_path.glob("*.part"))


def test_output_replaces_no_input(report: Path) -> None:
    """A document is never overwritten by its own record."""
    before = report.read_bytes()
    done = run("read", report, "--output", report)
    assert done.returncode == 2
    assert done.stderr.endswith("is also read; mend: write the records to another file\n")
    assert report.read_bytes() == before


def test_special_files_are_written_to(report: Path) -> None:
    """/dev/null stays what it is."""
    assert run("read", report, "--output", "/dev/null").returncode == 0
    assert not Path("/dev/null").is_file()


# Errors.


def test_a_document_that_cannot_be_read_stops_no_other(report: Path, tmp_path: Path) -> None:
    """One line names the file; the others are printed; the status is 1."""
    done = run("read", tmp_path / "absent.txt", report)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(str(tmp_path / "absent.txt"))
    assert "; mend: " in line


def test_a_dead_worker_costs_one_report(many: Path) -> None:
    """A report that ends its process gives a line; all others have their record."""
    lines = many.read_text(encoding="utf-8").splitlines()
    lines[20] = json.dumps({"id": "deadly", "text": DIES})
    many.write_text("\n".join(lines), encoding="utf-8")
    done = run("read", many, "--workers", "2")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 28
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        f"{many}, line 12, report 12 (r-11)",
        f"{many}, line 21, report 21 (deadly)",
    ]


@pytest.mark.parametrize(
    ("ids", "line"),
    [
        # no word where all differ, nor of documents that cannot be read
        (["a", "b", None], ""),
        # one line, at the end, for the first that comes again
        (["a", "b", "a"], "line 3: id 'a' is also that of {file}, line 1; mend: "),
        (["a", "a", "b", "a", "b"], "line 2: id 'a' is also that of {file}, line 1 (and 2 more such reports); mend: "),
    ],
)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_reports_of_one_id_are_read_and_told(many: Path, ids: list[str | None], line: str, workers: str) -> None:
    """All have their records; standard error says once that they share an id."""
    lines = [json.dumps({"id": name, "text": f"Rebels attacked {i} times."}) for i, name in enumerate(ids) if name]
    many.write_text("\n".join([*lines, *("{" for name in ids if name is None)]), encoding="utf-8")
    done = run("read", many, "--workers", workers)
    assert len(done.stdout.splitlines()) == len(lines)
    assert done.returncode == (None in ids)
    told = [said for said in done.stderr.splitlines() if "not JSON" not in said]
    assert len(told) == bool(line)
    assert "".join(told).startswith(line and f"warning: {many}, {line.format(file=many)}")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["--published", "2016-13-01"],
            "--published: '2016-13-01' is no day; mend: write it as YYYY-MM-DD, for example 2016-03-28",
        ),
        (["--format", "xml"], "'xml' is not one of 'table', 'json', 'csv', 'html'; mend: see `zenobia read --help`"),
        (["--publishd", "x"], "No such option: --publishd"),
        (["--workers", "0"], "--workers"),
        (["--workers", "two"], "--workers"),
        (["--min-confidence", "1.5"], "--min-confidence"),
        (["--output", "/nonexistent/x.json"], "--output: cannot write /nonexistent/x.json (No such file or directory); mend: "),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(report: Path, arguments: list[str], line: str) -> None:
    """What is wrong, and the mend, in one line."""
    done = run("read", report, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert line in said
    assert "; mend: " in said


@pytest.mark.parametrize("value", ["bogus", "Type", "", "event"])
def test_evaluate_takes_no_other_by(report: Path, value: str) -> None:
    """`--by` has one value."""
    done = run("evaluate", report, "--by", value)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"zenobia evaluate: Invalid value for '--by': {value!r} is not one of 'type'; mend: see `zenobia evaluate --help`\n"
    )


def test_no_path_and_no_such_command() -> None:
    """Wrong usage also where nothing is to be read."""
    assert run("read").returncode == 2
    done = run("raed")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_is_one_line(report: Path) -> None:
    """Output that cannot be written is told, not traced."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = run("read", report, "--output", "/dev/full")
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# Ends.


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_closed_pipe_is_no_error(many: Path, workers: str) -> None:
    """`zenobia read ... | head -1` ends quietly."""
    lines = [json.dumps({"id": f"r-{number}", "text": "Rebels attacked Arvan. " * 400}) for number in range(60)]
    many.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(MAIN), "read", str(many), "--workers", workers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_with_one_line(tmp_path: Path, workers: str) -> None:
    """Interrupted, the run says so once, and ends with 130."""
    pipe = tmp_path / "report.txt"
    os.mkfifo(pipe)
    command = [sys.executable, str(MAIN), "read", str(pipe), "--workers", workers]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT, start_new_session=True) as process,
        pipe.open("wb"),  # waits until the run has come to its document, which is still to be written
    ):
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode() == "zenobia: interrupted after 0 reports\n"


def test_ctrl_c_keeps_what_was_read(many: Path, tmp_path: Path) -> None:
    """An interrupted run leaves its records in FILE.part, and FILE as it was."""
    output = tmp_path / "out.jsonl"
    lines = [json.dumps({"id": f"r-{number}", "text": "Rebels attacked Arvan. " * 2000}) for number in range(200)]
    many.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(MAIN), "read", str(many), "--workers", "2", "--output", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT, start_new_session=True) as process:
        part = tmp_path / "out.jsonl.part"
        while process.poll() is None and not (part.exists() and part.read_bytes().count(b"\n") > 1):
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode().startswith("zenobia: interrupted after ")
    assert str(part) in said.decode()
    assert not output.exists()
    assert all(json.loads(line)["id"] for line in part.read_text(encoding="utf-8").splitlines())


# Lean.


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import zenobia", ["onnxruntime", "numpy", "tokenizers", "rich", "typer", "trafilatura", "docx", "pypdfium2"]),
        ("import zenobia.cli.app", ["onnxruntime", "numpy", "tokenizers", "rich", "trafilatura", "docx", "pypdfium2"]),
        ("import zenobia.workers", ["onnxruntime", "numpy", "typer", "rich"]),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str, absent: list[str]) -> None:
    """Help, version and `import zenobia` load no model library."""
    code = f"import sys; {statement}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=ENVIRONMENT, check=True)
    assert done.stdout == "[]\n"
