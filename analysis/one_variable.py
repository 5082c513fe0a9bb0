"""A typed function of one variable, and the places of an interval where its slope is zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray
from sympy import Expr, Poly, Rational, Symbol

from formulas import Formula, FormulaError, Language
from landscapes import FormulaLoss
from words import say

Array = NDArray[np.float64]

VARIABLE = "w"
WIDEST, NARROWEST = 1e4, 1e-3
# of a slope whose roots are counted exactly, in at most 0.2 s however close together they are
MAX_DEGREE, LARGEST_COEFFICIENT = 12, 2**32
FINE, FINER = 4001, 7919  # places along the interval where the signs of other slopes are looked at
NOTHING = 1e-14  # of the usual slope: rounding
NEAR, NEARER = 1e-7, 1e-10  # of the interval: between them the slope fades, but not beside a kink
WIDE = 0.02  # of the interval: a bottom as flat as that is a plateau, not a point
MAX_ZEROS = 200
HALVINGS = 64


@dataclass(frozen=True)
class Zero:
    """A place where the slope is zero or changes its sign.

    `kind` is "minimum" or "maximum"; "flat" where the slope is zero without changing its sign,
    or all along an interval; "kink" where it jumps over zero.
    """

    at: float
    kind: str


@dataclass(frozen=True)
class OneVariable:
    """A function of w on an interval, with exact derivatives."""

    text: str
    low: float
    high: float

    @classmethod
    def read(cls, text: str, low: float, high: float) -> OneVariable:
        """The function of a typed formula.

        Raises `FormulaError` for a text that cannot be read or differentiated, for an interval
        that is empty or too wide, and where the function turns too often to be counted.
        """
        if not (-WIDEST <= low < high <= WIDEST and high - low >= NARROWEST):
            raise FormulaError(say("learn.dimensions.bad_interval", most=f"{WIDEST:,.0f}"))
        Formula.read(text, Language((VARIABLE,), say("learn.dimensions.function")))
        function = cls(text, float(low), float(high))
        _ = function.zeros
        return function

    @property
    def loss(self) -> FormulaLoss:
        """The same as a loss of one weight."""
        return FormulaLoss(self.text, (VARIABLE,))

    def value(self, w: ArrayLike) -> Array:
        """The function at any places, NaN outside its domain."""
        return self.loss.value(np.asarray(w)[..., np.newaxis])

    def slope(self, w: ArrayLike) -> Array:
        """The first derivative."""
        return self.loss.gradient(np.asarray(w)[..., np.newaxis])[..., 0]

    def curvature(self, w: ArrayLike) -> Array:
        """The second derivative."""
        return self.loss.hessian(np.asarray(w)[..., np.newaxis])[..., 0, 0]

    @cached_property
    def zeros(self) -> tuple[Zero, ...]:
        """Where the slope is zero inside the interval, from left to right.

        Of polynomials with small rational coefficients, up to a degree, every root is isolated
        in exact arithmetic. Elsewhere the sign of the slope is looked at on a fine grid and at all
        its turning points, so that two zeros close together and zeros that are only touched are
        found too; a second, finer grid has to find as many.
        """
        polynomial = _small_polynomial(*self.loss.gradient_expressions, *self.loss.variables)
        if polynomial is not None:
            found = _of_polynomial(polynomial)
            return tuple(zero for zero in found if self.low < zero.at < self.high)
        found, again = (self._on_grid(size) for size in (FINE, FINER))
        if _extrema(found) != _extrema(again) or len(found) > MAX_ZEROS:
            raise FormulaError(say("learn.dimensions.too_many_turns"))
        return found

    def _on_grid(self, size: int) -> tuple[Zero, ...]:
        grid = np.linspace(self.low, self.high, size)
        places = np.unique(np.concatenate([grid, _changes(self.curvature, grid)]))
        slopes = self.slope(places)
        usual = _usual(slopes)
        signs = np.where(np.abs(slopes) <= NOTHING * usual, 0.0, _sign(slopes))
        sure = np.flatnonzero(signs != 0)  # or NaN, where unknown, which equals neither sign
        left, right = sure[:-1], sure[1:]
        crossed = signs[left] == -signs[right]
        left, right = left[crossed], right[crossed]
        at = _halved(self.slope, places[left], places[right])
        kinds = np.where(signs[right] > 0, "minimum", "maximum")
        kinds[places[right] - places[left] > WIDE * (self.high - self.low)] = "flat"
        kinds[self._size_beside(at, NEARER) > self._size_beside(at, NEAR) / 2] = "kink"
        ends = np.concatenate([[-1], sure, [len(places)]])
        flat = []
        for i in np.flatnonzero(np.diff(ends) > 1):  # runs of zeros
            first, last = ends[i] + 1, ends[i + 1] - 1
            inside = first > 0 and last < len(places) - 1
            if signs[first - 1] == signs[last + 1] if inside else last > first:
                flat.append(float(places[first] + places[last]) / 2)
        zeros = [*map(Zero, at.tolist(), kinds.tolist()), *(Zero(place, "flat") for place in flat)]
        return tuple(sorted(zeros, key=lambda zero: zero.at))

    def _size_beside(self, at: Array, aside: float) -> Array:
        """The larger of the slopes on both sides, at a share of the interval."""
        step = aside * (self.high - self.low)
        return np.abs([self.slope(at - step), self.slope(at + step)]).max(axis=0)

    def of_kind(self, kind: str) -> tuple[float, ...]:
        """Where the zeros of one kind are."""
        return tuple(zero.at for zero in self.zeros if zero.kind == kind)


def _small_polynomial(expression: Expr, variable: Symbol) -> Poly | None:
    """The polynomial with whole coefficients that has the same roots, where there is one."""
    if _degree(expression, variable) > MAX_DEGREE:
        return None
    polynomial = Poly(expression, variable)
    if polynomial.domain not in (sympy.ZZ, sympy.QQ):
        return None
    _, whole = polynomial.clear_denoms(convert=True)[1].primitive()
    return whole if max(map(abs, whole.coeffs())) <= LARGEST_COEFFICIENT else None


def _of_polynomial(slope: Poly) -> tuple[Zero, ...]:
    """Every real root, by isolating intervals; the signs between them tell the kinds."""
    if slope.is_zero:
        return (Zero(0.0, "flat"),)
    ends = [ends for ends, _ in slope.intervals(eps=Rational(1, 10**14))]
    if not ends:
        return ()
    between = [(left[1] + right[0]) / 2 for left, right in pairwise(ends)]
    signs = [sympy.sign(slope.eval(at)) for at in (ends[0][0] - 1, *between, ends[-1][1] + 1)]
    return tuple(
        Zero(
            float((low + high) / 2),
            "flat" if before == after else "minimum" if after > 0 else "maximum",
        )
        for (low, high), (before, after) in zip(ends, pairwise(signs), strict=True)
    )


def _degree(expression: Expr, variable: Symbol) -> float:
    """At most the degree of a polynomial, before anything is expanded; infinite for others."""
    if expression.is_number or expression == variable:
        return float(bool(expression.free_symbols))
    degrees = [_degree(argument, variable) for argument in expression.args]
    if expression.is_Add:
        return max(degrees)
    if expression.is_Mul:
        return sum(degrees)
    if expression.is_Pow and expression.exp.is_Integer and expression.exp > 0:
        return degrees[0] * int(expression.exp)
    return float("inf")


def _changes(function: Callable[[Array], Array], places: Array) -> Array:
    """Where between neighbouring `places` the sign changes."""
    signs = _sign(function(places))
    here = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    return _halved(function, places[here], places[here + 1])


def _halved(function: Callable[[Array], Array], low: Array, high: Array) -> Array:
    """Where the sign changes between `low` and `high`, to the last digit."""
    before = _sign(function(low))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = _sign(function(middle)) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return (low + high) / 2


def _extrema(zeros: Iterable[Zero]) -> list[str]:
    """The kinds of the minima and maxima, in order."""
    return [zero.kind for zero in zeros if zero.kind in ("minimum", "maximum")]


def _sign(values: Array) -> Array:
    """NaN where a value is not finite."""
    return np.sign(np.where(np.isfinite(values), values, np.nan))


def _usual(slopes: Array) -> float:
    """The size that nine tenths of the slopes stay below, or the largest where that is 0."""
    sizes = np.abs(slopes[np.isfinite(slopes)])
    return float(np.quantile(sizes, 0.9) or sizes.max()) if sizes.size else 0.0
