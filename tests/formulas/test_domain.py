"""A formula has a value just where what was typed has one: arrays, plain floats, JavaScript."""

import json
import math
import shutil
import subprocess
from collections.abc import Callable

import numpy as np
import pytest

from formulas import FormulaError, gradient, read
from formulas.code import FLOAT_FUNCTIONS, FLOATS, JAVASCRIPT, JAVASCRIPT_HELPERS, compiled
from landscapes import CATALOG, Landscape
from optimizers import RULES, trace
from tests.formulas.test_code import VARIABLES, in_floats, in_numpy, source_of

# As typed; where it has a value; that value.
Real = Callable[[float, float], float]
DOMAINS: dict[str, tuple[Real, Real]] = {
    "x/x": (lambda x, y: x != 0, lambda x, y: 1),
    "x^2/x + y": (lambda x, y: x != 0, lambda x, y: x + y),
    "1/(1/x)": (lambda x, y: x != 0, lambda x, y: x),
    "x/(x y)": (lambda x, y: x != 0 and y != 0, lambda x, y: 1 / y),
    "(x + 1)^2/(x + 1)": (lambda x, y: x != -1, lambda x, y: x + 1),
    "|x|/|x|": (lambda x, y: x != 0, lambda x, y: 1),
    "x y - (x y/x)x": (lambda x, y: x != 0, lambda x, y: 0),
    "2/x - 2/x + y": (lambda x, y: x != 0, lambda x, y: y),
    "0/x": (lambda x, y: x != 0, lambda x, y: 0),
    "x^0": (lambda x, y: True, lambda x, y: 1),
    "ln(x)^0 + y": (lambda x, y: x > 0, lambda x, y: 1 + y),
    "x^-1*x^3": (lambda x, y: x != 0, lambda x, y: x**2),
    "sqrt(x)^2": (lambda x, y: x >= 0, lambda x, y: x),
    "sqrt(x)sqrt(x) + y^2": (lambda x, y: x >= 0, lambda x, y: x + y**2),
    "x^0.5*x^1.5": (lambda x, y: x >= 0, lambda x, y: x**2),
    "sqrt(x y)^4": (lambda x, y: x * y >= 0, lambda x, y: (x * y) ** 2),
    "sqrt(-x)^2": (lambda x, y: x <= 0, lambda x, y: -x),
    "sqrt(x) - sqrt(x)": (lambda x, y: x >= 0, lambda x, y: 0),
    "(x^2)^(1/2)": (lambda x, y: True, lambda x, y: abs(x)),
    "sqrt(x^2 + y^2)^2": (lambda x, y: True, lambda x, y: x**2 + y**2),
    "(x - x)ln(x)": (lambda x, y: x > 0, lambda x, y: 0),
    "0*ln(x) + y": (lambda x, y: x > 0, lambda x, y: y),
    "ln(x) + ln(y) - ln(x)": (lambda x, y: x > 0 and y > 0, lambda x, y: math.log(y)),
    "ln(x)/ln(x)": (lambda x, y: x > 0 and x != 1, lambda x, y: 1),
    "exp(ln(x))": (lambda x, y: x > 0, lambda x, y: x),
    "e^(2ln(x)) y": (lambda x, y: x > 0, lambda x, y: x**2 * y),
    "2^(log2(x))": (lambda x, y: x > 0, lambda x, y: x),
    "e^(ln(x)/2)": (lambda x, y: x > 0, lambda x, y: math.sqrt(x)),
    "ln(e^x)": (lambda x, y: True, lambda x, y: x),
    "ln(x^2)": (lambda x, y: x != 0, lambda x, y: 2 * math.log(abs(x))),
    "2ln(x)": (lambda x, y: x > 0, lambda x, y: 2 * math.log(x)),
    "ln(1/x)": (lambda x, y: x > 0, lambda x, y: -math.log(x)),
    "sin(asin(x))": (lambda x, y: abs(x) <= 1, lambda x, y: x),
    "cos(acos(x)) + y": (lambda x, y: abs(x) <= 1, lambda x, y: x + y),
    "tanh(atanh(x))": (lambda x, y: abs(x) < 1, lambda x, y: x),
    "acosh(x) - acosh(x)": (lambda x, y: x >= 1, lambda x, y: 0),
    "arctan(y/x)": (lambda x, y: x != 0, lambda x, y: math.atan(y / x)),
    "tanh(1/x)": (lambda x, y: x != 0, lambda x, y: math.tanh(1 / x)),
    "e^(-1/x^2)": (lambda x, y: x != 0, lambda x, y: math.exp(-1 / x**2)),
    "sigmoid(1/x) y": (lambda x, y: x != 0, lambda x, y: y / (1 + math.exp(-1 / x))),
    "1/(1 + 1/x)": (lambda x, y: x not in (0, -1), lambda x, y: x / (x + 1)),
    "1/ln(x)": (lambda x, y: x > 0 and x != 1, lambda x, y: 1 / math.log(x)),
    "atan(ln(x))": (lambda x, y: x > 0, lambda x, y: math.atan(math.log(x))),
    "max(1/x, 1)": (lambda x, y: x != 0, lambda x, y: max(1 / x, 1)),
    "min(ln|x|, y)": (lambda x, y: x != 0, lambda x, y: min(math.log(abs(x)), y)),
    "cot(x) tan(x)": (lambda x, y: x != 0, lambda x, y: 1),
    "x^y/x^y": (
        lambda x, y: x > 0 or (y % 1 == 0 and x != 0) or (x, y) == (0, 0),
        lambda x, y: 1,
    ),
    "if(x > 0, x/x, 2)": (lambda x, y: True, lambda x, y: 1 if x > 0 else 2),
    "if(x >= 0, x/x, 2) y": (lambda x, y: x != 0, lambda x, y: y if x > 0 else 2 * y),
    "if(1/x > 0, 1, 2)": (lambda x, y: x != 0, lambda x, y: 1 if x > 0 else 2),
    "if(ln(x) > 0, 1, 2)": (lambda x, y: x > 0, lambda x, y: 1 if x > 1 else 2),
    "if(x/x > 0, y, 2)": (lambda x, y: x != 0, lambda x, y: y),
    "0*if(x > 0, 1/y, 2)": (lambda x, y: not (x > 0 and y == 0), lambda x, y: 0),
    "if(x > 0, ln(x) - ln(x), if(y > 0, y/y, 3))": (
        lambda x, y: True,
        lambda x, y: 0 if x > 0 else 1 if y > 0 else 3,
    ),
    "(1 - x)/(x - 1) + y": (lambda x, y: x != 1, lambda x, y: y - 1),
    "if(x > 0, 1/y, y)^-2": (
        lambda x, y: y != 0,
        lambda x, y: y**2 if x > 0 else y**-2,
    ),
    "tanh(asin(x)^(-0.5))": (
        lambda x, y: 0 < x <= 1,
        lambda x, y: math.tanh(math.asin(x) ** -0.5),
    ),
    "if(|x|/if(x < 2, y, x) > 1, 2, 3)": (
        lambda x, y: not (x < 2 and y == 0),
        lambda x, y: 2 if abs(x) / (y if x < 2 else x) > 1 else 3,
    ),
    "x^(1/3)": (lambda x, y: True, lambda x, y: math.cbrt(x)),
    "x^(2/3)": (lambda x, y: True, lambda x, y: math.cbrt(x) ** 2),
    "x^(4/3)": (lambda x, y: True, lambda x, y: math.cbrt(x) ** 4),
    "x^(-2/3)": (lambda x, y: x != 0, lambda x, y: math.cbrt(x) ** -2),
    "x^(2/6) y": (lambda x, y: True, lambda x, y: math.cbrt(x) * y),
    "x^(1/5)": (lambda x, y: True, lambda x, y: math.copysign(abs(x) ** 0.2, x)),
    "(x - y)^(-3/7)": (
        lambda x, y: x != y,
        lambda x, y: math.copysign(abs(x - y) ** (-3 / 7), x - y),
    ),
    "(x^(1/3))^3": (lambda x, y: True, lambda x, y: x),
    "x^(1/3)/x^(1/3)": (lambda x, y: x != 0, lambda x, y: 1),
    "x^(2/4)": (lambda x, y: x >= 0, lambda x, y: math.sqrt(x)),
    "x^0.666": (lambda x, y: x >= 0, lambda x, y: x**0.666),
    "x^0.2": (lambda x, y: x >= 0, lambda x, y: x**0.2),
    "x^(1/3.0)": (lambda x, y: x >= 0, lambda x, y: x ** (1 / 3)),
}
GRID = [(x, y) for x in (-3.7, -1.0, -0.4, 0.0, 0.3, 1.0, 2.6) for y in (-2.0, 0.0, 0.7, 1.0)]


