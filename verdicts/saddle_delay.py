"""Time lost at saddles: where a path came near one and how slowly it left.

A path is near a saddle where that is the nearest of all stationary points, and near in the view.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import StationaryPoint
from analysis.stretches import stretches
from verdicts.context import LossContext
from verdicts.path import Array, Path

NEAR = 0.05  # of the view: within it a saddle's slopes decide
SLOW = 0.3  # of the mean step: steps this short are time lost
SHORTEST = 5  # steps: passing by in fewer is no delay


@dataclass(frozen=True)
class SaddleDelay:
    """The steps `first` to `last`, spent near a saddle."""

    saddle: StationaryPoint
    first: int
    last: int
    share: float  # of the way from it to the start, what lay along its way down

    @property
    def steps(self) -> int:
        """How many steps were spent near it."""
        return self.last - self.first + 1


def saddle_delays(path: Path, context: LossContext) -> tuple[SaddleDelay, ...]:
    """The delays of a path at saddles, in order."""
    points, u = context.survey.points, path.u
    if len(u) < SHORTEST or not any(point.kind == "saddle" for point in points):
        return ()
    moves = np.hypot(*np.diff(u, axis=0).T)
    if not np.isfinite(moves).any():
        return ()
    slow = np.append(moves, moves[-1]) < SLOW * np.nanmean(moves)
    inside = path.from_middle <= 0.5
    nearest = np.full(len(u), -1)
    nearest[inside] = _nearest_within_reach(u[inside], context.stationary_points.places)
    firsts, lasts = stretches(nearest)
    delayed = (np.add.reduceat(slow, firsts, dtype=np.int64) >= SHORTEST) & (nearest[firsts] >= 0)
    delays = []
    for first, last in zip(firsts[delayed].tolist(), lasts[delayed].tolist(), strict=True):
        saddle = points[nearest[first]]
        if saddle.kind == "saddle":
            delays.append(SaddleDelay(saddle, first, last, _share(saddle, path.run.points[0])))
    return tuple(delays)


def delayed_steps(delays: Iterable[SaddleDelay], steps: int) -> NDArray[np.bool_]:
    """Whether each of so many steps belongs to a delay, (steps,)."""
    delayed = np.zeros(steps, dtype=bool)
    for delay in delays:
        delayed[delay.first : delay.last + 1] = True
    return delayed


def _nearest_within_reach(u: Array, places: Array) -> NDArray[np.int64]:
    """The number of the place nearest to each point of a path, -1 where none is within NEAR."""
    if not len(u):
        return np.empty(0, dtype=np.int64)
    reachable = ((places >= u.min(axis=0) - NEAR) & (places <= u.max(axis=0) + NEAR)).all(axis=1)
    numbers = np.flatnonzero(reachable)
    if not numbers.size:
        return np.full(len(u), -1)
    apart = np.maximum(np.abs(u[:, :1] - places[numbers, 0]), np.abs(u[:, 1:] - places[numbers, 1]))
    best = apart.argmin(axis=1)
    return np.where(apart[np.arange(len(u)), best] <= NEAR, numbers[best], -1)


def _share(saddle: StationaryPoint, start: Array) -> float:
    away = start - (saddle.x, saddle.y)
    down = np.array(saddle.directions[0])
    return abs(float(away @ down)) / max(float(np.hypot(*away)), 1e-300)
