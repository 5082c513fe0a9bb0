"""A claim of the textbooks as a value: the races that show it, and what must hold in them.

A run is named by its race and its key there: "deep/momentum", "rates/gd.2".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.stationary import StationaryPoint
from experiments.experiment import Experiment
from experiments.published import ranges_of
from optimizers import Trajectory
from verdicts import ARRIVAL_RADIUS, Verdict, judge, loss_context

ARRIVED = 0.01  # of the way down from the start to the lowest minimum
FIRST, EARLY, LAST = 10, 40, 10  # steps
TAIL = 50  # steps at the end that tell how calm a run is
NUDGE = 0.01  # of the view: what a claim has to bear


@dataclass(frozen=True)
class Ran:
    """A run, and its verdict, which is worked out once it is asked for."""

    run: Trajectory

    @cached_property
    def verdict(self) -> Verdict:
        """What became of the run."""
        return judge(self.run, self.run.landscape)


Outcome = Mapping[str, Ran]  # by "race/rule"


class Claim(Protocol):
    """What must hold of the runs of a lesson."""

    def holds(self, outcome: Outcome) -> bool:
        """Whether it does."""


@dataclass(frozen=True)
class Ends:
    """The verdict of a run is of this kind, one of `verdicts.KINDS`."""

    who: str
    kind: str

    def holds(self, outcome: Outcome) -> bool:
        """Whether it is."""
        return outcome[self.who].verdict.kind == self.kind


@dataclass(frozen=True)
class Between:
    """What is measured of a run lies within these bounds."""

    measure: str
    who: str
    low: float = -np.inf
    high: float = np.inf

    def holds(self, outcome: Outcome) -> bool:
        """Whether it does."""
        return bool(self.low <= measured(self.measure, outcome[self.who]) <= self.high)


@dataclass(frozen=True)
class Less:
    """What is measured of the run `less`, times `by`, is at most that of the run `more`.

    A `by` below 1 allows for a little more. `less` is finite; `more` may never have arrived.
    """

    measure: str
    less: str
    more: str
    by: float = 1.0

    def holds(self, outcome: Outcome) -> bool:
        """Whether it is."""
        less, more = (measured(self.measure, outcome[who]) for who in (self.less, self.more))
        return bool(np.isfinite(less) and less * self.by <= more)


@dataclass(frozen=True)
class Lesson:
    """A claim of the textbooks: races, and what holds in them.

    `number` is its place among the lessons, 0 for none; `races` have a short name each, in the
    order of the page. All `claims` hold in them, also where each start moves by `NUDGE` of the
    view and, where there is noise, for at least 19 of 20 seeds.
    """

    key: str
    number: int
    races: Mapping[str, Experiment]
    claims: tuple[Claim, ...]

    def run(self, move: tuple[float, float] = (0.0, 0.0), seed: int | None = None) -> Outcome:
        """All runs, with each start moved by shares of the view, and another seed if given."""
        return {
            f"{name}/{key}": Ran(run)
            for name, own in self.races.items()
            for race in [_changed(own, move, seed)]
            for key, run in zip(race.keys, race.run(), strict=True)
        }

    @cached_property
    def outcome(self) -> Outcome:
        """What becomes of all runs as they stand, worked out once."""
        return self.run()

    @property
    def noisy(self) -> bool:
        """Whether a seed plays a part."""
        return any(
            run.course.noise is not None or run.config.batches is not None
            for race in self.races.values()
            for run in race.run()
        )

    def broken(self, outcome: Outcome) -> list[Claim]:
        """The claims that do not hold."""
        return [claim for claim in self.claims if not claim.holds(outcome)]


def _changed(race: Experiment, move: tuple[float, float], seed: int | None) -> Experiment:
    x, y = (
        at + share * (high - low)
        for at, share, (low, high) in zip(race.start, move, ranges_of(race.landscape), strict=True)
    )
    config = race.config if seed is None else replace(race.config, seed=seed)
    return replace(race, start=(x, y), config=config)


# what a run is asked


def measured(name: str, ran: Ran) -> float:
    """A measure by its name, or a setting of the rule by its letter. KeyError for others."""
    settings = ran.run.course.settings
    return settings[name] if name in settings else MEASURES[name](ran)


def arrival(ran: Ran) -> float:
    """The step from which a run stays at a lowest minimum; infinite if never.

    There 99 % of the way down is done, and the run is within 2 % of the view of the minimum, so
    that whoever looks sees it there.
    """
    land, losses = ran.run.landscape, ran.run.losses
    lowest = _equally_low(ran)
    u = land.unit(ran.run.points)
    apart = [np.abs(u - land.unit((m.x, m.y))).max(axis=-1) for m in lowest]
    low = losses - lowest[0].value <= ARRIVED * (losses[0] - lowest[0].value)
    away = np.flatnonzero(~(low & (np.min(apart, axis=0) <= ARRIVAL_RADIUS)))
    last = int(away[-1]) if away.size else -1
    return float(last + 1) if last < ran.run.steps else np.inf


def overshoot(ran: Ran) -> float:
    """How far beyond the lowest minimum, seen from the start, in % of the way there."""
    away = _from_lowest(ran)
    return float(max(0.0, -100 * np.nanmin(away @ away[0]) / (away[0] @ away[0])))


def restless(ran: Ran) -> float:
    """The mean distance from the lowest minimum over the last 50 steps, in axis units."""
    return float(np.hypot(*_from_lowest(ran)[-TAIL:].T).mean())


def turns(ran: Ran) -> float:
    """How many steps turn back against the one before."""
    moves = np.diff(ran.run.points, axis=0)
    return float(((moves[1:] * moves[:-1]).sum(axis=1) < 0).sum())


def halved(ran: Ran, axis: int) -> float:
    """The step at which a coordinate has come down to half its start; infinite if never."""
    size = np.abs(ran.run.points[:, axis])
    below = np.flatnonzero(size <= size[0] / 2)
    return float(below[0]) if below.size else np.inf


def held_out(ran: Ran) -> float:
    """The loss of the run's end on the rows held out. Raises ValueError where there are none."""
    loss = ran.run.landscape.loss
    unseen = loss.held_out
    if unseen is None:
        raise ValueError(f"{loss.text} has no rows held out")
    return float(unseen.value(ran.run.points[-1]))


