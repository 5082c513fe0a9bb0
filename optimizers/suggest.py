"""A learning rate to begin with, from the loss itself: so that any typed loss starts lively."""

from __future__ import annotations

import math

import numpy as np

from formulas import FormulaError
from landscapes import Landscape
from optimizers.rule import Rule

_GRID = 16  # points along each side of the view where curvature and slope are looked at
_STABLE = 0.5  # of 1/curvature; gradient descent diverges at 2
_USUAL_WIDTH = 10.0  # the view for which the rules' defaults are chosen
_GD_DEFAULT = 0.01
_LARGEST = 1e300


def suggested_eta(rule: Rule, loss: Landscape) -> float:
    """A learning rate that suits the steepness and size of this view, as 1, 2 or 5 times 10^k.

    Where eta multiplies a gradient it is half of 1 over the curvature that nine tenths of the
    view stay below, or the `rate` of a published loss; where it is a step length, it grows with
    the view. Rules that do both, or neither, say so in `eta_unit`. It is a start, not a promise:
    some losses are steeper elsewhere. Over data momentum begins 1 - mu times as fast.
    """
    if "eta" not in rule.defaults:
        return 0.0
    default = rule.defaults["eta"]
    width = (loss.x_range[1] - loss.x_range[0] + loss.y_range[1] - loss.y_range[0]) / 2
    length = default * width / _USUAL_WIDTH
    match rule.eta_unit:
        case "none":
            return default
        case "length":
            return _rounded(length)
        case "mixed":
            return _rounded(min(length, _along_gradient(loss, width)))
        case _:
            eta = _along_gradient(loss, width) * default / _GD_DEFAULT
            if loss.loss.rows:  # momentum adds up the noise of many mini-batches
                eta *= 1 - rule.defaults.get("mu", 0.0)
            return _rounded(eta)


def _along_gradient(loss: Landscape, width: float) -> float:
    if loss.rate is not None:
        return loss.rate
    curvature = _curvature(loss)
    if curvature > 0:
        return _STABLE / curvature
    slope = loss.median_gradient_norm(_GRID)
    return 0.01 * width / slope if slope > 0 else _GD_DEFAULT


def _curvature(loss: Landscape) -> float:
    """The largest |eigenvalue| of the Hessian that 90 % of the view stay below; 0 if unknown."""
    try:
        matrix = loss.hessian(loss.mesh(_GRID))
    except FormulaError:
        return 0.0
    xx, xy, yy = matrix[..., 0, 0], matrix[..., 0, 1], matrix[..., 1, 1]
    largest = abs(xx + yy) / 2 + np.hypot((xx - yy) / 2, xy)
    largest = largest[np.isfinite(largest)]
    return float(np.percentile(largest, 90)) if largest.size else 0.0


def _rounded(value: float) -> float:
    """The nearest of 1, 2, 5 times a power of ten, within 1e-300 and 1e300."""
    value = min(max(value, 1 / _LARGEST), _LARGEST)
    decade = 10.0 ** math.floor(math.log10(value))
    digit = min((1, 2, 5, 10), key=lambda d: abs(math.log(value / (d * decade))))
    return float(f"{digit * decade:.0e}")
