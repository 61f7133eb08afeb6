"""Characters that are not words: controls, bidirectional marks, odd spaces. Takes and gives traced text."""

from __future__ import annotations

import re

from zenobia.intake.traced import Traced

_SPACES = dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINE_ENDS = dict.fromkeys([0x0B, 0x85, 0x2028, 0x2029], "\n")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_RESPELT = {**_SPACES, **_LINE_ENDS, **_SURROGATES}

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]+")
BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
SURROGATES = re.compile(r"[\ud800-\udfff]")
_DROPPED = re.compile(rf"(?:{CONTROLS.pattern}|{BIDI.pattern}|[\u200b\u2060\ufeff]+)")


def clean(words: Traced) -> tuple[Traced, tuple[str, ...]]:
    """The text without control and bidirectional characters, with plain spaces and line ends, and warnings of them.

    Form feeds (page breaks), carriage returns and soft hyphens stay: they tell how lines belong together.
    """
    warnings = control_warnings(words.text, "dropped")
    if SURROGATES.search(words.text):
        warnings += ("lone surrogates shown as U+FFFD",)
    words = words.respelt(words.text.translate(_RESPELT))
    return words.changed([(*found.span(), "") for found in _DROPPED.finditer(words.text)]), warnings


def control_warnings(text: str, fate: str) -> tuple[str, ...]:
    """A warning each for control and bidirectional characters in the text; `fate` tells what became of them."""
    controls = sum(len(found[0]) for found in CONTROLS.finditer(text))
    bidi = sum(len(found[0]) for found in BIDI.finditer(text))
    named = ((controls, "control characters"), (bidi, "bidirectional control characters, which can hide words,"))
    return tuple(f"{count} {what} {fate}" for count, what in named if count)
