"""How far a file is loaded: a bar on standard error with the bytes read and the time left, once loading takes a while."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from zenobia.cli.progress import PATIENCE

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class BytesProgress:
    """Called with the bytes read and the bytes in all (None: not known); draws where a person watches."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shown = sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> BytesProgress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, done: int, total: int | None) -> None:
        if self._bar is None and self._shown and time.monotonic() - self._started > PATIENCE:
            self._show()
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=total, completed=done)

    def _show(self) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from zenobia.exports.wording import visible

        self._bar = Bar(
            TextColumn(escape(visible(self._name))),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            redirect_stdout=False,
            redirect_stderr=False,
            transient=True,
        )
        self._task = self._bar.add_task("loading", total=None)
        self._bar.start()
