"""What a table that nobody has looked at begins with."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import DATA, DataSet, Landscape
from landscapes.data.usual import usual_formula, usual_view


def table(*columns: str, rows: int = 20) -> DataSet:
    values = np.random.default_rng(0).normal(size=(rows, len(columns)))
    return DataSet("Your data", columns, values)


@pytest.mark.parametrize(
    ("columns", "formula"),
    [
        ("a", "(w1 + w2 - a)^2"),
        ("u v", "(w1 u + w2 - v)^2"),
        ("u1 u2 v", "(w1 u1 + w2 u2 - v)^2"),
        ("a b c d g", "(w1 a + w2 b - g)^2"),
    ],
)
def test_the_usual_formula_is_least_squares(columns: str, formula: str) -> None:
    data = table(*columns.split())
    assert usual_formula(data) == formula
    Landscape.over(data, formula)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 40.0, 1e4])
def test_the_view_has_the_least_squares_fit_and_zero_in_sight(scale: float) -> None:
    data = table("u", "v")
    u, v = data.training.T
    data = DataSet(data.name, data.columns, np.stack([u, scale * (3 * u - 1 + 0.1 * v)], axis=1))
    loss = Landscape.over(data, usual_formula(data))
    u, v = data.training.T
    best = np.linalg.lstsq(np.stack([u, np.ones_like(u)], axis=1), v, rcond=None)[0]
    for weight, (low, high) in zip(best, usual_view(loss), strict=True):
        assert low < 0 < high
        assert abs(weight - (low + high) / 2) < 0.1 * (high - low)


def test_where_all_weights_fit_equally_the_view_is_finite() -> None:
    data = DataSet("Your data", ("u", "v"), np.zeros((8, 2)))
    for text in ("(w1 u + w2 - v)^2", "(w1 u + w2 u - v)^2", "|w1 u|", "ln(w1 u)"):
        for low, high in usual_view(Landscape.over(data, text)):
            assert np.isfinite([low, high]).all()
            assert low < high
    assert usual_view(DATA["line"]) != ((-5.0, 5.0), (-5.0, 5.0))
