"""Gradients and Hessians of everything that can be typed, against finite differences."""

import time

import numpy as np
import pytest
import sympy

from formulas import FUNCTIONS, FormulaError, gradient, hessian, read, symbol
from formulas.code import FLOATS, JAVASCRIPT, NUMPY, write, write_lines
from formulas.expression import operations
from formulas.program import straight_line
from landscapes import FormulaLoss, Landscape
from tests.words import korean

VARIABLES = (symbol("x"), symbol("y"))
STEP = 1e-5

# Inside the domain of every function with one argument: those that need more than 1, the rest.
ABOVE_ONE = ("acosh", "asec", "acsc", "acoth")
ONE_ARGUMENT = sorted({row.name for row in FUNCTIONS.values() if row.most == 1})

SEVERAL = [
    *("min(x, y)", "max(x^2, y, x y)", "atan2(y, x)", "hypot(x, 2y)", "x^y", "2^(x y)", "x^x"),
    *("if(x > y, x^2 y, sin(x))", "if(x y < 0.1, x^3, y^3)", "relu(x - y)^2", "max(x, y)^3"),
    *("sqrt(x^2)", "(x^2)^(1/2) y", "(x^4)^(1/4)", "(x^2)^(1/3)", "(x^2 y^2)^0.5", "(x^6)^(1/2)"),
    *("|x|^3", "|x|^0.5 y", "|x - |y||", "x|x|y", "||x| - 1||y|", "exp(-|x y|)", "sqrt(|x|) y"),
    *("cbrt(x)^2", "cbrt(x y - 3)", "sigmoid(x y)^2", "softplus(x - y)^2", "log(x^2 + y^2)"),
    *("x^2.5 y^1.5", "x^-3 y", "1/(x^2 + y^2)", "x/y", "e^(-x^2/2)", "sin(x)^2 cos(y)^3"),
    *("floor(3x) y^2", "sign(x - y) x^2", "ceil(x) x y", "tan(x)^2", "min(x, y, x^2, 0.5)"),
    *("tan(x y + pi/2)", "sqrt((log(|x|) - y)^2)", "exp(sqrt((asinh(x) y - x)^2))"),
]
CHOICES = [
    *(
        "sqrt(max(x, 0)) + y^2",
        "relu(x y)^0.5 y",
        "max(0, x^2 + y^2 - 1)^0.5",
        "(-min(x, 0))^(1/3)",
    ),
    *(
        "if(x > 0, x, 0)^0.5",
        "asin(min(x, 1)/2 + 1/2)",
        "acosh(max(1, x + y))",
        "sqrt(1 - min(1, x^2))",
    ),
    *("cbrt(relu(x)) y", "sqrt(if(x > 0, if(y > 0, x y, 0), 0))", "relu(-x)^0.3 relu(y)^0.5"),
    *("if(x > 0, sqrt(x), -x) + y^2", "if(y < x, x - y, (y - x)^1.5)", "if(x < 0, x^2, x ln(x)) y"),
    *("if(x y > 0, ln(x y), -x y)^2", "x if(y > 0, y^0.5, 1/y)", "exp(if(x > 0, -x^0.3, x))"),
    *("if(x > 0, if(y > 0, sqrt(x y), x), if(y < 0, ln(x y), x^3))", "if(|x| < 1, acos(x), 0) y"),
    *("if(x > 0, sqrt(x), 0) if(y > 0, sqrt(y), 1)", "if(if(x > 0, ln(x), 1) > 0, x, y^2)"),
    *("max(if(x > 0, sqrt(x), -x), y)", "if(x > 0, cbrt(x) + x^0.1, |x|^0.9) + y"),
    *(
        "if(x > 0, sqrt(1 + x), 1 + x/2) y",
        "if(x <= 1, 1/(2 - x), ln(x)) + y",
        "(x y)^2 if(x > 0, x^x, 1)",
    ),
]
POINTS = np.array([(0.31, 0.83), (0.74, 0.22), (0.57, 0.41)])
EVERYWHERE = np.array([(-0.61, 0.83), (0.74, -0.32), (-0.37, -0.91), (1.7, 0.4)])
ON_BOTH_SIDES = [text for text in SEVERAL if text not in ("x^y", "x^x", "x^2.5 y^1.5")]


