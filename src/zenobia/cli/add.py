"""`zenobia add` and `zenobia status`: reports into a record, and what is in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli import InterruptError
from zenobia.cli.read import Language, Outlet, Published, Url, Workers
from zenobia.cli.record_options import RecordFile, Who, open_record

if TYPE_CHECKING:
    from zenobia.record.adding import Added
    from zenobia.record.status import RecordStatus


def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Text, Markdown, HTML, PDF, Word, JSON Lines (.jsonl, .jsonl.gz), CSV, folders of these; - is standard input.",
        ),
    ],
    record: RecordFile,
    published: Published = None,
    outlet: Outlet = None,
    url: Url = None,
    language: Language = None,
    workers: Workers = None,
    who: Who = None,
) -> int:
    """Read reports into a record: new ones alone, merged into incidents as they come.

    Reports whose bytes the record holds are passed over, so the same command goes on where an interrupted one stopped.
    New bytes under a known id or URL are kept beside the old as a revision; the same words from another outlet as a copy.
    """
    from zenobia.cli.progress import Progress
    from zenobia.cli.run import check_own
    from zenobia.intake import Given
    from zenobia.pipeline import parse_day
    from zenobia.workers import count_cpus

    day = parse_day(published, where="--published") if published is not None else None
    given = Given(published=day, outlet=outlet, url=url, language=language)
    check_own()
    progress = Progress(paths, shown=sys.stderr.isatty())
    seen: list[Added] = []

    def show(added: Added) -> None:
        seen[:] = [added]
        progress.advance()

    with open_record(record, write=True) as opened, progress:
        try:
            added = opened.add(
                *paths,
                given=given,
                workers=workers or count_cpus(),
                who=who,
                on_error=lambda error: progress.tell(str(error)),
                on_report=show,
            )
        except KeyboardInterrupt:
            done = say_added(seen[0]) if seen else "nothing added"
            raise InterruptError(f"interrupted; {done}; the same command goes on from here") from None
        status = opened.status()
    if added.seen == 0:
        print(f"{' '.join(paths)}: no report found", file=sys.stderr)
    print(f"{say_added(added)}; {record} holds {status.reports:,} reports, {status.incidents:,} incidents")
    return 1 if added.failed else 0


def say_added(added: Added) -> str:
    """ "12 reports added with 30 events, 2 of them copies, 1 a revision; 5 held already, 1 failed"."""
    from zenobia.exports.wording import say_count

    line = f"{say_count(added.new, 'report')} added with {say_count(added.events, 'event')}"
    line += f", {added.copies:,} of them copies" if added.copies else ""
    line += f", {added.revisions:,} revisions" if added.revisions else ""
    line += f"; {added.known:,} held already" if added.known else ""
    return line + (f"; {added.failed:,} could not be read" if added.failed else "")


def status(
    record: RecordFile,
    space: Annotated[
        bool, typer.Option("--space", help="Also what the bytes of the file are spent on (looks at all of it).")
    ] = False,
    update: Annotated[bool, typer.Option("--update", help="Bring a record of an older version up to date.")] = False,
) -> int:
    """Print what is in a record."""
    with open_record(record, write=update) as opened:
        for name, value in _lines(opened.status(spent=space)):
            print(f"{name:<22}{value}")
    return 0


def _lines(found: RecordStatus) -> list[tuple[str, str]]:
    from zenobia.exports.wording import visible

    days = f"{found.first_published} to {found.last_published}" if found.first_published else "no day known"
    lines = [
        ("record", visible(str(Path(found.path)))),
        (
            "size",
            f"{found.size / 1e6:,.1f} MB" + (f", {found.size / found.reports:,.0f} bytes a report" if found.reports else ""),
        ),
        ("reports", f"{found.reports:,} ({found.copies:,} copies, {found.revisions:,} revisions), published {days}"),
        ("outlets", f"{found.outlets:,} independent"),
        ("mentions", f"{found.mentions:,}"),
        ("events", f"{found.events:,}" + "".join(f"; {number:,} apart: {why}" for why, number in found.apart)),
        ("incidents", f"{found.incidents:,}, {found.of_several_reports:,} told by several reports"),
        ("reviewed", f"{found.reviewed:,} events; {found.acts:,} acts in the log"),
        ("last added", found.last_added or "never"),
    ]
    lines += [
        ("read by" if i == 0 else "", f"{version}: {number:,} reports") for i, (version, number) in enumerate(found.readers)
    ]
    if found.spent:
        total = sum(size for _, size in found.spent)
        each = max(found.reports, 1)
        lines += [
            (name, f"{size / 1e6:10,.1f} MB {size / total:6.1%} {size / each:8,.0f} bytes a report")
            for name, size in found.spent
        ]
    return lines
