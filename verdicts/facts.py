"""What is true of a run, as numbers and points: all that its verdict's sentence is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from analysis import StationaryPoint
from landscapes import Landscape
from verdicts.escapes import Escape
from verdicts.excursions import Excursion
from verdicts.oscillation import Cause, Oscillation
from verdicts.path import Point
from verdicts.saddle_delay import SaddleDelay
from verdicts.traps import Trap, Wall


class Kind(StrEnum):
    """What became of a run."""

    GLOBAL_MINIMUM = "global minimum"  # nothing known in view is lower, its border included
    LOCAL_MINIMUM = "local minimum"
    SADDLE = "saddle"  # or a maximum
    PLATEAU = "plateau"  # or an isolated flat point
    CYCLING = "cycling"
    STILL_MOVING = "still moving"
    STOPPED = "stopped"  # where no minimum is
    LEFT_DOMAIN = "left the domain"
    DIVERGED = "diverged"  # left the view for good


@dataclass(frozen=True)
class RankedMinimum:
    """A minimum among those of its view."""

    point: Point  # of a region the one nearest to the end of the path
    loss: float  # at that point
    rank: int  # 1 for the lowest
    is_global: bool
    shape: str  # of a region, "" for a point


@dataclass(frozen=True)
class Lower:
    """A point of the view that lies lower than the end of a path; its loss is -inf at a pole."""

    where: Literal["minimum", "border", "pole", "elsewhere"]
    point: Point
    loss: float


# how a run can end; `step` is the first one out of view, 0 where it never was in view


@dataclass(frozen=True)
class NoValue:
    """The loss has no value at the start."""

    anywhere: bool  # whether it has one in view


@dataclass(frozen=True)
class LeftDomain:
    """The loss has no finite value where the run came."""

    step: int  # at which it came there
    point: Point


@dataclass(frozen=True)
class NoSlope:
    """The loss has a value where the run came, but no gradient to go on with."""

    step: int  # at which it came there
    point: Point
    ahead: bool  # whether it is the look-ahead point that has no gradient


@dataclass(frozen=True)
class FallsOn:
    """Out of view, and at its lowest loss in the end."""

    step: int


@dataclass(frozen=True)
class EtaAboveLimit:
    """Out of view, with a learning rate above a limit that holds for this run."""

    step: int
    eta: float
    limit: float  # at the largest curvature that the path met before it began to climb
    rule: str  # its key


@dataclass(frozen=True)
class EtaTooLarge:
    """Out of view, where the same run with a smaller learning rate stays."""

    step: int
    eta: float
    stays: float  # about the largest that does


@dataclass(frozen=True)
class ShakenOff:
    """Out of view, where the same run without noise or mini-batches stays."""

    step: int
    cause: Cause


@dataclass(frozen=True)
class Thrown:
    """Out of view for no reason that is known."""

    step: int


@dataclass(frozen=True)
class AtMinimum:
    """Held by a minimum, in which it may still swing."""

    minimum: RankedMinimum
    oscillation: Oscillation | None
    lower: Lower | None  # the lowest minimum, or where there is less than in any
    held: Trap | Wall | None = None  # what is in the way there
    at_tip: bool = False  # whether the run ends there because the tip has no slope


@dataclass(frozen=True)
class AtUnsurveyedMinimum:
    """At the bottom of a bowl outside the view, or in view where minima could not be counted."""

    among_many: bool  # whether because there are too many


@dataclass(frozen=True)
class AtStationaryPoint:
    """At a saddle, a maximum or a flat point."""

    point: StationaryPoint
    has_slope: bool


@dataclass(frozen=True)
class OnFlatGround:
    """Where there is next to no slope to follow."""

    fall: float  # of the loss, if it were followed across the whole view


@dataclass(frozen=True)
class Cycling:
    """Swinging, held by no minimum."""

    oscillation: Oscillation
    center: Point
    minima: int  # how many it goes around
    minimum: RankedMinimum | None  # the one where it is one only


@dataclass(frozen=True)
class HardlyMoved:
    """On a slope, with steps far too short to get anywhere."""

    eta: float | None  # None for rules without it


@dataclass(frozen=True)
class Frozen:
    """Stopped by its schedule, which has brought eta down."""

    eta: float  # of its last step
    most: float  # the largest that it had


@dataclass(frozen=True)
class HeldByDecay:
    """Held where weight decay pulls it back as far as its steps go."""

    pull: float  # of a step, in axis units


@dataclass(frozen=True)
class StillMoving:
    """On its way."""

    minimum: RankedMinimum | None  # in whose basin it ends
    near: bool = False  # whether it is near that
    crawls: bool = False  # whether its steps are too short for any movement to be seen


Gone = FallsOn | EtaAboveLimit | EtaTooLarge | ShakenOff | Thrown
Departure = NoValue | LeftDomain | NoSlope | Gone
Rest = AtMinimum | AtUnsurveyedMinimum | AtStationaryPoint | OnFlatGround
Ending = Departure | Rest | Cycling | Frozen | HeldByDecay | HardlyMoved | StillMoving


@dataclass(frozen=True)
class Facts:
    """How a run ended, what it met on its way, and what its view holds."""

    ending: Ending
    landscape: Landscape
    last: int  # the last step with a loss
    point: Point  # at that step, as are `loss` and `in_view`
    loss: float
    in_view: bool
    start_loss: float
    scale: float  # losses that are nothing beside it are told as 0
    escapes: tuple[Escape, ...]
    delay: SaddleDelay | None  # the longest
    excursions: tuple[Excursion, ...]  # out of view
    minima: int  # known in view
    global_minima: int
    lowest: float | None  # the loss of the lowest minimum
    trusted: bool  # whether the survey of the view is
