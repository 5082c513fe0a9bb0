"""Powers by a fraction, as schoolbooks have them: x^(1/3) is the real cube root, of -8 too.

Only for a fraction that is written as one, with an odd denominator once it is reduced. A decimal
exponent, as in x^0.2, has no value for negative x, as powers of any real exponent have none.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Integer, Rational

from formulas.kinks import Abs, Cbrt, Sign
from formulas.powers import power
from formulas.signs import surely_not_negative
from formulas.tree import Minus, Node, Number, Operation


def is_odd_root(typed: Node, exponent: Expr) -> bool:
    """Whether a typed exponent is a fraction with an odd denominator, after it is reduced."""
    fraction = isinstance(exponent, Rational) and exponent.q > 1 and exponent.q % 2 == 1
    return fraction and _is_of_whole_numbers(typed)


def root_power(base: Expr, exponent: Rational) -> Expr:
    """`base**exponent` for an exponent with an odd denominator, also where the base is negative."""
    if surely_not_negative(base):
        return power(base, exponent)
    if exponent.q == 3:
        return Cbrt(base) ** Integer(exponent.p)
    size = power(Abs(base), exponent)
    return size if exponent.p % 2 == 0 else Sign(base) * size


def root_power_value(base: Any, value: Any, exponent: Rational) -> Any:
    """The same of a number, with the exponent's `value` as a number of the same kind."""
    size = abs(base) ** value
    return -size if base < 0 and exponent.p % 2 else size


def _is_of_whole_numbers(typed: Node) -> bool:
    match typed:
        case Number():
            return typed.text.isdecimal()
        case Minus():
            return _is_of_whole_numbers(typed.operand)
        case Operation():
            return _is_of_whole_numbers(typed.left) and _is_of_whole_numbers(typed.right)
    return False
