"""A whole evaluation: gold reports and readings to the figures, intervals, calibration and errors of `zenobia evaluate`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zenobia.errors import UsageError
from zenobia.learning.gold import GoldReport
from zenobia.learning.score import LINES, Count, add_counts, count_report, match_marks, type_lines
from zenobia.learning.score_doubt import Calibration, Interval, Point, bootstrap_f1, calibrate, points_of
from zenobia.learning.score_errors import Mistake, find_mistakes
from zenobia.learning.score_marks import Marks, marks_of_reading


@dataclass(frozen=True, slots=True)
class ReadMarks:
    """The marks of one reading, and the text they point into."""

    text: str
    marks: Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """reports, absent, moved: gold reports; of them not read, and read with another text (both score as empty readings).

    counts, intervals: under the names of LINES and "event:TYPE"; types: the latter names.
    calibration:       under "mention", "event", "relation", whichever bear confidences.
    """

    reports: int
    absent: int
    moved: int
    counts: Mapping[str, Count]
    intervals: Mapping[str, Interval]
    types: Sequence[str]
    calibration: Mapping[str, Calibration]
    mistakes: Sequence[Mistake]


def evaluate_readings(gold: Sequence[GoldReport], readings: Mapping[str, ReadMarks]) -> Evaluation:
    """Scores readings (by report id) against gold."""
    absent = moved = 0
    counts: list[dict[str, Count]] = []
    points: dict[str, list[Point]] = {}
    mistakes: list[Mistake] = []
    for report in gold:
        reading = readings.get(report.id)
        absent += reading is None
        if reading is not None and reading.text != report.text:
            moved, reading = moved + 1, None
        marks = reading.marks if reading else Marks()
        matches = match_marks(report.marks, marks)
        counts.append(count_report(report.marks, marks))
        for kind, point in points_of(marks, matches):
            points.setdefault(kind, []).append(point)
        mistakes += find_mistakes(report.id, report.text, report.marks, marks, matches)
    total = add_counts(counts)
    types = type_lines(total)
    return Evaluation(
        reports=len(gold),
        absent=absent,
        moved=moved,
        counts=total,
        intervals=bootstrap_f1(counts, [*LINES, *types]),
        types=types,
        calibration={kind: calibrate(values) for kind, values in sorted(points.items())},
        mistakes=mistakes,
    )


def load_readings(path: Path) -> tuple[dict[str, ReadMarks], list[UsageError]]:
    """Readings of a JSON Lines file as `zenobia read` prints them, by report id, and an error for every line that is none.

    Raises UsageError when the file cannot be read."""
    readings: dict[str, ReadMarks] = {}
    errors: list[UsageError] = []
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    _collect(line, f"{path}:{number}", readings, errors)
    except OSError as error:
        raise UsageError(error.strerror or str(error), where=str(path), mend="name a file that zenobia read wrote") from None
    return readings, errors


def collect_readings(lines: Iterable[str], where: str) -> dict[str, ReadMarks]:
    """Readings from lines of JSON that this program wrote, by report id. Raises UsageError for a line that is none."""
    readings: dict[str, ReadMarks] = {}
    errors: list[UsageError] = []
    for line in lines:
        _collect(line, where, readings, errors)
    if errors:
        raise errors[0]
    return readings


def _collect(line: bytes | str, where: str, readings: dict[str, ReadMarks], errors: list[UsageError]) -> None:
    try:
        reading: Any = json.loads(line)
        readings[str(reading["id"])] = ReadMarks(reading["text"], marks_of_reading(reading))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        what = f"not a reading ({type(error).__name__}: {error})"
        errors.append(UsageError(what, where=where, mend="give what `zenobia read --format json` prints (spec/RECORD.md)"))
