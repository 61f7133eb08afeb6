"""What all plots share: paper, ink and colours, words made safe, a figure with title and notes, an axis of days, files.

Loads matplotlib: import it from the drawing of a plot alone."""

from __future__ import annotations

import io
import os
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import TextPath

from zenobia.exports.plot_days import name_days
from zenobia.exports.plot_values import DAY
from zenobia.exports.wording import say_count, visible

WIDTH = 10.0
"""Inches."""

DPI = 120
EDGE = 0.3
"""Inches between a figure's rim and what stands in it."""

FONT = "DejaVu Sans"
"""Comes with matplotlib: the same letters on every machine."""

LONGEST_NAME = 28
"""Characters of a name; a longer one is cut, the cut shown as "…"."""

NOTE_SIZE = 7.5
NOTE_LINE = 0.165
"""Points and inches of a line of notes."""

NOTE_CHARACTERS = 170
"""Of a line of notes: what fits WIDTH at NOTE_SIZE."""

_RULES: dict[Any, Any] = {
    "font.family": [FONT],
    "svg.hashsalt": "zenobia",
    "svg.fonttype": "path",
    "hatch.linewidth": 2.4,
    "axes.unicode_minus": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours of a plot. rest: of whoever has no colour of their own; joins, parts: of ties."""

    paper: str
    ink: str
    soft: str
    line: str
    unknown: str
    rest: str
    colours: tuple[str, ...]

    @property
    def joins(self) -> str:
        """Of ties that join."""
        return self.colours[0]

    @property
    def parts(self) -> str:
        """Of ties that part, and of the dead."""
        return self.colours[5]


LIGHT = Theme(
    paper="#fbfaf7",
    ink="#1d1c1a",
    soft="#5c5952",
    line="#dcd8cf",
    unknown="#dedbd3",
    rest="#45433e",
    colours=("#0562b1", "#da8822", "#009e73", "#bc81b3", "#4bcfff", "#b24000", "#eac500", "#823072"),
)
DARK = Theme(
    paper="#151513",
    ink="#ebe8e0",
    soft="#a9a59a",
    line="#34332e",
    unknown="#3a3934",
    rest="#d6d2c7",
    colours=("#1576d5", "#e5860b", "#00ab66", "#c58bb1", "#75ddfe", "#c7451e", "#ffd42c", "#924895"),
)
"""Okabe and Ito's colours, moved apart until any two of the ten (with `unknown` and `rest`) differ by 21 and more in CIE Lab, to eyes of all
colours and to those without red, green or blue cones (Machado and others 2009)."""


def theme_of(dark: bool) -> Theme:
    """Ink on paper, or light on dark."""
    return DARK if dark else LIGHT


class Plot(Figure):
    """A figure that notebooks show by themselves, whether or not pyplot was ever imported."""

    def _repr_png_(self) -> bytes:
        stream = io.BytesIO()
        with drawing():
            self.savefig(stream, format="png", dpi=DPI)
        return stream.getvalue()


@contextmanager
def drawing() -> Iterator[None]:
    """Our own rules of drawing, whatever the user's: what is read as markup, letters, ids in SVG."""
    with style.context("default"), rc_context(_RULES):
        yield


# Words


def say(text: str, most: int = LONGEST_NAME) -> str:
    """A name of a report as matplotlib may have it: legible, and "$" in it begins no formula."""
    return plain(legible(text, most))


def legible(text: str, most: int = LONGEST_NAME) -> str:
    """A name on one line, of at most so many characters; what is no letter of the font is escaped."""
    words = "".join(c if ord(c) in _letters() else c.encode("unicode_escape").decode("ascii") for c in visible(text))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def plain(text: str) -> str:
    """Words in which "$" begins no formula."""
    return text.replace("$", r"\$")


def _fitting(text: str, size: float, *, bold: bool = False) -> str:
    """As much of a line, said, as a figure is wide."""
    return next(
        words for n in range(130, 0, -1) if width_of(words := say(text, n), size, bold=bold) <= WIDTH - 2 * EDGE or n == 1
    )


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(FONT)).get_charmap())


@cache
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Inches that words, said by `say`, take at a size in points."""
    font = FontProperties(family=FONT, weight="bold" if bold else "normal")
    return float(TextPath((0, 0), text, size=size, prop=font).get_extents().width) / 72 if text.strip() else 0.0


# Colours


def mix(colour: str, other: str, share: float) -> str:
    """A colour with `share`, 0 to 1, of another."""
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(to_rgb(colour), to_rgb(other), strict=True))
    return to_hex((red, green, blue))


def ink_on(ground: str) -> str:
    """Black or white ink, whichever reads better on a ground (relative luminance as WCAG 2.1 has it)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(ground)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return LIGHT.ink if (light + 0.05) ** 2 > 1.05 * 0.06 else "#ffffff"


# Figures


