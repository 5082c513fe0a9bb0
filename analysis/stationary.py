"""All places of a view where a smooth loss has no slope, and what they are.

Two signs point at a stationary point near a grid node: both components of the gradient change
sign in a cell, or Newton's step from the node stays within its cell. Newton's method on the exact
derivatives decides. What it finds with a vanishing curvature is told apart by how much such there
is: isolated points are judged by the loss on a small circle, curves are left to `regions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.field import CELL, Derivatives, Field, Grid, circle
from analysis.neighbours import connected, grouped
from analysis.winding import turning_angles
from landscapes import Landscape
from landscapes.code import Array, Flags

NEAR = 0.6  # cells: the longest Newton step that makes a grid node a seed
STRAYED = 3.0  # cells that Newton's method may move from where it began
PATIENCE = 4  # steps in which Newton's step has to get twice as short
MANY_SEEDS = 3000  # beyond this a node beside a cell that is a seed is none itself
MAX_SEEDS = 20_000  # beyond this a loss varies too fast for the grid anyway
SINGULAR = 1e-12  # curvatures below this part of the larger one are rounding
STEEP_ONLY = 0.02  # as SINGULAR, for the search across a valley
FLAT_CURVATURE = 1e-5  # of the curvature around: a smaller one leaves the kind open
FLAT_SLOPE = 1e-9  # of the slopes around: a smaller one counts as none
SAME = 1e-6  # of the view: regular points closer than this are one
CURVE = 4.0  # cells: the least extent of a curve of stationary points
LOOK = 0.5  # cells: the circle on which a flat point is judged


@dataclass(frozen=True)
class StationaryPoint:
    """A place without slope, or the tip of a kink.

    `kind` is "minimum", "maximum", "saddle" or "degenerate"; `eigenvalues` of the Hessian are in
    the units of the axes, the smaller first, NaN at a kink, and `directions` their unit
    eigenvectors (x, y). `index` is the number of turns of the gradient around the point.
    """

    x: float
    y: float
    value: float
    kind: str
    eigenvalues: tuple[float, float]
    directions: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    index: int = 0
    kinked: bool = False

    @property
    def is_smooth(self) -> bool:
        """Whether it has curvatures: the tip of a kink has none."""
        return bool(np.isfinite(self.eigenvalues).all())


@dataclass(frozen=True)
class Roots:
    """Where Newton's method ended, u, v (n,), and the derivatives `at` these places.

    `flat` are those whose curvature leaves the kind open, `around` is the largest curvature at
    the grid nodes around each.
    """

    u: Array
    v: Array
    at: Derivatives
    flat: Flags
    around: Array

    def __getitem__(self, chosen: NDArray | slice) -> Roots:
        return Roots(*(part[chosen] for part in vars(self).values()))


# search


def roots(field: Field, grid: Grid) -> Roots:
    """The distinct places without slope in the grid's square, curves as many points."""
    u, v = _seeds(grid)
    end_u, end_v, converged = _newton(field, u, v, SINGULAR)
    if not converged.all():
        # Along a valley Newton's method may run away; on the steep direction alone it does not.
        u, v = u[~converged], v[~converged]
        larger, smaller = field.derivatives(u, v).curvatures
        steep = np.abs(smaller) <= 4 * STEEP_ONLY * np.abs(larger)
        across_u, across_v, _ = _newton(field, u[steep], v[steep], STEEP_ONLY, most=10)
        end_u, end_v = np.append(end_u, across_u), np.append(end_v, across_v)
    found = _distinct(_without_slope(field, grid, end_u, end_v))
    inside = (found.u >= grid.u[0]) & (found.u <= grid.u[-1])
    inside &= (found.v >= grid.v[0]) & (found.v <= grid.v[-1])
    return found[inside]