@pytest.mark.parametrize("text", DOMAINS)
def test_there_is_a_value_just_where_what_was_typed_has_one(text: str) -> None:
    has_value, value = DOMAINS[text]
    expression = read(text)
    code = compiled(source_of((expression,), FLOATS), "f", FLOAT_FUNCTIONS)
    loss = Landscape.read(text)
    for place in GRID:
        try:
            floats = float(code(*place)[0])
        except (ArithmeticError, ValueError):
            floats = math.nan
        expected = value(*place) if has_value(*place) else math.nan
        assert floats == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True), place
        assert loss.value(place) == pytest.approx(expected, rel=1e-12, abs=1e-12, nan_ok=True), (
            place
        )
        if not has_value(*place):
            assert np.isnan(loss.gradient(place)).all()
            assert np.isnan(loss.hessian(place)).all()


@pytest.mark.parametrize("text", ["x/x", "(x^2/x)y", "sqrt(x)^2 + y", "atan(y/x)", "0*ln(x)"])
def test_a_gradient_alone_has_no_value_either(text: str) -> None:
    slopes, outside = gradient(read(text), VARIABLES), [(0.0, 0.7), (-0.0, 2.0)]
    if "sqrt" in text:
        outside = [(-0.3, 0.7), (-2.0, 1.0)]
    assert not np.isfinite(in_numpy(slopes, outside)).any()
    assert not np.isfinite(in_floats(slopes, outside)).any()


