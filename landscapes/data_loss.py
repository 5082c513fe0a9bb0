"""The mean of one example's loss over the rows of a data set.

A visitor types the loss of one example, (w1 u + w2 - v)^2: letters that are columns of the data
stand for its numbers, the others are weights. Its exact derivatives are taken once, for one
example, and evaluated for all rows together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import ArrayLike

from formulas import FUNCTIONS, FormulaError
from formulas.names import shown
from formulas.tokens import CONSTANTS
from landscapes.axes import WEIGHTS, unknown_in
from landscapes.code import Array, Code, mean_code, means, operations_in
from landscapes.data.data_set import NAME, DataSet
from landscapes.data.without_value import row_without_value
from landscapes.loss import Loss, Vector, written
from landscapes.view import DEFAULT_RANGE, Range
from words import say

MAX_WORK = 40_000  # operations of loss and gradient, over all rows
FEWEST_SAMPLED = 500  # rows: a formula too long for so many is refused
ROWS_AT_ONCE = 8  # rows are worked through in one go, where a formula's places have each its own


@dataclass(frozen=True)
class DataLoss(Loss):
    """The mean of the loss of one example, `text`, over the training rows of `table`."""

    text: str
    table: DataSet
    names: tuple[str, ...] = WEIGHTS

    @classmethod
    def read(
        cls,
        text: str,
        table: DataSet,
        names: tuple[str, ...] | None = None,
        view: tuple[Range, ...] = (),
    ) -> DataLoss:
        """The loss of a typed loss of one example, over a table.

        Without `names` the weights are the letters that are no columns, in the order of a left
        side, else in natural order: w2 before w10. `view` are ranges in which each weight is looked
        at first; without it they run from -5 to 5.

        Raises `FormulaError` for a text that cannot be read or whose gradient cannot be written
        down, for weights that are no names or columns' names, for a text without weights or without
        columns, for one too long for so many rows, and for one without a value for some row
        whatever the weights.
        """
        if names is None:
            names = unknown_in(text, table)
        _check(names, table)
        loss = cls(text, table, names)
        typed = {one.name for one in loss.formula.expression.free_symbols}
        if not typed.intersection(names):
            raise FormulaError(_no_weight(names))
        if loss.work > MAX_WORK:
            raise FormulaError(say("data.too_long", rows=loss.rows))
        # w1^2 over data is a loss of older links.
        if not typed.intersection(table.columns) and not set(names) <= set(WEIGHTS):
            raise FormulaError(say("data.no_column", columns=", ".join(table.columns)))
        code = mean_code(loss.derivatives(0), loss.symbols)
        spans = view or (DEFAULT_RANGE,) * len(names)
        if (wrong := row_without_value(code, loss.data, spans)) is not None:
            raise FormulaError(wrong)
        return loss

    @property
    def whole_table(self) -> DataSet:
        """The table, as every loss is asked for it."""
        return self.table

    @cached_property
    def data(self) -> DataSet:
        """What the loss reads of the table: its columns, rows where these have all values.

        Where that is too much work it is a fair sample.
        """
        typed = {one.name for one in self.formula.expression.free_symbols}
        used = [name for name in self.table.columns if name in typed]
        whole = self.table.whole(used or self.table.columns[:1])
        if len(whole.rows) <= FEWEST_SAMPLED:
            return whole
        return whole.sample(max(FEWEST_SAMPLED, MAX_WORK // self.work_of_a_row))

    @property
    def rows(self) -> int:
        """How many training rows the loss is a mean over."""
        return len(self.data.training)

    @cached_property
    def held_out(self) -> DataLoss | None:
        """The mean over the rows held out; None where there are none."""
        return self._over(self.data.testing) if len(self.data.testing) else None

    def batch(self, rows: ArrayLike) -> DataLoss:
        """The mean over the training rows of these numbers."""
        return self._over(self.data.training[np.asarray(rows, dtype=np.intp)])

    def _over(self, rows: Array) -> DataLoss:
        return DataLoss(self.text, self.data.only(rows), self.names)

    def compiled(self, order: int, along: tuple[Vector, ...] = ()) -> Code:
        """Code of means over the training rows: see `Loss.compiled`."""
        code = written(self, mean_code, order, along)
        return partial(means, code, columns=self.data.training_columns)

    def operations(self, order: int, along: tuple[Vector, ...] = ()) -> int:
        """About how many operations all rows take at each place."""
        return -(-operations_in(written(self, mean_code, order, along)) * self.rows // ROWS_AT_ONCE)


def _no_weight(names: tuple[str, ...]) -> str:
    one, other = (*names, *WEIGHTS)[:2]
    return say("data.no_weight", one=shown(one), other=shown(other))


def _check(names: tuple[str, ...], table: DataSet) -> None:
    for number, name in enumerate(names):
        if not NAME.fullmatch(name) or name in FUNCTIONS or name in CONSTANTS:
            raise FormulaError(say("data.weight_no_name", shown=f"“{name[:40]}”"))
        if name in table.columns:
            raise FormulaError(say("data.weight_and_column", name=shown(name)))
        if name in names[:number]:
            raise FormulaError(say("data.weights_alike", name=shown(name)))
