"""How far a long run is: a bar on standard error with count, rate and the time left, and error lines above it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds before a bar appears: short work needs none."""


class Progress:
    """Counts reports; shows a bar once the work takes longer than PATIENCE, when it is to be shown at all.

    doing, noun: other work on other things; total: how many they are, where that is known. done: reports read or failed so far."""

    def __init__(
        self, paths: Sequence[str], *, shown: bool, doing: str = "reading", noun: str = "reports", total: int | None = None
    ) -> None:
        self.done = 0
        self._doing = doing
        self._noun = noun
        self._paths = paths
        self._shown = shown
        self._started = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._hint = total

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def tell(self, line: str) -> None:
        """One line on standard error, above the bar when there is one."""
        if self._bar:
            self._bar.console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr)

    def expect(self, total: int) -> None:
        """How many there are, where that is known only once the work begins."""
        self._hint = total

    def advance(self) -> None:
        """One report more."""
        self.done += 1
        if self._bar is None and self._shown and time.monotonic() - self._started > PATIENCE:
            self._show()
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=self._total(), completed=self.done, rate=self._rate())

    def _rate(self) -> str:
        """ "17.2 a second", since the start."""
        return f"{self.done / max(time.monotonic() - self._started, 0.001):.1f} a second"

    def _total(self) -> int | None:
        """Reports in all: a hint, carried over from the first lines of a file, so never fewer than are done."""
        return None if self._hint is None else max(self._hint, self.done)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from zenobia.intake import count_hint

        self._bar = Bar(
            TextColumn(self._doing),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(self._noun),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            redirect_stdout=False,
            redirect_stderr=False,
            transient=True,
        )
        self._hint = count_hint(self._paths) if self._hint is None else self._hint
        self._task = self._bar.add_task(self._doing, total=self._total(), completed=self.done, rate=self._rate())
        self._bar.start()
