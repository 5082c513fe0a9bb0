"""Runs as the player takes them."""

from __future__ import annotations

from typing import Any

from app_pages.language import language
from app_pages.naming import Runner, runners
from charts import style_of
from experiments import Scene
from landscapes import Loss
from optimizers import Trajectory
from player import Race, Racer


def race_of(scene: Scene, runs: tuple[Trajectory, ...], **look: Any) -> Race:
    """What the player draws; `look` are further fields of `Race`."""
    loss = scene.loss
    return Race(
        names=loss.names,
        x_range=loss.x_range,
        y_range=loss.y_range,
        grid=loss.grid()[2],
        racers=tuple(
            _racer_of(runner, run, loss.loss.held_out)
            for runner, run in zip(runners(scene), runs, strict=True)
        ),
        start=scene.start,
        minima=loss.minima,
        scene=scene,
        language=language(),
        **look,
    )


def _racer_of(runner: Runner, run: Trajectory, held_out: Loss | None) -> Racer:
    style = style_of(runner.key)
    return Racer(
        key=runner.key,
        name=runner.name,
        color=style.color,
        dash=style.dash,
        marker=style.marker,
        detail=runner.detail,
        points=run.points,
        losses=run.losses,
        gradient_norms=run.gradient_norms,
        step_lengths=run.step_lengths,
        ended=int(run.ended),
        held_out=None if held_out is None else held_out.value(run.points),
    )
