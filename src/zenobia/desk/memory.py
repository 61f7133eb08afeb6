"""Answers worked out once, as long as the record stays as it is: every change of it writes an act. Safe among threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

Value = TypeVar("Value")

REMEMBERED = 128
"""Answers kept where nobody says how many."""


@dataclass(slots=True)
class _Place:
    """Where an answer comes to stand; whoever needs it meanwhile waits."""

    lock: Lock = field(default_factory=Lock)
    value: Any = None
    is_made: bool = False


def state_of(connection: Connection) -> int:
    """The number of the last act; 0 before the first."""
    return int(connection.exec_driver_sql("select coalesce(max(id), 0) from act").scalar_one())


def reports_of(connection: Connection) -> int:
    """The number of the last report: what hardly changes while people review is kept until reports come."""
    return int(connection.exec_driver_sql("select coalesce(max(id), 0) from report").scalar_one())


class Memory:
    """What was worked out of one state of the record. kept: answers at most, those asked for last; state: what tells one state from
    another."""

    def __init__(self, kept: int = REMEMBERED, *, state: Callable[[Connection], int] = state_of) -> None:
        self._kept, self._state_of = kept, state
        self._lock = Lock()
        self._state = -1
        self._places: OrderedDict[tuple[int, Hashable], _Place] = OrderedDict()

    def get(self, connection: Connection, key: Hashable, make: Callable[[], Value]) -> Value:
        """What `make` gives, or gave for this key in the state that the connection sees."""
        place = self._place(self._state_of(connection), key)
        with place.lock:
            if not place.is_made:
                place.value, place.is_made = make(), True
            value: Value = place.value
            return value

    def _place(self, state: int, key: Hashable) -> _Place:
        with self._lock:
            if state > self._state:
                self._state = state
                self._places.clear()
            place = self._places.setdefault((state, key), _Place())
            self._places.move_to_end((state, key))
            while len(self._places) > self._kept:
                self._places.popitem(last=False)
            return place
