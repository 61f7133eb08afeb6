"""HTML to a draft: trafilatura finds the report and its metadata; its words are then found again in the file, for the map."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.bylines import read_byline
from zenobia.intake.clean import clean
from zenobia.intake.dates import read_date
from zenobia.intake.draft import Draft, Paragraph
from zenobia.intake.html_words import body_lines, squeezed, visible_words
from zenobia.intake.lines import is_item
from zenobia.intake.traced import Traced

_LOOKS_HTML = re.compile(
    r"\s*(?:<!--[^<>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h[1-6]|meta)\b", re.I
)
_LANGUAGE = re.compile(r"<html\b[^<>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z]{2}(?:[-_][A-Za-z]{2,8})?)\b", re.I)
_MOST_TAGS = 40_000
"""Tags of a page in which an article is looked for: about 3 s of trafilatura, whose time grows faster than the page. News pages have
under 10,000."""
_NEAR = 200_000
_SEARCHES = 200
"""How far ahead an extracted line is looked for in the page, and how many lines are looked for in all of it."""


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page does."""
    return bool(_LOOKS_HTML.match(text[:4000]))


def read_html(page: str, where: str) -> Draft:
    """The draft of a page. Where no article is found in it, all its words outside navigation and footers."""
    warnings: tuple[str, ...] = ()
    if len(page) > limits.MARKUP:
        page = page[: limits.MARKUP]
        warnings = (f"page cut off at {limits.MARKUP:,} characters",)
    article, told = _extract(page, where) if page.count("<") <= _MOST_TAGS else (None, None)
    text = str(getattr(article, "text", None) or "")
    words = squeezed(visible_words(page))
    lines = _found_again(text, words)
    if not lines:
        warnings += ("no article found in the page: all its words are read",)
        lines = body_lines(page)
    paragraphs = [Paragraph(clean(line)[0], is_item=is_item(line.text)) for line in lines]
    title = _field(told, "title")
    return Draft(
        paragraphs=tuple(p for p in paragraphs if p.text),
        title=clean(_found_again(title, words)[0])[0] if title else None,
        byline=_byline(_field(told, "author")),
        outlet=_field(told, "sitename"),
        url=_field(told, "url"),
        language=_language(page),
        published=read_date(_field(told, "date") or ""),
        warnings=warnings,
    )


def _extract(page: str, where: str) -> tuple[Any, Any]:
    """The article that trafilatura finds and what the page tells of itself; None for each it does not find or fails on."""
    try:
        import trafilatura
    except ImportError as error:
        mend = "pip install trafilatura lxml_html_clean"
        raise IntakeError(f"HTML needs trafilatura ({error.msg.splitlines()[0]})", where=where, mend=mend) from None

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())  # else Python prints their remarks on hostile pages to standard error
    options = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    article = _tried(
        trafilatura.bare_extraction, page, with_metadata=True, include_comments=False, date_extraction_params=options
    )
    return article, article or _tried(trafilatura.extract_metadata, page, date_config=options)


def _tried(extract: Callable[..., Any], page: str, **options: Any) -> Any:
    try:
        return extract(page, **options)
    except Exception:  # a page is hostile: whatever it breaks, its words are still read
        return None


def _field(found: Any, name: str) -> str | None:
    value = getattr(found, name, None)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _byline(author: str | None) -> str | None:
    """The names of the page's metadata, without "By"."""
    return (read_byline(author) or author.replace("; ", ", ")) if author else None


def _language(page: str) -> str | None:
    found = _LANGUAGE.search(page[:20_000])
    return found[1] if found else None


def _found_again(text: str, words: Traced) -> list[Traced]:
    """Each line of an extracted text, with its place in the page where it stands there word for word, in order; else with none."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    places: dict[int, tuple[int, int]] = {}
    at, searches = 0, 0
    for i, line in enumerate(lines):
        start = words.text.find(line, at, at + _NEAR)
        if start < 0 and searches < _SEARCHES:
            searches += 1
            start = words.text.find(line)
        if start >= 0:
            places[i] = (start, start + len(line))
            at = max(at, start + len(line))
    order = sorted(places, key=lambda i: places[i])
    found = dict(zip(order, words.cuts(places[i] for i in order), strict=True))
    return [found.get(i) or Traced.made(line) for i, line in enumerate(lines)]
