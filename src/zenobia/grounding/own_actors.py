"""The user's own actors and people: rows beside the shipped table of `actor_table.py`, kept as TSV in a folder, a file a source.

`OwnActors` adds, lists and removes files; `own_table` gives their rows for the resolver. A file is taken whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zenobia.errors import TableError, UsageError
from zenobia.grounding.actor_table import ActorTable
from zenobia.grounding.own_actor_checks import COLUMNS, NEEDED, Kind, Problem, problems_of, tidy
from zenobia.grounding.own_file import (
    TableFile,
    cells_of,
    columns_of,
    open_table,
    raise_faults,
    source_name,
)
from zenobia.grounding.own_yaml import read_yaml
from zenobia.grounding.tables import read_table

REMARK = "# from "
_ALL_COLUMNS = {name: name for columns in COLUMNS.values() for name in columns}

Row = dict[str, str]
NumberedRow = tuple[int, Row]
"""The line a row begins at, and its cells by column."""


@dataclass(frozen=True, slots=True)
class OwnTable:
    """Rows as `ActorTable` takes them."""

    actors: tuple[Row, ...] = ()
    people: tuple[Row, ...] = ()

    def add_to(self, table: ActorTable) -> None:
        """Put the rows into a table nobody has asked yet; an actor of an id that it has takes that one's place."""
        for rows in filter(None, (self.actors, self.people)):
            table.add_rows(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFile:
    """A file added. name: what it is removed by; file: where it came from."""

    name: str
    kind: Kind
    rows: tuple[Row, ...]
    file: str


def own_table(folder: Path) -> OwnTable:
    """All rows of the user's own, file by file; none where the folder is not there. Raises TableError for a file spoilt there."""
    rows: dict[Kind, list[Row]] = {kind: [] for kind in Kind}
    for path in _files(folder):
        kept = _read_kept(path)
        rows[kept.kind] += kept.rows
    return OwnTable(tuple(rows[Kind.ACTORS]), tuple(rows[Kind.PEOPLE]))


class OwnActors:
    """Files of actors and people in a folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> list[ActorFile]:
        """The files added, by name."""
        return [_read_kept(path) for path in _files(self._folder)]

    def remove(self, name: str) -> None:
        """Take a file's rows out. Raises UsageError when none of this name was added."""
        paths = {path.stem: path for path in _files(self._folder)}
        if name not in paths:
            mend = f"name one that was added: {', '.join(paths) or 'none'}"
            raise UsageError(f"no file {name!r}", where=str(self._folder), mend=mend)
        paths[name].unlink()

    def add(self, path: Path, is_known: Callable[[str], bool]) -> ActorFile:
        """Keep the rows of a CSV, TSV or YAML file; a file of the same name is replaced.

        is_known: whether the shipped table has an id, which rows may then name.
        Raises TableError with the file's first fault, the others in `more`; what was kept stays then as it was."""
        name = source_name(path)
        others = [row["id"] for file in self.files() if file.name != name and file.kind is Kind.ACTORS for row in file.rows]
        kind, rows = read_rows(path, is_known, others)
        lines = ["\t".join(COLUMNS[kind]), *("\t".join(row.get(column, "") for column in COLUMNS[kind]) for row in rows)]
        remark = REMARK + " ".join(str(path.absolute()).encode("utf-8", "backslashreplace").decode().split())
        kept = self._folder / f"{name}.tsv"
        _write_whole(kept, "\n".join([remark, *lines]) + "\n")
        return _read_kept(kept)


def read_rows(path: Path, is_known: Callable[[str], bool], others: Collection[str] = ()) -> tuple[Kind, list[Row]]:
    """The tidy rows of a file. others: ids that other files of the user's own give. Raises TableError for every fault at once."""
    with open_table(path) as table:
        problems: list[tuple[int, Problem]] = []
        is_yaml = path.suffix.lower() in (".yaml", ".yml")
        columns, rows = _yaml_rows(table) if is_yaml else _table_rows(table, problems)
        kind = _kind_of(columns)
        _check_columns(columns, kind, table)
        tidied = [(number, tidy(row)) for number, row in rows]
    if not tidied and not problems:
        raise table.fault("no row in it", f"give rows with {', '.join(NEEDED[kind])}")
    own = {*others, *(row.get("id", "") for _, row in tidied)}
    problems += [(n, p) for n, row in tidied for p in problems_of(row, kind, lambda ident: ident in own or is_known(ident))]
    problems += _twice(tidied, kind, others)
    problems.sort(key=lambda found: found[0])
    raise_faults([table.fault(what, mend, line=number) for number, (what, mend) in problems])
    return kind, [row for _, row in tidied]


def _twice(rows: Sequence[NumberedRow], kind: Kind, others: Collection[str]) -> Iterator[tuple[int, Problem]]:
    """Rows that say again who an actor is, or that a person began the same term."""
    columns = ("id",) if kind is Kind.ACTORS else ("name", "office", "of", "from")
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        identity = tuple(row.get(column, "") for column in columns)
        if identity in seen:
            yield number, (f"{identity[0]!r} stands on line {seen[identity]} already", "leave one of the rows out")
        elif kind is Kind.ACTORS and identity[0] in others:
            yield number, (f"id {identity[0]!r} stands in another file of your own", "give it another id, or remove that file")
        seen.setdefault(identity, number)


def _table_rows(table: TableFile, problems: list[tuple[int, Problem]]) -> tuple[dict[str, int], Iterator[NumberedRow]]:
    """The columns with the line that names them, and the rows. As in our own tables, lines that begin with # are remarks, and
    short rows are filled with empty cells; rows too long go to `problems`."""
    header = next((line for line in table if line.strip() and not line.startswith("#")), None)
    if header is None:
        raise table.fault("the file is empty", "give a header, then a row a line")
    delimiter, columns = columns_of(header, _ALL_COLUMNS, table)

    def rows() -> Iterator[NumberedRow]:
        for number, cells in cells_of(table, delimiter):
            if len(cells) > len(columns):
                problems.append(
                    (number, (f"{len(cells)} cells under {len(columns)} columns", "quote cells that hold the delimiter"))
                )
            elif not cells[0].startswith("#"):
                yield number, dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))

    return dict.fromkeys(columns, table.number), rows()


