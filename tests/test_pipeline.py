"""One report's way, and many reports' over many processes."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import zenobia
from builders import a_report, the_arvan_reading
from fakes import DIES, EXPLODES, FakeReader, count_makes, make_broken, make_fake, make_none
from zenobia import pipeline
from zenobia.errors import IntakeError, ModelError, UsageError, ZenobiaError
from zenobia.exports import Format, Layout, Rendered
from zenobia.pipeline import MakeReader, Placed, Task, keep_confident, parse_day
from zenobia.types import Report
from zenobia.workers import count_cpus, work_through


def a_task(make_reader: MakeReader = make_fake, format: Format = Format.JSON, least: float = 0.0) -> Task:
    """How a run reads and writes."""
    return Task(layout=Layout(format=format), min_confidence=least, make_reader=make_reader)


def texts_of(outcomes: Iterator[Rendered | ZenobiaError]) -> list[str]:
    """What each report became: its record or its error line."""
    return [outcome.text if isinstance(outcome, Rendered) else str(outcome) for outcome in outcomes]


def placed(reports: Iterable[Report | ZenobiaError]) -> Iterator[Placed]:
    """Reports as lines of a file."""
    return ((f"a.jsonl, line {line}", report) for line, report in enumerate(reports, 1))


def some_reports(number: int) -> list[Report | ZenobiaError]:
    """Reports of different lengths, with a document that could not be read among them."""
    reports: list[Report | ZenobiaError] = [
        a_report(f'Rebels attacked Arvan. "Enough," said Dorre. {"Villagers fled. " * (i * 7 % 5)}', id=f"r-{i}")
        for i in range(number)
    ]
    reports[2] = IntakeError("no text in it", where="empty.pdf", mend="scan it with text recognition")
    return reports


# One report.


def test_least_confidence_leaves_out_events_and_ties_and_numbers_the_rest_anew() -> None:
    """Ids are indices also after some are left out; mentions and entities stay."""
    reading = the_arvan_reading()
    kept = keep_confident(reading, 0.9)
    assert [(event.id, event.trigger) for event in kept.events] == [(0, reading.events[0].trigger)]
    assert [(tie.id, tie.type) for tie in kept.relations] == [(0, reading.relations[0].type)]
    reversed_events = replace(reading, events=(replace(reading.events[1], id=0), replace(reading.events[0], id=1)))
    assert [(event.id, event.type) for event in keep_confident(reversed_events, 0.9).events] == [(0, "capture")]
    assert (kept.mentions, kept.entities, kept.quotes) == (reading.mentions, reading.entities, reading.quotes)
    assert keep_confident(reading, 0.0) is reading


def test_a_fault_in_the_reader_is_one_line() -> None:
    """What the reader raises becomes an error that names file and report, without line breaks or terminal colours."""
    error = a_task().perform(a_report(EXPLODES, title="A title"), "a.jsonl, line 7", 3, FakeReader())
    assert isinstance(error, ZenobiaError)
    assert str(error).startswith(
        "a.jsonl, line 7, report 3 (A title): the reader failed (ValueError: no such luck\\nwith \\x1b[31mcolours); mend: "
    )


@pytest.mark.parametrize("words", ["2016-13-01", "yesterday", "", "28.3.2016"])
def test_no_day(words: str) -> None:
    """A day that is none is refused, with the way to write one."""
    with pytest.raises(UsageError, match=r"--published: .* is no day; mend: write it as YYYY-MM-DD"):
        parse_day(words, where="--published")


# The public face. Intake is asked for real: these reports are files and text.


@pytest.fixture
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    """The process-wide reader replaced by a fake."""
    reader = FakeReader()
    monkeypatch.setattr(pipeline, "load_reader", lambda: reader)
    return reader


@pytest.mark.usefixtures("fake_reader")
def test_read_takes_a_path_for_a_file(tmp_path: Path) -> None:
    """A Path is a file; so is a str that names one; a Path that is none is an error."""
    path = tmp_path / "report.txt"
    path.write_text("Rebels attacked Arvan on Sunday.\n", encoding="utf-8")
    assert "Rebels attacked Arvan" in zenobia.read(path).report.text
    assert zenobia.read(str(path)) == zenobia.read(path)
    with pytest.raises(IntakeError):
        zenobia.read(tmp_path / "absent.txt")


@pytest.mark.usefixtures("fake_reader")
@pytest.mark.parametrize(
    "text", ["Rebels attacked Arvan.", "absent.txt", "one\ntwo", "Rebels attacked. " * 30, "a\0b", "漢字" * 120]
)
def test_read_takes_other_strings_for_text(text: str) -> None:
    """A str that names no file is text, and so is one with a line break, or a long one."""
    assert text.split()[0].strip("\0b") in zenobia.read(text).report.text


@pytest.mark.usefixtures("fake_reader")
def test_read_passes_on_what_is_given() -> None:
    """Date, outlet, address and language reach the report; the date also as a string."""
    report = zenobia.read("Rebels attacked.", published="2016-03-28", outlet="Wire", url="http://x.org", language="en").report
    assert report.published is not None
    assert report.published.date.isoformat() == "2016-03-28"
    assert (report.outlet, report.url, report.language) == ("Wire", "http://x.org", "en")
    with pytest.raises(UsageError):
        zenobia.read("Rebels attacked.", published="Monday")


SEVERAL = {
    "a/one.txt": "Rebels attacked Arvan.\n",
    "a/two.txt": "The army attacked Marsk.\n",
    "a/empty.txt": "",
    "many.jsonl": '{"id": "x", "text": "Rebels attacked."}\n{"id": "y", "text": "Villagers attacked."}\n{\n{"text": "Dorre fled."}\n',
    "bug.jsonl": f'{{"id": "bug", "text": "{EXPLODES}"}}\n{{"id": "z", "text": "Rebels attacked."}}\n',
    "single.jsonl": '{"id": "x", "text": "Rebels attacked."}\n',
    "b/single.txt": "Rebels attacked Marsk.\n",
    "head.csv": "id,text\n",
    "bad.jsonl": '{"id": "x", "text": "Rebels attacked."}\n{\n',
}


@pytest.fixture
def several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_reader: FakeReader) -> FakeReader:
    """The files of SEVERAL in the working folder."""
    for name, words in SEVERAL.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return fake_reader


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize(
    ("name", "line"),
    [
        # several reports, none of which is the one meant
        ("many.jsonl", "many.jsonl: more than one report in it; mend: read each of them: zenobia.read_all('many.jsonl')"),
        # what cannot be read is told first
        ("a", "a/empty.txt: the file is empty; mend: "),
        ("bad.jsonl", "bad.jsonl, line 2: not JSON: "),
        ("head.csv", "head.csv: no report in it; mend: "),
        # one report is read, from a file of records or a folder too
        ("single.jsonl", None),
        ("b", None),
    ],
)
def test_read_reads_one_report(name: str, line: str | None, kind: Callable[[str], str | Path]) -> None:
    """A file or folder of several is never silently its first report."""
    if line is None:
        assert "Rebels attacked" in zenobia.read(kind(name)).report.text
        return
    with pytest.raises(ZenobiaError) as told:
        zenobia.read(kind(name))
    assert str(told.value).startswith(line)
    assert isinstance(told.value, UsageError) == ("read_all" in line)


@pytest.mark.parametrize(
    ("given", "texts", "errors"),
    [
        # text, a file, a folder, several of them
        ("Rebels attacked Arvan.", ["Rebels attacked Arvan."], []),
        ("single.jsonl", ["Rebels attacked."], []),
        (Path("a"), ["Rebels attacked Arvan.", "The army attacked Marsk."], ["a/empty.txt: the file is empty"]),
        ("many.jsonl", ["Rebels attacked.", "Villagers attacked.", "Dorre fled."], ["many.jsonl, line 3: not JSON"]),
        (["a/one.txt", Path("b")], ["Rebels attacked Arvan.", "Rebels attacked Marsk."], []),
        # among several a str is always a path
        (["absent.txt", "a/one.txt"], ["Rebels attacked Arvan."], ["absent.txt: no such file or folder"]),
        # a bug met by one report costs that report
        ("bug.jsonl", ["Rebels attacked."], ["bug.jsonl, line 1, report 1 (bug): the reader failed (ValueError: no such luck"]),
        # nothing
        ([], [], []),
        (" \n", [], ["text: no text in it"]),
    ],
)
@pytest.mark.usefixtures("several")
def test_read_all_loses_no_good_report(given: Any, texts: list[str], errors: list[str]) -> None:
    """Every report is read; of the others `on_error` is told, or a warning given."""
    told: list[ZenobiaError] = []
    assert [reading.report.text.strip() for reading in zenobia.read_all(given, on_error=told.append)] == texts
    assert [str(error)[: len(start)] for error, start in zip(told, errors, strict=True)] == errors
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert len(list(zenobia.read_all(given))) == len(texts)
    assert [str(warning.message) for warning in warned] == [str(error) for error in told]
    assert {warning.filename for warning in warned} <= {__file__}


def test_read_all_reads_when_asked(several: FakeReader) -> None:
    """Report by report, with what is given; any iterable of paths will do."""
    readings = zenobia.read_all(Path().glob("*/*e.txt"), published="2016-03-28", outlet="Wire")
    assert several.calls == 0
    report = next(readings).report
    assert (several.calls, report.outlet, str(report.published and report.published.date)) == (1, "Wire", "2016-03-28")


def test_read_all_without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent model is no fault of a document."""
    monkeypatch.setattr(pipeline, "load_reader", make_none)
    with pytest.raises(ModelError):
        next(zenobia.read_all("Rebels attacked."))


