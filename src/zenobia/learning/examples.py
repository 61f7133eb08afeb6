"""Gold reports as training examples: windows of words with tags, nodes, links and ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zenobia.learning.score_marks import find_words
from zenobia.reading.labels import EVENT_TYPES, LINKS, MENTION_TYPES, STATUSES, TIES
from zenobia.reading.pieces import CLS, SEP, Pieces, cut_pieces
from zenobia.reading.windows import Window, cut_windows, sentence_of_words
from zenobia.reading.word_pieces import WordPieces
from zenobia.types import ROLES, Span

Ints = NDArray[np.int64]
CONTEXT = 40  # pieces of earlier sentences in training: more than reading takes, so that links over the edge are learnt

GoldSpan = str | tuple[int, int]
"""A span of gold: the words themselves (`words#2`: their second occurrence), or start and end."""


@dataclass(slots=True)
class Example:
    """One window with its marks; word indices count from the window's start.

    mentions, triggers: (first word, last word, class), sorted; status: [triggers]; core: first word that is the window's own.
    links: (trigger, mention, label); ties: (mention, mention, label).
    """

    ids: Ints
    case: Ints
    first: Ints
    sentence: Ints
    core: int
    mentions: list[tuple[int, int, int]] = field(default_factory=list)
    triggers: list[tuple[int, int, int]] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    ties: list[tuple[int, int, int]] = field(default_factory=list)
    long: bool = False


@dataclass(frozen=True, slots=True)
class _Marks:
    """A gold report's marks on words of the whole report; a mention goes by its span as the gold writes it."""

    mentions: dict[GoldSpan, tuple[int, int, int]]
    events: list[tuple[tuple[int, int, int], int, list[tuple[GoldSpan, int]]]]
    ties: list[tuple[GoldSpan, GoldSpan, int]]


def make_examples(gold: dict[str, Any], tokenizer: WordPieces, cut_sentences: Callable[[str], Sequence[Span]]) -> list[Example]:
    """One gold report (gold/README.md) -> its windows; marks that fall on no word, or overlap, are left out."""
    text: str = gold["text"]
    pieces = cut_pieces(tokenizer, text)
    sentence = sentence_of_words(pieces, cut_sentences(text))
    marks = _read_marks(gold, pieces)
    windows = cut_windows(pieces, sentence, context=CONTEXT)
    return [_cut_example(pieces, sentence, window, marks, len(windows) > 1) for window in windows]


def locate(text: str, span: GoldSpan) -> tuple[int, int]:
    """Code points of a gold span. Raises ValueError when its words are not in the text."""
    return find_words(text, span) if isinstance(span, str) else span


def _words_of(pieces: Pieces, text: str, span: GoldSpan) -> tuple[int, int] | None:
    """First and last word that the span touches."""
    start, end = locate(text, span)
    first = int(np.searchsorted(pieces.end, start, side="right"))
    last = int(np.searchsorted(pieces.start, end, side="left")) - 1
    return (first, last) if first <= last else None


def _read_marks(gold: dict[str, Any], pieces: Pieces) -> _Marks:
    text = gold["text"]
    mentions: dict[GoldSpan, tuple[int, int, int]] = {}
    taken: dict[tuple[int, int], GoldSpan] = {}
    for kind, span in gold.get("ent", []):
        at = _words_of(pieces, text, span)
        if at and at not in taken:
            mentions[span] = (*at, MENTION_TYPES.index(kind))
            taken[at] = span
    events = []
    for event in gold.get("ev", []):
        at = _words_of(pieces, text, event["tr"])
        if at is None:
            continue
        fillers = [(span, LINKS.index(role)) for role in ROLES for span in event.get(role, [])]
        if event.get("time") and event["time"].get("x"):
            fillers.append((event["time"]["x"], LINKS.index("time")))
        if event.get("attr"):
            fillers.append((event["attr"], LINKS.index("attribution")))
        fillers += [(toll["x"], LINKS.index(toll["k"])) for toll in event.get("toll", [])]
        status = STATUSES.index(event.get("st", "actual"))
        events.append(((*at, EVENT_TYPES.index(event["t"])), status, [f for f in fillers if f[0] in mentions]))
    ties = [(a, b, TIES.index(kind)) for kind, a, b in gold.get("rel", []) if a in mentions and b in mentions]
    counted = [(o["x"], o["who"], TIES.index("who")) for e in gold.get("ev", []) for o in e.get("toll", []) if o.get("who")]
    ties += [pair for pair in dict.fromkeys(counted) if pair[0] in mentions and pair[1] in mentions]
    return _Marks(mentions, events, ties)


def _cut_example(pieces: Pieces, sentence: Ints, window: Window, marks: _Marks, long: bool) -> Example:
    start, end = window.start, window.end
    at = np.append(pieces.first, len(pieces.ids))
    cut = slice(at[start], at[end])
    example = Example(
        ids=np.concatenate([[CLS], pieces.ids[cut], [SEP]]),
        case=np.concatenate([[0], pieces.case[cut], [0]]),
        first=pieces.first[start:end] - at[start] + 1,
        sentence=sentence[start:end],
        core=window.core - start,
        long=long,
    )
    inside = {name: m for name, m in marks.mentions.items() if start <= m[0] and m[1] < end}
    order = {name: index for index, name in enumerate(sorted(inside, key=lambda name: inside[name]))}
    example.mentions = [(inside[name][0] - start, inside[name][1] - start, inside[name][2]) for name in order]
    events = sorted((e for e in marks.events if start <= e[0][0] and e[0][1] < end), key=lambda e: e[0])
    for index, (trigger, status, fillers) in enumerate(events):
        example.triggers.append((trigger[0] - start, trigger[1] - start, trigger[2]))
        example.status.append(status)
        example.links += [(index, order[name], label) for name, label in fillers if name in order]
    for a, b, label in marks.ties:
        if a in order and b in order:
            example.ties.append((order[a], order[b], label))
    return example
