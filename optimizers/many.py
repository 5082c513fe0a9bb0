"""Many starts at once: the rule's loop over NumPy arrays.

For maps, where only the end counts, starts are worked through in blocks, on as many threads as
the processor has cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr

from formulas.functions import PARTIAL
from landscapes import Loss
from optimizers.compile.arrays import Step, array_path, tabulated
from optimizers.compile.gradients import gradient_function, slopes_in_loop
from optimizers.compile.lower import lowered
from optimizers.course import Course
from optimizers.rule import Rule

Array = NDArray[np.float64]

# Starts worked on together, 2 x 256 kB an array. Smaller blocks would fit a cache nearer to the
# core, but then threads meet more often at Python's lock, which costs more.
BLOCK = 32_768
# Fewer a thread, and threads hinder each other more than they help.
SMALLEST_BLOCK = 1_024


def follow(rule: Rule, loss: Loss, starts: Array, course: Course) -> tuple[Array, Array]:
    """The weights and the gradients seen in every step of runs from starts (n, weights).

    Both are of shape (steps, n, weights).
    """
    shape = (course.steps, *starts.shape)
    weights, gradients = np.empty(shape), np.empty(shape)
    with np.errstate(all="ignore"):
        for i, (w, g, _) in enumerate(_run(rule, loss, starts, course)):
            weights[i], gradients[i] = w.T, g.T
    return weights, gradients


def follow_states(rule: Rule, loss: Loss, starts: Array, course: Course) -> list[Array]:
    """Each state of the rule at every step, in its order: (steps, n, weights) each."""
    states = [np.empty((course.steps, *starts.shape)) for _ in lowered(rule).states]
    with np.errstate(all="ignore"):
        for i, (w, _, values) in enumerate(_run(rule, loss, starts, course)):
            for state, value in zip(states, values, strict=True):
                state[i] = np.broadcast_to(value, w.shape).T
    return states


def ends(rule: Rule, loss: Loss, starts: Array, course: Course) -> Array:
    """Where runs from starts (n, weights) stand after the last step, (n, weights).

    NaN where a run left the domain or overflowed on the way.
    """
    cores = os.cpu_count() or 1
    size = min(BLOCK, max(-(-len(starts) // cores), SMALLEST_BLOCK))
    blocks = range(0, len(starts), size)
    may_come_back = not is_total(loss.expression)

    def end(first: int) -> Array:
        block, its_course = starts[first : first + size], course.of_runs(first, first + size)
        weights = block.T
        with np.errstate(all="ignore"):
            for w, _, _ in _run(rule, loss, block, its_course):
                if may_come_back:
                    w[:, np.isnan(loss.value(w.T))] = np.nan
                weights = w
        return weights.T

    with ThreadPoolExecutor(max_workers=cores) as pool:
        finished = list(pool.map(end, blocks))
    weights = np.concatenate(finished) if finished else np.empty_like(starts)
    weights[np.isnan(loss.value(weights)) | ~np.isfinite(weights).all(axis=-1)] = np.nan
    return weights


def follow_gradient(
    rule: Rule, gradient: Callable[[Array, Array], None], start: Array, course: Course
) -> Iterator[Array]:
    """The weights of a run step by step, of any shape, down a gradient without noise.

    Each step writes over the array of the one before. `gradient(w, out)` puts the gradient at w
    into out.
    """

    def given(w: Array, _: None, out: Array) -> None:
        gradient(w, out)

    path, w = array_path(lowered(rule), None, False), np.array(start, dtype=np.float64)
    steps = _steps(rule, path, w, course, [repeat(None, course.steps)], given)
    return (w for w, _, _ in steps)


def is_total(expression: Expr) -> bool:
    """Whether the loss is finite everywhere but at poles and where numbers overflow.

    There, what is not finite stays so to the end; elsewhere a run may leave and come back.
    """
    if expression.has(*PARTIAL):
        return False
    return all(
        power.exp.is_Integer or (power.base.is_number and power.base.is_positive)
        for power in expression.atoms(sympy.Pow)
    )


def _run(rule: Rule, loss: Loss, starts: Array, course: Course) -> Iterator[Step]:
    """The run, step by step, in arrays (weights, n) that the next step writes over."""
    slopes, gradient = slopes_in_loop(loss), None
    path = array_path(lowered(rule), slopes, course.noise is not None)
    columns: list[Iterable[Any]] = []
    if course.noise is not None:
        shared = course.noise.ndim == 2
        columns.append(course.noise[:, :, np.newaxis] if shared else course.noise.swapaxes(1, 2))
    if slopes is None:
        gradient = gradient_function(loss)
        data = loss.data
        columns.append(
            repeat(None, course.steps) if data is None else course.seen(data.training_columns)
        )
    return _steps(rule, path, np.array(starts.T, order="C"), course, columns, gradient)


def _steps(
    rule: Rule,
    path: Callable[..., Iterator[Step]],
    start: Array,
    course: Course,
    columns: Iterable[Iterable[Any]],
    gradient: Callable[[Array, Any, Array], None] | None,
) -> Iterator[Step]:
    # NumPy's numbers, and not plain floats, divide by zero without raising.
    constants, timed = tabulated(lowered(rule), course)
    every = [*timed, *columns]
    each_step = zip(*every, strict=True) if every else [()] * course.steps
    return path(start, each_step, gradient, *map(np.float64, constants))
