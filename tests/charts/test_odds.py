"""Odds against strength: where the points stand, and whose they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from charts.odds import OddsCurve, odds_curves, positions
from charts.style import style_of

STRENGTHS = (0.0, 0.5, 1.0, 4.0)
CURVE = OddsCurve(
    key="adam",
    name="Adam",
    strengths=(0.0, 1.0),
    shares=(0.0, 0.6),
    intervals=((0.0, 0.1), (0.5, 0.7)),
    gone=(0.0, 0.0),
    notes=("none", "some"),
    own=1.0,
)


def test_strengths_stand_at_their_logarithm_and_none_one_step_before() -> None:
    np.testing.assert_array_equal(positions(STRENGTHS, STRENGTHS), [-2, -1, 0, 2])
    np.testing.assert_array_equal(positions((1.0,), STRENGTHS), [0])
    np.testing.assert_array_equal(positions((0.0,), (0.0,)), [-1])


def test_a_curve_has_its_style_and_its_band() -> None:
    figure = odds_curves([CURVE], STRENGTHS, "noise", "escaped")
    band, line = figure.data
    assert (line.line.color, line.line.dash) == (style_of("adam").color, style_of("adam").dash)
    np.testing.assert_array_equal(line.x, [-2, 0])
    np.testing.assert_array_equal(line.y, [0, 0.6])
    assert line.marker.size[1] > line.marker.size[0]
    # up along one side, back along the other
    np.testing.assert_array_equal(band.x, [-2, 0, 0, -2])
    np.testing.assert_array_equal(band.y, [0.1, 0.7, 0.5, 0.0])
    assert band.legendgroup == line.legendgroup == "adam"


def test_what_is_gone_has_a_dotted_line_only_where_something_is() -> None:
    gone = replace(CURVE, gone=(0.0, 0.25))
    _, line, dotted = odds_curves([gone], STRENGTHS, "noise", "escaped").data
    assert (dotted.line.dash, dotted.line.color) == ("dot", line.line.color)
    np.testing.assert_array_equal(dotted.y, [0, 0.25])
    assert dotted.legendgroup == "adam"


def test_the_axis_names_every_strength() -> None:
    axes = odds_curves([CURVE], STRENGTHS, "noise", "escaped").layout
    assert axes.xaxis.ticktext == ("0", "0.5", "1", "4")
    assert (axes.xaxis.title.text, axes.yaxis.title.text) == ("noise", "escaped")
    assert axes.xaxis.range[0] < -2
    assert axes.xaxis.range[1] > 2
