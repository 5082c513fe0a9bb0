"""What to begin with over a table that nobody has looked at: a formula, and a view around it."""

from __future__ import annotations

import numpy as np

from landscapes.axes import WEIGHTS
from landscapes.data.data_set import DataSet
from landscapes.loss import Loss
from landscapes.view import Range

SPAN = 5.0
_NAMES = (WEIGHTS, ("a", "b"), *((f"w{i}", f"w{i + 1}") for i in range(3, 99, 2)))
"""What the two weights are called, the first that are no columns."""


def usual_formula(data: DataSet) -> str:
    """The formula of least squares: the last column from the first one or two.

    From two there is no constant; of a single column it is the mean, as the sum of both weights.
    """
    first, second = next(pair for pair in _NAMES if not {*pair} & {*data.columns})
    match data.columns:
        case (only,):
            return f"({first} + {second} - {only})^2"
        case (u, v):
            return f"({first} {u} + {second} - {v})^2"
        case (u1, u2, *_, v):
            return f"({first} {u1} + {second} {u2} - {v})^2"
    raise ValueError("a data set has a column")


def usual_view(loss: Loss) -> tuple[Range, Range]:
    """A view of a convex quadratic loss with its minimum in the middle and 0 in sight.

    Along both weights the loss rises as much. What has no such minimum is seen from -5 to 5.
    """
    origin = np.zeros(2)
    bends, slope = loss.hessian(origin), loss.gradient(origin)
    usual = (-SPAN, SPAN), (-SPAN, SPAN)
    if not (np.isfinite(bends).all() and np.isfinite(slope).all()):
        return usual
    middle = -np.linalg.lstsq(bends, slope, rcond=None)[0]
    curved = np.sqrt(np.diag(bends)) if (np.diag(bends) > 0).all() else np.ones(2)
    # Half the height of the border: what takes 0 into sight, with a quarter to spare.
    rise = 1.25 * max(float(np.max(np.abs(middle) * curved)), float(np.min(curved)))
    half = np.clip(rise / curved, 1e-3, 1e5)
    low, high = (_rounded(middle + sign * half, half) for sign in (-1, 1))
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _rounded(values: np.ndarray, sizes: np.ndarray) -> list[float]:
    """To about a twentieth of the sizes."""
    return [
        round(float(value), int(1 - np.floor(np.log10(size))))
        for value, size in zip(values, sizes, strict=True)
    ]
