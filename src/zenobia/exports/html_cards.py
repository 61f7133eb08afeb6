"""An event, a tie, a quotation as HTML, its names linked to their words in the report's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zenobia.exports.html_text import MarkedText, plain
from zenobia.exports.wording import STATUS_WORDS, ends_of, evidence_of, name_of, say_days, say_tie, say_toll, say_when, unquoted
from zenobia.types import ROLES, Entity, Event, Quote, Reading, Relation, Status


def event_card(event: Event, reading: Reading, number: int, marked: MarkedText) -> str:
    """What happened, how firmly, when; who, whom, where; on whose word; the sentence. number: of the report in its page."""
    status = f' <span class="status">{STATUS_WORDS[event.status]}</span>' if event.status is not Status.ACTUAL else ""
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(event, reading, number))
    return f"""<li class="event {event.status.value}" id="r{number}e{event.id}">
<h4><a href="#r{number}t{event.trigger.start}"><span class="n">{event.id}</span> {event.type}</a>{status}
<span class="when">{_when(event, reading, number)}</span></h4>
<dl>{facts}</dl>
<blockquote>{marked.evidence(event)}</blockquote>
<p class="sure">confidence {event.confidence:.2f}</p>
</li>
"""


def tie_item(relation: Relation, reading: Reading, number: int) -> str:
    """ "United States backs Sabel Guard", with the words that state it."""
    source, target = ends_of(relation, reading)
    days = f", {plain(say_days(relation.days))}" if relation.days else ""
    voucher = f", says {_link(relation.attribution, reading, number)}" if relation.attribution is not None else ""
    return f"""<li><p>{_link(relation.source, reading, number, source)} <b>{plain(say_tie(relation))}</b>
{_link(relation.target, reading, number, target)}{days}{voucher}</p>
<blockquote>{plain(evidence_of(relation, reading))}</blockquote></li>
"""


def quote_item(quote: Quote, reading: Reading, number: int) -> str:
    """The words and who is said to have said them."""
    speaker = _link(quote.speaker, reading, number) if quote.speaker is not None else "speaker not told"
    return (
        f'<li><p><q>{plain(unquoted(quote.span.of(reading.report.text)))}</q> <span class="speaker">{speaker}</span></p></li>\n'
    )


def meaning_item(entity: Entity, meaning: str, rule: str, number: int) -> str:
    """A name that leads to its first words, what it means and by which rule; `meaning` and `rule` are escaped here."""
    link = f'<a class="{entity.type}" href="#r{number}m{entity.mentions[0]}">{plain(entity.name)}</a>'
    return f'<li><p>{link} {plain(meaning)}</p><p class="rule">{plain(rule)}</p></li>\n'


def _when(event: Event, reading: Reading, number: int) -> str:
    said = plain(say_when(event))
    if event.time is None:
        return said
    words = plain(reading.mentions[event.time.mention].text)
    title = plain(event.time.days.rule)
    return f'<a href="#r{number}m{event.time.mention}" title="{title}">{said}</a> <span class="words">“{words}”</span>'


def _facts(event: Event, reading: Reading, number: int) -> Iterator[tuple[str, str]]:
    for role in ROLES:
        if event.role(role):
            yield role, _links(event.role(role), reading, number)
    for toll in event.toll:
        yield "toll", f'<a class="count" href="#r{number}m{toll.mention}">{plain(say_toll(toll, reading))}</a>'
    vouching = [m for m in (event.attribution, *event.also_attributed) if m is not None]
    if vouching:
        yield "attribution", _links(vouching, reading, number)


def _links(mentions: Iterable[int], reading: Reading, number: int) -> str:
    return ", ".join(_link(m, reading, number) for m in mentions)


def _link(mention: int, reading: Reading, number: int, name: str | None = None) -> str:
    """A name that leads to its words. name: what to show, else the fullest name; escaped here."""
    kind = reading.mentions[mention].type
    return f'<a class="{kind}" href="#r{number}m{mention}">{plain(name or name_of(mention, reading))}</a>'
