"""From the tables of an older version to those of this one, a step a version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection, delete, select, update

from zenobia.record.features import words_key
from zenobia.record.schema import control_sign, metadata, report


def _count_every_word(connection: Connection) -> None:
    """Version 2 tells copies by every word and number; version 1 passed over words of one and two letters and numbers of one digit.

    What is derived is made anew from the readings, which stay: incidents count copies once."""
    from zenobia.record.refresh import put_in, take_out  # they import this room's file, which imports this

    reports = connection.execute(select(report.c.id, report.c.text).order_by(report.c.id)).all()
    for number, text in reports:
        connection.execute(update(report).where(report.c.id == number).values(words=words_key(text)))
    numbers = [number for number, _ in reports]
    put_in(connection, numbers, take_out(connection, numbers))


def _find_signs_of_control(connection: Connection) -> None:
    """Version 3 keeps what reports say of who holds a place."""
    from zenobia.record.correcting import apply
    from zenobia.record.corrections import corrections_of, said_of
    from zenobia.record.readings import as_read
    from zenobia.record.rows import ReadingRows, control_rows
    from zenobia.record.store import Writer

    connection.execute(delete(control_sign))
    said, writer = corrections_of(connection), Writer()
    numbers = connection.execute(select(report.c.id).order_by(report.c.id)).scalars().all()
    for start in range(0, len(numbers), TOGETHER):
        found = (
            (number, apply(reading, said_of(reading, said)))
            for number, reading in as_read(connection, numbers[start : start + TOGETHER])
        )
        rows = ((number, control_rows(c.reading, c.reviews)) for number, c in found)
        nothing = ReadingRows(entities=(), mentions=(), relations=(), events=(), features=())
        writer.write_control(connection, [(number, replace(nothing, control=control)) for number, control in rows])


TOGETHER = 2000
"""Reports whose rows are in memory at once."""

STEPS: dict[int, Callable[[Connection], None]] = {1: _count_every_word, 2: _find_signs_of_control}
"""Version -> the step from it to the next. Version 1 is the first; tests/record/data/first.zen is a record of it."""


def migrate(connection: Connection, version: int) -> None:
    """Runs every step from `version` on, inside the caller's transaction: all or none."""
    metadata.create_all(connection)  # the tables that are new since
    while step := STEPS.get(version):
        step(connection)
        version += 1
