"""Losses of any number of weights: what every one has, and those that are one formula."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import lru_cache, partial

from numpy.typing import ArrayLike
from sympy import Expr, Symbol

from formulas import AXES, Formula, Language, gradient, hessian, symbol
from formulas.derivatives import Direction
from formulas.expression import operations
from landscapes.axes import unknown_in
from landscapes.code import Code, Writer, array_code, column, coordinates, operations_in
from landscapes.data.data_set import DataSet
from landscapes.function import Function
from words import say

Vector = tuple[float, ...]


class Loss(Function):
    """A loss of the weights `names`, as it was typed in `text`, with exact derivatives.

    Over data `text` is the loss of one example, which may read its columns, and the loss is the
    mean over the training rows.
    """

    text: str

    # the data, if any

    @property
    def rows(self) -> int:
        """How many training rows the loss is a mean over; 0 for a loss without data."""
        return 0

    @property
    def data(self) -> DataSet | None:
        """What the loss is a mean over, columns and rows."""
        return None

    @property
    def whole_table(self) -> DataSet | None:
        """The table that the loss was read with, of which `data` are a part."""
        return None

    @property
    def held_out(self) -> Loss | None:
        """The test loss: the mean over the rows held out; None where there are none."""
        return None

    def batch(self, rows: ArrayLike) -> Loss:
        """The loss over one mini-batch: `rows` are numbers of training rows."""
        raise ValueError("a loss without data has no batches")

    # exact forms

    @property
    def formula(self) -> Formula:
        """What was typed. Raises `FormulaError` where it cannot be read."""
        return _read(self.text, self.names, self._columns)[0]

    @property
    def expression(self) -> Expr:
        """The loss, or that of one example, over `symbols`."""
        return _read(self.text, self.names, self._columns)[1]

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The symbols of the weights in expressions, named by position."""
        return coordinates(len(self.names))

    @property
    def column_symbols(self) -> tuple[Symbol, ...]:
        """The symbols of the columns in expressions; none for a loss without data."""
        return tuple(map(column, self.data.columns)) if self.data else ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """All symbols of expressions: the weights, then the columns."""
        return (*self.variables, *self.column_symbols)

    @property
    def gradient_expressions(self) -> tuple[Expr, ...]:
        """The first derivatives of `expression`. Raises `FormulaError` where they get too long."""
        return _gradient(self.expression, self.variables)

    def derivatives(self, order: int, along: tuple[Direction, ...] = ()) -> tuple[Expr, ...]:
        """`expression` and its derivatives up to `order`: 0, 1 or 2.

        Those by each weight, or along directions; of second ones the upper triangle row by row.
        Raises `FormulaError` where they get too long.
        """
        parts, along = (self.expression,), along or self.variables
        if order > 0:
            parts += _gradient(self.expression, along)
        if order > 1:
            parts += _hessian(self.expression, along)
        return parts

    def typed(self, expression: Expr) -> Expr:
        """An expression over `symbols` in the letters that were typed."""
        columns = self.data.columns if self.data else ()
        letters = map(symbol, (*self.names, *columns))
        return expression.xreplace(dict(zip(self.symbols, letters, strict=True)))

    # code

    @abstractmethod
    def compiled(self, order: int, along: tuple[Vector, ...] = ()) -> Code:
        """Code called with the weights: see `Function.compiled`.

        Where `along` has vectors, the derivatives are those along them instead of by each weight.
        """

    @abstractmethod
    def operations(self, order: int, along: tuple[Vector, ...] = ()) -> int:
        """About how many operations `compiled(order, along)` takes at each place."""

    @property
    def work(self) -> int:
        """Operations of loss and gradient at one place, over all rows; at least one a row.

        A row is read also where nothing is done with it, as for a bare w1.
        """
        return max(1, self.rows) * self.work_of_a_row

    @property
    def work_of_a_row(self) -> int:
        """Operations of loss and gradient of one example at one place; at least one."""
        return max(1, sum(map(operations, self.derivatives(1))))

    @property
    def _columns(self) -> tuple[str, ...]:
        return () if self.whole_table is None else self.whole_table.columns


@dataclass(frozen=True)
class FormulaLoss(Loss):
    """A loss that is one formula of its weights."""

    text: str
    names: tuple[str, ...] = AXES

    @classmethod
    def read(cls, text: str, names: tuple[str, ...] | None = None) -> FormulaLoss:
        """The loss of a typed formula.

        Without `names` its weights are the letters in it, in the order of its left side, else in
        natural order; x and y where it has no others. Raises `FormulaError` for a text that cannot
        be read, or whose gradient cannot be written down.
        """
        if names is None:
            found = unknown_in(text)
            names = found if set(found) - set(AXES) else AXES
        loss = cls(text, names)
        _ = loss.gradient_expressions
        return loss

    def compiled(self, order: int, along: tuple[Vector, ...] = ()) -> Code:
        """Code of the formula and its derivatives: see `Loss.compiled`."""
        return written(self, array_code, order, along)

    def operations(self, order: int, along: tuple[Vector, ...] = ()) -> int:
        """About how many operations the code takes at each place."""
        return operations_in(self.compiled(order, along))


@lru_cache(maxsize=256)
def written(loss: Loss, write: Writer, order: int, along: tuple[Vector, ...] = ()) -> Code:
    """Code of the derivatives of `loss.expression`, called with the weights, then the columns."""
    directions, speeds = _directions(loss.variables, along)
    code = write(loss.derivatives(order, directions), (*speeds, *loss.symbols))
    return partial(code, *speeds.values()) if speeds else code


def _directions(
    variables: tuple[Symbol, ...], vectors: tuple[Vector, ...]
) -> tuple[tuple[Direction, ...], dict[Symbol, float]]:
    """Vectors as directions whose speeds are symbols, and the numbers that these stand for.

    So code is written once for all vectors. What does not move is left out: its derivative is not
    even looked at.
    """
    directions: list[Direction] = []
    speeds: dict[Symbol, float] = {}
    for k, vector in enumerate(vectors):
        moving = [i for i, number in enumerate(vector) if number]
        names = {i: symbol(f"d{k}_{i}") for i in moving}
        directions.append(tuple((variables[i], names[i]) for i in moving))
        speeds |= {names[i]: vector[i] for i in moving}
    return tuple(directions), speeds


@lru_cache(maxsize=256)
def _read(text: str, names: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Formula, Expr]:
    """The formula as typed, and as an expression over `coordinates` and `column`s."""
    what = say("formula.loss_of_one_example" if columns else "formula.loss")
    formula = Formula.read(text, Language((*names, *columns), what))
    symbols = dict(zip(map(symbol, names), coordinates(len(names)), strict=True))
    symbols |= {symbol(name): column(name) for name in columns}
    return formula, formula.expression.xreplace(symbols)


_gradient = lru_cache(maxsize=256)(gradient)
_hessian = lru_cache(maxsize=256)(hessian)
