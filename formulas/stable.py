"""Sums of exponentials in forms that do not overflow where the whole is finite.

1/(1 + exp(-u)) is the sigmoid of u, log(1 + exp(u)) its softplus, and
exp(u)/(exp(u) + exp(v) + exp(w)) one exponential of a difference of logarithms. Written out, a
part of these overflows, and slopes become infinity times 0 or infinity over infinity.

Where a coefficient is not a positive number, the largest exponent M is taken out: exp(M) times the
sum of `coefficient * exp(exponent - M)`. As that holds for any M, derivatives take it for a
constant. A formula without exponentials is left untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import starmap

import sympy
from sympy import Add, Expr, Mul, Pow, S, exp

from formulas.exponentials import (
    Term,
    as_power,
    exponent_of,
    gathered,
    is_positive_number,
    terms_of,
    times,
)
from formulas.kinks import Abs, Max, paired
from formulas.powers import Scale, power
from formulas.real import (
    Cosh,
    Expm1,
    Log1p,
    LogAddExp,
    LogCosh,
    Sech,
    Sigmoid,
    Sinh,
    Softplus,
    Tanh,
)
from formulas.signs import surely_not_negative

_GROWING = (exp, Cosh, Sinh, Expm1)
Factor = tuple[Expr, Expr]
"""A base and its exponent."""


@dataclass(frozen=True)
class _Divisor:
    """A sum of exponentials, to a power that is no positive whole number."""

    terms: tuple[Term, ...]
    degree: Expr

    @property
    def positive(self) -> bool:
        """Whether it is positive term by term."""
        return _all_positive(self.terms)

    def taken_from(self, exponent: Expr) -> Expr | None:
        """What of the exponent makes a term level once exp of it multiplies the divisor."""
        left = Add.make_args(exponent)
        for term in self.terms:
            wanted = -self.degree * term.exponent
            if term.exponent != 0 and all(part in left for part in Add.make_args(wanted)):
                return wanted
        return None

    def takes(self, exponent: Expr) -> bool:
        """Whether exp of it is better taken up: it belongs to a term, or a term outgrows it."""
        left = Add.make_args(exponent)
        of_term = any(t.exponent in left or t.exponent.has(*_GROWING) for t in self.terms)
        return exponent != 0 and (of_term or self.taken_from(exponent) is not None)

    def times_exp(self, exponent: Expr) -> _Divisor:
        """The divisor times exp(exponent)."""
        each = exponent / self.degree
        moved = (replace(term, exponent=term.exponent + each) for term in self.terms)
        return _Divisor(gathered(moved), self.degree)


def stable(expression: Expr) -> Expr:
    """The same function, in forms that do not overflow in a part."""
    known: dict[Expr, Expr] = {}

    def of(part: Expr) -> Expr:
        if part not in known:
            known[part] = by_kind(part) if _grows(part) else part
        return known[part]

    def by_kind(part: Expr) -> Expr:
        if isinstance(part, Mul | Pow):
            factors = [as_power(factor) for factor in _factors(part)]
            inside = [(of(base), of(degree)) for base, degree in factors]
            found = _product(inside)
            if found is None:
                return part if inside == factors else Mul(*starmap(power, inside))
            return found
        arguments = [of(argument) for argument in part.args]
        if isinstance(part, sympy.log | Log1p):
            return _logarithm(arguments[0] + (1 if isinstance(part, Log1p) else 0))
        return part if arguments == list(part.args) else part.func(*arguments)

    return of(expression)


@lru_cache(maxsize=8192)
def _grows(expression: Expr) -> bool:
    """Whether an exponential is in it, or the logarithm of what fades like one."""
    if isinstance(expression, _GROWING):
        return True
    if isinstance(expression, Pow) and expression.base.is_number and not expression.exp.is_number:
        return True
    if isinstance(expression, sympy.log | Log1p) and expression.has(Sigmoid, Sech, Tanh):
        return True
    return any(map(_grows, expression.args))


def _factors(part: Expr) -> tuple[Expr, ...]:
    return part.args if isinstance(part, Mul) else (part,)


def _all_positive(terms: Iterable[Term]) -> bool:
    return all(is_positive_number(term.coefficient) for term in terms)


# logarithms


def _logarithm(inside: Expr) -> Expr:
    """The logarithm of an expression; those of positive factors with exponentials on their own."""
    logs: list[Expr] = []
    rest: list[Expr] = []
    for factor in _factors(inside):
        base, degree = as_power(factor)
        exponent = exponent_of(base, degree)
        found = _log_of_positive(base) if exponent is None else None
        if exponent is not None:
            logs.append(exponent)
        elif found is not None:
            logs.append(degree * found)
        else:
            rest.append(factor)
    left = Mul(*rest)
    inside = left.args[0] if isinstance(left, Abs) else left
    terms = None if left.has(Scale) else terms_of(inside)
    if terms is None or len(terms) < 2:
        return Add(*logs, sympy.log(left))
    largest = _largest(terms)
    return Add(*logs, largest, sympy.log(left.xreplace({inside: _scaled(terms, largest)})))


def _log_of_positive(factor: Expr) -> Expr | None:
    """The logarithm of a factor that is positive through its exponentials, else None."""
    if isinstance(factor, Sigmoid):
        return -Softplus(-factor.args[0])
    if isinstance(factor, Sech):
        return -LogCosh(factor.args[0])
    if (u := _of_tanh_squared(factor)) is not None:
        return -2 * LogCosh(u)
    if isinstance(factor, Add) and (whole := _as_sigmoid(factor)) is not None:
        return _logarithm(whole)
    terms = terms_of(factor)
    return None if terms is None or not _all_positive(terms) else _log_of_sum(terms)


def _as_sigmoid(factor: Add) -> Expr | None:
    """The sum 1 - sigmoid(u) as sigmoid(-u), 1 + tanh(u) as 2 sigmoid(2u), and their multiples."""
    if len(factor.args) != 2:
        return None
    number, (times, moving) = factor.args[0], factor.args[1].as_coeff_Mul()
    if not is_positive_number(number):
        return None
    if isinstance(moving, Sigmoid) and times == -number:
        return number * Sigmoid(-moving.args[0])
    if isinstance(moving, Tanh) and abs(times) == number:
        return 2 * number * Sigmoid(2 * times / number * moving.args[0])
    return None


def _of_tanh_squared(factor: Expr) -> Expr | None:
    """The u of 1 - tanh(u)^2, which is 1/cosh(u)^2; else None."""
    for one in factor.atoms(Tanh) if isinstance(factor, Add) else ():
        if factor == 1 - one**2:
            return one.args[0]
    return None


def _log_of_sum(terms: Sequence[Term]) -> Expr:
    """The logarithm of a sum that is positive term by term."""
    if (mirrored := _mirrored(terms)) is not None:
        return sympy.log(2 * mirrored.coefficient) + LogCosh(mirrored.exponent)
    first, *others = (term.log for term in terms)
    if not first.is_number:
        return paired(LogAddExp, (first, *others))
    return paired(LogAddExp, (first + Softplus(others[0] - first), *others[1:]))


def _mirrored(terms: Sequence[Term]) -> Term | None:
    """The first of c exp(u) + c exp(-u), which is 2c cosh(u)."""
    if len(terms) != 2 or terms[0].coefficient != terms[1].coefficient:
        return None
    if terms[0].exponent + terms[1].exponent != 0:
        return None
    return terms[1] if terms[0].exponent.could_extract_minus_sign() else terms[0]


# products and powers


def _product(factors: Sequence[Factor]) -> Expr | None:
    """The product of powers whose parts are in stable forms already; None where it is stable."""
    hyperbolic = _with_tanh(factors)
    divisors: list[_Divisor] = []
    exponents: list[Expr] = []
    above: list[Factor] = []
    for base, degree in hyperbolic:
        if (exponent := exponent_of(base, degree)) is not None:
            exponents.append(exponent)
        elif (divisor := _divisor(base, degree)) is not None:
            divisors.append(divisor)
        else:
            above.append((base, degree))
    grown = Add(*exponents)
    fading = any(one.takes(grown) for one in starmap(_fading, above) if one is not None)
    if not divisors and not fading and not grown.has(*_GROWING):
        return None if hyperbolic == factors else Mul(*starmap(power, hyperbolic))
    numerator, rest = _multiplied_out(above)
    if len(numerator) > 1 or grown != 0:
        divisors += [found for factor in rest if (found := _fading(*factor)) is not None]
        rest = [factor for factor in rest if _fading(*factor) is None]
    beside = Mul(*starmap(power, rest))
    if (difference := _difference(numerator, grown, divisors)) is not None:
        return beside * difference
    ratios = (term.coefficient * _ratio(term.exponent + grown, divisors) for term in numerator)
    return Add(*(beside * ratio for ratio in ratios))


def _with_tanh(factors: Sequence[Factor]) -> Sequence[Factor]:
    """The factors with sinh over cosh as tanh, cosh over sinh as 1/tanh, where both are of one."""
    found = dict(factors)
    for sech in [base for base in found if isinstance(base, Sech)]:
        cosh = Cosh(*sech.args)
        if cosh in found or Sinh(*sech.args) in found:
            found[cosh] = found.get(cosh, S.Zero) - found.pop(sech)
    for sinh in [base for base in found if isinstance(base, Sinh)]:
        cosh, tanh = Cosh(*sinh.args), Tanh(*sinh.args)
        above, below = found[sinh], found.get(cosh, S.Zero)
        if not (above.is_Integer and below.is_Integer and above * below < 0):
            continue
        times = min(abs(above), abs(below)) * (1 if above > 0 else -1)
        found |= {sinh: above - times, cosh: below + times}
        found[tanh] = found.get(tanh, S.Zero) + times
    return factors if found == dict(factors) else [f for f in found.items() if f[1] != 0]


def _divisor(base: Expr, degree: Expr) -> _Divisor | None:
    """The power of a sum with exponentials that is not multiplied out; else None."""
    if (
        (degree.is_Integer and degree.is_positive)
        or base.has(Scale)
        or isinstance(base, Sinh | Expm1)
    ):
        return None
    terms = terms_of(base)
    return None if terms is None or len(terms) < 2 else _Divisor(terms, degree)


def _fading(base: Expr, degree: Expr) -> _Divisor | None:
    """A power of a sigmoid, 1/cosh or 1/sinh as one of the sum that it is; else None."""
    if isinstance(base, Sigmoid):
        return _Divisor((Term(S.One, S.Zero), Term(S.One, -base.args[0])), -degree)
    if isinstance(base, Sech):
        half, u = S.Half, base.args[0]
        return _Divisor((Term(half, u), Term(half, -u)), -degree)
    if (u := _of_tanh_squared(base)) is not None:
        return _fading(Sech(u), 2 * degree)
    if isinstance(base, Sinh | Expm1) and degree.is_negative:
        return _Divisor(terms_of(base) or (), degree)
    return None


def _multiplied_out(factors: Iterable[Factor]) -> tuple[tuple[Term, ...], list[Factor]]:
    """Factors with exponentials as one sum, and the other factors."""
    terms: tuple[Term, ...] = (Term(S.One, S.Zero),)
    rest: list[Factor] = []
    for base, degree in factors:
        whole = degree.is_Integer and degree.is_positive
        found = times(terms, terms_of(base), int(degree)) if whole else None
        if found is None:
            rest.append((base, degree))
        else:
            terms = found
    return terms, rest


def _difference(
    numerator: Sequence[Term], grown: Expr, divisors: Sequence[_Divisor]
) -> Expr | None:
    """A fraction (a exp(u) - b exp(v))/(c exp(u) + d exp(v)), a/c = b/d, as a tanh; else None."""
    if len(numerator) != 2 or len(divisors) != 1 or divisors[0].degree != -1:
        return None
    below = {term.exponent: term.coefficient for term in divisors[0].terms}
    above = {term.exponent + grown: term.coefficient for term in numerator}
    if len(below) != 2 or above.keys() != below.keys() or not divisors[0].positive:
        return None
    (u, c), (v, d) = below.items()
    share, argument = above[u] / c, (u - v + sympy.log(c / d)) / 2
    if share + above[v] / d != 0:
        return None
    if argument.could_extract_minus_sign():
        share, argument = -share, -argument
    return share * Tanh(argument)


def _ratio(grown: Expr, divisors: Sequence[_Divisor]) -> Expr:
    """exp(grown) times the divisors, each of which takes up what of it belongs to it."""
    taken, beside = [], grown
    for divisor in divisors:
        wanted = divisor.taken_from(beside)
        taken.append(divisor if wanted is None else divisor.times_exp(wanted))
        beside -= wanted or S.Zero
    if beside != 0 and not surely_not_negative(-beside):
        for i, divisor in enumerate(taken):
            if any(t.exponent.free_symbols & beside.free_symbols for t in divisor.terms):
                taken[i], beside = divisor.times_exp(beside), S.Zero
                break
    if len(taken) > 1 and all(one.positive for one in taken) and not all(map(_is_below, taken)):
        return exp(Add(beside, *(one.degree * _log_of_sum(one.terms) for one in taken)))
    return Mul(exp(beside), *map(_power_of_sum, taken))


def _is_below(divisor: _Divisor) -> bool:
    return bool(divisor.degree.is_number and divisor.degree.is_negative)


def _power_of_sum(divisor: _Divisor) -> Expr:
    terms, degree = divisor.terms, divisor.degree
    if not divisor.positive:
        largest = _largest(terms)
        return exp(degree * largest) * power(_scaled(terms, largest), degree)
    if _is_below(divisor):
        if (mirrored := _mirrored(terms)) is not None:
            scale = 2 * mirrored.coefficient
            return scale**degree * Sech(mirrored.exponent) ** -degree
        if len(terms) == 2 and terms[0].exponent == 0:
            level = terms[0].coefficient
            return level**degree * Sigmoid(sympy.log(level) - terms[1].log) ** -degree
    return exp(degree * _log_of_sum(terms))


def _largest(terms: Iterable[Term]) -> Expr:
    """The largest exponent, which derivatives take for a constant."""
    return Scale(paired(Max, tuple(term.exponent for term in terms)))


def _scaled(terms: Iterable[Term], largest: Expr) -> Expr:
    return Add(*(term.coefficient * exp(term.exponent - largest) for term in terms))
