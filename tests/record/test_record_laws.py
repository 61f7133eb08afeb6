"""What holds of every record: order, kills and other processes change nothing of what it says."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted import VERBS, a_line, add

from zenobia.record import Record
from zenobia.types import Incident

ACTORS = ("Taliban", "Police", "Boko Haram")
PLACES = ("Kandahar", "Kunduz", "Maiduguri")
OUTLETS = ("Reuters", "BBC News", "Sabel Courier", None)


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """A report of one to three planted sentences, of few actors, towns and days, so that many tell one happening."""
    day = draw(st.integers(10, 16))
    told = [
        f"{draw(st.sampled_from(ACTORS))} {draw(st.sampled_from(sorted(VERBS)))} soldiers in {draw(st.sampled_from(PLACES))}"
        f"{draw(st.sampled_from([f' on {day} May 2024', ' on Sunday', '']))}{draw(st.sampled_from([', killing 12', ', killing 14', '']))}."
        for _ in range(draw(st.integers(1, 3)))
    ]
    return a_line(
        " ".join(told), published=f"2024-05-{day + draw(st.integers(0, 2)):02}", outlet=draw(st.sampled_from(OUTLETS))
    )


def said(record: Record) -> set[tuple[object, ...]]:
    """What the record says, without the numbers of its rows."""
    return {summary_of(incident) for incident in record.incidents()}


def summary_of(incident: Incident) -> tuple[object, ...]:
    """An incident as a comparable value."""
    accounts = tuple((a.key, a.telling.sha256, a.type, a.joined) for a in incident.accounts)
    return (
        incident.id,
        incident.type,
        incident.status,
        incident.start,
        incident.end,
        incident.tolls,
        incident.certainty,
        accounts,
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reports=st.lists(lines(), min_size=2, max_size=10, unique=True), seed=st.randoms(use_true_random=False))
def test_the_order_of_adding_changes_no_incident(
    tmp_path_factory: pytest.TempPathFactory, reports: list[bytes], seed: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    shuffled = list(reports)
    seed.shuffle(shuffled)
    with Record(folder / "a.zen") as one, Record(folder / "b.zen") as other:
        add(one, *reports)
        for line in shuffled:  # one at a time: each is merged into what stands
            add(other, line)
        assert said(one) == said(other)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(reports=st.lists(lines(), min_size=1, max_size=6, unique=True))
def test_every_span_equals_its_words(tmp_path_factory: pytest.TempPathFactory, reports: list[bytes]) -> None:
    with Record(tmp_path_factory.mktemp("spans") / "a.zen") as record:
        add(record, *reports)
        texts = dict(record.sql("select sha256, text from reports").rows)
        for incident in record.incidents():
            for account in incident.accounts:
                text = texts[account.telling.sha256]
                assert account.trigger.of(text) == account.words
                assert account.sentence.of(text) == account.evidence


def test_every_event_is_in_one_incident_or_says_why_not(tmp_path: Path) -> None:
    with Record(tmp_path / "a.zen") as record:
        add(record, *(a_line(f"Taliban attacked police in Kandahar on {day} May 2024.") for day in range(1, 20)))
        assert record.sql("select count(*) from events where (incident is null) = (apart is null)").rows == ((0,),)


# A process killed at any moment: no report lost, none doubled, and the record says in the end what an undisturbed one says

KILLS = 50
TOWNS = (
    "Kandahar", "Kunduz", "Kabul", "Herat", "Ghazni", "Maiduguri", "Mosul", "Basra", "Kirkuk", "Fallujah", "Aleppo", "Homs", "Raqqa", "Idlib",
    "Donetsk", "Kharkiv", "Kherson", "Mogadishu", "Goma", "Bamako", "Gao", "Tripoli", "Benghazi", "Aden", "Taiz", "Juba", "Khartoum", "Bangui",
)  # fmt: skip
HERE = Path(__file__).parent


def many_lines(count: int) -> list[bytes]:
    """Planted reports of a month, several of which tell one happening."""
    chance = random.Random(7)
    return [
        a_line(
            f"{chance.choice(ACTORS)} {chance.choice(sorted(VERBS))} soldiers in {chance.choice(TOWNS)} on {1 + number % 28} May 2024"
            f", killing {chance.randint(1, 20)}.",
            published="2024-06-01",
            outlet=chance.choice(OUTLETS),
            id=f"r-{number}",
        )
        for number in range(count)
    ]


def adding(file: Path, record: Path, workers: int = 1) -> subprocess.Popen[bytes]:
    """A process that adds the file."""
    path = os.pathsep.join([str(HERE), str(HERE.parent), str(HERE.parent.parent / "src")])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, str(HERE / "planted.py"), str(file), str(record), str(workers)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_process_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    reports = many_lines(1500)
    (tmp_path / "all.jsonl").write_bytes(b"\n".join(reports))
    chance, target = random.Random(11), tmp_path / "killed.zen"
    kills = 0
    while kills < KILLS:
        process = adding(tmp_path / "all.jsonl", target)
        started = time.monotonic()
        while process.poll() is None and time.monotonic() - started < chance.uniform(0.3, 1.6):
            time.sleep(0.01)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        if target.exists() and process.returncode == 0:
            target.unlink()  # it was faster than the kill: begin again, so that each kill meets work under way
            for leftover in tmp_path.glob("killed.zen-*"):
                leftover.unlink()
    assert adding(tmp_path / "all.jsonl", target).wait(timeout=120) == 0
    with Record(target) as killed, Record(tmp_path / "whole.zen") as whole:
        add(whole, *reports)
        assert killed.sql("select report from reports order by 1") == whole.sql("select report from reports order by 1")
        assert said(killed) == said(whole)
