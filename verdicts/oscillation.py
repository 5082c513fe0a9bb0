"""Paths that oscillate: whether one does, how wide, and what keeps it swinging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from optimizers import CONSTANT
from verdicts.context import LossContext, Minimum
from verdicts.path import Array, Path, largest, middle, width
from verdicts.reruns import SOON, affordable, momenta, path_again, unshaken, with_settings

REVERSALS = 0.3  # of the tail's steps that turn back: it oscillates
SHRINKING = 0.85  # one that narrows more than this, from half a tail to the next, still settles
DRIFT = 0.25  # of an oscillation's width: one that moves on further than that gets somewhere
AS_WIDE = (
    0.5  # of an oscillation's width: one that is still so wide when nothing shakes it is not shaken
)
A_QUARTER = 0.28  # of it, and a bit: a swing that goes with eta comes to this with a quarter of eta
MARGIN = 0.1  # of an oscillation's width: what lies no further outside, it goes around
USUAL = 0.9  # momentum; what has no more is tried with half of it
PERIOD_TWO = 0.1  # of a step: a path that is back so near after two goes between two points
QUARTERS = 4  # of a path: it is shaken about where it is if the last two tell the same
SHORTEST_QUARTER = 10  # steps


class Cause(StrEnum):
    """What keeps a path oscillating: what shakes its gradients, or a setting of its rule."""

    NOISE = "noise"
    BATCHES = "batches"
    ETA = "eta"
    MOMENTUM = "momentum"
    STEPS = "steps"  # of which neither is to blame


@dataclass(frozen=True)
class Oscillation:
    """A path's going back and forth, or being shaken about."""

    part: slice  # the steps in which it is seen
    width: float  # in axis units, as is `apart`
    apart: float | None  # the distance of the two points between which it goes, if it does
    cause: Cause


def oscillation_of(path: Path, minimum: Minimum | None, context: LossContext) -> Oscillation | None:
    """The oscillation in which a path ends; None where it has none.

    `minimum` is the one in whose basin all of its last half lies, None where there is none.
    """
    shaking = shaker(path)
    if oscillates(path.u[path.tail]):
        shaken = shaking is not None and not _oscillates_by_itself(path)
        return _oscillation(path, path.tail, shaking if shaken else None)
    quarter = path.last // QUARTERS
    if shaking is None or minimum is None or quarter < SHORTEST_QUARTER:
        return None
    part = slice(path.last - quarter, path.last + 1)
    before = slice(part.start - quarter, part.start + 1)
    around = all(minimum in minima_inside(path.u[steps], context) for steps in (before, part))
    return (
        _oscillation(path, part, shaking) if around and not _moves_by_itself(path, part) else None
    )


def _oscillation(path: Path, part: slice, shaking: Cause | None) -> Oscillation:
    points = path.run.points
    there, back = (float(np.hypot(*(path.end - points[path.last - k]))) for k in (1, 2))
    apart = there if shaking is None and back < PERIOD_TWO * there else None
    across = float(np.hypot(*np.ptp(points[part], axis=0)))
    return Oscillation(part, across, apart, shaking or _own_cause(path, part))


