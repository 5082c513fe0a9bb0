"""Races as the player takes them."""

from __future__ import annotations

from typing import Any

from app_pages.language import language
from app_pages.naming import runners
from charts import style_of
from experiments import Scene
from optimizers import Trajectory
from player import Label, Look, Race


def race_of(scene: Scene, runs: tuple[Trajectory, ...], **look: Any) -> Race:
    """What the player draws, said in the visitor's language; `look` are fields of `Look`."""
    labels = tuple(
        Label(runner.key, runner.name, style_of(runner.key), runner.detail)
        for runner in runners(scene)
    )
    return Race(scene, runs, labels, Look(language=language(), **look))
