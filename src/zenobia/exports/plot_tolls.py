"""Tolls over time: what is counted in, a figure of the dead by weeks and in all out, each with its band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from zenobia.exports.plot_figure import (
    EDGE,
    HEAD,
    WIDTH,
    Plot,
    Theme,
    add_axes,
    at,
    drawing,
    empty_figure,
    foot_of,
    lay_days,
    mix,
    new_figure,
    say_period,
    say_stray,
    theme_of,
    width_of,
    wrap_notes,
)
from zenobia.exports.plot_values import last_of, usual_start, week_of, weeks_between
from zenobia.exports.wording import say_count
from zenobia.situation_types import CountedIncident, TollCount
from zenobia.types import TollKind, TollSummary

PANEL = 2.5
GAP = 0.55
"""Inches of a curve, and between two."""

Band = tuple[int, int, int]
"""Low, best and high."""


@drawing()
def draw_tolls(
    count: TollCount, *, first: date | None, last: date | None, weekly: bool, cumulative: bool, title: str, dark: bool
) -> Plot:
    """The figure of `plots.plot_tolls`."""
    theme = theme_of(dark)
    told = [(incident, toll) for incident in count.incidents for toll in incident.tolls if toll.kind is TollKind.KILLED]
    dated = [
        (max(incident.day, first or date.min), toll)
        for incident, toll in told
        if incident.day and _is_in(incident, first, last)
    ]
    if not dated:
        return empty_figure("No incident with a day tells of anybody killed.", theme, title=title)
    begin = first or usual_start([day for day, _ in dated])
    stray = [toll for day, toll in dated if day < week_of(begin)]
    dated = [(day, toll) for day, toll in dated if day >= week_of(begin)]
    weeks = weeks_between(begin, last or max(day for day, _ in dated))
    bands = bands_of(dated, weeks)
    undated = sum(incident.day is None for incident, _ in told)
    notes = wrap_notes(*_notes([toll for _, toll in dated], undated, len(count.left_out)), say_stray(len(stray), weeks[0]))
    asked = [name for name, wanted in (("a week", weekly), ("in all", cumulative)) if wanted]
    foot = foot_of(notes) + 0.36
    height = HEAD + 0.3 + len(asked) * PANEL + (len(asked) - 1) * GAP + foot
    under = f"{say_count(len(dated), 'incident')} with deaths, weeks from {say_period(weeks[0], weeks[-1])}; line: best, band: low to high"
    figure = new_figure(height, theme, title=title, under=under, notes=notes)
    sums = list(accumulate(bands, lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] + b[2])))
    left = EDGE + width_of(f"{sums[-1][2]:,}", 8.5) + 0.2
    for number, name in enumerate(asked):
        bottom = height - HEAD - 0.3 - PANEL - number * (PANEL + GAP)
        axes = add_axes(figure, left, bottom, WIDTH - left - EDGE, PANEL, theme)
        axes.set_title(f"killed {name}", loc="left", size=9.5, weight="bold", color=theme.ink, pad=6)
        _draw_curve(axes, weeks, bands if name == "a week" else sums, theme, rising=name == "in all")
        if name == "in all":
            low, best, high = sums[-1]
            axes.set_title(f"{best:,} ({low:,} to {high:,})", loc="right", size=9.5, color=theme.ink, pad=6)
    return figure


def bands_of(dated: Iterable[tuple[date, TollSummary]], weeks: Sequence[date]) -> list[Band]:
    """The sums of each week. An incident without a lower bound adds 0 to low, one without an upper bound its best to high."""
    sums = dict.fromkeys(weeks, (0, 0, 0))
    for day, toll in dated:
        low, best, high = sums[week_of(day)]
        upper = toll.high if toll.high is not None else toll.best
        sums[week_of(day)] = (low + (toll.low or 0), best + (toll.best or 0), high + (upper or 0))
    return [sums[week] for week in weeks]


def _is_in(incident: CountedIncident, first: date | None, last: date | None) -> bool:
    """Whether an incident can have been on one of these days."""
    assert incident.day, "asked before"
    return (first is None or (incident.last or incident.day) >= first) and (last is None or incident.day <= last)


def _draw_curve(axes: Axes, weeks: Sequence[date], bands: Sequence[Band], theme: Theme, *, rising: bool) -> None:
    """The best figures as a line, the band around it; of weeks the low ones as bars."""
    edges = [*map(at, weeks), at(weeks[-1]) + 7]
    low, best, high = ([band[n] for band in bands] for n in range(3))
    axes.stairs(high, edges, baseline=low, fill=True, color=mix(theme.parts, theme.paper, 0.6), linewidth=0)
    if rising:
        axes.stairs(best, edges, color=theme.parts, linewidth=1.3, baseline=None)
    else:
        axes.stairs(low, edges, fill=True, color=mix(theme.parts, theme.paper, 0.25), linewidth=0)
        axes.stairs(best, edges, color=theme.parts, linewidth=0.8, baseline=None)
    lay_days(axes, weeks[0], last_of(weeks[-1]), theme)
    axes.set_ylim(0, max(1, *high) * 1.04)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="y", color=theme.line, linewidth=0.8)
    axes.axhline(0, color=theme.soft, linewidth=0.8)


def _notes(tolls: Sequence[TollSummary], undated: int, left_out: int) -> Iterator[str]:
    yield "Counted from incidents that happened, each once, in the week it can first have been; no total that a report claims is added."
    no_low, no_high = sum(t.low is None for t in tolls), sum(t.high is None for t in tolls)
    if no_low:
        yield f"{no_low:,} set no lower bound, and count as 0 in it."
    if no_high:
        yield f"{no_high:,} set no upper bound, and count as their best in it."
    if undated:
        yield f"{say_count(undated, 'incident')} without a day left out."
    if left_out:
        yield f"{left_out:,} left out as doubtful (zenobia situation --show tolls)."
