"""A loss of two variables: its formula, its view, and exact derivatives in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sympy import Expr, Symbol

from formulas import Formula, FormulaError, gradient, hessian, symbol
from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write_lines
from formulas.program import straight_line
from words import say

Array = NDArray[np.float64]
Range = tuple[float, float]
Point = tuple[float, float]

# Wider views than this cannot be told from overflow in the colours, narrower ones from rounding.
WIDEST, NARROWEST = 1e6, 1e-6


def view_of(x_range: Range, y_range: Range, names: tuple[str, str]) -> tuple[Range, Range]:
    """The two ranges as floats. Raises `FormulaError`, in the names of the axes, for a view that
    is empty, not finite, or beyond 1e6."""
    for letter, (low, high) in zip(names, (x_range, y_range), strict=True):
        if not (-WIDEST <= low < high <= WIDEST and high - low >= NARROWEST):
            low_end, high_end = f"{-WIDEST:,.0f}", f"{WIDEST:,.0f}"
            raise FormulaError(say("formula.range", letter=letter, low=low_end, high=high_end))
    return (float(x_range[0]), float(x_range[1])), (float(y_range[0]), float(y_range[1]))


@dataclass(frozen=True)
class Landscape:
    """A loss over a view. Points are arrays (..., 2), last axis x, y, in float64.

    `start` is a telling place to begin, `minima` the known global minima in view, `lesson` a
    sentence on what the loss teaches, `source` its citation; a typed loss leaves them empty.
    """

    text: str
    x_range: Range = (-5.0, 5.0)
    y_range: Range = (-5.0, 5.0)
    name: str = ""
    start: Point | None = None
    minima: tuple[Point, ...] = ()
    lesson: str = ""
    source: str = ""

    @classmethod
    def read(
        cls, text: str, x_range: Range = (-5.0, 5.0), y_range: Range = (-5.0, 5.0)
    ) -> Landscape:
        """The landscape of a typed loss of x and y.

        Raises `FormulaError` for a text that cannot be read, has no gradient that can be
        written down, or a view that is empty, not finite, or beyond 1e6.
        """
        landscape = cls(text, *view_of(x_range, y_range, ("x", "y")))
        _ = landscape.gradient_expressions
        return landscape

    @property
    def names(self) -> tuple[str, str]:
        """What the two axes are called."""
        return "x", "y"

    # exact forms

    @cached_property
    def formula(self) -> Formula:
        return Formula.read(self.text)

    @property
    def expression(self) -> Expr:
        return self.formula.expression

    @property
    def variables(self) -> tuple[Symbol, Symbol]:
        return symbol("x"), symbol("y")

    @cached_property
    def gradient_expressions(self) -> tuple[Expr, ...]:
        """df/dx, df/dy."""
        return _gradient(self.expression)

    @cached_property
    def hessian_expressions(self) -> tuple[Expr, ...]:
        """The second derivatives xx, xy, yy."""
        return _hessian(self.expression)

    # numbers

    def value(self, points: ArrayLike) -> Array:
        """The loss at points (..., 2), as (...); NaN outside the domain."""
        return self._evaluate(points, _value_code(self.expression))[0]

    def gradient(self, points: ArrayLike) -> Array:
        """The exact gradient at points (..., 2), as (..., 2); NaN outside the domain."""
        value, *slopes = self._evaluate(points, _gradient_code(self.expression))
        return _within_domain(value, np.stack(slopes, axis=-1))

    def hessian(self, points: ArrayLike) -> Array:
        """The exact Hessian at points (..., 2), as (..., 2, 2); NaN outside the domain."""
        value, xx, xy, yy = self._evaluate(points, _hessian_code(self.expression))
        matrix = np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)
        return _within_domain(value, matrix)

    def _evaluate(self, points: ArrayLike, code: Callable[..., Sequence[Array]]) -> list[Array]:
        points = np.asarray(points, dtype=np.float64)
        if points.ndim == 0 or points.shape[-1] != 2:
            raise ValueError(f"points need a last axis of 2 (x, y), not shape {points.shape}")
        x, y = points[..., 0], points[..., 1]
        with np.errstate(all="ignore"):
            results = code(x, y)
        return [_broadcast(result, x.shape) for result in results]

    def grid(self, size: int = 100) -> tuple[Array, Array, Array]:
        """The view as x (size,), y (size,) and losses (size, size), rows along y."""
        x = np.linspace(*self.x_range, size)
        y = np.linspace(*self.y_range, size)
        return x, y, self.value(np.stack(np.meshgrid(x, y), axis=-1))


def _broadcast(result: Array | float, shape: tuple[int, ...]) -> Array:
    """A constant derivative comes back as one number; infinities count as outside."""
    full = np.array(np.broadcast_to(result, shape), dtype=np.float64)
    full[~np.isfinite(full)] = np.nan
    return full


def _within_domain(value: Array, derivative: Array) -> Array:
    outside = ~np.isfinite(value)
    derivative[outside] = np.nan
    return derivative


@lru_cache(maxsize=256)
def _gradient(expression: Expr) -> tuple[Expr, ...]:
    return gradient(expression, (symbol("x"), symbol("y")))


@lru_cache(maxsize=256)
def _hessian(expression: Expr) -> tuple[Expr, ...]:
    return hessian(expression, (symbol("x"), symbol("y")))


def array_code(
    expressions: Sequence[Expr], variables: Sequence[str] = ("x", "y")
) -> Callable[..., Sequence[Array]]:
    names = [f"_result{i}" for i in range(len(expressions))]
    lines = write_lines(straight_line(expressions), names, NUMPY, indent="    ")
    head = f"def evaluate({', '.join(variables)}):"
    source = "\n".join([head, *lines, f"    return {', '.join(names)},"])
    return compiled(source, "evaluate", ARRAY_FUNCTIONS)


@lru_cache(maxsize=256)
def _value_code(expression: Expr) -> Callable[..., Sequence[Array]]:
    return array_code((expression,))


@lru_cache(maxsize=256)
def _gradient_code(expression: Expr) -> Callable[..., Sequence[Array]]:
    return array_code((expression, *_gradient(expression)))


@lru_cache(maxsize=256)
def _hessian_code(expression: Expr) -> Callable[..., Sequence[Array]]:
    return array_code((expression, *_hessian(expression)))
