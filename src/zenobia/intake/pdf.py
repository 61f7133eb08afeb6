"""PDF to a draft: words with their places from pypdfium2. `pdf_layout` orders them, `pdf_lines` makes paragraphs of them.

A page's text, which the map counts in, is what pypdfium2's `get_text_range()` gives for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from zenobia.errors import IntakeError
from zenobia.intake import limits
from zenobia.intake.clean import clean
from zenobia.intake.draft import Draft
from zenobia.intake.mend import lexicon_of
from zenobia.intake.pdf_layout import PageLine, Word, find_pieces, order_lines
from zenobia.intake.pdf_lines import PdfLine, part_repeats, take_title, to_paragraphs
from zenobia.intake.traced import Traced, joined

_WORD = re.compile(r"[^\s\x00]+")
_LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how PDFium spells a hyphen that parts a word


def read_pdf(raw: bytes, where: str) -> Draft:
    """The draft of a PDF. Raises IntakeError when it is damaged, locked or holds no text."""
    pages, warnings = _read_pages(raw, where)
    if not any(pages):
        raise IntakeError("no text in the PDF", where=where, mend="run text recognition (OCR) over the scanned pages first")
    kept, margin = part_repeats(pages)
    lines = [line for page in kept for line in _ordered(page)]
    paragraphs = to_paragraphs(lines, lexicon_of("\n".join(line.words.text for line in lines)))
    title, paragraphs = take_title(paragraphs)
    return Draft(paragraphs=tuple(paragraph for paragraph, _ in paragraphs), title=title, margin=margin, warnings=warnings)


def _read_pages(raw: bytes, where: str) -> tuple[list[list[PdfLine]], tuple[str, ...]]:
    """The pieces of lines of each page, and warnings of pages that cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise IntakeError("the PDF is locked with a password", where=where, mend="save a copy without password") from None
        raise IntakeError("damaged or no PDF", where=where, mend="fetch the file again") from None
    pages: list[list[PdfLine]] = []
    failed: list[int] = []
    size = 0
    try:
        count = len(document)
        for number in range(1, min(count, limits.PDF_PAGES) + 1):
            try:
                pages.append(list(_page_pieces(document, number)))
            except pypdfium2.PdfiumError:
                failed.append(number)
                continue
            size += sum(len(line.words.text) for line in pages[-1])
            if size > limits.TEXT:
                break
    finally:
        document.close()
    warnings = (f"pages not readable: {', '.join(map(str, failed[:20]))}",) if failed else ()
    return pages, warnings + ((f"only the first {limits.PDF_PAGES:,} pages are read",) if count > limits.PDF_PAGES else ())


def _page_pieces(document: Any, number: int) -> Iterator[PdfLine]:
    """The pieces of lines of one page, from the top down."""
    page = document[number - 1]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        words = list(_words(textpage, text))
    finally:
        textpage.close()
        page.close()
    source = Traced.read(text, 0, number)
    for piece in find_pieces(words):
        traced = _words_of(piece, source)
        if traced.text:
            yield PdfLine(traced, number, piece)


def _ordered(pieces: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """The lines of a page in reading order, made of its pieces."""
    by_words = {piece.place.words[0]: piece for piece in pieces}
    for line in order_lines([piece.place for piece in pieces]):
        members = [by_words[word] for word in line.words if word in by_words]
        words = members[0].words
        for member in members[1:]:
            words = joined((words, Traced.made(" "), member.words))
        yield PdfLine(words, members[0].page, line)


def _words_of(piece: PageLine, source: Traced) -> Traced:
    """A piece's words with a space between, the page's own where it stands there; cleaned, a parting hyphen spelt as one."""
    parts: list[Traced] = []
    for before, word in zip((None, *piece.words), piece.words, strict=False):
        if before is not None:
            parts.append(source.cut(before.end, word.start) if before.end + 1 == word.start else Traced.made(" "))
        parts.append(source.cut(word.start, word.end))
    words = joined(parts)
    return clean(words.respelt(words.text.translate(_LINE_END_HYPHENS)))[0].stripped()


def _words(textpage: Any, text: str) -> Iterator[Word]:
    """The words of a page's text with their boxes; a word of no size is left out."""
    import pypdfium2.raw as pdfium

    offsets = range(len(text) + 1) if textpage.count_chars() == len(text) else _offsets(text)
    for found in _WORD.finditer(text):
        first, last = offsets[found.start()], offsets[found.end() - 1]
        left, bottom, _, top = textpage.get_charbox(first, loose=True)
        right = textpage.get_charbox(last, loose=True)[2]
        size = pdfium.FPDFText_GetFontSize(textpage, first)
        height = top - bottom
        size = size if 0.3 * height < size < 3 * height else height
        if size > 0 and right >= left:
            yield Word(found.start(), found.end(), left, right, bottom, top, size)


def _offsets(text: str) -> Sequence[int]:
    """PDFium's number of each character: it counts in UTF-16, where one beyond U+FFFF is two."""
    offsets, at = [], 0
    for c in text:
        offsets.append(at)
        at += 2 if c > "\uffff" else 1
    return [*offsets, at]
