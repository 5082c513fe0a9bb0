"""The figures of the lessons on many dimensions and on costs say the numbers they were given."""

from __future__ import annotations

import numpy as np

from charts.costs import Bar, cost_bars
from charts.dimensions import StepCurve, function_curve, share_curves, step_curves
from charts.style import STYLES


def test_a_function_with_its_marks() -> None:
    w = np.linspace(-1, 1, 5)
    figure = function_curve(
        w, w**2, {"minimum": ("low", [0.0], [0.0]), "maximum": ("high", [], [])}
    )
    curve, low, high = figure.data
    assert list(curve.y) == list(w**2)
    assert (low.name, list(low.x), high.name, list(high.x)) == ("low", [0.0], "high", [])
    assert low.marker.symbol != high.marker.symbol


def test_shares_stand_on_a_logarithmic_axis_where_0_has_no_place() -> None:
    figure = share_curves({"one": [0.5, 0.25], "none": [0.0, 0.0]}, "n", "share")
    assert figure.layout.yaxis.type == "log"
    assert [list(curve.x) for curve in figure.data] == [[1, 2], [1, 2]]
    assert [list(curve.y) for curve in figure.data] == [[0.5, 0.25], [None, None]]
    assert figure.data[0].line.dash != figure.data[1].line.dash


def test_steps_are_counted_from_0_and_each_rule_wears_its_colour() -> None:
    curves = [StepCurve("gd", "Gradient descent", np.array([3.0, 2.0, np.inf]))]
    (curve,) = step_curves(curves, "step", "loss").data
    assert list(curve.x) == [0, 1, 2]
    np.testing.assert_array_equal(curve.y, [3.0, 2.0, np.nan])
    assert (curve.name, curve.line.color) == ("Gradient descent", STYLES["gd"].color)


def test_bars_stand_in_their_order_from_the_top() -> None:
    figure = cost_bars([Bar("gd", "GD", 1.0), Bar("adam", "Adam", 4.5)], "times")
    (bars,) = figure.data
    assert (list(bars.y), list(bars.x)) == (["GD", "Adam"], [1.0, 4.5])
    assert list(bars.marker.color) == [STYLES["gd"].color, STYLES["adam"].color]
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[1] > 4.5
