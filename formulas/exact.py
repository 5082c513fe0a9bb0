"""Constant parts of formulas, known to more digits than a float has.

Each is computed at two precisions. What shrinks as digits are added is rounding, and stands for
zero: sin(pi), cbrt(27) - 3. What grows has no value: tan(pi/2). What comes to the same whole number
at both is that number, so floor(2.3*100) is 230.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mpmath import MPContext

# Contexts of their own: the precision of mpmath's usual one is changed by others. Nothing here
# changes theirs, so that threads may share them.
_LOW, _HIGH = MPContext(), MPContext()
_LOW.dps, _HIGH.dps = 50, 80
_RATIO = _HIGH.mpf(10) ** 15  # of the two values, where one is rounding
_SMALL = _HIGH.mpf(10) ** -45
_WHOLE = ((_LOW.mpf(10) ** -40, _HIGH.mpf(10) ** -65), 1e15)  # how close, and up to where
_AGREEMENT = _HIGH.mpf(10) ** -20
_MAX = _HIGH.mpf(1.797e308)
MAX_EXACT = 1e30  # beyond, periods and floors are lost in what floats cannot tell apart


@dataclass(frozen=True)
class Exact:
    """A real number at two precisions."""

    low: Any
    high: Any

    @classmethod
    def ratio(cls, above: int, below: int) -> Exact:
        """A fraction of whole numbers."""
        return cls(_LOW.mpf(above) / below, _HIGH.mpf(above) / below)

    @classmethod
    def near(cls, value: float) -> Exact:
        """A number of which no more is known than its float."""
        return cls(_LOW.mpf(value), _HIGH.mpf(value))

    @classmethod
    def typed(cls, digits: str) -> Exact:
        """A decimal number."""
        return cls(_LOW.mpf(digits), _HIGH.mpf(digits))

    def __float__(self) -> float:
        return float(self.high)

    def __neg__(self) -> Exact:
        return Exact(-self.low, -self.high)


PI, E = Exact(+_LOW.pi, +_HIGH.pi), Exact(+_LOW.e, +_HIGH.e)


def computed(function: Callable[..., Any], *arguments: Exact) -> Exact:
    """`function`, called with a context of mpmath and its numbers.

    Raises ValueError or ZeroDivisionError where it has no real value, OverflowError where that
    is more than a float can be.
    """
    low = function(_LOW, *(argument.low for argument in arguments))
    high = function(_HIGH, *(argument.high for argument in arguments))
    if isinstance(low, _LOW.mpc) or isinstance(high, _HIGH.mpc) or not _HIGH.isfinite(high):
        raise ValueError("no real value")
    low, high = _LOW.mpf(low), _HIGH.mpf(high)
    if abs(high) > abs(low) * _RATIO and abs(high) > _RATIO:
        raise ValueError("no value: it grows with every digit")
    if abs(high) > _MAX:
        raise OverflowError
    if abs(high) * _RATIO < abs(low) or (low == 0 and abs(high) < _SMALL) or float(high) == 0.0:
        return Exact(_LOW.zero, _HIGH.zero)
    if abs(high - low) > abs(high) * _AGREEMENT:
        return Exact.near(float(high))
    return _whole(low, high)


def whole(mp: MPContext, number: Any) -> Any:
    """A number of one of the contexts, or the whole number that it is but for rounding."""
    (close_low, close_high), most = _WHOLE
    nearest = mp.nint(number)
    close = close_high if mp is _HIGH else close_low
    is_whole = abs(number) < most and abs(number - nearest) <= close * abs(nearest)
    return nearest if is_whole else number


def _whole(low: Any, high: Any) -> Exact:
    rounded = whole(_LOW, low), whole(_HIGH, high)
    return Exact(*rounded) if rounded[0] == rounded[1] else Exact(low, high)
