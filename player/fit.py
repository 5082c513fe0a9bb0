"""Which picture of its data a loss has: their points, and what the weights of a step predict.

The loss of one example, l(row; w), is all that is known of a model, and one column of the row
is what the others predict: the target. What weights predict is read off the loss alone:

- one input, a target of many values: for each input the target with the least loss, a curve;
- one or two inputs, a target of two values, labels: where both labels have the same loss, a
  boundary. Of one input alone the labels are the vertical axis.

Other columns than those of the formula do not count. With more inputs, or without a target in
the formula, there is no picture.

A loss of a prediction and a target, L(p(inputs; w), target), has the gradient L' dp/dw: its
direction is that of dp/dw, which knows no target. So the target is the column that can change
without turning the gradient. Where none is such a column (a penalty on the weights is enough),
it is the last one of the table, as in the formula that a new table begins with.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from landscapes import DataSet, Loss
from landscapes.code import mean_code

_WEIGHTS = np.array([[-1.7, 0.6], [0.35, 1.3], [0.8, -0.45], [2.1, 1.9]])
"""Where gradients are compared: nothing is special about these."""


@lru_cache(maxsize=128)
def picture(loss: Loss) -> dict[str, Any] | None:
    """The picture of the data of `loss`, ready for JSON; None where there is none.

    `columns` are the numbers of the horizontal and the vertical column and of the target, `names`
    their names, `labels` the two values of the target or None.
    """
    data = loss.data
    if data is None:
        return None
    used = _used(loss)
    target = _target(loss, data)
    inputs = [column for column in used if column != target]
    if target is None or not 1 <= len(inputs) <= 2:
        return None
    labels = np.unique(data.rows[:, target]).tolist()
    if len(labels) != 2:
        if len(inputs) == 2 or len(labels) == 1:
            return None
        labels = None
    across, up = (*inputs, target)[:2]
    columns = [across, up, target]
    names = [data.columns[column] for column in columns]
    return {"columns": columns, "names": names, "labels": labels}


def _used(loss: Loss) -> list[int]:
    """The columns that the loss depends on."""
    written = loss.expression.free_symbols
    return [number for number, column in enumerate(loss.column_symbols) if column in written]


def _target(loss: Loss, data: DataSet) -> int | None:
    used = _used(loss)
    unturned = [column for column in used if not _turns(loss, data, column)]
    if unturned:
        return unturned[-1]
    last = len(data.columns) - 1
    return last if loss.whole_table and data.columns[last] == loss.whole_table.columns[-1] else None


def _turns(loss: Loss, data: DataSet, column: int) -> bool:
    """Whether the gradient of an example turns when `column` takes the value of another row."""
    other = data.rows.copy()
    other[:, column] = np.roll(other[:, column], 1)
    x, y = _WEIGHTS.T[..., np.newaxis, np.newaxis]
    code = mean_code(loss.gradient_expressions, loss.symbols)
    with np.errstate(all="ignore"):
        # Each row is a mean over itself.
        one = code(x, y, *data.rows.T[..., np.newaxis])
        two = code(x, y, *other.T[..., np.newaxis])
        turned = np.abs(one[0] * two[1] - one[1] * two[0])
        return bool((turned > 1e-9 * np.hypot(*one) * np.hypot(*two)).any())
