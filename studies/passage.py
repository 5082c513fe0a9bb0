"""Time lost at saddles: where a path came near one and how slowly it left.

A path is near a saddle where that is the nearest of all stationary points, and near in the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from landscapes.stationary import StationaryPoint
from landscapes.survey import Survey
from studies.terms import along, amount, place

Array = NDArray[np.float64]

NEAR = 0.05  # of the view: within it a saddle's slopes decide
SLOW = 0.3  # of the mean step: steps this short are time lost
AIMED = 0.3  # a start with less of it along the way down owes its delay to that
SHORTEST = 5  # steps: passing by in fewer is no delay


@dataclass(frozen=True)
class Passage:
    """Steps `first` to `last` were spent near `saddle`; `sentence` says so without a full stop."""

    saddle: StationaryPoint
    first: int
    last: int
    sentence: str


def passages(points: Array, u: Array, known: Survey, loss: Landscape) -> list[Passage]:
    """Delays at saddles of a path `points` (steps + 1, 2), `u` the same in views, in order."""
    if len(points) < SHORTEST or not any(p.kind == "saddle" for p in known.points):
        return []
    moves = np.hypot(*np.diff(u, axis=0).T)
    if not np.isfinite(moves).any():
        return []
    slow = np.append(moves, moves[-1]) < SLOW * np.nanmean(moves)
    with np.errstate(invalid="ignore"):
        inside = ((u >= 0) & (u <= 1)).all(axis=1)
    found = []
    nearest = np.full(len(u), -1)
    nearest[inside] = _nearest_within_reach(u[inside], stationary_places(known, loss))
    firsts = np.flatnonzero(np.diff(nearest, prepend=-2))
    lasts = np.append(firsts[1:], len(nearest)) - 1
    delayed = (np.add.reduceat(slow, firsts, dtype=np.int64) >= SHORTEST) & (nearest[firsts] >= 0)
    for first, last in zip(firsts[delayed].tolist(), lasts[delayed].tolist(), strict=True):
        saddle = known.points[nearest[first]]
        if saddle.kind == "saddle":
            found.append(Passage(saddle, first, last, _said(saddle, first, last, points, loss)))
    return found


@lru_cache(maxsize=64)
def stationary_places(known: Survey, loss: Landscape) -> Array:
    """Where the survey's points are, (n, 2), in views."""
    low = np.array([loss.x_range[0], loss.y_range[0]])
    size = np.array([loss.x_range[1], loss.y_range[1]]) - low
    return (np.array([[p.x, p.y] for p in known.points]).reshape(-1, 2) - low) / size


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


def _said(saddle: StationaryPoint, first: int, last: int, points: Array, loss: Landscape) -> str:
    where = place(np.array([saddle.x, saddle.y]), loss)
    down = np.array(saddle.directions[0])
    away = points[0] - (saddle.x, saddle.y)
    share = abs(float(away @ down)) / max(float(np.hypot(*away)), 1e-300)
    told = share < AIMED and np.isfinite(saddle.eigenvalues).all()
    aim = f", only {share:.2g} of the start was that way" if told else ""
    return f"slowed by the saddle at {where} from step {first} to {last}: {way_down(saddle)}{aim}"


def way_down(saddle: StationaryPoint) -> str:
    """`curvature -2.00 along y`; a kink has none."""
    if not np.isfinite(saddle.eigenvalues).all():
        return "a kinked way down"
    return f"curvature {amount(saddle.eigenvalues[0])} along {along(saddle.directions[0])}"
