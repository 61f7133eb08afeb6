"""How fast a situation is worked out: `python benchmarks/situation.py RECORD` (`benchmarks/record.py --keep RECORD` builds the full one).

Cold: the command as a user runs it, from the start of the process to its end, each once after another. Warm: the same question asked again of an open
record. Anew: every report's signs of control derived again from its kept reading."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zenobia.record import Record
from zenobia.record.readings import as_read
from zenobia.record.rows import control_rows
from zenobia.record.situations import Situation

DAY = date(2016, 3, 28)

QUESTIONS: list[tuple[str, list[str], Callable[[Situation], object]]] = [
    ("control, everywhere", ["situation", "--on", str(DAY), "--show", "control"], lambda s: s.control()),
    ("control, Syria", ["situation", "--on", str(DAY), "--show", "control", "--place", "Syria"], lambda s: s.control("Syria")),
    ("history of Palmyra", ["situation", "--place", "Palmyra", "--history"], lambda s: s.history("Palmyra")),
    ("ties", ["situation", "--on", str(DAY), "--show", "ties", "--limit", "50"], lambda s: s.ties()),
    ("contradictions", ["situation", "--on", str(DAY), "--show", "contradictions"], lambda s: s.contradictions()),
    ("plans, Syria", ["situation", "--on", str(DAY), "--show", "plans", "--place", "Syria"], lambda s: s.plans("Syria")),
    ("truces", ["situation", "--on", str(DAY), "--show", "truces"], lambda s: s.truces()),
    (
        "changes of a month",
        ["changes", "--from", "2016-03-01", "--to", "2016-03-31"],
        lambda s: s.changes(date(2016, 3, 1), date(2016, 3, 31)),
    ),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record", type=Path)
    options = parser.parse_args()
    print(f"{'question':<24}{'cold':>10}{'warm':>10}")
    with Record(options.record, write=False) as record:
        for name, command, ask in QUESTIONS:
            cold = seconds(lambda c=command: run(c, options.record))  # type: ignore[misc]
            situation = record.situation(DAY)
            ask(situation)
            warm = seconds(lambda a=ask, s=situation: a(s))  # type: ignore[misc]
            print(f"{name:<24}{cold:>8.2f} s{1000 * warm:>7.0f} ms")
        print(f"{'signs derived anew':<24}{seconds(lambda: derive(record)):>8.2f} s")


def run(command: list[str], record: Path) -> None:
    subprocess.run([sys.executable, "-m", "zenobia", *command, "--record", str(record)], check=True, stdout=subprocess.DEVNULL)


def derive(record: Record) -> None:
    """Every reading's signs of control."""
    with record._reading() as connection:
        numbers = list(connection.exec_driver_sql("select id from report order by id").scalars())
        for start in range(0, len(numbers), 2000):
            for _, reading in as_read(connection, numbers[start : start + 2000]):
                control_rows(reading)


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
