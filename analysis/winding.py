"""How often a gradient turns around along a line: the index of what the line encloses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscapes.code import Array


def turning_angles(gu: Array, gv: Array) -> Array:
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


def turns_around(gu: Array, gv: Array) -> NDArray[np.int64]:
    """Turns of the gradient along the outer edge of grids (..., rows, columns)."""
    bottom, top, left, right = (
        _passes(gu[edge], gv[edge]).sum(axis=-1, dtype=np.int64)
        for edge in ((..., 0, slice(None)), (..., -1, slice(None)), (..., 0), (..., -1))
    )
    return bottom + right - top - left
