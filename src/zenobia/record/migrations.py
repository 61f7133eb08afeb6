"""From the tables of an older version to those of this one, a step a version."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select, update

from zenobia.record.features import words_key
from zenobia.record.schema import report


def _count_every_word(connection: Connection) -> None:
    """Version 2 tells copies by every word and number; version 1 passed over words of one and two letters and numbers of one digit.

    What is derived is made anew from the readings, which stay: incidents count copies once."""
    from zenobia.record.refresh import put_in, take_out  # they import this room's file, which imports this

    reports = connection.execute(select(report.c.id, report.c.text).order_by(report.c.id)).all()
    for number, text in reports:
        connection.execute(update(report).where(report.c.id == number).values(words=words_key(text)))
    numbers = [number for number, _ in reports]
    put_in(connection, numbers, take_out(connection, numbers))


STEPS: dict[int, Callable[[Connection], None]] = {1: _count_every_word}
"""Version -> the step from it to the next. Version 1 is the first; tests/record/data/first.zen is a record of it."""


def migrate(connection: Connection, version: int) -> None:
    """Runs every step from `version` on, inside the caller's transaction: all or none."""
    while step := STEPS.get(version):
        step(connection)
        version += 1
