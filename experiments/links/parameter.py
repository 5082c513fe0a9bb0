"""What a parameter of a link is, and the kinds that hold one value of an experiment."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from experiments.experiment import Experiment
from experiments.limits import FARTHEST_CAMERA, NEAREST_CAMERA, Range
from experiments.links.text import (
    UnreadableError,
    read_number,
    read_numbers,
    write_number,
    write_numbers,
)
from experiments.opening import OPENING
from experiments.view import ViewSetting, Zoom, clipped
from landscapes import DataSet
from words import say


@dataclass(frozen=True)
class Reading:
    """What goes along with the reading of a link.

    `repairs` are sentences on what was put right, `own` the visitor's uploaded table, which no
    link carries.
    """

    repairs: list[str]
    own: DataSet | None = None

    def tell(self, key: str, **parts: object) -> None:
        """Adds the sentence of that key."""
        self.repairs.append(say(key, **parts))


@dataclass(frozen=True)
class Parameter:
    """One parameter of a link, called `key` there; `label` is the subject of sentences about it.

    `write` gives the text for a clamped experiment, or None to leave it out. `read` takes a text
    of at most `longest` characters and the experiment so far; it raises `UnreadableError`.
    `absent` is what a link without the parameter means.
    """

    key: str
    label: str
    longest: int
    write: Callable[[Experiment], str | None]
    read: Callable[[str, Experiment, Reading], Experiment]
    absent: Callable[[Experiment], Experiment] = lambda experiment: experiment


def value(
    key: str,
    path: str,
    label: str,
    read: Callable[[str, Experiment, Reading], Any],
    written: Callable[[Any], str] = write_number,
    longest: int = 40,
) -> Parameter:
    """One value, at `path` in the experiment, left out where it is that of the opening."""

    def write(experiment: Experiment) -> str | None:
        found = value_at(experiment, path)
        return None if found == value_at(OPENING, path) else written(found)

    def read_into(text: str, experiment: Experiment, reading: Reading) -> Experiment:
        return changed(experiment, path, read(text, experiment, reading))

    return Parameter(key, label, longest, write, read_into)


def number(key: str, path: str, label: str, bounds: Range) -> Parameter:
    """A number within a range."""
    return value(key, path, label, lambda text, _, to: within(read_number(text), bounds, label, to))


def whole(key: str, path: str, label: str, bounds: tuple[int, int] | None = None) -> Parameter:
    """A whole number within a range; without one, the number of a step of the race."""

    def read(text: str, experiment: Experiment, reading: Reading) -> int:
        last = experiment.config.steps
        return whole_within(read_number(text), bounds or (0, last), label, reading)

    return value(key, path, label, read)


def switch(key: str, path: str, label: str) -> Parameter:
    """On or off."""

    def read(text: str, experiment: Experiment, reading: Reading) -> bool:
        if text not in ("on", "off"):
            raise UnreadableError
        return text == "on"

    return value(key, path, label, read, lambda on: "on" if on else "off", 20)


def choice(
    key: str, path: str, label: str, options: tuple[str, ...], data_only: tuple[str, ...]
) -> Parameter:
    """One of a few words, of which some are for a loss over data only."""

    def read(text: str, experiment: Experiment, reading: Reading) -> str:
        missing = text in data_only and not experiment.landscape.loss.rows
        if missing or text not in options:
            raise UnreadableError
        return text

    return value(key, path, label, read, str, 20)


def of_view(setting: ViewSetting) -> Parameter:
    """A setting of the view, under the same name."""
    key, path, label = setting.key, f"view.{setting.key}", say(setting.label)
    match setting.kind:
        case "switch":
            return switch(key, path, label)
        case "zoom":
            return value(key, path, label, _read_zoom, write_numbers, 120)
        case "camera":
            return value(key, path, label, _read_camera, write_numbers, 180)
        case _:
            return choice(key, path, label, setting.options, setting.data_only)


def _read_zoom(text: str, experiment: Experiment, reading: Reading) -> Zoom:
    x0, x1, y0, y1 = read_numbers(text, 4)
    zoom = clipped((x0, x1, y0, y1), experiment.landscape)
    if zoom is None:
        raise UnreadableError(say("link.zoom_outside"))
    return zoom


def _read_camera(text: str, experiment: Experiment, reading: Reading) -> tuple[float, ...]:
    numbers = read_numbers(text, 6)
    eye, centre = numbers[:3], numbers[3:]
    far = max(map(abs, numbers)) > FARTHEST_CAMERA
    if far or min(math.hypot(*eye), math.dist(eye, centre)) < NEAREST_CAMERA:
        raise UnreadableError
    return numbers


def value_at(experiment: Experiment, path: str) -> Any:
    """What stands at a path of fields."""
    return reduce(getattr, path.split("."), experiment)


def changed(one: Any, path: str, to: Any) -> Any:
    """A copy of nested dataclasses with something else at a path of fields."""
    name, _, rest = path.partition(".")
    return replace(one, **{name: changed(getattr(one, name), rest, to) if rest else to})


def within(number: float, bounds: Range, label: str, reading: Reading) -> float:
    """The nearest number in the range, and a repair if it is another one."""
    nearest = min(max(number, bounds[0]), bounds[1])
    if nearest != number:
        reading.tell("link.out_of_range", what=label, now=f"{nearest:.10g}")
    return nearest


def whole_within(number: float, bounds: tuple[int, int], label: str, reading: Reading) -> int:
    """The nearest whole number in the range, and a repair if it is another one."""
    low, high = bounds
    nearest = round(min(max(number, low), high))
    if nearest != number:
        reading.tell("link.not_whole", what=label, low=low, high=high, now=nearest)
    return nearest
