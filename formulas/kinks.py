"""SymPy functions for what SymPy itself differentiates badly or to something unprintable.

`Abs`, `Max`, `floor` and their like differentiate in SymPy to `Derivative(re(x), x)`,
`DiracDelta` or worse. These classes have almost-everywhere derivatives to any order: the
derivative of a jump is 0, and at a kink one side is taken (the conventions are beside each
class). `owned` replaces SymPy's own classes, which it likes to bring back by itself
(sqrt(x^2) becomes Abs(x)).

The hyperbolic functions are here for another reason: SymPy's own split what they are applied to
into real and imaginary parts to learn whether they are real, which can take for ever. It does the
same to the bases of powers of powers; `power` keeps it from that.
"""

from __future__ import annotations

from functools import lru_cache

import sympy
from sympy import Add, Expr, Float, Function, Integer, Mul, Number, NumberSymbol, Pow, Symbol
from sympy.printing.precedence import precedence


class _Real(Function):
    """A function whose values are real numbers, given real arguments."""

    is_real = True


class Abs(_Real):
    """|u|; derivative sign(u), 0 at 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return Sign(self.args[0])

    def _latex(self, printer, exp=None):
        return _raised(rf"\left|{printer._print(self.args[0])}\right|", exp)


class Sign(_Real):
    """-1, 0 or 1; derivative 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return sympy.S.Zero

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\operatorname{sign}", self, printer), exp)


class Step(_Real):
    """1 where u > 0, else 0 (so relu'(0) = 0, as in torch); derivative 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return sympy.S.Zero

    def _latex(self, printer, exp=None):
        inner = printer._print(self.args[0])
        return _raised(rf"\left[{inner} > 0\right]", exp)


class Floor(_Real):
    """The greatest whole number not above u; derivative 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return sympy.S.Zero

    def _latex(self, printer, exp=None):
        return _raised(rf"\left\lfloor {printer._print(self.args[0])}\right\rfloor", exp)


class Ceil(_Real):
    """The least whole number not below u; derivative 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return sympy.S.Zero

    def _latex(self, printer, exp=None):
        return _raised(rf"\left\lceil {printer._print(self.args[0])}\right\rceil", exp)


class Max(_Real):
    """The greater of two; where they are equal, the derivative of the second."""

    nargs = 2

    def fdiff(self, argindex: int = 1) -> Expr:
        a, b = self.args
        return Step(a - b) if argindex == 1 else 1 - Step(a - b)

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\max", self, printer), exp)


class Min(_Real):
    """The lesser of two; where they are equal, the derivative of the second."""

    nargs = 2

    def fdiff(self, argindex: int = 1) -> Expr:
        a, b = self.args
        return Step(b - a) if argindex == 1 else 1 - Step(b - a)

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\min", self, printer), exp)


class Where(_Real):
    """a where c > 0, else b; only the chosen one needs to be defined. Derivative of the chosen."""

    nargs = 3

    def fdiff(self, argindex: int = 1) -> Expr:
        if argindex == 1:
            return sympy.S.Zero
        chosen = (1, 0) if argindex == 2 else (0, 1)
        return Where(self.args[0], *map(sympy.Integer, chosen))

    @classmethod
    def eval(cls, condition: Expr, a: Expr, b: Expr) -> Expr | None:
        if condition.is_number:
            return a if condition > 0 else b
        return a if a == b else None

    def _latex(self, printer, exp=None):
        condition, a, b = map(printer._print, self.args)
        cases = rf"\begin{{cases}}{a} & {condition} > 0 \\ {b} & \text{{else}}\end{{cases}}"
        return _raised(cases, exp)


class Sinh(_Real):
    """(exp(u) - exp(-u))/2; derivative cosh(u)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return Cosh(self.args[0])

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\sinh", self, printer), exp)


class Cosh(_Real):
    """(exp(u) + exp(-u))/2; derivative sinh(u)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return Sinh(self.args[0])

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\cosh", self, printer), exp)


class Tanh(_Real):
    """sinh(u)/cosh(u); derivative 1 - tanh(u)^2."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return 1 - self**2

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\tanh", self, printer), exp)


class Cbrt(_Real):
    """The real cube root, of negative numbers too; derivative 1/(3 cbrt(u)^2)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return 1 / (3 * self**2)

    def _latex(self, printer, exp=None):
        return _raised(rf"\sqrt[3]{{{printer._print(self.args[0])}}}", exp)


class Sigmoid(_Real):
    """1/(1 + exp(-u)); derivative s (1 - s)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return self * (1 - self)

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\sigma", self, printer), exp)


class Softplus(_Real):
    """log(1 + exp(u)); derivative sigmoid(u)."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return Sigmoid(self.args[0])

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\operatorname{softplus}", self, printer), exp)


class Atan2(_Real):
    """The angle of the point (x, y) written atan2(y, x), in (-pi, pi]."""

    nargs = 2

    def fdiff(self, argindex: int = 1) -> Expr:
        y, x = self.args
        return (x if argindex == 1 else -y) / (x**2 + y**2)

    def _latex(self, printer, exp=None):
        return _raised(_called(r"\operatorname{atan2}", self, printer), exp)


class Held(_Real):
    """u itself, as one thing that SymPy does not look into."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Expr:
        return sympy.S.One

    @property
    def precedence(self) -> int:
        return precedence(self.args[0])

    def _latex(self, printer, exp=None):
        inner = printer._print(self.args[0])
        return inner if exp is None else rf"\left({inner}\right)^{{{exp}}}"


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
    return _is_plain(factor) or (isinstance(factor, Function) and not isinstance(factor, sympy.exp))


@lru_cache(maxsize=4096)
def _is_plain(part: Expr) -> bool:
    if isinstance(part, Symbol | Number | NumberSymbol | _Real):
        return True
    if isinstance(part, Pow):
        return isinstance(part.exp, Integer) and _is_plain(part.base)
    return isinstance(part, _REAL_OF_REAL) and all(map(_is_plain, part.args))


def owned(expression: Expr) -> Expr:
    """`expression` with the classes of this module in place of SymPy's own."""
    if not expression.has(sympy.Abs, sympy.sign, sympy.Max, sympy.Min, sympy.Heaviside):
        return expression
    expression = expression.replace(sympy.Abs, Abs).replace(sympy.sign, Sign)
    expression = expression.replace(sympy.Heaviside, lambda u, *_: Step(u))
    for theirs, ours in ((sympy.Max, Max), (sympy.Min, Min)):
        expression = expression.replace(theirs, lambda *args, ours=ours: paired(ours, args))
    return expression


def paired(function: type[Function], arguments: tuple[Expr, ...]) -> Expr:
    """max(a, b, c) as Max(Max(a, b), c)."""
    result = arguments[0]
    for argument in arguments[1:]:
        result = function(result, argument)
    return result


def _called(name: str, function: Function, printer) -> str:
    arguments = ", ".join(map(printer._print, function.args))
    return rf"{name}\left({arguments}\right)"


def _raised(latex: str, exponent) -> str:
    return latex if exponent is None else rf"{{{latex}}}^{{{exponent}}}"
