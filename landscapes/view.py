"""The ranges of a view, and the bounds that they keep."""

from __future__ import annotations

from formulas import FormulaError
from formulas.names import shown
from words import say

Range = tuple[float, float]
Point = tuple[float, float]

# Wider views than this cannot be told from overflow in the colours, narrower ones from rounding.
WIDEST, NARROWEST = 1e6, 1e-6
DEFAULT_RANGE: Range = (-5.0, 5.0)


def view_of(x_range: Range, y_range: Range, names: tuple[str, str]) -> tuple[Range, Range]:
    """The two ranges as floats.

    Raises `FormulaError`, in the names of the axes, for a view that is empty, not finite, or
    beyond 1e6.
    """
    for letter, (low, high) in zip(names, (x_range, y_range), strict=True):
        if not (-WIDEST <= low < high <= WIDEST and high - low >= NARROWEST):
            ends = {"low": f"{-WIDEST:,.0f}", "high": f"{WIDEST:,.0f}"}
            raise FormulaError(say("formula.range", letter=shown(letter), **ends))
    return (float(x_range[0]), float(x_range[1])), (float(y_range[0]), float(y_range[1]))
