"""Which expressions are positive, or not negative, wherever they have a value.

SymPy's own assumptions can take for ever on typed formulas; these rules look at each part once,
and what they do not see they do not claim.
"""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy import Add, Expr, Mul, Pow

from formulas.kinks import Abs
from formulas.real import Cosh, Sech, Sigmoid, Softplus

_POSITIVE = (sympy.exp, Cosh, Sech, Sigmoid, Softplus)
_NOT_NEGATIVE = (Abs, sympy.Abs, sympy.acos, sympy.acosh)


@lru_cache(maxsize=4096)
def surely_positive(expression: Expr) -> bool:
    """Whether the expression is seen to be above 0 wherever it has a value."""
    if expression.is_number:
        return bool(expression.is_positive)
    if isinstance(expression, _POSITIVE):
        return True
    if isinstance(expression, Mul):
        return all(map(surely_positive, expression.args))
    if isinstance(expression, Pow):
        return surely_positive(expression.base)
    if isinstance(expression, Add):
        terms = expression.args
        return any(map(surely_positive, terms)) and all(map(surely_not_negative, terms))
    return False


@lru_cache(maxsize=4096)
def surely_not_negative(expression: Expr) -> bool:
    """Whether the expression is seen to be 0 or above wherever it has a value."""
    if expression.is_number:
        return bool(expression.is_nonnegative)
    if isinstance(expression, _NOT_NEGATIVE) or surely_positive(expression):
        return True
    if isinstance(expression, Add | Mul):
        return all(map(surely_not_negative, expression.args))
    if isinstance(expression, Pow):
        base, exponent = expression.args
        even = isinstance(exponent, sympy.Rational) and (exponent.q % 2 == 0 or exponent.p % 2 == 0)
        return even or surely_not_negative(base)
    return False
