"""From the tables of an older version to those of this one, a step a version."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

STEPS: dict[int, Callable[[Connection], None]] = {}
"""Version -> the step from it to the next. Version 1 is the first; tests/record/data/first.zen is a record of it."""


def migrate(connection: Connection, version: int) -> None:
    """Runs every step from `version` on, inside the caller's transaction: all or none."""
    while step := STEPS.get(version):
        step(connection)
        version += 1
