"""Plots for reports and notebooks: control over time, incidents by weeks, the network of ties, tolls with their bands.

Each takes frozen values of a record and gives a matplotlib figure, 10 inches wide (1200 pixels as PNG), to show or to save. matplotlib comes with
`pip install 'zenobia[plots]'` and is loaded when a plot is asked for, never before. Equal values give equal files, byte for byte, with one
version of matplotlib. Names come from reports: controls in them are made visible, nothing in them is read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from zenobia.errors import UsageError
from zenobia.exports.plot_values import WeekCount
from zenobia.situation_types import Holding, Tie, TollCount

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")
"""Kinds of files a plot is saved as."""

LAST_KNOWN_DAYS = 365
"""Days without word after which a holder is the last known (docs/situation.md, rule 10)."""

MOST_TIES = 40
"""Ties a network shows: more cannot be told apart on a page."""


def plot_control(
    histories: Iterable[Sequence[Holding]],
    *,
    first: date | None = None,
    last: date | None = None,
    decay_days: int = LAST_KNOWN_DAYS,
    title: str = "Who held what",
    dark: bool = False,
) -> Figure:
    """Who held each place day by day, a row a place, in the order given: `plot_control(record.situation().history("Syria")[:15])`.

    histories:   the holdings of a place, oldest first, a sequence each; those of several names can be put together.
    first, last: days the plot begins and ends with, both in it; None: with the first and last day anything is told of.
    A bar has the colour of the holder, of the eight who held longest; stripes: contested, in the colour of who is inside; an outline: besieged, in
    the colour of who stands around; thin and faded: last known, without word for `decay_days`; light grey: its holder left and nobody is known;
    nothing: nothing is told."""
    require_matplotlib()
    _check_days(first, last)
    from zenobia.exports.plot_control import draw_control

    return draw_control(histories, first=first, last=last, decay_days=decay_days, title=title, dark=dark)


def plot_events(
    counts: Iterable[WeekCount],
    *,
    first: date | None = None,
    last: date | None = None,
    title: str = "Incidents a week",
    dark: bool = False,
) -> Figure:
    """Incidents a week, a row a family of event types, the one with most first. Each row has a scale of its own, its greatest week written at it.

    counts: a family and a week may stand in several; they are added up (record/plot_rows.py counts those of a record).
    first, last: days the plot begins and ends with, whole weeks from Mondays; None: with the first and last week counted, a few incidents far
    before all others left out and said (a report of our days may tell of 1230)."""
    require_matplotlib()
    _check_days(first, last)
    from zenobia.exports.plot_events import draw_events

    return draw_events(counts, first=first, last=last, title=title, dark=dark)


def plot_ties(ties: Iterable[Tie], *, most: int = MOST_TIES, title: str = "Who stood with whom", dark: bool = False) -> Figure:
    """The network of a day: `plot_ties(record.situation(day).ties(roll_up=RollUp.PARENTS))`.

    The `most` weightiest ties are drawn; who leads and belongs to whom is left out. The ties of two sides that join them are one line, those that
    part them another, talks a dashed third: as wide as they weigh together. An arrow points from who backs, supports or presses to whom.
    Sides that ties join stand near each other; the same ties give the same picture."""
    require_matplotlib()
    from zenobia.exports.plot_ties import draw_ties

    return draw_ties(ties, most=most, title=title, dark=dark)


def plot_tolls(
    count: TollCount,
    *,
    first: date | None = None,
    last: date | None = None,
    weekly: bool = True,
    cumulative: bool = True,
    title: str = "Killed",
    dark: bool = False,
) -> Figure:
    """The dead by weeks and in all, with their bands: `plot_tolls(record.situation().tolls(Filters(place="Syria")))`.

    Counted are persons, each incident once, in the week it can first have been; of one that began before `first`, in the first week. The line is the
    sum of the best figures, the band runs from that of the low to that of the high ones; what sets no lower bound adds nothing to low, what sets no
    upper bound its best to high. Incidents without any day are left out, and said.
    weekly, cumulative: which of the two curves are drawn; first, last: as of `plot_events`. Raises UsageError when neither is asked for."""
    require_matplotlib()
    _check_days(first, last)
    from zenobia.exports.plot_tolls import draw_tolls

    if not (weekly or cumulative):
        raise UsageError("neither curve is asked for", where="plot_tolls", mend="ask for weekly, cumulative or both")
    return draw_tolls(count, first=first, last=last, weekly=weekly, cumulative=cumulative, title=title, dark=dark)


def save_plot(figure: Figure, path: str | Path) -> None:
    """Writes a figure as PNG, SVG or PDF, by the name's ending; whole or not at all. Raises UsageError for another ending."""
    check_suffix(Path(path))
    require_matplotlib()
    from zenobia.exports.plot_figure import save_figure

    save_figure(figure, Path(path))


def check_suffix(path: Path) -> None:
    """Raises UsageError for a file that plots are not saved as."""
    if path.suffix.lower() not in SUFFIXES:
        kind = f"{path.suffix!r} is no kind of plot" if path.suffix else f"{path.name!r} has no ending that tells its kind"
        raise UsageError(kind, where=str(path), mend=f"name the file {path.stem or 'plot'}.png, .svg or .pdf")


def require_matplotlib() -> None:
    """Raises UsageError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise UsageError("matplotlib is not installed", where="plots", mend="pip install 'zenobia[plots]'")


def _check_days(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise UsageError(f"{last} is before {first}", where="days", mend="give the first day first")
