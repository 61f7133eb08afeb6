"""Control over time: histories of places in, a figure with a row of bars a place out. The rules of the colours: `plots.plot_control`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from zenobia.exports.plot_figure import (
    EDGE,
    HEAD,
    WIDTH,
    Plot,
    Theme,
    add_axes,
    add_legend,
    at,
    day_after,
    drawing,
    empty_figure,
    foot_of,
    height_of_legend,
    ink_on,
    lay_days,
    legible,
    mix,
    new_figure,
    say,
    say_period,
    theme_of,
    width_of,
    wrap_notes,
)
from zenobia.exports.plot_values import DAY
from zenobia.exports.wording import say_count
from zenobia.situation_types import Holding, Side

ROW = 0.36
"""Inches of a place."""

THICK, THIN = 0.72, 0.4
"""Share of its row that a bar takes: held, and last known."""

NAME_SIZE = 7.0
"""Points of a holder's name in a bar; it is left out where the bar is too short for it."""

STRIPES = "////"
NAMED = 6
"""Holders without a colour of their own that the notes name."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar: days from `start` up to, not with, `end`; pale: its holder is the last known."""

    holding: Holding
    start: date
    end: date
    pale: bool


@drawing()
def draw_control(
    histories: Iterable[Sequence[Holding]], *, first: date | None, last: date | None, decay_days: int, title: str, dark: bool
) -> Plot:
    """The figure of `plots.plot_control`."""
    theme = theme_of(dark)
    rows = [tuple(history) for history in histories if history]
    told = [day for history in rows for holding in history for day in _days_of(holding)]
    if not rows or not (told or (first and last)):
        return empty_figure("Nothing is told of who holds any of these places.", theme, title=title)
    begin, finish = first or min(told), last or max(told)
    bars = [[s for holding in history for s in stretches(holding, begin, day_after(finish), decay_days)] for history in rows]
    if not any(bars):
        return empty_figure(
            f"Nothing is told of who held any of these places, {say_period(begin, finish)}.", theme, title=title
        )
    colours = colours_of([s for row in bars for s in row], theme)
    return _draw(rows, bars, colours, (begin, finish), theme, title)


def _draw(
    rows: Sequence[Sequence[Holding]],
    bars: Sequence[Sequence[Stretch]],
    colours: Mapping[str, str],
    days: tuple[date, date],
    theme: Theme,
    title: str,
) -> Plot:
    labels = labels_of([history[0] for history in rows])
    drawn = [s for row in bars for s in row]
    handles, words = _legend(drawn, colours, theme)
    notes = wrap_notes(*_notes(drawn, colours, theme))
    foot = foot_of(notes) + height_of_legend(words) + 0.4
    height = HEAD + 0.1 + ROW * len(rows) + foot
    left = EDGE + max(width_of(label, 9) for label in labels) + 0.12
    under = f"{say_count(len(rows), 'place')}, {say_period(*days)}"
    figure = new_figure(height, theme, title=title, under=under, notes=notes)
    axes = add_axes(figure, left, foot, WIDTH - left - EDGE, ROW * len(rows), theme)
    lay_days(axes, *days, theme)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), labels, color=theme.ink, size=9)
    inches_a_day = (WIDTH - left - EDGE) / (at(days[1]) + 1 - at(days[0]))
    for number, row in enumerate(bars):
        for stretch in row:
            _draw_bar(axes, number, stretch, colours, theme)
        _write_names(axes, number, row, colours, theme, inches_a_day)
    add_legend(figure, handles, words, theme, bottom=foot_of(notes))
    return figure


