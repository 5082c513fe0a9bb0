"""One start: rule and gradient fused into a single loop over plain floats.

On two numbers NumPy spends nearly all its time on being called; plain floats take about a tenth.
Only the gradient over a batch of data is a call of NumPy.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr

from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled, write
from landscapes.data.mean import DataLandscape
from landscapes.landscape import Landscape
from optimizers.course import Course
from optimizers.gradients import formula_in_loop, gradient_assignments, gradient_of_batch
from optimizers.rule import Rule
from optimizers.stepping import Assignments, Stepping, stepping

_LEAVES_THE_DOMAIN = (ArithmeticError, ValueError)  # what `math` raises: overflow, 1/0, log(-1)


def follow(
    rule: Rule, loss: Landscape, start: tuple[float, float], course: Course, states: bool = False
) -> NDArray[np.float64]:
    """The run as rows of x, y and the two numbers of the gradient that the rule saw.

    With `states`, rows hold x and y of each state instead, in the order of the rule's states.
    Rows stop short where the run left the domain or overflowed.
    """
    steps = stepping(rule.recurrence, tuple(rule.defaults))
    path = _path(formula_in_loop(loss), steps, course.noise is not None, states)
    constants, timed = steps.tabulated(course)
    arrays = [*timed, *([] if course.noise is None else course.noise.T)]
    columns: list[Iterable[Any]] = [array.tolist() for array in arrays]
    gradient = None
    if isinstance(loss, DataLandscape):
        gradient = gradient_of_batch(loss)
        columns.append(course.seen(loss.table))
    each_step = zip(*columns, strict=True) if columns else [()] * course.steps
    numbers: list[float] = []
    with contextlib.suppress(*_LEAVES_THE_DOMAIN), np.errstate(all="ignore"):
        path(*start, each_step, numbers.extend, gradient, *constants)
    # struct takes a list of floats about three times as fast as np.array does
    packed = struct.pack(f"{len(numbers)}d", *numbers)
    return np.frombuffer(packed).reshape(-1, 2 * len(steps.states) if states else 4)


@lru_cache(maxsize=1024)
def _path(loss: Expr | None, rule: Stepping, noisy: bool, states: bool) -> Callable[..., None]:
    return compiled(_source(loss, rule, noisy, states), "path", FLOAT_FUNCTIONS)


def _source(loss: Expr | None, rule: Stepping, noisy: bool, states: bool) -> str:
    parameters = ["x_w", "y_w", "each_step", "extend", "gradient", *rule.constants]
    taken = [*rule.timed, *(["noise_x", "noise_y"] if noisy else [])]
    taken += ["batch"] if loss is None else []
    before: list[str] = []
    for name in rule.states:
        before += _for_each_axis(f"{name} = first_{name.lstrip('@').removeprefix('c_')}")
    step: list[str] = []
    if rule.sees_gradient_at_w:
        step += _gradient(loss, "w", "g", noisy)
    for piece in rule.pieces:
        if piece.kind == "look":
            step += _gradient(loss, "ahead", "gradient_ahead", noisy)
        else:
            step += [row for line in _lines(piece.assignments) for row in _for_each_axis(line)]
    recorded = rule.states if states else ("@w", f"@{rule.seen}")
    names = [axis_name for name in recorded for axis_name in _for_each_axis(name, always=True)]
    step.append(f"extend(({', '.join(names)},))")
    return "\n".join(
        [
            f"def path({', '.join(parameters)}):",
            *(f"    {line}" for line in before),
            f"    for ({''.join(f'{name}, ' for name in taken)}) in each_step:",
            *(f"        {line}" for line in step),
        ]
    )


def _lines(assignments: Assignments) -> list[str]:
    return [f"{name} = {write(value, FLOATS)}" for name, value in assignments]


def _gradient(loss: Expr | None, at: str, result: str, noisy: bool) -> list[str]:
    points = [f"x_{at}", f"y_{at}"]
    slopes = [f"x_{result}", f"y_{result}"]
    if loss is None:
        lines = [f"{', '.join(slopes)} = gradient({', '.join(points)}, batch)"]
    else:
        lines = _lines(gradient_assignments(loss, points, slopes, result))
    if noisy:
        lines += [f"x_{result} += noise_x", f"y_{result} += noise_y"]
    return lines


def _for_each_axis(text: str, always: bool = False) -> list[str]:
    """A line for x and one for y; once only where it belongs to no coordinate."""
    if "@" not in text and not always:
        return [text]
    return [text.replace("@", "x_"), text.replace("@", "y_")]
