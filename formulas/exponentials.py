"""Sums as terms `coefficient * exp(exponent)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sympy
from sympy import Add, Expr, Mul, Pow, S, exp

from formulas.real import Cosh, Sinh


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
    """The terms of a sum with exponentials, what has none first; None where there are none.

    cosh and sinh count as the sums that they are. What stands in a sum within a product is not
    looked for.
    """
    found: list[Term] = []
    for part in Add.make_args(expression):
        exponents, others = _split(part)
        coefficient, exponent = Mul(*others), Add(*exponents)
        hyperbolic = [factor for factor in others if isinstance(factor, Cosh | Sinh)]
        if not hyperbolic:
            found.append(Term(coefficient, exponent))
            continue
        function, u = hyperbolic[0], hyperbolic[0].args[0]
        half = coefficient / function / 2
        other = half if isinstance(function, Cosh) else -half
        found += [Term(half, exponent + u), Term(other, exponent - u)]
    return gathered(found) if any(term.exponent != 0 for term in found) else None


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


def _split(product: Expr) -> tuple[list[Expr], list[Expr]]:
    """The exponents of a product's exponentials, and its other factors."""
    exponents: list[Expr] = []
    others: list[Expr] = []
    for factor in Mul.make_args(product):
        exponent = exponent_of(*as_power(factor))
        if exponent is None:
            others.append(factor)
        else:
            exponents.append(exponent)
    return exponents, others
