"""The chain of acts: every run that added reports and every correction by people, each bound to the one before by SHA-256.

Takes what was done, gives the row. Whoever changes or removes a row breaks the chain from there on (`verify.py`)."""

from __future__ import annotations

import getpass
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from zenobia.record.schema import act

START = b"\0" * 32
"""The hash before the first act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did. at: ISO 8601, UTC; kind, subject: as in the table; value, before: what was set and what stood there."""

    at: str
    who: str
    kind: str
    subject: str
    why: str | None = None
    value: Any = None
    before: Any = None


def now() -> str:
    """This second, UTC, as acts are dated."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def who_runs() -> str:
    """The name of the user of this machine, for acts that name nobody."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user of that number
        return "unknown"


def write_act(connection: Connection, done: Act) -> int:
    """Adds an act to the chain; its number."""
    last = connection.execute(select(act.c.id, act.c.hash).order_by(act.c.id.desc()).limit(1)).first()
    number, before = (last.id + 1, last.hash) if last else (1, START)
    row = {
        "id": number,
        "at": done.at,
        "who": done.who,
        "kind": done.kind,
        "subject": done.subject,
        "why": done.why,
        "value": _json(done.value),
        "before": _json(done.before),
    }
    connection.execute(act.insert(), {**row, "hash": chain(before, row)})
    return number


def chain(before: bytes, row: dict[str, Any]) -> bytes:
    """The hash of a row after the one whose hash is `before`."""
    columns = ("id", "at", "who", "kind", "subject", "why", "value", "before")
    line = json.dumps([row[name] for name in columns], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(before + line.encode("utf-8", "surrogatepass")).digest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
