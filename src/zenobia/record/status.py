"""What is in a record, counted, and what its file is spent on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from zenobia.record.schema import act, event, incident, mention, outlet, reader, report

_SPENT = {
    "reports: text": "sum(length(cast(text as blob)))",
    "reports: readings": "sum(length(reading))",
    "reports: raw bytes": "coalesce(sum(length(raw)), 0)",
}
"""Columns of `report` whose bytes are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatus:
    """Counts of a record. readers: versions, the most used first; bytes: of the file, by what they are spent on, where asked."""

    path: Path
    size: int
    reports: int
    revisions: int
    copies: int
    outlets: int
    first_published: str | None
    last_published: str | None
    mentions: int
    events: int
    apart: tuple[tuple[str, int], ...]
    incidents: int
    of_several_reports: int
    reviewed: int
    acts: int
    last_added: str | None
    readers: tuple[tuple[str, int], ...]
    spent: tuple[tuple[str, int], ...] = ()


def status_of(connection: Connection, path: Path, *, spent: bool = False) -> RecordStatus:
    """What is in the record. spent: also where the bytes go, which looks at every page of the file."""

    def count(query: object) -> int:
        return int(connection.execute(query).scalar() or 0)  # type: ignore[call-overload]

    days = connection.execute(select(func.min(report.c.published), func.max(report.c.published))).one()
    reports = count(select(func.count()).select_from(report))
    readers = (
        select(reader.c.version, reader.c.model, func.count())
        .join(report, report.c.reader == reader.c.id)
        .group_by(reader.c.id)
    )
    apart = select(event.c.apart, func.count()).where(event.c.apart.is_not(None)).group_by(event.c.apart)
    return RecordStatus(
        path=path,
        size=sum(part.stat().st_size for part in (path, path.with_name(path.name + "-wal")) if part.exists()),
        reports=reports,
        revisions=count(select(func.count()).select_from(report).where(report.c.revision > 1)),
        copies=reports - count(select(func.count(report.c.words.distinct()))),
        outlets=count(select(func.count(outlet.c.independent.distinct()))),
        first_published=days[0],
        last_published=days[1],
        mentions=count(select(func.count()).select_from(mention)),
        events=count(select(func.count()).select_from(event)),
        apart=tuple(sorted((name, number) for name, number in connection.execute(apart))),
        incidents=count(select(func.count()).select_from(incident)),
        of_several_reports=count(select(func.count()).select_from(incident).where(incident.c.reports > 1)),
        reviewed=count(select(func.count()).select_from(event).where(event.c.review.is_not(None))),
        acts=count(select(func.count()).select_from(act)),
        last_added=connection.execute(select(func.max(act.c.at)).where(act.c.kind == "add")).scalar(),
        readers=tuple(
            (f"{version} (model {model})", n) for version, model, n in sorted(connection.execute(readers), key=lambda r: -r[2])
        ),
        spent=_spent(connection) if spent else (),
    )


def _spent(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Bytes by table and index, the largest first; of `report` its large columns apart. Empty where SQLite was built without dbstat."""
    try:
        rows = connection.exec_driver_sql("select name, sum(pgsize) from dbstat group by name").all()
        tables: dict[str, int] = {row[0]: row[1] for row in rows}
    except Exception:  # dbstat is an option of SQLite's build
        return ()
    columns = dict(
        zip(_SPENT, connection.exec_driver_sql(f"select {', '.join(_SPENT.values())} from report").one(), strict=True)
    )
    whole = tables.pop("report", 0)
    found = {**tables, **columns, "reports: the rest": whole - sum(columns.values())}
    return tuple(sorted(((str(name), int(size)) for name, size in found.items()), key=lambda item: (-item[1], item[0])))
