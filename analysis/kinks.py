"""Minima and maxima at kinks, where the gradient jumps instead of vanishing: |x| + 2|y|, cusps.

The grid's lowest and highest nodes that no smooth point accounts for are followed without
derivatives; an end counts if zero lies among the gradients right around it (Clarke's condition).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Pow

from analysis.creases import Crease, creases, stationary_on
from analysis.field import CELL, Field, Grid, circle
from analysis.neighbours import connected, dilated, grouped
from analysis.regions import Region, curve
from analysis.stationary import CURVE, StationaryPoint
from analysis.winding import turning_angles, winding_numbers
from formulas.expression import symbol
from formulas.functions import JUMPING, ROUGH
from formulas.kinks import Abs
from landscapes.code import Array, Flags

MAX_STARTS = 400
STRAYED = 3.0  # cells
POLE = 25.0  # 2.4 for a square root, 14 for a tenth root, 45 for a logarithm
PATCH = 3  # nodes to each side of the best place so far
SHRINK = 0.4
PARTS = 8  # three cells where the gradient turns around are cut into as many
MAX_JUMPS = 400  # grid lines' cells in which a jump is looked for
HOP = 12.0  # cells: places on one kinked valley may lie this far apart


@dataclass(frozen=True)
class Tips:
    """Ends of the search (n,): where, value, whether level along a line, index, and the kind."""

    u: Array
    v: Array
    value: Array
    level: Flags
    index: NDArray[np.int64]


@lru_cache(maxsize=256)
def may_be_kinked(expression: Expr) -> bool:
    """Whether the formula holds anything but sums, products, powers and smooth functions.

    What is even in |u|, as cos(|u|), is smooth, and so is a power of what is always positive.
    """
    for size in expression.atoms(Abs):
        other = symbol("other")
        if expression.xreplace({size: other}) == expression.xreplace({size: -other}):
            expression = expression.xreplace({size: size.args[0]})
    return expression.has(*ROUGH) or any(
        not (power.exp.is_Integer and power.exp.is_positive)
        and power.base.free_symbols
        and not power.base.is_positive
        for power in expression.atoms(Pow)
    )


def may_jump(expression: Expr) -> bool:
    """Whether the formula holds a function that jumps."""
    return expression.has(*JUMPING)


def lowest_at_a_jump(field: Field, grid: Grid) -> bool:
    """Whether along a grid line the loss falls towards a jump up: it is lowest right before it."""
    at = grid.at
    for slope, value, across in ((at.gu, at.value, False), (at.gv.T, at.value.T, True)):
        along, beside = (grid.v, grid.u) if across else (grid.u, grid.v)
        rise = value[:, 1:] - value[:, :-1]
        missed = np.abs(rise - (along[1] - along[0]) * (slope[:, 1:] + slope[:, :-1]) / 2)
        line, cell = np.nonzero(missed > 0.1 * np.abs(rise))
        every = -(-line.size // MAX_JUMPS) or 1
        line, cell = line[::every], cell[::every]
        low, high, fixed = along[cell], along[cell + 1], beside[line]

        def places(
            place: Array, fixed: Array = fixed, across: bool = across
        ) -> tuple[Array, Array]:
            return (fixed, place) if across else (place, fixed)

        below, above = value[line, cell], value[line, cell + 1]
        for _ in range(30):
            middle = (low + high) / 2
            between = field.value(*places(middle))
            left = np.abs(between - below) > np.abs(above - between)
            low, below = np.where(left, low, middle), np.where(left, below, between)
            high, above = np.where(left, middle, high), np.where(left, between, above)
        jump = np.abs(above - below) > 0.25 * missed[line, cell]
        before = field.gradient(*places(low))[across]
        behind = field.gradient(*places(high))[across]
        if (jump & np.where(above > below, before < 0, behind > 0)).any():
            return True
    return False


def kinked_extremes(
    field: Field, grid: Grid, explained: Flags
) -> tuple[list[StationaryPoint], list[Region], bool]:
    """Stationary points and level lines at kinks, and whether there are poles.

    `explained` are the nodes that smooth points account for.
    """
    found = creases(field)
    points, around_tips = _on_creases(field, grid, found)
    explained = explained | dilated(around_tips, 3, 2)
    regions: list[Region] = []
    poles = False
    for kind, sign in (("minimum", 1.0), ("maximum", -1.0)):
        down, along = np.nonzero(_lowest_nodes(sign * grid.at.value) & ~explained)
        every = -(-down.size // MAX_STARTS) or 1
        tips = _tips(field, grid.u[along[::every]], grid.v[down[::every]], sign, found)
        bounded = _bounded(field, tips)
        poles |= not bounded.all()
        lines, singles = _lines(tips)
        regions += [
            curve(field, tips.u[g], tips.v[g], kind, float(np.median(tips.value[g])), HOP)
            for g in lines
        ]
        points += [_tip_point(field, tips, i, kind) for i in singles if bounded[i]]
        around_tips |= _nodes(grid, tips.u, tips.v)
    explained = explained | dilated(around_tips, 3, 2)  # two cells to either side
    return points + _crossings(field, grid, explained), regions, poles


def _nodes(grid: Grid, u: Array, v: Array) -> Flags:
    """The nodes behind places (n,) in view, which lie inside the grid."""
    nodes = np.zeros(grid.at.value.shape, dtype=bool)
    nodes[np.searchsorted(grid.v, v), np.searchsorted(grid.u, u)] = True
    return nodes


def _on_creases(
    field: Field, grid: Grid, found: list[Crease]
) -> tuple[list[StationaryPoint], Flags]:
    """Stationary points on creases, and the nodes behind them."""
    u, v, number = stationary_on(field, grid, found)
    if not u.size:
        return [], _nodes(grid, u, v)
    ring = circle(u, v, 1e-3 * CELL, 128)
    gradient = field.gradient(*ring)
    angle = turning_angles(*gradient)
    rise = field.value(*ring) - field.value(u, v)[:, None]
    noise = 1e-9 * np.abs(rise).max(axis=-1)
    least, most = _along_creases(found, u, v)
    index = np.rint(angle.sum(axis=-1) / (2 * np.pi))
    kind = np.full(u.shape, "", dtype=object)
    saddle = (index == -1) & (np.abs(angle).max(axis=-1) < np.pi - 1e-12)
    # Across one crease alone the loss rises or falls to both sides, and so it does along it.
    lower, higher = np.full((2, u.size), np.nan)
    for i, crease in enumerate(found):
        on = number == i
        across = crease.rise_across(u[on], v[on])
        lower[on], higher[on] = np.minimum(*across), np.maximum(*across)
    kind[saddle & _surrounded(*gradient)] = "saddle"
    kind[((lower > noise) & (most < -noise)) | ((higher < -noise) & (least > noise))] = "saddle"
    kind[(rise.min(axis=-1) >= -noise) & (least > noise)] = "minimum"
    kind[(rise.max(axis=-1) <= noise) & (most < -noise)] = "maximum"
    index = np.where(kind == "saddle", -1, 1)
    sure = (kind != "") & np.isfinite(rise).all(axis=-1)
    none = np.zeros(u.size, dtype=bool)
    tips = Tips(u, v, field.value(u, v), none, index)
    points = [_tip_point(field, tips, i, kind[i]) for i in np.flatnonzero(sure).tolist()]
    return points, _nodes(grid, np.clip(u[sure], 0, 1), np.clip(v[sure], 0, 1))


def _along_creases(found: list[Crease], u: Array, v: Array) -> tuple[Array, Array]:
    """The least and the largest rise along the creases that places (n,) lie on."""
    rises = np.concatenate([crease.rise_along(u, v) for crease in found])
    return np.fmin.reduce(rises), np.fmax.reduce(rises)


def _crossings(field: Field, grid: Grid, explained: Flags) -> list[StationaryPoint]:
    """Saddles on kinks, and what the values did not show: cells that the gradient turns around."""
    turned = winding_numbers(grid.at.gu, grid.at.gv).astype(bool)
    down, along = np.nonzero(turned & ~explained[1:, 1:] & ~explained[:-1, :-1])
    u, v = _cornered(field, grid.u[along], grid.v[down], grid.pitch)
    if not u.size:
        return []
    ring = circle(u, v, 1e-3 * CELL, 128)
    angle = turning_angles(*field.gradient(*ring))
    rise = field.value(*ring) - field.value(u, v)[:, None]
    sure = (np.abs(angle).max(axis=-1) < np.pi - 1e-9) & _surrounded(*field.gradient(*ring))
    sure &= np.abs(rise).max(axis=-1) < np.inf
    index = np.rint(angle.sum(axis=-1) / (2 * np.pi))
    kind = np.where(index == -1, "saddle", "degenerate").astype(object)
    kind[(index == 1) & (rise.min(axis=-1) >= 0)] = "minimum"
    kind[(index == 1) & (rise.max(axis=-1) <= 0)] = "maximum"
    sure &= index != 0
    none = np.zeros(u.size, dtype=bool)
    tips = Tips(u, v, field.value(u, v), none, np.nan_to_num(index).astype(np.int64))
    return [_tip_point(field, tips, i, kind[i]) for i in np.flatnonzero(sure).tolist()]


def _cornered(field: Field, u: Array, v: Array, size: float) -> tuple[Array, Array]:
    """Cells with low corner (u, v) that the gradient turns around, cut up until they are places.

    Next to a kink a coarse cell may only seem to be one: all that seem to be are kept, with the
    cells around them, as long as there are not too many.
    """
    # Cuts at even parts would run along the kinks of round formulas.
    parts = np.linspace(-0.037, 1.041, PARTS + 1)
    while size > 1e-13 and 0 < u.size <= MAX_STARTS:
        u, v, size = u - size, v - size, 3 * size
        patch_u, patch_v = u[:, None, None] + size * parts, v[:, None, None] + size * parts[:, None]
        which, down, along = np.nonzero(winding_numbers(*field.gradient(patch_u, patch_v)))
        u, v = u[which] + size * parts[along], v[which] + size * parts[down]
        size *= parts[1] - parts[0]
        _, first = np.unique(np.round((u + 1j * v) / size), return_index=True)
        u, v = u[first], v[first]
    return _merged(u, v) if u.size <= MAX_STARTS else (u[:0], v[:0])


def _lowest_nodes(value: Array) -> Flags:
    """Nodes inside the grid that are no higher than any of their eight neighbours."""
    height, width = value.shape
    middle = value[1:-1, 1:-1]
    lowest = np.zeros(value.shape, dtype=bool)
    inner = np.isfinite(middle)
    for down in range(3):
        for along in range(3):
            inner &= middle <= value[down : height - 2 + down, along : width - 2 + along]
    lowest[1:-1, 1:-1] = inner
    return lowest


def _tips(field: Field, u: Array, v: Array, sign: float, found: list[Crease]) -> Tips:
    if u.size:
        u, v = _descend(field, u, v, sign, CELL / 2, rounds=14)
        chosen = _is_tip(field, u, v, sign, 1e-2 * CELL)
        u, v = u[chosen], v[chosen]
    if u.size:
        u, v = _merged(*_descend(field, u, v, sign, 1e-4 * CELL, rounds=26))
        chosen = _is_tip(field, u, v, sign, 1e-4 * CELL)
        if found and u.size:
            rises = sign * np.array(_along_creases(found, u, v))
            chosen &= ~(rises.min(axis=0) < -1e-12 * np.abs(field.value(u, v)))
        u, v = u[chosen], v[chosen]
    if not u.size:
        return Tips(u, v, u, u.astype(bool), u.astype(np.int64))
    level = _is_level(field, u, v, sign)
    index = turning_angles(*field.gradient(*circle(u, v, 1e-3 * CELL, 64))).sum(axis=-1) / (
        2 * np.pi
    )
    return Tips(u, v, field.value(u, v), level, np.nan_to_num(np.rint(index)).astype(np.int64))


def _descend(
    field: Field, u: Array, v: Array, sign: float, spacing: float, rounds: int
) -> tuple[Array, Array]:
    """Where a search arrives that goes from each place to the lowest of a patch around it.

    The patch shrinks once the lowest place is inside it.
    """
    line = np.arange(-PATCH, PATCH + 1)
    order = np.argsort(np.hypot(line[:, None], line).ravel(), kind="stable")  # the middle first
    along, down = (part.ravel()[order] for part in np.meshgrid(line, line))
    start_u, start_v = u, v
    pitch = np.full(u.shape, spacing)
    for _ in range(rounds):
        if not u.size:
            break
        patch = sign * field.value(u[:, None] + pitch[:, None] * along,
                                   v[:, None] + pitch[:, None] * down)  # fmt: skip
        best = np.argmin(np.where(np.isnan(patch), np.inf, patch), axis=-1)
        u, v = u + pitch * along[best], v + pitch * down[best]
        edge = np.maximum(np.abs(along[best]), np.abs(down[best])) == PATCH
        pitch = np.where(edge, pitch, SHRINK * pitch)
        stay = np.maximum(np.abs(u - start_u), np.abs(v - start_v)) <= STRAYED * CELL
        u, v, pitch, start_u, start_v = (part[stay] for part in (u, v, pitch, start_u, start_v))
    return u, v


def _merged(u: Array, v: Array) -> tuple[Array, Array]:
    labels = connected(u, v, 1e-3 * CELL)
    first = np.unique(labels, return_index=True)[1]
    return u[first], v[first]


def _is_tip(field: Field, u: Array, v: Array, sign: float, radius: float) -> Flags:
    """Whether the loss is no lower anywhere on a circle, and its gradients there surround zero."""
    ring = circle(u, v, radius, 64)
    rise = sign * (field.value(*ring) - field.value(u, v)[:, None])
    rounding = 1e-9 * np.abs(rise).max(axis=-1, initial=0.0)
    inside = (u >= -1e-9) & (u <= 1 + 1e-9) & (v >= -1e-9) & (v <= 1 + 1e-9)
    with np.errstate(invalid="ignore"):
        return _surrounded(*field.gradient(*ring)) & (rise.min(axis=-1) >= -rounding) & inside


def _bounded(field: Field, tips: Tips) -> Flags:
    """False at poles: there the loss goes on and on, far beyond what a cell more or less does."""
    near, far = (
        np.nanmedian(field.value(*circle(tips.u, tips.v, r * CELL)), axis=-1) for r in (1, 2)
    )
    with np.errstate(invalid="ignore"):
        return ~(np.abs(tips.value - near) > POLE * np.abs(near - far))


def _surrounded(gu: Array, gv: Array) -> Flags:
    """Whether zero lies among the gradients (n, places): no half plane holds them all."""
    angle = np.sort(np.arctan2(gv, gu)[:, :-1], axis=-1)
    gap = np.diff(angle, axis=-1, append=angle[:, :1] + 2 * np.pi).max(axis=-1, initial=0.0)
    with np.errstate(invalid="ignore"):
        return gap <= np.pi + 1e-6


def _is_level(field: Field, u: Array, v: Array, sign: float) -> Flags:
    """Whether the loss stays level in some direction over one cell."""
    here = field.value(u, v)[:, None]
    angle = np.linspace(0, 2 * np.pi, 65)[None, :]
    steepest = np.zeros(u.size)
    for closer in (1, 32, 1024):
        rise = sign * (field.value(u[:, None] + CELL * np.cos(angle),
                                   v[:, None] + CELL * np.sin(angle)) - here)  # fmt: skip
        rise = np.where(np.isfinite(rise), rise, np.inf)
        if closer == 1:
            steepest = np.median(rise, axis=-1)
        lowest = np.take_along_axis(angle + 0 * rise, rise.argmin(axis=-1)[:, None], axis=-1)
        angle = lowest + np.linspace(-0.1, 0.1, 65) / closer
    return rise.min(axis=-1, initial=np.inf) <= 1e-3 * steepest


def _lines(tips: Tips) -> tuple[list[NDArray[np.intp]], list[int]]:
    """Groups of tips on one level line, and the tips that stand alone."""
    members = np.flatnonzero(tips.level)
    lines, singles = [], np.flatnonzero(~tips.level).tolist()
    for numbers in grouped(connected(tips.u[members], tips.v[members], HOP * CELL)):
        group = members[numbers]
        if max(np.ptp(tips.u[group]), np.ptp(tips.v[group])) > CURVE * CELL:
            lines.append(group)
        else:
            singles += group.tolist()
    return lines, singles


def _tip_point(field: Field, tips: Tips, i: int, kind: str) -> StationaryPoint:
    u, v = np.clip(tips.u[i : i + 1], 0, 1), np.clip(tips.v[i : i + 1], 0, 1)
    x, y = (float(part[0]) for part in field.xy(u, v))
    nan = float("nan")
    return StationaryPoint(
        x, y, float(tips.value[i]), kind, (nan, nan), index=int(tips.index[i]), kinked=True
    )
