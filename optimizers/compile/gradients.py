"""The gradient of a loss for a rule's loop.

Where the loss has few weights and no data its formulas stand inside the loop; elsewhere a function
is called in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol

from formulas.program import Program, straight_line
from landscapes import Loss
from landscapes.code import CHUNK, array_code, mean_code

Array = NDArray[np.float64]
Slopes = tuple[tuple[Symbol, Expr], ...]
"""For each weight its symbol, and the derivative of the loss by it."""

MAX_UNROLLED = 4
"""Weights that a loop is written out for, one by one."""


def slopes_in_loop(loss: Loss) -> Slopes | None:
    """The formulas of the gradient that stands inside the loop; None where it is called."""
    return None if loss.rows or len(loss.names) > MAX_UNROLLED else _slopes(loss)


@lru_cache(maxsize=256)
def _slopes(loss: Loss) -> Slopes:
    return tuple(zip(loss.variables, loss.gradient_expressions, strict=True))


def gradient_function(loss: Loss) -> Callable[[Array, Any, Array], None]:
    """A function (w, batch, out) that puts the gradients at w (weights, n) into out.

    A loss over data takes one batch (k, size) for all or one for each, (k, n, size).
    """
    if not loss.rows:
        formulas = array_code(loss.gradient_expressions, loss.variables)

        def gradient(w: Array, _: None, out: Array) -> None:
            for part, slope in zip(out, formulas(*w), strict=True):
                part[...] = slope

        return gradient
    means = mean_code(loss.gradient_expressions, loss.symbols)

    def gradients(w: Array, batch: Array, out: Array) -> None:
        step = max(1, CHUNK // batch.shape[-1])
        for i in range(0, w.shape[1], step):
            here = slice(i, i + step)
            columns = batch if batch.ndim == 2 else batch[:, here]
            for part, slope in zip(out, means(*w[:, here, np.newaxis], *columns), strict=True):
                part[here] = slope

    return gradients


def slope_assignments(
    slopes: Slopes, at: Sequence[str], into: Sequence[str], both_branches: bool = False
) -> list[tuple[Symbol, Expr]]:
    """Assignments that put the gradient at the weights named by `at` into the names `into`.

    Intermediate values are called D0, D1, ..., before all others in the alphabet. Without
    `both_branches` only the branch of an `if` that is taken is computed.
    """
    program = _program(slopes, both_branches)
    weights = (weight for weight, _ in slopes)
    names = {weight: Symbol(name, real=True) for weight, name in zip(weights, at, strict=True)}
    names |= {step: Symbol(f"D{step.name.lstrip('_')}", real=True) for step, _ in program.steps}
    targets = (Symbol(name, real=True) for name in into)
    assignments = [*program.steps, *zip(targets, program.results, strict=True)]
    return [(names.get(name, name), value.xreplace(names)) for name, value in assignments]


@lru_cache(maxsize=256)
def _program(slopes: Slopes, both_branches: bool) -> Program:
    return straight_line([slope for _, slope in slopes], both_branches=both_branches)
