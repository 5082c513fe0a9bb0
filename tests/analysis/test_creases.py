"""Stationary points on creases, where a loss kinks along a curve, held against closed forms."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

from analysis import basins
from analysis.creases import creases, stationary_on
from analysis.field import Field, Grid
from analysis.survey import Survey, survey
from landscapes import Landscape


def over(text: str, x: tuple[float, float], y: tuple[float, float] | None = None) -> Survey:
    return survey(Landscape.read(text, x, y or x))


def minima(known: Survey) -> list[tuple[float, float]]:
    return sorted((p.x, p.y) for p in known.points if p.kind == "minimum")


@pytest.mark.parametrize(
    ("text", "half", "at"),
    [
        ("(1 - x)^2 + 10|y - x^2|", 2.0, [(1, 1)]),
        ("100|y - x^2| + (1 - x)^2", 2.0, [(1, 1)]),
        ("|1 - x| + 100|y - x^2|", 2.0, [(1, 1)]),
        ("0.25(x - 1)^2 + |y - 2x^2 + 1|", 2.0, [(1, 1)]),  # Nesterov's
        ("||x| - 1| + ||y| - 1|", 3.0, [(-1, -1), (-1, 1), (1, -1), (1, 1)]),
        ("|x| + |y|", 3.0, [(0, 0)]),
        ("max(|x|, |y|)", 3.0, [(0, 0)]),
        ("|x - y| + |x + y|", 3.0, [(0, 0)]),
        ("max(x, y, -x - y)", 3.0, [(0, 0)]),
        ("|x|^0.5 + y^2", 3.0, [(0, 0)]),
        ("sqrt(|x|) + sqrt(|y|)", 3.0, [(0, 0)]),
        ("|x^2 + y^2 - 1| + |x - y|", 2.0, [(-(0.5**0.5), -(0.5**0.5)), (0.5**0.5, 0.5**0.5)]),
        ("|x|^3 + y^2", 3.0, [(0, 0)]),  # smooth, though it is written with a kink
        ("|x^2 - y| + (y - 1)^2 + 0.1x", 2.0, None),
        ("max(x^2 + y^2, 2x + 1/2)", 2.0, [(1 - 1.5**0.5, 0)]),
        ("(x - 1)^2 + 4|x| + (y - 3)^2 + |y|", 4.0, [(0, 2.5)]),
        ("200 sqrt(|y - x^3/9|) + (x - 2)^2/100", 3.0, [(2, 8 / 9)]),
        ("cbrt(x - y^2)^2 + (y - 1)^2", 3.0, [(1, 1)]),
    ],
)
def test_minima_on_creases_are_found_and_none_invented(
    text: str, half: float, at: list[tuple[float, float]] | None
) -> None:
    known = over(text, (-half, half))
    if at is not None:
        np.testing.assert_allclose(minima(known), at, atol=1e-9)
    assert known.trusted or "border" in known.doubt, known.doubt
    assert known.index_sum == 1


def test_bukins_sixth_has_one_minimum() -> None:
    """Along the crease y = x^2/100 it falls a ten-thousandth as fast as beside it."""
    known = over("100sqrt(|y - 0.01x^2|) + 0.01|x + 10|", (-15, -5), (-3, 3))
    np.testing.assert_allclose(minima(known), [(-10, 1)], atol=1e-9)
    assert len(known.points) == 1


def test_alpines_first_is_counted_to_its_rim() -> None:
    """|g(x)| + |g(y)| with g = x(sin x + 0.1): its zeros are minima along one axis."""
    line = np.linspace(-10, 10, 200_001)
    g = line * (np.sin(line) + 0.1)
    zeros = line[1:-1][(np.abs(g[1:-1]) < np.abs(g[:-2])) & (np.abs(g[1:-1]) <= np.abs(g[2:]))]
    peaks = int(((np.abs(g[1:-1]) > np.abs(g[:-2])) & (np.abs(g[1:-1]) > np.abs(g[2:]))).sum())
    known = over("|x sin(x) + 0.1x| + |y sin(y) + 0.1y|", (-10, 10))
    kinds = Counter(point.kind for point in known.points)
    assert kinds["minimum"] == len(zeros) ** 2
    assert kinds["maximum"] == peaks**2
    assert kinds["saddle"] == 2 * peaks * len(zeros)
    np.testing.assert_allclose(minima(known), sorted(product(zeros, zeros)), atol=2e-4)
    assert known.trusted, known.doubt


def test_a_crest_of_a_crease_is_a_saddle_or_a_maximum() -> None:
    """x^2 - 1 along |y|: both ends of the valley fall, its middle is a saddle; over -|y| a top."""
    for text, kind in (("|y| - x^2", "saddle"), ("-|y| - x^2", "maximum"), ("x^2 - |y|", "saddle"),
                       ("sqrt(|y|) - x^2", "saddle"), ("x^2 - sqrt(|y|)", "saddle")):  # fmt: skip
        (point,) = over(text, (-3, 3)).points
        assert (point.kind, point.x, point.y) == (kind, pytest.approx(0), pytest.approx(0))


def test_creases_that_cross_are_candidates_however_close() -> None:
    """Zeros of x(sin x + 0.1) lie 0.1 apart, little more than a cell of the grid."""
    field = Field(Landscape.read("|x sin(x) + 0.1x| + |y|", (-10, 10), (-10, 10)))
    u, v, number = stationary_on(field, Grid.over(field), creases(field))
    x, _ = field.xy(u[number < 0], v[number < 0])
    assert np.abs(x).min() < 1e-12
    assert np.abs(x + np.arcsin(0.1)).min() < 1e-12


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("100sqrt(|y - 0.01x^2|) + 0.01|x + 10|", ((-15.0, -5.0), (-3.0, 3.0))),
        ("(1 - x)^2 + 10|y - x^2|", ((-2.0, 2.0), (-2.0, 2.0))),
        ("100|y - x^2| + (1 - x)^2", ((-2.0, 2.0), (-2.0, 2.0))),
    ],
)
def test_flows_slide_along_a_curved_crease(
    text: str, view: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    found = basins(Landscape.read(text, *view), 64)
    assert len(found.attractors) == 1
    assert (found.labels == 0).all()
