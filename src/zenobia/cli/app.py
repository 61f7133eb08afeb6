"""The commands put together, and every way a run can end turned into one line and an exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from zenobia.cli import INTERRUPTED, InterruptError
from zenobia.cli.actors import actors
from zenobia.cli.add import add, status
from zenobia.cli.changes import changes, timeline
from zenobia.cli.demo import demo
from zenobia.cli.desk import desk
from zenobia.cli.evaluate import evaluate
from zenobia.cli.export import export, import_
from zenobia.cli.gazetteer import gazetteer
from zenobia.cli.incidents import incidents, search, sql
from zenobia.cli.learn import learn
from zenobia.cli.plot import plot
from zenobia.cli.read import read
from zenobia.cli.reread import reread
from zenobia.cli.review import review
from zenobia.cli.situation import situation
from zenobia.cli.verify import verify
from zenobia.errors import UsageError, ZenobiaError
from zenobia.version import VERSION
from zenobia.workers import use_one_thread

BAD_USAGE: type[Exception] = typer.BadParameter.__bases__[0]
"""The usage error of the command line library, whichever copy of click it brings; typer gives it no public name."""

app = typer.Typer(
    help="Reads reports of armed conflict and keeps the record: who did what to whom, where, when, on whose word, how firmly.",
    epilog="Start with: zenobia demo",
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command()(read)
app.command()(add)
app.command()(incidents)
app.command()(search)
app.command()(situation)
app.command()(changes)
app.command()(timeline)
app.command()(plot)
app.command()(desk)
app.command()(status)
app.command()(sql)
app.command()(export)
app.command(name="import")(import_)
app.command()(verify)
app.command()(reread)
app.command()(demo)
app.command()(evaluate)
app.command()(learn)
app.add_typer(review)
app.add_typer(gazetteer)
app.add_typer(actors)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zenobia {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Options that stand before a command."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; its exit status. Errors are lines on standard error, never tracebacks."""
    use_one_thread()
    try:
        command = typer.main.get_command(app)
        status = command.main(args=list(arguments) or ["--help"], prog_name="zenobia", standalone_mode=False)
    except BAD_USAGE as error:
        return _complain(_usage_error(error), status=2)
    except UsageError as error:
        return _complain(error, status=2)
    except ZenobiaError as error:
        return _complain(error, *getattr(error, "more", ()), status=1)
    except OSError as error:
        where, mend = str(error.filename or "zenobia"), "see that the place exists, has room and may be used"
        return _complain(ZenobiaError(error.strerror or str(error), where=where, mend=mend), status=1)
    except InterruptError as told:
        return _say_interrupted(str(told))
    except (KeyboardInterrupt, typer.Abort):
        return _say_interrupted()
    if status == INTERRUPTED:  # the library's own answer to Ctrl-C
        return _say_interrupted()
    return status if isinstance(status, int) else 0


def _say_interrupted(line: str = "interrupted") -> int:
    print(f"zenobia: {line}", file=sys.stderr)
    return INTERRUPTED


def _usage_error(error: Exception) -> UsageError:
    """The library's usage error as one of ours: what, on which command, and where the options are told."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "zenobia"
    what = error.format_message() if hasattr(error, "format_message") else str(error)
    what = " ".join(what.replace("Value error, ", "").split()).rstrip(".?")  # the library's own prefix tells users nothing
    return UsageError(what, where=command, mend=f"see `{command} --help`")


def _complain(*errors: ZenobiaError, status: int) -> int:
    for error in errors:
        print(error, file=sys.stderr)
    return status