@pytest.mark.parametrize("verb", [zenobia.read, zenobia.read_all])
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            {"": None},
            "text_or_path: NoneType is neither text nor a path; mend: give the words of a report as str, or its file as",
        ),
        ({"": 7}, "text_or_path: int is neither text nor a path; mend: give"),
        ({"": b"Rebels attacked."}, "text_or_path: bytes is neither text nor a path; mend: decode the bytes to str, or name"),
        ({"": bytearray(2)}, "text_or_path: bytearray is neither text nor a path; mend: decode"),
        ({"published": 20160328}, 'published: int is no day; mend: give a datetime.date, or "2016-03-28"'),
        ({"published": "Monday"}, "published: 'Monday' is no day; mend: "),
        ({"language": 7}, "language: int is no str; mend: "),
        ({"outlet": b"Wire"}, "outlet: bytes is no str; mend: "),
    ],
)
def test_arguments_of_another_type_are_refused(verb: Callable[..., Any], arguments: dict[str, Any], line: str) -> None:
    """In one line with the mend, at once."""
    with pytest.raises(UsageError) as told:
        verb(*arguments.values()) if "" in arguments else verb("Rebels attacked.", **arguments)
    said = str(told.value).replace("text_or_path_or_paths", "text_or_path")
    assert said.startswith(line)


