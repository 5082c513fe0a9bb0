"""The search for all places without slope, which looks closer where something is missed.

A block of the view gets a finer grid where between its nodes the loss does what they miss, or
where the gradient turns around it otherwise than the roots found inside require.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from analysis.field import CELLS, Field, Grid
from analysis.narrow import narrow_places
from analysis.roots import Roots, crossings, distinct, roots, seeds
from analysis.winding import turns_around
from landscapes.code import Array, Flags

SIDE = 16  # cells of the view's grid along each side of a block
FINER = 2 * SIDE  # cells of a block's own grid, which are half as large
MISSED = 0.2  # of a block's cells: where more of them miss something it needs a finer grid
OFF = 0.25  # of a change: a slope that is off by more has fewer than four nodes a wave
CLOSER = 4  # times that cells are halved
MAX_SEEDS = 10_000  # of one closer look: more are more roots than can be told apart
SHARE = 0.8  # of all work may be spent when a closer look is begun


@dataclass(frozen=True)
class Blocks:
    """Square blocks by their low corners u, v (k,), all of one `width` in views."""

    u: Array
    v: Array
    width: float

    def __getitem__(self, chosen: Flags) -> Blocks:
        return Blocks(self.u[chosen], self.v[chosen], self.width)

    def quarters(self) -> Blocks:
        """Four blocks of half the width for each."""
        half = self.width / 2
        return Blocks(
            np.concatenate((self.u, self.u + half, self.u, self.u + half)),
            np.concatenate((self.v, self.v, self.v + half, self.v + half)),
            half,
        )

    def hold(self, u: Array, v: Array) -> Flags:
        """Whether each (k,) holds each of the places (n,), as (k, n)."""
        inside = (u >= self.u[:, None]) & (u < self.u[:, None] + self.width)
        return inside & (v >= self.v[:, None]) & (v < self.v[:, None] + self.width)

    def unbalanced(self, gu: Array, gv: Array, found: Roots) -> Flags:
        """Where the gradient (k, n, n) turns otherwise than the roots inside require.

        Where it has no value, or there are roots without a sure index, it is not asked.
        """
        inside = self.hold(found.u, found.v)
        larger, smaller = found.at.curvatures
        sums = np.where(inside, np.where(larger * smaller > 0, 1, -1), 0).sum(axis=-1)
        wrong = (turns_around(gu, gv) != sums) & ~(inside & found.flat).any(axis=-1)
        if wrong.any():
            wrong &= np.isfinite(gu + gv).all(axis=(-2, -1))
        return wrong


def search(field: Field, grid: Grid, smooth: bool) -> tuple[Roots, float]:
    """All roots, and the part of the view where even the finest grid misses what the loss does.

    The turns of the gradient are counted where the loss is smooth: kinks turn it as well.
    """
    first = np.rint(np.linspace(0, grid.u.size - 1 - SIDE, CELLS // SIDE + 1)).astype(int)
    u, v = np.meshgrid(grid.u[first], grid.v[first])
    blocks = Blocks(u.ravel(), v.ravel(), SIDE * grid.pitch)
    missing, missed = np.zeros(blocks.u.size, dtype=bool), grid.missed
    if missed.sum() > MISSED * SIDE**2:
        missing = _windows(missed, first, SIDE).mean(axis=(-2, -1)) > MISSED
    u, v = seeds(grid)
    if missing.any():
        column, row = (
            ((part - line[0]) / grid.pitch + 1e-6).astype(int)
            for part, line in ((u, grid.u), (v, grid.v))
        )
        sampled = ~_cells(missing, first, grid)[row, column]
        u, v = u[sampled], v[sampled]
    narrow_u, narrow_v = narrow_places(field)
    u, v = np.append(u, narrow_u), np.append(v, narrow_v)
    found = distinct(roots(field, grid, u, v, grid.pitch))
    again, lost = missing, _area(blocks, missing)
    if smooth:
        gu, gv = (_windows(part, first, SIDE + 1) for part in (grid.at.gu, grid.at.gv))
        again = again | blocks.unbalanced(gu, gv, found)
    blocks = blocks[again]
    for _ in range(CLOSER):
        if not blocks.u.size or not _affordable(field, blocks):
            break
        part = np.linspace(0, blocks.width, FINER + 1)
        u, v = blocks.u[:, None] + part, blocks.v[:, None] + part
        cell = blocks.width / FINER
        value, gu, gv = field.value_and_gradient(u[:, None, :], v[:, :, None])
        upwards = _missed(np.swapaxes(value, -1, -2), np.swapaxes(gv, -1, -2), cell)
        missing = np.maximum(_missed(value, gu, cell), upwards) > MISSED
        block, down, along = np.nonzero(crossings(gu, gv) & ~missing[:, None, None])
        if block.size > MAX_SEEDS:
            return found, 1.0
        near = roots(field, grid, u[block, along] + cell / 2, v[block, down] + cell / 2, cell)
        found = distinct(Roots.joined((found, near)))
        again, lost = missing, _area(blocks, missing)
        if smooth:
            again = again | blocks.unbalanced(gu, gv, found)
        blocks = blocks[again].quarters()
    return found, lost


def _windows(part: NDArray, first: NDArray[np.intp], side: int) -> NDArray:
    """The squares (k, side, side) of an array that begin at these rows and columns."""
    every = sliding_window_view(part, (side, side))[first[:, None], first]
    return every.reshape(-1, side, side)


def _cells(chosen: Flags, first: NDArray[np.intp], grid: Grid) -> Flags:
    """The cells of the grid in chosen blocks (k,), which begin at these rows and columns."""
    cells = np.zeros(grid.at.value.shape, dtype=bool)
    for down, along in np.argwhere(chosen.reshape(first.size, first.size)):
        cells[first[down] :, first[along] :][:SIDE, :SIDE] = True
    return cells


def _area(blocks: Blocks, chosen: Flags) -> float:
    return float(chosen.sum() * blocks.width**2)


def _missed(value: Array, slope: Array, pitch: float) -> Array:
    """The part (...) of grid cells along the last axis within which a loss turns unseen.

    As `Grid.missed` has it, but one order lower: its value changes as the slopes at both ends
    say, but for a fifth at four nodes a wave. Every second line is looked at.
    """
    value, slope = value[..., ::2, :], slope[..., ::2, :]
    change = value[..., 1:] - value[..., :-1]
    expected = (pitch / 2) * (slope[..., 1:] + slope[..., :-1])
    off = np.abs(change - expected) > OFF * np.maximum(np.abs(change), np.abs(expected))
    turned = (slope[..., 1:] * slope[..., :-1] < 0) | (change * expected < 0)
    return (off & turned).mean(axis=(-2, -1))


def _affordable(field: Field, blocks: Blocks) -> bool:
    price = field.landscape.operations(1) * blocks.u.size * (FINER + 1) ** 2
    return field.work.spent + price <= SHARE * field.work.most
