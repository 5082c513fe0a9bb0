"""Losses with fast ripples, whose stationary points are counted in closed form or published."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.survey import Survey, survey
from landscapes import Landscape

SHUBERT = "(cos(2x + 1) + 2cos(3x + 2) + 3cos(4x + 3) + 4cos(5x + 4) + 5cos(6x + 5))"
TREFETHEN = (
    "exp(sin(50x)) + sin(60exp(y)) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x + y)) + (x^2 + y^2)/4"
)
CHICHINADZE = "x^2 - 12x + 11 + 10cos(pi x/2) + 8sin(5pi x/2) - sqrt(1/5) exp(-(y - 0.5)^2/2)"


def over(text: str, half: float) -> Survey:
    return survey(Landscape.read(text, (-half, half), (-half, half)))


def counts(known: Survey) -> dict[str, int]:
    return dict(Counter(point.kind for point in known.points))


def turning_points(value: NDArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The lowest and the highest places among finely sampled values of one variable."""
    rising = np.diff(value) > 0
    return (
        np.flatnonzero(~rising[:-1] & rising[1:]) + 1,
        np.flatnonzero(rising[:-1] & ~rising[1:]) + 1,
    )


def test_shubert_has_722_minima_of_which_18_are_lowest() -> None:
    """A product f(x) f(y) is lowest where one factor has a minimum below 0, the other a maximum.

    Within +-10 f has 19 of each. The 760 minima of the literature count the 38 with one factor
    at the end of its range, where it falls on: they stand on the border of the view.
    """
    x = np.linspace(-10, 10, 200_001)
    k = np.arange(1, 6)
    low, high = turning_points(f := (k * np.cos(np.multiply.outer(x, k + 1) + k)).sum(axis=-1))
    assert (f[low] < 0).all()
    assert (f[high] > 0).all()
    minima = 2 * low.size * high.size
    assert minima == 722
    ends = int(f[-1] < 0 and f[-2] > f[-1])
    assert minima + 2 * ends * high.size == 760
    zeros = int((np.diff(np.sign(f)) != 0).sum())
    known = over(SHUBERT + SHUBERT.replace("x", "y"), 10)
    saddles = zeros**2
    assert counts(known) == {"minimum": 722, "maximum": 722, "saddle": saddles}
    assert known.trusted, known.doubt
    lowest = [m for m in known.minima if m.value < -186.73]
    assert len(lowest) == 18
    assert lowest[0].value == pytest.approx(-186.7309088310239, abs=1e-9)


def test_trefethens_challenge_has_its_published_stationary_points() -> None:
    """Bornemann, Laurie, Wagon & Waldvogel, The SIAM 100-Digit Challenge, 2004, chapter 4."""
    known = over(TREFETHEN, 1)
    assert counts(known) == {"minimum": 693, "maximum": 667, "saddle": 1360}
    assert known.trusted, known.doubt
    best = known.points[0]
    assert best.value == pytest.approx(-3.306868647475237, abs=1e-12)
    np.testing.assert_allclose((best.x, best.y), (-0.0244030796, 0.2106124272), atol=1e-9)


@pytest.mark.parametrize("number", [2, 4])
def test_schaffers_ripples_turn_where_hyperbolas_cross_the_axes(number: int) -> None:
    """x^2 - y^2 = k pi or (k + 1/2) pi has its vertices on the axes, and each branch one point.

    The slow fall of the amplitude moves them by less than a hundredth.
    """
    wave = {2: "sin(x^2 - y^2)^2", 4: "cos(sin(|x^2 - y^2|))^2"}[number]
    known = over(f"0.5 + ({wave} - 0.5)/(1 + 0.001(x^2 + y^2))^2", 10)
    whole, half = np.pi * np.arange(1, 32), np.pi * (np.arange(32) + 0.5)
    assert whole[-1] < 100 - 0.1
    assert half[-1] < 100 - 0.1
    if number == 2:
        assert counts(known) == {"minimum": 1 + 4 * 31, "maximum": 4 * 32}
    else:
        assert counts(known) == {"maximum": 1 + 4 * 31, "minimum": 4 * 32}
        assert known.minima[0].value == pytest.approx(0.292578632, abs=1e-9)
    assert known.trusted, known.doubt
    places = np.array([(p.x, p.y) for p in known.points])
    assert np.abs(places).min(axis=1).max() < 1e-9, "all lie on an axis"
    found = np.sort((places**2).max(axis=1))
    expected = np.sort(np.append(np.repeat(np.append(whole, half), 4), 0.0))
    np.testing.assert_allclose(found, expected, atol=0.01)


