"""`zenobia evaluate`: how well readings agree with gold marks."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zenobia.errors import GoldError, IntakeError, ZenobiaError

if TYPE_CHECKING:
    from zenobia.learning.score_run import Evaluation, ReadMarks


class By(StrEnum):
    """What `--by` takes."""

    TYPE = "type"


def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Gold files (JSON Lines), or folders of them, scored together.")
    ],
    read: Annotated[
        Path | None,
        typer.Option(
            "--read",
            metavar="FILE",
            help="Readings to score, as `zenobia read --format json` prints them; without it the gold texts are read now.",
        ),
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="Also a line for each event type.")] = None,
    errors: Annotated[
        int, typer.Option("--errors", metavar="N", min=0, help="Also what went wrong: every class counted, N examples of each.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of the table.")] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Processes that read; the figures are the same for any number.",
            show_default="all CPUs",
        ),
    ] = None,
) -> int:
    """Score readings against gold marks: precision, recall, F1 with its 95% interval, and calibration.

    Every faulty line, and every file that is no gold, gives a line on standard error; the others are scored. The exit status
    is 1 when there was one, or when a gold report was not read or was read with another text.
    """
    from zenobia.learning.gold import gold_files, load_gold
    from zenobia.learning.score_run import evaluate_readings

    named = gold_files(gold)
    strangers = {file: error for file in named if (error := not_gold(file))}
    files = [file for file in named if file not in strangers]
    reports, faults = load_gold(files)
    faults = [*strangers.values(), *faults]
    if not reports:
        return _tell(faults)
    readings, more = _load(read) if read else _read_now(files, workers)
    if faults:  # intake found the same lines faulty
        more = [fault for fault in more if not isinstance(fault, IntakeError)]
    status = _tell([*faults, *more])
    found = evaluate_readings(reports, readings)
    print(_to_json(found, by, errors) if as_json else "\n".join(_to_lines(found, by, errors)))
    return 1 if found.absent or found.moved else status


def _tell(faults: Sequence[ZenobiaError]) -> int:
    """A line each on standard error; the exit status."""
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def not_gold(file: Path) -> GoldError | None:
    """Why a file is no gold at all; None when some line bears marks, or when it cannot be opened, which `load_gold` tells."""
    if not file.is_file():  # a pipe can be read only once
        return None
    what = "the file is empty"
    try:
        with file.open("rb") as lines:
            for line in filter(bytes.strip, lines):
                if _bears_marks(line):
                    return None
                what = "no line is a JSON object with marks (`ev`)"
    except OSError:
        return None
    return GoldError(
        what, where=str(file), mend="name gold, a report a line with `id`, `text`, `ev`; readings go behind --read"
    )


def _bears_marks(line: bytes) -> bool:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "ev" in found


def _load(path: Path) -> tuple[dict[str, ReadMarks], Sequence[ZenobiaError]]:
    from zenobia.learning.score_run import load_readings

    return load_readings(path)


def _read_now(files: Sequence[Path], workers: int | None) -> tuple[dict[str, ReadMarks], Sequence[ZenobiaError]]:
    """Readings of the gold texts by the reader: what `zenobia read` would print of the same files."""
    from zenobia import pipeline
    from zenobia.exports import Format, Layout
    from zenobia.intake import Given, load_placed
    from zenobia.learning.score_run import collect_readings
    from zenobia.pipeline import Task
    from zenobia.workers import count_cpus, work_through

    task = Task(layout=Layout(format=Format.JSON), make_reader=pipeline.load_reader)
    reports = load_placed([str(file) for file in files], Given())
    lines: list[str] = []
    faults: list[ZenobiaError] = []
    for outcome in work_through(reports, task, workers=workers or count_cpus()):
        if isinstance(outcome, ZenobiaError):
            faults.append(outcome)
        else:
            lines.append(outcome.text)
    return collect_readings(lines, "the reader"), faults


def _names(found: Evaluation, by: By | None) -> list[str]:
    from zenobia.learning.score import LINES

    return [*LINES, *(found.types if by is By.TYPE else ())]


def _to_lines(found: Evaluation, by: By | None, errors: int) -> Iterable[str]:
    """The table of tools/score.py, with the interval behind each F1; then calibration and errors."""
    yield f"{found.reports} reports; {found.absent} not read; {found.moved} read with another text"
    yield f"{'':22}{'gold':>7}{'read':>7}{'P':>8}{'R':>8}{'F1':>8}{'95% of F1':>16}"
    for name in _names(found, by):
        count, interval = found.counts[name], found.intervals[name]
        figures = "".join(f"{100 * x:8.1f}" for x in (count.precision, count.recall, count.f1))
        yield f"{name:22}{count.gold:7}{count.read:7}{figures}{100 * interval.low:9.1f} to{100 * interval.high:5.1f}"
    for kind, told in found.calibration.items():
        yield f"calibration of {kind} confidence: expected error {told.error:.3f} over {told.count}"
    if errors:
        yield from _error_lines(found, errors)


def _error_lines(found: Evaluation, examples: int) -> Iterable[str]:
    """Every class of error, the commonest first, with its first examples."""
    from zenobia.exports.wording import visible

    classes = Counter(mistake.kind for mistake in found.mistakes)
    for kind, count in sorted(classes.items(), key=lambda item: (-item[1], item[0])):
        yield f"{kind}: {count}"
        for mistake in [m for m in found.mistakes if m.kind == kind][:examples]:
            said = f"gold {mistake.gold or '-'} | read {mistake.read or '-'} | {mistake.report} | {mistake.words}"
            yield f"  {visible(said)}"


def _to_json(found: Evaluation, by: By | None, errors: int) -> str:
    """The names and figures of `tools/score.py --json`, each with its interval; beside them reports, calibration, errors."""
    out: dict[str, Any] = {}
    for name in _names(found, by):
        count, interval = found.counts[name], found.intervals[name]
        figures = {"p": count.precision, "r": count.recall, "f1": count.f1}
        figures |= {"f1_low": interval.low, "f1_high": interval.high}
        out[name] = {key: round(x, 4) for key, x in figures.items()} | {"gold": count.gold, "read": count.read}
    out["reports"] = {"gold": found.reports, "not_read": found.absent, "another_text": found.moved}
    out["calibration"] = {
        kind: {
            "error": round(told.error, 4),
            "count": told.count,
            "bins": [{"count": b.count, "confidence": round(b.confidence, 4), "right": round(b.right, 4)} for b in told.bins],
        }
        for kind, told in found.calibration.items()
    }
    if errors:
        classes = Counter(mistake.kind for mistake in found.mistakes)
        out["errors"] = {
            kind: {"count": count, "examples": [_example(m) for m in found.mistakes if m.kind == kind][:errors]}
            for kind, count in sorted(classes.items(), key=lambda item: (-item[1], item[0]))
        }
    return json.dumps(out)


def _example(mistake: Any) -> dict[str, str | None]:
    return {"report": mistake.report, "gold": mistake.gold, "read": mistake.read, "words": mistake.words}
