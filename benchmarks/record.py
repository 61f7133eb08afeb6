"""python benchmarks/record.py [REPORTS.jsonl.gz] [--reports N] [--keep FILE]: builds a record and prints what it costs, one table.

Default: all 113,130 reports of ../shared/corpora/current_events (about a quarter of an hour), with two workers. Prints the rate against
`zenobia read` of the same slices, the first and the last thousand, memory, bytes a report and what they are spent on, answers, and whether a
build killed again and again ends with the same incidents."""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from speed import _watch

from zenobia.record import Filters, Record, Sort
from zenobia.types import EventType

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpora" / "current_events" / "reports.jsonl.gz"
WORKERS = 2
SLICE = 3_000
KILLS = 20
PARTS = ("rates", "build", "answers", "kills")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds a command took, CPU seconds of all its processes, and the peak of their memory in MB."""

    seconds: float
    cpu: float
    megabytes: float


def zenobia(*arguments: str) -> Run:
    """Runs a command as a user does."""
    began, peak, spent = time.perf_counter(), [0.0], cpu_of_children()
    process = subprocess.Popen([sys.executable, "-m", "zenobia", *arguments], stdout=subprocess.DEVNULL)
    threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
    if process.wait():
        raise SystemExit(f"zenobia {' '.join(arguments)} failed")
    return Run(time.perf_counter() - began, cpu_of_children() - spent, peak[0])


def cpu_of_children() -> float:
    """CPU seconds of every process this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def add(path: Path, record: Path) -> Run:
    """Adds a file to a record."""
    return zenobia("add", str(path), "--record", str(record), "--workers", str(WORKERS))


def write(path: Path, lines: list[bytes]) -> Path:
    """A file of reports."""
    path.write_bytes(b"".join(lines))
    return path


def compare_rates(lines: list[bytes], folder: Path) -> list[tuple[str, str]]:
    """Slices from four places of the corpus, read and added in turn, so that a slow minute hits both."""
    ratios, costs = [], []
    for number in range(4):
        start = (len(lines) - SLICE) * number // 3
        path = write(folder / f"slice{number}.jsonl", lines[start : start + SLICE])
        pairs = []
        for again in range(2):
            read = zenobia(
                "read", str(path), "--format", "json", "--workers", str(WORKERS), "--output", str(folder / "read.jsonl")
            )
            pairs.append((read, add(path, folder / f"slice{number}-{again}.zen")))
        ratios.append(min(r.seconds for r, _ in pairs) / min(a.seconds for _, a in pairs))
        costs.append(min(r.cpu for r, _ in pairs) / min(a.cpu for _, a in pairs))
    what = f"of add against read, four slices of {SLICE:,}, starts included (90%)"
    return [(f"rate {what}", _say_ratios(ratios)), ("the same by CPU time", _say_ratios(costs))]


def _say_ratios(ratios: list[float]) -> str:
    return f"{statistics.mean(ratios):.0%} ({', '.join(f'{ratio:.0%}' for ratio in ratios)})"


def build(lines: list[bytes], record: Path, folder: Path) -> list[tuple[str, str]]:
    """The whole record: its first thousand, the bulk, the last thousand."""
    first = add(write(folder / "first.jsonl", lines[:1000]), record)
    bulk = add(write(folder / "bulk.jsonl", lines[1000:-1000]), record)
    # the last thousand are other reports than the first: what is compared is what they cost over a record of their own
    alone = add(write(folder / "last.jsonl", lines[-1000:]), folder / "alone.zen")
    last = add(folder / "last.jsonl", record)
    with Record(record, write=False) as opened:
        status = opened.status(spent=True)
    rows = [
        (
            f"all {len(lines):,} reports",
            f"{bulk.seconds + first.seconds + last.seconds:,.0f} s, {(len(lines) - 2000) / bulk.seconds:.0f} a second",
        ),
        (
            "the last thousand, against the same in an empty record (1.3)",
            f"{last.seconds:.1f} s, {last.seconds / alone.seconds:.2f} times",
        ),
        ("the first thousand of the corpus", f"{first.seconds:.1f} s"),
        ("memory of all processes at most (1,024 MB)", f"{max(first.megabytes, bulk.megabytes, last.megabytes):,.0f} MB"),
        ("file, bytes a report (4,096)", f"{status.size / status.reports:,.0f}"),
        (
            "events, incidents, told by several reports",
            f"{status.events:,}, {status.incidents:,}, {status.of_several_reports:,}",
        ),
    ]
    rows += [(f"  {name}", f"{size / status.reports:,.0f} bytes a report") for name, size in status.spent[:14]]
    return rows


