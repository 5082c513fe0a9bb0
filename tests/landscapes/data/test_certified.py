"""The answers of textbooks come out: nothing is held out of a table that a visitor brings."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import stationary_points
from landscapes import Landscape, read_csv
from tests.landscapes.data.certified import CERTIFIED, Certified


def over(one: Certified) -> Landscape:
    """The loss over its table, seen half as far around the certified weights as these are large."""
    x_range, y_range = (tuple(sorted((w / 2, 3 * w / 2))) for w in one.weights)
    return Landscape.over(read_csv(one.csv), one.formula, x_range, y_range)


@pytest.mark.parametrize("one", CERTIFIED.values(), ids=CERTIFIED)
def test_the_loss_at_the_certified_weights_is_the_certified_one(one: Certified) -> None:
    land = over(one)
    rows = land.loss.rows
    assert rows == len(one.csv.splitlines()) - 1
    expected = one.residual_sum_of_squares / rows
    assert float(land.value(one.weights)) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("one", CERTIFIED.values(), ids=CERTIFIED)
def test_the_minimum_that_is_found_is_the_certified_one(one: Certified) -> None:
    found = stationary_points(over(one))
    assert {point.kind for point in found} == {"minimum"}
    for point in found:
        assert (point.x, point.y) == pytest.approx(one.weights, rel=1e-6)


@pytest.mark.parametrize(
    ("one", "start"),
    [(one, start) for one in CERTIFIED.values() for start in one.starts],
    ids=[f"{key}-{start}" for key, one in CERTIFIED.items() for start in one.starts],
)
def test_damped_newton_gets_there_from_the_proposed_starts(
    one: Certified, start: tuple[float, float]
) -> None:
    found = _damped_newton(over(one), np.array(start))
    assert found == pytest.approx(np.array(one.weights), rel=1e-6)


def _damped_newton(land: Landscape, at: np.ndarray) -> np.ndarray:
    """After Levenberg and Marquardt: curvatures made positive, more damping after a step up."""
    damping = 1.0
    for _ in range(500):
        slope, bends = land.gradient(at), land.hessian(at)
        scale = np.sqrt(np.maximum(np.abs(np.diag(bends)), 1e-30))
        values, vectors = np.linalg.eigh(bends / np.outer(scale, scale))
        step = -vectors @ (vectors.T @ (slope / scale) / (np.abs(values) + damping)) / scale
        if (np.abs(step) <= 1e-9 * np.abs(at)).all():
            break
        better = land.value(at + step) <= land.value(at)
        at, damping = (at + step, damping / 3) if better else (at, damping * 4)
    return at
