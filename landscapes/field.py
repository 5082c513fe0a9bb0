"""A loss in units of its view: u and v run from 0 to 1 over it, slopes are per width and height.

Stretching or shifting the axes of a loss leaves its field as it is, so a search that works here
finds the same whatever the units. Arrays of u and v may have any shapes that broadcast: a row and
a column make a grid, on which NumPy computes what depends on one variable only once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from landscapes.landscape import Landscape, array_code

Array = NDArray[np.float64]

CELLS = 256  # grid cells along each side of the view
CELL = 1 / CELLS


@dataclass(frozen=True)
class Bend:
    """Value, gradient (gu, gv) and Hessian (uu, uv, vv) at some places; NaN outside the domain."""

    value: Array
    gu: Array
    gv: Array
    uu: Array
    uv: Array
    vv: Array

    def __getitem__(self, chosen: NDArray | slice) -> Bend:
        return Bend(*(part[chosen] for part in vars(self).values()))

    @property
    def steepness(self) -> Array:
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
    loss: Landscape

    @property
    def width(self) -> float:
        return self.loss.x_range[1] - self.loss.x_range[0]

    @property
    def height(self) -> float:
        return self.loss.y_range[1] - self.loss.y_range[0]

    def place(self, u: Array, v: Array) -> tuple[Array, Array]:
        """x and y."""
        return self.loss.x_range[0] + u * self.width, self.loss.y_range[0] + v * self.height

    def bend(self, u: Array, v: Array) -> Bend:
        """Raises `FormulaError` where the Hessian is too long to be written down."""
        code = bend_code(self.loss)
        w, h = self.width, self.height
        return Bend(*self._evaluate(code, u, v, (1, w, h, w * w, w * h, h * h)))

    def slope(self, u: Array, v: Array) -> tuple[Array, Array]:
        _, gu, gv = self._evaluate(slope_code(self.loss), u, v, (1, self.width, self.height))
        return gu, gv

    def value(self, u: Array, v: Array) -> Array:
        x, y = self.place(u, v)
        return self.loss.value(np.stack(np.broadcast_arrays(x, y), axis=-1))

    def _evaluate(
        self, code: Callable[..., Sequence[Array]], u: Array, v: Array, units: Sequence[float]
    ) -> list[Array]:
        shape = np.broadcast_shapes(np.shape(u), np.shape(v))
        with np.errstate(all="ignore"):
            value, *derivatives = code(*self.place(u, v))
            inside = np.isfinite(np.broadcast_to(value, shape))
            results = [np.broadcast_to(value, shape)]
            for derivative, unit in zip(derivatives, units[1:], strict=True):
                scaled = np.broadcast_to(np.multiply(derivative, unit), shape)
                results.append(scaled)
                inside = inside & np.isfinite(scaled)
        if inside.all():
            return results
        return [np.where(inside, result, np.nan) for result in results]


def slope_code(loss: Landscape) -> Callable[..., Sequence[Array]]:
    """Code for value, df/dx, df/dy of arrays x, y, in the units of the axes."""
    return _code((loss.expression, *loss.gradient_expressions))


def bend_code(loss: Landscape) -> Callable[..., Sequence[Array]]:
    """As `slope_code`, with the second derivatives xx, xy, yy behind."""
    return _code((loss.expression, *loss.gradient_expressions, *loss.hessian_expressions))


_code = lru_cache(maxsize=256)(array_code)


def grid_lines() -> tuple[Array, Array]:
    """u as a row, v as a column: a little over the view, so that its border lies inside a cell.

    The overhangs are odd parts of a cell: nodes on round numbers would sit on kinks.
    """
    line = np.linspace(-0.37 * CELL, 1 + 0.43 * CELL, CELLS + 2)
    return line[None, :], line[:, None]


def turns(gu: Array, gv: Array) -> Array:
    """Angles between gradients that follow each other along the last axis, in (-pi, pi]."""
    a, b = gu[..., :-1], gv[..., :-1]
    c, d = gu[..., 1:], gv[..., 1:]
    return np.arctan2(a * d - b * c, a * c + b * d)


def cell_turns(gu: Array, gv: Array) -> NDArray[np.int64]:
    """Turns of the gradient around each cell of grids (..., rows, columns); 0 beside a NaN."""
    along = turns(gu, gv)
    down = np.swapaxes(turns(np.swapaxes(gu, -1, -2), np.swapaxes(gv, -1, -2)), -1, -2)
    around = along[..., :-1, :] + down[..., :, 1:] - along[..., 1:, :] - down[..., :, :-1]
    return np.rint(np.nan_to_num(around) / (2 * np.pi)).astype(np.int64)


def circle(u: Array, v: Array, radius: float, places: int = 32) -> tuple[Array, Array]:
    """Closed circles around points (n,), as (n, places + 1): the last place is the first."""
    angle = np.linspace(0.1, 0.1 + 2 * np.pi, places + 1)
    return u[:, None] + radius * np.cos(angle), v[:, None] + radius * np.sin(angle)


def connected(u: Array, v: Array, reach: float) -> NDArray[np.intp]:
    """Labels 0, 1, ... of points (n,): equal for points joined by hops of about `reach`.

    Points are dropped into boxes of that size; boxes that touch belong together.
    """
    if not u.size:
        return np.zeros(0, dtype=np.intp)
    column = np.floor((u - u.min()) / reach).astype(np.int64) + 1
    row = np.floor((v - v.min()) / reach).astype(np.int64) + 1
    stride = row.max() + 2
    boxes, box_of_point = np.unique(column * stride + row, return_inverse=True)
    label = np.arange(boxes.size)
    links = []
    for offset in (1, stride - 1, stride, stride + 1):
        found = np.searchsorted(boxes, boxes + offset)
        found[found == boxes.size] = 0
        here = np.flatnonzero(boxes[found] == boxes + offset)
        links.append(np.stack((here, found[here])))
    a, b = np.concatenate(links, axis=1)
    while (label[a] != label[b]).any():
        low = np.minimum(label[a], label[b])
        np.minimum.at(label, label[a], low)
        np.minimum.at(label, label[b], low)
        while (label[label] != label).any():
            label = label[label]
    return np.unique(label, return_inverse=True)[1][box_of_point]
