"""Documents made for the tests: pages, PDFs, Word files with known words in known places."""

from __future__ import annotations

import io
import zipfile

SENTENCES = (
    "Rebel fighters withdrew from two villages north of the city on Monday, officials said, after a week of shelling.",
    "“We have nothing to add,” a spokesman for the Northern Militia said. “The army must leave the valley.”",
    "The army said it had taken control of the road to Azmar, and accused the militia of firing rockets from a school.",
    "Relief workers said that trucks with food had been stopped at a checkpoint for three days.",
    "The hospital in Dorn ran out of fuel on Sunday night, the Valley Observatory said in a statement.",
    "Two soldiers were wounded by a mine on the bridge, and the crossing stayed shut until the evening.",
    "Shelling was heard in the neighbouring village of Kest, where hundreds of families had found shelter.",
    "An envoy called on both sides to let the wounded leave, and offered to meet them in the capital.",
)
TITLE = "Militia leaves two villages as the army advances on Dorn"


def make_page(body: str, *, head: str = "", around: tuple[str, str] = ("", "")) -> str:
    """An HTML page with an article."""
    before, after = around
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{before}<article>{body}</article>{after}</body></html>\n'


def make_pdf(pages: int = 2, *, columns: int = 2, by_rows: bool = False, password: str | None = None) -> bytes:
    """A PDF with title, byline and date, each sentence a paragraph, wrapped in columns, a running head and page number.

    by_rows: draw the lines across the columns, as some programs store them, not column by column.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(file, pagesize=A4, encrypt=lock)
    width = 495 / columns - 15 * (columns - 1)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 815, "The Valley Monitor")
        canvas.drawRightString(545, 815, "28 March 2016")
        canvas.drawString(290, 25, f"Page {page} of {pages}")
        if page == 1:
            canvas.setFont("Helvetica-Bold", 17)
            canvas.drawString(50, 775, TITLE)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(50, 755, "By Jane Roe")
        canvas.setFont("Helvetica", 10)
        lines = []
        for column in range(columns):
            y = 730.0
            for sentence in sentences_of(page, column):
                for line in simpleSplit(sentence, "Helvetica", 10, width):
                    lines.append((50 + column * (495 / columns + 10), y, line))
                    y -= 12
                y -= 8
        for x, y, line in sorted(lines, key=lambda place: (-place[1], place[0])) if by_rows else lines:
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def sentences_of(page: int, column: int) -> list[str]:
    """The paragraphs of a column, each unlike those of any other."""
    count = ("one", "two", "three", "four", "five", "six")[2 * (page - 1) + column]
    return [f"{sentence[:-1]}, {count} of them." if sentence[-1] == "." else sentence for sentence in SENTENCES[column::2]]


def make_word(paragraphs: list[tuple[str, str]]) -> bytes:
    """A Word document of (style, words), with a running head."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "The Valley Monitor"
    for style, words in paragraphs:
        document.add_paragraph(words, style=style)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def swap_part(word: bytes, name: str, content: bytes) -> bytes:
    """A Word document with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            new.writestr(item, content if item == name else old.read(item))
    return file.getvalue()


def word_part(word: bytes, name: str = "word/document.xml") -> bytes:
    """One part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        return parts.read(name)
