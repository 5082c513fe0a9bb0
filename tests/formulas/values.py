"""What a typed formula is worth, held against a program of the same loss."""

from collections.abc import Callable

import pytest

from formulas import read
from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write

Value = Callable[[float, float], float]
POINTS = [(0.7, 1.3), (-0.6, 0.4), (2.5, -1.7), (-1.2, -0.9)]


def check(text: str, expected: Value, tolerance: float = 1e-12) -> None:
    """The formula of x and y has the expected values, in plain floats."""
    source = f"def f(x, y):\n    return {write(read(text), FLOATS)}"
    value = compiled(source, "f", FLOAT_FUNCTIONS)
    for point in POINTS:
        assert value(*point) == pytest.approx(expected(*point), rel=tolerance, abs=tolerance)
