"""A sum of one function over many coordinates: how rare its minima are, and runs beside a saddle.

At a stationary point of f(w_1) + ... + f(w_n) each coordinate is at a stationary point of f, and
the point is a minimum only if each is at a minimum. Its Hessian is diagonal, so each coordinate
with f'' < 0 is a direction that leads down, and every other way of choosing gives a saddle, or,
where all are at maxima, a maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from analysis.one_variable import OneVariable
from optimizers import RULES, Rule, RunConfig
from optimizers.course import plan
from optimizers.many import follow_gradient

Array = NDArray[np.float64]

RACERS = ("gd", "momentum", "rmsprop", "adam")
STEPS = 200
MAX_COORDINATES = 30
ASIDE = 1e-3  # of the interval: the standard deviation of a start's distance from the saddle
CURVATURES = 201  # places where the curvature is looked at
# eta as a share of 1 over the largest curvature, or of the interval
_OF_CURVATURE = {"gd": 0.2, "momentum": 0.05}
_OF_INTERVAL = {"rmsprop": 0.005, "adam": 0.01}


def share_of_minima(minima: int, maxima: int, n: int) -> Fraction:
    """Of the stationary points of the sum over n coordinates, the share that are minima.

    Raises ValueError where the function has neither minima nor maxima.
    """
    if minima + maxima < 1:
        raise ValueError("a function without minima and maxima has no share of them")
    return Fraction(minima, minima + maxima) ** n


@dataclass(frozen=True)
class Descent:
    """A run over all coordinates."""

    rule: Rule
    eta: float
    points: Array  # (steps + 1, n)
    losses: Array  # (steps + 1,)
    leading_down: NDArray[np.int64]  # (steps + 1,): coordinates with negative curvature

    @property
    def left_at(self) -> int | None:
        """The step from which no direction leads down any more; None where one still does."""
        still = np.flatnonzero(self.leading_down)
        left = int(still[-1]) + 1 if still.size else 0
        return left if left < len(self.leading_down) else None


def beside_a_saddle(function: OneVariable, n: int, seed: int = 0) -> Array:
    """A start (n,) close to a saddle of the sum.

    Every other coordinate, from the first on, is near a maximum of the function, the others near
    a minimum. A start for more coordinates begins with that for fewer. Raises ValueError where
    the function lacks a minimum or a maximum, so that there is no saddle.
    """
    random = np.random.default_rng(seed)
    kinds = [function.of_kind("maximum"), function.of_kind("minimum")]
    if not all(kinds):
        raise ValueError("the sum has saddles where the function has minima and maxima")
    picks, asides = random.random(MAX_COORDINATES), random.standard_normal(MAX_COORDINATES)
    saddle = [kinds[i % 2][int(picks[i] * len(kinds[i % 2]))] for i in range(n)]
    return np.array(saddle) + ASIDE * (function.high - function.low) * asides[:n]


def descents(
    function: OneVariable, n: int, seed: int = 0, racers: Sequence[str] = RACERS
) -> tuple[Descent, ...]:
    """Runs of these rules over the sum, from `beside_a_saddle`, of `STEPS` steps each."""
    start = beside_a_saddle(function, n, seed)
    return tuple(_descent(function, RULES[key], start) for key in racers)


def suited_eta(function: OneVariable, rule: Rule) -> float:
    """A learning rate for a rule on the sum, to two digits, as it is shown.

    It is small beside 1 over the largest curvature between the outermost stationary points, or
    beside the interval.
    """
    if rule.key in _OF_CURVATURE:
        between = np.linspace(function.zeros[0].at, function.zeros[-1].at, CURVATURES)
        curvatures = np.abs(function.curvature(between))
        largest = np.max(curvatures, initial=0.0, where=np.isfinite(curvatures))
        eta = _OF_CURVATURE[rule.key] / (largest or 1.0)
    else:
        eta = _OF_INTERVAL[rule.key] * (function.high - function.low)
    return float(f"{eta:.2g}")


def _descent(function: OneVariable, rule: Rule, start: Array) -> Descent:
    eta = suited_eta(function, rule)
    course = plan(rule, RunConfig(STEPS, {"eta": eta}))

    def gradient(w: Array, out: Array) -> None:
        out[...] = function.slope(w)

    points = np.empty((STEPS + 1, len(start)))
    points[0] = start
    with np.errstate(all="ignore"):
        for step, w in enumerate(follow_gradient(rule, gradient, start, course), 1):
            points[step] = w
        losses = function.value(points).sum(axis=1)
        leading_down = (function.curvature(points) < 0).sum(axis=1)
    return Descent(rule, eta, points, losses, leading_down)
