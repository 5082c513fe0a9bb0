"""The gradient of a loss as source lines, to stand inside a rule's loop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sympy import Expr, Symbol

from formulas import gradient, symbol
from formulas.code import Dialect, write_lines
from formulas.program import Program, straight_line


def gradient_lines(
    loss: Expr, at: Sequence[str], results: Sequence[str], dialect: Dialect, prefix: str
) -> list[str]:
    """Lines that put df/dx and df/dy at the point named by `at` into the names `results`.

    `prefix` begins the names of intermediate values.
    """
    program = _program(loss)
    names = {symbol(letter): Symbol(name, real=True) for letter, name in zip("xy", at, strict=True)}
    names |= {step: Symbol(f"{prefix}{step.name}", real=True) for step, _ in program.steps}
    renamed = Program(
        tuple((names[step], value.xreplace(names)) for step, value in program.steps),
        tuple(result.xreplace(names) for result in program.results),
    )
    return write_lines(renamed, results, dialect)


@lru_cache(maxsize=256)
def _program(loss: Expr) -> Program:
    return straight_line(gradient(loss, (symbol("x"), symbol("y"))))
