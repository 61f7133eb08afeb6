"""Gold files to gold reports (shared/gold/README.md): JSON Lines, one report a line, spans written as their words.

A faulty line is one GoldError that names file, line and mend; the others are still given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zenobia.errors import GoldError
from zenobia.learning.score_marks import Json, Marks, locate, marks_of_gold, read_period
from zenobia.types import ROLES, EventType, MentionType, RelationType, Status, TollKind

_NAMES = {
    "mention type": frozenset(MentionType),
    "event type": frozenset(EventType),
    "relation type": frozenset(RelationType),
    "status": frozenset(Status),
    "toll kind": frozenset(TollKind),
}
_MEND = "mend the line as gold/README.md says; tools/check_gold.py lists every fault"
_SPAN_MEND = "copy the words as the text has them; words#2 is their second occurrence"


@dataclass(frozen=True, slots=True)
class GoldReport:
    """One report of gold. published: ISO 8601 day, None when the line gives none; line: the whole of it, as it was parsed."""

    id: str
    text: str
    published: str | None
    marks: Marks
    line: Json


def gold_files(paths: Sequence[Path]) -> list[Path]:
    """The files of `paths`, a folder standing for the .jsonl files in it. Raises GoldError where there are none."""
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not found:
            raise GoldError("no .jsonl file in this folder", where=str(path), mend="name a folder of gold, or its files")
        files += found
    return files


def load_gold(files: Iterable[Path]) -> tuple[list[GoldReport], list[GoldError]]:
    """Gold reports in the order of the files, and an error for every line or file that cannot be used."""
    reports: list[GoldReport] = []
    errors: list[GoldError] = []
    seen: dict[str, str] = {}
    for file in files:
        for found in _read_file(file, seen):
            if isinstance(found, GoldError):
                errors.append(found)
            else:
                reports.append(found)
    return reports, errors


def _read_file(file: Path, seen: dict[str, str]) -> Iterator[GoldReport | GoldError]:
    """seen: report id -> where it stood, over all files; a report marked twice would count twice."""
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(line, f"{file}:{number}", seen)
    except OSError as error:
        yield GoldError(error.strerror or str(error), where=str(file), mend="name a gold file that can be read")


def _read_line(line: bytes, where: str, seen: dict[str, str]) -> GoldReport | GoldError:
    try:
        gold = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return GoldError(f"not a line of JSON ({error})", where=where, mend="write one JSON object a line, in UTF-8")
    try:
        _check(gold)
        report = GoldReport(str(gold["id"]), gold["text"], gold.get("published"), marks_of_gold(gold), gold)
    except GoldError as error:
        return GoldError(error.what, where=where, mend=error.mend)
    except (KeyError, TypeError, ValueError) as error:
        return GoldError(f"not a report of gold ({type(error).__name__}: {error})", where=where, mend=_MEND)
    if report.id in seen:
        return GoldError(
            f"report {report.id!r} is marked already at {seen[report.id]}", where=where, mend="keep one of the two"
        )
    seen[report.id] = where
    return report


def _fault(what: str, mend: str = _MEND) -> GoldError:
    return GoldError(what, where="gold", mend=mend)


def _check(gold: Any) -> None:
    """Raises GoldError at the first fault of a line of gold; `where` is the caller's to say."""
    if not isinstance(gold, dict):
        raise _fault("not a JSON object")
    if not isinstance(gold.get("text"), str) or not isinstance(gold.get("id"), str | int):
        raise _fault('"id" and "text" must be given')
    text = gold["text"]
    published = gold.get("published")
    if published is not None:
        _check_days(published, "published")
    for entry in _items(gold, "ent", list):
        if len(entry) != 2:
            raise _fault(f"{entry!r} is no [type, words]")
        _check_type("mention type", entry[0])
        _check_words(text, entry[1], "mention")
    for entry in _items(gold, "rel", list):
        if len(entry) != 3:
            raise _fault(f"{entry!r} is no [type, from, to]")
        _check_type("relation type", entry[0])
        for words in entry[1:]:
            _check_words(text, words, f"relation {entry[0]}")
    for event in _items(gold, "ev", dict):
        _check_event(text, event)


def _check_event(text: str, event: Json) -> None:
    _check_type("event type", event.get("t"))
    _check_type("status", event.get("st", "actual"))
    _check_words(text, event.get("tr"), "trigger")
    for role in ROLES:
        for words in _items(event, role, str):
            _check_words(text, words, role)
    if event.get("attr"):
        _check_words(text, event["attr"], "attribution")
    time = event.get("time") or {}
    if not isinstance(time, dict):
        raise _fault(f"time {time!r} is no object", 'write {"x": words, "v": days}')
    if time.get("v"):
        _check_days(time["v"], "time")
    for toll in _items(event, "toll", dict):
        _check_type("toll kind", toll.get("k"))
        _check_words(text, toll.get("x"), "toll")
        for bound in ("lo", "hi"):
            number = toll.get(bound)
            if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
                raise _fault(f"{bound} of a toll is {number!r}", "give a whole number, or leave it out")


def _items(of: Json, key: str, kind: type) -> list[Any]:
    """The list at `key`, empty when absent. Raises GoldError when it is no list of `kind`."""
    items = of.get(key, [])
    if not isinstance(items, list) or not all(isinstance(item, kind) for item in items):
        raise _fault(f'"{key}" is no list of {kind.__name__}')
    return items


def _check_type(what: str, name: Any) -> None:
    if not isinstance(name, str) or name not in _NAMES[what]:
        raise _fault(f"{name!r} is no {what} of the codebook", f"write one of: {', '.join(sorted(_NAMES[what]))}")


def _check_words(text: str, words: Any, what: str) -> None:
    if not isinstance(words, str) or not words:
        raise _fault(f"{what} without words", _SPAN_MEND)
    try:
        locate(text, words)
    except ValueError as error:
        raise _fault(f"{what}: {error}", _SPAN_MEND) from None


def _check_days(value: Any, what: str) -> None:
    try:
        read_period(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise _fault(f"{what}: {error}", "write 2016, 2016-03, 2016-03-28, or two of them with / between") from None