@pytest.mark.parametrize("paths", [[None], ["a.txt", 7], [b"a.txt"]])
def test_paths_of_another_type_are_refused(paths: Any) -> None:
    """Each path is a str or Path."""
    with pytest.raises(UsageError, match=rf"text_or_path_or_paths, item {len(paths) - 1}: \w+ is neither text nor a path"):
        zenobia.read_all(paths)
    with pytest.raises(UsageError, match="text_or_path: list is neither"):
        zenobia.read(paths)


@pytest.mark.usefixtures("fake_reader")
@pytest.mark.parametrize("day", ["2016-03-28", date(2016, 3, 28), datetime(2016, 3, 28, 14, 30)])
def test_a_day_is_a_day(day: Any) -> None:
    """Also of a moment."""
    published = zenobia.read("Rebels attacked.", published=day).report.published
    assert published is not None
    assert repr(published.date) == "datetime.date(2016, 3, 28)"


def test_reading_shows_itself() -> None:
    """A reading gives its record, its line and its page without another import."""
    reading = the_arvan_reading()
    assert reading.to_dict()["id"] == "r-1"
    assert reading.to_json().startswith('{"id": "r-1"')
    assert reading.to_html().startswith("<!doctype html>")


# Many reports.


@pytest.mark.parametrize("format", list(Format))
def test_any_number_of_workers_writes_the_same(format: Format) -> None:
    """Order and bytes are those of one process, errors in their places."""
    alone = texts_of(work_through(placed(some_reports(14)), a_task(format=format), workers=1))
    assert len(alone) == 14
    assert alone[2] == "empty.pdf: no text in it; mend: scan it with text recognition"
    assert texts_of(work_through(placed(some_reports(14)), a_task(format=format), workers=2)) == alone


