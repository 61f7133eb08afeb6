"""HTML, PDF and Word to reports: the report's words in reading order, and nothing of the page around it."""

from __future__ import annotations

import html
from datetime import date

import pytest
from made_documents import SENTENCES, TITLE, make_page, make_pdf, make_word, sentences_of, swap_part, word_part

from zenobia.errors import IntakeError
from zenobia.intake import reports_from_bytes
from zenobia.types import Report


def read(raw: bytes, name: str) -> Report:
    (result,) = reports_from_bytes(raw, name=name)
    assert isinstance(result, Report), result
    return result


HEAD = """<title>Militia leaves two villages as the army advances on Dorn | Valley Monitor</title>
<meta property="og:title" content="Militia leaves two villages as the army advances on Dorn">
<meta property="og:site_name" content="Valley Monitor"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2016-03-28T10:00:00Z">
<link rel="canonical" href="https://valley.example/2016/dorn"><style>p {color: red}</style>"""
AROUND = (
    "<nav><ul><li><a href='/'>Home</a></li><li>Sport</li></ul></nav>",
    "<aside>Most read: ten ways to save</aside><footer>© 2016 Valley Monitor. All rights reserved.</footer>"
    "<script>var x = '<p>rubbish</p>';</script>",
)
BODY = f"<h1>{TITLE}</h1><p>By Jane Roe</p><p>28 March 2016</p><p>DORN, March 28 (Reuters) - {SENTENCES[0]}</p>" + "".join(
    f"<p>{html.escape(s).replace('“', '&ldquo;').replace('army', '<b>army</b>')}</p>" for s in SENTENCES[1:]
)


def test_page_is_read_without_what_stands_around_it() -> None:
    """The article's words alone, with what the page's metadata tells."""
    found = read(make_page(BODY, head=HEAD, around=AROUND).encode(), "a.html")
    assert found.text == "\n\n".join((TITLE, *SENTENCES))
    assert (found.title, found.byline, found.outlet) == (TITLE, "Jane Roe", "Valley Monitor")
    assert (found.url, found.language) == ("https://valley.example/2016/dorn", "en")
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "meta")


def test_page_without_metadata_has_its_visible_heading() -> None:
    """Title, byline and date that the page only shows are found."""
    found = read(make_page(BODY).encode(), "a.html")
    assert (found.title, found.byline) == (TITLE, "Jane Roe")
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "dateline")


def test_map_of_a_page_leads_into_its_file() -> None:
    """Each part of the map is the same words in the file, entities read."""
    page = make_page(BODY, head=HEAD, around=AROUND)
    found = read(page.encode(), "a.html")
    assert sum(part.end - part.start for part in found.source_map) >= 0.95 * len(found.text)
    for part in found.source_map:
        assert html.unescape(page[part.source_start : part.source_end]) == found.text[part.start : part.end]


def test_page_that_is_no_article_gives_its_words() -> None:
    """Where no article can be found, as in 100,000 nested tags, the words outside navigation are read, with a warning."""
    page = f"<html><body><nav>Home</nav>{'<div>' * 100_000}<p>{SENTENCES[0]}</p><p>Rebels left Dorn.</p>{'</div>' * 100_000}</body></html>"
    found = read(page.encode(), "a.html")
    assert found.text == f"{SENTENCES[0]}\n\nRebels left Dorn."
    assert any("no article found" in warning for warning in found.warnings)


def test_declared_encoding_of_a_page_is_used() -> None:
    """A page that names its encoding is read in it."""
    page = f"<html><head><meta charset='windows-1251'></head><body><p>{'Армия взяла город, сообщил представитель. ' * 5}</p></body></html>"
    found = read(page.encode("cp1251"), "a.html")
    assert "Армия взяла город" in found.text
    assert found.language == "ru"


@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_are_read_one_after_the_other(by_rows: bool) -> None:
    """Of two columns the left comes first, however the file stores the lines; heads, feet, page numbers and byline are out."""
    found = read(make_pdf(by_rows=by_rows), "a.pdf")
    body = [s for page in (1, 2) for column in (0, 1) for s in sentences_of(page, column)]
    assert found.text.split("\n\n") == [TITLE, *body]
    assert (found.title, found.byline) == (TITLE, "Jane Roe")
    assert found.published is not None
    assert (found.published.date, found.published.rule) == (date(2016, 3, 28), "running head")


def test_one_column_is_read_down() -> None:
    """A page without columns is read line by line."""
    found = read(make_pdf(1, columns=1), "a.pdf")
    assert found.text.split("\n\n")[-4:] == sentences_of(1, 0)