def new_figure(height: float, theme: Theme, *, title: str, under: str, notes: Sequence[str] = ()) -> Plot:
    """A figure with a title, a line under it, and notes at its foot. height: inches."""
    figure = Plot(figsize=(WIDTH, height), dpi=DPI, facecolor=theme.paper)
    _write(figure, EDGE, height - 0.36, _fitting(title, 13, bold=True), color=theme.ink, size=13, weight="bold")
    _write(figure, EDGE, height - 0.58, _fitting(under, 9), color=theme.soft, size=9)
    for below, line in zip(range(len(notes) - 1, -1, -1), notes, strict=True):
        _write(figure, EDGE, 0.2 + below * NOTE_LINE, line, color=theme.soft, size=NOTE_SIZE)
    return figure


HEAD = 0.75
"""Inches that title and line under it take."""


def wrap_notes(*notes: str) -> tuple[str, ...]:
    """Notes in lines of a figure's width."""
    return tuple(plain(line) for line in textwrap.wrap(" ".join(note for note in notes if note), NOTE_CHARACTERS))


def foot_of(notes: Sequence[str]) -> float:
    """Inches that notes take."""
    return 0.2 + len(notes) * NOTE_LINE + 0.08 if notes else 0.15


def empty_figure(words: str, theme: Theme, *, title: str) -> Plot:
    """A figure that says why it shows nothing."""
    figure = new_figure(2.4, theme, title=title, under="")
    figure.text(0.5, 0.45, plain(words), ha="center", va="center", color=theme.soft, size=11, style="italic")
    return figure


def add_axes(figure: Plot, left: float, bottom: float, width: float, height: float, theme: Theme) -> Axes:
    """Axes where these inches say, their frame left out."""
    whole = figure.get_size_inches()
    axes = figure.add_axes((left / whole[0], bottom / whole[1], width / whole[0], height / whole[1]), facecolor="none")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(colors=theme.soft, length=0, labelsize=8.5)
    return axes


def add_legend(figure: Plot, handles: Sequence[Any], labels: Sequence[str], theme: Theme, *, bottom: float) -> None:
    """What colours and lines mean, its foot `bottom` inches above the figure's."""
    height = figure.get_size_inches()[1]
    where = (EDGE / WIDTH, bottom / height)
    figure.legend(
        handles, labels, loc="lower left", bbox_to_anchor=where, ncols=_columns(labels), frameon=False, fontsize=8.5, labelcolor=theme.ink,
        borderaxespad=0, borderpad=0, handlelength=1.6, columnspacing=1.6, labelspacing=0.45,
    )  # fmt: skip


def height_of_legend(labels: Sequence[str]) -> float:
    """Inches that a legend takes."""
    return 0.195 * -(-len(labels) // _columns(labels))


def _columns(labels: Sequence[str]) -> int:
    widest = max(width_of(label, 8.5) for label in labels)
    return max(1, min(4, int((WIDTH - 2 * EDGE + 0.2) / (widest + 0.5))))


def lay_days(axes: Axes, first: date, last: date, theme: Theme) -> None:
    """An axis of days, both in it, with a thin line at each that is named."""
    named = name_days(first, last)
    axes.set_xlim(at(first), at(last) + 1)
    axes.set_xticks([at(day) for day, _ in named], [words for _, words in named])
    axes.grid(axis="x", color=theme.line, linewidth=0.8)
    axes.set_axisbelow(True)


def at(day: date) -> float:
    """A day on an axis of days: how many lie between it and 1 January 1970, as matplotlib counts."""
    return float(day.toordinal() - _EPOCH)


_EPOCH = date(1970, 1, 1).toordinal()


def say_period(first: date, last: date) -> str:
    """ "2013-01-01 to 2019-12-31"."""
    return f"{first} to {last}" if first < last else f"{first}"


def say_stray(count: int, begin: date) -> str:
    """What is said of incidents that lie too far before the others to be drawn; empty where there is none."""
    return (
        f"{say_count(count, 'incident')} before {begin} not drawn; a first day that is asked for draws them." if count else ""
    )


def day_after(day: date) -> date:
    """The next day; of the calendar's last day that day itself."""
    return day + DAY if day < date.max else day


def save_figure(figure: Figure, path: Path) -> None:
    """Writes OUT.part and renames it, so that a file appears whole or not at all. No day of making is written: equal plots are equal files."""
    kind = path.suffix.lower().removeprefix(".")
    undated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    part = path.with_name(f"{path.name}.part")
    try:
        with drawing(), part.open("wb") as stream:
            figure.savefig(stream, format=kind, dpi=DPI, metadata=undated)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _write(figure: Plot, left: float, bottom: float, words: str, **look: Any) -> None:
    """Words at these inches."""
    width, height = figure.get_size_inches()
    figure.text(left / width, bottom / height, words, ha="left", va="bottom", **look)