def _yaml_rows(table: TableFile) -> tuple[dict[str, int], Iterator[NumberedRow]]:
    rows = list(read_yaml(table))
    return {column: number for number, row in reversed(rows) for column in row}, iter(rows)


def _kind_of(columns: Collection[str]) -> Kind:
    return Kind.PEOPLE if "office" in columns or "of" in columns else Kind.ACTORS


def _check_columns(columns: dict[str, int], kind: Kind, table: TableFile) -> None:
    """Raises TableError when a column is lacking or unknown."""
    mend = f"columns of {kind} are: {', '.join(COLUMNS[kind])}"
    unknown = [column for column in columns if column not in COLUMNS[kind]]
    if unknown:
        raise table.fault(f"no such column: {', '.join(unknown)[:120]}", mend, line=columns[unknown[0]])
    lacking = [column for column in NEEDED[kind] if column not in columns]
    if lacking and columns:
        raise table.fault(f"no column {' nor '.join(lacking)}", mend, line=min(columns.values()))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tsv"))


def _read_kept(path: Path) -> ActorFile:
    """A file of the folder. Raises TableError when it is not as `OwnActors.add` writes it."""
    try:
        first = path.read_text("utf-8").partition("\n")[0]
        rows = tuple(read_table(path))
    except ValueError:
        first, rows = "", ()
    kind = _kind_of(rows[0]) if rows else Kind.ACTORS
    if not rows or any(tuple(row) != COLUMNS[kind] for row in rows):
        raise TableError("not as `zenobia actors add` wrote it", where=str(path), mend="delete it, and add your file again")
    return ActorFile(name=path.stem, kind=kind, rows=rows, file=first.removeprefix(REMARK))


def _write_whole(path: Path, text: str) -> None:
    """The file with this text, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
