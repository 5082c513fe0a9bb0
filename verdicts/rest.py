"""Paths that come to rest where no minimum is: by their schedule, or by weight decay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizers import CONSTANT
from verdicts.facts import Frozen, HeldByDecay
from verdicts.path import NARROW, Array, Path, width
from verdicts.reruns import affordable, path_again, with_settings

CUT = 0.01  # of the largest eta: a schedule that has come down to less may have ended the run
STEADY = 0.02  # of the view: what swings wider over the last steps is not held
BALANCED = 0.05  # of the pull of weight decay: a path that moves less is held by it
PULLED = 0.001  # of the view: the least pull, over the last steps, that can hold a path


def at_rest(path: Path) -> Frozen | HeldByDecay | None:
    """What stopped a path, if it stands and would not without that; None for nothing of this."""
    if not path.last or not affordable(path.run, 3):
        return None
    return _frozen(path) or _held_by_decay(path)


def _frozen(path: Path) -> Frozen | None:
    """With the eta that it has come to it goes nowhere, with its largest it would."""
    etas = path.run.course.etas[: path.last]
    if not 0 <= etas[-1] < CUT * etas.max():
        return None
    now, before = (_goes_on(path, float(eta)) for eta in (etas[-1], etas.max()))
    return Frozen(float(etas[-1]), float(etas.max())) if now < NARROW <= before else None


def _goes_on(path: Path, eta: float) -> float:
    """How far it would move on in as many steps again, with this eta, in views."""
    config = replace(with_settings(path.run, {"eta": eta}), schedule=CONSTANT)
    return width(path_again(path, config, path.run.weights[path.last], path.last).u)


def _held_by_decay(path: Path) -> HeldByDecay | None:
    """Each step it is pulled back as far as it goes, and without the pull it would end lower."""
    run, tail = path.run, path.tail
    decay = run.course.settings.get("weight_decay", 0.0)
    steps = path.last - tail.start
    if decay <= 0 or not steps or np.ptp(run.course.etas) > 0 or width(path.u[tail]) > STEADY:
        return None
    first, last = run.weights[tail.start], run.weights[path.last]
    pull = run.course.etas[0] * decay * run.weights[tail.start : path.last].mean(axis=0)
    pulled = path.landscape.unit(path.landscape.project(first - steps * pull)) - path.u[tail.start]
    if np.abs(pulled).max() < PULLED or _length(last - first) > BALANCED * steps * _length(pull):
        return None
    later = path_again(path, run.config, steps=2 * run.steps).u[path.last :]
    free = path_again(path, with_settings(run, {"weight_decay": 0.0}))
    held = width(later) <= STEADY and free.end_loss < path.end_loss
    return HeldByDecay(_length(pull)) if held else None


def crawls(path: Path) -> bool:
    """Whether it all but stands: so many steps again would not bring it on to be seen."""
    run = path.run
    if path.last < 1 or run.config.schedule != CONSTANT or not affordable(run, 2):
        return False
    if path.last * np.abs(path.u[path.last] - path.u[path.last - 1]).max() >= NARROW:
        return False
    return width(path_again(path, run.config, steps=2 * run.steps).u[path.last :]) < NARROW


def _length(vector: Array) -> float:
    return float(np.linalg.norm(vector))