def test_a_handful_is_read_in_this_process() -> None:
    """Few reports start no worker, and one reader reads them all."""
    makes: list[FakeReader] = []
    texts_of(work_through(placed(some_reports(8)), a_task(count_makes(makes)), workers=4))
    assert [reader.calls for reader in makes] == [7]


def test_no_reports_load_no_reader() -> None:
    """Where every document failed, no model is loaded."""
    error = IntakeError("no text", where="x", mend="y")
    assert texts_of(work_through([("x", error)], a_task(make_none), workers=1)) == [str(error)]


def test_a_report_that_ends_its_process_costs_itself_alone() -> None:
    """A worker's death is one error line that names the report; the others are read."""
    reports = some_reports(6)
    reports[3] = a_report(DIES, title="Deadly")
    reports[4] = a_report(EXPLODES, title="Loud")
    texts = texts_of(work_through(placed(reports), a_task(), workers=2, handful=0))
    assert texts[3].startswith("a.jsonl, line 4, report 4 (Deadly): the reader's process ended (exit status 7); mend: ")
    assert texts[4].startswith("a.jsonl, line 5, report 5 (Loud): the reader failed (ValueError: ")
    assert [text.startswith('{"id"') for text in texts] == [True, True, False, False, False, True]


@pytest.mark.parametrize("workers", [1, 2])
def test_without_a_model_nothing_is_read(workers: int) -> None:
    """An absent model is one error for the whole run, not one a report."""
    with pytest.raises(ModelError, match="the model is absent"):
        texts_of(work_through(placed(some_reports(6)), a_task(make_none), workers=workers, handful=0))


def test_a_worker_that_cannot_start_says_why() -> None:
    """A missing library is one error in one line."""
    with pytest.raises(ZenobiaError, match=r"the reader cannot start .ImportError: no module named onnxruntime"):
        texts_of(work_through(placed(some_reports(6)), a_task(make_broken), workers=2, handful=0))


def test_reports_are_taken_as_they_are_needed() -> None:
    """A few reports a worker are under way, however many there are to read."""
    taken = 0

    def endless() -> Iterator[Report]:
        nonlocal taken
        while True:
            taken += 1
            yield a_report("Rebels attacked Arvan.")

    outcomes = work_through(placed(endless()), a_task(), workers=2, handful=0)
    for _ in range(5):
        next(outcomes)
    assert taken <= 5 + 2 * 4 + 1
    outcomes.close()  # type: ignore[attr-defined]


def test_workers_end_when_no_more_is_asked() -> None:
    """Giving up half way leaves no process behind."""
    outcomes = work_through(placed(a_report("Rebels attacked.") for _ in range(40)), a_task(), workers=2, handful=0)
    next(outcomes)
    assert multiprocessing.active_children()
    outcomes.close()  # type: ignore[attr-defined]
    for child in multiprocessing.active_children():
        child.join(timeout=10)
    assert not multiprocessing.active_children()


def test_at_least_one_cpu() -> None:
    """Whatever the machine says, there is one CPU."""
    assert count_cpus() >= 1


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    """Worker processes do not run the caller's script again."""
    reports, script = tmp_path / "reports.jsonl", tmp_path / "script.py"
    reports.write_text("".join(f'{{"id": "{i}", "text": "Rebels shelled Arvan {i} times."}}\n' for i in range(20)))
    script.write_text(
        "import zenobia\nprint('here', flush=True)\n"
        f"with zenobia.Record({str(tmp_path / 'r.zen')!r}) as record:\n    print(record.add({str(reports)!r}, workers=2).new)\n"
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=300, check=False)
    assert (ended.stdout, ended.returncode) == ("here\n20\n", 0), ended.stderr
