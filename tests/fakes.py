"""Readers that need no model. Their makers are functions of this module, so that worker processes can make them too."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace

from builders import READER
from zenobia.errors import ModelError
from zenobia.types import Event, EventType, Mention, MentionType, Quote, Reading, Report, Span, Status

EXPLODES = "raise an exception"
DIES = "end the process"


class FakeReader:
    """Takes capitalised words for groups, "attacked" for an event by the word before, quoted words for quotations.

    A report with the words EXPLODES or DIES has that happen. `calls` counts reports read."""

    def __init__(self) -> None:
        self.calls = 0

    def read(self, report: Report) -> Reading:
        """A reading by three patterns."""
        self.calls += 1
        text = report.text
        if EXPLODES in text:
            raise ValueError("no such luck\nwith \x1b[31mcolours")
        if DIES in text:
            os._exit(7)
        mentions = tuple(
            Mention(id=i, span=Span(*m.span()), text=m[0], type=MentionType.GROUP, confidence=0.9)
            for i, m in enumerate(re.finditer(r"\b[A-Z][a-z]+\b", text))
        )
        events = tuple(
            Event(
                id=i,
                type=EventType.ATTACK,
                status=Status.ACTUAL,
                confidence=0.5 + 0.4 * (i % 2),
                trigger=Span(*m.span()),
                sentence=Span(0, len(text)),
                actor=tuple(mention.id for mention in mentions if mention.span.end < m.start())[-1:],
            )
            for i, m in enumerate(re.finditer("attacked", text))
        )
        quotes = tuple(Quote(span=Span(*m.span())) for m in re.finditer('"[^"]+"', text))
        return Reading(report=report, reader=READER, mentions=mentions, events=events, quotes=quotes)


def make_fake() -> FakeReader:
    """A reader that works."""
    return FakeReader()


def make_none() -> FakeReader:
    """A reader whose model is not there."""
    raise ModelError("the model is absent", where="model.onnx", mend="install the package anew")


def make_broken() -> FakeReader:
    """A reader whose library is not there."""
    raise ImportError("no module named onnxruntime")


def count_makes(makes: list[FakeReader]) -> Callable[[], FakeReader]:
    """A maker that keeps what it made in `makes`; for this process only."""

    def make() -> FakeReader:
        makes.append(FakeReader())
        return makes[-1]

    return make


def renamed(report: Report, number: int) -> Report:
    """The report under an id of its own."""
    return replace(report, id=f"r-{number}")
