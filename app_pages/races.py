"""Runs as the player takes them."""

from __future__ import annotations

from typing import Any

from app_pages.words import in_short
from charts import style_of
from optimizers import Trajectory
from player import Race, Racer
from scenes import Scene


def race_of(scene: Scene, runs: tuple[Trajectory, ...], **look: Any) -> Race:
    """What the player draws; `look` are further fields of `Race`."""
    loss = scene.loss
    return Race(
        names=("x", "y"),
        x_range=loss.x_range,
        y_range=loss.y_range,
        grid=loss.grid()[2],
        racers=tuple(map(_racer_of, runs)),
        start=scene.start,
        minima=loss.minima,
        scene=scene,
        **look,
    )


def _racer_of(run: Trajectory) -> Racer:
    style = style_of(run.rule.key)
    return Racer(
        key=run.rule.key,
        name=run.rule.name,
        color=style.color,
        dash=style.dash,
        marker=style.marker,
        detail=in_short(run.rule, run.course.settings),
        points=run.points,
        losses=run.losses,
        gradient_norms=run.gradient_norms,
        step_lengths=run.step_lengths,
        ended=int(run.ended),
    )
