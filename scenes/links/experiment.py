"""What a link holds: a scene, how it is looked at, and where the player stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from landscapes import CATALOG, Landscape
from optimizers import CONSTANT, Schedule
from scenes.scene import Entrant, Scene

# What a visitor may choose, low and high end.
MAX_RACERS = 16
STEPS = (50, 2000)
NOISE = (0.0, 1e6)
SEEDS = (0, 2**31 - 1)
WARMUP = (0, 200)
STEP_GAMMA, STEP_EVERY = (0.05, 1.0), (10, 500)
DECAY, USUAL_DECAY = (0.9, 1.0), 0.99
CURVES = ("loss", "gradient", "length")
LEVELS = ("auto", "even", "log")
TRAILS = ("all", "100", "30", "8")

Zoom = tuple[float, float, float, float]
Camera = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class View:
    """How an experiment is looked at; it decides no path.

    `zoom` is the part of the map in view: x from, x to, y from, y to. `camera` is the eye and the
    centre of the 3-D view, three numbers each, in Plotly's units. None is the whole map, and
    the camera that the player chooses. `trails` is how many steps are drawn behind each head.
    """

    zoom: Zoom | None = None
    camera: Camera | None = None
    curve: str = "loss"
    log: bool = True
    levels: str = "auto"
    trails: str = "all"
    marks: bool = True
    basins: bool = False


@dataclass(frozen=True)
class Experiment:
    """A scene, how it is looked at, and the step at which the player stands; None at no step
    in particular."""

    scene: Scene
    view: View = field(default_factory=View)
    step: int | None = None


def settled(experiment: Experiment) -> Experiment:
    """The same experiment in one form, with the same paths.

    Every setting is there, a loss of the catalogue is its entry, the schedule has no numbers
    that its kind does not use, and a zoom lies within the map.
    """
    scene, view = experiment.scene, experiment.view
    entrants = tuple(Entrant(e.rule, e.rule.defaults | dict(e.settings)) for e in scene.entrants)
    return replace(
        experiment,
        scene=replace(
            scene,
            loss=known(scene.loss),
            entrants=entrants,
            schedule=settled_schedule(scene.schedule),
        ),
        view=replace(view, zoom=clipped(view.zoom, scene.loss) if view.zoom else None),
    )


def known(loss: Landscape) -> Landscape:
    """The catalogue's entry, with its minima and lesson, where it is shown as published."""
    for entry in CATALOG.values():
        if (entry.text, entry.x_range, entry.y_range) == (loss.text, loss.x_range, loss.y_range):
            return entry
    return loss


def settled_schedule(schedule: Schedule) -> Schedule:
    return replace(
        schedule,
        gamma=schedule.gamma if schedule.kind in ("step", "exponential") else CONSTANT.gamma,
        every=schedule.every if schedule.kind == "step" else CONSTANT.every,
    )


def clipped(zoom: Zoom, loss: Landscape) -> Zoom | None:
    """The part of `zoom` on the map of `loss`; None where that is nothing."""
    (left, right), (bottom, top) = loss.x_range, loss.y_range
    x0, x1 = max(zoom[0], left), min(zoom[1], right)
    y0, y1 = max(zoom[2], bottom), min(zoom[3], top)
    return (x0, x1, y0, y1) if x0 < x1 and y0 < y1 else None
