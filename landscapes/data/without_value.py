"""The row of a table for which a typed loss has no value, whatever the weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from landscapes.data.data_set import DataSet
from landscapes.landscape import Range
from words import Said, joined, say

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Of half the view from its middle, off round numbers. Weights of other sizes come after these.
SHARES = (0.0, -0.87, -0.41, 0.37, 0.93)
SIZES = (1e-6, 1e-4, 1e-2, 0.7, 1.3, 17.0, 1e3, 1e6, 1e12)


def row_without_value(
    code: Callable[..., Sequence[Array]],
    used: Sequence[str],
    data: DataSet,
    view: tuple[Range, Range],
) -> Said | None:
    """What is wrong with the first training row for which `code`, the mean's, has no value at any
    of many weights; None where each row has one, be it beyond the view, and where none has one,
    for which no row is to blame. `used` are the columns that the loss reads."""
    if _have_value(code, data.training, *_in_view(view)).all():
        return None
    empty = ~_have_value(code, data.training, *_of_all_sizes(view))
    if not empty.any() or empty.all():
        return None
    found = int(empty.argmax())
    names = _to_blame(code, used, data, found, view) or used
    row = data.training[found]
    shown = [f"{name} = {row[data.columns.index(name)]:.10g}" for name in names]
    assert data.held_out is not None
    number = int(np.flatnonzero(~data.held_out)[found]) + 1
    return say("data.row_without_value", row=number, values=joined(shown, ", "))


def _to_blame(
    code: Callable[..., Sequence[Array]],
    used: Sequence[str],
    data: DataSet,
    found: int,
    view: tuple[Range, Range],
) -> tuple[str, ...]:
    """The first column of a row by another value of which it would have a value."""
    for name in used:
        column = data.columns.index(name)
        others = np.repeat(data.training[[found]], len(data.training), axis=0)
        others[:, column] = data.training[:, column]
        if _have_value(code, others, *_of_all_sizes(view)).any():
            return (name,)
    return ()


def _have_value(code: Callable[..., Sequence[Array]], rows: Array, x: Array, y: Array) -> Flags:
    """Which rows (m, k) have a value at any of the places, as (m,): each is a mean over one."""
    with np.errstate(all="ignore"):
        (values,) = code(x[:, None, None], y[:, None, None], *rows.T[..., None])
    finite = np.isfinite(np.broadcast_to(values, (len(x), len(rows))))
    found: Flags = np.logical_or.reduce(finite, axis=0)
    return found


def _in_view(view: tuple[Range, Range]) -> tuple[Array, Array]:
    return _crossed(*(_shares(low, high) for low, high in view))


def _of_all_sizes(view: tuple[Range, Range]) -> tuple[Array, Array]:
    sizes = np.array(SIZES)
    return _crossed(*(np.concatenate((_shares(*span), -sizes, sizes)) for span in view))


def _shares(low: float, high: float) -> Array:
    return (low + high) / 2 + np.array(SHARES) * (high - low) / 2


def _crossed(x: Array, y: Array) -> tuple[Array, Array]:
    across, up = np.meshgrid(x, y)
    return across.ravel(), up.ravel()
