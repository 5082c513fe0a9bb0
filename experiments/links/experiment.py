"""What a link holds: a scene, how it is looked at, and where the player stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from experiments.scene import Entrant, Scene
from experiments.view import View, settled_view
from landscapes import CATALOG, DATA, Landscape
from landscapes.view import Range
from optimizers import CONSTANT, Rule, Schedule, Setting, suggested_eta

# What a visitor may choose, low and high end.
MAX_RACERS = 16
MAX_OF_A_RULE = 3  # more could not be told apart by sight
STEPS = (50, 2000)
NOISE = (0.0, 1e6)
NOISE_DECAY = (0.0, 2.0)
USUAL_BATCH = 8
MAX_WORK = 400_000_000
"""Operations of a race over data, in all its steps: about two seconds."""
SEEDS = (0, 2**31 - 1)
WARMUP = (0, 200)
STEP_GAMMA, STEP_EVERY = (0.05, 1.0), (10, 500)
DECAY, USUAL_DECAY = (0.9, 1.0), 0.99
PUBLISHED: dict[str, Landscape] = {**CATALOG, **DATA}


@dataclass(frozen=True)
class Experiment:
    """A scene, how it is looked at, and the step at which the player stands; None at no step
    in particular."""

    scene: Scene
    view: View = field(default_factory=View)
    step: int | None = None


def settled(experiment: Experiment) -> Experiment:
    """The same experiment in one form, with the same paths.

    Every setting is there, a published loss is its entry, the schedule has no numbers that its
    kind does not use, a batch is smaller than the data, a zoom lies within the map, what only a
    loss over data has is asked of no other, and there are no more steps than can be run.
    """
    scene, view = experiment.scene, experiment.view
    steps = min(scene.steps, most_steps(scene))
    entrants = tuple(Entrant(e.rule, e.rule.defaults | dict(e.settings)) for e in scene.entrants)
    return replace(
        experiment,
        scene=replace(
            scene,
            loss=known(scene.loss),
            entrants=entrants,
            schedule=settled_schedule(scene.schedule),
            batch=settled_batch(scene.batch, scene.loss),
            steps=steps,
        ),
        view=settled_view(view, scene.loss),
        step=None if experiment.step is None else min(experiment.step, steps),
    )


def most_steps(scene: Scene) -> int:
    """How many steps can be run: fewer where many race over much data with a long formula."""
    if not scene.loss.loss.rows or not scene.entrants:
        return STEPS[1]
    affordable = MAX_WORK // (scene.loss.loss.work * len(scene.entrants))
    return max(STEPS[0], min(STEPS[1], affordable // 50 * 50))


def known(loss: Landscape) -> Landscape:
    """The published entry, with its minima and lesson, where it is shown as published."""
    view = loss.x_range, loss.y_range
    for entry in PUBLISHED.values():
        if same_formula(entry, loss) and (entry.x_range, entry.y_range) == view:
            return entry
    return loss


def same_formula(one: Landscape, other: Landscape) -> bool:
    """Whether both are the same loss, however they are looked at."""
    return one.loss == other.loss


def name_of(loss: Landscape) -> str | None:
    """The key of the published loss that this is, however it is looked at."""
    return next((key for key, entry in PUBLISHED.items() if same_formula(entry, loss)), None)


def usual_start(loss: Landscape) -> tuple[float, float]:
    """Its telling start; else a place off the middle, and off the diagonals."""
    return loss.start or (_within_view(loss.x_range, 0.8), _within_view(loss.y_range, 0.7))


def _within_view(ends: Range, share: float) -> float:
    """As far from the low end to the high one, to four digits of the view."""
    low, high = ends
    return round(low + share * (high - low), 3 - math.floor(math.log10(high - low)))


def usual_value(rule: Rule, setting: Setting, loss: Landscape) -> float:
    """What a setting begins with on this loss: over data mini-batches are noise enough."""
    if setting.letter == "eta":
        return suggested_eta(rule, loss)
    batched = setting.letter == "sigma" and loss.loss.rows
    return 0.0 if batched else setting.default


def settled_batch(batch: int, loss: Landscape) -> int:
    """The rows that a step sees; 0 where it sees all of them, or there are none."""
    return batch if 0 < batch < loss.loss.rows else 0


def settled_schedule(schedule: Schedule) -> Schedule:
    return replace(
        schedule,
        gamma=schedule.gamma if schedule.kind in ("step", "exponential") else CONSTANT.gamma,
        every=schedule.every if schedule.kind == "step" else CONSTANT.every,
    )
