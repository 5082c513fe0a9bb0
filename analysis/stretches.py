"""Stretches of equal values."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def stretches(values: NDArray[np.generic]) -> tuple[Indices, Indices]:
    """The first and the last index (k,) of each stretch of equal neighbours in values (n,)."""
    ends = np.flatnonzero(values[1:] != values[:-1])
    return np.append(0, ends + 1)[: len(values)], np.append(ends, len(values) - 1)[: len(values)]
