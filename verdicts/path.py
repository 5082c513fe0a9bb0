"""A run in the units of its view, and the last part of it, by which its end is judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
    """A run from one start, in the view of a landscape."""

    landscape: Landscape
    run: Trajectory
    u: Array  # (steps + 1, 2): its points in views, from 0 at the low corner to 1
    last: int  # the last step with a loss

    @classmethod
    def over(cls, landscape: Landscape, run: Trajectory) -> Path:
        """The path of a run in the view of that landscape."""
        finite = np.flatnonzero(np.isfinite(run.losses))
        return cls(
            landscape, run, landscape.unit(run.points), int(finite[-1]) if finite.size else 0
        )

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

    @cached_property
    def from_middle(self) -> Array:
        """How far each step is from the middle of the view, (steps + 1,): 0.5 on its border."""
        return largest(self.u - 0.5)

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """Whether each step with a loss, and those before, are in the view: (last + 1,)."""
        within: NDArray[np.bool_] = self.from_middle[: self.last + 1] <= 0.5
        return within

    @property
    def in_view(self) -> bool:
        """Whether it ends inside the view."""
        return bool(self.inside[-1])

    @property
    def left_at(self) -> int:
        """The first step after the last one in view; 0 for a path that was never there."""
        inside = np.flatnonzero(self.inside)
        return int(inside[-1]) + 1 if inside.size else 0

    @property
    def broke_off(self) -> bool:
        """Whether it could not be followed to its last step."""
        return bool(self.run.ended < self.run.steps or self.last < self.run.steps)


def as_point(point: Array) -> Point:
    """A point (2,) as two floats."""
    return float(point[0]), float(point[1])


def largest(offsets: Array) -> Array:
    """The larger of the two sides of each offset (..., 2)."""
    # some five times as fast as max along so short an axis
    sides: Array = np.maximum(np.abs(offsets[..., 0]), np.abs(offsets[..., 1]))
    return sides


def middle(points: Array) -> Array:
    """The middle of the box that points (k, 2) fill."""
    return (points.max(axis=0) + points.min(axis=0)) / 2


def width(points: Array) -> float:
    """The longer side of that box."""
    return float(np.ptp(points, axis=0).max())
