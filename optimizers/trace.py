"""Runs of a rule over a loss: every step, from one start or several; or only where many end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formulas.expression import operations
from landscapes import Landscape, Loss
from optimizers import many, one
from optimizers.compile.arrays import tabulated
from optimizers.compile.gradients import MAX_UNROLLED
from optimizers.compile.lower import lowered
from optimizers.config import RunConfig, Shortcuts
from optimizers.course import Course, plan
from optimizers.rule import Rule

Array = NDArray[np.float64]
MAX_WORK_ALONE = 60_000
"""Steps times operations of the loss: some 50 ms with arrays."""


@dataclass(frozen=True)
class Trajectory:
    """What happened, step by step; time is the first axis of every record.

    For one start and n weights: weights (steps + 1, n), losses (steps + 1,), gradients (steps, n)
    as the rule saw them, with noise if any. For several starts a second axis, one for each,
    follows the first, and `ended` is an array.

    `ended` is the step at which the run left the domain or overflowed, else `steps`. The weights
    at that step are kept where they are finite, though their loss is NaN; all after it is NaN.
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

    @cached_property
    def points(self) -> Array:
        """Where the weights are in the window: (steps + 1, 2) or (steps + 1, starts, 2)."""
        return self.landscape.project(self.weights)

    @property
    def step_lengths(self) -> Array:
        """How far each step went: (steps,) or (steps, starts)."""
        return _lengths(np.diff(self.weights, axis=0))

    @property
    def gradient_norms(self) -> Array:
        """The length of the exact gradient at each step: (steps + 1,) or (steps + 1, starts)."""
        return _lengths(self.landscape.loss.gradient(self.weights))

    @cached_property
    def state(self) -> dict[str, Array]:
        """What is inside the optimizer at every step.

        Each state by name, shaped as `weights`, from its first value on. Traced again on first use,
        with the same numbers.
        """
        return _states(self)


def trace(
    rule: Rule,
    landscape: Landscape,
    start: ArrayLike,
    config: RunConfig | None = None,
    **shortcuts: Unpack[Shortcuts],
) -> Trajectory:
    """Follows `rule` over a landscape from a start (n,), or from several (starts, n).

    n is the number of weights, or 2 for a point of the window on a loss of more.

    The run is run as `config` says, with the fields given as keywords in place of its own:
    `trace(rule, landscape, (3, 2), steps=100, noise=0.5, seed=3)`. The losses of a run over data
    are those of all training rows. Several seeds make as many runs, each the same as alone: from
    one start, or one from each of n starts.

    Leaving the domain or overflowing is no error: the run ends there. Raises ValueError for a
    start, setting, seed or number of steps that makes no sense, and for batches of a loss that has
    no data.
    """
    config, course, start = _prepared(rule, landscape, start, config, shortcuts)
    if not np.isfinite(start).all():
        raise ValueError("a start must be finite")
    weights, gradients = _follow(rule, landscape.loss, start, course)
    losses = landscape.loss.value(weights)
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
    """Where runs from several starts stand after the last step, as weights (starts, n), for maps.

    NaN where a run left the domain or overflowed. Arguments as for `trace`; with several seeds
    one start will do.
    """
    _, course, several = _prepared(rule, landscape, starts, config, shortcuts)
    if several.ndim != 2:
        raise ValueError(f"starts must be of shape (starts, {len(landscape.loss.names)})")
    return many.ends(rule, landscape.loss, several, course)


