"""One start: the rule's loop over plain floats."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscapes import Loss
from landscapes.code import mean_code
from optimizers.compile.arrays import tabulated
from optimizers.compile.floats import float_path
from optimizers.compile.gradients import MAX_UNROLLED, slopes_in_loop
from optimizers.compile.lower import lowered
from optimizers.course import Course
from optimizers.rule import Rule

_LEAVES_THE_DOMAIN = (ArithmeticError, ValueError)  # what `math` raises: overflow, 1/0, log(-1)


def follow(
    rule: Rule,
    loss: Loss,
    start: NDArray[np.float64],
    course: Course,
    states: bool = False,
) -> NDArray[np.float64]:
    """The run from a start (n,) as rows of the weights and the gradient that the rule saw, (2, n).

    With `states`, rows hold each state instead, (states, n), in the order of the rule's states.
    Rows stop short where the run left the domain or overflowed, and at once for many weights.
    """
    program, slopes = lowered(rule), slopes_in_loop(loss)
    each = len(program.states) if states else 2
    if len(start) > MAX_UNROLLED:
        return np.empty((0, each, len(start)))
    path = float_path(program, len(start), slopes, course.noise is not None, states)
    constants, timed = tabulated(program, course)
    arrays = [*timed, *([] if course.noise is None else course.noise.T)]
    columns: list[Iterable[Any]] = [array.tolist() for array in arrays]
    gradient = None
    if (data := loss.data) is not None:
        gradient = mean_code(loss.gradient_expressions, loss.symbols)
        columns.append(course.seen(data.training_columns))
    each_step = zip(*columns, strict=True) if columns else [()] * course.steps
    numbers: list[float] = []
    with contextlib.suppress(*_LEAVES_THE_DOMAIN), np.errstate(all="ignore"):
        path(*start.tolist(), each_step, numbers.extend, gradient, *constants)
    # struct takes a list of floats about three times as fast as np.array does
    packed = struct.pack(f"{len(numbers)}d", *numbers)
    return np.frombuffer(packed).reshape(-1, each, len(start))
