"""Places without slope that are no points: valleys, rings and plateaus, each as one region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.field import CELL, Derivatives, Field, Grid, circle
from analysis.neighbours import connected, dilated, grouped
from analysis.roots import FLAT_CURVATURE, Roots
from landscapes.code import Array, Flags
from words import Said, say

# A slope that changes the value by less than this part of it over the whole view is no slope.
LEVEL = 1e-12
MAX_REGIONS = 200
REACH = 3.5  # cells: neighbours on a curve, which may be two rows apart where it is steep


@dataclass(frozen=True, eq=False)
class Region:
    """Neighbouring places of one value without slope.

    `kind` is "minimum" (the loss rises on every side), "maximum" or "degenerate"; `shape` is
    "valley", "ring", "ridge" or "plateau"; `points` (n, 2) are places in it, in the units of the
    axes and about a cell of the 256 x 256 grid apart. `index` is None where it reaches the
    border of the view, or has no known one.
    """

    kind: str
    shape: str
    value: float
    points: Array
    index: int | None

    @property
    def name(self) -> Said:
        """What sentences call it: a valley of minima."""
        alone = self.shape in ("ridge", "plateau")
        return say(f"survey.regions.{self.shape}" + ("" if alone else f".{self.kind}"))


def level_nodes(at: Derivatives) -> Flags:
    """Grid nodes of plateaus: no slope at a node nor at three neighbours in a square."""
    level = at.gradient_norm <= LEVEL * np.abs(at.value)
    level |= (at.gu == 0) & (at.gv == 0)
    squares = level[:-1, :-1] & level[1:, :-1] & level[:-1, 1:] & level[1:, 1:]
    return dilated(np.pad(squares, (0, 1)), 0, 1)


def curves(field: Field, found: Roots) -> list[Region]:
    """The curves that flat roots (none isolated) lie on, split where their kind changes."""
    if not found.u.size:
        return []
    kind = _kinds(field, found)
    regions = []
    for name in ("minimum", "maximum", "degenerate"):
        members = np.flatnonzero(kind == name)
        for numbers in grouped(connected(found.u[members], found.v[members], REACH * CELL)):
            group = members[numbers]
            u, v = found.u[group], found.v[group]
            if max(np.ptp(u), np.ptp(v)) > 2 * CELL:
                value = float(np.median(found.at.value[group]))
                regions.append(curve(field, u, v, name, value))
    return regions


def _kinds(field: Field, found: Roots) -> NDArray:
    """Kinds by the curvature across the curve, or where there is none by the values beside it."""
    larger, _ = found.at.curvatures
    strong = np.abs(larger) > FLAT_CURVATURE * found.around
    kind = np.where(larger > 0, "minimum", "maximum").astype(object)
    kind[~strong] = _kinds_around(field, found.u[~strong], found.v[~strong])
    return kind


def _kinds_around(field: Field, u: Array, v: Array) -> NDArray:
    """Kinds of places (n,) by the loss on a small circle, where it may stay level."""
    rise = field.value(*circle(u, v, CELL)) - field.value(u, v)[:, None]
    rise = np.where(np.isfinite(rise), rise, 0.0)
    lowest, highest = rise.min(axis=-1), rise.max(axis=-1)
    kind = np.full(u.size, "degenerate", dtype=object)
    kind[-lowest <= 1e-3 * highest] = "minimum"
    kind[highest <= -1e-3 * lowest] = "maximum"
    kind[(lowest == 0) & (highest == 0)] = "degenerate"
    return kind


def curve(
    field: Field, u: Array, v: Array, kind: str, value: float, spacing: float = 2.0
) -> Region:
    """The curve through places (n,) that lie at most about `spacing` cells apart."""
    holes = 1 - _euler_characteristic(u, v, spacing * CELL)
    shape = "ring" if holes == 1 else "ridge" if kind == "maximum" else "valley"
    inside = not _at_border(u, v)
    index = 1 - holes if inside and kind != "degenerate" else None
    return Region(kind, shape, value, np.stack(field.xy(u, v), axis=-1), index)


def plateaus(field: Field, grid: Grid, level: Flags) -> tuple[list[Region], bool]:
    """Connected level nodes of equal value, largest first, and whether some were left out."""
    level = level[::2, ::2]
    down, along = np.nonzero(level)
    u, v = grid.u[::2][along], grid.v[::2][down]
    heights = grid.at.value[::2, ::2][level]
    span = np.ptp(heights) if heights.size else 0.0
    levels = np.round(heights / span, 9) if span > 1e-9 * np.abs(heights).max(initial=0) else u * 0
    groups = []
    for one in np.unique(levels)[: 4 * MAX_REGIONS]:
        members = np.flatnonzero(levels == one)
        groups += [members[n] for n in grouped(connected(u[members], v[members], 2 * CELL))]
    groups.sort(key=len, reverse=True)
    regions = [_plateau(field, u[g], v[g], float(heights[g[0]])) for g in groups[:MAX_REGIONS]]
    return regions, len(groups) > MAX_REGIONS


def _plateau(field: Field, u: Array, v: Array, value: float) -> Region:
    kind = _rim_kind(field, u, v, value)
    closed = kind != "degenerate" and not _at_border(u, v)
    index = _euler_characteristic(u, v, 2 * CELL) if closed else None
    return Region(kind, "plateau", value, np.stack(field.xy(u, v), axis=-1), index)


def _rim_kind(field: Field, u: Array, v: Array, value: float) -> str:
    """The kind of a plateau, by whether the loss rises or falls just beyond it on every side."""
    every = max(1, u.size // 2000)
    rise = field.value(*circle(u[::every], v[::every], 1.5 * CELL, places=8)) - value
    rise = rise[np.isfinite(rise)]
    noise = 1e3 * LEVEL * abs(value)
    up, down = (rise > noise).any(), (rise < -noise).any()
    if up == down:
        return "degenerate"
    return "minimum" if up else "maximum"


def _at_border(u: Array, v: Array) -> bool:
    return bool(min(u.min(), v.min()) < 2 * CELL or max(u.max(), v.max()) > 1 - 2 * CELL)


def _euler_characteristic(u: Array, v: Array, width: float) -> int:
    """The Euler characteristic of the boxes that hold the points: 1 for a disc, 0 for a ring.

    Boxes have this width, and their neighbours are taken in, so that gaps close.
    """
    column = np.floor(u / width).astype(int)
    row = np.floor(v / width).astype(int)
    column, row = column - column.min() + 2, row - row.min() + 2
    boxes = np.zeros((row.max() + 3, column.max() + 3), dtype=bool)
    boxes[row, column] = True
    boxes = dilated(boxes, 0, 1)
    padded = np.pad(boxes, 1)
    beside_ = padded[:, 1:] | padded[:, :-1]
    above = padded[1:] | padded[:-1]
    corners = above[:, 1:] | above[:, :-1]
    return int(corners.sum() - beside_.sum() - above.sum() + boxes.sum())
