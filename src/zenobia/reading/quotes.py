"""Quotations with cue and speaker (codebook, section 5b): text, sentences and mentions to quotes.

Quotation marks come from `marks`, verbs of saying from `sayings`; here the two are joined."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from zenobia.reading.marks import find_marked
from zenobia.reading.sayings import Saying, find_sayings
from zenobia.reading.scene import Scene
from zenobia.types import Mention, Quote, Span

_REACH_WEAK = 120  # code points from "called" to the words it names
_SHORT = 5  # words: fewer are a name or a turn of phrase, and need a cue of their own
_TITLE_WORD = re.compile(r"[A-Z0-9][\w'’.-]*|of|the|and|in|on|for|a|an|to|de|al|el|with|from|by|at")
_NEW_CLAUSE = re.compile(r"\W*(?:and|but|while|as|when|after|before|although|though|because|whereas|which|that)\b")
_NAMED = re.compile(
    r"\b(?:so-called|known as|nicknamed|named|codenamed|code-named|titled|entitled|operation|dubbed|called|the words?|the term)"
    r"[\s,]*(?:the\s+)?$",
    re.IGNORECASE,
)


def find_quotes(text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """The quotations of `text`, in order; spans are the words without marks and without the comma before the closing one.

    speaker: the id of a mention of a party, person, outlet or facility; a pronoun is resolved to one; None when the report
    does not tell who said a whole quoted sentence. Shorter quoted words without a speaker, titles, nicknames and words that
    only sit in a sentence whose cue belongs to another quotation are left out.
    """
    marked = find_marked(text)
    if not marked:
        return ()
    scene = Scene(text, sentences, marked, mentions)
    sayings = find_sayings(scene)
    starts = [s.cue.start for s in sayings]
    quotes: list[Quote | None] = []
    used: set[Span] = set()
    for index, span in enumerate(marked):
        frame = _Frame(scene, index)
        near = sayings[bisect_left(starts, frame.start) : bisect_left(starts, frame.end)]
        quote = _attribute(scene, frame, span, near, used)
        if quote is None and frame.whole:
            quote = Quote(span=span, speaker=_carry_on(scene, frame, quotes, sayings))
        if quote is not None and quote.cue is not None:
            used.add(quote.cue)
        quotes.append(quote)
    _carry_back(scene, marked, quotes)
    return tuple(q for q in quotes if q is not None and _counts(q, text))


class _Frame:
    """What stands around a quotation: its sentences, cut at the quotations beside it.

    start, end:    of the sentences that hold the quotation.
    before, after: the words of those sentences outside it; `after` ends where the next quotation begins.
    whole:         the quotation is a sentence, or several, of its own.
    """

    __slots__ = ("after", "before", "end", "first", "last", "start", "whole")

    def __init__(self, scene: Scene, index: int) -> None:
        span = scene.marked[index]
        self.first, self.last = scene.sentence_at(span.start), scene.sentence_at(span.end)
        self.start = min(scene.sentences[self.first].start, span.start)
        self.end = max(scene.sentences[self.last].end, span.end)
        following = scene.marked[index + 1].start if index + 1 < len(scene.marked) else self.end
        self.before = scene.text[self.start : span.start]
        self.after = scene.text[span.end : min(self.end, following)]
        self.whole = not any(c.isalnum() for c in self.before + scene.text[span.end : self.end])


def _attribute(scene: Scene, frame: _Frame, span: Span, near: Sequence[Saying], used: set[Span]) -> Quote | None:
    """The quotation with its cue: the one right after it, else the last before it, else the first further on."""
    after = [s for s in near if span.end <= s.cue.start < span.end + len(frame.after) and not s.weak]
    short = span.of(scene.text).count(" ") + 1 < _SHORT
    if after and _stands_right_after(scene.text, frame, span, after[0]):
        return Quote(span=span, speaker=after[0].speaker, cue=after[0].cue)
    if _NAMED.search(frame.before[-40:]) or (short and _is_title(span.of(scene.text))):
        return None
    before = [s for s in near if s.cue.end <= span.start]
    told = (s for s in reversed(before) if s.speaker is not None)
    saying = next((s for s in told if _introduces(scene, s, span, short and s.cue in used)), None)
    if saying is None:
        further = (s for s in near if s.cue.start >= span.end and not s.weak and s.speaker is not None)
        saying = next((s for s in further if not (short and s.cue in used)), None)
    if saying is not None:
        return Quote(span=span, speaker=saying.speaker, cue=saying.cue)
    named = _named_before_colon(scene, frame)
    if named is not None:
        return Quote(span=span, speaker=named)
    unnamed = [s for s in before if not s.weak]
    return Quote(span=span, speaker=None, cue=unnamed[-1].cue) if unnamed else None


def _introduces(scene: Scene, saying: Saying, span: Span, spent: bool) -> bool:
    """Whether a cue before the quotation governs it. spent: the cue has served another one and these are a few words."""
    gap = scene.text[saying.cue.end : span.start]
    if saying.weak:
        return len(gap) <= _REACH_WEAK and not any(c in ".;:" for c in gap)
    return not (spent and any(c.isalnum() for c in gap) and _serves_quote_before(scene, saying))


def _named_before_colon(scene: Scene, frame: _Frame) -> int | None:
    """The mention that `Okoye: "No."` gives the words to."""
    colon = frame.before.rstrip("\"'“‘«` ")
    end = frame.start + len(colon)
    named = [m for m in scene.between(frame.start, end) if end - m.span.end <= 2] if colon.endswith(":") else []
    return named[-1].id if named else None


def _stands_right_after(text: str, frame: _Frame, span: Span, saying: Saying) -> bool:
    """Whether the cue follows the quotation with nothing but its subject between: `," Haddad said`, `" said Haddad`."""
    gap = text[span.end + 1 : saying.cue.start]
    begins = saying.subject is not None and saying.subject.end > span.end and not any(c in ".;:?!" for c in gap)
    begins = begins and not _NEW_CLAUSE.match(gap)
    closed = text[span.end - 1] in ".?!…," or text[span.end : span.end + 2].lstrip("\"'”’»")[:1] == "," or text[span.end] == ","
    opens_sentence = not any(c.isalnum() for c in frame.before)
    return begins and (closed or opens_sentence or not any(c.isalnum() for c in gap))


def _serves_quote_before(scene: Scene, saying: Saying) -> bool:
    """Whether the cue already follows a quotation in its sentence, so that what comes after it is the report's own voice."""
    before = scene.marked_before(saying.cue.start)
    return before is not None and before.start >= scene.sentences[saying.sentence].start


