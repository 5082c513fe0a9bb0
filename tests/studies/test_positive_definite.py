"""The share of positive definite matrices, against closed forms, samples and the known limit."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from studies import positive_definite
from studies.positive_definite import MAX_SIZE, shares_of_positive_definite

SAMPLES = 200_000


def test_closed_forms() -> None:
    """n = 3 as in Dean & Majumdar, Physical Review E 77, 041108, 2008."""
    known = [1 / 2, (2 - math.sqrt(2)) / 4, 1 / 4 - math.sqrt(2) / (2 * math.pi)]
    assert shares_of_positive_definite()[:3] == pytest.approx(known, rel=1e-14)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_samples(n: int) -> None:
    """Symmetric parts of Gaussian matrices; within four standard deviations."""
    square = np.random.default_rng(n).standard_normal((SAMPLES, n, n))
    smallest = np.linalg.eigvalsh(square + square.transpose(0, 2, 1))[:, 0]
    share = shares_of_positive_definite()[n - 1]
    spread = math.sqrt(share * (1 - share) / SAMPLES)
    assert abs((smallest > 0).mean() - share) < 4 * spread


def test_the_limit_is_neared_from_below() -> None:
    """exp(-n^2 ln(3)/4) in its leading order: Dean & Majumdar, Large Deviations of Extreme
    Eigenvalues of Random Matrices, Physical Review Letters 97, 160201, 2006."""
    shares = shares_of_positive_definite()
    ratios = [-4 * math.log10(share) / (n**2 * math.log10(3)) for n, share in enumerate(shares, 1)]
    assert len(ratios) == MAX_SIZE
    assert all(one > other > 1 for one, other in pairwise(ratios))
    assert ratios[-1] < 1.05


def test_enough_digits_are_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = shares_of_positive_definite()
    monkeypatch.setattr(positive_definite, "_DIGITS", 90)
    assert shares_of_positive_definite.__wrapped__(MAX_SIZE) == pytest.approx(shares, rel=1e-15)
