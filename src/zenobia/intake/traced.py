"""Words that know where in the file they stood, through cutting, joining and mending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zenobia.types import SourcePart


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters and its place in the file.

    start, end: half-open, in code points of the decoded file (of a PDF, of the page's text); None when mending put it in.
    page:       PDF page from 1.

    Where the place is as long as the text, character i of the text is character start + i of the file, except that white
    space may be spelt as a space. Where it is not ("&amp;" read as "&"), the whole place stands for the whole text.
    """

    text: str
    start: int | None = None
    end: int | None = None
    page: int | None = None

    @property
    def is_even(self) -> bool:
        """Whether each character has its own place."""
        return self.start is not None and self.end is not None and self.end - self.start == len(self.text)

    def cut(self, first: int, last: int) -> Piece:
        """The characters [first, last) of this piece."""
        if not self.is_even or self.start is None:
            return Piece(self.text[first:last], self.start, self.end, self.page)
        return Piece(self.text[first:last], self.start + first, self.start + last, self.page)


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the pieces it is made of, in order."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def read(cls, text: str, start: int = 0, page: int | None = None) -> Traced:
        """Text that stands in the file from `start` on."""
        return cls(text, (Piece(text, start, start + len(text), page),) if text else ())

    @classmethod
    def made(cls, text: str) -> Traced:
        """Text that stands nowhere in the file."""
        return cls(text, (Piece(text),) if text else ())

    def cuts(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Traced]:
        """The parts [start, end) of the text, given in the order of their starts; one pass over the pieces."""
        at, begin = 0, 0
        for start, end in ranges:
            while at < len(self.pieces) and begin + len(self.pieces[at].text) <= start:
                begin += len(self.pieces[at].text)
                at += 1
            found, here, there = [], at, begin
            while here < len(self.pieces) and there < end:
                piece = self.pieces[here]
                first, last = max(start - there, 0), min(end - there, len(piece.text))
                if first < last:
                    found.append(piece if last - first == len(piece.text) else piece.cut(first, last))
                there += len(piece.text)
                here += 1
            yield Traced(self.text[start:end], tuple(found))

    def cut(self, start: int, end: int | None = None) -> Traced:
        """The part [start, end) of the text."""
        end = len(self.text) if end is None else end
        if len(self.pieces) == 1 and start < end:
            return Traced(self.text[start:end], (self.pieces[0].cut(start, end),))
        return next(self.cuts([(start, end)]))

    def stripped(self) -> Traced:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self if (start, end) == (0, len(self.text)) else self.cut(start, max(start, end))

    def changed(self, changes: Sequence[tuple[int, int, str]]) -> Traced:
        """With each range [start, end) replaced; ranges in order and apart. A replacement as long as its range keeps its place."""
        if not changes:
            return self
        ranges, last = [], 0
        for start, end, _ in changes:
            ranges += [(last, start), (start, end)]
            last = end
        parts = list(self.cuts([*ranges, (last, len(self.text))]))
        for i, (_, _, words) in enumerate(changes):
            parts[2 * i + 1] = parts[2 * i + 1].respelt(words)
        return joined(parts)

    def respelt(self, words: str) -> Traced:
        """Other words in the same place, which is kept character by character when they are as many."""
        if len(words) == len(self.text):
            parts, at = [], 0
            for piece in self.pieces:
                parts.append(Piece(words[at : at + len(piece.text)], piece.start, piece.end, piece.page))
                at += len(piece.text)
            return Traced(words, tuple(parts))
        place = self.pieces[0] if len(self.pieces) == 1 else None
        if not words or place is None:
            return Traced.made(words)
        return Traced(words, (Piece(words, place.start, place.end, place.page),))


def joined(parts: Iterable[Traced]) -> Traced:
    """One text of several, end to end."""
    parts = [part for part in parts if part.text]
    if len(parts) == 1:
        return parts[0]
    return Traced("".join(part.text for part in parts), tuple(piece for part in parts for piece in part.pieces))


def spaced(left: Traced, right: Traced) -> Traced:
    """Two texts with a space between; a single character between them in the file (a line end) is that space's place."""
    before, after = left.pieces[-1], right.pieces[0]
    if before.end is not None and after.start == before.end + 1 and after.page == before.page:
        return joined((left, Traced(" ", (Piece(" ", before.end, after.start, before.page),)), right))
    return joined((left, Traced.made(" "), right))


def map_source(parts: Sequence[tuple[str, Traced]], gap: str) -> tuple[str, tuple[SourcePart, ...]]:
    """The text of named parts with `gap` between them, and where its characters stood in the file.

    Neighbouring pieces that lie side by side in the file become one part of the map.
    """
    found: list[SourcePart] = []
    at = 0
    for name, words in parts:
        at += len(gap) if at else 0
        for piece in words.pieces:
            if piece.start is not None and piece.end is not None:
                found.append(
                    SourcePart(
                        start=at,
                        end=at + len(piece.text),
                        part=name,
                        page=piece.page,
                        source_start=piece.start,
                        source_end=piece.end,
                    )
                )
                _merge_last(found)
            at += len(piece.text)
    return gap.join(words.text for _, words in parts), tuple(found)


def _merge_last(found: list[SourcePart]) -> None:
    """Make one of the last two parts when both are even and side by side in text and file."""
    if len(found) < 2:
        return
    a, b = found[-2:]
    beside = (a.end, a.source_end, a.page, a.part) == (b.start, b.source_start, b.page, b.part)
    if beside and all(x.end - x.start == x.source_end - x.source_start for x in (a, b)):
        found[-2:] = [
            SourcePart(start=a.start, end=b.end, part=a.part, page=a.page, source_start=a.source_start, source_end=b.source_end)
        ]
