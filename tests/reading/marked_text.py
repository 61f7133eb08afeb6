"""Texts with their mentions written into them: "[person Okoye] left [place Harim]." """

from __future__ import annotations

import re

from zenobia.types import Mention, MentionType, Span

_MARK = re.compile(r"\[(\w+) ([^\]]+)\]")


def read_marked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """The text without its marks, and the mentions they stood for, numbered in order."""
    text, at = "", 0
    mentions: list[Mention] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        start = len(text)
        text += mark.group(2)
        kind = MentionType(mark.group(1))
        mentions.append(Mention(id=len(mentions), span=Span(start, len(text)), text=mark.group(2), type=kind, confidence=0.9))
        at = mark.end()
    return text + marked[at:], tuple(mentions)
