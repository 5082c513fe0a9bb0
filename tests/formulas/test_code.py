"""NumPy, plain floats and JavaScript compute the same values from one expression."""

import json
import math
import shutil
import subprocess
from collections.abc import Sequence

import numpy as np
import pytest
from sympy import Expr, gamma

from formulas import gradient, hessian, read, symbol
from formulas.code import (
    ARRAY_FUNCTIONS,
    FLOAT_FUNCTIONS,
    FLOATS,
    JAVASCRIPT,
    JAVASCRIPT_HELPERS,
    NUMPY,
    Dialect,
    compiled,
    write,
    write_lines,
)
from formulas.program import straight_line
from landscapes import CATALOG

VARIABLES = (symbol("x"), symbol("y"))
POINTS = [
    *[(0.3, 0.7), (-0.3, 0.7), (0.3, -0.7), (-0.3, -0.7), (1.7, 2.9), (-1.7, 2.9), (2.9, -1.7)],
    *[(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 2.0), (2.0, -1.0), (-2.0, -3.0)],
    *[(12.5, 3.0), (-40.0, 7.25), (800.0, -800.0), (1e-9, 1e9)],
]
FORMULAS = [
    *("1", "pi", "e", "x", "-x", "2x + 3y", "x - y - 1", "1/3", "-x/2", "x/3 - y/7", "1e-30 x"),
    *("x^2", "x^3", "x^7", "x^8", "x^31", "x^100", "-x^7 + y", "(x + y)^5", "(x - y)^9", "x^2^3"),
    *("x^-1", "x^-2", "x^-7", "1/(x + y)^3", "y/x^2", "1/x/y", "1/(x y)", "x/(y/x)", "-1/x"),
    *("x^0.5", "x^1.5", "x^-0.5", "x^-1.5", "x^2.5", "(x - y)^3.5", "y x^-2.5", "(x^2)^1.5"),
    *("x^(1/3)", "(-x)^(2/3)", "x^2.7", "x^pi", "x^y", "2^x", "2^-x", "2^3^x", "x^x", "(-x)^y"),
    *("-x^2", "(-x)^2", "-(-x)^3", "2 - -x^3", "x*-y", "-(x + 1)(y - 1)", "-(x - y)/(x + y)"),
    *("sqrt(x)", "sqrt(2)x", "sqrt(x^2 + y^2)", "1/sqrt(x)", "x/sqrt(y)", "sqrt(sqrt(x))"),
    *("sin(x)", "cos(2 pi x)", "tan(x)", "sec(x)", "cot(x)", "sinh(x)", "cosh(y)", "tanh(x y)"),
    *("asin(x)", "acos(y)", "atan(x)", "asinh(x)", "acosh(y)", "atanh(x)", "asec(x)", "acosh(x y)"),
    *("exp(x)", "e^(-x^2)", "(e^2)x", "exp(x + y)", "log(x)", "log10(x)", "log2(y)", "log(x)/x"),
    *("|x|", "sign(x)", "floor(x)", "ceil(y)", "cbrt(x)", "max(x, y)", "min(x, y, 0.5)", "relu(x)"),
    *("sigmoid(x)", "sigmoid(-x y)", "softplus(x)", "softplus(-y)", "atan2(y, x)", "hypot(x, y)"),
    *("erf(x)", "erf(x/5) erf(y)", "log1p(x)", "expm1(-x y)", "sinc(x)", "sinc(x + y)"),
    *("round(x)", "round(x/2)", "mod(x, 2)", "mod(y, x)", "clip(x, -1, y)", "heaviside(x)"),
    *("square(x - y)", "huber(x, 1)", "huber(x y, 0.5)", "huber(x, y)", "norm(x, y)"),
    *("if(x != 0, cos(x)/x, 1)", "if(x == y, x, y^2)"),
    *("if(x > 0, sqrt(x), -x)", "if(x > 0, log(x), y)", "if(y <= x, 1/(x - y), 2)"),
    *("if(x > 0, x^7, 0)", "if(x > 0, if(y > 0, log(x y), x), 1/x)", "if(x > y, 1, 2)^3"),
    *(
        "if(x > 0, sqrt(x), -x) + y^2",
        "if(x > 0, x^1.5, if(y > 0, y^0.5, x y)) y",
        "if(x < 0, x, x ln(x))",
    ),
    *(
        "if(|x| < 1, asin(x), atanh(1/x))",
        "if(|x| > 1, acosh(|x|), sqrt(1 - x^2))^2 x",
    ),
    *("x + if(x > 0, log(x), 0) y", "if(x > 0, x^2.5, (-x)^2.5)", "sin(if(x > y, x, y))^2"),
    *("1/if(x > 0, x, 1)^2", "if(if(x > 0, x, y) > 0, 1, -1)", "exp(if(x >= 1, -log(x), 0))"),
    *("|x - |y||^3", "x|x|", "max(x^2, y)^1.5", "min(|x|, |y|)^0.5", "floor(x/2)^3", "cbrt(x)^5"),
    *("sin(x)^20", "cos(x)^-3", "(1 + x^2)^-4", "exp(x)^3", "(x y)^4 + (x y)^6", "(x + y)^2 (x+y)"),
    *("1/(1 + e^-x)", "atan(1/x)", "tanh(1/y)", "e^(-1/x^2)", "x/x", "sqrt(x)^2 y", "x^(-2/5)"),
    *("ln(1 + e^(x y))", "1/cosh(x)^3", "ln(cosh(y))", "x/(e^y - 1)", "ln(e^x + e^y + 1)"),
    *("sqrt(max(x, 0))", "(-min(x, y))^0.3", "if(x > 0, x, 0)^0.5", "x sqrt(|x|)", "x cbrt(x) y"),
    *("tan(x + pi/2)", "sqrt((acosh(x) - y)^2)", "sqrt((log(x)/3 + y)^2)^3"),
    *("x^2 y^3/(x + y)^2.5", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "20 + x^2 - 10cos(2 pi x)"),
]
# Inside these an infinity turns finite again: arrays and JavaScript pass through it, `math` raises.
THROUGH_INFINITY = ("acot(y)", "1/(1 + e^(x^2))")


