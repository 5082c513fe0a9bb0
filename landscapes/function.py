"""Functions of several coordinates with exact derivatives, evaluated at arrays of places."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike

from landscapes.code import Array, Code


class Function(ABC):
    """A function of n coordinates.

    Places are arrays (..., n) in float64. Outside its domain, and where numbers overflow, the
    function and its derivatives are NaN.
    """

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """What the coordinates are called."""

    @abstractmethod
    def compiled(self, order: int) -> Code:
        """Code of the function and its derivatives up to `order`: 0, 1 or 2.

        Called with n coordinate arrays of shapes that broadcast, it returns (value,),
        (value, *gradient), or (value, *gradient, *Hessian), of the Hessian the upper triangle
        row by row. What is constant may come back as a number. Raises `FormulaError` where
        derivatives are too long to be written down.
        """

    @abstractmethod
    def operations(self, order: int) -> int:
        """About how many operations `compiled(order)` takes at each place."""

    def value(self, places: ArrayLike) -> Array:
        """The function at places (..., n), as (...)."""
        return self._parts(places, 0)[0]

    def gradient(self, places: ArrayLike) -> Array:
        """The gradient at places (..., n), as (..., n)."""
        value, *slopes = self._parts(places, 1)
        gradient = np.stack(slopes, axis=-1)
        gradient[np.isnan(value)] = np.nan
        return gradient

    def hessian(self, places: ArrayLike) -> Array:
        """The Hessian at places (..., n), as (..., n, n)."""
        n = len(self.names)
        value, *parts = self._parts(places, 2)
        hessian = np.empty((*value.shape, n, n))
        for (i, j), part in zip(upper_triangle(n), parts[n:], strict=True):
            hessian[..., i, j] = hessian[..., j, i] = part
        hessian[np.isnan(value)] = np.nan
        return hessian

    def _parts(self, places: ArrayLike, order: int) -> list[Array]:
        places = np.asarray(places, dtype=np.float64)
        n = len(self.names)
        if places.ndim == 0 or places.shape[-1] != n:
            named = ", ".join(self.names)
            raise ValueError(f"places need a last axis of {n} ({named}), not shape {places.shape}")
        with np.errstate(all="ignore"):
            parts = self.compiled(order)(*(places[..., i] for i in range(n)))
        return [finite(part, places.shape[:-1]) for part in parts]


def upper_triangle(n: int) -> list[tuple[int, int]]:
    """The entries (i, j), i <= j, of an n x n matrix, row by row."""
    return list(combinations_with_replacement(range(n), 2))


def finite(part: Array | float, shape: tuple[int, ...]) -> Array:
    """An array of that shape, NaN where the part is not finite."""
    full = np.array(np.broadcast_to(part, shape), dtype=np.float64)
    full[~np.isfinite(full)] = np.nan
    return full
