"""Basins of losses with kinks, held against closed forms and against very short steps."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis import basins
from analysis.rounding import rounded
from landscapes import DataLoss, DataSet, Landscape

SIZE = 256
STEP = 0.1  # pixels: each step of the reference, along the slope whatever its length
ARRIVED = 0.7  # pixels


def typed(text: str, half: float = 3.0) -> Landscape:
    return Landscape.read(text, (-half, half), (-half, half))


def small_steps(loss: Landscape, w: NDArray, ends: NDArray, most: int = 4000) -> NDArray[np.int64]:
    """Index of the end (k, 2) that each place (n, 2) steps down to.

    -1 where it leaves the view or rests outside, -2 where it rests or goes on elsewhere. Short
    steps zigzag across a kink, and so slide along it as the flow does: both weigh the slopes of
    the two sides so that what crosses the kink cancels out.
    """
    low, high = np.transpose((loss.x_range, loss.y_range))
    pixel = (high - low) / (SIZE - 1)
    labels, left, past = np.full(len(w), -2), np.arange(len(w)), w
    for step in range(most):
        if step % 50 == 0:
            distance = np.linalg.norm((ends - w[:, None]) / pixel, axis=-1)
            near = distance.min(axis=-1) < ARRIVED
            labels[left[near]] = distance[near].argmin(axis=-1)
            still = (np.linalg.norm((w - past) / pixel, axis=-1) < 0.5) & (step > 0)
            outside = np.abs((w - (low + high) / 2) / (high - low)).max(axis=-1)
            gone = (outside > 1) | (still & (outside > 0.5))
            labels[left[gone & ~near]] = -1
            stay = ~near & ~gone & ~still
            left, w = left[stay], w[stay]
            past = w
        if not left.size:
            break
        slope = loss.gradient(w)
        length = np.linalg.norm(slope / pixel, axis=-1, keepdims=True)
        w = w - STEP * slope / np.where(length > 0, length, 1.0)
    return labels


def test_wells_between_kinks_are_parted_where_they_are_level() -> None:
    """||x| - 1| + ||y| - 1| has its four minima at (+-1, +-1), one in each quarter."""
    found = basins(typed("||x| - 1| + ||y| - 1|"), SIZE)
    assert len(found.attractors) == 4
    line = np.linspace(-3, 3, SIZE)
    right, above = (np.array([a.x, a.y]) for a in found.attractors), line > 0
    for number, (x, y) in enumerate(right):
        quarter = np.outer(above == (y > 0), above == (x > 0))
        np.testing.assert_array_equal(found.labels == number, quarter)


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(|x|) + sqrt(|y|)",
        "|x|^0.5 + y^2",
        "cbrt(x)^2 + (y - 1)^2",
        "(x^2)^(1/3) + (y - 1)^2",
        "|x| + |y|",
        "max(|x|, |y|)",
        "|x - y| + |x + y|",
        "max(x, y, -x - y)",
        "(x - 1)^2 + 4|x| + (y - 3)^2 + |y|",  # L1-regularised
        "|x + 2y - 3| + 0.5|x| + 0.2|y|",
        "max(x^2 + y^4, (2 - x)^2 + (2 - y)^2, 2exp(y - x))",  # Charalambous & Conn
        "max(5x + y, -5x + y, x^2 + y^2 + 4y)",  # Demyanov & Malozemov
        "if(x > 0, x, -2x) + y^2",
        "max(|x|, 20|y - x/3|) + 0.3|x + y - 1|",
    ],
)
def test_one_minimum_at_a_kink_holds_the_whole_view(text: str) -> None:
    found = basins(typed(text, 4.0), 128)
    assert len(found.attractors) == 1
    assert (found.labels == 0).all()


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("abs(sin(x)) + abs(cos(y))", 5.0),
        ("-|sin(x) cos(y) exp(|1 - sqrt(x^2 + y^2)/pi|)|", 10.0),  # Holder table
        ("-0.0001(|sin(x) sin(y) exp(|100 - sqrt(x^2 + y^2)/pi|)| + 1)^0.1", 10.0),
        ("||x| - 1| + 2||y| - 1.3| + |x - y|/4", 3.0),
        ("min(|x - 1| + 2|y|, 2|x + 1| + |y - x| + 0.2)", 3.0),
        ("(relu(x) + relu(y) - 1)^2 + 0.2|x - 1| + 0.2|y + 1|", 3.0),
    ],
)
def test_flows_end_where_short_steps_do(text: str, half: float) -> None:
    loss = typed(text, half)
    found = basins(loss, SIZE)
    assert not found.doubt
    column, row = np.random.default_rng(0).integers(0, SIZE, (2, 40))
    x = np.linspace(-half, half, SIZE)
    ends = np.array([(a.x, a.y) for a in found.attractors])
    reference = small_steps(loss, np.stack((x[column], x[row]), axis=-1), ends)
    labels = found.labels[row, column]
    known = reference > -2
    assert known.mean() >= 0.9
    wrong = known & (labels != reference) & (labels >= 0)
    undecided = (reference >= 0) & (labels < 0)
    assert wrong.sum() <= 1  # a place right on a border between basins
    assert undecided.sum() == 0


def test_only_valleys_are_rounded() -> None:
    ridge, valley = typed("-|x| - max(x, y) + y^2"), typed("|x| - min(x, y) + y^2")
    assert rounded(ridge, 1e-3) is ridge
    round_valley = rounded(valley, 1e-3)
    np.testing.assert_allclose(round_valley.gradient((0.0, 1.0)), (-1.0, 2.0), atol=1e-4)
    assert np.isfinite(round_valley.hessian((0.0, 0.0))).all()
    away = np.array([(1.0, -1.0), (-2.0, 0.5), (2.0, 2.9)])
    np.testing.assert_allclose(round_valley.value(away), valley.value(away), atol=1e-3)
    np.testing.assert_allclose(round_valley.gradient(away), valley.gradient(away), atol=1e-2)


def test_the_least_absolute_deviations_of_a_line_hold_the_whole_view() -> None:
    """The mean of |w1 u + w2 - v| kinks along one line for each row."""
    u = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0])
    table = DataSet("line", ("u", "v"), np.stack((u, 0.5 * u + 1 + 0.3 * (u == 2.0)), axis=-1))
    loss = Landscape(DataLoss.read("|w1 u + w2 - v|", table), (-3.0, 3.0), (-3.0, 3.0))
    found = basins(loss, 64)
    (best,) = found.attractors
    np.testing.assert_allclose((best.x, best.y), (0.5, 1.0), atol=1e-9)
    assert (found.labels == 0).all()
