"""Escapes from the basins of local minima: how high the way out climbed, and what carried it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from analysis import Basins
from optimizers import CONSTANT, RunConfig
from verdicts.basin_visits import BasinVisits, Left
from verdicts.context import LossContext
from verdicts.oscillation import Cause, shaker
from verdicts.path import Path
from verdicts.reruns import affordable, path_again, unshaken, without_momentum

EXPLAINED = 4  # escapes whose means are looked for
RERUNS = 3  # for each, at most
PLACES = 33  # looked at along the step that left


class Means(StrEnum):
    """What carried a path out of a basin."""

    NOISE = "noise"
    BATCHES = "batches"
    MOMENTUM = "momentum"
    LEAP = "leap"  # most of the climb lies within the one step that left
    STEPS = "steps"
    DOWNHILL = "downhill"  # it climbed nowhere on its way out


@dataclass(frozen=True)
class Escape:
    """A local minimum's basin, in which a path was for a while, left for good.

    `climb` is from the lowest loss that it had there to the highest on its way out, the last step
    included; `length` is that of this step, in axis units.
    """

    step: int
    climb: float
    length: float
    means: Means | None  # None where it was not looked for


def escapes(
    path: Path, visits: BasinVisits, drawn: Basins, context: LossContext
) -> tuple[Escape, ...]:
    """The escapes of a path, in order."""
    explained = min(EXPLAINED, len(visits.left))
    if not affordable(path.run, RERUNS * explained):
        explained = 0
    found = []
    for number, left in enumerate(visits.left):
        before, after = path.run.weights[left.step - 1 : left.step + 1]
        losses = path.run.losses[left.first : left.step]
        lowest = int(np.nanargmin(losses))
        way = path.run.landscape.loss.value(np.linspace(before, after, PLACES))
        over = float(np.nanmax(way))
        climb = float(max(np.nanmax(losses[lowest:]), over) - losses[lowest])
        if context.as_low_as(climb, 0.0):
            climb = 0.0
        leapt = over - losses[-1] > climb / 2
        means = _means(path, left, drawn, climb, leapt) if number < explained else None
        length = float(np.linalg.norm(after - before))
        found.append(Escape(left.step, climb, length, means))
    return tuple(found)


def _means(path: Path, left: Left, drawn: Basins, climb: float, leapt: bool) -> Means:
    """What was needed to get out: from where the path came in, a run without it stays."""
    shaking, calm = shaker(path), unshaken(path.run)
    if shaking is not None:
        whole = drawn.under(path_again(path, calm).u)
        known = (whole == left.label).any()
        if whole[-1] == left.label or (not known and _stays(path, left, drawn, calm)):
            return Means.BATCHES if shaking is Cause.BATCHES else Means.NOISE
    if not climb:
        return Means.DOWNHILL
    without = without_momentum(path.run, calm)
    if without is not None and _stays(path, left, drawn, without):
        return Means.MOMENTUM
    return Means.LEAP if leapt else Means.STEPS


def _stays(path: Path, left: Left, drawn: Basins, config: RunConfig) -> bool:
    """Whether a run from where the path came into the basin, run so, ends in it."""
    run = path.run
    if "eta" in config.settings:
        eta = float(run.course.etas[left.first])
        config = replace(config, settings={**config.settings, "eta": eta}, schedule=CONSTANT)
    again = path_again(path, config, run.weights[left.first], path.last - left.first)
    return bool(drawn.under(again.u[-1]) == left.label)
