"""Many starts at once: the rule's loop over NumPy arrays.

Both coordinates stand in one array (2, n). For maps, where only the end counts, starts are
worked through in blocks, on as many threads as the processor has cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr

from formulas.code import ARRAY_FUNCTIONS, compiled
from landscapes.data.mean import DataLandscape
from landscapes.landscape import Landscape
from optimizers.course import Course
from optimizers.gradients import formula_in_loop, gradient_assignments, gradients_of_batches
from optimizers.in_place import Pool, in_place
from optimizers.rule import Rule
from optimizers.stepping import Stepping, stepping

Array = NDArray[np.float64]

# Starts worked on together, 2 x 256 kB an array. Smaller blocks would fit a cache nearer to the
# core, but then threads meet more often at Python's lock, which costs more.
BLOCK = 32_768
# Fewer a thread, and threads hinder each other more than they help.
SMALLEST_BLOCK = 1_024

_PARTIAL = (sympy.log, sympy.asin, sympy.acos, sympy.acosh, sympy.atanh)


def follow(rule: Rule, loss: Landscape, starts: Array, course: Course) -> tuple[Array, Array]:
    """Every step of runs from starts (n, 2): points (steps, n, 2), gradients (steps, n, 2)."""
    shape = (course.steps, *starts.shape)
    points, gradients = np.empty(shape), np.empty(shape)
    with np.errstate(all="ignore"):
        for i, (w, g, _) in enumerate(_run(rule, loss, starts, course)):
            points[i], gradients[i] = w.T, g.T
    return points, gradients


def follow_states(rule: Rule, loss: Landscape, starts: Array, course: Course) -> dict[str, Array]:
    """Each state by name at every step, (steps, n, 2)."""
    names = rule.parsed.states
    states = {name: np.empty((course.steps, *starts.shape)) for name in names}
    with np.errstate(all="ignore"):
        for i, (w, _, state) in enumerate(_run(rule, loss, starts, course)):
            for name, value in zip(names, state, strict=True):
                states[name][i] = np.broadcast_to(value, w.shape).T
    return states


def ends(rule: Rule, loss: Landscape, starts: Array, course: Course) -> Array:
    """Where runs from starts (n, 2) stand after the last step, (n, 2); NaN where a run left
    the domain or overflowed on the way."""
    cores = os.cpu_count() or 1
    size = min(BLOCK, max(-(-len(starts) // cores), SMALLEST_BLOCK))
    blocks = range(0, len(starts), size)
    may_come_back = not is_total(_formula(loss))

    def end(first: int) -> Array:
        block, its_course = starts[first : first + size], course.of_runs(first, first + size)
        points = block.T
        with np.errstate(all="ignore"):
            for w, _, _ in _run(rule, loss, block, its_course):
                if may_come_back:
                    w[:, np.isnan(loss.value(w.T))] = np.nan
                points = w
        return points.T

    with ThreadPoolExecutor(max_workers=cores) as pool:
        finished = list(pool.map(end, blocks))
    points = np.concatenate(finished) if finished else np.empty((0, 2))
    points[np.isnan(loss.value(points)) | ~np.isfinite(points).all(axis=-1)] = np.nan
    return points


def weights(
    rule: Rule, gradient: Callable[[Array, Array], None], start: Array, course: Course
) -> Iterator[Array]:
    """The run of any number of weights, of any shape, step by step, without noise; each step
    writes over the array of the one before. `gradient(w, out)` puts the gradient at w into out.
    """
    steps = stepping(rule.recurrence, tuple(rule.defaults))
    constants, timed = steps.tabulated(course)
    path = _path(None, steps, False)
    each_step = zip(*timed, repeat(None, course.steps), strict=True)
    taken = path(
        np.array(start, dtype=np.float64),
        each_step,
        lambda w, _, out: gradient(w, out),
        *map(np.float64, constants),
    )
    return (w for w, _, _ in taken)


def is_total(expression: Expr) -> bool:
    """Whether the loss is finite everywhere but at poles and where numbers overflow.

    There, what is not finite stays so to the end; elsewhere a run may leave and come back.
    """
    if expression.has(*_PARTIAL):
        return False
    return all(
        power.exp.is_Integer or (power.base.is_number and power.base.is_positive)
        for power in expression.atoms(sympy.Pow)
    )


def _formula(loss: Landscape) -> Expr:
    return loss.example.value if isinstance(loss, DataLandscape) else loss.expression


_Step = tuple[Array, Array, tuple[Array | float, ...]]  # w, the gradient seen, the states


def _run(rule: Rule, loss: Landscape, starts: Array, course: Course) -> Iterator[_Step]:
    """The run, step by step, in arrays (2, n) that the next step writes over."""
    steps = stepping(rule.recurrence, tuple(rule.defaults))
    path = _path(formula_in_loop(loss), steps, course.noise is not None)
    constants, timed = steps.tabulated(course)
    # NumPy's numbers, and not plain floats, divide by zero without raising.
    columns: list[Iterable[Any]] = [*timed]
    if course.noise is not None:
        shared = course.noise.ndim == 2
        columns.append(course.noise[:, :, np.newaxis] if shared else course.noise.swapaxes(1, 2))
    gradients = None
    if isinstance(loss, DataLandscape):
        gradients = gradients_of_batches(loss)
        columns.append(course.seen(loss.table))
    each_step = zip(*columns, strict=True) if columns else [()] * course.steps
    return path(np.array(starts.T, order="C"), each_step, gradients, *map(np.float64, constants))


@lru_cache(maxsize=512)
def _path(loss: Expr | None, rule: Stepping, noisy: bool) -> Callable[..., Iterator[_Step]]:
    return compiled(_source(loss, rule, noisy), "path", {**ARRAY_FUNCTIONS, **_ARRAYS})


_ARRAYS = {
    name: getattr(np, name)
    for name in ("add", "subtract", "multiply", "divide", "empty_like", "full_like")
}


def _source(loss: Expr | None, rule: Stepping, noisy: bool) -> str:
    whole, rows = Pool("whole"), Pool("row")
    looks = any(piece.kind == "look" for piece in rule.pieces)
    points = ["@w", *(["@g"] if rule.sees_gradient_at_w else [])]
    points += ["@ahead", "@gradient_ahead"] if looks else []
    names = dict.fromkeys((*points, *rule.states, *rule.targets))
    arrays = {name: name.replace("@", "v_") for name in names if name.startswith("@")}
    step: list[str] = []
    if rule.sees_gradient_at_w:
        step += _gradient(loss, "w", "g", noisy, rows)
    for piece in rule.pieces:
        if piece.kind == "look":
            step += _gradient(loss, "ahead", "gradient_ahead", noisy, rows)
        else:
            step += in_place(piece.assignments, arrays, whole)
    states = "".join(f"{arrays.get(name, name)}, " for name in rule.states)
    step.append(f"yield v_w, v_{rule.seen}, ({states})")

    before = [f"{array} = empty_like(v_w)" for array in arrays.values() if array != "v_w"]
    if loss is not None:  # written for each coordinate
        before += [f"x_{name[1:]}, y_{name[1:]} = v_{name[1:]}" for name in points]
    for name in rule.states:
        first = f"first_{name.lstrip('@').removeprefix('c_')}"
        before.append(f"{arrays[name]}[...] = {first}" if name in arrays else f"{name} = {first}")
    # Rows and whole arrays are never needed at once, so they share their memory.
    wholes = max(len(whole.names), (len(rows.names) + 1) // 2)
    before += [f"whole{i} = empty_like(v_w)" for i in range(wholes)]
    before += [f"{name} = whole{i // 2}[{i % 2}]" for i, name in enumerate(rows.names)]

    parameters = ["v_w", "each_step", "gradients", *rule.constants]
    taken = [*rule.timed, *(["noise"] if noisy else []), *(["batch"] if loss is None else [])]
    return "\n".join(
        [
            f"def path({', '.join(parameters)}):",
            *(f"    {line}" for line in before),
            f"    for ({''.join(f'{name}, ' for name in taken)}) in each_step:",
            *(f"        {line}" for line in step),
        ]
    )


def _gradient(loss: Expr | None, at: str, result: str, noisy: bool, rows: Pool) -> list[str]:
    if loss is None:
        lines = [f"gradients(v_{at}, batch, v_{result})"]
    else:
        names = [f"x_{at}", f"y_{at}", f"x_{result}", f"y_{result}"]
        assignments = gradient_assignments(loss, names[:2], names[2:], result)
        lines = in_place(assignments, {name: name for name in names}, rows)
    return [*lines, f"add(v_{result}, noise, out=v_{result})"] if noisy else lines
