"""A record with fields (a JSON line, a CSV row) to a report. The text is kept character for character."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.clean import SURROGATES, control_warnings
from zenobia.intake.dates import read_date
from zenobia.intake.finish import NO_DATE, Origin, cut_warning, language_code, settle_language
from zenobia.intake.given import Given
from zenobia.intake.heading import take_heading
from zenobia.intake.lines import split_lines, to_paragraphs
from zenobia.intake.traced import Traced
from zenobia.types import Published, Report

FIELDS = ("id", "text", "title", "byline", "outlet", "published", "url", "language")
"""The fields of a record that are read; others are passed over."""


def report_of(record: Mapping[str, object], origin: Origin, given: Given, warnings: tuple[str, ...] = ()) -> Report:
    """The report of one record. origin.where names file and line.

    A lone surrogate, which no file can hold, stands as U+FFFD so that offsets keep.
    Raises IntakeError when `text` is absent, no text or empty.
    """
    told: list[str] = list(warnings)
    text = _read_text(record, origin.where, told)
    fields = {name: _read_field(record, name, told) for name in FIELDS if name != "text"}
    published = _publication(fields["published"], given.published, text, told)
    stated = language_code(fields["language"])
    if fields["language"] and not stated:
        told.append(f"language {fields['language'][:40]!r} is no ISO 639-1 code and is passed over")
    language, language_warnings = settle_language(text, stated or given.language, None)
    return Report(
        id=fields["id"] or origin.id or origin.sha256[:16],
        sha256=origin.sha256,
        text=text,
        title=fields["title"],
        byline=fields["byline"],
        outlet=fields["outlet"] or given.outlet,
        url=fields["url"] or given.url,
        published=published,
        language=language,
        warnings=(*told, *language_warnings),
        raw=origin.raw,
    )


def _read_text(record: Mapping[str, object], where: str, told: list[str]) -> str:
    text = record.get("text")
    if text is None:
        raise IntakeError("no field `text`", where=where, mend='give each record its words as "text"')
    if not isinstance(text, str):
        raise IntakeError(
            f"`text` is {type(text).__name__}, not a string", where=where, mend="put the report's words in quotation marks"
        )
    if not text.strip():
        raise IntakeError("`text` is empty", where=where, mend="give the report's words, or leave the record out")
    if len(text) > limits.TEXT:
        text = text[: limits.TEXT]
        told.append(cut_warning())
    told += control_warnings(text, "kept")
    return _whole(text, told)


def _read_field(record: Mapping[str, object], name: str, told: list[str]) -> str | None:
    value = record.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        told.append(f"`{name}` is {type(value).__name__}, not a string, and is passed over")
        return None
    return _whole(value, told)


def _whole(text: str, told: list[str]) -> str:
    if not SURROGATES.search(text):
        return text
    told.append("lone surrogates shown as U+FFFD")
    return SURROGATES.sub("\ufffd", text)


def _publication(stated: str | None, given: date | None, text: str, told: list[str]) -> Published | None:
    """The day the record states, else the user gives, else a dateline in the text tells."""
    day = read_date(stated) if stated else None
    if stated and not day:
        told.append(f"published {stated[:40]!r} is no date; mend: write it as YYYY-MM-DD")
    settled = day or given
    if settled:
        return Published(date=settled, rule="given")
    lines = split_lines(Traced.read(text[:4000]))
    found = take_heading(to_paragraphs(lines, frozenset())).day(None)
    if found:
        return Published(date=found, rule="dateline")
    told.append(NO_DATE)
    return None
