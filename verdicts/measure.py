"""All numbers of a run over its landscape that a verdict is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis import Basins, StationaryPoint, basins
from landscapes import Landscape
from optimizers import Trajectory
from verdicts.basin_visits import BasinVisits, basin_visits
from verdicts.context import LossContext, Minimum, loss_context
from verdicts.divergence import departure
from verdicts.facts import Departure
from verdicts.oscillation import Oscillation, oscillation_of
from verdicts.path import NARROW, Array, Path, middle, width
from verdicts.saddle_delay import SaddleDelay, saddle_delays

SETTLED = 0.01  # of the fall from start to end
LEAST_FALL = 0.001  # of the heights in view: a start closer above its end counts as this high
ENDS = 10  # steps in which the loss has to stay near that of the minimum
LEVEL = 1e-6  # of the larger curvature: a smaller one that is none


@dataclass(frozen=True)
class Bowl:
    """The quadratic that fits the loss at the end of a path."""

    least: float  # of its two curvatures
    greatest: float
    to_bottom: float  # the length of Newton's step, in views
    slope_left: float  # per view: along where there is no curvature


@dataclass(frozen=True, eq=False)
class Measures:
    """The numbers of a run from one start; what few verdicts ask for is worked out when asked.

    Lengths are in views where nothing else is said, and slopes in loss per view.
    """

    path: Path
    context: LossContext
    drawn: Basins
    visits: BasinVisits
    delays: tuple[SaddleDelay, ...]
    departure: Departure | None  # how it left the domain or the map for good

    @cached_property
    def oscillation(self) -> Oscillation | None:
        """The oscillation in which it ends, None where there is none or one too narrow to see."""
        if not self.tail_width > NARROW:
            return None
        return oscillation_of(self.path, self._half_minimum, self.context)

    @property
    def _half_minimum(self) -> Minimum | None:
        """The minimum in whose basin the last half of the path lies, all of it."""
        labels = self.visits.labels[self.path.last // 2 : self.path.last + 1]
        return self.context.minimum_of(int(labels[0])) if (labels == labels[0]).all() else None

    @cached_property
    def tail(self) -> Array:
        """The last part of the path, (k, 2) in views."""
        return self.path.u[self.path.tail]

    @cached_property
    def tail_width(self) -> float:
        """The longer side of the box that the tail fills."""
        return width(self.tail)

    @property
    def tail_basins(self) -> NDArray[np.int64]:
        """The basins that the tail goes through."""
        labels = np.unique(self.visits.labels[self.path.tail])
        return labels[labels >= 0]

    @property
    def extent(self) -> float:
        """The longer side of the box that the whole path fills."""
        return width(self.path.u[: self.path.last + 1])

    @property
    def end_minimum(self) -> Minimum | None:
        """The minimum in whose basin the path ends."""
        return self.context.minimum_of(int(self.visits.labels[self.path.last]))

    @property
    def nearest_minimum(self) -> tuple[Minimum | None, float]:
        """The minimum nearest to the middle of the tail, and its distance."""
        return self.context.minima.nearest(middle(self.tail))

    @property
    def nearest_other(self) -> tuple[StationaryPoint | None, float]:
        """The other isolated stationary point nearest to it, and its distance."""
        return self.context.others.nearest(middle(self.tail))

    @cached_property
    def end_slope(self) -> float:
        """The slope at the end."""
        return self.context.slope(self.path.end)

    @property
    def last_losses(self) -> Array:
        """The losses of the last steps."""
        return self.path.run.losses[max(0, self.path.last - ENDS) : self.path.last + 1]

    def fall_to(self, loss: float) -> float:
        """How far the path came down, or up, from its start to a loss."""
        return max(abs(self.path.run.losses[0] - loss), LEAST_FALL * self.context.height)

    @property
    def bowl(self) -> Bowl | None:
        """The bowl under the end; None where slope or curvature have no value."""
        context, end = self.context, self.path.end
        curvature, slope = context.hessian(end), context.landscape.gradient(end)
        if not np.isfinite(curvature).all() or not np.isfinite(slope).all():
            return None
        least, greatest = np.linalg.eigvalsh(curvature).tolist()
        step = np.linalg.pinv(curvature, rcond=LEVEL, hermitian=True) @ slope
        moved = context.landscape.unit(end - step) - self.path.u[self.path.last]
        slope_left = context.per_view(slope - curvature @ step)
        return Bowl(least, greatest, float(np.abs(moved).max()), slope_left)


def measure(run: Trajectory, landscape: Landscape) -> Measures:
    """The numbers of a run from one start."""
    return measures_of(Path.over(landscape, run))


def measures_of(path: Path) -> Measures:
    """The numbers of a path."""
    context, drawn = loss_context(path.landscape), basins(path.landscape)
    visits = basin_visits(path, drawn, context)
    delays, left = saddle_delays(path, context), departure(path, context)
    return Measures(path, context, drawn, visits, delays, left)


def settled(losses: Array) -> int:
    """The step from which the loss stays within 1 % of the fall from its end."""
    away = np.abs(losses - losses[-1]) > SETTLED * np.ptp(losses)
    return int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0
