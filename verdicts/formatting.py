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
DIGITS = 3
MAX_DIGITS = 12


def amount(value: float, scale: float = 0.0, digits: int = DIGITS) -> str:
    """Three significant digits: 3.98, 0.00963, 2140, 1.2e+06; 0.00 for what is nothing beside
    `scale`."""
    if not math.isfinite(value):
        return say("verdict.no_value")
    if abs(value) <= NOTHING * abs(scale):
        return "0.00"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if -4 < exponent < max(digits, 5):
        return f"{value:.{max(0, digits - 1 - exponent)}f}"
    return f"{value:.{digits}g}"


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


def along(direction: tuple[float, float], loss: Landscape) -> str:
    """x or y where a direction is nearly that, else the direction itself."""
    x, y = direction
    if abs(y) < 0.1 * abs(x):
        return loss.names[0]
    if abs(x) < 0.1 * abs(y):
        return loss.names[1]
    return f"({x:.2f}, {y:.2f})"


def place(point: Sequence[float] | NDArray[np.float64], loss: Landscape) -> str:
    """(1.99, 0.00), with decimals enough for about a thousandth of the view."""
    shown = []
    for coordinate, (low, high) in zip(point, (loss.x_range, loss.y_range), strict=True):
        decimals = max(0, round(2.7 - math.log10(high - low)))
        rounded = round(float(coordinate), decimals) + 0.0  # no minus before a zero
        shown.append(f"{rounded:.{decimals}f}")
    return f"({', '.join(shown)})"
