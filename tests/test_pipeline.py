"""One report's way, and many reports' over many processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import zenobia
from builders import a_report, the_arvan_reading
from fakes import DIES, EXPLODES, FakeReader, count_makes, make_broken, make_fake, make_none
from zenobia import pipeline
from zenobia.errors import IntakeError, ModelError, UsageError, ZenobiaError
from zenobia.exports import Format, Layout, Rendered
from zenobia.pipeline import MakeReader, Task, keep_confident, parse_day, render_report
from zenobia.types import Report
from zenobia.workers import count_cpus, render_reports


def a_task(make_reader: MakeReader = make_fake, format: Format = Format.JSON, least: float = 0.0) -> Task:
    """How a run reads and writes."""
    return Task(layout=Layout(format=format), min_confidence=least, make_reader=make_reader)


def texts_of(outcomes: Iterator[Rendered | ZenobiaError]) -> list[str]:
    """What each report became: its record or its error line."""
    return [outcome.text if isinstance(outcome, Rendered) else str(outcome) for outcome in outcomes]


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
    """What the reader raises becomes an error that names the report, without line breaks or terminal colours."""
    error = render_report(a_report(EXPLODES, title="A title"), 3, a_task(), FakeReader())
    assert isinstance(error, ZenobiaError)
    assert str(error).startswith(
        "report 3 (A title): the reader failed (ValueError: no such luck\\nwith \\x1b[31mcolours); mend: "
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
@pytest.mark.parametrize("text", ["Rebels attacked Arvan.", "absent.txt", "one\ntwo", "Rebels attacked. " * 30, "a\0b"])
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
    alone = texts_of(render_reports(some_reports(14), a_task(format=format), workers=1))
    assert len(alone) == 14
    assert alone[2] == "empty.pdf: no text in it; mend: scan it with text recognition"
    assert texts_of(render_reports(some_reports(14), a_task(format=format), workers=2)) == alone


def test_a_handful_is_read_in_this_process() -> None:
    """Few reports start no worker, and one reader reads them all."""
    makes: list[FakeReader] = []
    texts_of(render_reports(some_reports(8), a_task(count_makes(makes)), workers=4))
    assert [reader.calls for reader in makes] == [7]


def test_no_reports_load_no_reader() -> None:
    """Where every document failed, no model is loaded."""
    error = IntakeError("no text", where="x", mend="y")
    assert texts_of(render_reports([error], a_task(make_none), workers=1)) == [str(error)]


def test_a_report_that_ends_its_process_costs_itself_alone() -> None:
    """A worker's death is one error line that names the report; the others are read."""
    reports = some_reports(6)
    reports[3] = a_report(DIES, title="Deadly")
    reports[4] = a_report(EXPLODES, title="Loud")
    texts = texts_of(render_reports(reports, a_task(), workers=2, handful=0))
    assert texts[3].startswith("report 4 (Deadly): the reader's process ended (exit status 7); mend: ")
    assert texts[4].startswith("report 5 (Loud): the reader failed (ValueError: ")
    assert [text.startswith('{"id"') for text in texts] == [True, True, False, False, False, True]


@pytest.mark.parametrize("workers", [1, 2])
def test_without_a_model_nothing_is_read(workers: int) -> None:
    """An absent model is one error for the whole run, not one a report."""
    with pytest.raises(ModelError, match="the model is absent"):
        texts_of(render_reports(some_reports(6), a_task(make_none), workers=workers, handful=0))


def test_a_worker_that_cannot_start_says_why() -> None:
    """A missing library is one error in one line."""
    with pytest.raises(ZenobiaError, match=r"the reader cannot start .ImportError: no module named onnxruntime"):
        texts_of(render_reports(some_reports(6), a_task(make_broken), workers=2, handful=0))


def test_reports_are_taken_as_they_are_needed() -> None:
    """A few reports a worker are under way, however many there are to read."""
    taken = 0

    def endless() -> Iterator[Report]:
        nonlocal taken
        while True:
            taken += 1
            yield a_report("Rebels attacked Arvan.")

    outcomes = render_reports(endless(), a_task(), workers=2, handful=0)
    for _ in range(5):
        next(outcomes)
    assert taken <= 5 + 2 * 4 + 1
    outcomes.close()  # type: ignore[attr-defined]


def test_workers_end_when_no_more_is_asked() -> None:
    """Giving up half way leaves no process behind."""
    outcomes = render_reports((a_report("Rebels attacked.") for _ in range(40)), a_task(), workers=2, handful=0)
    next(outcomes)
    assert multiprocessing.active_children()
    outcomes.close()  # type: ignore[attr-defined]
    for child in multiprocessing.active_children():
        child.join(timeout=10)
    assert not multiprocessing.active_children()


def test_at_least_one_cpu() -> None:
    """Whatever the machine says, there is one CPU."""
    assert count_cpus() >= 1
