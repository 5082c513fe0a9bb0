"""What a loss's sentence can claim of the races that show it, and the sentence with its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis import survey
from experiments import Entrant, Experiment, from_query
from experiments.lesson import Between, Claim, Ends, Less, Outcome
from experiments.published import PUBLISHED
from experiments.usual import usual_start, usual_value
from landscapes import Landscape
from optimizers import RULES, Trajectory

FIVE = ("gd", "momentum", "nag", "rmsprop", "adam")
GLOBAL, LOCAL, MOVING = "global minimum", "local minimum", "still moving"


@dataclass(frozen=True)
class Holds:
    """A condition on the paths of these runs."""

    condition: Callable[..., bool]
    who: tuple[str, ...]

    def holds(self, outcome: Outcome) -> bool:
        return bool(self.condition(*(outcome[named(who)].run for who in self.who)))


@dataclass(frozen=True)
class Stays:
    """The run ends in the basin in which it starts."""

    who: str

    def holds(self, outcome: Outcome) -> bool:
        basins = outcome[self.who].verdict.basins
        return bool(basins[0] == basins[-1] >= 0)


@dataclass(frozen=True)
class Caption:
    """A loss's sentence, and what it claims.

    `runs` hold in the usual race, in which a run is named by its rule, and in those `beside` it, in
    which it is named "race/rule". `shape` holds of the loss.
    """

    says: str
    runs: tuple[Claim, ...] = ()
    shape: tuple[Callable[[Landscape], bool], ...] = ()
    beside: Mapping[str, Experiment] = field(default_factory=dict)


def named(who: str) -> str:
    return who if "/" in who else f"usual/{who}"


def speaks_of(claim: Claim) -> tuple[str, ...]:
    """The runs that a claim is about."""
    match claim:
        case Less(_, less, more):
            return less, more
        case Holds(_, who):
            return tuple(map(named, who))
        case _:
            return (claim.who,)


def usual(key: str) -> Experiment:
    """What a link to the loss alone opens."""
    return from_query({"loss": key}).experiment


def from_menu(key: str, rules: tuple[str, ...]) -> Experiment:
    """What these rules do where the loss is chosen from the menu and nothing else."""
    land = PUBLISHED[key]
    entrants = (
        Entrant(rule, {s.letter: usual_value(rule, s, land) for s in rule.settings})
        for rule in (RULES[one] for one in rules)
    )
    return Experiment(land, tuple(entrants), usual_start(land))


def ends(kind: str, *who: str) -> tuple[Claim, ...]:
    return tuple(Ends(named(one), kind) for one in who)


def between(measure: str, who: str, low: float = -np.inf, high: float = np.inf) -> Claim:
    return Between(measure, named(who), low, high)


def less(measure: str, small: str, large: str, by: float = 1.0) -> Claim:
    return Less(measure, named(small), named(large), by)


def holds(condition: Callable[..., bool], *who: str) -> Claim:
    return Holds(condition, who)


def near(x: float, y: float, *who: str) -> tuple[Claim, ...]:
    """Each of these ends at the place: 2 % of the view away or less."""
    return tuple(holds(lambda run: apart(run, run.points[-1], (x, y)) <= 0.02, one) for one in who)


def stays(*who: str) -> tuple[Claim, ...]:
    """Each of these ends in the basin in which it starts."""
    return tuple(Stays(named(one)) for one in who)


def to_nearest(*who: str) -> tuple[Claim, ...]:
    """Each of these ends at the minimum that is nearest to its start."""
    return tuple(
        holds(lambda run: nearest(run, run.points[-1]) == nearest(run, run.points[0]), one)
        for one in who
    )


def scattered(by: float, *who: str) -> Claim:
    """All of these end apart from each other, by this share of the view."""

    def far(*runs: Trajectory) -> bool:
        pairs = combinations(runs, 2)
        return all(apart(one, one.points[-1], other.points[-1]) >= by for one, other in pairs)

    return holds(far, *who)


def apart(run: Trajectory, one: ArrayLike, other: ArrayLike) -> float:
    u = run.landscape.unit(one) - run.landscape.unit(other)
    return float(np.abs(u).max())


def nearest(run: Trajectory, point: ArrayLike) -> int:
    """The rank of the minimum that is nearest to the point, in shares of the view."""
    points = [(m.x, m.y) for m in survey(run.landscape).points if m.kind == "minimum"]
    return int(np.argmin([apart(run, point, minimum) for minimum in points]))


def leaves(run: Trajectory) -> float:
    """The first step outside the view; infinite if never."""
    u = run.landscape.unit(run.points)
    outside = np.flatnonzero(~((u >= 0) & (u <= 1)).all(axis=1))
    return float(outside[0]) if outside.size else np.inf


def first(run: Trajectory, met: NDArray[np.bool_]) -> float:
    """The first step at which a condition on the points holds; infinite if never."""
    steps = np.flatnonzero(met)
    return float(steps[0]) if steps.size else np.inf


def along(run: Trajectory) -> NDArray[np.float64]:
    """The distance from the origin along the diagonal y = x."""
    return np.abs(run.points.sum(axis=1)) / np.sqrt(2)


def across(run: Trajectory) -> NDArray[np.float64]:
    """The distance from the diagonal y = x."""
    return np.abs(np.diff(run.points, axis=1)[:, 0]) / np.sqrt(2)


def away(run: Trajectory) -> float:
    """How far from its start the run ends, as a share of the view."""
    return apart(run, run.points[0], run.points[-1])


def aslant(run: Trajectory) -> float:
    """Of the first five steps together: the shorter way along an axis by the longer one."""
    short, long = sorted(np.abs(run.points[5] - run.points[0]))
    return float(short / long)


def pace(run: Trajectory) -> float:
    """The step along y that leaves the view, by the first one."""
    steps = np.abs(np.diff(run.points[:, 1]))
    return float(steps[int(leaves(run)) - 1] / steps[0])


def behind_cliff(run: Trajectory, since: int = 50, until: int = 100) -> float:
    """The way between two steps, counted from when x = 0 is crossed."""
    crossed = int(first(run, run.points[:, 0] < 0))
    return float(np.hypot(*(run.points[crossed + until] - run.points[crossed + since])))
