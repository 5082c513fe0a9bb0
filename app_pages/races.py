"""Races as the player takes them."""

from __future__ import annotations

from app_pages.language import language
from app_pages.naming import runners
from charts import style_of
from experiments import Experiment
from optimizers import Trajectory
from player import Label, Look, Race


def race_of(experiment: Experiment, runs: tuple[Trajectory, ...], *, linked: bool = True) -> Race:
    """What the player draws, said in the visitor's language; `linked` is that of `Look`."""
    labels = tuple(
        Label(runner.key, runner.name, style_of(runner.key), runner.detail)
        for runner in runners(experiment)
    )
    return Race(experiment, runs, labels, Look(linked, language()))
