"""How rare positive definite matrices are among random symmetric ones, exactly.

The matrices are those of the Gaussian orthogonal ensemble: independent Gaussian entries, those of
the diagonal with twice the variance. Their eigenvalues have the density

    C prod_(i<j) |x_i - x_j| exp(-sum x_i^2 / 2).

Integrated over x_i > 0 that is a Pfaffian (de Bruijn, J. Indian Math. Soc. 19, 133-151, 1955), as
Chiani, Distribution of the largest eigenvalue for real Wishart and Gaussian random matrices and a
simple approximation for the Tracy-Widom distribution, J. Multivariate Analysis 129, 69-81, 2014,
computes it; over all x_i it is Mehta's integral. On a quarter of the plane the double integrals
of the Pfaffian become, in polar coordinates, incomplete beta functions at 1/2.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mpmath import MPContext

MAX_SIZE = 30
_DIGITS = 50  # some thirty are lost on the way


@lru_cache(maxsize=1)
def shares_of_positive_definite(most: int = MAX_SIZE) -> tuple[float, ...]:
    """The probability that all eigenvalues of an n x n matrix are positive, n from 1 to `most`.

    As exact as a float is.
    """
    numbers = MPContext()  # of its own: its precision is nobody else's
    numbers.dps = _DIGITS
    pairs, singles = _moments(most, numbers)
    bordered = [[numbers.zero, *singles]]
    bordered += [[-single, *row] for single, row in zip(singles, pairs, strict=True)]
    even, odd = _pfaffians(pairs), _pfaffians(bordered)
    shares = []
    whole = numbers.one  # Mehta's integral over n!
    for n in range(1, most + 1):
        whole *= numbers.sqrt(2 * numbers.pi) * numbers.gamma(1 + numbers.mpf(n) / 2)
        whole /= numbers.gamma(numbers.mpf(3) / 2) * n
        pfaffian = odd[n // 2] if n % 2 else even[n // 2 - 1]
        shares.append(float(abs(pfaffian) / whole))
    return tuple(shares)


def _pfaffians(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """The Pfaffians of the leading 2 x 2, 4 x 4, ... parts of an antisymmetric matrix.

    They are products of the pivots of an elimination two rows at a time.
    """
    a = [list(row) for row in rows]
    found: list[Any] = []
    for k in range(0, len(a) - 1, 2):
        pivot = a[k][k + 1]
        found.append(pivot * found[-1] if found else pivot)
        for i in range(k + 2, len(a)):
            for j in range(i + 1, len(a)):
                a[i][j] += (a[k][j] * a[k + 1][i] - a[k][i] * a[k + 1][j]) / pivot
                a[j][i] = -a[i][j]
    return found


def _moments(most: int, numbers: Any) -> tuple[list[list[Any]], list[Any]]:
    """Integrals against Gaussians: of x^i y^j - x^j y^i over 0 < x < y, and of x^i over 0 < x."""
    half = numbers.mpf(1) / 2
    pairs = [[numbers.zero] * most for _ in range(most)]
    for i in range(most):
        for j in range(i):
            # x = r cos(a), y = r sin(a), a from 45 to 90 degrees
            radial = numbers.power(2, half * (i + j)) * numbers.gamma(half * (i + j) + 1)
            p, q = half * (j + 1), half * (i + 1)
            angular = numbers.betainc(p, q, 0, half) - numbers.beta(p, q) / 2
            pairs[j][i] = radial * angular
            pairs[i][j] = -pairs[j][i]
    singles = [
        numbers.power(2, half * (i - 1)) * numbers.gamma(half * (i + 1)) for i in range(most)
    ]
    return pairs, singles
