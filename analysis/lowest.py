"""The lowest place of a view beside its minima: inside, on its border, or none, beside a pole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.field import CELL, Field, Grid
from landscapes.code import Array

BORDER_PLACES = 1025  # on each side
CLOSER = 8  # times that a lowest place is looked at more closely
PLACES = 32  # on each side of it: so many, each time NEARER times as close
NEARER = 16
BOTTOMLESS = 0.8  # of the first half's fall: what falls as far in the second half has no bottom
NO_FALL = 1e-6  # of the heights looked at: what falls less may be rounding


@dataclass(frozen=True)
class LowestPlace:
    """A lowest place `at` (x, y) and its value, which has no bound where it is `bottomless`."""

    at: tuple[float, float]
    value: float
    bottomless: bool


def lowest_inside(field: Field, grid: Grid, least: float) -> LowestPlace | None:
    """The lowest place around the lowest node of the grid; None where no node is below `least`."""
    value = grid.at.value
    down, along = np.unravel_index(int(np.nanargmin(value)), value.shape)
    if value[down, along] >= least:
        return None
    u, v = np.clip((grid.u[along], grid.v[down]), 0.0, 1.0)
    return _followed_down(field, float(u), float(v), (True, True), _height(value))


def lowest_on_border(field: Field, least: float) -> LowestPlace | None:
    """The lowest place of the border; None where it is not below `least`."""
    line, zero = np.linspace(0, 1, BORDER_PLACES), np.zeros(BORDER_PLACES)
    u = np.concatenate((line, line, zero, zero + 1))
    v = np.concatenate((zero, zero + 1, line, line))
    value = field.value(u, v)
    if not np.isfinite(value).any():
        return None
    best = int(np.nanargmin(value))
    if value[best] > least + 1e-3 * abs(least):
        return None
    on_side = u[best] in (0.0, 1.0)
    free = not on_side, on_side
    found = _followed_down(field, float(u[best]), float(v[best]), free, _height(value))
    return None if found.value >= least else found


def _height(values: Array) -> float:
    """The median of the values, above the lowest of them."""
    return float(np.nanmedian(values) - np.nanmin(values))


def _followed_down(
    field: Field, u: float, v: float, free: tuple[bool, bool], height: float
) -> LowestPlace:
    """The lowest place around (u, v), a cell wide, looked at ever more closely.

    u, v or both are free. Beside a pole each look finds the loss about as much lower as the one
    before, or more.
    """
    part, stay = np.linspace(-1, 1, 2 * PLACES + 1), np.zeros(1)
    leasts: list[float] = []
    least = np.inf
    for look in range(CLOSER):
        pitch = CELL / NEARER**look
        row = np.clip(u + pitch * (part if free[0] else stay), 0, 1)
        column = np.clip(v + pitch * (part if free[1] else stay), 0, 1)
        value = field.value(row[None, :], column[:, None])
        value = np.where(np.isnan(value), np.inf, value)
        down, along = np.unravel_index(int(value.argmin()), value.shape)
        if value[down, along] < least:
            u, v, least = float(row[along]), float(column[down]), float(value[down, along])
        leasts.append(least)
    x, y = field.xy(np.array(u), np.array(v))
    first, middle = leasts[0], leasts[CLOSER // 2 - 1]
    bottomless = middle - least > max(BOTTOMLESS * (first - middle), NO_FALL * height)
    return LowestPlace((float(x), float(y)), least, bool(bottomless))
