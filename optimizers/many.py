"""Many starts at once: the rule's loop over NumPy arrays.

Both coordinates stand in one array (2, n). For maps, where only the end counts, starts are
worked through in blocks that stay in the processor's cache, on as many threads as it has cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr

from formulas.code import ARRAY_FUNCTIONS, NUMPY, compiled
from landscapes.landscape import Landscape
from optimizers.course import Course
from optimizers.gradients import gradient_lines
from optimizers.rule import Rule
from optimizers.stepping import Stepping, stepping

Array = NDArray[np.float64]

BLOCK = 8192  # starts worked on together: 2 x 64 kB an array

_PARTIAL = (sympy.log, sympy.asin, sympy.acos, sympy.acosh, sympy.atanh)


def follow(rule: Rule, loss: Landscape, starts: Array, course: Course) -> tuple[Array, Array]:
    """Every step of runs from starts (n, 2): points (steps, n, 2), gradients (steps, n, 2)."""
    shape = (course.steps, *starts.shape)
    points, gradients = np.empty(shape), np.empty(shape)

    def record(t: int, w: Array, g: Array, state: tuple[Array, ...]) -> None:
        points[t - 1], gradients[t - 1] = w.T, g.T

    _run(rule, loss, starts, course, record)
    return points, gradients


def follow_states(rule: Rule, loss: Landscape, starts: Array, course: Course) -> dict[str, Array]:
    """Each state by name at every step, (steps, n, 2)."""
    names = rule.parsed.states
    states = {name: np.empty((course.steps, *starts.shape)) for name in names}

    def record(t: int, w: Array, g: Array, state: tuple[Array, ...]) -> None:
        for name, value in zip(names, state, strict=True):
            states[name][t - 1] = np.broadcast_to(value, w.shape).T

    _run(rule, loss, starts, course, record)
    return states


def ends(rule: Rule, loss: Landscape, starts: Array, course: Course) -> Array:
    """Where runs from starts (n, 2) stand after the last step, (n, 2); NaN where a run left
    the domain or overflowed on the way."""
    blocks = [starts[i : i + BLOCK] for i in range(0, len(starts), BLOCK)]
    guard = None if is_total(loss.expression) else loss

    def run(block: Array) -> Array:
        def leave(t: int, w: Array, g: Array, state: tuple[Array, ...]) -> None:
            w[:, np.isnan(loss.value(w.T))] = np.nan

        return _run(rule, loss, block, course, leave if guard else None).T

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        finished = list(pool.map(run, blocks))
    points = np.concatenate(finished) if finished else np.empty((0, 2))
    points[np.isnan(loss.value(points))] = np.nan
    return points


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


_Record = Callable[[int, Array, Array, tuple[Array, ...]], None]


def _run(
    rule: Rule, loss: Landscape, starts: Array, course: Course, record: _Record | None
) -> Array:
    path = _path(
        loss.expression,
        rule.recurrence,
        tuple(rule.defaults),
        course.noise is not None,
        record is not None,
    )
    # NumPy scalars divide by zero without raising
    settings = {f"s_{letter}": np.float64(value) for letter, value in course.settings.items()}
    noise = None if course.noise is None else course.noise[:, :, np.newaxis]
    with np.errstate(all="ignore"):
        return path(np.array(starts.T, order="C"), course.etas, noise, record, **settings)


@lru_cache(maxsize=512)
def _path(
    loss: Expr, recurrence: str, settings: tuple[str, ...], noisy: bool, recorded: bool
) -> Callable[..., Any]:
    rule = stepping(recurrence, settings, NUMPY)
    source = _source(loss, rule, settings, noisy, recorded)
    return compiled(source, "path", {**ARRAY_FUNCTIONS, "empty_like": np.empty_like})


def _source(
    loss: Expr, rule: Stepping, settings: tuple[str, ...], noisy: bool, recorded: bool
) -> str:
    parameters = ["v_w", "etas", "noise", "record", *(f"s_{letter}" for letter in settings)]
    before = [*rule.before, *(f"{name} = {value}" for name, value in rule.states)]
    step = ["t += 1", "s_eta = eta"] if "eta" in settings else ["t += 1"]
    if rule.sees_gradient_at_w:
        step += _gradient(loss, "w", "g", noisy)
    for piece in rule.pieces:
        step += (
            _gradient(loss, "ahead", "gradient_ahead", noisy)
            if piece.kind == "look"
            else piece.lines
        )
    if recorded:
        states = "".join(f"{name}, " for name, _ in rule.states)
        step.append(f"record(t, @w, @{rule.seen}, ({states}))")
    lines = [
        f"def path({', '.join(parameters)}):",
        *(f"    {line}" for line in (*before, "t = 0", "for eta in etas:")),
        *(f"        {line}" for line in step),
        "    return @w",
    ]
    return "\n".join(lines).replace("@", "v_")


def _gradient(loss: Expr, at: str, result: str, noisy: bool) -> list[str]:
    lines = [f"x, y = @{at}", f"@{result} = empty_like(@{at})"]
    lines += gradient_lines(loss, ("x", "y"), (f"@{result}[0]", f"@{result}[1]"), NUMPY, result)
    return [*lines, f"@{result} += noise[t - 1]"] if noisy else lines
