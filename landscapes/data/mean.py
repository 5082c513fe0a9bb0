"""The mean of one example's loss over the rows of a data set, as a landscape of two weights.

A visitor types the loss of one example, (w1 u + w2 - v)^2: two letters are the weights, the axes
of the landscape, the others columns of the data. Its exact derivatives are taken once, for one
example, and evaluated for all rows together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray
from sympy import Expr, Symbol

from formulas import FUNCTIONS, Formula, FormulaError, Language, gradient, hessian, symbol
from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled, write_lines
from formulas.expression import UNREAL, operations
from formulas.program import straight_line
from formulas.tokens import CONSTANTS
from landscapes.data.data_set import NAME, DataSet
from landscapes.data.without_value import row_without_value
from landscapes.landscape import Landscape, Range, view_of
from words import say

Array = NDArray[np.float64]
MeanCode = Callable[..., tuple[Array, ...]]

WEIGHTS = ("w1", "w2")
MAX_WORK = 40_000  # operations of loss and gradient, over all rows
MAX_WRITTEN = 6_000  # operations of the mean and its derivatives written out row by row
CHUNK = 2**15  # examples evaluated together: their arrays stay in the processor's cache


@dataclass(frozen=True)
class DataLandscape(Landscape):
    """`text` is the loss of one example; the landscape is its mean over the training rows of
    `data`. `weights` are the letters of the two axes, x the first."""

    data: DataSet = field(kw_only=True)
    weights: tuple[str, str] = field(default=WEIGHTS, kw_only=True)

    @classmethod
    def over(
        cls,
        data: DataSet,
        text: str,
        x_range: Range = (-5.0, 5.0),
        y_range: Range = (-5.0, 5.0),
        weights: tuple[str, str] = WEIGHTS,
    ) -> DataLandscape:
        """The landscape of a typed loss of one example, over data.

        Raises `FormulaError` as `Landscape.read` does, for weights that are no names or
        columns' names, for a text without weights, for one too long for so many rows, and for
        one without a value for some row whatever the weights.
        """
        _check(weights, data)
        view = view_of(x_range, y_range, weights)
        landscape = cls(text, *view, data=data, weights=weights)
        typed = {s.name for s in landscape.formula.expression.free_symbols}
        if not typed.intersection(weights):
            raise FormulaError(say("data.no_weight", one=weights[0], other=weights[1]))
        if landscape.work > MAX_WORK:
            raise FormulaError(say("data.too_long", rows=len(data.training)))
        used = [name for name in data.columns if name in typed]
        code = landscape.example.value_code
        if (wrong := row_without_value(code, used, data, view)) is not None:
            raise FormulaError(wrong)
        return landscape

    @property
    def work(self) -> int:
        """Operations of loss and gradient at one place, over all training rows; at least one a
        row, which is read also where nothing is done with it, as for a bare w1."""
        return len(self.data.training) * max(1, self.example.operations)

    # other rows

    @cached_property
    def held_out(self) -> DataLandscape | None:
        """The test loss: the mean over the rows held out; None where there are none."""
        return self._over_rows(self.data.testing) if len(self.data.testing) else None

    def batch(self, rows: ArrayLike) -> DataLandscape:
        """The landscape of one mini-batch: `rows` are numbers of training rows."""
        return self._over_rows(self.data.training[np.asarray(rows, dtype=np.intp)])

    def _over_rows(self, rows: Array) -> DataLandscape:
        return replace(self, data=self.data.only(rows), minima=())

    @property
    def names(self) -> tuple[str, str]:
        return self.weights

    # one example

    @cached_property
    def formula(self) -> Formula:
        """What was typed: the loss of one example."""
        return self.example.formula

    @property
    def example(self) -> Example:
        return example(self.text, self.weights, self.data.columns)

    @cached_property
    def table(self) -> Array:
        """The training rows as (k, m): one row for each column of the data."""
        return np.ascontiguousarray(self.data.training.T)

    # numbers

    def value(self, points: ArrayLike) -> Array:
        return self._evaluate(points, self.means(self.example.value_code))[0]

    def gradient(self, points: ArrayLike) -> Array:
        value, *slopes = self._evaluate(points, self.means(self.example.slope_code))
        return _within(value, np.stack(slopes, axis=-1))

    def hessian(self, points: ArrayLike) -> Array:
        code = self.means(self.example.bend_code)
        value, _, _, xx, xy, yy = self._evaluate(points, code)
        return _within(value, np.stack([xx, xy, xy, yy], axis=-1)).reshape(*value.shape, 2, 2)

    def grid(self, size: int = 100) -> tuple[Array, Array, Array]:
        x = np.linspace(*self.x_range, size)
        y = np.linspace(*self.y_range, size)
        with np.errstate(all="ignore"):
            losses = self.means(self.example.value_code)(x[np.newaxis, :], y[:, np.newaxis])[0]
        losses[~np.isfinite(losses)] = np.nan
        return x, y, losses

    def means(self, code: MeanCode) -> Callable[[Array, Array], list[Array]]:
        """A code of `example` over all training rows, for arrays x, y that broadcast."""
        return partial(means, code, columns=self.table)

    # the mean written out: a formula of x and y like any other, for all that reads formulas

    @property
    def expression(self) -> Expr:
        """The mean over the rows as one formula of x and y. Raises `FormulaError` where it
        gets too long; nothing here that computes numbers needs it."""
        return self._written[0]

    @cached_property
    def gradient_expressions(self) -> tuple[Expr, ...]:
        return self._written[1:3]

    @cached_property
    def hessian_expressions(self) -> tuple[Expr, ...]:
        return self._written[3:]

    @cached_property
    def _written(self) -> tuple[Expr, ...]:
        """Value, x, y, xx, xy, yy."""
        parts = (self.example.value, *self.example.gradient, *self.example.hessian)
        if len(self.data.training) * sum(map(operations, parts)) > MAX_WRITTEN:
            raise FormulaError(say("data.too_long_written", rows=len(self.data.training)))
        columns = [_column(name) for name in self.data.columns]
        rows = [dict(zip(columns, map(_exact, row), strict=True)) for row in self.data.training]
        written = tuple(
            sympy.Add(*(part.xreplace(row) for row in rows)) / len(rows) for part in parts
        )
        if any(part.has(*UNREAL) for part in written):
            raise FormulaError(say("data.unreal_written"))
        return written


@dataclass(frozen=True, eq=False)
class Example:
    """The loss of one example with exact derivatives, over x, y and the columns' symbols.

    Each code is called with x, y and all columns. Columns have one row for each example on
    their last axis; x and y must broadcast with them. It returns means over that axis:
    `value_code` (value,), `gradient_code` (x, y), `slope_code` (value, x, y), `bend_code`
    (value, x, y, xx, xy, yy).
    """

    formula: Formula
    value: Expr
    columns: tuple[str, ...]

    @cached_property
    def gradient(self) -> tuple[Expr, ...]:
        return gradient(self.value, (symbol("x"), symbol("y")))

    @cached_property
    def operations(self) -> int:
        """Of the loss and its gradient."""
        return sum(map(operations, (self.value, *self.gradient)))

    @property
    def column_names(self) -> list[str]:
        """What the columns are called in code."""
        return [_column(name).name for name in self.columns]

    def typed_gradient(self, weights: tuple[str, str]) -> tuple[Expr, ...]:
        """The gradient in the letters that were typed, to be shown."""
        typed = {symbol(axis): symbol(name) for name, axis in zip(weights, "xy", strict=True)}
        typed |= {_column(name): symbol(name) for name in self.columns}
        return tuple(slope.xreplace(typed) for slope in self.gradient)

    @cached_property
    def hessian(self) -> tuple[Expr, ...]:
        return hessian(self.value, (symbol("x"), symbol("y")))

    @cached_property
    def value_code(self) -> MeanCode:
        return _mean_code((self.value,), self.columns)

    @cached_property
    def gradient_code(self) -> MeanCode:
        return _mean_code(self.gradient, self.columns)

    @cached_property
    def slope_code(self) -> MeanCode:
        return _mean_code((self.value, *self.gradient), self.columns)

    @cached_property
    def bend_code(self) -> MeanCode:
        return _mean_code((self.value, *self.gradient, *self.hessian), self.columns)


@lru_cache(maxsize=128)
def example(text: str, weights: tuple[str, str], columns: tuple[str, ...]) -> Example:
    """The loss of one example read, with weights named x and y. Raises `FormulaError`."""
    formula = Formula.read(text, Language((*weights, *columns), say("formula.loss_of_one_example")))
    names = {symbol(typed): symbol(axis) for typed, axis in zip(weights, "xy", strict=True)}
    names |= {symbol(name): _column(name) for name in columns}
    return Example(formula, formula.expression.xreplace(names), columns)


def means(code: MeanCode, x: Array, y: Array, columns: Array) -> list[Array]:
    """What `code` returns at places x, y of any shapes that broadcast, over columns (k, m).

    Computed in pieces of bounded size. On a grid, x a row and y a column, what depends on one
    weight only is computed once for each of its values.
    """
    shape = np.broadcast_shapes(x.shape, y.shape)
    rows = columns.shape[1]
    if len(shape) != 2 or x.shape == y.shape or shape[1] * rows > 8 * CHUNK:
        x, y = (np.broadcast_to(part, shape).reshape(-1, 1) for part in (x, y))
    places = np.broadcast_shapes(x.shape, y.shape)
    step = max(1, CHUNK // (places[1] * rows))
    pieces = []
    for i in range(0, max(places[0], 1), step):
        x_part, y_part = (p[i : i + step] if len(p) > 1 else p for p in (x, y))
        parts = code(x_part[..., np.newaxis], y_part[..., np.newaxis], *columns)
        size = (min(step, places[0] - i), places[1])
        pieces.append([np.broadcast_to(part, size) for part in parts])
    return [np.concatenate(parts).reshape(shape) for parts in zip(*pieces, strict=True)]


def _mean_code(expressions: Sequence[Expr], columns: tuple[str, ...]) -> MeanCode:
    names = [f"_result{i}" for i in range(len(expressions))]
    lines = write_lines(straight_line(expressions), names, NUMPY, indent="    ")
    parameters = ", ".join(["x", "y", *(_column(name).name for name in columns)])
    results = "".join(f"mean({name}), " for name in names)
    source = "\n".join([f"def evaluate({parameters}):", *lines, f"    return {results}"])
    return compiled(source, "evaluate", {**ARRAY_FUNCTIONS, "mean": _mean})


def _mean(values: Array | float) -> Array:
    """Over the last axis; what does not depend on the data has one row, or is a number."""
    return np.add.reduce(values, axis=-1) / (np.shape(values) or (1,))[-1]


def _column(name: str) -> Symbol:
    """Named so that no column hides a function or a weight in the code."""
    return Symbol(f"c_{name}", real=True)


def _exact(value: float) -> Expr:
    return sympy.Integer(int(value)) if float(value).is_integer() else sympy.Float(float(value))


def _within(value: Array, derivative: Array) -> Array:
    derivative[~np.isfinite(value)] = np.nan
    return derivative


def _check(weights: tuple[str, str], data: DataSet) -> None:
    for name in weights:
        if not NAME.fullmatch(name) or name in FUNCTIONS or name in CONSTANTS:
            raise FormulaError(say("data.weight_no_name", shown=f"“{name[:40]}”"))
        if name in data.columns:
            raise FormulaError(say("data.weight_and_column", name=name))
    if weights[0] == weights[1]:
        raise FormulaError(say("data.weights_alike", name=weights[0]))
