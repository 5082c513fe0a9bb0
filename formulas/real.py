"""SymPy functions of real values, which SymPy does not look into.

What they are worth, their derivatives and how they are written stand in the table of
`formulas.functions`. The hyperbolic functions are here since SymPy's own split what they are
applied to into real and imaginary parts to learn whether they are real, which can take for ever.
"""

from __future__ import annotations

import sympy


class Real(sympy.Function):
    """A function whose values are real numbers, given real arguments; by default of one."""

    is_real = True
    nargs = 1


class Sinh(Real):
    """(exp(u) - exp(-u))/2."""


class Cosh(Real):
    """(exp(u) + exp(-u))/2."""


class Tanh(Real):
    """sinh(u)/cosh(u)."""


class Sigmoid(Real):
    """1/(1 + exp(-u))."""


class Softplus(Real):
    """log(1 + exp(u))."""


class Sech(Real):
    """1/cosh(u)."""


class LogCosh(Real):
    """log(cosh(u))."""


class LogAddExp(Real):
    """log(exp(u) + exp(v))."""

    nargs = 2


class Nought(Real):
    """0, where u has a value."""


class Erf(Real):
    """The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to u."""


class Log1p(Real):
    """log(1 + u), exact near 0."""


class Expm1(Real):
    """exp(u) - 1, exact near 0."""


class Sinc(Real):
    """sin(pi u)/(pi u), and 1 at 0, as in NumPy."""


class SincSlope(Real):
    """The derivative of `Sinc`."""


class Huber(Real):
    """u^2/2 where |u| is at most d, else d (|u| - d/2)."""

    nargs = 2
