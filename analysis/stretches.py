"""Stretches of equal values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def stretches(values: NDArray[np.generic]) -> tuple[Indices, Indices]:
    """The first and the last index (k,) of each stretch of equal neighbours in values (n,)."""
    ends = np.flatnonzero(values[1:] != values[:-1])
    firsts, lasts = np.empty((2, len(ends) + 1), dtype=np.int64)
    firsts[0], firsts[1:] = 0, ends + 1
    lasts[-1], lasts[:-1] = len(values) - 1, ends
    return firsts[: len(values)], lasts[: len(values)]
