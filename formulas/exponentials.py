"""Sums as terms `coefficient * exp(exponent)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import sympy
from sympy import Add, Expr, Mul, Pow, S, exp

from formulas.real import Cosh, Expm1, Sinh

MAX_TERMS = 24
"""Of a sum that is multiplied out."""


@dataclass(frozen=True)
class Term:
    """coefficient * exp(exponent)."""

    coefficient: Expr
    exponent: Expr

    @property
    def log(self) -> Expr:
        """The logarithm, of a term that is positive."""
        return self.exponent + sympy.log(self.coefficient)


def terms_of(expression: Expr) -> tuple[Term, ...] | None:
    """The terms of a sum with exponentials, multiplied out, what has none first.

    cosh and sinh count as the sums that they are. None where there are no exponentials, and where
    there are more than `MAX_TERMS`.
    """
    found: list[Term] = []
    for part in Add.make_args(expression):
        terms = _of_product(part)
        if terms is None or len(found) + len(terms) > MAX_TERMS:
            return None
        found += terms
    return gathered(found) if any(term.exponent != 0 for term in found) else None


def times(
    terms: tuple[Term, ...], factor: tuple[Term, ...] | None, count: int = 1
) -> tuple[Term, ...] | None:
    """A sum times another, so many times; None where there is none or that gets too long."""
    if factor is None or count > MAX_TERMS:
        return None
    for _ in range(count):
        terms = gathered(
            Term(a.coefficient * b.coefficient, a.exponent + b.exponent)
            for a, b in product(terms, factor)
        )
        if len(terms) > MAX_TERMS:
            return None
    return terms


def gathered(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms, those of one exponent as one; what has no exponential comes first."""
    sums: dict[Expr, Expr] = {S.Zero: S.Zero}
    for term in terms:
        sums[term.exponent] = sums.get(term.exponent, S.Zero) + term.coefficient
    return tuple(Term(coefficient, u) for u, coefficient in sums.items() if coefficient != 0)


def as_power(factor: Expr) -> tuple[Expr, Expr]:
    """The base and exponent of a power; another factor is one to the power 1."""
    return factor.args if isinstance(factor, Pow) else (factor, S.One)


def exponent_of(base: Expr, degree: Expr) -> Expr | None:
    """The u of exp(u), or of 2^u as exp(u log 2); None where base^degree is no exponential."""
    if isinstance(base, exp) and not base.is_number:
        return base.args[0] if degree == 1 else None
    return degree * sympy.log(base) if is_positive_number(base) and not degree.is_number else None


def is_positive_number(expression: Expr) -> bool:
    """Whether it is a number above 0."""
    return bool(expression.is_number and expression.is_positive)


def _of_product(part: Expr) -> tuple[Term, ...] | None:
    """The terms of a product; one where no factor is a sum with exponentials."""
    terms: tuple[Term, ...] = (Term(S.One, S.Zero),)
    for factor in Mul.make_args(part):
        base, degree = as_power(factor)
        exponent, count = exponent_of(base, degree), 1
        inside: tuple[Term, ...] | None = None
        if exponent is not None:
            inside = (Term(S.One, exponent),)
        elif (
            degree.is_Integer and degree.is_positive and isinstance(base, Add | Cosh | Sinh | Expm1)
        ):
            inside, count = _of_factor(base), int(degree)
        more = times(terms, inside or (Term(factor, S.Zero),), count if inside else 1)
        if more is None:
            return None
        terms = more
    return terms


def _of_factor(base: Expr) -> tuple[Term, ...] | None:
    if isinstance(base, Add):
        return terms_of(base)
    half, u = S.Half, base.args[0]
    if isinstance(base, Expm1):
        return Term(-S.One, S.Zero), Term(S.One, u)
    return Term(half, u), Term(half if isinstance(base, Cosh) else -half, -u)