MEASURES: dict[str, Callable[[Ran], float]] = {
    "arrival": arrival,
    "overshoot": overshoot,
    "restless": restless,
    "turns": turns,
    "x_halved": lambda ran: halved(ran, 0),
    "y_halved": lambda ran: halved(ran, 1),
    "loss": lambda ran: float(ran.run.losses[-1]),
    "held_out": held_out,
    "early_loss": lambda ran: float(ran.run.losses[FIRST]),
    "escapes": lambda ran: float(ran.verdict.escapes),
    "saddle_steps": lambda ran: float(ran.verdict.saddle_steps),
    "basin": lambda ran: float(ran.verdict.basins[-1]),  # that of the lowest minimum is 0
    "length": lambda ran: ran.verdict.length,
    "first_length": lambda ran: float(ran.run.step_lengths[:FIRST].sum()),
    "early_step": lambda ran: float(ran.run.step_lengths[:EARLY].mean()),
    "first_step": lambda ran: float(ran.run.step_lengths[0]),
    "last_step": lambda ran: float(ran.run.step_lengths[-LAST:].mean()),
    "longest_step": lambda ran: float(np.nanmax(ran.run.step_lengths)),
}


def _from_lowest(ran: Ran) -> NDArray[np.float64]:
    bottom = _lowest(ran)
    return ran.run.points - (bottom.x, bottom.y)


def _lowest(ran: Ran) -> StationaryPoint:
    """The lowest minimum that is a point. Raises ValueError where the view has none."""
    return _equally_low(ran)[0]


def _equally_low(ran: Ran) -> list[StationaryPoint]:
    """All minima that are points and as low as the lowest, which comes first.

    Raises ValueError where the view has none.
    """
    context = loss_context(ran.run.landscape)
    minima = [point for point in context.survey.points if point.kind == "minimum"]
    if not minima:
        raise ValueError(f"{ran.run.landscape.loss.text} has no minimum in view")
    return [m for m in minima if context.as_low_as(m.value, minima[0].value)]
