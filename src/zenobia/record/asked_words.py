"""Words as people give them to the span where they stand: "Palmyra", "Palmyra#2" for the second time the report says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from zenobia.errors import UsageError
from zenobia.reading.sentences import cut_sentences
from zenobia.types import Span

_QUOTED = re.compile(r"\"(.+)\"|'(.+)'|“(.+)”", re.DOTALL)


def span_json(span: Span) -> dict[str, Any]:
    """A span as acts keep it."""
    return {"start": span.start, "end": span.end}


def find_span(text: str, words: str | Span, sentence: Span | None, where: str) -> Span:
    """Where words stand: in the sentence first, then anywhere; "words#2" is their second occurrence in the report. Whole words come before
    parts of words. Raises UsageError where they do not stand, or several times and nobody says which."""
    if isinstance(words, Span):
        if not 0 <= words.start < words.end <= len(text):
            mend = f"give 0 <= start < end <= {len(text)}, in characters of the report's text"
            raise UsageError(f"{words.start}:{words.end} is no span of the report", where=where, mend=mend)
        return words
    words = _unquoted(words)
    name, _, nth = words.rpartition("#")
    if name and nth.isdecimal() and words not in text:
        found = occurrences(text, name)
        if not 1 <= int(nth) <= len(found):
            raise _absent(text, words, sentence, where)
        return found[int(nth) - 1]
    found = _whole(text, occurrences(text, words))
    near = [span for span in found if sentence and sentence.start <= span.start and span.end <= sentence.end]
    if not found:
        raise _absent(text, words, sentence, where)
    if len(near or found) > 1 and not near:
        mend = f"say which: {words}#1 to {words}#{len(occurrences(text, words))}"
        raise UsageError(f"{words!r} stands {len(found)} times in the report", where=where, mend=mend)
    return (near or found)[0]


def _unquoted(words: str) -> str:
    quoted = _QUOTED.fullmatch(words.strip())
    return next(part for part in quoted.groups() if part) if quoted else words.strip()


def occurrences(text: str, words: str) -> list[Span]:
    """Every place where words stand, as gold files count them."""
    found, at = [], text.find(words)
    while at >= 0 and words:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def _whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """Those that begin and end with a word, where there are any."""
    return [s for s in spans if not _cuts(text, s.start) and not _cuts(text, s.end)] or list(spans)


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _absent(text: str, words: str, sentence: Span | None, where: str) -> UsageError:
    shown = f'; the sentence is "{sentence.of(text)[:200]}"' if sentence else ""
    return UsageError(f"the report does not say {words!r}{shown}", where=where, mend="copy the words as they stand there")


def sentence_of(text: str, trigger: Span) -> Span:
    """The sentence that holds a trigger; of one that crosses a sentence's end, both."""
    held = [s for s in cut_sentences(text) if s.start < trigger.end and trigger.start < s.end]
    return Span(min(trigger.start, *(s.start for s in held)), max(trigger.end, *(s.end for s in held))) if held else trigger
