"""What a format's module makes of a document: paragraphs and the little it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zenobia.intake.traced import Traced


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of words set apart in the document.

    is_heading: set as a heading there (Markdown "#", larger type).
    is_item:    one point of a list; nothing is joined in front of it.
    """

    words: Traced
    is_heading: bool = False
    is_item: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return self.words.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document before its heading is taken out and its breaks are mended.

    title, byline, outlet, url, language, published: what the document's own metadata or type setting tells; else None.
    margin: the running heads that were taken out; a day among them counts when nothing else tells one.
    """

    paragraphs: tuple[Paragraph, ...]
    title: Traced | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    published: date | None = None
    margin: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
