"""Sums of exponentials against mpmath, where a part of them overflows though the whole does not."""

import contextlib
import time
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from mpmath import mp

from formulas import FormulaError, read
from formulas.stable import stable
from landscapes import CATALOG, DataSet, Landscape

# As typed, and the same in mpmath, whose exponents have no bound; None where that has no value, and
# 0 where it is below 1e-(10^12).
KINDS: dict[str, Callable] = {
    "1/(1 + e^(-200x))": lambda x, y: 1 / (1 + mp.exp(-200 * x)),
    "e^(200x)/(1 + e^(200x))": lambda x, y: 1 / (1 + mp.exp(-200 * x)),
    "(1 + e^(-200x))^-1 + y^2": lambda x, y: 1 / (1 + mp.exp(-200 * x)) + y**2,
    "1/(1 + e^(-200x y))^2": lambda x, y: 1 / (1 + mp.exp(-200 * x * y)) ** 2,
    "5/(2 + 3exp(300x - y))": lambda x, y: 5 / (2 + 3 * mp.exp(300 * x - y)),
    "1/(1 + 2^(1000x))": lambda x, y: 1 / (1 + mp.mpf(2) ** (1000 * x)),
    "10^(200x)/(10^(200x) + 10^(200y))": lambda x, y: 1 / (1 + mp.mpf(10) ** (200 * (y - x))),
    "e^(200x)/(1 + e^(200x))^2": lambda x, y: mp.sech(100 * x) ** 2 / 4,
    "x e^(200x)/(1 + e^(200x))": lambda x, y: x / (1 + mp.exp(-200 * x)),
    "(x e^(200x) + y)/(1 + e^(200x))": lambda x, y: y + (x - y) / (1 + mp.exp(-200 * x)),
    "e^(200x)/(e^(200x) + e^(200y) + 1)": lambda x, y: (
        1 / (1 + mp.exp(200 * (y - x)) + mp.exp(-200 * x))
    ),
    "(e^(300x) + e^(300y))/(e^(300x) + e^(300y) + e^(300x y))": lambda x, y: (
        1 / (1 + mp.exp(300 * x * y) / (mp.exp(300 * x) + mp.exp(300 * y)))
    ),
    "e^(200x + 200y)/((1 + e^(200x))(1 + e^(200y)))": lambda x, y: (
        1 / ((1 + mp.exp(-200 * x)) * (1 + mp.exp(-200 * y)))
    ),
    "ln(1 + e^(200x))": lambda x, y: mp.log(1 + mp.exp(200 * x)),
    "ln(3 + 2e^(-200x y))": lambda x, y: mp.log(3 + 2 * mp.exp(-200 * x * y)),
    "ln(e^(200x) + e^(200y))": lambda x, y: mp.log(mp.exp(200 * x) + mp.exp(200 * y)),
    "ln(1 + e^(200x) + e^(200y) + e^(-200y))": lambda x, y: mp.log(
        1 + mp.exp(200 * x) + 2 * mp.cosh(200 * y)
    ),
    "log2(1 + 2^(1000x))": lambda x, y: mp.log(1 + mp.mpf(2) ** (1000 * x), 2),
    "log10(e^(500x) + 1)^2": lambda x, y: mp.log(mp.exp(500 * x) + 1, 10) ** 2,
    "-ln(1/(1 + e^(-200x)))": lambda x, y: mp.log(1 + mp.exp(-200 * x)),
    "-y ln(sigmoid(200x)) - (1 - y) ln(1 - sigmoid(200x))": lambda x, y: (
        mp.log(1 + mp.exp(200 * x)) - y * 200 * x
    ),
    "-ln(e^(200x)/(e^(200x) + e^(200y)))": lambda x, y: mp.log(1 + mp.exp(200 * (y - x))),
    "-ln((1 - tanh(200x))/2)": lambda x, y: mp.log(1 + mp.exp(400 * x)),
    "ln(cosh(300x)) + y": lambda x, y: mp.log(mp.cosh(300 * x)) + y,
    "ln(2cosh(300x)^3/5)": lambda x, y: mp.log(2 * mp.cosh(300 * x) ** 3 / 5),
    "sqrt(1 + e^(300x))/e^(150x)": lambda x, y: mp.sqrt(1 + mp.exp(-300 * x)) if x > -2 else None,
    "(1 + e^(300x))^0.1": lambda x, y: (1 + mp.exp(300 * x)) ** mp.mpf("0.1"),
    "(1 + e^(300x))^(-y^2)": lambda x, y: (1 + mp.exp(300 * x)) ** (-(y**2)),
    "1/cosh(x^5)": lambda x, y: mp.sech(x**5),
    "sech(x^5 + y)^2": lambda x, y: mp.sech(x**5 + y) ** 2,
    "1/(e^(300x) + e^(-300x))": lambda x, y: mp.sech(300 * x) / 2,
    "1/(1 + cosh(300x))": lambda x, y: 1 / (1 + mp.cosh(300 * x)),
    "cosh(x^4)/cosh(x^5)": lambda x, y: mp.cosh(x**4) / mp.cosh(x**5),
    "sinh(300x)/cosh(300x)": lambda x, y: mp.tanh(300 * x),
    "sinh(300x)/(2 + cosh(300x))": lambda x, y: mp.sinh(300 * x) / (2 + mp.cosh(300 * x)),
    "csch(300x) + coth(300x)": lambda x, y: mp.csch(300 * x) + mp.coth(300 * x),
    "(e^(300x) - e^(-300x))/(e^(300x) + e^(-300x))": lambda x, y: mp.tanh(300 * x),
    "(e^(300x) - 1)/(e^(300x) + 1)": lambda x, y: mp.tanh(150 * x),
    "2/(1 + e^(-300x)) - 1": lambda x, y: mp.tanh(150 * x),
    "x/(e^(300x) - 1)": lambda x, y: x / (mp.exp(300 * x) - 1),
    "(e^(300x) - 1)^-2 y": lambda x, y: y / (mp.exp(300 * x) - 1) ** 2,
    "ln(e^(300x) - 1)": lambda x, y: mp.log(mp.exp(300 * x) - 1) if x > 0 else None,
    "y/(1 + x^2 e^(300x))": lambda x, y: y / (1 + x**2 * mp.exp(300 * x)),
    "1/(1 + x^2 + e^(300y))": lambda x, y: 1 / (1 + x**2 + mp.exp(300 * y)),
    "e^(300x)/sinh(300x)": lambda x, y: 2 / (1 - mp.exp(-600 * x)),
    "e^(300x) sigmoid(-300x)": lambda x, y: 1 / (1 + mp.exp(-300 * x)),
    "sqrt(e^(400x) + 1)/(1 + e^(200x))": lambda x, y: (
        mp.sqrt(mp.exp(400 * x) + 1) / (1 + mp.exp(200 * x))
    ),
    "(e^(200x) + 1)^10/(e^(2000x) + 1)": lambda x, y: (
        (mp.exp(200 * x) + 1) ** 10 / (mp.exp(2000 * x) + 1)
    ),
    "1/(3 + sinh(300x)^2)": lambda x, y: 1 / (3 + mp.sinh(300 * x) ** 2),
    "1/(1 + (1 + e^(200x))^2)": lambda x, y: 1 / (1 + (1 + mp.exp(200 * x)) ** 2),
    "sech(300x) sinh(300x)": lambda x, y: mp.tanh(300 * x),
    "atan(sinh(300x))": lambda x, y: mp.atan(mp.sinh(300 * x)),
    "ln(sinh(300x)^2 + 1)": lambda x, y: 2 * mp.log(mp.cosh(300 * x)),
    "ln|e^(300x) - 2|": lambda x, y: mp.log(abs(mp.exp(300 * x) - 2)),
    "ln(1 - tanh(300x)^2)": lambda x, y: -2 * mp.log(mp.cosh(300 * x)),
    "(x - e^(300x))/(y^2 + e^(300x))": lambda x, y: (
        (x - mp.exp(300 * x)) / (y**2 + mp.exp(300 * x))
    ),
    "5/(1 + x e^(-300y))": lambda x, y: 5 / (1 + x * mp.exp(-300 * y)),
    "1/ln(1 + e^(300x) + y^2)": lambda x, y: 1 / mp.log(1 + mp.exp(300 * x) + y**2),
    "log1p(e^(200x)) y": lambda x, y: mp.log(1 + mp.exp(200 * x)) * y,
    "log1p(-sigmoid(200x))": lambda x, y: -mp.log(1 + mp.exp(200 * x)),
    "expm1(200x)/(1 + e^(200x))": lambda x, y: mp.tanh(100 * x),
    "y/expm1(200x)": lambda x, y: y / mp.expm1(200 * x),
    "e^(-e^(300x))": lambda x, y: mp.exp(-mp.exp(300 * x)) if x < 0.1 else 0 * x,
    "e^(-cosh(300x))": lambda x, y: mp.exp(-mp.cosh(300 * x)) if abs(x) < 0.1 else 0 * x,
    "atan(e^(300x))": lambda x, y: mp.atan(mp.exp(300 * x)),
    "max(1 - e^(300x), y) + x": lambda x, y: max(1 - mp.exp(300 * x), y) + x,
    "min(e^(300x), 1 + y)": lambda x, y: min(mp.exp(300 * x), 1 + y),
    "if(x > 0, e^(-300x), cosh(x))": lambda x, y: mp.exp(-300 * x) if x > 0 else mp.cosh(x),
}
PLACES = [
    *[(0.01, 0.3), (-0.013, 0.7), (0.4, -0.6), (-0.35, 0.2), (2.5, 1.2), (-2.7, 0.9)],
    *[(4.9, -4.6), (-4.8, 4.7), (3.9, 3.8), (-4.1, -4.3)],
]


