"""Numbers and places as a sentence says them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from words import say

NOTHING = 1e-12  # of what it is measured against: a number this small is nothing
CLOSE = 1e-6  # of the same: numbers this close need not be told apart
NEARLY = 0.1  # of a direction: with less across an axis it is told as that of the axis
DIGITS = 3
MAX_DIGITS = 12


def amount(value: float, scale: float = 0.0, digits: int = DIGITS) -> str:
    """A number to three digits: 3.98, 0.00963, 2140, 1.2e+06; 0.00 if nothing beside `scale`."""
    if not math.isfinite(value):
        return say("verdict.no_value")
    if abs(value) <= NOTHING * abs(scale):
        return "0.00"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if -4 < exponent < max(digits, 5):
        return f"{value:.{max(0, digits - 1 - exponent)}f}"
    return f"{value:.{digits}g}"


def without_rounding(value: float, scale: float) -> float:
    """A number as a table has it: 0 where it is nothing beside `scale`, as in a sentence."""
    return 0.0 if abs(value) <= NOTHING * abs(scale) else value


def against(value: float, other: float, scale: float = 0.0) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart, if anything does."""
    if abs(value - other) <= CLOSE * scale:
        return amount(value, scale), amount(other, scale)
    for digits in range(DIGITS, MAX_DIGITS):
        said = amount(value, scale, digits), amount(other, scale, digits)
        if said[0] != said[1]:
            return said
    return amount(value, scale), amount(other, scale)


def setting(value: float) -> str:
    """A setting as it is typed: 0.1, 2, 5e-06."""
    return f"{value:.10g}"


def along(direction: tuple[float, float], names: tuple[str, str], nearly: float = NEARLY) -> str:
    """The name of an axis where a direction is nearly that of it, else the direction itself."""
    x, y = direction
    if abs(y) < nearly * abs(x):
        return names[0]
    return names[1] if abs(x) < nearly * abs(y) else f"({x:.2f}, {y:.2f})"


def place(point: Sequence[float] | NDArray[np.float64], landscape: Landscape) -> str:
    """(1.99, 0.00), with decimals enough for about a thousandth of the view."""
    spans = landscape.x_range, landscape.y_range
    return f"({', '.join(map(coordinate, point, spans))})"


def coordinate(value: float, span: tuple[float, float]) -> str:
    """One coordinate of a place, with decimals enough for about a thousandth of the view."""
    low, high = span
    decimals = max(0, round(2.7 - math.log10(high - low)))
    rounded = round(float(value), decimals) + 0.0  # no minus before a zero
    return f"{rounded:.{decimals}f}"
