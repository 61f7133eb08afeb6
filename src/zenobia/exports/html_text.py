"""A report's text as HTML with its mentions, triggers and quotations marked, and anchors for the cards to point at.

Three layers, one inside the other: quotation, trigger, mention. Where spans cross, the inner one is cut."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from zenobia.exports.wording import STATUS_WORDS, name_of, say_when, shown, shown_sentence
from zenobia.types import ROLES, Event, Mention, Reading, Span

SHORT = 4
"""Code points up to which a mention can be narrower than its label."""

Piece = tuple[int, int, tuple[int, ...]]
"""start, end (code points of the text), and what covers them: indices of mentions, events or quotes."""

Wrap = Callable[[str, int, int, tuple[int, ...]], str]
"""(inner HTML, start, end, what covers it) -> the same in an element."""


def plain(text: str) -> str:
    """`text` as HTML: markup escaped, controls, lone surrogates and direction marks shown rather than obeyed."""
    return escape(text if text.isprintable() else "".join(map(shown, text)), quote=True)


class MarkedText:
    """The marks of one reading, ready to be written over any part of its text.

    number: of the report in its page; anchors are r1m4 (mention 4) and r1t67 (the trigger that begins at code point 67).
    """

    def __init__(self, reading: Reading, number: int) -> None:
        self._reading = reading
        self._text = reading.report.text
        self._number = number
        self._layers: tuple[tuple[Layer, Wrap], ...] = (
            (Layer([quote.span for quote in reading.quotes]), self._quote),
            (Layer([event.trigger for event in reading.events]), self._trigger),
            (Layer([mention.span for mention in reading.mentions]), self._mention),
        )
        self._parts = _say_parts(reading)

    def paragraphs(self) -> Iterator[str]:
        """The whole text, a paragraph a line that has words."""
        start = 0
        for line in self._text.splitlines(keepends=True):
            words = line.rstrip()
            if words:
                kind = ' class="title"' if start == 0 and words == self._reading.report.title else ""
                yield f"<p{kind}>{self._mark(start, start + len(words), self._layers)}</p>"
            start += len(line)

    def evidence(self, event: Event) -> str:
        """The sentence of one event with its own parts marked, without anchors."""
        mentions = sorted({m for role in ROLES for m in event.role(role)} | _other_mentions(event))
        parts = Layer([self._reading.mentions[m].span for m in mentions])
        layers: tuple[tuple[Layer, Wrap], ...] = (
            (Layer([event.trigger]), lambda inner, *_: f"<mark>{inner}</mark>"),
            (parts, lambda inner, _s, _e, of: f'<span class="part {self._kind(mentions[of[0]])}">{inner}</span>'),
        )
        sentence = shown_sentence(event)
        return self._mark(sentence.start, sentence.end, layers)

    def _mark(self, start: int, end: int, layers: Sequence[tuple[Layer, Wrap]]) -> str:
        """Text from start to end inside the given layers, the first outermost (recursion as deep as the layers: three)."""
        if not layers:
            return plain(self._text[start:end])
        (layer, wrap), inner = layers[0], layers[1:]
        return "".join(
            wrap(self._mark(a, b, inner), a, b, covered) if covered else self._mark(a, b, inner)
            for a, b, covered in layer.cut(start, end)
        )

    def _quote(self, inner: str, _start: int, _end: int, _quotes: tuple[int, ...]) -> str:
        return f'<span class="quoted">{inner}</span>'

    def _trigger(self, inner: str, start: int, _end: int, events: tuple[int, ...]) -> str:
        told = [self._reading.events[i] for i in events]
        first = [event for event in told if event.trigger.start == start]
        anchor = f' id="r{self._number}t{start}"' if first else ""
        label = _label(" / ".join(f"{event.id} {event.type}" for event in first)) if first else ""
        title = plain("; ".join(say_event(event, self._reading) for event in told))
        classes = " ".join(("trigger", *sorted({event.status.value for event in told})))
        href = f"#r{self._number}e{events[0]}"
        return f'<a class="{classes}"{anchor} href="{href}" title="{title}">{label}{inner}</a>'

    def _mention(self, inner: str, start: int, _end: int, mentions: tuple[int, ...]) -> str:
        mention = self._reading.mentions[mentions[0]]
        begins = mention.span.start == start
        anchor, label = (f' id="r{self._number}m{mention.id}"', _label(mention.type)) if begins else ("", "")
        short = " short" if self._needs_room(mention) else ""
        title = plain("; ".join((f"{mention.type}: {name_of(mention.id, self._reading)}", *self._parts[mention.id])))
        return f'<span class="mention {mention.type}{short}"{anchor} title="{title}">{label}{inner}</span>'

    def _needs_room(self, mention: Mention) -> bool:
        """Whether the label under a short mention would run into the next one's."""
        after = self._reading.mentions[mention.id + 1 : mention.id + 2]
        return len(mention.text) <= SHORT and any(other.span.start - mention.span.end <= 1 for other in after)

    def _kind(self, mention: int) -> str:
        return self._reading.mentions[mention].type.value


