"""Paths that swing back and forth: whether one does, and what keeps it swinging."""

from __future__ import annotations

import numpy as np

from landscapes import DataLandscape
from optimizers import trace
from studies.ground import Array, Path, measured

REVERSALS = 0.3  # of the tail's steps that turn back: it swings
SHRINKING = 0.85  # swings that narrow more than this, from half a tail to the next, still settle
DRIFT = 0.25  # of a swing's width: one that moves on further than that gets somewhere
AS_WIDE = 0.5  # of a swing's width: one that is still so wide when nothing shakes it is not shaken


def swings(tail: Array) -> bool:
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


def middle(points: Array) -> Array:
    return (points.max(axis=0) + points.min(axis=0)) / 2


def width(points: Array) -> float:
    return float(np.ptp(points, axis=0).max())


def shaken_by(path: Path) -> str:
    """What keeps a swinging path swinging, "noise" or "batches"; "" where the rule does it by
    itself, so that from where it ended it swings on when nothing shakes it."""
    noise, batches = _noise_seen(path), _cut(path)
    if (noise is None and not batches) or _swings_by_itself(path):
        return ""
    if noise is None:
        return "batches"
    return "batches" if batches and _power(_batch_error(path, noise)) > _power(noise) else "noise"


def _noise_seen(path: Path) -> Array | None:
    """The noise on the gradients of the tail, (k, 2); None for none."""
    noise = path.run.course.noise
    return None if noise is None else noise[path.tail.start : path.last]


def _cut(path: Path) -> bool:
    """Whether a step sees a part of the data only."""
    batches, loss = path.run.course.batches, path.run.loss
    return (
        batches is not None
        and isinstance(loss, DataLandscape)
        and batches.size < len(loss.data.training)
    )


def _swings_by_itself(path: Path) -> bool:
    course, run = path.run.course, path.run
    still = {"sigma": 0.0, "eta": float(course.etas[path.last - 1])}
    settings = {letter: still.get(letter, value) for letter, value in course.settings.items()}
    calm = measured(trace(run.rule, run.loss, path.end, path.last, settings), run.loss)
    tail = calm.u[calm.tail]
    return swings(tail) and width(tail) >= AS_WIDE * width(path.u[path.tail])


def _batch_error(path: Path, noise: Array) -> Array:
    """How far the batches' gradients in the tail were from those of all rows, (k, 2)."""
    seen = slice(path.tail.start, path.last)
    return path.run.gradients[seen] - noise - path.run.loss.gradient(path.run.points[seen])


def _power(pushes: Array) -> float:
    return float(np.square(pushes).sum(axis=1).mean())
