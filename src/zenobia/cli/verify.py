"""`zenobia verify`: whether a record is whole."""

from __future__ import annotations

import sys
from pathlib import Path

from zenobia.cli.record_options import RecordFile, open_record


def verify(record: RecordFile) -> int:
    """Check that a record is whole: file, log, reports, spans, tables, search. One line a fault; exit status 1 when there is any.

    It changes nothing. Of a record that may not be written all but the search index is checked.
    """
    from zenobia.cli.progress import Progress
    from zenobia.errors import RecordError
    from zenobia.exports.wording import say_count, visible

    faults = 0
    with open_record(record) as opened:
        status = opened.status()
    try:
        found = open_record(record, write=True)
    except RecordError:
        found = open_record(record)
        print(f"{visible(str(record))}: may not be written, so its search index is not checked", file=sys.stderr)
    shown = sys.stderr.isatty()
    with found as opened, Progress((), shown=shown, doing="checking", noun="reports", total=status.reports) as progress:
        for fault in opened.verify(on_report=progress.advance):
            faults += 1
            progress.tell(str(fault))
    if faults:
        print(f"{_name(record)}: {say_count(faults, 'fault')}")
        return 1
    print(
        f"{_name(record)}: whole; {status.reports:,} reports, {status.events:,} events, {status.incidents:,} incidents, {status.acts:,} acts"
    )
    return 0


def _name(record: Path) -> str:
    from zenobia.exports.wording import visible

    return visible(str(record))
