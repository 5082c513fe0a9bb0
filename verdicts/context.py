"""What a verdict knows of the loss that a path runs over: its minima, heights and lowest point.

Lengths are in views (the view is 1 wide and 1 high) and slopes in loss per view, so that nothing
here depends on the units of the axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis import Region, StationaryPoint, Survey, survey
from formulas import FormulaError
from landscapes import Landscape
from optimizers import Trajectory
from verdicts.path import Array, largest

Minimum = StationaryPoint | Region
M = TypeVar("M", bound=Minimum)

EQUAL = 1e-9  # of the heights in view: losses this close are equal


@dataclass(frozen=True, eq=False)
class Located(Generic[M]):
    """Minima or other stationary points with the places where they are."""

    members: tuple[M, ...]
    owners: NDArray[np.int64]  # (n,): whose each place is, by its index; a region has many
    places: Array  # (n, 2), in views

    @classmethod
    def over(cls, landscape: Landscape, members: tuple[M, ...]) -> Located[M]:
        """The places of these in the view of a landscape."""
        points = [m.points if isinstance(m, Region) else np.array([[m.x, m.y]]) for m in members]
        owners = np.repeat(np.arange(len(points)), [len(some) for some in points])
        every = np.concatenate([np.empty((0, 2)), *points])
        return cls(members, owners, landscape.unit(every))

    def nearest(self, u: Array) -> tuple[M | None, float]:
        """The one nearest to a point (2,) and its distance, both in views."""
        if not len(self.places):
            return None, np.inf
        apart = largest(self.places - u)
        best = int(apart.argmin())
        return self.members[self.owners[best]], float(apart[best])

    def between(self, low: Array, high: Array) -> list[M]:
        """Those with a place in the box from `low` to `high`, in views."""
        inside = ((self.places >= low) & (self.places <= high)).all(axis=1)
        return [self.members[i] for i in np.unique(self.owners[inside])]


@dataclass(frozen=True, eq=False)
class LossContext:
    """What runs over a loss are measured against.

    `lowest` (x, y, value) is the lowest point known in view, border included: its value is
    -inf at a pole beside which the loss falls without bound, NaN where the loss has no value.
    `bottom` is the loss of the lowest minimum, or where there is none what a tenth of the view
    stays below: a pole has no say in it. `height` is the median of the view above these.
    """

    landscape: Landscape
    survey: Survey
    lowest: tuple[float, float, float]
    bottom: float
    height: float

    def as_low_as(self, value: float, other: float) -> bool:
        """Whether a loss is no higher than the other, but for rounding."""
        return value - other <= EQUAL * self.height

    def is_lowest(self, value: float) -> bool:
        """Whether nothing known in view lies lower than `value`."""
        return self.as_low_as(value, self.lowest[2])

    def is_global(self, minimum: Minimum) -> bool:
        """Whether nothing known in view lies lower than this minimum."""
        return self.is_lowest(minimum.value)

    @cached_property
    def global_minima(self) -> int:
        """How many minima are equally low, and lowest."""
        return sum(map(self.is_global, self.survey.minima))

    def scale(self, run: Trajectory) -> float:
        """What losses of a run are measured against: one that is nothing beside it reads 0.00."""
        return float(max(abs(run.losses[0]), self.height))

    def slope(self, point: Array) -> float:
        """The length of the gradient at a point (2,), per view instead of per unit."""
        return self.per_view(self.landscape.gradient(point))

    def per_view(self, gradient: Array) -> float:
        """The length of a gradient (2,) per view instead of per unit."""
        (left, right), (low, high) = self.landscape.x_range, self.landscape.y_range
        return float(np.hypot(gradient[0] * (right - left), gradient[1] * (high - low)))

    def hessian(self, points: Array) -> Array:
        """(..., 2, 2), NaN where the Hessian is too long to be written down."""
        try:
            return self.landscape.hessian(points)
        except FormulaError:
            return np.full((*points.shape, 2), np.nan)

    def minimum_of(self, basin: int) -> Minimum | None:
        """The minimum of a basin by its label: they are numbered by minima first, lowest first."""
        minima = self.survey.minima
        return minima[basin] if 0 <= basin < len(minima) else None

    def point_of(self, minimum: Minimum, near: Array) -> Array:
        """Where a minimum is, (2,); of a region the point nearest to `near`."""
        if isinstance(minimum, StationaryPoint):
            return np.array([minimum.x, minimum.y])
        apart = np.hypot(*(minimum.points - near).T)
        return minimum.points[int(apart.argmin())]

    def value_of(self, minimum: Minimum, near: Array) -> float:
        """The loss of a minimum; of a region at its point nearest to `near`."""
        if isinstance(minimum, StationaryPoint):
            return minimum.value
        value = float(self.landscape.value(self.point_of(minimum, near)))
        return value if np.isfinite(value) else minimum.value

    @cached_property
    def minima(self) -> Located[Minimum]:
        """The minima, lowest first."""
        return Located.over(self.landscape, self.survey.minima)

    @cached_property
    def stationary_points(self) -> Located[StationaryPoint]:
        """All isolated stationary points."""
        return Located.over(self.landscape, self.survey.points)

    @cached_property
    def others(self) -> Located[StationaryPoint]:
        """The isolated stationary points that are no minima."""
        others = (point for point in self.survey.points if point.kind != "minimum")
        return Located.over(self.landscape, tuple(others))


@lru_cache(maxsize=64)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def loss_context(landscape: Landscape) -> LossContext:
    """The context of a loss over its view, remembered for the last 64 landscapes."""
    found = survey(landscape)
    x, y, values = landscape.grid()
    if not np.isfinite(values).any():
        return LossContext(landscape, found, (np.nan, np.nan, np.nan), np.nan, 0.0)
    row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
    low = [(float(x[column]), float(y[row]), float(values[row, column]))]
    low += [(p.x, p.y, p.value) for p in found.points]
    for region in found.regions:
        u = landscape.unit(region.points)
        inside = region.points[((u >= 0) & (u <= 1)).all(axis=1)]
        heights = landscape.value(inside).tolist()
        low += [(a, b, c) for (a, b), c in zip(inside.tolist(), heights, strict=True)]
    low += [found.border_lowest] if found.border_lowest else []
    if found.pole is not None:
        low = [(*found.pole, -np.inf)]
    lowest = min((one for one in low if not np.isnan(one[2])), key=lambda one: one[2])
    tenth, median = np.nanpercentile(values, (10, 50)).tolist()
    bottom = found.lowest.value if found.lowest else tenth
    return LossContext(landscape, found, lowest, bottom, median - min(bottom, tenth))
