"""Readings of any text, hostile ones included, with any spans: what the laws of the exports are tested on."""

from __future__ import annotations

from hypothesis import strategies as st

from builders import READER, a_report
from zenobia.types import Event, EventType, Mention, MentionType, Quote, Reading, Span, Status

HOSTILE = st.one_of(
    st.characters(),
    st.sampled_from(list("<>&\"'[]=+-@,;\n\r\t \x00\x1b\x07\x85\u2028\u202e\u200f\ud800\udfff\u200d\u0301漢🜂")),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading whose mentions do not overlap, and whose triggers and quotations may lie anywhere."""
    text = draw(st.text(HOSTILE, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    mentions = tuple(
        Mention(id=i, span=Span(a, b), text=text[a:b], type=draw(st.sampled_from(list(MentionType))), confidence=0.5)
        for i, (a, b) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))
    )
    some = st.lists(st.sampled_from([m.id for m in mentions]), max_size=2).map(tuple) if mentions else st.just(())
    events = tuple(
        Event(
            id=i,
            type=draw(st.sampled_from(list(EventType))),
            status=draw(st.sampled_from(list(Status))),
            confidence=draw(st.floats(0, 1)),
            trigger=draw(spans(len(text))),
            sentence=Span(0, len(text)),
            actor=draw(some),
            target=draw(some),
        )
        for i in range(draw(st.integers(0, 3)))
    )
    quotes = tuple(Quote(span=span) for span in draw(st.lists(spans(len(text)), max_size=2)))
    title = draw(st.none() | st.text(HOSTILE, min_size=1, max_size=20))
    report = a_report(text, title=title, outlet=title, warnings=(title,) if title else ())
    return Reading(report=report, reader=READER, mentions=mentions, events=events, quotes=quotes)


def spans(length: int) -> st.SearchStrategy[Span]:
    """Any span of a text of `length` code points."""
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda pair: Span(min(pair), max(pair)))
