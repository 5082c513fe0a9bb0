"""The row of a table for which a typed loss has no value, whatever the weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from random import Random

import numpy as np

from landscapes.code import Array, Code, Flags
from landscapes.data.data_set import DataSet
from landscapes.view import Range
from words import Said, joined, say

# Of half the view from its middle, off round numbers. Weights of other sizes come after these.
SHARES = (0.0, -0.87, -0.41, 0.37, 0.93)
SIZES = (1e-6, 1e-4, 1e-2, 0.7, 1.3, 17.0, 1e3, 1e6, 1e12)
MAX_PLACES = 529  # all combinations for two weights; of more weights so many are drawn


def row_without_value(code: Code, data: DataSet, view: Sequence[Range]) -> Said | None:
    """What is wrong with the first training row that has no value at any of many weights.

    None where each row has a value, be it beyond the view, and where none has one, for which no
    row is to blame. `code` is that of the mean over `data`, which have the columns that the loss
    reads; `view` has a range for each weight.
    """
    if _have_value(code, data.training, _in_view(view)).all():
        return None
    weights = _of_all_sizes(view)
    empty = ~_have_value(code, data.training, weights)
    if not empty.any() or empty.all():
        return None
    found = int(empty.argmax())
    names = _to_blame(code, data, found, weights) or data.columns
    row = data.training[found]
    shown = [f"{name} = {row[data.columns.index(name)]:.10g}" for name in names]
    assert data.held_out is not None
    assert data.numbers is not None
    number = int(data.numbers[~data.held_out][found])
    return say("data.row_without_value", row=number, values=joined(shown, ", "))


def _to_blame(code: Code, data: DataSet, found: int, weights: Array) -> tuple[str, ...]:
    """The first column of a row by another value of which it would have a value."""
    for column, name in enumerate(data.columns):
        others = np.repeat(data.training[[found]], len(data.training), axis=0)
        others[:, column] = data.training[:, column]
        if _have_value(code, others, weights).any():
            return (name,)
    return ()


def _have_value(code: Code, rows: Array, weights: Array) -> Flags:
    """Which rows (m, k) have a value at any of the weights (n, places), as (m,).

    Each is a mean over itself.
    """
    with np.errstate(all="ignore"):
        (values,) = code(*weights[..., None, None], *rows.T[..., None])
    finite = np.isfinite(np.broadcast_to(values, (weights.shape[1], len(rows))))
    found: Flags = np.logical_or.reduce(finite, axis=0)
    return found


def _in_view(view: Sequence[Range]) -> Array:
    return _crossed([_shares(*span) for span in view])


def _of_all_sizes(view: Sequence[Range]) -> Array:
    sizes = np.array(SIZES)
    return _crossed([np.concatenate((_shares(*span), -sizes, sizes)) for span in view])


def _shares(low: float, high: float) -> Array:
    return (low + high) / 2 + np.array(SHARES) * (high - low) / 2


def _crossed(values: Sequence[Array]) -> Array:
    """Combinations of values, one of each array, as (n, places)."""
    if prod(map(len, values)) <= MAX_PLACES:
        return np.array(list(product(*values))).T
    random = Random(0)
    return np.array([random.choices(one.tolist(), k=MAX_PLACES) for one in values])
