"""The parameters of the view, which decide no path, and the step at which the player stands."""

from __future__ import annotations

import math
from dataclasses import replace

from experiments.links.experiment import (
    CURVES,
    GHOSTS,
    LEVELS,
    TONGUES,
    TRAILS,
    Experiment,
    clipped,
    settled_view,
)
from experiments.links.parameter import Parameter, with_view
from experiments.links.text import (
    UnreadableError,
    read_numbers,
    read_one,
    whole_within,
    write_number,
    write_numbers,
)
from words import say

_FARTHEST_CAMERA, _NEAREST_CAMERA = 100.0, 0.01
_STEP = say("link.step")


def _write_zoom(experiment: Experiment) -> str | None:
    zoom = experiment.view.zoom
    return write_numbers(zoom) if zoom else None


def _read_zoom(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 4:
        raise UnreadableError
    x0, x1, y0, y1 = numbers
    shown = clipped((x0, x1, y0, y1), experiment.scene.loss)
    if shown is None:
        raise UnreadableError(say("link.zoom_outside"))
    return with_view(experiment, zoom=shown)


def _write_camera(experiment: Experiment) -> str | None:
    camera = experiment.view.camera
    return write_numbers(camera) if camera else None


def _read_camera(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 6 or not _can_see(numbers[:3], numbers[3:]):
        raise UnreadableError
    return with_view(experiment, camera=numbers)


def _can_see(eye: tuple[float, ...], centre: tuple[float, ...]) -> bool:
    near = max(map(abs, (*eye, *centre))) <= _FARTHEST_CAMERA
    return near and min(math.hypot(*eye), math.dist(eye, centre)) >= _NEAREST_CAMERA


def _choice(key: str, label: str, options: tuple[str, ...]) -> Parameter:
    """One of a few words, under the name of its field of the view; the first is usual."""

    def write(experiment: Experiment) -> str | None:
        word: str = getattr(experiment.view, key)
        return None if word == options[0] else word

    def read(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        chosen = with_view(experiment, **{key: text})
        # Some only a loss over data has.
        if text not in options or settled_view(chosen.view, chosen.scene.loss) != chosen.view:
            raise UnreadableError
        return chosen

    return Parameter(key, label, 20, write, read)


def _switch(key: str, label: str, *, usual: bool) -> Parameter:
    """On or off, under the name of its field of the view."""

    def write(experiment: Experiment) -> str | None:
        on = getattr(experiment.view, key)
        return None if on == usual else "on" if on else "off"

    def read(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        if text not in ("on", "off"):
            raise UnreadableError
        return with_view(experiment, **{key: text == "on"})

    return Parameter(key, label, 20, write, read)


def _write_step(experiment: Experiment) -> str | None:
    return None if experiment.step is None else write_number(experiment.step)


def _read_step(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    last = experiment.scene.steps
    step = whole_within(read_one(text), 0, last, _STEP, repairs)
    return replace(experiment, step=step)


VIEW_PARAMETERS = (
    _choice("lang", say("link.language"), TONGUES),
    _choice("curve", say("link.curve"), CURVES),
    _switch("log", say("link.curve_axis"), usual=True),
    _choice("levels", say("link.levels"), LEVELS),
    _choice("trails", say("link.trails"), TRAILS),
    _switch("marks", say("link.marks"), usual=True),
    _switch("basins", say("link.basins"), usual=False),
    _choice("ghost", say("link.ghost"), GHOSTS),
    Parameter("zoom", say("link.zoom"), 120, _write_zoom, _read_zoom),
    Parameter("camera", say("link.camera"), 180, _write_camera, _read_camera),
    Parameter("step", _STEP, 40, _write_step, _read_step),
)