def _seeds(grid: Grid) -> tuple[Array, Array]:
    at = grid.at
    sloped = (at.gu != 0) | (at.gv != 0)
    near = (_newton_stays(at) | _slope_dips(at)) & sloped
    crossed = _changes_sign(at.gu) & _changes_sign(at.gv)
    crossed = crossed & _any_corner(sloped)
    if near.sum() > MANY_SEEDS:
        near[:-1, :-1] &= ~crossed
        near[:-1, 1:] &= ~crossed
        near[1:, :-1] &= ~crossed
        near[1:, 1:] &= ~crossed
    down, along = np.nonzero(crossed)
    half = grid.pitch / 2
    near_down, near_along = np.nonzero(near)
    u = np.append(grid.u[along] + half, grid.u[near_along])
    v = np.append(grid.v[down] + half, grid.v[near_down])
    every = -(-u.size // MAX_SEEDS) or 1
    return u[::every], v[::every]


def _corners(values: NDArray) -> tuple[NDArray, ...]:
    return values[:-1, :-1], values[:-1, 1:], values[1:, :-1], values[1:, 1:]


def _any_corner(flags: Flags) -> Flags:
    a, b, c, d = _corners(flags)
    return a | b | c | d


def _changes_sign(values: Array) -> Flags:
    return _any_corner(values <= 0) & _any_corner(values >= 0)


def _newton_stays(at: Derivatives) -> Flags:
    """Where Newton's step is at most `NEAR` cells long along u and v, by Cramer's rule."""
    with np.errstate(all="ignore"):
        determinant = at.uu * at.vv - at.uv * at.uv
        reach = NEAR * CELL * np.abs(determinant)
        stays = np.abs(at.gu * at.vv - at.gv * at.uv) <= reach
        stays &= np.abs(at.gv * at.uu - at.gu * at.uv) <= reach
    singular = (determinant == 0) & ((at.uu != 0) | (at.vv != 0))
    stays &= determinant != 0
    if singular.any():
        step_u, step_v = newton_step(at[singular])
        stays[singular] = np.maximum(np.abs(step_u), np.abs(step_v)) <= NEAR * CELL
    return stays


def _slope_dips(at: Derivatives) -> Flags:
    """Where the slope is far below that two cells to either side, along u or along v.

    One that falls to zero evenly is there, at the nearest node, a third at most.
    """
    steep = at.gradient_norm
    dips = np.zeros(steep.shape, dtype=bool)
    along = np.minimum(steep[:, :-4], steep[:, 4:])
    down = np.minimum(steep[:-4], steep[4:])
    dips[:, 2:-2] |= steep[:, 2:-2] < 0.35 * along
    dips[2:-2] |= steep[2:-2] < 0.35 * down
    return dips


def _newton(
    field: Field, u: Array, v: Array, singular: float, most: int = 24
) -> tuple[Array, Array, Flags]:
    """Newton's method from places (n,); those that stray or do not converge are dropped.

    Returns where the others ended, and which they are.
    """
    ends_u, ends_v = u.copy(), v.copy()
    converged = np.zeros(u.size, dtype=bool)
    left = np.arange(u.size)
    last_u, last_v = np.zeros_like(u), np.zeros_like(v)
    goal = np.full(u.size, np.inf)
    for step in range(most):
        if not left.size:
            break
        at_u, at_v = ends_u[left], ends_v[left]
        step_u, step_v = newton_step(field.derivatives(at_u, at_v), singular)
        length, last = np.hypot(step_u, step_v), np.hypot(last_u, last_v)
        if step >= 4:
            step_u, step_v = _summed(step_u, step_v, last_u, last_v)
        with np.errstate(all="ignore"):
            short = np.minimum(1.0, CELL / np.hypot(step_u, step_v))
        short[~np.isfinite(short)] = 1.0
        ends_u[left] = at_u + short * step_u
        ends_v[left] = at_v + short * step_v
        rounding = (length < 1e-9) & (length >= last / 2) & (step > 0)
        done = (length <= 1e-15) | rounding
        converged[left[done]] = True
        strayed = np.maximum(np.abs(ends_u[left] - u[left]), np.abs(ends_v[left] - v[left]))
        stay = ~done & (strayed <= STRAYED * CELL)  # false for NaN: outside the domain
        if step % PATIENCE == PATIENCE - 1:
            stay &= length <= goal  # others go back and forth over a kink
            goal = length / 2
        left, last_u, last_v, goal = left[stay], step_u[stay], step_v[stay], goal[stay]
    return ends_u[converged], ends_v[converged], converged


def newton_step(at: Derivatives, singular: float = SINGULAR) -> tuple[Array, Array]:
    """The step to the nearest zero of the linearized gradient.

    No step along a direction whose curvature is below `singular` times the other's.
    """
    larger, smaller = at.curvatures
    regular = np.abs(smaller) > singular * np.abs(larger)
    with np.errstate(all="ignore"):
        # -adj(H) g / det H; with one curvature only -H g / larger^2, as H / larger projects
        determinant = np.where(regular, larger * smaller, -larger * larger)
        across, along = np.where(regular, at.vv, -at.uu), np.where(regular, at.uu, -at.vv)
        step_u = (at.uv * at.gv - across * at.gu) / determinant
        step_v = (at.uv * at.gu - along * at.gv) / determinant
    still = larger == 0
    step_u[still] = 0.0
    step_v[still] = 0.0
    return step_u, step_v


def _summed(u: Array, v: Array, last_u: Array, last_v: Array) -> tuple[Array, Array]:
    """Towards a root of higher order the steps shrink by one ratio: then take them all at once."""
    with np.errstate(all="ignore"):
        ratio = (u * last_u + v * last_v) / (last_u**2 + last_v**2)
        across = np.abs(u * last_v - v * last_u) / (last_u**2 + last_v**2)
    steady = (ratio > 0.3) & (ratio < 0.97) & (across < 0.05)
    times = np.where(steady, 1 / (1 - np.where(steady, ratio, 0.0)), 1.0)
    return u * times, v * times


def _without_slope(field: Field, grid: Grid, u: Array, v: Array) -> Roots:
    """Those of the places (n,) with no slope beside the slopes around them."""
    at = field.derivatives(u, v)
    around_slope, around_curvature = _around(grid, u, v)
    larger, smaller = at.curvatures
    flat = np.abs(smaller) <= FLAT_CURVATURE * np.maximum(around_curvature, np.abs(larger))
    with np.errstate(invalid="ignore"):
        still = at.gradient_norm <= FLAT_SLOPE * around_slope
    return Roots(u, v, at, flat, around_curvature)[still & np.isfinite(at.value)]


def _around(grid: Grid, u: Array, v: Array) -> tuple[Array, Array]:
    """The largest slope and curvature at the four nodes around each place (n,)."""
    along = np.clip(np.searchsorted(grid.u, u) - 1, 0, grid.u.size - 2)
    down = np.clip(np.searchsorted(grid.v, v) - 1, 0, grid.v.size - 2)
    nodes = [(down + i, along + j) for i in (0, 1) for j in (0, 1)]
    curvature = np.abs(grid.at.uu) + np.abs(grid.at.uv) + np.abs(grid.at.vv)
    steepest, sharpest = (
        np.max([np.nan_to_num(part[node]) for node in nodes], axis=0)
        for part in (grid.at.gradient_norm, curvature)
    )
    return steepest, sharpest


def _distinct(found: Roots) -> Roots:
    """One of each group that ended in the same place: the one with the least slope.

    Flat ones are thinned to one in each quarter of a cell, so that a curve stays a row of points.
    """
    regular, flat = np.flatnonzero(~found.flat), np.flatnonzero(found.flat)
    boxes = np.round((found.u[flat] + 1j * found.v[flat]) / (CELL / 4))
    groups = (
        (regular, connected(found.u[regular], found.v[regular], SAME)),
        (flat, np.unique(boxes, return_inverse=True)[1]),
    )
    keep = []
    for members, labels in groups:
        order = np.lexsort((found.at.gradient_norm[members], labels))
        keep.append(members[order][np.unique(labels[order], return_index=True)[1]])
    return found[np.concatenate(keep)]


# kinds


def isolated(found: Roots) -> Flags:
    """Which roots stand alone. Flat ones in a row longer than `CURVE` cells are a curve."""
    alone = ~found.flat
    members = np.flatnonzero(found.flat)
    for numbers in grouped(connected(found.u[members], found.v[members], 3 * CELL)):
        group = members[numbers]
        if max(np.ptp(found.u[group]), np.ptp(found.v[group])) <= CURVE * CELL:
            alone[group[np.argmin(found.at.gradient_norm[group])]] = True
    return alone


def described(field: Field, found: Roots) -> list[StationaryPoint]:
    """Isolated roots as points with kinds, in the units of the axes."""
    larger, smaller = found.at.curvatures
    index = np.where(larger * smaller > 0, 1, -1)
    kind = np.where(index < 0, "saddle", np.where(larger > 0, "minimum", "maximum"))
    kind = kind.astype(object)
    if found.flat.any():
        u, v = found.u[found.flat], found.v[found.flat]
        index[found.flat], kind[found.flat] = _index_and_kind_around(field, u, v)
    x, y, value, matrices = _polished(field.landscape, *field.xy(found.u, found.v), ~found.flat)
    eigenvalues, vectors = np.linalg.eigh(matrices)
    return [
        StationaryPoint(x=a, y=b, value=f, kind=k, index=i, eigenvalues=(e[0], e[1]),
                        directions=((d[0][0], d[1][0]), (d[0][1], d[1][1])))
        for a, b, f, k, i, e, d in zip(
            x.tolist(), y.tolist(), value.tolist(), kind.tolist(), index.tolist(),
            eigenvalues.tolist(), vectors.tolist(), strict=True,
        )
    ]  # fmt: skip


def _index_and_kind_around(field: Field, u: Array, v: Array) -> tuple[NDArray[np.int64], NDArray]:
    """Index and kind of points without curvature, by gradient and value on a small circle."""
    around = circle(u, v, LOOK * CELL, places=64)
    index = np.rint(turning_angles(*field.gradient(*around)).sum(axis=-1) / (2 * np.pi))
    rise = field.value(*around) - field.value(u, v)[:, None]
    noise = 1e-6 * np.abs(rise).max(axis=-1)
    kind = np.full(u.size, "degenerate", dtype=object)
    kind[index == -1] = "saddle"
    kind[rise.min(axis=-1) > noise] = "minimum"
    kind[rise.max(axis=-1) < -noise] = "maximum"
    return np.nan_to_num(index).astype(np.int64), kind


def _polished(
    landscape: Landscape, x: Array, y: Array, regular: Flags
) -> tuple[Array, Array, Array, Array]:
    """x, y after one more Newton step in the units of the axes, the values, and the Hessians."""
    x_range, y_range = landscape.x_range, landscape.y_range
    before = Derivatives.on_axes(landscape, x, y)
    step_x, step_y = newton_step(before)
    tiny = regular & (np.abs(step_x) <= 1e-9 * (x_range[1] - x_range[0]))
    tiny &= np.abs(step_y) <= 1e-9 * (y_range[1] - y_range[0])
    x, y = x + np.where(tiny, step_x, 0.0), y + np.where(tiny, step_y, 0.0)
    x, y = _on_border(x, x_range), _on_border(y, y_range)
    after = Derivatives.on_axes(landscape, x, y)
    worse = ~np.isfinite(after.uu + after.uv + after.vv)
    uu, uv, vv = (
        np.where(worse, old, new)
        for old, new in ((before.uu, after.uu), (before.uv, after.uv), (before.vv, after.vv))
    )
    matrices = np.nan_to_num(np.stack((uu, uv, uv, vv), axis=-1).reshape(-1, 2, 2))
    return x, y, np.where(np.isfinite(after.value), after.value, before.value), matrices


def _on_border(x: Array, span: tuple[float, float]) -> Array:
    """Places that rounding carried over the border of the view, brought back."""
    near = 1e-9 * (span[1] - span[0])
    x = np.where((x < span[0]) & (x >= span[0] - near), span[0], x)
    return np.where((x > span[1]) & (x <= span[1] + near), span[1], x)
