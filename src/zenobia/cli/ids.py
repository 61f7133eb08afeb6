"""Ids that several reports of one run bear: all are read, and one line says so at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zenobia.errors import UsageError
from zenobia.exports.wording import say_count
from zenobia.pipeline import Placed
from zenobia.types import Report


class Ids:
    """The ids of a run's reports and where each first stood; by their records, two reports of one id cannot be told apart."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._again: tuple[str, str] | None = None
        self._count = 0

    def watch(self, reports: Iterable[Placed]) -> Iterator[Placed]:
        """The same reports, their ids noted as they pass."""
        for where, report in reports:
            if isinstance(report, Report):
                self._note(report.id, where)
            yield where, report

    def _note(self, name: str, where: str) -> None:
        if name not in self._places:
            self._places[name] = where
            return
        self._again = self._again or (name, where)
        self._count += 1

    def warning(self) -> str | None:
        """One line for all ids that came again, the first by name; None when there is none."""
        if self._again is None:
            return None
        name, where = self._again
        others = f" (and {say_count(self._count - 1, 'more such report')})" if self._count > 1 else ""
        what = f"id {name!r} is also that of {self._places[name]}{others}"
        return f"warning: {UsageError(what, where=where, mend='give each report an id of its own; all are read')}"
