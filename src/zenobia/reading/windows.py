"""A report's pieces in windows of whole sentences: what the encoder reads at once.

Every sentence is the core of exactly one window; the sentences before it come along as context, so that a link can reach
back over the edge and nothing is read twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zenobia.reading.pieces import Pieces
from zenobia.types import Span

WINDOW = 192  # pieces: the encoder's best rate lies between 128 and 256
CONTEXT = (
    24  # pieces of earlier sentences that come along, mostly one; on gold/dev 0 to 72 read alike, and 24 cost 8% less than 40
)


@dataclass(frozen=True, slots=True)
class Window:
    """Words [start, end) of a report; those from `core` on are this window's own, the earlier ones are context."""

    start: int
    core: int
    end: int


def sentence_of_words(pieces: Pieces, sentences: Sequence[Span]) -> NDArray[np.int64]:
    """[words] the index of the sentence that each word starts in."""
    starts = np.array([s.start for s in sentences[1:]], np.int64)
    return np.searchsorted(starts, pieces.start, side="right").astype(np.int64)


def cut_windows(
    pieces: Pieces, sentence: NDArray[np.int64], *, window: int = WINDOW, context: int = CONTEXT
) -> tuple[Window, ...]:
    """Windows of at most `window` pieces over all words, in order; a sentence longer than that is cut between words.

    sentence: [words] as `sentence_of_words` gives it."""
    words = len(pieces.first)
    if not words:
        return ()
    at = np.append(pieces.first, len(pieces.ids))  # at[w]: first piece of word w
    blocks = _blocks(at, np.append(np.flatnonzero(np.diff(sentence, prepend=-1)), words), window)
    windows: list[Window] = []
    next_block = 0
    while next_block < len(blocks) - 1:
        core = blocks[next_block]
        first = next_block
        room = context if next_block else 0
        while first and at[core] - at[blocks[first - 1]] <= room:
            first -= 1
        start = blocks[first]
        last = next_block + 1
        while last + 1 < len(blocks) and at[blocks[last + 1]] - at[start] <= window:
            last += 1
        if at[blocks[last]] - at[start] > window:  # one long sentence: it goes without context
            start = core
        windows.append(Window(start, core, blocks[last]))
        next_block = last
    return tuple(windows)


def _blocks(at: NDArray[np.int64], starts: NDArray[np.int64], window: int) -> list[int]:
    """Word indices where a window may begin or end: sentence starts, and cuts inside sentences longer than `window`."""
    blocks = [0]
    for end in starts[1:].tolist():
        while at[end] - at[blocks[-1]] > window:
            cut = int(np.searchsorted(at, at[blocks[-1]] + window, side="right")) - 1
            blocks.append(max(cut, blocks[-1] + 1))
        blocks.append(end)
    return blocks