def _own_cause(path: Path, part: slice) -> Cause:
    """The setting that, changed, would calm a path that swings by itself.

    Followed anew from where it swung out furthest, and as long again, its swing is at most half as
    wide in the end as without the change. Where no momentum is kept, a swing that comes down to
    about a quarter within fewer steps will do.
    """
    settings, letters = path.run.course.settings, momenta(path.run)
    if "eta" not in settings or not affordable(path.run, 3):
        return Cause.STEPS
    away = largest(path.u[part] - middle(path.u[part]))
    turn = path.run.weights[part.start + int(away.argmax())]

    def again(changed: Mapping[str, float], steps: int) -> Path:
        return path_again(path, with_settings(path.run, changed), turn, steps)

    def calms(changed: Mapping[str, float], steps: int, share: float = AS_WIDE) -> bool:
        swings = (again(settings, steps) for settings in (changed, {}))
        calmed, kept = (width(path.u[path.last // 2 :]) for path in swings)
        return calmed <= share * kept

    small = {"eta": settings["eta"] / 4}
    # momentum may take long to swing back; what keeps none shows it soon
    if not letters and calms(small, min(SOON, path.last), A_QUARTER):
        return Cause.ETA
    if calms(small, path.last):
        return Cause.ETA
    if not letters:
        # whatever turns back no more has come to rest or gets on its way
        later = again(small, path.last)
        return Cause.STEPS if oscillates(later.u[later.tail]) else Cause.ETA
    calmer = {a: USUAL if settings[a] > USUAL else settings[a] / 2 for a in letters}
    return Cause.MOMENTUM if calms(calmer, path.last) else Cause.STEPS


def oscillates(tail: Array) -> bool:
    """Whether the tail turns back and forth without narrowing and without getting anywhere."""
    steps = np.diff(tail, axis=0)
    if len(steps) < 4:
        return False
    back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
    half = len(tail) // 2
    before, after = tail[:half], tail[half:]
    steady = width(after) > SHRINKING * width(before)
    drift = np.abs(middle(after) - middle(before)).max()
    return bool(back.mean() > REVERSALS and steady and drift <= DRIFT * width(tail))


def minima_inside(u: Array, context: LossContext) -> list[Minimum]:
    """The minima in the box that a stretch of a path fills, (k, 2) in views."""
    margin = MARGIN * width(u)
    return context.minima.between(u.min(axis=0) - margin, u.max(axis=0) + margin)


def shaker(path: Path) -> Cause | None:
    """What shakes a path the most in its tail; None for nothing."""
    noise, batches = _noise_seen(path), _sees_batches(path)
    if noise is None:
        return Cause.BATCHES if batches else None
    stronger = batches and _power(_batch_error(path, noise)) > _power(noise)
    return Cause.BATCHES if stronger else Cause.NOISE


def _noise_seen(path: Path) -> Array | None:
    """The noise on the gradients of the tail, (k, 2); None for none."""
    noise = path.run.course.noise
    return None if noise is None else noise[path.tail.start : path.last]


def _sees_batches(path: Path) -> bool:
    """Whether a step sees a part of the data only."""
    rows = path.run.landscape.loss.rows
    return path.run.config.rows_seen(rows) < rows


def _oscillates_by_itself(path: Path) -> bool:
    """Whether from where it ended it oscillates on when nothing shakes it."""
    calm = _unshaken(path, path.last, path.last)
    tail = calm.u[calm.tail]
    return oscillates(tail) and width(tail) >= AS_WIDE * width(path.u[path.tail])


def _moves_by_itself(path: Path, part: slice) -> bool:
    """Whether, let go one such part before and not shaken, it moves about as far in this one."""
    steps = path.last - part.start
    calm = _unshaken(path, part.start - steps, 2 * steps)
    return not width(calm.u[steps:]) < AS_WIDE * width(path.u[part])


def _unshaken(path: Path, first: int, steps: int) -> Path:
    """The path from that step on without noise, all rows in sight, with the last eta."""
    run = path.run
    still = unshaken(run)
    if "eta" in still.settings:
        eta = float(run.course.etas[path.last - 1])
        still = replace(still, settings={**still.settings, "eta": eta}, schedule=CONSTANT)
    return path_again(path, still, run.weights[first], steps)


def _batch_error(path: Path, noise: Array) -> Array:
    """How far the batches' gradients in the tail were from those of all rows, (k, 2)."""
    seen = slice(path.tail.start, path.last)
    return path.run.gradients[seen] - noise - path.run.landscape.gradient(path.run.points[seen])


def _power(pushes: Array) -> float:
    return float(np.square(pushes).sum(axis=1).mean())
