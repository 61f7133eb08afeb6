"""`zenobia reread`: kept reports read anew with the present reader, and what that changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zenobia.cli import InterruptError
from zenobia.cli.read import Workers
from zenobia.cli.record_options import RecordFile, Who, open_record

if TYPE_CHECKING:
    from zenobia.cli.progress import Progress
    from zenobia.record.differences import EventChange, ReportChange
    from zenobia.record.rereading import RereadCount

LONGEST = 160
"""Characters of a sentence that are shown of an event gained or lost."""


class Changes(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    NONE = "none"


def reread(
    record: RecordFile,
    everything: Annotated[bool, typer.Option("--all", help="Also what the present reader read.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    changes: Annotated[Changes, typer.Option("--changes", help="How each report's changes are printed.")] = Changes.TEXT,
    workers: Workers = None,
    why: Annotated[str | None, typer.Option(metavar="WORDS", help="The reason, for the log.")] = None,
    who: Who = None,
) -> int:
    """Read kept reports anew that an older reader read: events gained (+), lost (-) and altered (~). Corrections hold.

    An interrupted run goes on where it stopped. A report that cannot be read keeps the reading it has.
    """
    from zenobia.cli.progress import Progress
    from zenobia.cli.run import check_own
    from zenobia.workers import count_cpus

    check_own()
    with (
        open_record(record, write=not dry_run) as opened,
        Progress((), shown=sys.stderr.isatty(), doing="reading anew", total=0) as progress,
    ):
        try:
            count = opened.reread(
                everything=everything,
                dry_run=dry_run,
                workers=workers or count_cpus(),
                who=who,
                why=why,
                on_start=progress.expect,
                on_report=progress.advance,
                on_change=lambda change: _print_change(change, changes, progress),
                on_error=lambda error: progress.tell(str(error)),
            )
        except KeyboardInterrupt:
            raise InterruptError("interrupted; the same command goes on from here") from None
    print(say_count_of(count, dry_run=dry_run), file=sys.stderr if changes is Changes.JSON else sys.stdout)
    return 1 if count.failed else 0


def _print_change(change: ReportChange, shape: Changes, progress: Progress) -> None:
    """On standard output; above the bar where both are one terminal."""
    if shape is Changes.NONE:
        return
    for line in [json.dumps(change_json(change), ensure_ascii=False)] if shape is Changes.JSON else change_lines(change):
        if sys.stdout.isatty() and sys.stderr.isatty():
            progress.tell(line)
        else:
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def change_lines(change: ReportChange) -> Iterator[str]:
    """A line for the report, and one for each event gained, lost or altered."""
    from zenobia.exports.wording import visible

    yield visible(f"{change.report}  {change.title or ''}".rstrip())
    for sign, events in (("+", change.gained), ("-", change.lost)):
        for event in events:
            yield visible(f'  {sign} {event.key} {event.type} "{event.words}": {_short(event.sentence)}')
    for event in change.altered:
        values = ", ".join(f"{name} {was or 'nothing'} -> {now or 'nothing'}" for name, was, now in event.values)
        yield visible(f'  ~ {event.key} {event.type} "{event.words}": {values}')
    for correction in change.unmatched:
        yield visible(f"  ! act {correction.act} ({correction.kind}) finds its event no more: zenobia review log has it")


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…"


def change_json(change: ReportChange) -> dict[str, Any]:
    """The same for programs."""

    def told(event: EventChange) -> dict[str, Any]:
        values = {name: {"was": was, "now": now} for name, was, now in event.values}
        found = {"event": event.key, "type": event.type, "words": event.words, "evidence": event.sentence}
        return {**found, "values": values} if values else found

    return {
        "report": change.report,
        "title": change.title,
        "gained": [told(event) for event in change.gained],
        "lost": [told(event) for event in change.lost],
        "altered": [told(event) for event in change.altered],
        "unmatched": [{"act": c.act, "kind": c.kind} for c in change.unmatched],
    }


def say_count_of(count: RereadCount, *, dry_run: bool) -> str:
    """ "12 reports read anew, 3 of them changed: 4 events gained, 1 lost, 2 altered (place 2, days 1)"."""
    from zenobia.exports.wording import say_count

    if not count.wanted:
        return "every report was read by the present reader; --all reads them all the same"
    line = (
        f"{say_count(count.read, 'report')} read anew, {count.changed:,} of them {'would change' if dry_run else 'changed'}: "
    )
    line += f"{say_count(count.gained, 'event')} gained, {count.lost:,} lost, {count.altered:,} altered"
    if count.values:
        fields = sorted(count.values.items(), key=lambda item: (-item[1], item[0]))
        line += f" ({', '.join(f'{name} {number:,}' for name, number in fields)})"
    line += f"; {say_count(count.unmatched, 'correction')} without their event" if count.unmatched else ""
    line += f"; {count.failed:,} could not be read" if count.failed else ""
    return line + ("; nothing was written" if dry_run else "")
