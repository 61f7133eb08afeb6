"""`zenobia learn`: weights of the user's own, from the reports they corrected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.errors import UsageError, ZenobiaError

if TYPE_CHECKING:
    from zenobia.learning.own_weights import Learned
    from zenobia.types import Report

NEEDED = ("torch", "onnx")


def learn(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="GOLD...",
            help="Corrected reports (`zenobia export --format gold`), or folders of them.",
            show_default=False,
        ),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Go back to the shipped weights.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would bring, and change nothing.")] = False,
) -> int:
    """Train the reader on over corrected reports; from then on it reads with your own weights.

    A quarter of the reports is held aside in turn: the new weights are kept only where those are read better with them. `zenobia reread`
    then reads a record's reports anew. Eight reports are the least, a hundred are better. Needs `pip install 'zenobia[learn]'`.
    """
    from zenobia.own_folder import own_weights_folder

    own = own_weights_folder()
    if forget:
        if gold:
            raise UsageError("--forget takes no gold", where="zenobia learn", mend="give either gold or --forget")
        return _forget(own)
    if not gold:
        raise UsageError("no gold is named", where="zenobia learn", mend="name what `zenobia export --format gold` wrote")
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"{', '.join(missing)} is not installed", where="zenobia learn", mend="pip install 'zenobia[learn]'")
    return _learn(gold, own, dry_run=dry_run)


def _forget(own: Path) -> int:
    from zenobia.reading.own_weights import forget

    print(f"your own weights in {own} are gone; the shipped ones read" if forget(own) else "there are no weights of your own")
    return 0


def _learn(named: Sequence[Path], own: Path, *, dry_run: bool) -> int:
    from zenobia.cli.evaluate import not_gold
    from zenobia.cli.progress import Progress
    from zenobia.learning.gold import gold_files, load_gold
    from zenobia.learning.own_weights import learn

    files = gold_files(named)
    strangers = {file: error for file in files if (error := not_gold(file))}
    files = [file for file in files if file not in strangers]
    gold, faults = load_gold(files)
    for fault in [*strangers.values(), *faults]:
        print(fault, file=sys.stderr)
    texts = _texts(files)
    known = [report for report in gold if report.id in texts and texts[report.id].text == report.text]
    if len(known) < len(gold):
        print(f"{len(gold) - len(known)} reports left out: their text is changed by reading it in", file=sys.stderr)
    with Progress((), shown=sys.stderr.isatty(), doing="learning", noun="rounds", total=0) as progress:
        found = learn(known, texts, own, dry_run=dry_run, on_start=progress.expect, on_step=progress.advance)
    print("\n".join(_lines(found, own, dry_run=dry_run)))
    return 1 if faults or strangers else 0


def _texts(files: Sequence[Path]) -> dict[str, Report]:
    """The reports of gold files by id, as reading takes them in."""
    from zenobia.intake import Given, load_placed

    placed = load_placed([str(file) for file in files], Given())
    return {report.id: report for _, report in placed if not isinstance(report, ZenobiaError)}


def _lines(found: Learned, own: Path, *, dry_run: bool) -> list[str]:
    lines = [f"{found.reports} reports, each read while it was held aside:", f"{'':18}{'shipped':>9}{'own':>9}   (F1)"]
    for name, before in found.before.items():
        lines.append(f"{name:18}{100 * before:9.1f}{100 * found.after[name]:9.1f}")
    if found.kept:
        lines.append(
            f"kept after {found.epochs} rounds in {own}; `zenobia reread` reads a record anew, `zenobia learn --forget` goes back"
        )
    elif found.gains and dry_run:
        lines.append("they would be kept; nothing was written (--dry-run)")
    else:
        lines.append("not kept: the shipped weights read these reports as well; more corrected reports may tell more")
    return lines
