"""The gradient of a loss as assignments, to stand inside a rule's loop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Expr, Symbol

from formulas import gradient, symbol
from formulas.program import Program, straight_line
from optimizers.stepping import Assignments


def gradient_assignments(
    loss: Expr, at: Sequence[str], results: Sequence[str], prefix: str
) -> Assignments:
    """Assignments that put df/dx and df/dy at the point named by `at` into the names `results`.

    `prefix` begins the names of intermediate values.
    """
    program = _program(loss)
    names = {symbol(letter): Symbol(name, real=True) for letter, name in zip("xy", at, strict=True)}
    names |= {step: Symbol(f"{prefix}{step.name}", real=True) for step, _ in program.steps}
    targets = (Symbol(name, real=True) for name in results)
    return (
        *((names[step], value.xreplace(names)) for step, value in program.steps),
        *zip(targets, (result.xreplace(names) for result in program.results), strict=True),
    )


@lru_cache(maxsize=256)
def _program(loss: Expr) -> Program:
    return straight_line(gradient(loss, (symbol("x"), symbol("y"))))
