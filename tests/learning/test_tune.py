"""Tuning: planted probabilities give back the calibration they were made with."""

from __future__ import annotations

import numpy as np
import pytest

from zenobia.learning.tune import platt


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.6, -0.3), (1.5, 0.8)])
def test_platt_finds_planted_slope_and_shift(slope: float, shift: float) -> None:
    dice = np.random.default_rng(1)
    odds = dice.normal(0.5, 2, 20_000)
    right = dice.random(20_000) < 1 / (1 + np.exp(-(slope * odds + shift)))
    found = platt([(float(1 / (1 + np.exp(-o))), bool(r)) for o, r in zip(odds, right, strict=True)])
    assert found == pytest.approx((slope, shift), abs=0.08)


def test_one_sided_points_do_not_run_away() -> None:
    slope, shift = platt([(0.999999, True)] * 500)
    assert abs(slope) < 50
    assert abs(shift) < 50


def test_no_points_leave_probabilities_alone() -> None:
    assert platt([]) == (1.0, 0.0)
