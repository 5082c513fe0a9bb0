"""SymPy functions that kink or jump.

SymPy's own `Abs`, `Max`, `floor` and their like differentiate to `Derivative(re(x), x)`,
`DiracDelta` or worse. The derivatives of these, in the table of `formulas.functions`, hold almost
everywhere and to any order: the derivative of a jump is 0, and at a kink one side is taken (which
is said beside each class).
"""

from __future__ import annotations

import sympy
from sympy import Expr

from formulas.real import Real


class Abs(Real):
    """|u|; its derivative is 0 at 0."""


class Sign(Real):
    """-1, 0 or 1."""


class Step(Real):
    """1 where u > 0, else 0 (so relu'(0) = 0, as in torch)."""


class Floor(Real):
    """The greatest whole number not above u."""


class Ceil(Real):
    """The least whole number not below u."""


class Round(Real):
    """The nearest whole number, of two the even one."""


class Cbrt(Real):
    """The real cube root, of negative numbers too; its derivative at 0 is infinite."""


class Max(Real):
    """The greater of two; where they are equal, the derivative of the second."""

    nargs = 2


class Min(Real):
    """The lesser of two; where they are equal, the derivative of the second."""

    nargs = 2


class Atan2(Real):
    """The angle of the point (x, y) written atan2(y, x), in (-pi, pi]."""

    nargs = 2


class Where(Real):
    """a where c > 0, else b; only the chosen one needs to be defined. Derivative of the chosen."""

    nargs = 3

    @classmethod
    def eval(cls, condition: Expr, a: Expr, b: Expr) -> Expr | None:
        """The chosen one, where it is known; SymPy's hook."""
        if condition.is_number:
            return a if condition > 0 else b
        return a if a == b else None


def owned(expression: Expr) -> Expr:
    """`expression` with the classes of this module in place of SymPy's own.

    SymPy likes to bring its own back by itself: sqrt(x^2) becomes its Abs(x).
    """
    if not expression.has(sympy.Abs, sympy.sign, sympy.Max, sympy.Min, sympy.Heaviside):
        return expression
    expression = expression.replace(sympy.Abs, Abs).replace(sympy.sign, Sign)
    expression = expression.replace(sympy.Heaviside, lambda u, *_: Step(u))
    for theirs, ours in ((sympy.Max, Max), (sympy.Min, Min)):
        expression = expression.replace(theirs, lambda *args, ours=ours: paired(ours, args))
    return expression


def paired(function: type[Real], arguments: tuple[Expr, ...]) -> Expr:
    """max(a, b, c) as Max(Max(a, b), c)."""
    result = arguments[0]
    for argument in arguments[1:]:
        result = function(result, argument)
    return result
