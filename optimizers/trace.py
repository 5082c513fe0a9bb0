"""Runs of a rule over a loss: every step, from one start or several; or only where many end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulas import symbol
from formulas.expression import operations
from landscapes import Landscape
from optimizers import many, one
from optimizers.config import RunConfig, Shortcuts
from optimizers.course import Course, plan
from optimizers.rule import Rule

Array = NDArray[np.float64]
MAX_WORK_ALONE = 60_000
"""Steps times operations of the loss: some 50 ms with arrays."""


@dataclass(frozen=True)
class Trajectory:
    """What happened, step by step; time is the first axis of every record.

    For one start: weights (steps + 1, 2), losses (steps + 1,), gradients (steps, 2) as the rule
    saw them, with noise if any. For n starts a second axis of n follows the first, and `ended`
    is an array (n,).

    `ended` is the step at which the run left the domain or overflowed, else `steps`. The point
    at that step is kept where it is finite, though its loss is NaN; all after it is NaN.
    `course` is what `config` comes to for this rule, step by step.
    """

    rule: Rule
    landscape: Landscape
    config: RunConfig
    course: Course
    weights: Array
    losses: Array
    gradients: Array
    ended: int | NDArray[np.int64]

    @property
    def steps(self) -> int:
        """How many steps were asked for."""
        return self.course.steps

    @property
    def points(self) -> Array:
        """Where the weights are in the window: (steps + 1, 2) or (steps + 1, n, 2)."""
        return self.weights

    @property
    def step_lengths(self) -> Array:
        """How far each step went: (steps,) or (steps, n)."""
        return _lengths(np.diff(self.weights, axis=0))

    @property
    def gradient_norms(self) -> Array:
        """The length of the exact gradient at each point: (steps + 1,) or (steps + 1, n)."""
        return _lengths(self.landscape.gradient(self.points))

    @cached_property
    def state(self) -> dict[str, Array]:
        """What is inside the optimizer at every step: each state by name, shaped as `weights`,
        from its first value on. Traced again on first use, with the same numbers."""
        return _states(self)


def trace(
    rule: Rule,
    landscape: Landscape,
    start: ArrayLike,
    config: RunConfig | None = None,
    **shortcuts: Unpack[Shortcuts],
) -> Trajectory:
    """Follows `rule` over a landscape from a start (2,), or from n starts (n, 2).

    The run is run as `config` says, with the fields given as keywords in place of its own:
    `trace(rule, landscape, (3, 2), steps=100, noise=0.5, seed=3)`. The losses of a run over data
    are those of all training rows. Several seeds make as many runs, each the same as alone: from
    one start, or one from each of n starts.

    Leaving the domain or overflowing is no error: the run ends there. Raises ValueError for a
    start, setting, seed or number of steps that makes no sense, and for batches of a loss that
    has no data.
    """
    config = (config or RunConfig()).changed(**shortcuts)
    course = _course(rule, landscape, config)
    start = np.asarray(start, dtype=np.float64)
    if start.ndim not in (1, 2) or start.shape[-1] != 2 or not np.isfinite(start).all():
        raise ValueError("start must be finite, of shape (2,) or (n, 2)")
    start = _one_for_each_seed(start, course)
    follow = _alone if start.ndim == 1 else _together
    weights, gradients = follow(rule, landscape, start, course)
    losses = landscape.value(weights)
    ended = _forget_after_end(weights, losses, gradients)
    last = int(ended) if start.ndim == 1 else ended
    return Trajectory(rule, landscape, config, course, weights, losses, gradients, last)


def ends(
    rule: Rule,
    landscape: Landscape,
    starts: ArrayLike,
    config: RunConfig | None = None,
    **shortcuts: Unpack[Shortcuts],
) -> Array:
    """Where runs from starts (n, 2) stand after the last step, (n, 2), for maps of many starts.

    NaN where a run left the domain or overflowed. Arguments as for `trace`; with several seeds
    one start (2,) will do.
    """
    course = _course(rule, landscape, (config or RunConfig()).changed(**shortcuts))
    starts = _one_for_each_seed(np.asarray(starts, dtype=np.float64), course)
    if starts.ndim != 2 or starts.shape[-1] != 2:
        raise ValueError("starts must be of shape (n, 2)")
    return many.ends(rule, landscape, starts, course)


def _course(rule: Rule, landscape: Landscape, config: RunConfig) -> Course:
    if config.batches is not None and not landscape.loss.rows:
        raise ValueError("batches need a loss over data")
    return plan(rule, config)


def _one_for_each_seed(start: Array, course: Course) -> Array:
    """Several seeds make as many starts of one."""
    if isinstance(course.seeds, int):
        return start
    count = len(course.seeds)
    if start.ndim == 1:
        return np.tile(start, (count, 1))
    if len(start) != count:
        raise ValueError(f"{len(start)} starts need one seed or {len(start)}, not {count}")
    return start


def _lengths(vectors: Array) -> Array:
    # hypot, because the squares of very large numbers overflow
    return np.hypot(vectors[..., 0], vectors[..., 1])


def _alone(rule: Rule, loss: Landscape, start: Array, course: Course) -> tuple[Array, Array]:
    """Points (steps + 1, 2) and gradients (steps, 2) of one run; NaN after it broke off."""
    rows = one.follow(rule, loss, start, course)
    broke_off = len(rows) < course.steps
    if broke_off and _goes_on(loss, rows[-1, 0] if len(rows) else start, course.steps):
        points, gradients = _together(rule, loss, start[np.newaxis], course)
        return points[:, 0], gradients[:, 0]
    points = np.full((course.steps + 1, len(start)), np.nan)
    gradients = np.full((course.steps, len(start)), np.nan)
    points[0] = start
    points[1 : len(rows) + 1], gradients[: len(rows)] = rows[:, 0], rows[:, 1]
    return points, gradients


def _together(rule: Rule, loss: Landscape, start: Array, course: Course) -> tuple[Array, Array]:
    """Points (steps + 1, n, 2) and gradients (steps, n, 2) of n runs."""
    points, gradients = many.follow(rule, loss, start, course)
    return np.concatenate([start[np.newaxis], points]), gradients


def _goes_on(loss: Landscape, point: Array, steps: int) -> bool:
    """Whether a run of plain floats that broke off here did so for no good reason, and may be
    followed with arrays instead: `math` raises where a part of a formula overflows, though the
    whole may be finite, as in 1/(1 + e^(x^2)). Arrays take so long for a single run that a long
    formula is left where it broke off."""
    work = steps * operations(loss.loss.expression)
    return work <= MAX_WORK_ALONE and bool(np.isfinite(loss.gradient(point)).all())


def _forget_after_end(points: Array, losses: Array, gradients: Array) -> NDArray[np.int64]:
    """Where each run ended: the first step outside, else the last. What it did afterwards, and
    numbers that are not finite, become NaN."""
    outside = np.isnan(losses)
    ended = np.full(outside.shape[1:], len(gradients))
    if not outside.any() and np.isfinite(points).all():
        return ended
    outside |= ~np.isfinite(points).all(axis=-1)
    ended = np.where(outside.any(axis=0), outside.argmax(axis=0), ended)
    after = np.arange(len(points)).reshape(-1, *[1] * ended.ndim) > ended
    points[after] = losses[after] = np.nan
    gradients[after[1:]] = np.nan
    points[~np.isfinite(points).all(axis=-1)] = np.nan
    return ended


def _states(run: Trajectory) -> dict[str, Array]:
    rule, start = run.rule, run.weights[0]
    if not rule.parsed.states:
        return {}
    names = rule.parsed.states
    if start.ndim == 2:
        later = many.follow_states(rule, run.landscape, start, run.course)
    else:
        rows = one.follow(rule, run.landscape, start, run.course, states=True)
        later = {name: rows[:, i] for i, name in enumerate(names)}
        if len(rows) < run.ended - 1:  # broke off for no good reason
            states = many.follow_states(rule, run.landscape, start[np.newaxis], run.course)
            later = {name: state[:, 0] for name, state in states.items()}
    states = {}
    after = np.arange(run.steps + 1).reshape(-1, *[1] * (start.ndim - 1)) > run.ended
    settings = {symbol(letter): value for letter, value in run.course.settings.items()}
    for name, first in rule.parsed.start.items():
        record = np.full(run.weights.shape, np.nan)
        record[0] = float(first.xreplace(settings))
        record[1 : len(later[name]) + 1] = later[name]
        record[after] = np.nan
        states[name] = record
    return states