def derivatives(function: Callable, x: float, y: float) -> list[float]:
    """Value, gradient and the upper triangle of the Hessian, by differences of 300 digits."""
    mp.dps = 300
    h = mp.mpf(10) ** -60
    at = {
        (i, j): function(mp.mpf(x) + i * h, mp.mpf(y) + j * h)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
    }
    middle = at[0, 0]
    found = [
        middle,
        (at[1, 0] - at[-1, 0]) / (2 * h),
        (at[0, 1] - at[0, -1]) / (2 * h),
        (at[1, 0] - 2 * middle + at[-1, 0]) / h**2,
        (at[1, 1] - at[1, -1] - at[-1, 1] + at[-1, -1]) / (4 * h**2),
        (at[0, 1] - 2 * middle + at[0, -1]) / h**2,
    ]
    return [float(part) for part in found]


@pytest.fixture(autouse=True)
def _usual_precision() -> object:
    yield
    mpmath.mp.dps = 15


@pytest.mark.parametrize("text", KINDS)
def test_value_gradient_and_hessian_are_right_wherever_the_value_is_finite(text: str) -> None:
    loss, compared = Landscape.read(text), 0
    for place in PLACES:
        if KINDS[text](*map(mpmath.mpf, place)) is None:
            continue
        value, gx, gy, xx, xy, yy = derivatives(KINDS[text], *place)
        if not np.isfinite([value, gx, gy, xx, xy, yy]).all():
            continue
        compared += 1
        assert loss.value(place) == pytest.approx(value, rel=1e-11, abs=1e-300)
        size = max(abs(value), 1.0)
        assert loss.gradient(place) == pytest.approx([gx, gy], rel=1e-10, abs=1e-11 * size)
        curvature = loss.hessian(place)
        expected = np.array([[xx, xy], [xy, yy]])
        np.testing.assert_allclose(curvature, expected, rtol=1e-9, atol=1e-9 * size)
    assert compared >= 4


