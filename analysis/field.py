"""A loss in units of its view: u and v run from 0 to 1 over it.

Stretching or shifting the axes of a loss leaves its field as it is, so a search that works here
finds the same whatever the units. Arrays of u and v may have any shapes that broadcast: a row and
a column make a grid, on which NumPy computes what depends on one variable only once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from landscapes.code import Array, Code, Flags

CELLS = 256  # grid cells along each side of the view
CELL = 1 / CELLS
BLOCK = 8192  # places computed together: their arrays stay in the processor's cache
PLACES_BESIDE = 400  # what a call of the code for few or none costs as well


class TooMuchWorkError(Exception):
    """More work than a visitor can be made to wait for."""


@dataclass
class Work:
    """Operations done, each at one place, and how many may be.

    About 6 ns of processor time each; counted, not timed, so that one loss gets one answer.
    """

    most: float
    spent: float = 0.0

    def take(self, operations: float, places: int) -> None:
        """Count operations at so many places.

        Raises `TooMuchWorkError` where the sum is beyond `most`.
        """
        self.spent += operations * (PLACES_BESIDE + places)
        if self.spent > self.most:
            raise TooMuchWorkError


@dataclass(frozen=True)
class Derivatives:
    """Value, gradient (gu, gv) and Hessian (uu, uv, vv) at some places; NaN outside the domain."""

    value: Array
    gu: Array
    gv: Array
    uu: Array
    uv: Array
    vv: Array

    @classmethod
    def on_axes(cls, landscape: Landscape, x: Array, y: Array) -> Derivatives:
        """The derivatives by x and y, in the units of the axes, at places x, y of one shape."""
        parts = landscape.compiled(2)(x, y)
        return cls(*(p if np.shape(p) == x.shape else np.broadcast_to(p, x.shape) for p in parts))

    def __getitem__(self, chosen: NDArray | slice | tuple[NDArray, ...]) -> Derivatives:
        return Derivatives(*(part[chosen] for part in vars(self).values()))

    @property
    def gradient_norm(self) -> Array:
        """The length of the gradient."""
        return np.hypot(self.gu, self.gv)

    @property
    def curvatures(self) -> tuple[Array, Array]:
        """The eigenvalues of the Hessian, the larger in size first."""
        with np.errstate(all="ignore"):  # at poles they overflow
            mean = (self.uu + self.vv) / 2
            apart = np.hypot((self.uu - self.vv) / 2, self.uv)
            larger = np.where(mean >= 0, mean + apart, mean - apart)
            return larger, 2 * mean - larger


@dataclass(frozen=True)
class Field:
    """The field of a landscape; what is computed of it is counted in `work`."""

    landscape: Landscape
    work: Work = field(default_factory=lambda: Work(np.inf), compare=False)

    @property
    def width(self) -> float:
        """The length of the view along x."""
        return self.landscape.x_range[1] - self.landscape.x_range[0]

    @property
    def height(self) -> float:
        """The length of the view along y."""
        return self.landscape.y_range[1] - self.landscape.y_range[0]

    def xy(self, u: Array, v: Array) -> tuple[Array, Array]:
        """Places in the units of the axes."""
        (left, _), (low, _) = self.landscape.x_range, self.landscape.y_range
        return left + u * self.width, low + v * self.height

    def value(self, u: Array, v: Array) -> Array:
        """The loss; NaN outside its domain."""
        return self._evaluate(0, u, v)[0]

    def gradient(self, u: Array, v: Array) -> tuple[Array, Array]:
        """The gradient, per width and per height of the view."""
        _, gu, gv = self.value_and_gradient(u, v)
        return gu, gv

    def value_and_gradient(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        """The loss, and its gradient as `gradient` has it."""
        value, gu, gv = self._evaluate(1, u, v)
        return value, gu, gv

    def derivatives(self, u: Array, v: Array) -> Derivatives:
        """All derivatives. Raises `FormulaError` where the Hessian is too long to write down."""
        return Derivatives(*self._evaluate(2, u, v))

    def _evaluate(self, order: int, u: Array, v: Array) -> list[Array]:
        w, h = self.width, self.height
        units = (1, w, h, w * w, w * h, h * h)[: (1, 3, 6)[order]]
        code = self.landscape.compiled(order)
        shape = u.shape if u.shape == v.shape else np.broadcast_shapes(u.shape, v.shape)
        places = math.prod(shape)
        self.work.take(self.landscape.operations(order), places)
        if places <= BLOCK or shape[0] == 1:
            return self._block(code, u, v, units, shape)
        results = [np.empty(shape) for _ in units]
        rows = max(1, BLOCK * shape[0] // places)
        for first in range(0, shape[0], rows):
            some = slice(first, first + rows)
            at_u, at_v = (
                part[some] if part.ndim == len(shape) and part.shape[0] > 1 else part
                for part in (u, v)
            )
            parts = self._block(code, at_u, at_v, units, results[0][some].shape)
            for result, part in zip(results, parts, strict=True):
                result[some] = part
        return results

    def _block(
        self, code: Code, u: Array, v: Array, units: Sequence[float], shape: tuple[int, ...]
    ) -> list[Array]:
        with np.errstate(all="ignore"):
            results = [
                part if unit == 1 else np.multiply(part, unit)
                for part, unit in zip(code(*self.xy(u, v)), units, strict=True)
            ]
            inside = np.isfinite(results[0])
            for result in results[1:3]:
                inside = inside & np.isfinite(result)
            for i in range(3, len(results)):
                # That of max(0, x)^1.5 is 0/0 all over its plateau, where it has none.
                if np.isnan(results[i]).any():
                    results[i] = np.nan_to_num(results[i], posinf=np.inf, neginf=-np.inf)
            for result in results[3:]:
                inside = inside & np.isfinite(result)
        if not inside.all():
            results = [np.where(inside, result, np.nan) for result in results]
        return [r if np.shape(r) == shape else np.broadcast_to(r, shape) for r in results]


@dataclass(frozen=True)
class Grid:
    """The derivatives `at` (n, n) all nodes, rows along v, of a grid with lines at u and v (n,).

    It reaches a little beyond the view, so that the border of the view lies inside a cell.
    """

    u: Array
    v: Array
    at: Derivatives

    @classmethod
    def over(cls, field: Field) -> Grid:
        """The grid over the view of a field, of CELLS + 1 cells along each side."""
        # The overhangs are odd parts of a cell: nodes on round numbers would sit on kinks.
        line = np.linspace(-0.37 * CELL, 1 + 0.43 * CELL, CELLS + 2)
        return cls(line, line, field.derivatives(line[None, :], line[:, None]))

    @property
    def pitch(self) -> float:
        """The distance between nodes that are neighbours."""
        return float(self.u[1] - self.u[0])

    def nearest(self, u: Array, v: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The row and the column of the node that is nearest to each place (n,)."""
        along = np.rint((u - self.u[0]) / self.pitch).astype(int)
        down = np.rint((v - self.v[0]) / self.pitch).astype(int)
        return np.clip(down, 0, self.v.size - 1), np.clip(along, 0, self.u.size - 1)

    @property
    def missed(self) -> Flags:
        """Cells (n - 1, n - 1) between whose nodes the loss does what they miss.

        Along a grid line the slope changes as the curvatures at both ends say, but for a fifth at
        four nodes a wave. What only grows, and does not turn, is let pass: exp(100 x). Every
        second line is looked at, and stands for the next.
        """
        missed = np.zeros((self.v.size - 1, self.u.size - 1), dtype=bool)
        for slope, curvature, cells in (
            (self.at.gu, self.at.uu, missed),
            (self.at.gv.T, self.at.vv.T, missed.T),
        ):
            slope, curvature = slope[:-1:2], curvature[:-1:2]
            change = slope[:, 1:] - slope[:, :-1]
            expected = (self.pitch / 2) * (curvature[:, 1:] + curvature[:, :-1])
            off = np.abs(change - expected) > 0.2 * np.maximum(np.abs(change), np.abs(expected))
            turned = slope[:, 1:] * slope[:, :-1] < 0
            turned |= curvature[:, 1:] * curvature[:, :-1] < 0
            off &= turned
            cells[::2] |= off
            cells[1::2] |= off[: len(cells) // 2]
        return missed


def circle(u: Array, v: Array, radius: float, places: int = 32) -> tuple[Array, Array]:
    """Closed circles around points (n,), as (n, places + 1): the last place is the first."""
    angle = np.linspace(0.1, 0.1 + 2 * np.pi, places + 1)
    return u[:, None] + radius * np.cos(angle), v[:, None] + radius * np.sin(angle)
