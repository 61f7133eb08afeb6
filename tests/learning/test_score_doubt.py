"""Intervals and calibration from planted truth."""

from __future__ import annotations

from random import Random

import pytest

from zenobia.learning.score import Count, match_marks
from zenobia.learning.score_doubt import bootstrap_f1, calibrate, points_of
from zenobia.learning.score_marks import MarkedMention, Marks
from zenobia.types import Span


def test_the_interval_holds_the_figure_and_narrows_with_more_reports() -> None:
    """Half of all reports are read right, the others not at all."""
    few = [{"event": Count(at % 2, 1, 1)} for at in range(20)]
    many = few * 50
    narrow, wide = bootstrap_f1(many, ["event"])["event"], bootstrap_f1(few, ["event"])["event"]
    assert wide.low < narrow.low < 0.5 < narrow.high < wide.high
    assert narrow.high - narrow.low == pytest.approx(2 * 1.96 * (0.25 / 1000) ** 0.5, rel=0.15)


def test_the_same_reports_give_the_same_interval() -> None:
    """The seed is fixed."""
    reports = [{"event": Count(at % 3, 3, 3)} for at in range(30)]
    assert bootstrap_f1(reports, ["event"]) == bootstrap_f1(reports, ["event"])


def test_certain_figures_have_no_width() -> None:
    """All right, none there, no reports."""
    assert bootstrap_f1([{"event": Count(2, 2, 2)}] * 5, ["event", "toll"])["event"].low == 1.0
    assert bootstrap_f1([{"event": Count(2, 2, 2)}] * 5, ["event", "toll"])["toll"].high == 0.0
    assert bootstrap_f1([], ["event"])["event"].high == 0.0


def test_confidence_that_tells_the_truth_has_no_error() -> None:
    """Of values given at 0.8 eight in ten are right."""
    calibration = calibrate([(0.8, at % 10 < 8) for at in range(100)])
    assert calibration.error == pytest.approx(0.0, abs=1e-9)
    assert [b.count for b in calibration.bins] == [0] * 8 + [100, 0]


def test_boasting_is_measured_and_weighted() -> None:
    """30 values at 0.9 of which a third is right, 10 at 0.1 of which none is."""
    points = [(0.9, at % 3 == 0) for at in range(30)] + [(0.1, False)] * 10
    assert calibrate(points).error == pytest.approx((30 * (0.9 - 1 / 3) + 10 * 0.1) / 40)


def test_full_and_no_confidence_fall_in_the_outer_bins() -> None:
    """1.0 belongs to the last tenth; no values, no error."""
    calibration = calibrate([(1.0, True), (0.0, False)])
    assert (calibration.bins[0].count, calibration.bins[-1].count) == (1, 1)
    assert calibrate([]).error == 0.0


def test_random_confidences_of_planted_truth_are_calibrated() -> None:
    """A value of confidence c is right with chance c."""
    random = Random(3)
    confidences = [random.random() for _ in range(20_000)]
    assert calibrate([(c, random.random() < c) for c in confidences]).error < 0.02


def test_points_are_the_values_that_bear_a_confidence() -> None:
    """Right is what the gold has."""
    gold = Marks(mentions=(MarkedMention("group", Span(0, 4)),))
    read = Marks(
        mentions=(
            MarkedMention("group", Span(0, 4), 0.9),
            MarkedMention("place", Span(5, 9), 0.4),
            MarkedMention("time", Span(9, 9)),
        )
    )
    assert list(points_of(read, match_marks(gold, read))) == [("mention", (0.9, True)), ("mention", (0.4, False))]