def stretches(holding: Holding, first: date, end: date, decay_days: int) -> Iterator[Stretch]:
    """The bars of a holding between two days, `end` not in them: whole where a sign is at most `decay_days` old, pale elsewhere.

    One that is known by its end alone is drawn for as many days before it, as the situation has it."""
    decay = timedelta(days=decay_days)
    until = min(holding.end or end, end)
    begin = max(first, holding.start or (_before(holding.end, decay) if holding.end else first))
    if holding.holder is None:  # nobody is the last known
        yield from _stretch(holding, begin, until, False)
        return
    now = begin
    for start, stop in _fresh([day for day in _told(holding) if day < until], decay + DAY):
        yield from _stretch(holding, now, min(start, until), True)
        yield from _stretch(holding, max(now, start), min(stop, until), False)
        now = max(now, stop)
    yield from _stretch(holding, now, until, True)


def _stretch(holding: Holding, start: date, end: date, pale: bool) -> Iterator[Stretch]:
    if start < end:
        yield Stretch(holding, start, end, pale)


def _fresh(told: Iterable[date], length: timedelta) -> Iterator[tuple[date, date]]:
    """The days within `length` of a day told, in runs without a gap, oldest first; the last of a run not in it."""
    start = stop = None
    for day in sorted(told):
        if start is None or stop is None or day > stop:
            if start and stop:
                yield start, stop
            start = day
        stop = _after(day, length)
    if start and stop:
        yield start, stop


def _told(holding: Holding) -> set[date]:
    """The days a report bears a holding out, and its first."""
    return {day for day in (holding.start, holding.last_told, *(sign.first for sign in holding.signs)) if day}


def _days_of(holding: Holding) -> set[date]:
    return _told(holding) | ({holding.end} if holding.end else set())


def _before(day: date, length: timedelta) -> date:
    return day - length if day.toordinal() > length.days else date.min


def _after(day: date, length: timedelta) -> date:
    return day + length if (date.max - day) > length else date.max


# Colours and words


def colours_of(drawn: Iterable[Stretch], theme: Theme) -> dict[str, str]:
    """Id of a side -> its colour: one of their own for those who hold longest on the plot; who contests or besieges counts half."""
    held: Counter[str] = Counter()
    for stretch in drawn:
        days = (stretch.end - stretch.start).days
        for side, weight in ((stretch.holding.holder, 2), (stretch.holding.rival, 1)):
            if side:
                held[side.id] += weight * days
    ordered = sorted(held, key=lambda ident: (-held[ident], ident))
    return {ident: theme.colours[n] if n < len(theme.colours) else theme.rest for n, ident in enumerate(ordered)}


def labels_of(holdings: Sequence[Holding]) -> list[str]:
    """A name for each place: as reports call it; a division is marked, and where two are called alike division, country or id tells them apart."""
    names = [f"{h.called or h.place.name or '?'}{' (division)' if h.place.feature == 'ADM1' else ''}" for h in holdings]
    for part in ("admin1", "country", "id"):
        twice = {name for name, times in Counter(names).items() if times > 1}
        more = [getattr(h.place, part) for h in holdings]
        names = [f"{name}, {word}" if name in twice and word else name for name, word in zip(names, more, strict=True)]
    return [say(name, 34) for name in names]


def _legend(drawn: Sequence[Stretch], colours: Mapping[str, str], theme: Theme) -> tuple[list[Artist], list[str]]:
    """The holders with a colour, in its order, then what is drawn beside plain bars."""
    names = _names(drawn)
    shown: list[tuple[Artist, str]] = [
        (Patch(facecolor=colour), say(names[ident])) for ident, colour in colours.items() if colour != theme.rest
    ]
    if theme.rest in colours.values():
        shown.append((Patch(facecolor=theme.rest), "others"))
    states = {s.holding.state for s in drawn}
    ground = mix(theme.soft, theme.paper, 0.35)
    if "contested" in states:
        shown.append((Patch(facecolor=ground, edgecolor=theme.paper, hatch=STRIPES, linewidth=0), "contested, by whom"))
    if "besieged" in states:
        shown.append((Patch(facecolor=theme.paper, edgecolor=ground, linewidth=1.8), "besieged, by whom"))
    if any(s.pale for s in drawn):
        shown.append((Line2D([], [], color=mix(theme.colours[0], theme.paper, 0.6), linewidth=3.5), "last known"))
    if any(s.holding.holder is None for s in drawn):
        shown.append((Patch(facecolor=theme.unknown), "nobody known"))
    return [handle for handle, _ in shown], [words for _, words in shown]


