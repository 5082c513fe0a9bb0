"""The parameters of the view, which decide no path, and the step at which the player stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from experiments.links.experiment import Experiment
from experiments.links.parameter import Parameter, with_view
from experiments.links.text import (
    UnreadableError,
    read_numbers,
    read_one,
    whole_within,
    write_number,
    write_numbers,
)
from experiments.view import VIEW_SETTINGS, ViewSetting, Zoom, clipped
from landscapes import Landscape
from words import say

_FARTHEST_CAMERA, _NEAREST_CAMERA = 100.0, 0.01
_STEP = say("link.step")


def _parameter(setting: ViewSetting) -> Parameter:
    """Of one row of the table, under the name of its field of the view."""
    longest, written, read = _KINDS[setting.kind]

    def write(experiment: Experiment) -> str | None:
        value = getattr(experiment.view, setting.key)
        return None if value == setting.usual else written(value)

    def read_into(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
        value = read(text, setting, experiment.scene.loss)
        return with_view(experiment, **{setting.key: value})

    return Parameter(setting.key, say(setting.label), longest, write, read_into)


def _read_choice(text: str, setting: ViewSetting, loss: Landscape) -> str:
    missing = text in setting.data_only and not loss.loss.rows
    if missing or text not in setting.options:
        raise UnreadableError
    return text


def _read_switch(text: str, setting: ViewSetting, loss: Landscape) -> bool:
    if text not in ("on", "off"):
        raise UnreadableError
    return text == "on"


def _read_zoom(text: str, setting: ViewSetting, loss: Landscape) -> Zoom:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 4:
        raise UnreadableError
    x0, x1, y0, y1 = numbers
    shown = clipped((x0, x1, y0, y1), loss)
    if shown is None:
        raise UnreadableError(say("link.zoom_outside"))
    return shown


def _read_camera(text: str, setting: ViewSetting, loss: Landscape) -> tuple[float, ...]:
    numbers = read_numbers(text)
    if numbers is None or len(numbers) != 6 or not _can_see(numbers[:3], numbers[3:]):
        raise UnreadableError
    return numbers


def _can_see(eye: tuple[float, ...], centre: tuple[float, ...]) -> bool:
    near = max(map(abs, (*eye, *centre))) <= _FARTHEST_CAMERA
    return near and min(math.hypot(*eye), math.dist(eye, centre)) >= _NEAREST_CAMERA


# Of each kind of setting: how long its text may be, how a value is written, how one is read.
_Kind = tuple[int, Callable[[Any], str], Callable[[str, ViewSetting, Landscape], Any]]
_KINDS: dict[str, _Kind] = {
    "choice": (20, str, _read_choice),
    "switch": (20, lambda on: "on" if on else "off", _read_switch),
    "zoom": (120, write_numbers, _read_zoom),
    "camera": (180, write_numbers, _read_camera),
}


def _write_step(experiment: Experiment) -> str | None:
    return None if experiment.step is None else write_number(experiment.step)


def _read_step(text: str, experiment: Experiment, repairs: list[str]) -> Experiment:
    last = experiment.scene.steps
    step = whole_within(read_one(text), 0, last, _STEP, repairs)
    return replace(experiment, step=step)


VIEW_PARAMETERS = (
    *map(_parameter, VIEW_SETTINGS),
    Parameter("step", _STEP, 40, _write_step, _read_step),
)
