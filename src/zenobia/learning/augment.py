"""Examples made from examples, so that short clean reports also teach what long and uneven ones look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zenobia.learning.examples import Example, Ints
from zenobia.reading.pieces import CLS, SEP

COMMA = 1010  # the piece ","
WIDEST = 190  # pieces of a joined example: what one window holds

Span3 = tuple[int, int, int]


def drop_commas(example: Example) -> Example:
    """The same example as an outlet that loses its commas prints it; a comma inside a mention or trigger stays."""
    taken = {w for a, b, _ in [*example.mentions, *example.triggers] for w in range(a, b + 1)}
    comma = example.ids[example.first] == COMMA
    gone = np.array([is_comma and w not in taken for w, is_comma in enumerate(comma)], bool)
    if not gone.any():
        return example
    keep_piece = np.ones(len(example.ids), bool)
    keep_piece[example.first[gone]] = False
    shift = np.cumsum(gone)
    pieces_before = np.cumsum(~keep_piece)

    def move(spans: Sequence[Span3]) -> list[Span3]:
        return [(int(a - shift[a]), int(b - shift[b]), kind) for a, b, kind in spans]

    return replace(
        example,
        ids=example.ids[keep_piece],
        case=example.case[keep_piece],
        first=(example.first - pieces_before[example.first])[~gone],
        sentence=example.sentence[~gone],
        mentions=move(example.mentions),
        triggers=move(example.triggers),
    )


def join_examples(first: Example, second: Example) -> Example:
    """Two reports as one: no link crosses from one to the other, which teaches what not to link."""
    words, pieces = len(first.first), len(first.ids) - 1
    late: Ints = second.sentence + int(first.sentence[-1]) + 1 - int(second.sentence[0])

    def move(spans: Sequence[Span3]) -> list[Span3]:
        return [(a + words, b + words, kind) for a, b, kind in spans]

    def number(links: Sequence[Span3], a_by: int, b_by: int) -> list[Span3]:
        return [(a + a_by, b + b_by, kind) for a, b, kind in links]

    t, m = len(first.triggers), len(first.mentions)
    return Example(
        ids=np.concatenate([[CLS], first.ids[1:-1], second.ids[1:-1], [SEP]]),
        case=np.concatenate([first.case[:-1], second.case[1:]]),
        first=np.concatenate([first.first, second.first + pieces - 1]),
        sentence=np.concatenate([first.sentence, late]),
        core=0,
        mentions=first.mentions + move(second.mentions),
        triggers=first.triggers + move(second.triggers),
        status=first.status + second.status,
        links=first.links + number(second.links, t, m),
        ties=first.ties + number(second.ties, m, m),
        long=True,
    )


def vary(examples: Sequence[Example], generator: np.random.Generator, *, commas: float, joined: float) -> list[Example]:
    """One epoch's examples: some without commas, some of the short ones joined by twos and threes."""
    kept: list[Example] = []
    open_example: Example | None = None
    for index in generator.permutation(len(examples)):
        example = examples[index]
        if generator.random() < commas:
            example = drop_commas(example)
        if example.long or not len(example.first) or generator.random() >= joined:
            kept.append(example)
        elif open_example is None:
            open_example = example
        elif len(open_example.ids) + len(example.ids) <= WIDEST:
            open_example = join_examples(open_example, example)
            if generator.random() < 0.5:
                kept.append(open_example)
                open_example = None
        else:
            kept.append(open_example)
            open_example = example
    return [*kept, open_example] if open_example is not None else kept
