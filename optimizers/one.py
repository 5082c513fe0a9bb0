"""One start: rule and gradient fused into a single loop over plain floats.

On two numbers NumPy spends nearly all its time on being called; plain floats take about a tenth.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sympy import Expr

from formulas.code import FLOAT_FUNCTIONS, FLOATS, compiled
from landscapes.landscape import Landscape
from optimizers.course import Course
from optimizers.gradients import gradient_lines
from optimizers.rule import Rule
from optimizers.stepping import Stepping, stepping

_LEAVES_THE_DOMAIN = (ArithmeticError, ValueError)  # what `math` raises: overflow, 1/0, log(-1)


def follow(
    rule: Rule, loss: Landscape, start: tuple[float, float], course: Course, states: bool = False
) -> NDArray[np.float64]:
    """The run as rows of x, y and the two numbers of the gradient that the rule saw.

    With `states`, rows hold x and y of each state instead, in the order of the rule's states.
    Rows stop short where the run left the domain or overflowed.
    """
    path = _path(
        loss.expression, rule.recurrence, tuple(rule.defaults), course.noise is not None, states
    )
    settings = {f"s_{letter}": float(value) for letter, value in course.settings.items()}
    etas = course.etas.tolist()
    noise = [] if course.noise is None else course.noise.tolist()
    rows: list[float] = []
    with contextlib.suppress(_LEAVES_THE_DOMAIN):
        path(*start, etas, noise, rows.extend, **settings)
    return np.array(rows, dtype=np.float64).reshape(
        -1, 2 * len(rule.parsed.states) if states else 4
    )


@lru_cache(maxsize=1024)
def _path(
    loss: Expr, recurrence: str, settings: tuple[str, ...], noisy: bool, states: bool
) -> Callable[..., None]:
    rule = stepping(recurrence, settings, FLOATS)
    source = _source(loss, rule, settings, noisy, states)
    return compiled(source, "path", FLOAT_FUNCTIONS)


def _source(
    loss: Expr, rule: Stepping, settings: tuple[str, ...], noisy: bool, states: bool
) -> str:
    parameters = ["x_w", "y_w", "etas", "noise", "extend", *(f"s_{letter}" for letter in settings)]
    before = [*rule.before]
    for name, value in rule.states:
        before += _for_each_axis(f"{name} = {value}")
    step: list[str] = []
    if noisy:
        step.append("x_noise, y_noise = noise[t]")
    step += ["t += 1", "s_eta = eta"] if "eta" in settings else ["t += 1"]
    if rule.sees_gradient_at_w:
        step += _gradient(loss, "w", "g", noisy)
    for piece in rule.pieces:
        if piece.kind == "look":
            step += _gradient(loss, "ahead", "gradient_ahead", noisy)
        elif piece.kind == "shared":
            step += piece.lines
        else:
            step += [line for row in piece.lines for line in _for_each_axis(row)]
    recorded = [name for name, _ in rule.states] if states else ["@w", f"@{rule.seen}"]
    names = [axis_name for name in recorded for axis_name in _for_each_axis(name, always=True)]
    step.append(f"extend(({', '.join(names)},))")
    return "\n".join(
        [
            f"def path({', '.join(parameters)}):",
            *(f"    {line}" for line in (*before, "t = 0", "for eta in etas:")),
            *(f"        {line}" for line in step),
        ]
    )


def _gradient(loss: Expr, at: str, result: str, noisy: bool) -> list[str]:
    points = [f"x_{at}", f"y_{at}"]
    slopes = [f"x_{result}", f"y_{result}"]
    lines = gradient_lines(loss, points, slopes, FLOATS, f"{result}")
    if noisy:
        lines += [f"x_{result} += x_noise", f"y_{result} += y_noise"]
    return lines


def _for_each_axis(text: str, always: bool = False) -> list[str]:
    """A line for x and one for y; once only where it belongs to no coordinate."""
    if "@" not in text and not always:
        return [text]
    return [text.replace("@", "x_"), text.replace("@", "y_")]
