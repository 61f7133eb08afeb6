"""One family of errors: what is wrong, where, and the mend. Imports nothing of ours."""

from __future__ import annotations


class ZenobiaError(Exception):
    """Something the user can mend. str() is one line: `what, where; mend: ...`."""

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        """One line: where, what, mend; control characters of hostile names are shown escaped."""
        line = f"{self.where}: {self.what}; mend: {self.mend}"
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in line)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole (workers)."""
        return (_rebuild, (type(self), self.what, self.where, self.mend))


def _rebuild(kind: type[ZenobiaError], what: str, where: str, mend: str) -> ZenobiaError:
    return kind(what, where=where, mend=mend)


class IntakeError(ZenobiaError, ValueError):
    """A document cannot become a report."""


class TableError(ZenobiaError, ValueError):
    """A table of the user's own cannot be loaded. more: the faults after the first, in order."""

    more: tuple[TableError, ...] = ()


class RecordError(ZenobiaError, RuntimeError):
    """A record cannot be opened, written or trusted."""


class ExportError(ZenobiaError, ValueError):
    """Incidents cannot be written in a format."""


class GoldError(ZenobiaError, ValueError):
    """A gold file cannot be scored against."""


class ModelError(ZenobiaError, RuntimeError):
    """The shipped model is absent or damaged."""


class UsageError(ZenobiaError, ValueError):
    """An option or argument that cannot be honoured."""
