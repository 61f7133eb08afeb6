"""The sentence of an event with its parts marked underneath, for the terminal.

    Government forces retook the town of Arvan from rebels
    actor──────────── ══════             place      target

A role is told by its name under the words, and by colour where there is colour; `═` is the trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from zenobia.exports.wording import shown, shown_sentence
from zenobia.types import ROLES, Event, Reading, Span

STYLES = {
    "trigger": "bold",
    "actor": "cyan",
    "target": "magenta",
    "supporter": "blue",
    "place": "green",
    "means": "yellow",
    "toll": "red",
    "time": "bright_black",
    "attribution": "bright_blue",
}

TIGHT = 2
"""Cells a label needs at least; under a shorter part that has no room beside it stands a plain line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One code point as the terminal shows it. width: terminal cells; mark: place in the list of marks, or None."""

    shown: str
    width: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of an event: its name and where it stands in the report's text."""

    name: str
    span: Span


def mark_evidence(event: Event, reading: Reading, width: int) -> Iterator[Text]:
    """The event's sentence, wrapped at `width` cells, a line of marks under each line that has any."""
    marks = list(_find_marks(event, reading))
    owner = {at: i for i, mark in enumerate(marks) for at in range(mark.span.start, mark.span.end)}
    told: set[int] = set()
    for line in _wrap(list(_cells(shown_sentence(event), reading.report.text, owner)), width):
        yield _words_line(line, marks)
        if any(cell.mark is not None for cell in line):
            yield _marks_line(line, marks, told, width)


def _find_marks(event: Event, reading: Reading) -> Iterator[Mark]:
    """The parts of an event, the trigger last: where parts share words the later wins."""
    if event.attribution is not None:
        yield Mark("attribution", reading.mentions[event.attribution].span)
    if event.time:
        yield Mark("time", reading.mentions[event.time.mention].span)
    for toll in event.toll:
        yield Mark("toll", reading.mentions[toll.mention].span)
    for role in reversed(ROLES):
        for mention in event.role(role):
            yield Mark(role, reading.mentions[mention].span)
    yield Mark("trigger", event.trigger)


def _cells(sentence: Span, text: str, owner: dict[int, int]) -> Iterator[Cell]:
    for at in range(sentence.start, sentence.end):
        seen = shown(text[at])
        yield Cell(seen, cell_len(seen), owner.get(at))


def _wrap(cells: list[Cell], width: int) -> Iterator[list[Cell]]:
    """Lines of at most `width` terminal cells, broken at spaces, runs of spaces made one; a longer word is cut."""
    line: list[Cell] = []
    used = 0
    for is_space, run in groupby(cells, key=lambda cell: cell.shown == " "):
        word = list(run)
        if is_space:
            if line and used < width:
                line.append(word[0])
                used += 1
            continue
        for piece in _cut(word, width):
            length = sum(cell.width for cell in piece)
            if line and used + length > width:
                yield _strip(line)
                line, used = [], 0
            line.extend(piece)
            used += length
    if line:
        yield _strip(line)


def _cut(word: list[Cell], width: int) -> Iterator[list[Cell]]:
    piece: list[Cell] = []
    used = 0
    for cell in word:
        if piece and used + cell.width > width:
            yield piece
            piece, used = [], 0
        piece.append(cell)
        used += cell.width
    yield piece


def _strip(line: list[Cell]) -> list[Cell]:
    return line[:-1] if line[-1].shown == " " else line


def _words_line(line: Iterable[Cell], marks: list[Mark]) -> Text:
    text = Text()
    for mark, run in groupby(line, key=lambda cell: cell.mark):
        style = f"underline {STYLES[marks[mark].name]}" if mark is not None else ""
        text.append("".join(cell.shown for cell in run), style=style)
    return text


def _marks_line(line: list[Cell], marks: list[Mark], told: set[int], width: int) -> Text:
    """Labels under the marked parts, within `width` columns. told: the marks already labelled on a line above, added to."""
    runs = [(mark, sum(cell.width for cell in run)) for mark, run in groupby(line, key=lambda cell: cell.mark)]
    text = Text()
    column = 0
    for place, (mark, wide) in enumerate(runs):
        if mark is None:
            text.append(" " * (column + wide - text.cell_len))
        else:
            room = min(wide + _room_after(runs[place + 1 :], marks), width - column)
            text.append(_label(marks[mark].name, wide, room, first=mark not in told), style=STYLES[marks[mark].name])
            told.add(mark)
        column += wide
    text.rstrip()
    return text


def _room_after(runs: Sequence[tuple[int | None, int]], marks: list[Mark]) -> int:
    """Cells a label may use beyond its part: to the next part, less one to keep two names apart; to the end after the last."""
    if not runs or runs[0][0] is not None:
        return 0
    if len(runs) == 1:
        return 99
    following = runs[1][0]
    return runs[0][1] - (0 if following is not None and marks[following].name == "trigger" else 1)


def _label(name: str, width: int, room: int, *, first: bool) -> str:
    """What stands under a part `width` cells wide with `room` cells before the next: its name, drawn out to its width."""
    if name == "trigger":
        return "═" * width
    if not first or len(name) > room:
        return "─" * width
    return name.ljust(width, "─")
