"""Readings to what people and programs take: a table, JSON Lines, CSV, one HTML page.

Takes a Reading, gives text; writes to no file. A module a format, imported when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zenobia.types import Reading


class Format(StrEnum):
    """What `--format` takes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How readings are written. width: columns of the table; colour: whether the table may use terminal colours."""

    format: Format = Format.JSON
    width: int = 80
    colour: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One reading as its format writes it, and what an index of many says of it.

    number: place of the report in the input, from 1; anchors of the HTML page are built from it.
    title:  the report's title, else its id.
    """

    number: int
    text: str
    title: str
    outlet: str | None
    published: date | None
    events: int
    relations: int
    quotes: int

    def without_text(self) -> Rendered:
        """What an index needs, without what would fill memory."""
        return replace(self, text="")


def render_reading(reading: Reading, layout: Layout, *, number: int = 1) -> Rendered:
    """`reading` in the layout's format; CSV without its head row, HTML as one article of a page."""
    report = reading.report
    return Rendered(
        number=number,
        text=_render_text(reading, layout, number),
        title=report.title or report.id,
        outlet=report.outlet,
        published=report.published.date if report.published else None,
        events=len(reading.events),
        relations=len(reading.relations),
        quotes=len(reading.quotes),
    )


def head_of(layout: Layout) -> str:
    """What stands once before the first reading."""
    if layout.format is Format.CSV:
        from zenobia.exports.reading_csv import head_row

        return head_row()
    return ""


def _render_text(reading: Reading, layout: Layout, number: int) -> str:
    """Imports inside: a run loads the one format it writes (rich alone takes 0.1 s)."""
    match layout.format:
        case Format.JSON:
            from zenobia.exports.reading_json import reading_to_json

            return reading_to_json(reading) + "\n"
        case Format.CSV:
            from zenobia.exports.reading_csv import reading_to_csv

            return reading_to_csv(reading)
        case Format.TABLE:
            from zenobia.exports.reading_table import reading_to_table

            return reading_to_table(reading, width=layout.width, colour=layout.colour)
        case Format.HTML:
            from zenobia.exports.reading_html import reading_to_article

            return reading_to_article(reading, number=number)