def source_of(expressions: Sequence[Expr], dialect: Dialect) -> str:
    names = [f"r{i}" for i in range(len(expressions))]
    program = straight_line(expressions, both_branches=dialect is not FLOATS)
    lines = write_lines(program, names, dialect, indent="    ")
    if dialect is JAVASCRIPT:
        return "\n".join(["(x, y) => {", *lines, f"    return [{', '.join(names)}];", "}"])
    return "\n".join(["def f(x, y):", *lines, f"    return {', '.join(names)},"])


def in_floats(
    expressions: Sequence[Expr], points: Sequence[tuple[float, float]] = POINTS
) -> list[list[float]]:
    """Rows of results; nan where `math` raised."""
    function = compiled(source_of(expressions, FLOATS), "f", FLOAT_FUNCTIONS)
    rows = []
    for point in points:
        try:
            rows.append(list(function(*point)))
        except (ArithmeticError, ValueError):
            rows.append([math.nan] * len(expressions))
    return rows


def in_numpy(
    expressions: Sequence[Expr], points: Sequence[tuple[float, float]] = POINTS
) -> np.ndarray:
    function = compiled(source_of(expressions, NUMPY), "f", ARRAY_FUNCTIONS)
    x, y = np.array(points).T
    with np.errstate(all="ignore"):
        return np.stack([np.broadcast_to(result, x.shape) for result in function(x, y)], axis=-1)


def compare(actual: np.ndarray, floats: np.ndarray, text: str) -> None:
    """Where plain floats have values, so has the other, the same; elsewhere it is not finite."""
    defined = np.isfinite(floats).all(axis=-1)
    np.testing.assert_allclose(
        actual[defined], floats[defined], rtol=2e-13, atol=1e-300, err_msg=text
    )
    if text not in THROUGH_INFINITY:
        assert not np.isfinite(actual[~defined]).all(axis=-1).any(), text


@pytest.mark.parametrize("text", [*FORMULAS, *THROUGH_INFINITY])
def test_numpy_and_plain_floats_agree(text: str) -> None:
    expressions = (read(text),)
    compare(in_numpy(expressions), np.array(in_floats(expressions)), text)