def _prepared(
    rule: Rule,
    landscape: Landscape,
    start: ArrayLike,
    config: RunConfig | None,
    shortcuts: Shortcuts,
) -> tuple[RunConfig, Course, Array]:
    """How runs are run, step by step, and from which weights: (n,), or (runs, n) for several."""
    config, loss = (config or RunConfig()).changed(**shortcuts), landscape.loss
    if config.batches is not None and not loss.rows:
        raise ValueError("batches need a loss over data")
    n = len(loss.names)
    course = plan(rule, config, n)
    weights = np.asarray(start, dtype=np.float64)
    if weights.ndim not in (1, 2) or weights.shape[-1] not in (2, n):
        raise ValueError(f"a start must be of shape ({n},), several of (starts, {n})")
    if weights.shape[-1] != n:
        weights = landscape.lift(weights)
    return config, course, _one_for_each_seed(weights, course)


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
    return reduce(np.hypot, vectors.T).T


def _follow(rule: Rule, loss: Loss, start: Array, course: Course) -> tuple[Array, Array]:
    """Weights (steps + 1, ...) and gradients (steps, ...) of runs from starts (..., weights).

    NaN after a run of plain floats broke off.
    """
    if start.ndim == 2:
        weights, gradients = many.follow(rule, loss, start, course)
        return np.concatenate([start[np.newaxis], weights]), gradients
    rows = one.follow(rule, loss, start, course)
    missing = course.steps - len(rows)
    if missing and _goes_on(loss, rows[-1, 0] if len(rows) else start, course):
        weights, gradients = _follow(rule, loss, start[np.newaxis], course)
        return weights[:, 0], gradients[:, 0]
    after = np.full((missing, len(start)), np.nan)
    weights = np.concatenate([start[np.newaxis], rows[:, 0], after])
    return weights, np.concatenate([rows[:, 1], after])


def _goes_on(loss: Loss, weights: Array, course: Course) -> bool:
    """Whether a run of plain floats that broke off here is followed with arrays instead.

    So are runs of many weights, and those that broke off for no good reason: `math` raises where a
    part of a formula overflows, though the whole may be finite, as in 1/(1 + e^(x^2)). Arrays take
    so long for a single run that a long formula is left where it broke off.
    """
    if len(weights) > MAX_UNROLLED:
        return True
    work = course.steps * operations(loss.expression)
    return work <= MAX_WORK_ALONE and bool(np.isfinite(loss.gradient(weights)).all())


def _forget_after_end(weights: Array, losses: Array, gradients: Array) -> NDArray[np.int64]:
    """Where each run ended: the first step outside, else the last.

    What it did afterwards, and numbers that are not finite, become NaN.
    """
    outside = np.isnan(losses)
    ended = np.full(outside.shape[1:], len(gradients))
    if not outside.any() and np.isfinite(weights).all():
        return ended
    outside |= ~np.isfinite(weights).all(axis=-1)
    ended = np.where(outside.any(axis=0), outside.argmax(axis=0), ended)
    after = np.arange(len(weights)).reshape(-1, *[1] * ended.ndim) > ended
    weights[after] = losses[after] = np.nan
    gradients[after[1:]] = np.nan
    weights[~np.isfinite(weights).all(axis=-1)] = np.nan
    return ended


def _states(run: Trajectory) -> dict[str, Array]:
    program, loss, start = lowered(run.rule), run.landscape.loss, run.weights[0]
    if not program.states:
        return {}
    if start.ndim == 2:
        later = many.follow_states(run.rule, loss, start, run.course)
    else:
        later = list(one.follow(run.rule, loss, start, run.course, states=True).swapaxes(0, 1))
        if len(later[0]) < run.ended - 1 or len(start) > MAX_UNROLLED:
            # broke off for no good reason
            together = many.follow_states(run.rule, loss, start[np.newaxis], run.course)
            later = [state[:, 0] for state in together]
    states = {}
    after = np.arange(run.steps + 1).reshape(-1, *[1] * (start.ndim - 1)) > run.ended
    firsts, _ = tabulated(program, run.course)
    for state, first, values in zip(program.states, firsts, later, strict=False):
        record = np.full(run.weights.shape, np.nan)
        record[0] = first
        record[1 : len(values) + 1] = values
        record[after] = np.nan
        states[state.name] = record
    return states
