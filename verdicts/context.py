"""What a verdict knows of the ground that a path runs over: its heights, minima and lowest place.

Lengths are in views (the view is 1 wide and 1 high) and slopes in loss per view, so that nothing
here depends on the units of the axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analysis.regions import Region
from analysis.stationary import StationaryPoint
from analysis.survey import Survey, survey
from formulas import FormulaError
from landscapes import Landscape
from optimizers import Trajectory
from words import Said, say

Array = NDArray[np.float64]
Minimum = StationaryPoint | Region

EQUAL = 1e-9  # of the heights in view: losses this close are equal
TAIL, SHORTEST_TAIL = 0.1, 10  # the last part of a path, by which its end is judged


@dataclass(frozen=True)
class Path:
    """A run in the units of the view: `u` (steps + 1, 2) runs from 0 to 1 over it, `last` is the
    last step with a loss."""

    run: Trajectory
    u: Array
    last: int

    @property
    def tail(self) -> slice:
        length = max(SHORTEST_TAIL, int(TAIL * self.last))
        return slice(max(0, self.last - length), self.last + 1)

    @property
    def end(self) -> Array:
        return self.run.points[self.last]

    @property
    def end_loss(self) -> float:
        return float(self.run.losses[self.last])


def measured(run: Trajectory, loss: Landscape) -> Path:
    """The path of a run from one start."""
    finite = np.flatnonzero(np.isfinite(run.losses))
    return Path(run, in_views(run.points, loss), int(finite[-1]) if finite.size else 0)


def in_views(points: Array, loss: Landscape) -> Array:
    """Points (..., 2) with the low corner of the view at 0 and the high one at 1."""
    low = np.array([loss.x_range[0], loss.y_range[0]])
    return (points - low) / (np.array([loss.x_range[1], loss.y_range[1]]) - low)


@dataclass(frozen=True, eq=False)
class LossContext:
    """`lowest` (x, y, value) is the lowest place known in view, border included: its value is
    -inf at a pole beside which the loss falls without bound, NaN where the loss has no value.
    `bottom` is the loss of the lowest minimum, or where there is none what a tenth of the view
    stays below: a pole has no say in it. `height` is the median of the view above these."""

    loss: Landscape
    survey: Survey
    lowest: tuple[float, float, float]
    bottom: float
    height: float

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return self.survey.minima

    def is_lowest(self, value: float) -> bool:
        """Whether nothing known in view lies lower than `value`, but for rounding."""
        return value - self.lowest[2] <= EQUAL * self.height

    def is_global(self, minimum: Minimum) -> bool:
        return self.is_lowest(minimum.value)

    @cached_property
    def global_points(self) -> int:
        """How many minima are equally low, and lowest."""
        return sum(self.is_global(m) for m in self.minima)

    def name(self, minimum: Minimum, *, counted: bool = False) -> Said:
        """the global minimum, local minimum 3 of 7, ...; of several that are equally low it may
        be `counted` how many there are."""
        trusted, lowest = self.survey.trusted, self.is_global(minimum)
        if not lowest and (rank := self.survey.rank(minimum)) > 1:
            key = "local" if trusted else "local_found"
            return say(f"verdict.names.{key}", rank=rank, count=len(self.minima))
        if isinstance(minimum, Region):
            return say(f"verdict.names.{minimum.shape}")
        if not trusted:
            return say("verdict.names.lowest_found")
        if not lowest:
            return say("verdict.names.lowest")
        if self.global_points == 1:
            return say("verdict.names.global")
        key = "equal_globals" if counted else "one_global"
        return say(f"verdict.names.{key}", count=self.global_points)

    def scale(self, run: Trajectory) -> float:
        """What losses of a run are measured against: one that is nothing beside it reads 0.00."""
        return float(max(abs(run.losses[0]), self.height))

    def slope(self, point: Array) -> float:
        """The length of the gradient at a point (2,), per view instead of per unit."""
        return self.per_view(self.loss.gradient(point))

    def per_view(self, gradient: Array) -> float:
        """The length of a gradient (2,) per view instead of per unit."""
        (left, right), (low, high) = self.loss.x_range, self.loss.y_range
        return float(np.hypot(gradient[0] * (right - left), gradient[1] * (high - low)))

    def nearest(self, u: Array, kind: Literal["minima", "others"]) -> tuple[Minimum | None, float]:
        """The nearest minimum, or other isolated stationary point, and its distance in views."""
        chosen, owners, at = self._minima_spread if kind == "minima" else self._others_spread
        if not len(at):
            return None, np.inf
        apart = np.abs(at - u).max(axis=1)
        best = int(apart.argmin())
        return chosen[owners[best]], float(apart[best])

    def minima_between(self, low: Array, high: Array) -> list[Minimum]:
        """Minima with a place in the box from `low` to `high`, in views."""
        chosen, owners, at = self._minima_spread
        inside = ((at >= low) & (at <= high)).all(axis=1)
        return [chosen[i] for i in np.unique(owners[inside])]

    def center(self, minimum: Minimum, near: Array) -> Array:
        """Where a minimum is, (2,); of a region the place nearest to a point."""
        if isinstance(minimum, StationaryPoint):
            return np.array([minimum.x, minimum.y])
        apart = np.hypot(*(minimum.points - near).T)
        return minimum.points[int(apart.argmin())]

    def level(self, minimum: Minimum, near: Array) -> float:
        """The loss of a minimum; of a region at the place nearest to a point."""
        if isinstance(minimum, StationaryPoint):
            return minimum.value
        value = float(self.loss.value(self.center(minimum, near)))
        return value if np.isfinite(value) else minimum.value

    @cached_property
    def _minima_spread(self) -> tuple[tuple[Minimum, ...], NDArray[np.int64], Array]:
        return self._spread(self.minima)

    @cached_property
    def _others_spread(self) -> tuple[tuple[Minimum, ...], NDArray[np.int64], Array]:
        return self._spread(tuple(p for p in self.survey.points if p.kind != "minimum"))

    def _spread(
        self, chosen: tuple[Minimum, ...]
    ) -> tuple[tuple[Minimum, ...], NDArray[np.int64], Array]:
        """What was chosen, whose each of its places is, and the places in views."""
        every = [p.points if isinstance(p, Region) else np.array([[p.x, p.y]]) for p in chosen]
        owners = np.repeat(np.arange(len(every)), [len(points) for points in every])
        return chosen, owners, in_views(np.concatenate([np.empty((0, 2)), *every]), self.loss)


@lru_cache(maxsize=64)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def context_of(loss: Landscape) -> LossContext:
    """The ground of a loss over its view, remembered for the last 64 losses."""
    found = survey(loss)
    x, y, values = loss.grid()
    if not np.isfinite(values).any():
        return LossContext(loss, found, (np.nan, np.nan, np.nan), np.nan, 0.0)
    row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
    lowest = [(float(x[column]), float(y[row]), float(values[row, column]))]
    lowest += [(p.x, p.y, p.value) for p in found.points]
    for region in found.regions:
        u = in_views(region.points, loss)
        inside = region.points[((u >= 0) & (u <= 1)).all(axis=1)]
        heights = loss.value(inside).tolist()
        lowest += [(a, b, c) for (a, b), c in zip(inside.tolist(), heights, strict=True)]
    lowest += [found.border_lowest] if found.border_lowest else []
    if found.pole is not None:
        lowest = [(*found.pole, -np.inf)]
    least = min((place for place in lowest if not np.isnan(place[2])), key=lambda place: place[2])
    tenth, median = np.nanpercentile(values, (10, 50)).tolist()
    bottom = found.lowest.value if found.lowest else tenth
    return LossContext(loss, found, least, bottom, median - min(bottom, tenth))


def hessian(loss: Landscape, points: Array) -> Array:
    """NaN where the Hessian is too long to be written down."""
    try:
        return loss.hessian(points)
    except FormulaError:
        return np.full((*points.shape, 2), np.nan)
