"""Numbers and places as a sentence says them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape

NOTHING = 5e-7


def amount(value: float) -> str:
    """Three significant digits: 3.98, 0.0021, 1.2e+06; 0.00 for what is nothing."""
    if not math.isfinite(value):
        return "no value"
    if abs(value) < NOTHING:
        return "0.00"
    if 0.01 <= abs(value) < 1000:
        digits = max(0, 2 - math.floor(math.log10(abs(value))))
        return f"{value:.{min(digits, 3)}f}"
    return f"{value:.3g}"


def along(direction: tuple[float, float]) -> str:
    """x or y where a direction is nearly that, else the direction itself."""
    x, y = direction
    if abs(y) < 0.1 * abs(x):
        return "x"
    if abs(x) < 0.1 * abs(y):
        return "y"
    return f"({x:.2f}, {y:.2f})"


def place(point: Sequence[float] | NDArray[np.float64], loss: Landscape) -> str:
    """(1.99, 0.00), with decimals enough for about a thousandth of the view."""
    shown = []
    for coordinate, (low, high) in zip(point, (loss.x_range, loss.y_range), strict=True):
        decimals = max(0, round(2.7 - math.log10(high - low)))
        rounded = round(float(coordinate), decimals) + 0.0  # no minus before a zero
        shown.append(f"{rounded:.{decimals}f}")
    return f"({', '.join(shown)})"
