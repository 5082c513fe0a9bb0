"""A loss in units of its view: u and v run from 0 to 1 over it, slopes are per width and height.

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
from landscapes.code import Code

Array = NDArray[np.float64]

CELLS = 256  # grid cells along each side of the view
CELL = 1 / CELLS
BLOCK = 8192  # places computed together: their arrays stay in the processor's cache
CALLED = 400  # places: what a call of the code for few or none costs as well


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
        """Raises `TooMuchWorkError` where that is beyond `most`."""
        self.spent += operations * (CALLED + places)
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

    def __getitem__(self, chosen: NDArray | slice) -> Derivatives:
        return Derivatives(*(part[chosen] for part in vars(self).values()))

    @property
    def gradient_norm(self) -> Array:
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
    """The field of `loss`; what is computed of it is counted in `work`."""

    loss: Landscape
    work: Work = field(default_factory=lambda: Work(np.inf), compare=False)

    @property
    def width(self) -> float:
        return self.loss.x_range[1] - self.loss.x_range[0]

    @property
    def height(self) -> float:
        return self.loss.y_range[1] - self.loss.y_range[0]

    def place(self, u: Array, v: Array) -> tuple[Array, Array]:
        """x and y."""
        return self.loss.x_range[0] + u * self.width, self.loss.y_range[0] + v * self.height

    def bend(self, u: Array, v: Array) -> Derivatives:
        """Raises `FormulaError` where the Hessian is too long to be written down."""
        w, h = self.width, self.height
        return Derivatives(*self._evaluate(2, u, v, (1, w, h, w * w, w * h, h * h)))

    def slope(self, u: Array, v: Array) -> tuple[Array, Array]:
        _, gu, gv = self._evaluate(1, u, v, (1, self.width, self.height))
        return gu, gv

    def value(self, u: Array, v: Array) -> Array:
        return self._evaluate(0, u, v, (1,))[0]

    def _evaluate(self, order: int, u: Array, v: Array, units: Sequence[float]) -> list[Array]:
        code = self.loss.compiled(order)
        shape = u.shape if u.shape == v.shape else np.broadcast_shapes(u.shape, v.shape)
        places = math.prod(shape)
        self.work.take(self.loss.operations(order), places)
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
        self,
        code: Code,
        u: Array,
        v: Array,
        units: Sequence[float],
        shape: tuple[int, ...],
    ) -> list[Array]:
        with np.errstate(all="ignore"):
            results = [
                part if unit == 1 else np.multiply(part, unit)
                for part, unit in zip(code(*self.place(u, v)), units, strict=True)
            ]
            inside = np.isfinite(results[0])
            for result in results[1:]:
                inside = inside & np.isfinite(result)
        if not inside.all():
            results = [np.where(inside, result, np.nan) for result in results]
        return [r if np.shape(r) == shape else np.broadcast_to(r, shape) for r in results]


def grid_lines() -> tuple[Array, Array]:
    """u as a row, v as a column: a little over the view, so that its border lies inside a cell.

    The overhangs are odd parts of a cell: nodes on round numbers would sit on kinks.
    """
    line = np.linspace(-0.37 * CELL, 1 + 0.43 * CELL, CELLS + 2)
    return line[None, :], line[:, None]


def undersampled(bend: Derivatives, pitch: float) -> float:
    """The part of a grid, nodes `pitch` apart, between whose nodes the loss does what they miss.

    Along a grid line the slope changes as the curvatures at both ends say, but for a fifth at
    four nodes a wave. What only grows, and does not turn, is let pass: exp(100 x).
    """
    parts = []
    for slope, curvature in ((bend.gu, bend.uu), (bend.gv.T, bend.vv.T)):
        slope, curvature = slope[::2], curvature[::2]
        change = slope[:, 1:] - slope[:, :-1]
        expected = (pitch / 2) * (curvature[:, 1:] + curvature[:, :-1])
        missed = np.abs(change - expected) > 0.2 * np.maximum(np.abs(change), np.abs(expected))
        turned = (slope[:, 1:] * slope[:, :-1] < 0) | (curvature[:, 1:] * curvature[:, :-1] < 0)
        parts.append(float(np.mean(missed & turned)))
    return max(parts)


def turns(gu: Array, gv: Array) -> Array:
    """Angles between gradients that follow each other along the last axis, in (-pi, pi]."""
    a, b = gu[..., :-1], gv[..., :-1]
    c, d = gu[..., 1:], gv[..., 1:]
    return np.arctan2(a * d - b * c, a * c + b * d)


def winding_numbers(gu: Array, gv: Array) -> NDArray[np.int64]:
    """Turns of the gradient around each cell of grids (..., rows, columns); 0 beside a NaN."""
    along = _passes(gu, gv)
    down = np.swapaxes(_passes(np.swapaxes(gu, -1, -2), np.swapaxes(gv, -1, -2)), -1, -2)
    around = along[..., :-1, :] + down[..., :, 1:] - along[..., 1:, :] - down[..., :, :-1]
    unknown = np.isnan(gu + gv)
    if unknown.any():
        rows = unknown[..., :-1, :] | unknown[..., 1:, :]
        around[rows[..., :-1] | rows[..., 1:]] = 0
    return around.astype(np.int64)


def _passes(gu: Array, gv: Array) -> NDArray[np.int8]:
    """Where a gradient and the next along the last axis lie on two sides of the direction -u.

    1 where the shorter way from one to the other turns left, -1 right. Around a closed line these
    add up to the number of turns, without an angle being computed.
    """
    a, b, c, d = gu[..., :-1], gv[..., :-1], gu[..., 1:], gv[..., 1:]
    side = a * d - b * c
    below = gv < 0
    before, after = below[..., :-1], below[..., 1:]
    left = ~before & after & (side > 0)
    right = before & ~after & (side < 0)
    return left.astype(np.int8) - right.astype(np.int8)


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
