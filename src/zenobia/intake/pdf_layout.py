"""The reading order of a PDF page: words to lines, lines to columns. Takes words with boxes, gives lines in order.

Places are in points (1/72 inch) from the page's lower left corner. No recursion deeper than the columns of a page.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_FAR = 4.0
"""Pieces of a row further apart than this, in type sizes, are lines of their own: a head's two ends, the cells of a table."""
_MOST_CUTS = 3
"""How often a page is parted into columns: up to eight of them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space: [start, end) of the page's text, its box, its type size."""

    start: int
    end: int
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class PageLine:
    """Words beside each other, from left to right."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def middle(self) -> float:
        return median(word.middle for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)


def find_pieces(words: Sequence[Word]) -> list[PageLine]:
    """The words of a page as pieces of lines, from the top down, parted where the space is wider than one between words."""
    return [piece for row in _rows(words) for piece in _at_gaps(row)]


def order_lines(pieces: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a page as they are read: downwards, in columns the left one first; a line across columns parts them."""
    return _in_order(pieces, _MOST_CUTS)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one height, from the top down, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.middle, w.left)):
        if rows and abs(rows[-1][0].middle - word.middle) < 0.4 * min(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w.left) for row in rows]


def _at_gaps(row: Sequence[Word]) -> list[PageLine]:
    """A row parted where the space is wider than one between words can be (1 em)."""
    parts: list[list[Word]] = [[row[0]]]
    for before, word in itertools.pairwise(row):
        if word.left - before.right > max(before.size, word.size):
            parts.append([])
        parts[-1].append(word)
    return [PageLine(tuple(part)) for part in parts]


def _in_order(pieces: Sequence[PageLine], cuts: int) -> list[PageLine]:
    """Pieces of lines in reading order: parted at the gutter, band by band, where there is one; else row by row."""
    gutter = _gutter(pieces) if cuts and len(pieces) > 5 else None
    if gutter is None:
        return [_whole(row) for row in _same_rows(pieces)]
    ordered: list[PageLine] = []
    left: list[PageLine] = []
    right: list[PageLine] = []
    for piece in pieces:
        if piece.right <= gutter:
            left.append(piece)
        elif piece.left >= gutter:
            right.append(piece)
        else:
            ordered += _in_order(left, cuts - 1) + _in_order(right, cuts - 1) + [piece]
            left, right = [], []
    return ordered + _in_order(left, cuts - 1) + _in_order(right, cuts - 1)


def _same_rows(pieces: Sequence[PageLine]) -> list[list[PageLine]]:
    rows: list[list[PageLine]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        is_beside = last is not None and abs(last.middle - piece.middle) < 0.4 * min(last.size, piece.size)
        if last is not None and is_beside and piece.left - last.right < _FAR * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _whole(row: Sequence[PageLine]) -> PageLine:
    return PageLine(tuple(word for piece in sorted(row, key=lambda p: p.left) for word in piece.words))


def _gutter(pieces: Sequence[PageLine]) -> float | None:
    """The middle of a blank strip between two columns; None when there is none.

    A strip counts when lines stand beside each other across it in at least three rows, on both sides of more rows than cross it.
    """
    edges = sorted({round(piece.right) for piece in pieces})
    best: tuple[float, float] | None = None
    for right in _few(edges):
        beyond = [piece.left for piece in pieces if piece.left >= right + 4]
        if not beyond:
            continue
        at = (right + min(beyond)) / 2
        score = _sides(pieces, at)
        if score > 0 and (best is None or score > best[0]):
            best = (score, at)
    return best[1] if best else None


def _few(edges: Sequence[int]) -> Sequence[int]:
    """At most 60 of the candidates, evenly."""
    return edges if len(edges) <= 60 else edges[:: len(edges) // 60 + 1]


def _sides(pieces: Sequence[PageLine], at: float) -> float:
    """How many rows have a line on both sides, less those that cross; 0 or less where this is no gutter."""
    left = sorted(piece.middle for piece in pieces if piece.right <= at)
    right = sorted(piece.middle for piece in pieces if piece.left >= at)
    if len(left) < 3 or len(right) < 3:
        return 0
    crossing = len(pieces) - len(left) - len(right)
    low, high = max(left[0], right[0]) - 6, min(left[-1], right[-1]) + 6
    beside = min(sum(low <= y <= high for y in left), sum(low <= y <= high for y in right))
    return beside - crossing if beside >= 3 else 0