def test_map_of_a_pdf_leads_into_its_pages() -> None:
    """Each part of the map is the same words in the page's text as pypdfium2 gives it."""
    import pypdfium2

    raw = make_pdf()
    found = read(raw, "a.pdf")
    document = pypdfium2.PdfDocument(raw)
    pages = [page.get_textpage().get_text_range() for page in document]
    assert {part.page for part in found.source_map} == {1, 2}
    for part in found.source_map:
        assert part.page is not None
        assert pages[part.page - 1][part.source_start : part.source_end].split() == found.text[part.start : part.end].split()


def test_pdf_by_another_name_is_read() -> None:
    """A PDF is told by its beginning, whatever its file is called."""
    assert read(make_pdf(1), "a.txt").title == TITLE


PDF_FAULTS = [
    (b"%PDF-1.4\n% nothing in it\n", "damaged or no PDF"),
    (make_pdf(1)[:900], "damaged or no PDF"),
    (make_pdf(1, password="secret"), "locked with a password"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("raw", "what"), PDF_FAULTS)
def test_pdf_that_cannot_be_read_is_one_error(raw: bytes, what: str) -> None:
    """Damaged, locked and empty PDFs name themselves and the mend."""
    (result,) = reports_from_bytes(raw, name="a.pdf")
    assert isinstance(result, IntakeError)
    assert what in result.what
    assert (result.where, bool(result.mend)) == ("a.pdf", True)


def test_pdf_without_text_asks_for_recognition() -> None:
    """A scanned PDF holds no words, and the error says what to do."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(50, 50, 200, 200)
    canvas.save()
    (result,) = reports_from_bytes(file.getvalue(), name="a.pdf")
    assert isinstance(result, IntakeError)
    assert "OCR" in result.mend


DOCUMENT = [
    ("Title", TITLE),
    ("Normal", "By Jane Roe\n28 March 2016"),
    *(("Normal", s) for s in SENTENCES),
    ("List Bullet", "Dorn"),
]


def test_word_document_is_read() -> None:
    """Paragraphs in order, the title by its style, line breaks inside a paragraph kept apart, the running head out."""
    found = read(make_word(DOCUMENT), "a.docx")
    assert found.text == "\n\n".join((TITLE, *SENTENCES, "Dorn"))
    assert (found.title, found.byline) == (TITLE, "Jane Roe")
    assert found.published is not None
    assert found.published.date == date(2016, 3, 28)


def test_map_of_a_word_document_leads_into_its_words() -> None:
    """The map counts in the document's paragraphs, a line end after each."""
    found = read(make_word(DOCUMENT), "a.docx")
    source = "".join(f"{words}\n" for _, words in DOCUMENT)
    assert source[found.source_map[0].source_start : found.source_map[0].source_end] == TITLE
    for part in found.source_map:
        assert source[part.source_start : part.source_end] == found.text[part.start : part.end]


def test_changes_in_a_word_document_are_read_as_made() -> None:
    """Inserted words are in, deleted ones out."""
    word = make_word([("Normal", "Rebels left MARK on Monday, and the army came into the valley the next day.")])
    xml = word_part(word).decode()
    changed = xml.replace(
        " MARK ",
        ' </w:t></w:r><w:ins w:id="1"><w:r><w:t>Dorn</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>Kest</w:delText></w:r></w:del>'
        '<w:r><w:t xml:space="preserve"> ',
    ).replace("<w:t>Rebels left </w:t>", '<w:t xml:space="preserve">Rebels left </w:t>')
    found = read(swap_part(word, "word/document.xml", changed.encode()), "a.docx")
    assert found.text.startswith("Rebels left Dorn on Monday")


def test_tables_of_a_word_document_are_read() -> None:
    """The words of table cells are paragraphs of their own."""
    import io

    import docx

    document = docx.Document()
    document.add_paragraph(SENTENCES[0])
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = SENTENCES[2], SENTENCES[3]
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue(), "a.docx").text == "\n\n".join((SENTENCES[0], SENTENCES[2], SENTENCES[3]))


WORD = make_word([("Normal", SENTENCES[0])])
WORD_FAULTS = [
    (WORD[:2000], "damaged or no .docx"),
    (b"PK\x03\x04rubbish", "damaged or no .docx"),
    (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old or locked"),
    (swap_part(WORD, "word/document.xml", b"<w:document>" + b"<a>" * 100_000), "damaged or no .docx"),
    (swap_part(WORD, "word/document.xml", b"<?xml version='1.0'?>" + b" " * 80_000_000), "unpacks to more than 64 MiB"),
    (swap_part(WORD, "word/document.xml", word_part(make_word([]))), "no text in it"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("raw", "what"), WORD_FAULTS)
def test_word_document_that_cannot_be_read_is_one_error(raw: bytes, what: str) -> None:
    """Damaged, locked, exploding and empty documents name themselves and the mend."""
    (result,) = reports_from_bytes(raw, name="a.docx")
    assert isinstance(result, IntakeError)
    assert what in result.what
    assert (result.where, bool(result.mend)) == ("a.docx", True)
