"""How often a run escapes: one race under many seeds at once.

Each seed stands for its own gradient noise, its own order of mini-batches, or both. A run is
judged by the basin in which it stands after its last step (`studies.basins`), so that one that
is still shaken about in its well counts for that well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landscapes.landscape import Landscape, Point
from optimizers import CONSTANT, Rule, Schedule, ends
from optimizers.course import Batches
from studies.basins import Basins, basins

Array = NDArray[np.float64]

SEEDS = 500
FINENESS = (256, 128, 64)  # pixels a side: basins that take too much work are drawn coarser
Z_95 = 1.959963984540054  # the Gaussian's 97.5 % point
EQUAL = 1e-6  # of the losses at the minima: wells this close in depth are equally deep


@dataclass(frozen=True)
class Share:
    """`count` of `trials` runs."""

    count: int
    trials: int

    @property
    def value(self) -> float:
        return self.count / self.trials

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the chance, by Wilson's score."""
        return wilson(self.count, self.trials)


@dataclass(frozen=True, eq=False)
class Odds:
    """Of runs that differ in their seed only, the share that

    `escaped`: stands at the end in the basin of a lower minimum than that of the start;
    `reached`: stands at the end in the basin of a global minimum in view;
    `lost`: left the domain or overflowed.

    `ends` (n, 2) is where the runs stand, NaN where they are lost. `doubt` says in a sentence
    why no run can escape or be seen to, and is empty where they can.
    """

    escaped: Share
    reached: Share
    lost: Share
    ends: Array
    doubt: str = ""


def odds(
    rule: Rule,
    loss: Landscape,
    start: Point,
    steps: int = 300,
    settings: Mapping[str, float] | None = None,
    *,
    seeds: int | Sequence[int] = SEEDS,
    noise: float = 0.0,
    schedule: Schedule = CONSTANT,
    noise_decay: float = 0.0,
    fresh: bool = False,
    batches: Batches | None = None,
) -> Odds:
    """The odds of `rule` from one start, under as many seeds (0, 1, ...) or under these.

    The other arguments are those of `trace`, which follows any one of these runs again under
    its seed. `batches` with a seed of their own are the same in all runs. Raises ValueError as
    `trace` does, and where there is no seed.
    """
    every = range(seeds) if isinstance(seeds, int) else seeds
    ended = ends(
        rule, loss, start, steps, settings, seed=every, noise=noise, schedule=schedule,
        noise_decay=noise_decay, fresh=fresh, batches=batches,
    )  # fmt: skip
    drained = _drained(loss)
    here = int(basin_at(drained, loss, np.array([start]))[0])
    depths = np.array([a.value if a.kind == "minimum" else np.inf for a in drained.attractors])
    there = basin_at(drained, loss, ended)
    depth = np.where(there >= 0, np.append(depths, np.inf)[there], np.inf)
    wells = depths[np.isfinite(depths)]
    equal = float(EQUAL * np.ptp(wells)) if wells.size else 0.0
    lowest = float(wells.min()) if wells.size else -np.inf
    # nothing is lower than no well
    held = float(depths[here]) if here >= 0 and np.isfinite(depths[here]) else -np.inf

    def share(of: ArrayLike) -> Share:
        return Share(int(np.count_nonzero(of)), len(ended))

    return Odds(
        escaped=share(depth < held - equal),
        reached=share(depth <= lowest + equal),
        lost=share(np.isnan(ended).any(axis=-1)),
        ends=ended,
        doubt=_doubt(drained, here, held <= lowest + equal),
    )


def odds_against(
    values: Sequence[float],
    rule: Rule,
    loss: Landscape,
    start: Point,
    steps: int = 300,
    settings: Mapping[str, float] | None = None,
    *,
    vary: str = "noise",
    seeds: int | Sequence[int] = SEEDS,
    noise: float = 0.0,
    schedule: Schedule = CONSTANT,
    noise_decay: float = 0.0,
    fresh: bool = False,
    batches: Batches | None = None,
) -> Iterator[tuple[float, Odds]]:
    """Odds against the strength of the noise, or the size of a batch where `vary` is "batch":
    each value with its odds as soon as they are known, so that a page can show how far it is,
    and stop by asking no further. The other arguments are those of `odds`."""
    if vary not in ("noise", "batch"):
        raise ValueError(f'vary is "noise" or "batch", not {vary!r}')
    own_seed = batches.seed if batches else None
    for value in values:
        by_batch = vary == "batch"
        yield value, odds(
            rule, loss, start, steps, settings, seeds=seeds, schedule=schedule,
            noise=noise if by_batch else value, noise_decay=noise_decay, fresh=fresh,
            batches=Batches(int(value), own_seed) if by_batch else batches,
        )  # fmt: skip


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


def basin_at(drained: Basins, loss: Landscape, points: Array) -> NDArray[np.int64]:
    """The label of the pixel under each of points (n, 2); -1 outside the view and for NaN."""
    low = np.array([loss.x_range[0], loss.y_range[0]])
    high = np.array([loss.x_range[1], loss.y_range[1]])
    u = (points - low) / (high - low)
    with np.errstate(invalid="ignore"):
        inside = ((u >= 0) & (u <= 1)).all(axis=-1)
    cell = np.rint(np.where(inside[:, np.newaxis], u, 0) * (len(drained.labels) - 1)).astype(int)
    return np.where(inside, drained.labels[cell[:, 1], cell[:, 0]], -1)


def _drained(loss: Landscape) -> Basins:
    drawn = (basins(loss, size) for size in FINENESS)
    first = next(drawn)
    if first.doubt and first.attractors:
        return next((coarser for coarser in drawn if not coarser.doubt), first)
    return first


def _doubt(drained: Basins, here: int, at_bottom: bool) -> str:
    if drained.doubt:
        return drained.doubt
    if here < 0:
        return "The start drains to no minimum in view, so there is nothing to escape from."
    if drained.attractors[here].kind != "minimum":
        return "The start drains to flat ground, so there is no well to escape from."
    if at_bottom:
        return "The start is in the basin of the lowest minimum: there is no lower one."
    return ""