QUESTIONS: dict[str, Callable[[Record], object]] = {
    "latest 50 incidents": lambda r: list(r.incidents(limit=50)),
    "50 incidents of most dead": lambda r: list(r.incidents(sort=Sort.TOLL, limit=50)),
    "50 within 100 km of Aleppo": lambda r: list(r.incidents(place="Aleppo", radius_km=100.0, limit=50)),
    "50 in Syria in 2016, bombings": lambda r: list(
        r.incidents(place="Syria", types=(EventType.BOMBING,), first=date(2016, 1, 1), last=date(2016, 12, 31), limit=50)
    ),
    "50 of ISIL": lambda r: list(r.incidents(actor="ISIL", limit=50)),
    "50 of Israel": lambda r: list(r.incidents(actor="Israel", limit=50)),
    "50 told by Reuters": lambda r: list(r.incidents(outlet="Reuters", limit=50)),
    '50 with "car bomb" in a report': lambda r: list(r.incidents(text='"car bomb"', limit=50)),
    "50 with killed in a report": lambda r: list(r.incidents(text="killed", limit=50)),
    "count of all incidents": lambda r: r.count(Filters()),
    "search Daesh": lambda r: r.search("Daesh"),
    "search killed": lambda r: r.search("killed"),
    'search "suicide bomber" Baghdad': lambda r: r.search('"suicide bomber" Baghdad'),
    "search attack*": lambda r: r.search("attack*"),
    "incidents by country, in SQL": lambda r: r.sql("select country, count(*) from incidents group by 1"),
}


def ask(record: Path) -> list[tuple[str, str]]:
    """Each question in a process that asked something else before: cold for it, the first time, then the median of five."""
    rows = []
    with Record(record, write=False) as opened:
        list(opened.incidents(limit=1))
        opened.search("warm")
        for name, question in QUESTIONS.items():
            times = []
            for _ in range(6):
                began = time.perf_counter()
                question(opened)
                times.append(1000 * (time.perf_counter() - began))
            rows.append((f"{name} (200 ms)", f"{times[0]:.0f} ms the first time, {statistics.median(times[1:]):.0f} ms after"))
    return rows


def killed_build(lines: list[bytes], folder: Path) -> list[tuple[str, str]]:
    """A slice added undisturbed, and killed KILLS times on the way: the incidents must be the same."""
    path = write(folder / "killed.jsonl", lines[-SLICE:])
    add(path, folder / "whole.zen")
    chance, target = random.Random(3), folder / "killed.zen"
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "zenobia", "add", str(path), "--record", str(target)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(1.5, 5.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    add(path, target)
    query = "select incident, type, status, start, place_id, killed_best, certainty, accounts from incidents order by 1"
    with Record(target, write=False) as one, Record(folder / "whole.zen", write=False) as other:
        same = one.sql(query) == other.sql(query)
        count = one.status().reports
    return [
        (
            f"{SLICE:,} reports, killed {KILLS} times on the way",
            f"{count:,} reports, {'the same' if same else 'OTHER'} incidents",
        )
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--reports", type=int, help="only the last so many")
    parser.add_argument("--keep", type=Path, help="keep the record here")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be given again")
    options = parser.parse_args()
    opener = gzip.open if options.corpus.suffix == ".gz" else open
    with opener(options.corpus, "rb") as file:
        lines = [line.rstrip(b"\n") + b"\n" for line in file][-(options.reports or 0) :]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = options.keep or folder / "full.zen"
        parts = options.part or PARTS
        rows = compare_rates(lines, folder) if "rates" in parts else []
        if "build" in parts:
            record.unlink(missing_ok=True)
            rows += build(lines, record, folder)
        rows += ask(record) if "answers" in parts else []
        rows += killed_build(lines, folder) if "kills" in parts else []
    width = max(len(name) for name, _ in rows)
    for label, value in rows:
        print(f"{label:{width}}  {value}")


if __name__ == "__main__":
    main()
