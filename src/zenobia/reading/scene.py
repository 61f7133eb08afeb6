"""A text seen by what bears on who speaks: sentences, quotation marks and the mentions that can speak."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from zenobia.reading import cues
from zenobia.types import Mention, MentionType, Span

SPEAKERS = frozenset(
    {
        MentionType.PERSON,
        MentionType.PEOPLE,
        MentionType.GROUP,
        MentionType.STATE,
        MentionType.OUTLET,
        MentionType.FACILITY,
    }
)
"""What can speak; a facility speaks for those in it ("the White House")."""


class Scene:
    """Look-ups of one text, each by binary search.

    marked: the words between quotation marks, sorted and apart. able: the mentions outside of them that can speak.
    """

    def __init__(self, text: str, sentences: Sequence[Span], marked: Sequence[Span], mentions: Sequence[Mention]) -> None:
        self.text = text
        self.sentences = sentences if sentences else (Span(0, len(text)),)
        self.marked = marked
        self._marked_starts = [s.start for s in marked]
        self.able = sorted(
            (m for m in mentions if m.type in SPEAKERS and not self.is_marked(m.span.start)), key=lambda m: m.span
        )
        self._able_starts = [m.span.start for m in self.able]
        self._sentence_starts = [s.start for s in self.sentences]
        self._spans = sorted(m.span for m in mentions)
        self._starts = [s.start for s in self._spans]
        self._ends = sorted(s.end for s in self._spans)

    def is_marked(self, at: int) -> bool:
        """Whether the character at `at` lies between quotation marks."""
        before = self.marked_before(at)
        return before is not None and at < before.end

    def marked_before(self, at: int) -> Span | None:
        """The last quotation that begins at or before `at`."""
        index = bisect_right(self._marked_starts, at) - 1
        return self.marked[index] if index >= 0 else None

    def is_named(self, at: int) -> bool:
        """Whether the character at `at` lies in a mention ("member states")."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._spans[index].end

    def sentence_at(self, at: int) -> int:
        """Index of the sentence that holds `at`; of the one before when it lies between two."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def between(self, start: int, end: int) -> list[Mention]:
        """The able mentions that begin in [start, end)."""
        return self.able[bisect_left(self._able_starts, start) : bisect_left(self._able_starts, end)]

    def modifies(self, mention: Mention) -> bool:
        """Whether `mention` only stands in front of another word: "Syria's", "Britain-based"."""
        after = self.text[mention.span.end : mention.span.end + 2]
        return after[:1] == "-" or after in ("'s", "’s", "' ", "’ ")

    def hangs_on_preposition(self, mention: Mention, start: int) -> bool:
        """Whether a preposition of [start, mention) governs `mention`."""
        before = bisect_right(self._ends, mention.span.start) - 1
        start = max(start, mention.span.start - 40, self._ends[before] if before >= 0 else 0)
        return bool(cues.PREPOSITION.search(self.text[start : mention.span.start]))
