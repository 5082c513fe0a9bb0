"""A run in the units of its view, and the last part of it, by which its end is judged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from optimizers import Trajectory

Array = NDArray[np.float64]
Point = tuple[float, float]

TAIL, SHORTEST_TAIL = 0.1, 10  # of the path, and steps: the last part, by which its end is judged
NARROW = 0.001  # of the view: less than this is no movement to speak of


@dataclass(frozen=True, eq=False)
class Path:
    """A run from one start."""

    run: Trajectory
    u: Array  # (steps + 1, 2): its points in views, from 0 at the low corner to 1
    last: int  # the last step with a loss

    @classmethod
    def over(cls, landscape: Landscape, run: Trajectory) -> Path:
        """The path of a run in the view of that landscape."""
        finite = np.flatnonzero(np.isfinite(run.losses))
        return cls(run, landscape.unit(run.points), int(finite[-1]) if finite.size else 0)

    @property
    def tail(self) -> slice:
        """The steps by which the end is judged."""
        length = max(SHORTEST_TAIL, int(TAIL * self.last))
        return slice(max(0, self.last - length), self.last + 1)

    @property
    def end(self) -> Array:
        """The last point with a loss, (2,) in axis units."""
        return self.run.points[self.last]

    @property
    def end_loss(self) -> float:
        """The last loss that there is."""
        return float(self.run.losses[self.last])

    @property
    def in_view(self) -> bool:
        """Whether it ends inside the view."""
        return bool((np.abs(self.u[self.last] - 0.5) <= 0.5).all())


def as_point(point: Array) -> Point:
    """A point (2,) as two floats."""
    return float(point[0]), float(point[1])


def middle(points: Array) -> Array:
    """The middle of the box that points (k, 2) fill."""
    return (points.max(axis=0) + points.min(axis=0)) / 2


def width(points: Array) -> float:
    """The longer side of that box."""
    return float(np.ptp(points, axis=0).max())
