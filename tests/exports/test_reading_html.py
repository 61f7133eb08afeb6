"""The page: all words of the report, marked and linked, nothing of it run."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from any_reading import readings
from hypothesis import given

from builders import ReadingByHand, the_arvan_reading
from zenobia.exports.html_text import MarkedText, plain
from zenobia.exports.reading_html import reading_to_article, readings_to_html
from zenobia.types import Reading

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Checks that elements nest, and gathers ids, links and tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_links_lead_somewhere_and_anchors_are_unique() -> None:
    """Every link of the cards has its words in the text, also with several reports in one page."""
    page = Page(readings_to_html([the_arvan_reading(), the_arvan_reading()]))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert {"r1e0", "r2e1", "r1t67", "r2m3"} <= set(page.ids)


@pytest.mark.parametrize(
    "piece",
    [
        # a mention says its type in words, not by colour alone, and its part in events when hovered
        '<span class="mention group" id="r1m0" title="group: Government forces; actor of event 0, capture">'
        '<i class="label" data-label="group"></i>Government forces</span>',
        # a trigger is numbered, typed, and leads to its card
        '<a class="trigger actual" id="r1t67" href="#r1e0" '
        'title="capture: Government forces, Red Banner Front, Arvan (12 May 2024)">'
        '<i class="label" data-label="0 capture"></i>retook</a>',
        # a card has the same number, that of the JSON
        '<li class="event negated" id="r1e1">\n<h4><a href="#r1t243"><span class="n">1</span> withdrawal</a>',
        # a denied act is marked as such
        '<span class="status">denied or failed</span>',
        # days with the words they were read from
        '<a href="#r1m4" title="weekday before publication">12 May 2024</a> <span class="words">“Sunday”</span>',
        # ties in words, linked
        '<a class="state" href="#r1m8">US</a> <b>backs</b>\n<a class="group" href="#r1m9">Red Banner Front</a>',
        # quotations with speakers
        "<q>We will be back before the harvest,</q>",
        # evidence with the trigger marked
        "<mark>retook</mark>",
    ],
)
def test_pieces(piece: str) -> None:
    """Each part of a reading has its place in the page."""
    assert piece in reading_to_article(the_arvan_reading(), number=1)


def test_page_needs_nothing_and_runs_nothing() -> None:
    """No script, no address to fetch, and a policy that forbids both."""
    text = readings_to_html([the_arvan_reading(url="javascript:alert(1)")])
    page = Page(text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "src" not in page.attributes
    assert not [link for link in page.links if not link.startswith("#")]
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text


def test_web_addresses_are_links() -> None:
    """An http address of the report can be followed, without telling from where."""
    article = reading_to_article(the_arvan_reading(url="https://example.org/a?b=1&c=2"), number=1)
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer noopener">' in article


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></style>", "'&lt;"]
)
def test_hostile_words_are_escaped(hostile: str) -> None:
    """Markup in a title, an outlet, a warning, a name or the text stays text."""
    by_hand = ReadingByHand(f"{hostile} attacked", id=hostile, title=hostile, outlet=hostile, byline=hostile, url=hostile)
    by_hand.mention("group", hostile).event("attack", "attacked", actor=hostile).quote(hostile, hostile).tie(
        "backs", hostile, hostile
    )
    reading = replace(by_hand.done(), warnings=(hostile,))
    text = readings_to_html([reading, reading])
    assert hostile not in text
    assert not Page(text).tags & {"script", "img"}


def test_several_reports_have_an_index() -> None:
    """The index names each report and leads to it; one report needs none."""
    several = readings_to_html([the_arvan_reading(), ReadingByHand("x", title=None).done()])
    assert '<a href="#r1">Army retakes Arvan</a>' in several
    assert '<a href="#r2">r-1</a>' in several
    assert "2 reports · 2 events" in several
    assert "<nav" not in readings_to_html([the_arvan_reading()])


def test_empty_record_says_so() -> None:
    """A report without events, or without text, says so in a sentence."""
    assert "found no events, ties or quotations" in reading_to_article(ReadingByHand("Nothing.").done(), number=1)
    assert "This report has no text" in reading_to_article(ReadingByHand("").done(), number=1)


def test_crossing_marks_are_cut_not_broken() -> None:
    """A trigger that holds a mention, one that crosses it, and two of the same words all nest and keep the words."""
    by_hand = ReadingByHand("Rebels set off a car bomb attack on Arvan").mention("weapon", "car bomb").mention("place", "Arvan")
    by_hand.event("bombing", "bomb attack").event("attack", "car bomb attack", place="Arvan").event(
        "destruction", "car bomb attack"
    )
    article = reading_to_article(by_hand.done(), number=1)
    Page(article)
    assert 'data-label="1 attack / 2 destruction"' in article
    assert "Rebels set off a car bomb attack on Arvan" in unescape(re.sub("<[^>]*>", "", article))


@given(readings())
def test_law_the_page_keeps_every_word(reading: Reading) -> None:
    """Without its elements a marked text is the escaped text, line for line; the article nests, and is UTF-8."""
    lines = [line.rstrip() for line in reading.report.text.splitlines()]
    marked = [re.sub("<[^>]*>", "", line) for line in MarkedText(reading, 1).paragraphs()]
    assert marked == [plain(line) for line in lines if line]
    article = reading_to_article(reading, number=1)
    Page(article)
    article.encode("utf-8")


def test_notebook_frame_is_sealed() -> None:
    """In a notebook the page sits in a frame that may run nothing."""
    frame = the_arvan_reading()._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-same-origin" ')
    assert "allow-scripts" not in frame
    assert "&lt;!doctype html&gt;" in frame
    assert "<" not in frame[1:].removesuffix("</iframe>")


def test_links_of_a_frame_stay_inside() -> None:
    """Anchors of a framed page lead to the frame, not to the notebook around it; a page of its own allows no base address."""
    assert "&lt;base href=&quot;about:srcdoc&quot;&gt;" in the_arvan_reading()._repr_html_()
    page = the_arvan_reading().to_html()
    assert "<base" not in page
    assert "base-uri 'none'" in page
