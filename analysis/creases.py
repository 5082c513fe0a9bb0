"""Stationary points on creases, the curves along which a loss kinks, in closed form.

Where the argument u of a kink is zero, |u| is zero and max(a, b) is (a + b)/2: with these in its
place the loss is smooth along the crease. Its stationary points there, and the places where two
creases cross, are found by Newton's method, however steep the loss is across.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, S

from analysis.field import CELL, Field, Grid
from analysis.roots import SAME
from formulas import FormulaError, gradient
from formulas.expression import UNREAL
from formulas.kinks import Abs, Cbrt, Max, Min
from landscapes import FormulaLoss
from landscapes.code import Array, Code, Flags, array_code, operations_in

MAX_CREASES = 8
MAX_SEEDS = 3000
STEP = 1e-7  # views, over which differences stand for derivatives
STRAYED = 3.0  # cells
ON = 1e-6  # views: a place that is nearer to a crease lies on it
BESIDE = 1e-3  # cells from a crease, to where the loss is compared with that on it
ALONG = 0.05  # cells along a crease, at which its heights are compared
Equations = Callable[[Array, Array], tuple[Array, Array]]


@dataclass(frozen=True)
class Crease:
    """Where the argument of a kink is zero, in units of the view.

    `alone` computes the argument, `code` the argument and the loss along the crease, each with
    its two derivatives.
    """

    field: Field
    alone: Code
    code: Code

    def parts(self, u: Array, v: Array) -> tuple[Array, ...]:
        """Argument, its gradient, the loss along the crease, its gradient, at places."""
        self.field.work.take(operations_in(self.code), max(u.size, v.size))
        w, h = self.field.width, self.field.height
        with np.errstate(all="ignore"):
            found = self.code(*self.field.xy(u, v))
        units = (1, w, h, 1, w, h)
        shape = np.broadcast_shapes(u.shape, v.shape)
        return tuple(
            np.broadcast_to(part * unit, shape) for part, unit in zip(found, units, strict=True)
        )

    def argument(self, u: Array, v: Array) -> Array:
        """Zero on the crease."""
        shape = np.broadcast_shapes(u.shape, v.shape)
        self.field.work.take(operations_in(self.alone), math.prod(shape))
        with np.errstate(all="ignore"):
            (found,) = self.alone(*self.field.xy(u, v))
        return np.broadcast_to(found, shape)

    def turning(self, u: Array, v: Array) -> tuple[Array, Array]:
        """Both zero where the loss along the crease has no slope."""
        argument, across_u, across_v, _, gu, gv = self.parts(u, v)
        return argument, gu * across_v - gv * across_u

    def rise_across(self, u: Array, v: Array) -> tuple[Array, Array]:
        """By how much the loss is higher right beside places on the crease, to both sides."""
        _, across_u, across_v, *_ = self.parts(u, v)
        steep = np.hypot(across_u, across_v)
        step_u, step_v = BESIDE * CELL * across_u / steep, BESIDE * CELL * across_v / steep
        here = self.field.value(u, v)
        return (
            self.field.value(u - step_u, v - step_v) - here,
            self.field.value(u + step_u, v + step_v) - here,
        )

    @np.errstate(all="ignore")  # beside what is on no crease
    def rise_along(self, u: Array, v: Array) -> tuple[Array, Array]:
        """By how much the crease is higher on both ways from places on it; NaN for others."""
        argument, across_u, across_v, here, *_ = self.parts(u, v)
        steep = np.hypot(across_u, across_v)
        rises = []
        for way in (-ALONG * CELL, ALONG * CELL):
            beside_u, beside_v = u - way * across_v / steep, v + way * across_u / steep
            for _ in range(4):
                off, to_u, to_v, *_ = self.parts(beside_u, beside_v)
                square = to_u**2 + to_v**2
                beside_u, beside_v = beside_u - off * to_u / square, beside_v - off * to_v / square
            there = self.parts(beside_u, beside_v)[3]
            rises.append(np.where(np.abs(argument) <= ON * steep, there - here, np.nan))
        return rises[0], rises[1]


def creases(field: Field) -> list[Crease]:
    """The creases of a loss that is a formula of two weights; none for others."""
    loss = field.landscape.loss
    if field.landscape.plane is not None or not isinstance(loss, FormulaLoss):
        return []
    return [Crease(field, *codes) for codes in _codes(loss)]


@lru_cache(maxsize=64)
def _codes(loss: FormulaLoss) -> tuple[tuple[Code, Code], ...]:
    expression = loss.expression
    found: dict[Expr, tuple[Code, Code]] = {}
    for kink in sorted(expression.atoms(Abs, Max, Min, Cbrt), key=str):
        pair = kink.func in (Max, Min)
        argument = kink.args[0] - kink.args[1] if pair else kink.args[0]
        level = (kink.args[0] + kink.args[1]) / 2 if pair else S.Zero
        if argument in found or -argument in found or not argument.free_symbols:
            continue
        along = expression.xreplace({kink: level})
        if along.has(*UNREAL):  # a pole along the whole of it, as in ln|x|
            continue
        try:
            slopes = (*gradient(argument, loss.variables), *gradient(along, loss.variables))
        except FormulaError:
            continue
        parts = (argument, *slopes[:2], along, *slopes[2:])
        found[argument] = (
            array_code((argument,), loss.symbols),
            array_code(parts, loss.symbols),
        )
    return tuple(found.values())[:MAX_CREASES]


def stationary_on(
    field: Field, grid: Grid, found: list[Crease]
) -> tuple[Array, Array, NDArray[np.intp]]:
    """Where creases cross, and where the loss has no slope along one.

    As places u, v (n,) and the number of the crease, -1 where some cross.
    """
    ends = [(np.zeros(0), np.zeros(0), -1)]
    crossed = [_changes(one.argument(grid.u[None, :], grid.v[:, None])) for one in found]
    for (one, cells), (other, others) in combinations(zip(found, crossed, strict=True), 2):

        def both(
            u: Array, v: Array, one: Crease = one, other: Crease = other
        ) -> tuple[Array, Array]:
            return one.argument(u, v), other.argument(u, v)

        ends.append((*_solved(both, *_middles(grid, cells & others), grid), -1))
    for number, (one, cells) in enumerate(zip(found, crossed, strict=True)):
        u, v = _middles(grid, cells)
        if not 0 < u.size <= MAX_SEEDS:
            continue
        half = 0.6 * grid.pitch * np.array([[-1, -1, 1, 1], [-1, 1, -1, 1]])[..., np.newaxis]
        slope = one.turning(u + half[0], v + half[1])[1]
        turned = (slope <= 0).any(axis=0) & (slope >= 0).any(axis=0)
        ends.append((*_solved(one.turning, u[turned], v[turned], grid), number))
    u, v = (np.concatenate([end[i] for end in ends]) for i in (0, 1))
    numbers = np.repeat([end[2] for end in ends], [end[0].size for end in ends])
    inside = (u >= -1e-9) & (u <= 1 + 1e-9) & (v >= -1e-9) & (v <= 1 + 1e-9)
    u, v, numbers = u[inside], v[inside], numbers[inside]
    _, first = np.unique(np.round((u + 1j * v) / SAME), return_index=True)
    return u[first], v[first], numbers[first]


def _changes(values: Array) -> Flags:
    """Cells of the grid between whose corners a value changes its sign."""
    corners = np.stack((values[:-1, :-1], values[:-1, 1:], values[1:, :-1], values[1:, 1:]))
    return np.asarray((corners <= 0).any(axis=0) & (corners >= 0).any(axis=0))


def _middles(grid: Grid, cells: NDArray[np.bool_]) -> tuple[Array, Array]:
    down, along = np.nonzero(cells)
    return grid.u[along] + grid.pitch / 2, grid.v[down] + grid.pitch / 2


def _solved(equations: Equations, u: Array, v: Array, grid: Grid) -> tuple[Array, Array]:
    """Where Newton's method ends that begins at places (n,); those that stray are dropped."""
    if not 0 < u.size <= MAX_SEEDS:
        return u[:0], v[:0]
    start_u, start_v = u, v
    for _ in range(12):
        a, b = equations(u, v)
        a_u, b_u = (p - q for p, q in zip(equations(u + STEP, v), (a, b), strict=True))
        a_v, b_v = (p - q for p, q in zip(equations(u, v + STEP), (a, b), strict=True))
        with np.errstate(all="ignore"):
            determinant = a_u * b_v - a_v * b_u
            step_u = STEP * (a_v * b - b_v * a) / determinant
            step_v = STEP * (b_u * a - a_u * b) / determinant
            length = np.hypot(step_u, step_v)
            short = np.minimum(1.0, grid.pitch / length)
            u, v = u + short * step_u, v + short * step_v
            if not (length > 1e-12).any():
                break
    strayed = np.maximum(np.abs(u - start_u), np.abs(v - start_v)) > STRAYED * grid.pitch
    with np.errstate(invalid="ignore"):
        arrived = (length < 1e-10) & ~strayed
    return u[arrived], v[arrived]