def _carry_on(scene: Scene, frame: _Frame, quotes: Sequence[Quote | None], sayings: Sequence[Saying]) -> int | None:
    """The speaker of a quoted sentence with no cue of its own: whoever is quoted, or said to say, in the sentence before."""
    before = quotes[-1] if quotes else None
    if before is not None and scene.sentence_at(before.span.end) >= frame.first - 1:
        return before.speaker
    last = bisect_left(sayings, frame.first, key=lambda s: s.sentence)
    said = [s.speaker for s in sayings[max(0, last - 8) : last] if s.sentence == frame.first - 1 and s.speaker is not None]
    return said[-1] if said else None


def _carry_back(scene: Scene, marked: Sequence[Span], quotes: list[Quote | None]) -> None:
    """Give a quoted sentence that still has no speaker the one of the quotation right after it."""
    for index in range(len(quotes) - 2, -1, -1):
        this, following = quotes[index], quotes[index + 1]
        if this is None or this.speaker is not None or following is None:
            continue
        if this.cue is None and not any(c.isalnum() for c in scene.text[marked[index].end : marked[index + 1].start]):
            quotes[index] = Quote(span=this.span, speaker=following.speaker)


def _is_title(words: str) -> bool:
    """Whether every word is written as in a title of a programme, book, operation or faction, and there are two or more."""
    parts = words.split()
    return len(parts) > 1 and all(_TITLE_WORD.fullmatch(part) for part in parts) and parts[-1][0].isupper()


def _counts(quote: Quote, text: str) -> bool:
    """Whether the words count as a quotation: a speaker is told, or they make a sentence."""
    return quote.speaker is not None or quote.span.of(text).count(" ") + 1 >= _SHORT
