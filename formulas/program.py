"""Expressions as straight-line code: shared parts named once, powers as products.

x**3 of a negative NumPy array costs about 150 times x*x*x, so whole powers become chains of
products, and half powers products of one square root. This happens after common parts are
named, never before: expanding powers first hides what is common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

import sympy
from sympy import Expr, Pow, Rational, Symbol

from formulas.kinks import Where
from formulas.powers import Held, Scale


@dataclass(frozen=True)
class Program:
    """`steps` are assignments in order; `results` are expressions of inputs and steps."""

    steps: tuple[tuple[Symbol, Expr], ...]
    results: tuple[Expr, ...]


def straight_line(
    expressions: Sequence[Expr], prefix: str = "_", both_branches: bool = False
) -> Program:
    """The program that computes `expressions`; its own names begin with `prefix`.

    Typed names begin with a letter, so names with an underscore in front are free. Without
    `both_branches` only the branch of an `if` that is taken is computed, as plain floats need it,
    which raise outside a domain; with it branches share their parts with everything else.
    """
    numbers = count()

    def fresh() -> Symbol:
        return Symbol(f"{prefix}{next(numbers)}", real=True)

    # What stands inside an `if` may be undefined where the other branch is taken: it stays
    # inside, neither shared nor computed ahead. Each outermost `if` becomes a step of its own.
    choices: dict[Expr, Symbol] = {}
    opaque = expressions
    if not both_branches:
        opaque = [_outermost_choices_named(e, choices, fresh) for e in expressions]
    steps, results = sympy.cse(opaque, symbols=iter(fresh, None), order="none", list=True)
    lowered = [(name, choice) for choice, name in choices.items()]
    lower = _power_lowering(lowered, fresh)
    plain: dict[Symbol, Expr] = {}  # mere numbers, and second names of a step: put where they stand
    for name, value in steps:
        value = lower(value.xreplace(plain))
        if isinstance(value, Symbol) or not value.free_symbols:
            plain[name] = value
        else:
            lowered.append((name, value))
    results = [lower(result.xreplace(plain)) for result in results]
    return Program(tuple(lowered), tuple(results))


def _outermost_choices_named(
    expression: Expr, choices: dict[Expr, Symbol], fresh: Callable[[], Symbol]
) -> Expr:
    if not expression.has(Where):
        return expression
    if isinstance(expression, Where):
        return choices.setdefault(expression, fresh())
    arguments = [_outermost_choices_named(a, choices, fresh) for a in expression.args]
    return expression.func(*arguments)


def _power_lowering(
    steps: list[tuple[Symbol, Expr]], fresh: Callable[[], Symbol]
) -> Callable[[Expr], Expr]:
    """A function that rewrites one expression, appending the products it needs to `steps`."""
    products: dict[tuple[Symbol, int], Symbol] = {}
    names: dict[Expr, Symbol] = {}

    def named(expression: Expr) -> Symbol:
        if isinstance(expression, Symbol):
            return expression
        if expression not in names:
            names[expression] = fresh()
            steps.append((names[expression], expression))
        return names[expression]

    def product(base: Symbol, times: int) -> Symbol:
        if times == 1:
            return base
        if (base, times) not in products:
            half = product(base, times // 2)
            factors = [half, half] if times % 2 == 0 else [half, half, base]
            products[base, times] = fresh()
            steps.append((products[base, times], sympy.Mul(*factors, evaluate=False)))
        return products[base, times]

    def lower(expression: Expr) -> Expr:
        if not expression.args:
            return expression
        if isinstance(expression, Held | Scale):
            return lower(expression.args[0])
        arguments = [lower(argument) for argument in expression.args]
        if isinstance(expression, Pow) and isinstance(expression.exp, Rational):
            base, exponent = arguments[0], expression.exp
            if exponent.q <= 2 and exponent.p not in (1, -1):
                root = base if exponent.q == 1 else Pow(named(base), sympy.S.Half)
                power = product(named(root), abs(exponent.p))
                return power if exponent.p > 0 else Pow(power, -1)
        if all(new is old for new, old in zip(arguments, expression.args, strict=True)):
            return expression
        return expression.func(*arguments, evaluate=False)

    return lower