def against_finite_differences(text: str, points: np.ndarray) -> None:
    loss = Landscape.read(text)
    along_x, along_y = np.array([STEP, 0]), np.array([0, STEP])
    slopes, curvature = loss.gradient(points), loss.hessian(points)
    for i, along in enumerate((along_x, along_y)):
        rise = (loss.value(points + along) - loss.value(points - along)) / (2 * STEP)
        bend = (loss.gradient(points + along) - loss.gradient(points - along)) / (2 * STEP)
        np.testing.assert_allclose(slopes[:, i], rise, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(curvature[:, i], bend, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", ONE_ARGUMENT)
def test_functions_of_one_argument(name: str) -> None:
    away = 1.3 if name in ABOVE_ONE else 0
    against_finite_differences(f"{name}(x y^2 + {away})", POINTS)
    against_finite_differences(f"{name}({away} + x)^2 y", POINTS)


@pytest.mark.parametrize("text", SEVERAL)
def test_kinks_choices_powers_and_functions_of_several_arguments(text: str) -> None:
    against_finite_differences(text, POINTS)


@pytest.mark.parametrize("text", ON_BOTH_SIDES)
def test_derivatives_hold_for_negative_coordinates_too(text: str) -> None:
    against_finite_differences(text, EVERYWHERE)


@pytest.mark.parametrize("text", CHOICES)
def test_a_choice_has_the_derivatives_of_the_chosen(text: str) -> None:
    against_finite_differences(text, EVERYWHERE)


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        *[("|x|", 0), ("relu(x)", 0), ("sign(x)", 0), ("floor(x)", 0), ("ceil(x)", 0)],
        *[("max(x, 3x)", 3), ("min(x, 3x)", 3), ("if(x > 0, x, 2x)", 2), ("x|x|", 0)],
    ],
)
def test_at_a_kink_the_stated_side_is_taken(text: str, slope: float) -> None:
    assert Landscape.read(text).gradient((0.0, 0.5)) == pytest.approx([slope, 0])


@pytest.mark.parametrize("text", [*SEVERAL, *(f"{name}(x y)" for name in ONE_ARGUMENT)])
def test_nothing_unprintable_is_left(text: str) -> None:
    second = hessian(read(text), VARIABLES)
    for derivative in (*gradient(read(text), VARIABLES), *second):
        theirs = (sympy.Derivative, sympy.DiracDelta, sympy.Abs, sympy.sign, sympy.Max, sympy.re)
        assert not derivative.has(*theirs)
        for dialect in (FLOATS, NUMPY, JAVASCRIPT):
            write(derivative, dialect)


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        *[("x sqrt(|x|)", 0), ("x^2 sqrt(|x|) + x", 1), ("(x - 1)|x - 1|^0.3 + 2x", 2.0)],
        *[("x cbrt(x)", 0), ("x^(1/3) x", 0), ("x|x|^(2/3)", 0)],
        *[("sqrt(x^2)^3", 0), ("(x^2)^(3/2)", 0), ("|x|^1.5", 0), ("x|x|", 0), ("|x|^3", 0)],
        *[("x^(4/3)", 0), ("sin(x) sqrt(|sin(x)|)", 0), ("relu(x)^1.5", 0), ("cbrt(x)^3", 1)],
    ],
)
def test_a_smooth_place_of_a_root_has_its_slope(text: str, slope: float) -> None:
    place = (1.0, 0.5) if "x - 1" in text else (0.0, 0.5)
    assert Landscape.read(text).gradient(place) == pytest.approx([slope, 0])
    against_finite_differences(text, EVERYWHERE)


def test_derivatives_are_those_of_sympy() -> None:
    for text in ("x^3 y - sin(x y)", "exp(-x^2) cos(y)", "(x + y)^5/(1 + x^2)", "2^(x) y^3"):
        expression = read(text)
        for slope, variable in zip(gradient(expression, VARIABLES), VARIABLES, strict=True):
            assert sympy.expand(slope - expression.diff(variable)) == 0


def test_the_hessian_of_many_variables_is_the_upper_triangle_row_by_row() -> None:
    names = ("a", "b", "c", "d")
    variables = [symbol(name) for name in names]
    expression = read("a^2 b sin(c) + exp(b c) d^3", names)
    second = hessian(expression, variables)
    expected = [expression.diff(u, v) for i, u in enumerate(variables) for v in variables[i:]]
    assert len(second) == len(expected) == 10
    for actual, theirs in zip(second, expected, strict=True):
        assert sympy.expand(actual - theirs) == 0


def test_second_derivatives_of_very_many_variables_are_refused_in_time() -> None:
    names = [f"w{i}" for i in range(100)]
    expression = read("(" + "+".join(names) + ")^100", names)
    begun = time.process_time()
    with pytest.raises(FormulaError, match="gets too long"):
        hessian(expression, [symbol(name) for name in names])
    assert time.process_time() - begun < 1.0


def test_constant_derivatives_fill_the_shape_of_the_points() -> None:
    points = np.zeros((3, 4, 2))
    assert Landscape(FormulaLoss("2x + 3y")).gradient(points).shape == (3, 4, 2)
    assert np.all(Landscape(FormulaLoss("2x + 3y")).hessian(points) == 0)


def test_a_gradient_that_gets_too_long_is_refused() -> None:
    text = "*".join(f"sin({i}x)" for i in range(1, 30))
    with pytest.raises(FormulaError, match="gradient of this gets too long") as caught:
        gradient(read(text), VARIABLES)
    korean.check(caught.value.message)


def test_operations_count_an_expression_written_out() -> None:
    assert operations(read("x")) == 0
    assert operations(read("x^2 + 2x y + 1")) == 5
    assert operations(read("sin(x y) cos(x y)")) == 5


def test_code_of_derivatives_shares_parts() -> None:
    expression = read("exp(-(x^2 + y^2)) sin(x y)")
    program = straight_line((expression, *gradient(expression, VARIABLES)))
    source = "\n".join(write_lines(program, ["f", "gx", "gy"], NUMPY))
    assert source.count("exp(") == 1
    assert source.count("sin(") == 1
