"""Basins on the way: which ones a path was in, which it left for good, how long it stayed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import Basins
from analysis.stretches import stretches
from verdicts.context import LossContext, Minimum
from verdicts.path import SHORTEST_TAIL, Path

SHORTEST_STAY = 3  # steps in a row: fewer do not tell a basin that held a path


@dataclass(frozen=True)
class Stay:
    """The steps `first` to `last`, spent in the basin of a minimum."""

    first: int
    last: int
    minimum: Minimum


@dataclass(frozen=True)
class Left:
    """The basin of a local minimum that held a path from step `first` on, left for good."""

    first: int
    step: int  # the first after the last one in it
    label: int
    minimum: Minimum


@dataclass(frozen=True, eq=False)
class BasinVisits:
    """The basins that a path went through, in order."""

    labels: NDArray[np.int64]  # (steps + 1,): the basin at each step, -1 for none
    stays: tuple[Stay, ...]
    left: tuple[Left, ...]


def basin_visits(path: Path, basins: Basins, context: LossContext) -> BasinVisits:
    """Where a path was, by the basins of its view."""
    labels = basins.under(path.u)
    until = labels[: path.last + 1]
    return BasinVisits(labels, _stays(until, context), _left(until, context))


def _stays(labels: NDArray[np.int64], context: LossContext) -> tuple[Stay, ...]:
    stays = []
    for first, last in zip(*stretches(labels), strict=True):
        minimum = context.minimum_of(int(labels[first]))
        if minimum is not None:
            stays.append(Stay(int(first), int(last), minimum))
    return tuple(stays)


def _left(labels: NDArray[np.int64], context: LossContext) -> tuple[Left, ...]:
    """What left only in the last steps may come back: that is no escape yet.

    A basin that was only leapt into and out of never held the path, so leaving it is none either.
    """
    last = len(labels) - 1
    latest = last - min(SHORTEST_TAIL, last // 4)
    firsts, lasts = stretches(labels)
    long = lasts - firsts + 1 >= SHORTEST_STAY
    held = dict(zip(labels[firsts[long]].tolist(), firsts[long].tolist(), strict=True))
    found = []
    for label, first in held.items():
        minimum = context.minimum_of(label)
        if label == labels[last] or minimum is None or context.is_global(minimum):
            continue
        if (step := int(np.flatnonzero(labels == label)[-1]) + 1) <= latest:
            found.append(Left(first, step, label, minimum))
    return tuple(sorted(found, key=lambda left: left.step))
