"""What `read` and `demo` share: documents to reports to records, errors told, progress shown."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from zenobia import pipeline
from zenobia.cli import InterruptError
from zenobia.cli.ids import Ids
from zenobia.cli.output import open_output
from zenobia.cli.progress import Progress
from zenobia.errors import UsageError, ZenobiaError
from zenobia.exports import Format, Layout
from zenobia.exports.wording import say_count, visible
from zenobia.intake import Given, load_placed
from zenobia.own_folder import own_actors_folder, own_gazetteer_path
from zenobia.pipeline import Task, without_raw
from zenobia.workers import count_cpus, work_through

BY_ENDING = {".json": Format.JSON, ".jsonl": Format.JSON, ".csv": Format.CSV, ".html": Format.HTML, ".htm": Format.HTML}
BY_ENDING |= {".txt": Format.TABLE}

WIDEST = 160
"""Columns of the table at most; longer lines are hard to follow."""


def read_and_write(
    paths: Sequence[str],
    given: Given,
    format: Format | None,
    output: Path | None,
    *,
    min_confidence: float = 0.0,
    workers: int | None = None,
) -> int:
    """Reads every document of `paths` and writes its record; the exit status: 0, or 1 when one failed.

    Raises UsageError when the output cannot be written, ModelError without the model, TableError for a gazetteer or actors of the user's
    own that cannot be read, InterruptError on Ctrl-C."""
    _refuse_input_as_output(paths, output)
    check_own()
    layout = choose_layout(format, output)
    task = Task(layout=layout, min_confidence=min_confidence, make_reader=pipeline.load_reader)
    ids = Ids()
    failed = 0
    progress = Progress(paths, shown=_wants_progress(output))
    try:
        with open_output(output, layout) as out, progress:
            for outcome in work_through(
                ids.watch(without_raw(load_placed(paths, given))), task, workers=workers or count_cpus()
            ):
                if isinstance(outcome, ZenobiaError):
                    failed += 1
                    progress.tell(str(outcome))
                else:
                    out.write(outcome)
                progress.advance()
    except BrokenPipeError:  # `zenobia read ... | head`: the reader of the pipe had enough, which is no error
        _leave_pipe()
    except KeyboardInterrupt:
        kept = f"; their records are in {output}.part" if output and progress.done else ""
        raise InterruptError(f"interrupted after {say_count(progress.done, 'report')}{kept}") from None
    else:
        if progress.done == 0:
            progress.tell(f"{visible(' '.join(paths))}: no report found")
        if warning := ids.warning():
            progress.tell(warning)
    return 1 if failed else 0


def choose_layout(format: Format | None, output: Path | None) -> Layout:
    """The format asked for, else that of the output's ending, else the table on a terminal and JSON in a pipe."""
    terminal = output is None and sys.stdout.isatty()
    if format is None:
        format = Format.TABLE if terminal else Format.JSON
        if output is not None:
            ending = output.suffix.lower()
            if ending and ending not in BY_ENDING:
                mend = f"end it in {', '.join(sorted(BY_ENDING))}, or give --format"
                raise UsageError(f"the ending {ending!r} names no format", where="--output", mend=mend)
            format = BY_ENDING.get(ending, Format.JSON)
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    return Layout(format=format, width=width, colour=colour)


def _wants_progress(output: Path | None) -> bool:
    """A bar where a person watches and the records do not already run past."""
    return sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())


def check_own() -> None:
    """Look once at what the user added, where there is anything: a spoilt file is one fault, not one with every report."""
    if own_gazetteer_path().exists() or own_actors_folder().exists():
        from zenobia.grounding import known  # NumPy, which the workers load, not this process

        known.check_own()


def _refuse_input_as_output(paths: Sequence[str], output: Path | None) -> None:
    """Raises UsageError when the output is one of the documents to read."""
    if output is None or not output.exists():
        return
    if any(path != "-" and os.path.exists(path) and os.path.samefile(path, output) for path in paths):
        raise UsageError(f"{output} is also read", where="--output", mend="write the records to another file")


def _leave_pipe() -> None:
    """What is left in the buffer of standard output must not fail again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