def _notes(drawn: Sequence[Stretch], colours: Mapping[str, str], theme: Theme) -> Iterator[str]:
    states = {s.holding.state for s in drawn}
    if "contested" in states:
        yield "Stripes: contested, in the colour of who is inside."
    if "besieged" in states:
        yield "Outline: besieged, in the colour of who stands around it."
    if any(s.pale for s in drawn):
        yield "Thin and faded: last known, or known by its end alone."
    yield "Nothing drawn: nothing is told."
    names = _names(drawn)
    rest = [names[ident] for ident, colour in colours.items() if colour == theme.rest]
    if rest:
        more = f" and {len(rest) - NAMED} more" if len(rest) > NAMED else ""
        yield f"Others: {', '.join(legible(name) for name in rest[:NAMED])}{more}."


def _names(drawn: Iterable[Stretch]) -> dict[str, str]:
    sides = (side for s in drawn for side in (s.holding.holder, s.holding.rival) if side)
    return {side.id: side.name for side in sides}


# Bars


def _draw_bar(axes: Axes, row: int, stretch: Stretch, colours: Mapping[str, str], theme: Theme) -> None:
    holding = stretch.holding
    ground, tall = _ground(stretch, colours, theme), THIN if stretch.pale else THICK
    rival = _colour(holding.rival, colours, theme)
    if rival == _colour(holding.holder, colours, theme):
        rival = theme.paper
    place = ((at(stretch.start), row - tall / 2), at(stretch.end) - at(stretch.start), tall)
    if holding.state == "contested":
        bar = Rectangle(*place, facecolor=ground, edgecolor=rival, hatch=STRIPES, linewidth=0)
    elif holding.state == "besieged":
        bar = Rectangle(*place, facecolor=ground, edgecolor=rival, linewidth=1.8, zorder=2)
    else:
        bar = Rectangle(*place, facecolor=ground, edgecolor=ground, linewidth=0.5)  # a day is seen, however long the axis
    axes.add_patch(bar)


def _ground(stretch: Stretch, colours: Mapping[str, str], theme: Theme) -> str:
    colour = _colour(stretch.holding.holder, colours, theme)
    return mix(colour, theme.paper, 0.6) if stretch.pale and stretch.holding.holder else colour


def _colour(side: Side | None, colours: Mapping[str, str], theme: Theme) -> str:
    return colours[side.id] if side else theme.unknown


def _write_names(
    axes: Axes, row: int, bars: Sequence[Stretch], colours: Mapping[str, str], theme: Theme, inches_a_day: float
) -> None:
    """The holder's name in the longest bar without stripes of each spell they hold the place."""
    spells: list[list[Stretch]] = []
    for stretch in bars:
        holder = stretch.holding.holder
        if spells and spells[-1][-1].holding.holder == holder and spells[-1][-1].end == stretch.start:
            spells[-1].append(stretch)
        else:
            spells.append([stretch])
    for spell in spells:
        widest = max(
            (s for s in spell if s.holding.state != "contested"), key=lambda s: (s.end - s.start, s.start), default=None
        )
        if widest is None or widest.holding.holder is None:
            continue
        name, room = say(widest.holding.holder.name), (widest.end - widest.start).days * inches_a_day
        if width_of(name, NAME_SIZE) + 0.1 > room:
            continue
        middle = (at(widest.start) + at(widest.end)) / 2
        ink = ink_on(_ground(widest, colours, theme))
        axes.text(middle, row, name, size=NAME_SIZE, color=ink, ha="center", va="center_baseline", clip_on=True)
