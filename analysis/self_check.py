"""The count of stationary points, held against the theorem of Poincaré and Hopf.

The indices of all stationary points inside a closed line add up to the number of turns that the
gradient makes along that line.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.field import Field, Grid
from analysis.regions import Region
from analysis.stationary import StationaryPoint
from analysis.winding import turning_angles, winding_numbers
from landscapes.code import Array

BORDER_PLACES = 512  # on each side, where the turning of the gradient is followed
SHARP_TURN = 1.0  # radians: a larger turn between two places is looked at more closely
PARTS = 8  # that such a stretch is cut into
OPPOSITE = np.pi - 1e-6  # a turn this large could as well go the other way


def index_sum(found: Iterable[StationaryPoint | Region]) -> int | None:
    """The sum of all indices; None where a region has no known one."""
    indices = [one.index for one in found]
    return None if None in indices else sum(index for index in indices if index is not None)


def border_turns(field: Field, grid: Grid, smooth: bool) -> int | None:
    """Turns of the gradient along the border of the grid, or of the part of it with a value.

    None where they cannot be counted. Turns around all cells of that part are turns along its
    outer edge, as inner ones cancel.
    """
    if np.isnan(grid.at.value).any():
        return int(winding_numbers(grid.at.gu, grid.at.gv).sum())
    part = np.linspace(0, 1, BORDER_PLACES, endpoint=False)
    (left, right), (low, high) = grid.u[[0, -1]], grid.v[[0, -1]]
    across, up = left + part * (right - left), low + part * (high - low)
    corner = np.ones_like(part)
    u = np.concatenate((across, right * corner, across[::-1] + right - across[-1], left * corner))
    v = np.concatenate((low * corner, up, high * corner, up[::-1] + high - up[-1]))
    return _turns_along(field, np.append(u, u[0]), np.append(v, v[0]), smooth)


def _turns_along(field: Field, u: Array, v: Array, smooth: bool) -> int | None:
    """None where the gradient flips over, is zero, undefined or too restless on the line."""
    steady = 0.0
    line_u, line_v = u[np.newaxis], v[np.newaxis]
    part = np.linspace(0, 1, PARTS + 1)
    for _ in range(10):
        gradient = field.gradient(line_u, line_v)
        if not np.all(np.hypot(*gradient) > 0):
            return None
        angle = turning_angles(*gradient)
        if not np.isfinite(angle).all():
            return None
        sharp = np.abs(angle) > SHARP_TURN
        steady += float(angle[~sharp].sum())
        if not sharp.any():
            return round(steady / (2 * np.pi))
        if sharp.sum() > 4 * BORDER_PLACES:
            return None
        low_u, low_v = line_u[:, :-1][sharp, np.newaxis], line_v[:, :-1][sharp, np.newaxis]
        high_u, high_v = line_u[:, 1:][sharp, np.newaxis], line_v[:, 1:][sharp, np.newaxis]
        line_u, line_v = low_u + part * (high_u - low_u), low_v + part * (high_v - low_v)
    # What is left at a billionth of the first distance are jumps at kinks, or the gradient of a
    # smooth loss turns where it is all but zero.
    if not smooth and np.abs(angle).max() > OPPOSITE:
        return None
    return round((steady + float(angle[sharp].sum())) / (2 * np.pi))
