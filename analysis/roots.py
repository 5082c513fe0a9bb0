"""All places of a view where a smooth loss has no slope, by Newton's method.

Two signs point at such a place near a grid node: both components of the gradient change sign in a
cell, or Newton's step from the node stays within its cell. Newton's method on the exact
derivatives decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.field import CELL, Derivatives, Field, Grid
from analysis.neighbours import connected
from analysis.winding import winding_numbers
from landscapes.code import Array, Flags

NEAR = 0.6  # cells: the longest Newton step that makes a grid node a seed
STRAYED = 3.0  # cells that Newton's method may move from where it began
PATIENCE = 4  # steps in which Newton's step has to get twice as short
MANY_SEEDS = 3000  # beyond this a node beside a cell that is a seed is none itself
FEW_SEEDS = 1000  # are kept where a finer grid shows many that the gradient does not turn around
MAX_SEEDS = 20_000  # beyond this a loss varies too fast for the grid anyway
SINGULAR = 1e-12  # curvatures below this part of the larger one are rounding
STEEP_ONLY = 0.02  # as SINGULAR, for the search across a valley
FLAT_CURVATURE = 1e-5  # of the curvature around: a smaller one leaves the kind open
FLAT_SLOPE = 1e-9  # of the slopes around: a smaller one counts as none
# cells along and across, from a flat place to those that it is held against
OFFSETS = ((0, 0), (-0.002, 0), (0.002, 0), (-0.004, 1e-9), (0.004, -1e-9))
ROUNDING = 1e-15  # views: places this close to a root, by its curvature, are that root
SAME = 1e-6  # of the view: regular points closer than this are one


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

    @classmethod
    def joined(cls, parts: Sequence[Roots]) -> Roots:
        """Those of several searches together."""
        at = (np.concatenate([getattr(p.at, name) for p in parts]) for name in vars(parts[0].at))
        return cls(
            np.concatenate([p.u for p in parts]),
            np.concatenate([p.v for p in parts]),
            Derivatives(*at),
            np.concatenate([p.flat for p in parts]),
            np.concatenate([p.around for p in parts]),
        )


def roots(field: Field, view: Grid, u: Array, v: Array, cell: float) -> Roots:
    """The places without slope that Newton's method finds from places (n,), some more than once.

    These are of a grid of such cells; `view` is the grid over all of the view, beyond which no
    roots are looked for.
    """
    end_u, end_v, converged = _newton(field, u, v, SINGULAR, cell)
    if not converged.all():
        # Along a valley Newton's method may run away; on the steep direction alone it does not.
        u, v = u[~converged], v[~converged]
        larger, smaller = field.derivatives(u, v).curvatures
        steep = np.abs(smaller) <= 4 * STEEP_ONLY * np.abs(larger)
        across = _newton(field, u[steep], v[steep], STEEP_ONLY, cell, most=10)
        end_u, end_v = np.append(end_u, across[0]), np.append(end_v, across[1])
    found, sloped = _told_apart(field, _without_slope(field, view, end_u, end_v))
    if not sloped.u.size:
        return found
    # What has a slope along a valley may lie right beside a root with very little curvature.
    end_u, end_v, _ = _newton(field, sloped.u, sloped.v, 0.0, cell)
    beside, _ = _told_apart(field, _without_slope(field, view, end_u, end_v))
    return Roots.joined((found, beside))


def seeds(grid: Grid) -> tuple[Array, Array]:
    """The places (n,) of a grid from which Newton's method starts."""
    at = grid.at
    sloped = (at.gu != 0) | (at.gv != 0)
    near = (_newton_stays(at) | _dips(at.gradient_norm)) & sloped
    crossed = _changes_sign(at.gu) & _changes_sign(at.gv) & _any_corner(sloped)
    if near.sum() > MANY_SEEDS:
        for corner in _corners(near):
            corner &= ~crossed
    down, along = np.nonzero(crossed)
    half = grid.pitch / 2
    near_down, near_along = np.nonzero(near)
    u = np.append(grid.u[along] + half, grid.u[near_along])
    v = np.append(grid.v[down] + half, grid.v[near_down])
    every = -(-u.size // MAX_SEEDS) or 1
    return u[::every], v[::every]


def crossings(gu: Array, gv: Array) -> Flags:
    """Cells (..., n - 1, n - 1) of grids in which both components of the gradient come to zero.

    They change sign, or are far smaller than beside. Where such cells are many, along ridges and
    valleys, most of those that the gradient does not turn around are left out.
    """
    crossed = _comes_to_zero(gu) & _comes_to_zero(gv)
    if crossed.sum() > MANY_SEEDS:
        kept = winding_numbers(gu, gv) != 0
        chosen = np.flatnonzero(crossed)
        kept.flat[chosen[:: -(-chosen.size // FEW_SEEDS)]] = True
        crossed &= kept
    return crossed


def _comes_to_zero(part: Array) -> Flags:
    return _changes_sign(part) | _any_corner(_dips(np.abs(part)))


def _corners(values: NDArray) -> tuple[NDArray, ...]:
    return (
        values[..., :-1, :-1],
        values[..., :-1, 1:],
        values[..., 1:, :-1],
        values[..., 1:, 1:],
    )


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


def _dips(size: Array) -> Flags:
    """Nodes (..., n, n) where a size is far below that two cells to either side, along u or v.

    One that falls to zero evenly is there, at the nearest node, a third at most.
    """
    dips = np.zeros(size.shape, dtype=bool)
    along = np.minimum(size[..., :-4], size[..., 4:])
    down = np.minimum(size[..., :-4, :], size[..., 4:, :])
    dips[..., 2:-2] |= size[..., 2:-2] < 0.35 * along
    dips[..., 2:-2, :] |= size[..., 2:-2, :] < 0.35 * down
    return dips


def _newton(
    field: Field, u: Array, v: Array, singular: float, cell: float, most: int = 24
) -> tuple[Array, Array, Flags]:
    """Newton's method from places (n,) of a grid of such cells.

    Those that stray or do not converge are dropped. Returns where the others ended, and which
    they are.
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
            short = np.minimum(1.0, cell / np.hypot(step_u, step_v))
        short[~np.isfinite(short)] = 1.0
        ends_u[left] = at_u + short * step_u
        ends_v[left] = at_v + short * step_v
        rounding = (length < 1e-9) & (length >= last / 2) & (step > 0)
        done = (length <= 1e-15) | rounding
        converged[left[done]] = True
        strayed = np.maximum(np.abs(ends_u[left] - u[left]), np.abs(ends_v[left] - v[left]))
        stay = ~done & (strayed <= STRAYED * cell)  # false for NaN: outside the domain
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


def _without_slope(field: Field, view: Grid, u: Array, v: Array) -> Roots:
    """Those of the places (n,) in view with no slope beside the slopes around them."""
    inside = (u >= view.u[0]) & (u <= view.u[-1]) & (v >= view.v[0]) & (v <= view.v[-1])
    u, v = u[inside], v[inside]
    at = field.derivatives(u, v)
    around_slope, around_curvature = _around(view, u, v)
    larger, smaller = at.curvatures
    flat = np.abs(smaller) <= FLAT_CURVATURE * np.maximum(around_curvature, np.abs(larger))
    with np.errstate(invalid="ignore"):
        still = at.gradient_norm <= np.maximum(FLAT_SLOPE * around_slope, ROUNDING * np.abs(larger))
    return Roots(u, v, at, flat, around_curvature)[still & np.isfinite(at.value)]


def _told_apart(field: Field, found: Roots) -> tuple[Roots, Roots]:
    """The places without flat ones that have a slope after all, and those.

    Flat ones with a sure curvature are flat no more. Slope and curvature are looked at along the
    direction of the smaller curvature: rounding, and what is left of a root of higher order, is
    not the same at the places beside, nor what comes of a place that is a rounding off.
    """
    members = np.flatnonzero(found.flat)
    if not members.size:
        return found, found
    along_u, along_v = _flat_direction(found.at[members])
    along, across = CELL * np.array(OFFSETS).T[..., np.newaxis]
    at = field.derivatives(
        found.u[members] + along * along_u - across * along_v,
        found.v[members] + along * along_v + across * along_u,
    )
    slope = at.gu * along_u + at.gv * along_v
    curvature = at.uu * along_u**2 + 2 * at.uv * along_u * along_v + at.vv * along_v**2
    sloped = _alike(slope)
    larger, _ = found.at[members].curvatures
    # Along an exact valley a quadratic's curvature is the same rounding everywhere.
    sure = _alike(curvature) & (np.abs(curvature[0]) > SINGULAR * np.abs(larger))
    sure &= np.abs(slope[0]) <= SAME * np.abs(curvature[0])
    flat, keep = found.flat.copy(), np.ones(found.u.size, dtype=bool)
    flat[members] = ~sure
    keep[members] = sure | ~sloped
    told = Roots(found.u, found.v, found.at, flat, found.around)
    return told[keep], told[~keep]


def _flat_direction(at: Derivatives) -> tuple[Array, Array]:
    """The unit vectors along which the curvature is the smaller one."""
    larger, _ = at.curvatures
    first = np.abs(larger - at.uu) > np.abs(larger - at.vv)
    across_u = np.where(first, at.uv, larger - at.vv)
    across_v = np.where(first, larger - at.uu, at.uv)
    length = np.hypot(across_u, across_v)
    with np.errstate(invalid="ignore"):
        return -across_v / length, across_u / length


def _alike(values: Array) -> Flags:
    """Which columns of values (k, n) have one sign, and sizes that differ by a fifth at most."""
    size = np.abs(values)
    one_sign = (values > 0).all(axis=0) | (values < 0).all(axis=0)
    return one_sign & (size.min(axis=0) >= 0.8 * size.max(axis=0))


def _around(view: Grid, u: Array, v: Array) -> tuple[Array, Array]:
    """The largest slope and curvature at the four nodes around each place (n,)."""
    along = np.clip(np.searchsorted(view.u, u) - 1, 0, view.u.size - 2)
    down = np.clip(np.searchsorted(view.v, v) - 1, 0, view.v.size - 2)
    at = view.at[down + np.array([[0], [0], [1], [1]]), along + np.array([[0], [1], [0], [1]])]
    curvature = np.abs(at.uu) + np.abs(at.uv) + np.abs(at.vv)
    steepest, sharpest = (np.nan_to_num(p).max(axis=0) for p in (at.gradient_norm, curvature))
    return steepest, sharpest


def distinct(found: Roots) -> Roots:
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
