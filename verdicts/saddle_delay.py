"""Time lost at saddles: where a path came near one and how slowly it left.

A path is near a saddle where that is the nearest of all stationary points, and near in the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.stationary import StationaryPoint
from analysis.survey import Survey
from landscapes import Landscape
from verdicts.formatting import along, amount, place
from words import Said, say

Array = NDArray[np.float64]

NEAR = 0.05  # of the view: within it a saddle's slopes decide
SLOW = 0.3  # of the mean step: steps this short are time lost
AIMED = 0.3  # a start with less of it along the way down owes its delay to that
SHORTEST = 5  # steps: passing by in fewer is no delay


@dataclass(frozen=True)
class SaddleDelay:
    """Steps `first` to `last` were spent near `saddle`. `share` is the part of the way from it to
    the start that lay along its way down."""

    saddle: StationaryPoint
    first: int
    last: int
    share: float


def saddle_delays(points: Array, u: Array, survey: Survey, loss: Landscape) -> list[SaddleDelay]:
    """Delays at saddles of a path `points` (steps + 1, 2), `u` the same in views, in order."""
    if len(points) < SHORTEST or not any(p.kind == "saddle" for p in survey.points):
        return []
    moves = np.hypot(*np.diff(u, axis=0).T)
    if not np.isfinite(moves).any():
        return []
    slow = np.append(moves, moves[-1]) < SLOW * np.nanmean(moves)
    with np.errstate(invalid="ignore"):
        inside = ((u >= 0) & (u <= 1)).all(axis=1)
    found = []
    nearest = np.full(len(u), -1)
    nearest[inside] = _nearest_within_reach(u[inside], stationary_places(survey, loss))
    firsts = np.flatnonzero(np.diff(nearest, prepend=-2))
    lasts = np.append(firsts[1:], len(nearest)) - 1
    delayed = (np.add.reduceat(slow, firsts, dtype=np.int64) >= SHORTEST) & (nearest[firsts] >= 0)
    for first, last in zip(firsts[delayed].tolist(), lasts[delayed].tolist(), strict=True):
        saddle = survey.points[nearest[first]]
        if saddle.kind == "saddle":
            found.append(SaddleDelay(saddle, first, last, _share(saddle, points[0])))
    return found


@lru_cache(maxsize=64)
def stationary_places(survey: Survey, loss: Landscape) -> Array:
    """Where the survey's points are, (n, 2), in views."""
    low = np.array([loss.x_range[0], loss.y_range[0]])
    size = np.array([loss.x_range[1], loss.y_range[1]]) - low
    return (np.array([[p.x, p.y] for p in survey.points]).reshape(-1, 2) - low) / size


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


def delayed(passage: SaddleDelay, loss: Landscape) -> Said:
    """What is said of a delay behind the sentence on how the path ended."""
    saddle = passage.saddle
    slowed = say(
        "verdict.further.slowed",
        place=place((saddle.x, saddle.y), loss),
        first=passage.first,
        last=passage.last,
        way=way_down(saddle, loss),
    )
    if passage.share >= AIMED or not np.isfinite(saddle.eigenvalues).all():
        return slowed
    return slowed + say("verdict.further.aimed", share=f"{passage.share:.2g}")


def way_down(saddle: StationaryPoint, loss: Landscape) -> Said:
    """`curvature -2.00 along y`; a kink has none."""
    if not np.isfinite(saddle.eigenvalues).all():
        return say("verdict.names.kinked_way")
    return say(
        "verdict.names.curved_way",
        curvature=amount(saddle.eigenvalues[0]),
        direction=along(saddle.directions[0], loss),
    )
