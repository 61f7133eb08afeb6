"""`zenobia review`: people correct the machine, every act can be taken back, and the log says who did what."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zenobia.cli.columns import Cell, Format, Shape, print_rows
from zenobia.cli.record_options import RecordFile, Who, open_record
from zenobia.types import EventType

if TYPE_CHECKING:
    from zenobia.record.history import Deed

review = typer.Typer(
    name="review", help="Correct events and incidents; everything can be undone, nothing is overwritten.", no_args_is_help=True
)

Why = Annotated[str | None, typer.Option(metavar="WORDS", help="The reason, for the log.")]
Keys = Annotated[
    list[str],
    typer.Argument(metavar="KEY...", help="Events (e-...) or whole incidents (i-...), as zenobia incidents prints them."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="May be given again. type, status, days=2016-03-27..2016-03-28, time, trigger; actor, target, supporter, place, means, "
        'attribution="words of the report" (person:"John Kerry"; again for several), place-id=geonames:163808, actor-id=isil; '
        'killed=10..14, killed-words="at least 10"; none empties.',
    ),
]


@review.command()
def accept(keys: Keys, record: RecordFile, why: Why = None, who: Who = None) -> int:
    """Say that events are as their reports tell them. One that was rejected stands again."""
    with open_record(record, write=True) as opened:
        return _done(opened.accept(*keys, who=who, why=why), f"{', '.join(keys)} accepted")


@review.command()
def reject(keys: Keys, record: RecordFile, why: Why = None, who: Who = None) -> int:
    """Say that events are not what their reports tell. They leave the incidents; the reading stays."""
    with open_record(record, write=True) as opened:
        return _done(opened.reject(*keys, who=who, why=why), f"{', '.join(keys)} rejected")


@review.command()
def edit(
    key: Annotated[str, typer.Argument(metavar="KEY", help="An event, e-...")],
    record: RecordFile,
    sets: Sets = None,
    why: Why = None,
    who: Who = None,
) -> int:
    """Set values of an event, in words of its report."""
    with open_record(record, write=True) as opened:
        number = opened.edit(key, values_of(sets or []), who=who, why=why)
        deed = next(deed for deed in opened.history(key) if deed.number == number)
    return _done(number, say_deed(deed))


@review.command()
def add(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="A report's id, as zenobia search prints it, or its SHA-256.")
    ],
    trigger: Annotated[
        str,
        typer.Argument(
            metavar="WORDS", help="The words of the report that name the event; words#2 for their second occurrence."
        ),
    ],
    record: RecordFile,
    type: Annotated[EventType, typer.Option("--type", help="What happened.")],
    sets: Sets = None,
    why: Why = None,
    who: Who = None,
) -> int:
    """Add an event that the reader missed."""
    with open_record(record, write=True) as opened:
        number = opened.add_event(report, trigger, type.value, values_of(sets or []), who=who, why=why)
        (deed,) = (deed for deed in opened.history() if deed.number == number)
    return _done(number, f"{type.value} added: {', '.join(sorted(deed.events()))}")


@review.command()
def split(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="i-...")],
    events: Annotated[
        list[str], typer.Argument(metavar="EVENT...", help="Some of its events, e-..., which tell another happening.")
    ],
    record: RecordFile,
    why: Why = None,
    who: Who = None,
) -> int:
    """Say that some events of an incident tell another happening."""
    with open_record(record, write=True) as opened:
        number = opened.split(incident, *events, who=who, why=why)
    return _done(number, f"{', '.join(events)} split off {incident}")


@review.command()
def merge(keys: Keys, record: RecordFile, why: Why = None, who: Who = None) -> int:
    """Say that incidents or events tell one happening."""
    with open_record(record, write=True) as opened:
        return _done(opened.merge(*keys, who=who, why=why), f"{', '.join(keys)} merged")


@review.command()
def alias(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As reports write it.")],
    actor: Annotated[str, typer.Argument(metavar="ID", help="The actor's id: zenobia actors find NAME prints it.")],
    record: RecordFile,
    why: Why = None,
    who: Who = None,
) -> int:
    """Say for good that a name means an actor, in reports kept and to come."""
    with open_record(record, write=True) as opened:
        return _done(opened.alias(name, actor, who=who, why=why), f"{name} means {actor}")


@review.command()
def undo(
    act: Annotated[
        int, typer.Argument(metavar="ACT", help="Its number, as it was printed and as zenobia review log prints it.")
    ],
    record: RecordFile,
    why: Why = None,
    who: Who = None,
) -> int:
    """Take an act back; an undo can be taken back too."""
    with open_record(record, write=True) as opened:
        return _done(opened.undo(act, who=who, why=why), f"act {act} taken back")


@review.command()
def log(
    record: RecordFile,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="Only what was done to this event, incident or name.")
    ] = None,
    format: Format = None,
) -> int:
    """Print who did what, when and why; the oldest first."""
    with open_record(record) as opened:
        deeds = opened.history(key)
    shape = format or (Shape.TABLE if sys.stdout.isatty() else Shape.JSON)
    rows: list[dict[str, Cell]] = [
        {"act": d.number, "at": d.at, "who": d.who, "kind": d.kind, "what": say_deed(d), "why": d.why, "undone by": d.undone_by}
        for d in deeds
    ]
    if shape is Shape.JSON:
        more = [{"subject": d.subject, "value": d.value, "before": d.before} for d in deeds]
        rows = [{**row, **told} for row, told in zip(rows, more, strict=True)]
    print_rows(rows, shape)
    return 0


@review.command()
def gold(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write, JSON Lines.")],
    record: RecordFile,
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT...]", help="Ids of reports.", show_default="those whose every event was looked at"),
    ] = None,
) -> int:
    """Write corrected reports as gold, for zenobia evaluate and for training."""
    from zenobia.exports.wording import say_count, visible

    with open_record(record) as opened:
        losses = opened.export_gold(out, *(reports or ()))
    print(
        visible(f"{say_count(losses.rows, 'report')} in {out}; {out}.losses.json says what gold has no place for"),
        file=sys.stderr,
    )
    return 0


def values_of(sets: list[str]) -> dict[str, str | list[str]]:
    """Field -> value, of a field given several times all its values. Raises UsageError for one without =."""
    from zenobia.errors import UsageError

    found: dict[str, list[str]] = {}
    for words in sets:
        name, equals, value = words.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"{words!r} sets nothing", where="--set", mend="write FIELD=VALUE, for example status=planned")
        found.setdefault(name.strip(), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def say_deed(deed: Deed) -> str:
    """ "e-9ef797a6612b: status actual -> planned", "e-..., e-...", "Daesh means isil", "act 12"."""
    if deed.kind == "edit":
        was: dict[str, str | None] = next(iter(deed.before.values()), {})
        changes = [f"{name} {was.get(name) or 'nothing'} -> {value}" for name, value in deed.value["asked"].items()]
        return f"{deed.subject}: {', '.join(changes)}"
    if deed.kind == "add-event":
        return f"{deed.value['asked']['type']} {deed.value['asked']['trigger']!r} in {deed.subject}"
    if deed.kind == "alias":
        return f"{deed.subject} means {deed.value['actor']['id']}"
    return deed.subject


def _done(number: int, what: str) -> int:
    from zenobia.exports.wording import visible

    print(visible(f"act {number}: {what}"))
    return 0
