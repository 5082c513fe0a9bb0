"""What is true of a run, as numbers and points: all that its verdict's sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from analysis import StationaryPoint
from landscapes import Landscape
from verdicts.oscillation import Oscillation
from verdicts.path import Point
from verdicts.saddle_delay import SaddleDelay


class Kind(StrEnum):
    """What became of a run.

    A global minimum is one below which nothing known in view lies, its border included: one that
    the border or a jump undercuts is a local minimum. SADDLE holds for a maximum too, PLATEAU for
    an isolated flat point, DIVERGED for every path that left the map for good.
    """

    GLOBAL_MINIMUM = "global minimum"
    LOCAL_MINIMUM = "local minimum"
    SADDLE = "saddle"
    PLATEAU = "plateau"
    CYCLING = "cycling"
    STILL_MOVING = "still moving"
    LEFT_DOMAIN = "left the domain"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class RankedMinimum:
    """A minimum among those of its view. `point` is its point nearest to the path, `loss` the
    loss there; `rank` is 1 for the lowest, `shape` empty for a point, else that of the region."""

    point: Point
    loss: float
    rank: int
    is_global: bool
    shape: str


@dataclass(frozen=True)
class Lower:
    """A point of the view that is lower than the end of a path, -inf at a pole: the lowest minimum,
    the lowest point of the border, a pole, or any other place."""

    where: Literal["minimum", "border", "pole", "elsewhere"]
    point: Point
    loss: float


@dataclass(frozen=True)
class NoValue:
    """The loss has no value at the start; `anywhere` tells whether it has one in view."""

    anywhere: bool


@dataclass(frozen=True)
class LeftDomain:
    """The loss has no finite value at `point`, where the run came at `step`."""

    step: int
    point: Point


@dataclass(frozen=True)
class FallsOn:
    """Off the map from `step` on, with its lowest loss at its end."""

    step: int


@dataclass(frozen=True)
class EtaTooLarge:
    """Off the map from `step` on, with an `eta` above the `limit` of its rule, by the rule's key,
    at the largest curvature met."""

    step: int
    eta: float
    limit: float
    rule: str


@dataclass(frozen=True)
class Thrown:
    """Off the map from `step` on, for no reason that is known in closed form."""

    step: int


@dataclass(frozen=True)
class AtMinimum:
    """Held by a minimum, in which it may still swing. `lower` is None where nothing known in
    view is lower."""

    minimum: RankedMinimum
    oscillation: Oscillation | None
    lower: Lower | None


@dataclass(frozen=True)
class AtUnsurveyedMinimum:
    """At rest at the bottom of a bowl that the survey does not know: outside the view, or `among`
    more minima than can be counted, or where they could not be looked for."""

    among_many: bool


@dataclass(frozen=True)
class AtStationaryPoint:
    """At a saddle, a maximum or a flat point, with some slope left or none."""

    point: StationaryPoint
    has_slope: bool


@dataclass(frozen=True)
class OnFlatGround:
    """Where following the slope across the whole view would lower the loss by `fall` only."""

    fall: float


@dataclass(frozen=True)
class Cycling:
    """Swinging around `center` and around so many `minima`, of which `minimum` is the one where
    there is one only."""

    oscillation: Oscillation
    center: Point
    minima: int
    minimum: RankedMinimum | None


@dataclass(frozen=True)
class HardlyMoved:
    """On a slope, with steps too short to get anywhere; `eta` is None for rules without it."""

    eta: float | None


@dataclass(frozen=True)
class StillMoving:
    """On the way, in the basin of `minimum` if in any, and `near` it or not."""

    minimum: RankedMinimum | None
    near: bool = False


Departure = NoValue | LeftDomain | FallsOn | EtaTooLarge | Thrown
Ending = (
    Departure
    | AtMinimum
    | AtUnsurveyedMinimum
    | AtStationaryPoint
    | OnFlatGround
    | Cycling
    | HardlyMoved
    | StillMoving
)


@dataclass(frozen=True)
class Facts:
    """How a run ended and what delayed it.

    `point`, `loss` and `in_view` are those of its last step with a loss, `last`; losses that
    are nothing beside `scale` are told as 0. Of the view: how many `minima` and `global_minima`
    are known, what the lowest one has (`lowest`, None for no minimum), and whether the survey
    is `trusted`. `escapes` are the steps at which a local minimum's basin was left for good,
    `delay` is the longest one at a saddle.
    """

    landscape: Landscape
    ending: Ending
    point: Point
    start_loss: float
    loss: float
    last: int
    in_view: bool
    scale: float
    minima: int
    global_minima: int
    lowest: float | None
    trusted: bool
    escapes: tuple[int, ...]
    delay: SaddleDelay | None
