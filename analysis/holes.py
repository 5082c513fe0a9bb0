"""Removable singularities: places without a value beside which the loss tends to one.

sin(x)/x has none at x = 0, where it tends to 1. What a formula divides by, or takes the logarithm
of, is searched for zeros; a zero is removable where on ever smaller circles around it the loss
varies ever less. Places here are in units of the view: u and v run from 0 to 1 over it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sympy import Expr

from formulas.domain import zeros_without_value
from landscapes import Landscape
from landscapes.code import Array, Code, Flags, array_code

MAX_PLACES = 64  # of a curve that are looked at
NODES = 128  # along each side of the view
HALVINGS = 50
RADII = np.array([1e-3, 1e-4, 1e-5])
FADES = 0.5  # of what the loss varies on the first circle, at most on the last
LEVEL = 1e-9  # of the loss: what varies less does not vary
TOUCHES = 1e-9  # of the largest divisor: one as small touches zero
SAME = 1e-6  # places as close are one
ALONG = 257  # places of a line
CLOSER = 6  # times that the lowest place of a line is looked at more closely

_ANGLES = 0.1 + np.linspace(0, 2 * np.pi, 16, endpoint=False)  # off the axes
_CIRCLES = RADII[:, None, None] * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1)

Values = Callable[[Array], Array]
"""A function at places (..., 2), as (...)."""


@dataclass(frozen=True)
class Hole:
    """A removable singularity, where `divisor` is zero: a point, a line or a curve.

    `axis` is 0 for a line of one x, 1 for one of one y, else None; `point` says that it is one
    place. The loss tends to `limit` at `at` (x, y), and to no less anywhere on it.
    """

    divisor: Expr
    axis: int | None
    point: bool
    at: tuple[float, float]
    limit: float


@lru_cache(maxsize=64)
@np.errstate(all="ignore")
def removable_holes(landscape: Landscape) -> tuple[Hole, ...]:
    """The removable singularities in view, lines of one x first.

    None are looked for where the loss is over data, or of more than two weights.
    """
    if landscape.plane is not None or landscape.loss.rows:
        return ()
    corners = np.transpose((landscape.x_range, landscape.y_range))
    low, size = corners[0], corners[1] - corners[0]

    def loss(places: Array) -> Array:
        return landscape.value(low + places * size)

    holes: list[Hole] = []
    for divisor in zeros_without_value(landscape.loss.expression):
        code = array_code((divisor,), landscape.loss.variables)

        def value(places: Array, code: Code = code) -> Array:
            (found,) = code(*np.moveaxis(low + places * size, -1, 0))
            return np.broadcast_to(found, places.shape[:-1])

        moving = [divisor.has(variable) for variable in landscape.loss.variables]
        for axis, point, places in _zeros(value, moving):
            if not _removable(loss, places).all():
                continue
            limits = _limits(loss, places)
            place, limit = places[limits.argmin()], float(limits.min())
            if axis is not None:
                place, limit = _lowest_on_line(loss, place, 1 - axis)
            elif not point:
                place, limit = _lowest_on_curve(loss, value, place, limit)
            x, y = map(float, low + place * size)
            holes.append(Hole(divisor, axis, point, (x, y), limit))
    return tuple(sorted(holes, key=lambda hole: 2 if hole.axis is None else hole.axis))


def _zeros(value: Values, moving: Sequence[bool]) -> list[tuple[int | None, bool, Array]]:
    """Where a divisor is zero: for each line, point or curve its axis, and places (n, 2).

    `moving` says along which axes the divisor changes.
    """
    line = np.linspace(0, 1, NODES)
    grid = np.stack(np.meshgrid(line, line), axis=-1)
    places = _crossings(value, grid)
    touched = _touched(value, grid) if not len(places) else places[:0]
    if not all(moving):
        fixed = moving.index(True)
        every = np.concatenate((places, touched))
        found: list[tuple[int | None, bool, Array]] = []
        for place in _distinct(every[:, fixed, None])[:MAX_PLACES]:
            on_line = np.repeat(np.linspace(0, 1, 33)[:, None], 2, axis=1)
            on_line[:, fixed] = place
            found.append((fixed, False, on_line))
        return found
    if len(places):
        return [(None, False, places[:: -(-len(places) // MAX_PLACES)])]
    return [(None, True, place[None]) for place in _distinct(touched)[:MAX_PLACES]]


def _crossings(value: Values, grid: Array) -> Array:
    """Places (n, 2) between neighbours of the grid where the sign changes."""
    at = value(grid)
    turned = np.swapaxes(grid, 0, 1)
    return np.concatenate((_crossed(value, grid, at), _crossed(value, turned, at.T)))


def _crossed(value: Values, grid: Array, at: Array) -> Array:
    """The same, of neighbours in a row."""
    above = at >= 0
    known = np.isfinite(at[:, 1:]) & np.isfinite(at[:, :-1])
    row, column = np.nonzero(known & (above[:, 1:] != above[:, :-1]))
    left, right = grid[row, column], grid[row, column + 1]
    sign = above[row, column]
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        same = ((value(middle) >= 0) == sign)[:, None]
        left, right = np.where(same, middle, left), np.where(same, right, middle)
    places = (left + right) / 2
    small = np.abs(value(places)) <= SAME * np.nanmax(np.abs(at), initial=0.0)  # not at its poles
    return places[small]


def _touched(value: Values, grid: Array) -> Array:
    """Places (n, 2) where the divisor comes down, or up, to zero without crossing it."""
    size = np.abs(value(grid))
    inner = size[1:-1, 1:-1]
    beside = [np.roll(size, (i, j), (0, 1))[1:-1, 1:-1] for i in (-1, 0, 1) for j in (-1, 0, 1)]
    row, column = np.nonzero(inner <= np.min(beside, axis=0))
    places = grid[row + 1, column + 1][: 4 * MAX_PLACES]
    steps = np.linspace(-1, 1, 9)
    patch = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    pitch = 1 / NODES
    for _ in range(40):
        around = places[:, None] + pitch * patch
        best = np.nan_to_num(np.abs(value(around)), nan=np.inf).argmin(axis=-1)
        places = around[np.arange(len(places)), best]
        pitch /= 2
    return places[np.abs(value(places)) <= TOUCHES * np.nanmax(size, initial=0.0)]


def _distinct(places: Array) -> Array:
    """One of each group of places (n, k) that are the same."""
    kept = np.unique(np.rint(places / SAME), axis=0, return_index=True)[1]
    return places[kept]


def _removable(loss: Values, places: Array) -> Flags:
    """Whether around places (n, 2) the loss varies ever less on ever smaller circles."""
    around = loss(places[:, None, None] + _CIRCLES)
    nothing = LEVEL * np.abs(around).max(axis=(1, 2))
    varies, moves = np.ptp(around, axis=-1), np.abs(np.diff(around.mean(axis=-1)))
    settles = (moves[:, 1] <= FADES * moves[:, 0]) | (moves[:, 1] <= nothing)
    fades = (varies[:, 2] <= FADES * varies[:, 0]) | (varies[:, 0] <= nothing)
    found: Flags = np.isfinite(around).all(axis=(1, 2)) & settles & fades
    return found


def _limits(loss: Values, places: Array) -> Array:
    """What the loss tends to at places (n, 2): means on circles, extrapolated by Aitken."""
    first, second, third = np.moveaxis(loss(places[:, None, None] + _CIRCLES).mean(axis=-1), -1, 0)
    bend = (third - second) - (second - first)
    limits = third - np.where(bend == 0, 0.0, (third - second) ** 2 / bend)
    return np.where(np.isnan(limits), np.inf, limits)


def _lowest_on_line(loss: Values, place: Array, along: int) -> tuple[Array, float]:
    """The place of the lowest limit on a line in view through `place`, and that limit."""
    low, high = 0.0, 1.0
    limit = np.inf
    for _ in range(CLOSER):
        places = np.repeat(place[None], ALONG, axis=0)
        places[:, along] = np.linspace(low, high, ALONG)
        limits = _limits(loss, places)
        place, limit = places[limits.argmin()], float(limits.min())
        reach = 2 * (high - low) / ALONG
        low, high = max(0.0, place[along] - reach), min(1.0, place[along] + reach)
    return place, limit


def _lowest_on_curve(
    loss: Values, value: Values, place: Array, limit: float
) -> tuple[Array, float]:
    """The place of the lowest limit on a curve around `place`, and that limit."""
    box = np.stack(np.meshgrid(*[np.linspace(-1, 1, 16)] * 2), axis=-1)
    reach = 2 / NODES
    for _ in range(CLOSER):
        places = _crossings(value, np.clip(place + reach * box, 0, 1))
        limits = _limits(loss, places)
        if limits.size and limits.min() < limit:
            place, limit = places[limits.argmin()], float(limits.min())
        reach /= 4
    return place, limit
