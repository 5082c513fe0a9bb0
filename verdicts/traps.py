"""What holds a path in the basin of a minimum: the way out, and how far its steps reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from verdicts.basin_visits import BasinVisits
from verdicts.context import LossContext, Minimum
from verdicts.passes import lowest_passes
from verdicts.path import Array, Path, Point

PLACES = 257  # looked at on the straight way
CLIMBED = 0.01  # of the height of the pass: a path that climbed less did not climb

Reach = Literal["all", "last", "none"]


@dataclass(frozen=True)
class Trap:
    """The lowest pass out of a basin, and what a path did that did not get over it.

    Lengths are in axis units and from the minimum; `height` and `climbed` are above its loss.
    """

    distance: float
    height: float
    step: float  # the longest of its steps in the basin, or of the last ones
    steps: Reach  # which are shorter than the distance
    climbed: float  # again, after it had first come down


@dataclass(frozen=True)
class Wall:
    """What the straight way from a minimum to a lower place climbs, where no pass is known."""

    height: float  # 0 where it is level all the way


def trap(
    path: Path, visits: BasinVisits, context: LossContext, minimum: Minimum, lower: Point
) -> Trap | Wall | None:
    """What holds a path at a minimum where `lower` lies lower.

    None where nothing is known, or where there is a pole: no way there has a highest place.
    """
    at, loss = context.point_of(minimum, path.end), context.value_of(minimum, path.end)
    label = int(visits.labels[path.last])
    inside = context.minimum_of(label) is minimum
    over = lowest_passes(path.landscape).get(label) if inside else None
    if over is None or context.as_low_as(over.loss, loss):
        if context.survey.pole is not None:
            return None
        top = float(np.nanmax(path.landscape.value(np.linspace(at, lower, PLACES))))
        if not np.isfinite(top):
            return None
        return Wall(0.0 if context.as_low_as(top, loss) else top - loss)
    distance = float(np.hypot(*np.subtract(over.point, at)))
    first = visits.stays[-1].first
    lengths = np.hypot(*np.diff(path.run.points[first : path.last + 1], axis=0).T)
    step, steps = _reach(lengths, path, distance)
    climbed = _climbed_again(path.run.losses[first : path.last + 1], loss)
    height = over.loss - loss
    return Trap(distance, height, step, steps, climbed if climbed > CLIMBED * height else 0.0)


def _reach(lengths: Array, path: Path, distance: float) -> tuple[float, Reach]:
    longest = float(lengths.max(initial=0.0))
    if longest < distance:
        return longest, "all"
    last = float(lengths[-(path.last - path.tail.start) :].max(initial=0.0))
    return last, "last" if last < distance else "none"


def _climbed_again(losses: Array, loss: float) -> float:
    """How far above the minimum it came once it had come down for the first time."""
    rising = np.flatnonzero(np.diff(losses) > 0)
    return float(losses[rising[0] :].max() - loss) if rising.size else 0.0
