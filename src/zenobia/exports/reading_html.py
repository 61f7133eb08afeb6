"""Readings as one HTML page: each report's text with its words marked, its events, ties and quotations linked to them.

The page stands alone: no network, no script, and a policy that forbids both. Every text of a report is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from zenobia.exports import Format, Layout, Rendered, render_reading
from zenobia.exports.grounded import known_parties, placed_entities
from zenobia.exports.html_cards import event_card, meaning_item, quote_item, tie_item
from zenobia.exports.html_text import MarkedText, plain
from zenobia.exports.wording import (
    STATUS_WORDS,
    count_types,
    is_empty,
    say_count,
    say_counts,
    say_empty,
    warnings_of,
)
from zenobia.types import Reading, Report, Status

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"
_PAGE_HEIGHT = 640  # pixels of a notebook cell's frame: a report's head, its first events and half its text


def readings_to_html(readings: Iterable[Reading], *, framed: bool = False) -> str:
    """One page of these readings, with an index when there are several. framed: it is to stand inside another page."""
    layout = Layout(format=Format.HTML)
    rendered = [render_reading(reading, layout, number=number) for number, reading in enumerate(readings, 1)]
    return "".join((page_head(rendered, framed=framed), *(one.text for one in rendered), page_foot()))


def reading_to_frame(reading: Reading) -> str:
    """The page in a frame of its own, for notebooks: its styles stay inside, and nothing in it can run.

    Of the sandbox's permissions it has the origin alone; without it browsers may show nothing."""
    page = escape(readings_to_html([reading], framed=True), quote=True)
    style = f"width:100%;height:{_PAGE_HEIGHT}px;border:0"
    return f'<iframe sandbox="allow-same-origin" title="Zenobia reading" style="{style}" srcdoc="{page}"></iframe>'


def page_head(rendered: Sequence[Rendered], *, framed: bool = False) -> str:
    """The page up to its first report: styles, totals, index. Only what stands in the index is read of each."""
    title = plain(rendered[0].title) if len(rendered) == 1 else say_count(len(rendered), "report")
    style = files("zenobia.exports").joinpath("reading_html.css").read_text(encoding="utf-8")
    totals = (
        say_count(len(rendered), "report"),
        say_count(sum(one.events for one in rendered), "event"),
        say_count(sum(one.relations for one in rendered), "tie"),
        say_count(sum(one.quotes for one in rendered), "quotation"),
    )
    index = "".join(_index(rendered)) if len(rendered) > 1 else ""
    # in a frame "#r1e0" would lead to the page around it; a page of its own must take no such address from anywhere
    base = '<base href="about:srcdoc">' if framed else ""
    policy = _POLICY if framed else f"{_POLICY}; base-uri 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">{base}
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Zenobia reading</title>
<style>
{style}</style>
</head>
<body>
<header class="page">
<h1>Zenobia reading</h1>
<p class="totals">{" · ".join(totals)}</p>
<p class="key">In the text, <span class="key-trigger">boxed words</span> tell an event, numbered above as in the list of events;
<span class="key-mention">underlined words</span> are mentions, with their type below.</p>
</header>
{index}<main>
"""


def page_foot() -> str:
    """The page after its last report."""
    return "</main>\n</body>\n</html>\n"


def reading_to_article(reading: Reading, *, number: int) -> str:
    """One report as an article of the page; `number` makes its anchors its own."""
    marked = MarkedText(reading, number)
    record = "".join(_record(reading, number, marked))
    text = "\n".join(marked.paragraphs()) or "<p class='empty'>This report has no text.</p>"
    return f"""<article class="report" id="r{number}">
<header>
{"".join(_heading(reading))}</header>
<div class="columns">
<section class="text" aria-label="Text of the report" tabindex="0">
{text}
</section>
<section class="record" aria-label="What the report says">
{record}</section>
</div>
<footer>Report <code>{plain(reading.report.id)}</code> · reader {plain(reading.reader.version)},
model <code>{plain(reading.reader.model[:16])}</code></footer>
</article>
"""


def _index(rendered: Sequence[Rendered]) -> Iterator[str]:
    yield '<nav class="index" aria-label="Reports">\n<table>\n<thead><tr><th scope="col">Report</th><th scope="col">Outlet</th>'
    yield '<th scope="col">Published</th><th scope="col">Events</th><th scope="col">Ties</th></tr></thead>\n<tbody>\n'
    for one in rendered:
        yield f'<tr><td><a href="#r{one.number}">{plain(one.title)}</a></td><td>{plain(one.outlet or "–")}</td>'
        yield f"<td>{one.published.isoformat() if one.published else '–'}</td>"
        yield f'<td class="n">{one.events}</td><td class="n">{one.relations}</td></tr>\n'
    yield "</tbody>\n</table>\n</nav>\n"


def _heading(reading: Reading) -> Iterator[str]:
    report = reading.report
    yield f'<p class="kicker">{" · ".join(_provenance(report))}</p>\n'
    yield f"<h2>{plain(report.title or report.id)}</h2>\n"
    yield f'<p class="counts">{plain(say_counts(reading))}</p>\n'
    if reading.events:
        types = "".join(f"<li>{kind} <b>{number}</b></li>" for kind, number in count_types(reading))
        unsure = "".join(
            f'<li class="{status.value}">{words} <b>{number}</b></li>' for status, words, number in _unsure(reading)
        )
        yield f'<ul class="types" aria-label="Events by type">{types}{unsure}</ul>\n'
    for warning in warnings_of(reading):
        yield f'<p class="warning"><b>Warning</b> {plain(warning)}</p>\n'


def _unsure(reading: Reading) -> Iterator[tuple[Status, str, int]]:
    """Each status that is no plain fact, its words, and how many events have it."""
    for status, words in STATUS_WORDS.items():
        number = sum(event.status is status for event in reading.events)
        if words and number:
            yield status, words, number


def _provenance(report: Report) -> Iterator[str]:
    if report.outlet:
        yield plain(report.outlet)
    if report.published:
        day = report.published.date
        yield f'published <time datetime="{day.isoformat()}">{day.isoformat()}</time> ({plain(report.published.rule)})'
    else:
        yield "publication date not told"
    if report.byline:
        yield plain(report.byline)
    if report.url:
        safe = report.url.startswith(("https://", "http://"))
        yield f'<a href="{plain(report.url)}" rel="noreferrer noopener">{plain(report.url)}</a>' if safe else plain(report.url)


def _record(reading: Reading, number: int, marked: MarkedText) -> Iterator[str]:
    if is_empty(reading):
        yield f'<p class="empty">{plain(say_empty(reading))}</p>\n'
    if reading.events:
        cards = "".join(event_card(event, reading, number, marked) for event in reading.events)
        yield f'<h3>Events</h3>\n<ol class="events">\n{cards}</ol>\n'
    if reading.relations:
        ties = "".join(tie_item(relation, reading, number) for relation in reading.relations)
        yield f'<h3>Ties</h3>\n<ul class="ties">\n{ties}</ul>\n'
    if reading.quotes:
        quotes = "".join(quote_item(quote, reading, number) for quote in reading.quotes)
        yield f'<h3>Quotations</h3>\n<ul class="quotes">\n{quotes}</ul>\n'
    for title, grounded in (("Places", placed_entities(reading)), ("Parties", known_parties(reading))):
        items = "".join(meaning_item(*one, number) for one in grounded)
        if items:
            yield f'<h3>{title}</h3>\n<ul class="meanings">\n{items}</ul>\n'
