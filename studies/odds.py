"""How often a run escapes: one race under many seeds at once.

Each seed stands for its own gradient noise, its own order of mini-batches, or both. A run is
judged by the basin in which it stands after its last step (`analysis.basins`), so that one that
is still shaken about in its well counts for that well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sympy import Expr

from analysis import Basins, basins, survey
from formulas.expression import operations
from landscapes import Landscape
from landscapes.view import Point
from optimizers import Batches, Rule, RunConfig, ends
from words import say

Array = NDArray[np.float64]

SEEDS = 500
Z_95 = 1.959963984540054  # the Gaussian's 97.5 % point
STEP_BESIDE = 40  # operations of a step beside those of the gradient
ROWS_AT_ONCE = 3  # rows of a batch stand together in memory, and take less time each
SEEDS_BESIDE = 250  # what a step costs however few the runs, as so many runs more
EQUAL = 1e-6  # of the heights in view: wells this close in depth are equally deep


@dataclass(frozen=True)
class Trials:
    """A race of one rule from one start, under as many seeds (0, 1, ...) or under these.

    `trace` follows any one of these runs again with `config` and its seed. Batches with a seed
    of their own are the same in all runs.
    """

    rule: Rule
    landscape: Landscape
    start: Point
    config: RunConfig = field(default_factory=RunConfig)
    seeds: int | Sequence[int] = SEEDS

    @property
    def alike(self) -> bool:
        """Whether a seed plays no part, so that every run is the same."""
        still = self.config.noise_on(self.rule).sigma <= 0.0
        rows = self.landscape.loss.rows
        return still and self.config.rows_seen(rows) >= rows

    @property
    def work(self) -> int:
        """About how many operations these runs take, of 1 to 5 ns each."""
        runs = self.seeds if isinstance(self.seeds, int) else len(self.seeds)
        return self.config.steps * (runs + SEEDS_BESIDE) * (self._of_gradient + STEP_BESIDE)

    @property
    def _of_gradient(self) -> int:
        """Operations of one gradient."""
        loss = self.landscape.loss
        once = _operations(loss.gradient_expressions)
        return self.config.rows_seen(loss.rows) * once // ROWS_AT_ONCE if loss.rows else once

    def with_noise(self, sigma: float) -> Trials:
        """The same with gradient noise of this strength, also where the rule brings its own."""
        own = {"sigma": sigma} if "sigma" in self.rule.defaults else {}
        noise, settings = replace(self.config.noise, sigma=sigma), {**self.config.settings, **own}
        return replace(self, config=replace(self.config, noise=noise, settings=settings))

    def with_batches(self, size: int) -> Trials:
        """The same with mini-batches of so many rows."""
        own = self.config.batches
        batches = replace(own, size=size) if own else Batches(size)
        return replace(self, config=replace(self.config, batches=batches))


@dataclass(frozen=True)
class Share:
    """So many of all runs, `count` of `trials`."""

    count: int
    trials: int

    @property
    def value(self) -> float:
        """The share as a number from 0 to 1."""
        return self.count / self.trials

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the chance, by Wilson's score."""
        return wilson(self.count, self.trials)


@dataclass(frozen=True, eq=False)
class Odds:
    """How runs ended that differ in their seed only."""

    escaped: Share  # in the basin of a lower minimum than that of the start
    reached: Share  # in the basin of a global minimum in view
    outside: Share  # at a place outside the view, where no basin is known
    lost: Share  # out of the domain, or overflowed
    ends: Array  # (n, 2), NaN where a run is lost
    doubt: str = ""  # a sentence on why no run can escape or be seen to, empty where they can

    @property
    def gone(self) -> Share:
        """Outside the view or lost: of these runs no basin is known."""
        return Share(self.outside.count + self.lost.count, self.lost.trials)


def odds(trials: Trials) -> Odds:
    """The odds of a rule from one start.

    Raises ValueError as `trace` does, and where there is no seed.
    """
    land, start = trials.landscape, trials.start
    every = range(trials.seeds) if isinstance(trials.seeds, int) else trials.seeds
    ended = ends(trials.rule, land, start, trials.config, seed=every)
    drawn = basins(land)
    here = int(drawn.under(land.unit(start)))
    depths = np.array([a.value if a.kind == "minimum" else np.inf for a in drawn.attractors])
    at = land.unit(ended)
    there = drawn.under(at)
    depth = np.where(there >= 0, np.append(depths, np.inf)[there], np.inf)
    wells = depths[np.isfinite(depths)]
    equal = EQUAL * survey(land).height
    lowest = float(wells.min()) if wells.size else -np.inf
    # nothing is lower than no well
    held = float(depths[here]) if here >= 0 and np.isfinite(depths[here]) else -np.inf

    def share(of: ArrayLike) -> Share:
        return Share(int(np.count_nonzero(of)), len(ended))

    return Odds(
        escaped=share(depth < held - equal),
        reached=share(depth <= lowest + equal),
        outside=share((np.abs(at - 0.5) > 0.5).any(axis=-1)),
        lost=share(np.isnan(ended).any(axis=-1)),
        ends=ended,
        doubt=_doubt(drawn, here, held <= lowest + equal),
    )


def wilson(count: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a chance of which `count` of `trials` came true.

    With p the share and n the trials it is
    (p + z^2/(2n) -+ z sqrt(p(1 - p)/n + z^2/(4n^2))) / (1 + z^2/n); it stays within 0 and 1,
    and says something where p is 0 or 1 (Wilson, Probable inference, the law of succession, and
    statistical inference, Journal of the American Statistical Association 22, 1927).
    """
    if not 0 <= count <= trials or trials < 1:
        raise ValueError(f"{count} of {trials} is no share")
    p, n = count / trials, float(trials)
    middle = p + z * z / (2 * n)
    reach = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    # what rounding leaves of 0 and 1
    return (0.0 if count == 0 else float(low), 1.0 if count == trials else float(high))


@lru_cache(maxsize=64)
def _operations(expressions: tuple[Expr, ...]) -> int:
    return sum(map(operations, expressions))


def _doubt(drawn: Basins, here: int, at_bottom: bool) -> str:
    if drawn.doubt and not drawn.stride:
        return drawn.doubt
    if here < 0:
        return say("odds.doubts.no_well")
    if drawn.attractors[here].kind != "minimum":
        return say("odds.doubts.flat_start")
    if at_bottom:
        return say("odds.doubts.at_bottom")
    return ""
