"""Powers in bounded time.

To learn whether the base of a power of a power is real, SymPy splits it into real and imaginary
parts, which can take for ever. `Held` keeps it from looking.
"""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy import Add, Expr, Float, Integer, Mul, Number, NumberSymbol, Pow, Symbol
from sympy.printing.precedence import precedence

from formulas.real import Real


class Held(Real):
    """u itself, as one thing that SymPy does not look into."""

    @property
    def precedence(self) -> int:
        """How tightly u holds together, for SymPy's printers."""
        return precedence(self.args[0])


class Scale(Real):
    """u itself, which derivatives take for a constant: a scale that changes no value."""


def power(base: Expr, exponent: Expr) -> Expr:
    """`base**exponent` in bounded time."""
    if isinstance(exponent, Integer) or isinstance(base, Symbol):
        return base**exponent
    number, rest = base.as_coeff_Mul()
    if isinstance(number, Float) and rest is not sympy.S.One and exponent.is_Rational:
        # SymPy looks for common factors of numbers under roots, and of decimals finds no end of.
        return abs(number) ** exponent * power(rest if number > 0 else -rest, exponent)
    if not all(map(_is_known_real, Mul.make_args(base))):
        base = Held(base)
    return base**exponent


_REAL_OF_REAL = (Add, Mul, sympy.sin, sympy.cos, sympy.tan, sympy.exp, sympy.atan, sympy.asinh)


@lru_cache(maxsize=4096)
def _is_known_real(factor: Expr) -> bool:
    """Whether SymPy sees at once that what is raised to a power in here is real."""
    if isinstance(factor, Pow):
        return all(map(_is_plain, factor.args))
    if isinstance(factor, sympy.Function) and not isinstance(factor, sympy.exp):
        return True
    return _is_plain(factor)


@lru_cache(maxsize=4096)
def _is_plain(part: Expr) -> bool:
    if isinstance(part, Symbol | Number | NumberSymbol | Real):
        return True
    if isinstance(part, Pow):
        return isinstance(part.exp, Integer) and _is_plain(part.base)
    return isinstance(part, _REAL_OF_REAL) and all(map(_is_plain, part.args))
