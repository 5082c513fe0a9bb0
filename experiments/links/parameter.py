"""What a parameter of a link is, and the experiment that a link without parameters means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from experiments.links.experiment import Experiment, settled
from experiments.opening import OPENING

DEFAULT = settled(Experiment(OPENING))


@dataclass(frozen=True)
class Parameter:
    """`label` is the subject of sentences about it. `write` gives the text for a settled
    experiment, or None to leave it out. `read` takes a text of at most `longest` characters, the
    experiment so far, and the list of what was put right; it raises `UnreadableError`. `absent`
    is what a link without the parameter means."""

    key: str
    label: str
    longest: int
    write: Callable[[Experiment], str | None]
    read: Callable[[str, Experiment, list[str]], Experiment]
    absent: Callable[[Experiment], Experiment] = lambda experiment: experiment


def with_scene(experiment: Experiment, **changes: Any) -> Experiment:
    return replace(experiment, scene=replace(experiment.scene, **changes))


def with_view(experiment: Experiment, **changes: Any) -> Experiment:
    return replace(experiment, view=replace(experiment.view, **changes))
