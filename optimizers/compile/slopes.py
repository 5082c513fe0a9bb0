"""The gradient of a loss that is a formula, as assignments to stand inside a rule's loop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Expr, Symbol

from formulas.program import Program, straight_line

Slopes = tuple[tuple[Symbol, Expr], ...]
"""For each weight its symbol, and the derivative of the loss by it."""


def slope_assignments(
    slopes: Slopes, at: Sequence[str], into: Sequence[str]
) -> list[tuple[Symbol, Expr]]:
    """Assignments that put the gradient at the weights named by `at` into the names `into`.

    Intermediate values are called D0, D1, ..., before all others in the alphabet.
    """
    program = _program(slopes)
    weights = (weight for weight, _ in slopes)
    names = {weight: Symbol(name, real=True) for weight, name in zip(weights, at, strict=True)}
    names |= {step: Symbol(f"D{step.name.lstrip('_')}", real=True) for step, _ in program.steps}
    targets = (Symbol(name, real=True) for name in into)
    assignments = [*program.steps, *zip(targets, program.results, strict=True)]
    return [(names.get(name, name), value.xreplace(names)) for name, value in assignments]


@lru_cache(maxsize=256)
def _program(slopes: Slopes) -> Program:
    return straight_line([slope for _, slope in slopes])
