"""Cells of CSV and TSV files: the text of hostile reports made safe for spreadsheets, and for the table itself.

For text alone: a number that a format writes itself ("-33.45") needs none of this."""

from __future__ import annotations

import re

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the start of a formula, the wide forms of East Asian keyboards too."""
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls that terminals obey and spreadsheets reject, and what UTF-8 cannot hold: shown as U+FFFD."""
_BREAKS = re.compile("[\t\r\n\x0b\x0c\x85\u2028\u2029]+")


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula: where one would, it starts with an apostrophe."""
    text = visible_text(text)
    starts = (text.lstrip(" \n"), text.lstrip())  # spreadsheets trim; a tab or carriage return is itself a start
    return f"'{text}" if any(start.startswith(_FORMULA_STARTS) for start in starts) else text


def safe_line_cell(text: str) -> str:
    """As `safe_cell`, on one line and without tabs, for TSV: each run of tabs and line ends becomes a space."""
    return safe_cell(on_one_line(text))


def on_one_line(text: str) -> str:
    """The text with each run of tabs and line ends as one space."""
    return _BREAKS.sub(" ", text)


def visible_text(text: str) -> str:
    """The text with controls and lone surrogates shown as U+FFFD; tabs and line ends stay."""
    return _UNSAFE.sub("\ufffd", text)


def bare_cell(cell: str) -> str:
    """The way back: a cell of a file as the text it holds, on one line, without the apostrophe that `safe_line_cell` gave it."""
    text = visible_text(on_one_line(cell))
    return text[1:] if text.startswith("'") and safe_line_cell(text[1:]) == text else text
