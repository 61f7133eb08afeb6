"""Full text over reports: SQLite's FTS5 over `report.title` and `report.text`, without a copy of either; names match by actor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from zenobia.errors import UsageError
from zenobia.record.names import other_names

SNIPPET_WORDS = 24
LONGEST_NAME = 5
"""Words of a name at most."""

_PART = re.compile(r'"(?P<phrase>[^"]*)"|(?P<minus>-?)(?P<word>[^\s"]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report that search found. snippet: words around the first match, matches between \\x02 and \\x03; rank: lower is better (BM25)."""

    report: int
    id: str
    title: str | None
    outlet: str | None
    published: str | None
    snippet: str
    rank: float


def make_index(connection: Connection) -> None:
    """The index of a new record."""
    connection.exec_driver_sql(
        "create virtual table report_search using fts5(title, text, content='report', content_rowid='id', "
        'tokenize="unicode61 remove_diacritics 2")'
    )


def index_reports(connection: Connection, first: int, last: int) -> None:
    """Takes the reports of these numbers into the index."""
    connection.exec_driver_sql(
        "insert into report_search(rowid, title, text) select id, title, text from report where id between ? and ?",
        (first, last),
    )


def match_of(connection: Connection, words: str) -> str:
    """What FTS5 is asked for a search as people write it: all words must be there; "two words" side by side; rebel* begins so;
    -word must not be there; OR between alternatives; a known name stands for all names of its actor.

    Raises UsageError when no word is asked for."""
    groups: list[list[str]] = [[]]
    without: list[str] = []
    loose: list[str] = []

    def settle() -> None:
        groups[-1] += _with_names(connection, loose)
        loose.clear()

    for found in _PART.finditer(words):
        phrase, word = found["phrase"], found["word"]
        if phrase is not None:
            settle()
            groups[-1] += [_any_name(connection, phrase)] if phrase.strip() else []
        elif word == "OR":
            settle()
            groups.append([])
        elif found["minus"]:
            without.append(_term(word))
        elif word.endswith("*"):
            settle()
            groups[-1].append(_term(word))
        else:
            loose.append(word)
    settle()
    asked = [" AND ".join(group) for group in groups if any(group)]
    if not asked or not all(asked):
        mend = 'write words to look for: "car bomb" Mosul -Baghdad'
        raise UsageError(f"{words!r} asks for no word", where="search", mend=mend)
    match = " OR ".join(f"({group})" for group in asked)
    return f"({match}) NOT ({' OR '.join(without)})" if without else match


def _with_names(connection: Connection, loose: Sequence[str]) -> list[str]:
    """Terms for words in a row, the longest names in them first: Islamic State -> all names of ISIL."""
    terms: list[str] = []
    at = 0
    while at < len(loose):
        for size in range(min(LONGEST_NAME, len(loose) - at), 0, -1):
            words = " ".join(loose[at : at + size])
            if size == 1 or other_names(connection, words):
                terms.append(_any_name(connection, words))
                at += size
                break
    return [term for term in terms if term]


def _any_name(connection: Connection, words: str) -> str:
    names = [term for name in (words, *other_names(connection, words)) if (term := _term(name))]
    return names[0] if len(names) == 1 else f"({' OR '.join(names)})" if names else ""


def _term(words: str) -> str:
    """Words side by side as FTS5 takes them; nothing in them is obeyed but a star at the end. Empty for no letters."""
    star = "*" if words.endswith("*") else ""
    plain = words.rstrip("*").replace('"', " ").strip()
    return f'"{plain}"{star}' if any(c.isalnum() for c in plain) else ""


def search_reports(connection: Connection, words: str, *, limit: int = 20, offset: int = 0) -> list[Found]:
    """The reports that hold these words, the best first."""
    query = f"""select r.id as number, r.name, r.title, o.name as outlet, r.published, bm25(report_search, 4.0, 1.0) as rank,
        snippet(report_search, -1, char(2), char(3), '…', {SNIPPET_WORDS}) as snippet
        from report_search join report r on r.id = report_search.rowid left join outlet o on o.id = r.outlet
        where report_search match ? order by rank, r.published desc, r.id limit ? offset ?"""
    rows = connection.exec_driver_sql(query, (match_of(connection, words), limit, offset))
    return [
        Found(
            report=row.number,
            id=row.name,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            snippet=row.snippet,
            rank=row.rank,
        )
        for row in rows
    ]