@pytest.mark.parametrize("loss", CATALOG.values(), ids=CATALOG)
def test_the_losses_of_the_catalogue_stay_as_they_are(loss: Landscape) -> None:
    assert stable(loss.loss.expression) is loss.loss.expression
    slopes = loss.loss.gradient_expressions
    assert tuple(map(stable, slopes)) == slopes


def test_over_data_too() -> None:
    heights = [150.0, 158.5, 163.0, 171.5, 176.0, 188.0]
    table = DataSet("tall", ("height", "tall"), [[h, h > 170] for h in heights])
    land = Landscape.over(table, "(1/(1 + e^(-(w1 height + w2))) - tall)^2")
    same = Landscape.over(table, "(sigmoid(w1 height + w2) - tall)^2")
    entropy = Landscape.over(
        table,
        "-tall ln(1/(1 + e^-(w1 height + w2))) - (1 - tall) ln(1 - 1/(1 + e^-(w1 height + w2)))",
    )
    points = land.mesh(21)
    for method in ("value", "gradient", "hessian"):
        found = getattr(land, method)(points)
        assert np.isfinite(found).all()
        np.testing.assert_array_equal(found, getattr(same, method)(points))
        assert np.isfinite(getattr(entropy, method)(points)).all()
    assert entropy.value((5.0, 5.0)) == pytest.approx(
        np.mean([0 if tall else 5 * height + 5 for height, tall in table.training])
    )


HOSTILE = [
    "1/(" + "+".join(f"e^({i}x y)" for i in range(1, 30)) + ")",
    "(" + " ".join(f"(1 + e^({i}x))" for i in range(1, 15)) + ")/(e^x + e^y)",
    "1/(1 + e^x)" + "/(1 + e^(x y))" * 12,
    "ln(1 + e^" * 12 + "x" + ")" * 12,
    "1/(1 + e^(1/(" * 6 + "1 + e^x" + ")))" * 6,
    "(e^x + e^y)^100/(e^x + 2e^y)^100",
    "sinh(x)^40/(cosh(x) + sinh(y))^40",
    "e^(-e^(-e^(-e^(-e^x))))",
    "2^3^2^x/(1 + 3^2^x)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_takes_bounded_time(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(FormulaError):
        Landscape.read(text)
    assert time.process_time() - begun < 1.0


def test_a_stable_form_stays_as_it_is() -> None:
    for text in KINDS:
        once = read(text)
        assert stable(once) == once, text
