"""SELECT statements over a record, which can do nothing else: a connection of its own, read-only, with every other act refused."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zenobia.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import pyarrow

LONGEST = 60.0
"""Seconds a query may take."""

_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_MEND = "ask one SELECT over reports, mentions, events, incidents, actors, places, relations (docs/sql.md)"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query, under the names of its columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame. Raises UsageError without pandas (pip install 'zenobia[tables]')."""
        try:
            import pandas
        except ImportError:
            raise _missing("pandas") from None
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table. Raises UsageError without pyarrow (pip install 'zenobia[tables]')."""
        try:
            import pyarrow
        except ImportError:
            raise _missing("pyarrow") from None
        values = zip(*self.rows, strict=True) if self.rows else ([] for _ in self.columns)
        return pyarrow.table({name: list(column) for name, column in zip(self.columns, values, strict=True)})


def _missing(library: str) -> UsageError:
    return UsageError(f"{library} is not installed", where="tables", mend="pip install 'zenobia[tables]'")


def ask(path: Path, query: str, *, seconds: float = LONGEST) -> Answer:
    """The answer to one SELECT. seconds: how long it may take.

    Raises UsageError when it would change anything, is no SQL, or takes too long."""
    connection = sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)
    try:
        connection.execute("pragma query_only = on")
        connection.set_authorizer(_authorize)
        deadline = time.monotonic() + seconds
        connection.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)
        cursor = connection.execute(query)
        if cursor.description is None:
            raise UsageError("the query asks for nothing", where="sql", mend=_MEND)
        return Answer(tuple(column[0] for column in cursor.description), tuple(cursor.fetchall()))
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(_say(str(error), seconds), where="sql", mend=_MEND) from None
    finally:
        connection.close()


def _authorize(act: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if act == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if act == sqlite3.SQLITE_PRAGMA and first in (
        "data_version",
        "table_info",
        "table_xinfo",
    ):  # full-text tables ask for these
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_OK if act in _ALLOWED else sqlite3.SQLITE_DENY


def _say(error: str, seconds: float) -> str:
    if error == "interrupted":
        return f"the query took more than {seconds:.0f} seconds"
    if "not authorized" in error or "prohibited" in error:
        return "only reading is allowed"
    return error
