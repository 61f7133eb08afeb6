"""Numbers in the cells of tables: one form for one number, so that what is read back is written again as it was."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)


def number_cell(number: float, decimals: int) -> str:
    """The shortest digits of the number, rounded: "34.56", "38", never "-0" or an exponent."""
    shown = f"{round(number, decimals):.{decimals}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown


def is_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else: a spreadsheet runs no such cell."""
    return _NUMBER.fullmatch(cell) is not None


def same_number(one: str, two: str, decimals: int) -> bool:
    """Whether two cells are one number at so many decimals."""
    if not is_number(one) or not is_number(two):
        return False
    return number_cell(float(one), decimals) == number_cell(float(two), decimals)
