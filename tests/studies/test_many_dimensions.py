"""Shares of minima, and runs beside a saddle in many dimensions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from analysis import stationary_points
from analysis.one_variable import OneVariable
from landscapes import Landscape
from optimizers import RULES, trace
from studies.many_dimensions import (
    ASIDE,
    MAX_COORDINATES,
    RACERS,
    STEPS,
    beside_a_saddle,
    descents,
    share_of_minima,
)

WELLS = OneVariable.read("(w^2 - 1)^2 + 0.3w", -2, 2)
SEEDS = range(20)


def test_the_share_is_that_of_all_stationary_points_of_the_sum() -> None:
    """Counted over two coordinates by the survey of the landscape."""
    for text, minima, maxima in (("(t^2 - 1)^2 + 0.3t", 2, 1), ("sin(3t) + 0.3t", 2, 2)):
        function = OneVariable.read(text.replace("t", "w"), -2, 2)
        assert [len(function.of_kind(k)) for k in ("minimum", "maximum")] == [minima, maxima]
        both = " + ".join(text.replace("t", letter) for letter in "xy")
        points = stationary_points(Landscape.read(both, (-2, 2), (-2, 2)))
        of_minima = sum(point.kind == "minimum" for point in points)
        assert Fraction(of_minima, len(points)) == share_of_minima(minima, maxima, 2)


def test_shares_are_exact() -> None:
    assert [share_of_minima(2, 1, n) for n in (1, 2, 3)] == [
        Fraction(2, 3), Fraction(4, 9), Fraction(8, 27),
    ]  # fmt: skip
    assert share_of_minima(0, 3, 5) == 0
    assert share_of_minima(4, 0, 30) == 1
    with pytest.raises(ValueError, match="without minima"):
        share_of_minima(0, 0, 2)


def test_a_start_is_close_to_a_saddle_and_begins_with_that_for_fewer() -> None:
    start = beside_a_saddle(WELLS, 30, seed=3)
    assert (WELLS.curvature(start) < 0).tolist() == [True, False] * 15
    places = np.array([zero.at for zero in WELLS.zeros])
    assert np.abs(start[:, np.newaxis] - places).min(axis=1).max() < 5 * ASIDE * 4
    for n in (1, 2, 10):
        np.testing.assert_array_equal(beside_a_saddle(WELLS, n, seed=3), start[:n])
    with pytest.raises(ValueError, match="saddles"):
        beside_a_saddle(OneVariable.read("w^2", -1, 1), 2)


def test_over_a_sum_each_coordinate_runs_as_it_would_alone() -> None:
    """Against runs over f(x) + f(y) in plain floats, two coordinates at a time."""
    loss = Landscape.read("(x^2 - 1)^2 + 0.3x + (y^2 - 1)^2 + 0.3y", (-2, 2), (-2, 2))
    for run in descents(WELLS, MAX_COORDINATES):
        assert run.points.shape == (STEPS + 1, MAX_COORDINATES)
        for i in range(0, MAX_COORDINATES, 2):
            pair = run.points[:, i : i + 2]
            alone = trace(run.rule, loss, pair[0], steps=STEPS, settings={"eta": run.eta})
            # RMSProp's hopping about a minimum doubles rounding again and again
            steps = 60 if run.rule.key == "rmsprop" else STEPS
            np.testing.assert_allclose(pair[:steps], alone.points[:steps], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(run.losses, WELLS.value(run.points).sum(axis=1))


def test_coordinates_that_lead_down_are_counted_until_none_does() -> None:
    for run in descents(WELLS, 10):
        inflection = np.abs(run.points) < 1 / np.sqrt(3)  # f'' = 12 w^2 - 4
        np.testing.assert_array_equal(run.leading_down, inflection.sum(axis=1))
        assert run.leading_down[0] == 5
        assert run.left_at is not None
        assert run.leading_down[run.left_at - 1] > 0
        assert not run.leading_down[run.left_at :].any()


def test_one_that_is_not_out_yet_has_no_such_step() -> None:
    """Beside the maximum of a loss whose well is a hundred times as steep."""
    slow = OneVariable.read("50max(0, |w| - 1)^2 - 0.001w^2", -2, 2)
    (run,) = descents(slow, 2, racers=("gd",))
    assert run.left_at is None


def test_more_coordinates_hold_gradient_descent_longer_and_adaptive_rules_hardly() -> None:
    left = {
        (n, seed, run.rule.key): run.left_at or STEPS + 1
        for n in (2, MAX_COORDINATES)
        for seed in SEEDS
        for run in descents(WELLS, n, seed)
    }
    for seed in SEEDS:
        few, many = ({key: left[n, seed, key] for key in RACERS} for n in (2, MAX_COORDINATES))
        assert all(few[key] <= many[key] for key in RACERS)
        assert many["gd"] > 3 * many["adam"]
        assert many["gd"] > 3 * many["rmsprop"]
        assert many["momentum"] > 2 * many["adam"]
    held = {key: np.mean([left[30, s, key] - left[2, s, key] for s in SEEDS]) for key in RACERS}
    assert held["gd"] > 15
    assert max(held["adam"], held["rmsprop"]) < 5


@pytest.mark.parametrize(
    "text",
    [
        "|w|^1.5 - w^2",  # no curvature at its minimum
        "w^4 - w^6",  # none of any size there
        "cos(9w) + 1/(w - 0.31)^2",
        "log(w) + cos(9w)",
        "exp(3w) + 20cos(9w)",
        "10^30*cos(4w)",
        "cos(4w)/10^30",
        "cos(4w) + max(0, w)",
    ],
)
def test_any_function_with_a_saddle_runs(text: str) -> None:
    function = OneVariable.read(text, -2, 2)
    for run in descents(function, 10):
        assert np.isfinite(run.eta)
        assert np.isfinite(run.losses[0])
        assert run.points.shape == (STEPS + 1, 10)


def test_every_racer_is_a_rule() -> None:
    assert set(RACERS) <= set(RULES)