def test_javascript_has_the_same_domain() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("JavaScript is run by node, which is not installed")
    functions = ",\n".join(source_of((read(text),), JAVASCRIPT) for text in DOMAINS)
    script = f"{JAVASCRIPT_HELPERS}\nconst all = [{functions}];\nconst grid = {json.dumps(GRID)};\n"
    script += "console.log(JSON.stringify(all.map(f => grid.map(([x, y]) => f(x, y)[0]))));"
    run = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    for (text, (has_value, value)), row in zip(
        DOMAINS.items(), json.loads(run.stdout), strict=True
    ):
        for place, found in zip(GRID, row, strict=True):
            assert (found is not None) == has_value(*place), (text, place)
            if found is not None:
                assert found == pytest.approx(value(*place), rel=1e-12, abs=1e-12), (text, place)


def test_a_run_ends_where_what_was_typed_has_no_value() -> None:
    loss = Landscape.read("(x + 3)^2 + sqrt(x)^2 - x")
    run = trace(RULES["gd"], loss, (1.0, 0.0), steps=50, settings={"eta": 0.2})
    assert run.ended == 1
    assert run.points[1] == pytest.approx((-0.6, 0.0))
    assert np.isnan(run.losses[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [("(-8)^(1/3) x", -2), ("x + (-32)^(1/5)", -1), ("x*(-8)^(-2/3)", 0.25), ("(-27)^(4/3)x", 81)],
)
def test_odd_roots_of_negative_numbers_are_real(text: str, value: float) -> None:
    assert Landscape.read(text).value((1.0, 0.0)) == pytest.approx(value)


def test_a_decimal_power_of_a_negative_number_is_refused() -> None:
    with pytest.raises(FormulaError, match="no real value"):
        read("(-8)^0.2 x")


@pytest.mark.parametrize("loss", CATALOG.values(), ids=CATALOG)
def test_the_losses_of_the_catalogue_need_nothing_more(loss: Landscape) -> None:
    assert "Nought" not in str(loss.loss.expression)