class Layer:
    """Spans that may cross, cut into pieces that do not, each with the indices of the spans that cover it."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._pieces = list(_flatten(spans))
        self._starts = [start for start, _, _ in self._pieces]

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        """The range from start to end in pieces, in order; what no span covers comes with ()."""
        at = start
        index = max(bisect_right(self._starts, start) - 1, 0)
        while at < end and index < len(self._pieces) and self._pieces[index][0] < end:
            a, b, covered = self._pieces[index]
            index += 1
            if b <= at:
                continue
            if a > at:
                yield (at, a, ())
            yield (max(a, at), min(b, end), covered)
            at = min(b, end)
        if at < end:
            yield (at, end, ())


def _flatten(spans: Sequence[Span]) -> Iterator[Piece]:
    """Pieces of spans in order; crossing spans are told apart by the clusters they form, so far ones cost nothing."""
    cluster: list[int] = []
    reach = 0
    for index in sorted((i for i, span in enumerate(spans) if span.start < span.end), key=lambda i: spans[i]):
        if cluster and spans[index].start >= reach:
            yield from _cut_cluster(cluster, spans)
            cluster = []
        cluster.append(index)
        reach = max(reach, spans[index].end)
    yield from _cut_cluster(cluster, spans)


def _cut_cluster(cluster: Sequence[int], spans: Sequence[Span]) -> Iterator[Piece]:
    bounds = sorted({bound for i in cluster for bound in (spans[i].start, spans[i].end)})
    for start, end in pairwise(bounds):
        yield start, end, tuple(i for i in cluster if spans[i].start <= start and end <= spans[i].end)


def _label(words: str) -> str:
    """An empty element that shows `words` beside what it stands in; no part of the text when that is copied."""
    return f'<i class="label" data-label="{words}"></i>'


def say_event(event: Event, reading: Reading) -> str:
    """An event in one line: "capture: Government forces, Red Banner Front, Arvan (12 May 2024)"."""
    parties = [name_of(m, reading) for role in ("actor", "target", "place") for m in event.role(role)]
    status = f" ({STATUS_WORDS[event.status]})" if STATUS_WORDS[event.status] else ""
    return f"{event.type}{status}{': ' if parties else ''}{', '.join(parties)} ({say_when(event)})"


def _say_parts(reading: Reading) -> dict[int, list[str]]:
    """What each mention does: "target of event 0, capture", by the event's id."""
    parts: dict[int, list[str]] = defaultdict(list)
    for event in reading.events:
        held: Iterable[tuple[str, int]] = [(role, m) for role in ROLES for m in event.role(role)]
        vouched = [("attribution", m) for m in (event.attribution, *event.also_attributed) if m is not None]
        timed = [("time", event.time.mention)] if event.time else []
        for role, mention in (*held, *timed, *vouched, *(("toll", toll.mention) for toll in event.toll)):
            parts[mention].append(f"{role} of event {event.id}, {event.type}")
    return parts


def _other_mentions(event: Event) -> set[int]:
    """Mentions that are no role: time, tolls, attribution."""
    others = {toll.mention for toll in event.toll}
    others |= {event.time.mention} if event.time else set()
    return others | ({event.attribution} if event.attribution is not None else set())