@pytest.mark.parametrize("text", [text for text in FORMULAS if "if(" in text])
def test_derivatives_of_a_choice_have_values_where_it_has(text: str) -> None:
    expression = read(text)
    first, second = gradient(expression, VARIABLES), hessian(expression, VARIABLES)
    floats = np.array(in_floats((expression, *first, *second)))
    compare(in_numpy((expression, *first, *second)), floats, text)
    away = [i for i, (x, y) in enumerate(POINTS) if x and y and x != y and abs(x) != 1]
    defined = np.isfinite(np.array(in_floats((expression,)))[:, 0])[away]
    assert defined.any()
    assert np.isfinite(floats[away][defined]).all()


def test_a_condition_without_a_value_has_no_side() -> None:
    texts = ("if(x^9 - y^9 > 0, 1, 2)", "if(ln(x) > 0, 1, 2)")
    expressions = tuple(read(text) for text in texts)
    function = compiled(source_of(expressions[:1], FLOATS), "f", FLOAT_FUNCTIONS)
    assert math.isnan(function(1e40, 1e40)[0])
    arrays = compiled(source_of(expressions, NUMPY), "f", ARRAY_FUNCTIONS)
    with np.errstate(all="ignore"):
        sided, log = arrays(np.array([1e40, 2.0, 0.5, -1.0]), np.array([1e40, 1.0, 1.0, 1.0]))
    np.testing.assert_array_equal(sided, [math.nan, 1, 2, 2])
    np.testing.assert_array_equal(log, [1, 1, 2, math.nan])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_shared_program_computes_what_the_plain_formula_does(text: str) -> None:
    expression = read(text)
    direct = f"def f(x, y):\n    return {write(expression, FLOATS)}"
    function = compiled(direct, "f", FLOAT_FUNCTIONS)
    for point, (shared,) in zip(POINTS, in_floats((expression,)), strict=True):
        try:
            assert shared == pytest.approx(function(*point), rel=2e-13)
        except (ArithmeticError, ValueError):
            assert math.isnan(shared)


def test_javascript_agrees() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("JavaScript is run by node, which is not installed")
    texts = [*FORMULAS, *THROUGH_INFINITY, *(loss.loss.text for loss in CATALOG.values())]
    programs = []
    for text in texts:
        expression = read(text)
        programs.append((expression, *gradient(expression, VARIABLES)))
    functions = ",\n".join(source_of(program, JAVASCRIPT) for program in programs)
    script = f"{JAVASCRIPT_HELPERS}\nconst points = {json.dumps(POINTS)};\n"
    script += f"const all = [{functions}];\n"
    script += "const rows = all.map(f => points.map(([x, y]) => f(x, y)));\n"
    script += (
        "console.log(JSON.stringify(rows, (_, v) => Number.isFinite(v) ? v : v?.map ? v : null))"
    )
    run = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    for text, program, rows in zip(texts, programs, json.loads(run.stdout), strict=True):
        actual = np.array(rows, dtype=float)  # null is nan
        compare(actual, np.array(in_floats(program)), text)


@pytest.mark.parametrize("text", ["x^7", "(x + y)^12 x^3", "x^2.5", "1/x^5", "sin(x)^20 + y^-1.5"])
def test_powers_are_products_in_values_and_derivatives(text: str) -> None:
    expression = read(text)
    second = hessian(expression, VARIABLES)
    for dialect in (FLOATS, NUMPY, JAVASCRIPT):
        source = source_of((expression, *gradient(expression, VARIABLES), *second), dialect)
        assert "pow" not in source.replace("Math.", "")
        assert "**" not in source


def test_powers_inside_a_choice_are_products() -> None:
    assert "pow" not in source_of((read("if(x > 0, x^7, y^3)"),), NUMPY)


def test_a_choice_is_computed_once_and_never_ahead() -> None:
    source = source_of((read("if(x > 0, log(x), 0)^3 + if(x > 0, log(x), 0)"),), FLOATS)
    assert source.count("log(") == 1
    function = compiled(source, "f", FLOAT_FUNCTIONS)
    assert function(-1.0, 0.0) == (0.0,)


def test_code_calls_nothing_but_its_own_functions() -> None:
    function = compiled("def f(x):\n    return open(x)", "f", FLOAT_FUNCTIONS)
    with pytest.raises(NameError):
        function(1.0)


def test_what_no_dialect_knows_is_an_error_when_written() -> None:
    x, _ = VARIABLES
    with pytest.raises(TypeError, match="no code for gamma"):
        write(gamma(x), NUMPY)
