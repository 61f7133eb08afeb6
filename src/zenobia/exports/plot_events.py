"""Incidents by weeks: counts in, a figure with a row a family of event types out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from zenobia.exports.plot_figure import (
    EDGE,
    HEAD,
    WIDTH,
    Plot,
    add_axes,
    at,
    drawing,
    empty_figure,
    foot_of,
    lay_days,
    mix,
    new_figure,
    say,
    say_period,
    say_stray,
    theme_of,
    width_of,
    wrap_notes,
)
from zenobia.exports.plot_values import WeekCount, last_of, usual_start, week_of, weeks_between
from zenobia.exports.wording import say_count

ROW = 0.78
GAP = 0.2
"""Inches of a row, and between two."""

FLATTEST = 4
"""A row of few incidents is stretched so many times against that of most, and no more: one incident shall not look like a wave of them."""


@drawing()
def draw_events(counts: Iterable[WeekCount], *, first: date | None, last: date | None, title: str, dark: bool) -> Plot:
    """The figure of `plots.plot_events`."""
    theme = theme_of(dark)
    weekly: dict[str, Counter[date]] = {}
    for count in counts:
        week = week_of(count.week)
        if (first is None or week >= week_of(first)) and (last is None or week <= last) and count.incidents:
            weekly.setdefault(count.family, Counter())[week] += count.incidents
    if not weekly:
        return empty_figure("No incident is told of.", theme, title=title)
    seen = [week for found in weekly.values() for week in found]
    begin = week_of(first or usual_start([week for found in weekly.values() for week in found.elements()]))
    stray = sum(times for found in weekly.values() for week, times in found.items() if week < begin)
    weeks = weeks_between(begin, last or max(seen))
    weekly = {
        family: kept for family, found in weekly.items() if (kept := Counter({w: n for w, n in found.items() if w >= begin}))
    }
    families = sorted(weekly, key=lambda family: (-weekly[family].total(), family))
    edges = [*map(at, weeks), at(weeks[-1]) + 7]
    notes = wrap_notes(
        "An incident counts once, in the week it can first have been; weeks begin on Mondays. Rows have scales of their own: the number is the "
        "greatest week.",
        say_stray(stray, weeks[0]),
    )
    foot = foot_of(notes) + 0.36
    greatest = max(max(found.values()) for found in weekly.values())
    total = sum(found.total() for found in weekly.values())
    height = HEAD + 0.1 + len(families) * ROW + (len(families) - 1) * GAP + foot
    under = f"{say_count(total, 'incident')}, weeks from {say_period(weeks[0], weeks[-1])}"
    figure = new_figure(height, theme, title=title, under=under, notes=notes)
    left = EDGE + max(width_of(say(family), 10, bold=True) for family in families) + 0.75
    for number, family in enumerate(families):
        bottom = height - HEAD - 0.1 - ROW - number * (ROW + GAP)
        axes = add_axes(figure, left, bottom, WIDTH - left - EDGE, ROW, theme)
        values, most = [weekly[family][week] for week in weeks], max(weekly[family].values())
        colour = theme.colours[number % len(theme.colours)]
        axes.stairs(values, edges, fill=True, color=colour, label=say(family), linewidth=0)
        if len(weeks) <= 120:  # beyond, a rim would hide its bar
            axes.stairs(values, edges, color=mix(colour, theme.paper, 0.5), linewidth=0.6, baseline=None)
        lay_days(axes, weeks[0], last_of(weeks[-1]), theme)
        axes.set_ylim(0, max(most, greatest / FLATTEST) * 1.02)
        axes.set_yticks([most], [f"{most:,}"])
        axes.axhline(0, color=theme.soft, linewidth=0.8)
        axes.tick_params(axis="x", labelbottom=number == len(families) - 1)
        box = (-(left - EDGE) / (WIDTH - left - EDGE), 0.53)
        axes.text(*box, say(family), transform=axes.transAxes, size=10, weight="bold", color=theme.ink, va="bottom")
        axes.text(box[0], 0.46, f"{weekly[family].total():,}", transform=axes.transAxes, size=9, color=theme.soft, va="top")
    return figure
