"""The `zenobia` command, a module a command. Light to import: worker processes import it again."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells expect it (128 + SIGINT)."""


class InterruptError(Exception):
    """A run ended by Ctrl-C that can say how far it came."""


def main() -> None:
    """Runs the command line and ends the process: 0 done, 1 some document failed, 2 wrong usage, 130 interrupted."""
    try:
        from zenobia.cli.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the command line itself was loading
        print("zenobia: interrupted", file=sys.stderr)
        status = INTERRUPTED
    sys.exit(status)
