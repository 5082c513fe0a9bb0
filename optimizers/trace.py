"""Runs of a rule over a loss: every step, from one start or several; or only where many end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulas import symbol
from landscapes.landscape import Landscape
from optimizers import many, one
from optimizers.course import Course, plan
from optimizers.rule import Rule
from optimizers.schedules import CONSTANT, Schedule

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trajectory:
    """What happened, step by step; time is the first axis of every record.

    For one start: points (steps + 1, 2), losses (steps + 1,), gradients (steps, 2) as the rule
    saw them, with noise if any. For n starts a second axis of n follows the first, and `ended`
    is an array (n,).

    `ended` is the step at which the run left the domain or overflowed, else `steps`. The point
    at that step is kept where it is finite, though its loss is NaN; all after it is NaN.
    """

    rule: Rule
    loss: Landscape
    course: Course
    points: Array
    losses: Array
    gradients: Array
    ended: int | NDArray[np.int64]

    @property
    def steps(self) -> int:
        return self.course.steps

    @cached_property
    def state(self) -> dict[str, Array]:
        """What is inside the optimizer at every step: each state by name, shaped as `points`,
        from its first value on. Traced again on first use, with the same numbers."""
        return _states(self)


def trace(
    rule: Rule,
    loss: Landscape,
    start: ArrayLike,
    steps: int = 300,
    settings: Mapping[str, float] | None = None,
    *,
    seed: int = 0,
    noise: float = 0.0,
    schedule: Schedule = CONSTANT,
) -> Trajectory:
    """Follows `rule` over `loss` from a start (2,), or from n starts (n, 2).

    `settings` are by letter, defaults for those left out. `noise` is the standard deviation of
    Gaussian noise on each gradient; a rule with a setting sigma has at least that much. All
    runs of one seed see the same noise. Leaving the domain or overflowing is no error: the run
    ends there. Raises ValueError for a start, setting or number of steps that makes no sense.
    """
    start = np.asarray(start, dtype=np.float64)
    if start.ndim not in (1, 2) or start.shape[-1] != 2 or not np.isfinite(start).all():
        raise ValueError("start must be finite, of shape (2,) or (n, 2)")
    course = plan(rule, steps, settings, seed, noise, schedule)
    points = np.full((steps + 1, *start.shape), np.nan)
    gradients = np.full((steps, *start.shape), np.nan)
    points[0] = start
    if start.ndim == 1:
        rows = one.follow(rule, loss, (float(start[0]), float(start[1])), course)
        points[1 : len(rows) + 1], gradients[: len(rows)] = rows[:, :2], rows[:, 2:]
    else:
        points[1:], gradients[:] = many.follow(rule, loss, start, course)
    losses = loss.value(points)
    ended = _first_outside(losses, steps)
    _forget_after(ended, points, losses, gradients)
    return Trajectory(
        rule, loss, course, points, losses, gradients, int(ended) if start.ndim == 1 else ended
    )


def ends(
    rule: Rule,
    loss: Landscape,
    starts: ArrayLike,
    steps: int = 300,
    settings: Mapping[str, float] | None = None,
    *,
    seed: int = 0,
    noise: float = 0.0,
    schedule: Schedule = CONSTANT,
) -> Array:
    """Where runs from starts (n, 2) stand after the last step, (n, 2), for maps of many starts.

    NaN where a run left the domain or overflowed. Arguments as for `trace`.
    """
    starts = np.asarray(starts, dtype=np.float64)
    if starts.ndim != 2 or starts.shape[-1] != 2:
        raise ValueError("starts must be of shape (n, 2)")
    return many.ends(rule, loss, starts, plan(rule, steps, settings, seed, noise, schedule))


def _first_outside(losses: Array, steps: int) -> NDArray[np.int64]:
    """The first step whose loss is NaN, else `steps`."""
    outside = np.isnan(losses)
    return np.where(outside.any(axis=0), outside.argmax(axis=0), steps)


def _forget_after(ended: NDArray[np.int64], points: Array, losses: Array, gradients: Array) -> None:
    """NaN in place of what a run did after its end, and of numbers that are not finite."""
    after = np.arange(len(points)).reshape(-1, *[1] * ended.ndim) > ended
    points[after] = losses[after] = np.nan
    gradients[after[1:]] = np.nan
    points[~np.isfinite(points).all(axis=-1)] = np.nan


def _states(run: Trajectory) -> dict[str, Array]:
    rule, start = run.rule, run.points[0]
    if not rule.parsed.states:
        return {}
    if start.ndim == 1:
        place = (float(start[0]), float(start[1]))
        rows = one.follow(rule, run.loss, place, run.course, states=True)
        later = {name: rows[:, 2 * i : 2 * i + 2] for i, name in enumerate(rule.parsed.states)}
    else:
        later = many.follow_states(rule, run.loss, start, run.course)
    states = {}
    after = np.arange(run.steps + 1).reshape(-1, *[1] * (start.ndim - 1)) > run.ended
    settings = {symbol(letter): value for letter, value in run.course.settings.items()}
    for name, first in rule.parsed.start.items():
        record = np.full(run.points.shape, np.nan)
        record[0] = float(first.xreplace(settings))
        record[1 : len(later[name]) + 1] = later[name]
        record[after] = np.nan
        states[name] = record
    return states
