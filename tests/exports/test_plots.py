"""Plots: what is drawn, not how it looks pixel by pixel. Bars, labels, colours, words of hostile names, files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zenobia.errors import UsageError
from zenobia.exports import plots
from zenobia.exports.plot_days import MOST_NAMED, name_days
from zenobia.exports.plot_layout import distances_between, fit, pack, push_apart, spread
from zenobia.exports.plot_values import WeekCount, best_told, usual_start, week_of, weeks_between
from zenobia.exports.plots import plot_control, plot_events, plot_ties, plot_tolls, save_plot
from zenobia.situation_types import ControlSign, CountedIncident, Evidence, Holding, Side, Tie, TollCount
from zenobia.types import ControlKind, EventType, Place, Span, TieKind, TollKind, TollSummary

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

pytest.importorskip("matplotlib", reason="plots are drawn by matplotlib: pip install 'zenobia[plots]'")

from zenobia.exports.plot_control import labels_of
from zenobia.exports.plot_figure import DARK, LIGHT, drawing, ink_on, mix, say, width_of
from zenobia.exports.plot_ties import draw_ties, lines_of, place_sides
from zenobia.exports.plot_tolls import bands_of

SYRIA = Side(id="syr", name="Syria", kind="state")
ISIL = Side(id="isil", name="Islamic State")
REBELS = Side(id="rebels@SYR", name="Syrian opposition", kind="loose")

EVIDENCE = Evidence(report="r-1", sha256="ab" * 32, span=Span(0, 4), words="told")
HOSTILE = "\u202eevil\n$\\frac{1}{0}$ \x1b[31m北京"
"""Turns the line round, breaks it, opens a formula that cannot be drawn, colours the terminal, and is in letters that the font lacks."""


def day(words: str) -> date:
    return date.fromisoformat(words)


def a_sign(told: str) -> ControlSign:
    return ControlSign(kind=ControlKind.HOLDS, place="p-1", first=day(told), confidence=0.9, evidence=EVIDENCE)


def held(
    holder: Side | None = SYRIA,
    start: str | None = "2015-01-01",
    end: str | None = None,
    *told: str,
    state: str = "held",
    rival: Side | None = None,
    called: str = "Palmyra",
    place: Place | None = None,
) -> Holding:
    return Holding(
        place=place or Place(id=f"p-{called}", name=called, country="SY", feature="PPL"),
        called=called,
        state=state,
        holder=holder,
        rival=rival,
        start=day(start) if start else None,
        end=day(end) if end else None,
        last_told=day(told[-1]) if told else None,
        signs=tuple(map(a_sign, told)),
    )


def bars_of(figure: Figure) -> list[Rectangle]:
    from matplotlib.patches import Rectangle

    (axes,) = figure.axes
    return [bar for bar in axes.patches if isinstance(bar, Rectangle)]


def words_of(figure: Figure) -> str:
    from matplotlib.text import Text

    return "\n".join(found.get_text() for found in figure.findobj(Text) if isinstance(found, Text))


def prose_of(figure: Figure) -> str:
    """The words on one line: notes stand on several."""
    return " ".join(words_of(figure).split())


def colour(given: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(given)


# Control


def test_a_bar_a_holding_in_the_colour_of_its_holder() -> None:
    history = [
        held(SYRIA, "2015-01-01", "2015-05-20", "2015-01-01"),
        held(ISIL, "2015-05-20", "2016-03-27", "2015-05-20", "2016-01-01"),
        held(SYRIA, "2016-03-27", None, "2016-03-27"),
    ]
    figure = plot_control([history], first=day("2015-01-01"), last=day("2016-12-31"))
    bars = bars_of(figure)
    assert [bar.get_width() for bar in bars] == [139, 312, 280]
    assert bars[0].get_facecolor() == bars[2].get_facecolor() != bars[1].get_facecolor()
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["Palmyra"]
    assert {"Syria", "Islamic State"} <= set(words_of(figure).splitlines())


def test_a_year_after_the_last_word_a_bar_is_thin_and_faded() -> None:
    history = [held(SYRIA, "2015-01-01", None, "2015-01-01")]
    whole, faded = bars_of(plot_control([history], first=day("2015-01-01"), last=day("2017-12-31")))
    assert whole.get_width() == 366  # 365 days without word are the most
    assert (faded.get_width(), faded.get_height() < whole.get_height()) == (730, True)
    assert colour(faded.get_facecolor()) == mix(LIGHT.colours[0], LIGHT.paper, 0.6)


def test_word_of_it_makes_a_faded_bar_whole_again() -> None:
    history = [held(SYRIA, "2010-01-01", None, "2010-01-01", "2010-06-01", "2014-01-01")]
    bars = bars_of(plot_control([history], first=day("2010-01-01"), last=day("2014-12-01")))
    heights = [bar.get_height() for bar in bars]
    assert len(heights) == 3
    assert heights[0] == heights[2] > heights[1]


def test_known_by_its_end_alone_a_holding_goes_a_year_back() -> None:
    history = [held(ISIL, None, "2016-01-01"), held(SYRIA, "2016-01-01", None, "2016-01-01")]
    before, _ = bars_of(plot_control([history], first=day("2010-01-01"), last=day("2016-06-01")))
    assert before.get_width() == 365


def test_contested_is_striped_besieged_outlined_in_the_rivals_colour() -> None:
    history = [
        held(SYRIA, "2015-01-01", "2015-02-01", "2015-01-01"),
        held(SYRIA, "2015-02-01", "2015-03-01", "2015-02-01", state="contested", rival=ISIL),
        held(SYRIA, "2015-03-01", "2015-04-01", "2015-03-01", state="besieged", rival=ISIL),
        held(None, "2015-04-01", None, "2015-04-01", state="unknown"),
    ]
    figure = plot_control([history], last=day("2015-05-01"))
    plain, contested, besieged, unknown = bars_of(figure)
    assert [bool(bar.get_hatch()) for bar in (plain, contested, besieged)] == [False, True, False]
    syria, isil = LIGHT.colours[:2]
    assert [colour(bar.get_facecolor()) for bar in (plain, contested, besieged)] == [syria] * 3
    assert [colour(bar.get_edgecolor()) for bar in (contested, besieged)] == [isil] * 2
    assert besieged.get_linewidth() > 1 > plain.get_linewidth()
    assert colour(unknown.get_facecolor()) == LIGHT.unknown
    assert {"contested, by whom", "besieged, by whom", "nobody known"} <= set(words_of(figure).splitlines())


def test_eight_holders_have_colours_of_their_own_the_rest_share_one_and_are_named() -> None:
    sides = [Side(id=f"s-{n}", name=f"Side {n}") for n in range(10)]
    histories = [
        [held(side, "2015-01-01", f"2015-{12 - n:02}-01", "2015-01-01", called=f"Town {n}")] for n, side in enumerate(sides)
    ]
    figure = plot_control(histories)
    colours = [colour(bar.get_facecolor()) for bar in bars_of(figure)]
    assert (colours[:8], colours[8:]) == (list(LIGHT.colours), [LIGHT.rest] * 2)
    assert "Others: Side 8, Side 9." in words_of(figure)


def test_labels_of_fifteen_places_lie_apart_and_within_the_figure() -> None:
    histories = [[held(called=f"A place of quite a long name {n}")] for n in range(15)]
    figure = plot_control(histories, last=day("2016-01-01"))
    figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert len(boxes) == 15
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)


def test_places_of_one_name_are_told_apart() -> None:
    towns = [Place(id=f"p-{n}", country="SY", admin1=where, feature="PPL") for n, where in enumerate(("Homs", "Aleppo"))]
    division = Place(id="division:SY/Homs", country="SY", admin1="Homs", feature="ADM1")
    found = labels_of(
        [held(called=name, place=place) for name, place in zip(("Tall", "Tall", "Homs"), (*towns, division), strict=True)]
    )
    assert found == ["Tall, Homs", "Tall, Aleppo", "Homs (division)"]


def test_the_best_told_have_most_signs_in_the_days_asked_for() -> None:
    once = [held(SYRIA, "2015-01-01", None, "2015-01-01")]
    thrice = [held(SYRIA, "2012-01-01", None, "2012-01-01", "2012-02-01", "2015-01-02")]
    never = [held(SYRIA, "2015-01-01")]
    assert best_told([once, never, thrice], 5) == (thrice, once)
    assert best_told([once, never, thrice], 5, first=day("2015-01-01")) == (once, thrice)
    assert best_told([once, never, thrice], 1, last=day("2014-01-01")) == (thrice,)


# Hostile names


def test_hostile_names_are_made_visible_and_open_no_formula(tmp_path: Path) -> None:
    from matplotlib.cbook import is_math_text

    side = Side(id="x", name=HOSTILE)
    figures = [
        plot_control([[held(side, called=HOSTILE)]], last=day("2016-01-01"), title=HOSTILE),
        plot_ties([a_tie(side, SYRIA)], title=HOSTILE),
        plot_events([WeekCount(day("2016-03-28"), HOSTILE, 3)], title=HOSTILE),
        plot_tolls(a_count(an_incident("2016-03-28", 1, 2, 3)), title=HOSTILE),
    ]
    for number, figure in enumerate(figures):
        words = words_of(figure)
        assert r"\u202eevil \$" in words
        assert not {"\u202e", "\x1b", "北"} & set(words)
        assert not any(is_math_text(line) for line in words.splitlines())
        save_plot(figure, tmp_path / f"{number}.svg")


def test_a_name_is_cut_where_it_is_too_long() -> None:
    assert say("a" * 40, 10) == "aaaaaaaaa…"
    assert len(say("W" * 500)) == 28
    figure = plot_control([[held()]], last=day("2016-01-01"), title="W" * 500)
    figure.draw_without_rendering()
    assert all(text.get_window_extent().x1 <= figure.bbox.x1 for text in figure.texts)


# Nothing to show


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (lambda: plot_control([]), "Nothing is told of who holds any of these places."),
        (lambda: plot_control([[held()]], first=day("2001-01-01"), last=day("2001-12-31")), "2001-01-01 to 2001-12-31."),
        (lambda: plot_events([]), "No incident is told of."),
        (lambda: plot_ties([]), "No tie is told of."),
        (lambda: plot_ties([a_tie(ISIL, SYRIA, TieKind.PART_OF, 1)]), "No tie is told of."),
        (lambda: plot_tolls(a_count()), "No incident with a day tells of anybody killed."),
    ],
)
def test_an_empty_plot_says_so(figure: Any, says: str, tmp_path: Path) -> None:
    empty = figure()
    assert says in words_of(empty)
    save_plot(empty, tmp_path / "empty.png")


# Incidents by weeks


def test_a_row_a_family_a_bar_a_week() -> None:
    counts = [
        WeekCount(day("2016-01-04"), "accord", 1),
        WeekCount(day("2016-01-04"), "violence", 3),
        WeekCount(day("2016-01-18"), "violence", 2),
        WeekCount(day("2016-01-18"), "violence", 2),
        WeekCount(day("2016-03-07"), "violence", 9),
    ]
    figure = plot_events(counts, last=day("2016-01-24"))
    violence, accord = figure.axes
    assert [list(axes.patches[0].get_data().values) for axes in (violence, accord)] == [[3, 0, 4], [1, 0, 0]]  # type: ignore[attr-defined]
    assert violence.patches[0].get_facecolor() != accord.patches[0].get_facecolor()
    assert "8 incidents, weeks from 2016-01-04 to 2016-01-18" in words_of(figure)
    assert [tick.get_text() for tick in violence.get_yticklabels()] == ["4"]


def test_one_incident_does_not_look_like_a_wave() -> None:
    counts = [WeekCount(day("2016-01-04"), "violence", 40), WeekCount(day("2016-01-04"), "street", 1)]
    violence, street = plot_events(counts).axes
    assert street.get_ylim()[1] == pytest.approx(violence.get_ylim()[1] / 4)


def test_days_far_before_all_others_are_not_drawn_and_said() -> None:
    counts = [WeekCount(day("1230-01-07"), "violence", 1), WeekCount(day("2016-01-04"), "violence", 200)]
    assert "200 incidents, weeks from 2016-01-04\n" in words_of(plot_events(counts))
    assert "1 incident before 2016-01-04 not drawn" in prose_of(plot_events(counts))
    assert "201 incidents, weeks from 1229-12-31" in words_of(plot_events(counts, first=day("1230-01-01")))


def test_an_axis_begins_with_its_first_day_unless_that_is_far_off() -> None:
    near = [day("2016-01-01") + timedelta(days=n) for n in range(500)]
    assert usual_start(near) == near[0]
    assert usual_start([day("1230-01-01"), *near]) == near[4]
    assert usual_start([day("1230-01-01"), near[0]]) == day("1230-01-01")  # one in two is no stray


@given(st.dates(), st.dates())
def test_weeks_are_mondays_that_cover_every_day(a: date, b: date) -> None:
    first, last = sorted((a, min(b, a + timedelta(days=5000)) if a < date(9980, 1, 1) else a))
    weeks = weeks_between(first, last)
    assert all(week.weekday() == 0 for week in weeks)
    assert (weeks[0], weeks[-1]) == (week_of(first), week_of(last))


# Ties


def a_tie(source: Side, target: Side, kind: TieKind = TieKind.FIGHTS, sign: int = -1, weight: float = 1.0) -> Tie:
    on = day("2016-03-28")
    return Tie(
        kind=kind, source=source, target=target, sign=sign, weight=weight, first=on, last=on, reports=1, outlets=1, signs=()
    )


def some_ties(count: int) -> list[Tie]:
    """A network in one piece, and three pairs beside it."""
    sides = [Side(id=f"s-{n:02}", name=f"The Army of Side {n}") for n in range(count)]
    ties = [a_tie(sides[n // 3], sides[n], weight=1 + n % 4) for n in range(1, count)]
    pairs = [(Side(id=f"a-{n}", name=f"A {n}"), Side(id=f"b-{n}", name=f"B {n}")) for n in range(3)]
    return [*ties, *(a_tie(a, b, TieKind.BACKS, 1) for a, b in pairs)]


def test_ties_of_one_sign_between_two_sides_are_one_line() -> None:
    ties = [
        a_tie(SYRIA, ISIL, TieKind.FIGHTS, -1, 2.0),
        a_tie(ISIL, SYRIA, TieKind.PRESSES, -1, 1.0),
        a_tie(SYRIA, ISIL, TieKind.AGREES, 1, 0.5),
    ]
    agrees, parts = lines_of(ties)
    assert (agrees.sign, agrees.weight, agrees.to) == (1, 0.5, frozenset())
    assert (parts.sign, parts.weight, parts.to) == (-1, 3.0, frozenset({"syr"}))


def test_lines_by_sign_and_weight_talks_dashed_offices_left_out() -> None:
    from matplotlib.patches import FancyArrowPatch

    ties = [
        a_tie(ISIL, SYRIA, TieKind.FIGHTS, -1, 4.0),
        a_tie(REBELS, SYRIA, TieKind.NEGOTIATES, 0, 1.0),
        a_tie(ISIL, REBELS, TieKind.AGREES, 1, 2.0),
        a_tie(SYRIA, Side(id="assad", name="Bashar al-Assad"), TieKind.LEADS, 1, 9.0),
    ]
    figure = plot_ties(ties)
    talks, joins, parts = (line for line in figure.axes[0].patches if isinstance(line, FancyArrowPatch))
    assert [colour(line.get_edgecolor()) for line in (joins, parts)] == [LIGHT.joins, LIGHT.parts]
    assert talks.get_linewidth() < joins.get_linewidth() < parts.get_linewidth()
    assert (talks.get_linestyle() != "solid", joins.get_linestyle(), parts.get_linestyle()) == (True, "solid", "solid")
    assert "Assad" not in words_of(figure)
    assert "3 ties, 3 sides" in words_of(figure)


def test_the_weightiest_ties_are_drawn() -> None:
    ties = [a_tie(Side(id=f"s-{n}", name=f"Side {n}"), SYRIA, weight=n + 1.0) for n in range(9)]
    words = words_of(plot_ties(ties, most=2))
    assert "the 2 weightiest of 9 ties, 3 sides" in words
    assert ("Side 8" in words, "Side 7" in words, "Side 6" in words) == (True, True, False)


@pytest.mark.parametrize("count", [2, 3, 8, 30])
def test_no_name_lies_upon_another_nor_off_the_sheet(count: int) -> None:
    figure = draw_ties(some_ties(count), most=200, title="Ties", dark=False)
    figure.draw_without_rendering()
    sheet = figure.axes[0].get_window_extent()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(boxes) == count + 6
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    assert all(sheet.x0 <= box.x0 and box.x1 <= sheet.x1 and sheet.y0 <= box.y0 for box in boxes)


def test_who_stands_together_stands_near() -> None:
    sides = {side.id: side for side in (SYRIA, ISIL, REBELS)}
    ties = [a_tie(SYRIA, REBELS, TieKind.BACKS, 1), a_tie(SYRIA, ISIL), a_tie(REBELS, ISIL)]
    nodes, _ = place_sides(sides, lines_of(ties), 600, 8.5)

    def apart(one: str, other: str) -> float:
        return float(np.hypot(nodes[one].x - nodes[other].x, nodes[one].y - nodes[other].y))

    assert apart("syr", "rebels@SYR") < min(apart("syr", "isil"), apart("rebels@SYR", "isil"))


def test_the_order_of_ties_is_not_seen(tmp_path: Path) -> None:
    ties = some_ties(9)
    for name, given_ties in (("a", ties), ("b", ties[::-1])):
        save_plot(plot_ties(given_ties), tmp_path / f"{name}.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


# Where nodes stand


def test_points_stand_as_far_apart_as_wished_where_a_plane_allows() -> None:
    planted = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 1.0], [0.0, 1.0], [1.0, 2.0]])
    wished = np.linalg.norm(planted[:, None] - planted[None, :], axis=2)
    found = spread(wished)
    assert np.linalg.norm(found[:, None] - found[None, :], axis=2) == pytest.approx(wished, abs=0.01)


def test_distances_are_shortest_paths_and_pieces_lie_apart() -> None:
    found = distances_between(4, {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 5.0})
    assert (found[0, 2], found[2, 0], found[0, 0]) == (2.0, 2.0, 0.0)
    assert found[0, 3] > 2.0


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), min_size=2, max_size=12))
def test_boxes_with_room_end_up_apart(spots: list[tuple[float, float]]) -> None:
    sizes = np.full((len(spots), 2), (60.0, 20.0))
    found = push_apart(np.array(spots), sizes, 400, 300)
    for a, b in combinations(found, 2):
        assert (np.abs(a - b) >= np.array([60, 20]) - 0.01).any()


def test_points_are_stretched_over_their_box_and_one_stands_in_its_middle() -> None:
    assert fit(np.array([[1.0, 5.0], [3.0, 5.0]]), 10, 4).tolist() == [[0, 2], [10, 2]]
    assert fit(spread(np.zeros((1, 1))), 10, 4).tolist() == [[5, 2]]


def test_sheets_are_packed_in_rows() -> None:
    corners, height = pack([(100, 50), (40, 10), (40, 20), (40, 5)], 100)
    assert height == 50 + 20 + 5
    assert corners == [(0, 50), (5, 50 + 15), (55, 50 + 20), (30, 50 + 20 + 5)]


# Tolls


def an_incident(
    on: str | None, low: int | None, best: int | None, high: int | None, last: str | None = None
) -> CountedIncident:
    return CountedIncident(
        id=f"i-{on}-{best}",
        type=EventType.BOMBING,
        day=day(on) if on else None,
        last=day(last) if last else None,
        country="SY",
        place="Homs",
        tolls=(
            TollSummary(kind=TollKind.KILLED, low=low, best=best, high=high),
            TollSummary(kind=TollKind.INJURED, low=99, best=99, high=99),
        ),
        evidence=(),
    )


def a_count(*incidents: CountedIncident) -> TollCount:
    return TollCount(asked=len(incidents), sums=(), months=(), incidents=incidents, left_out=(), claims=())


def curve_of(axes: Any, patch: int) -> list[float]:
    return [float(value) for value in axes.patches[patch].get_data().values]


def test_the_dead_by_weeks_and_in_all_with_their_bands() -> None:
    count = a_count(
        an_incident("2016-01-04", 10, 12, 15),
        an_incident("2016-01-10", 1, 1, 1),
        an_incident("2016-01-20", None, 5, None),
        an_incident(None, 7, 7, 7),
    )
    figure = plot_tolls(count)
    weekly, cumulative = figure.axes
    assert (curve_of(weekly, 0), curve_of(weekly, 2)) == ([16, 0, 5], [13, 0, 5])  # high, best
    assert curve_of(weekly, 1) == [11, 0, 0]
    assert (curve_of(cumulative, 0), curve_of(cumulative, 1)) == ([16, 16, 21], [13, 13, 18])
    words = prose_of(figure)
    assert "18 (11 to 21)" in words
    assert "1 set no lower bound" in words
    assert "1 set no upper bound" in words
    assert "1 incident without a day left out" in words


def test_what_began_before_the_first_day_counts_in_the_first_week() -> None:
    count = a_count(an_incident("2016-01-02", 4, 4, 4, last="2016-02-01"), an_incident("2016-01-02", 9, 9, 9))
    (weekly,) = plot_tolls(count, first=day("2016-01-18"), last=day("2016-01-31"), cumulative=False).axes
    assert curve_of(weekly, 2) == [4, 0]  # the other was over


def test_one_curve_or_both_but_not_none() -> None:
    count = a_count(an_incident("2016-01-04", 1, 1, 1))
    assert len(plot_tolls(count, weekly=False).axes) == 1
    with pytest.raises(UsageError, match="neither curve is asked for"):
        plot_tolls(count, weekly=False, cumulative=False)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_bands_enclose_their_best(rows: Sequence[tuple[int, int, int, int]]) -> None:
    begin = day("2016-01-04")
    tolls = [TollSummary(kind=TollKind.KILLED, low=low, best=low + best, high=low + best + high) for _, low, best, high in rows]
    dated = [(begin + timedelta(days=row[0]), toll) for row, toll in zip(rows, tolls, strict=True)]
    bands = bands_of(dated, weeks_between(begin, begin + timedelta(days=60)))
    assert all(low <= best <= high for low, best, high in bands)
    assert sum(best for _, best, _ in bands) == sum(toll.best or 0 for toll in tolls)


# Days, colours, files


@given(st.dates(), st.dates())
def test_an_axis_names_few_days_in_order(a: date, b: date) -> None:
    first, last = sorted((a, b))
    named = [found for found, _ in name_days(first, last)]
    assert 1 <= len(named) <= MOST_NAMED
    assert named == sorted(set(named))
    assert first <= named[0] <= named[-1] <= last


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2013-01-01", "2016-12-31", ["2013", "2014", "2015", "2016"]),
        ("2016-01-10", "2016-04-02", ["Feb 2016", "Mar 2016", "Apr 2016"]),
        ("2016-03-27", "2016-03-29", ["27 Mar 2016", "28 Mar 2016", "29 Mar 2016"]),
    ],
)
def test_days_are_named_as_closely_as_the_axis_is_long(first: str, last: str, said: list[str]) -> None:
    assert [words for _, words in name_days(day(first), day(last))] == said


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_differ_and_names_in_them_can_be_read(theme: Any) -> None:
    colours = [*theme.colours, theme.rest, theme.unknown, theme.paper]
    assert len(set(colours)) == len(colours)
    for ground in (*theme.colours, theme.rest, *(mix(c, theme.paper, 0.6) for c in theme.colours)):
        assert contrast(ground, ink_on(ground)) > 4.5
    assert contrast(theme.paper, theme.ink) > 7


def contrast(one: str, other: str) -> float:
    """As WCAG 2.1 has it."""
    lights = []
    for found in (one, other):
        parts = [int(found[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(lights) / min(lights)


def test_dark_is_light_on_dark() -> None:
    figure = plot_control([[held()]], last=day("2016-01-01"), dark=True)
    assert colour(figure.get_facecolor()) == DARK.paper
    assert colour(figure.texts[0].get_color()) == DARK.ink


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".SVG"])
def test_equal_plots_are_equal_files_without_a_day_in_them(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        figure = plot_control(
            [[held(SYRIA, "2015-01-01", None, "2015-01-01", state="contested", rival=ISIL)]], last=day("2016-01-01")
        )
        save_plot(figure, tmp_path / f"{name}{suffix}")
    one, other = ((tmp_path / f"{name}{suffix}").read_bytes() for name in ("a", "b"))
    assert one == other
    assert b"dc:date" not in one
    assert b"CreationDate" not in one
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{suffix}", f"b{suffix}"]


def test_a_users_own_settings_change_nothing(tmp_path: Path) -> None:
    from matplotlib import rc_context

    save_plot(plot_control([[held()]], last=day("2016-01-01")), tmp_path / "a.svg")
    with rc_context({"font.size": 30, "axes.facecolor": "red", "svg.hashsalt": "other", "axes.grid": True}):
        save_plot(plot_control([[held()]], last=day("2016-01-01")), tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_notebook_shows_a_figure_by_itself() -> None:
    figure: Any = plot_events([WeekCount(day("2016-01-04"), "violence", 1)])
    assert figure._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["plot.jpg", "plot", "plot.png.zen"])
def test_other_kinds_of_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"mend: name the file plot(\.png)?\.png, \.svg or \.pdf"):
        save_plot(plot_events([]), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plot.png"
    path.write_bytes(b"before")
    figure: Any = plot_events([])

    def breaks(*_arguments: Any, **_options: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(figure, "savefig", breaks)
    with pytest.raises(OSError, match="no room"):
        save_plot(figure, path)
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["plot.png"]


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(UsageError, match="2015-01-01 is before 2016-01-01; mend: give the first day first"):
        plot_events([], first=day("2016-01-01"), last=day("2015-01-01"))


def test_the_width_of_words_is_that_of_what_is_drawn() -> None:
    with drawing():
        assert width_of("Syrian opposition", 9) == pytest.approx(1.1, abs=0.15)
        assert width_of(" ", 9) == 0.0


# Without matplotlib


def test_matplotlib_is_loaded_when_a_plot_is_asked_for_and_not_before() -> None:
    code = "import sys; import zenobia.exports.plots, zenobia.cli.plot, zenobia.record.plot_rows; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_without_matplotlib_a_plot_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"matplotlib is not installed; mend: pip install 'zenobia\[plots\]'"):
        plot_control([])