def test_chichinadze_turns_along_one_line_only() -> None:
    """It is a sum of parts of x and of y, and that of y has one turning point, a minimum."""
    x = np.linspace(-30, 30, 600_001)
    low, high = turning_points(
        x**2 - 12 * x + 10 * np.cos(np.pi * x / 2) + 8 * np.sin(5 * np.pi * x / 2)
    )
    known = over(CHICHINADZE, 30)
    assert counts(known) == {"minimum": low.size, "saddle": high.size}
    assert not known.regions
    assert known.trusted, known.doubt
    places = np.array([(p.x, p.y) for p in known.points])
    np.testing.assert_allclose(places[:, 1], 0.5, atol=1e-9)
    np.testing.assert_allclose(np.sort(places[:, 0]), np.sort(x[np.append(low, high)]), atol=2e-4)
    assert known.points[0].value == pytest.approx(-42.94438701899098, abs=1e-10)


def test_michalewicz_has_two_minima() -> None:
    view = (0.0, 3.1415926)
    known = survey(Landscape.read("-sin(x)sin(x^2/pi)^20 - sin(y)sin(2y^2/pi)^20", view, view))
    minima = [(m.x, m.y, m.value) for m in known.points if m.kind == "minimum"]
    np.testing.assert_allclose(minima[0], (2.20290552, 1.57079633, -1.80130341), atol=1e-8)
    assert len(minima) == 2
    assert not any(region.shape == "plateau" for region in known.regions)


@pytest.mark.parametrize(
    ("text", "half", "expected"),
    [
        # (cos a x)(cos b y): extremes where both are extreme, saddles where both are zero
        ("cos(40x) cos(30y)", 2.0, (51 * 39, 50 * 38)),
        ("sin(60x) + sin(55y)", 1.5, None),
        ("x^2 + y^2 + cos(90x)/100 + cos(80y)/100", 1.0, None),
    ],
)
def test_other_ripples_are_counted(
    text: str, half: float, expected: tuple[int, int] | None
) -> None:
    known = over(text, half)
    assert known.trusted, known.doubt
    line = np.linspace(-half, half, 100_001)
    loss = Landscape.read(text)
    if expected is None:
        (lx, hx), (ly, hy) = (
            turning_points(loss.value(np.stack(at, axis=-1)))
            for at in ((line, 0 * line), (0 * line, line))
        )
        found = counts(known)
        assert found["minimum"] == lx.size * ly.size
        assert found.get("maximum", 0) == hx.size * hy.size
        assert found["saddle"] == lx.size * hy.size + hx.size * ly.size
    else:
        extremes = counts(known)["minimum"] + counts(known)["maximum"]
        assert (extremes, counts(known)["saddle"]) == expected


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [
        ("-x^2 + 1e-10y^2", "saddle", -1),
        ("x^2 - 1e-10y^2", "saddle", -1),
        ("-(x - 0.3)^2 + 1e-10(y - 0.2)^2", "saddle", -1),
        ("-x^2 + 1e-8y^2 + 1e-5x y", "saddle", -1),
        ("cos(x) + 1e-10y^2", "saddle", -1),
        ("-x^2 - 1e-10y^2", "maximum", 1),
        ("x^2 + 1e-10y^2", "minimum", 1),
        ("(x + y)^2 - 1e-9(x - y)^2", "saddle", -1),
        ("-x^2 + 1e-11y^2", "saddle", -1),
        ("x^2 + 1e-10y^4", "minimum", 1),
        ("-x^2 + 1e-10y^4", "saddle", -1),
    ],
)
def test_a_tiny_curvature_counts_by_its_sign(text: str, kind: str, index: int) -> None:
    known = over(text, 3)
    assert [(p.kind, p.index) for p in known.points] == [(kind, index)]
    assert not known.regions
    assert known.trusted, known.doubt


@pytest.mark.parametrize("text", ["(x - 0.1)^2 (y + 0.3)^2", "(x - 0.1)^2 (y^2 + 1)"])
def test_what_rounding_leaves_of_a_slope_is_none(text: str) -> None:
    """Beside x = 0.1, off by a rounding, the slope along the valley is even, and 1e-33."""
    known = over(text, 3)
    assert not known.points
    assert {region.name for region in known.regions} == {"valley of minima"}


def test_many_poles_are_followed_where_a_finer_grid_shows_them() -> None:
    known = survey(Landscape.read("tan(20x)"))
    assert not known.points
    assert known.pole is not None
