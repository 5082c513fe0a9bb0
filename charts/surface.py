"""The race in 3-D: paths lying on the surface of the loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts.actors import Actor, caption, cast, inside, minima_inside, sample, small
from charts.playback import controls, frame_steps, wake_start
from charts.scale import Height
from charts.theme import Theme, template, theme_of

if TYPE_CHECKING:
    from landscapes import Landscape
    from optimizers import Trajectory

GRID = 120
FRAMES = 120  # a 3-D frame draws the whole scene again
_LIFT = 0.008  # of the height of the scene: paths lie on the surface, not in it
_LIFT_MARKERS = 0.03
_LEVELS = {"show": True, "start": 1 / 16, "end": 15 / 16, "size": 1 / 16, "width": 1}

# What scatter3d has of the markers in charts.style; the rest are circles, told apart by colour.
_MARKERS_3D = ("circle", "square", "diamond", "cross", "x")


def race_3d(
    loss: Landscape,
    runs: Mapping[str, Trajectory],
    *,
    title: str | None = None,
    theme: str = "light",
) -> go.Figure:
    """The paths of `runs` moving over the surface of `loss`; arguments as in `charts.race`.

    Heights are those of `charts.Height`: logarithmic where the loss spans decades, walls cut.
    A path is drawn where it is above the map.
    """
    look = theme_of(theme)
    actors = cast(loss, runs)
    steps = frame_steps(max((actor.steps for actor in actors), default=0), FRAMES)
    x, y, losses = sample(loss, GRID)
    fitted = Height.fit(losses)
    places = [_on_surface(actor, loss, fitted) for actor in actors]
    still = [_surface(x, y, losses, fitted, look), *_minima(loss, fitted, look)]
    still += [_trail(actor, at) for actor, at in zip(actors, places, strict=True)]
    moving = [
        part
        for actor, at in zip(actors, places, strict=True)
        for part in _moving(actor, at, steps, look)
    ]
    figure = go.Figure([*still, *moving], _layout(loss, look, title, steps, fitted))
    traces = list(range(len(still), len(still) + len(moving)))
    figure.frames = [
        {
            "name": str(step),
            "traces": traces,
            "data": [
                {"type": "scatter3d", **part}
                for actor, at in zip(actors, places, strict=True)
                for part in _places(actor, at, step, steps)
            ],
        }
        for step in (steps if actors else [])
    ]
    return figure


def _on_surface(actor: Actor, loss: Landscape, fitted: Height) -> NDArray[np.float32]:
    """x, y and height (last + 1, 3) in float32; NaN where the path is off the map."""
    heights = fitted(actor.losses) + _LIFT
    at = small(np.column_stack([actor.points, heights]))
    at[~inside(loss, actor.points)] = np.nan
    return at


def _surface(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    losses: NDArray[np.float64],
    fitted: Height,
    look: Theme,
) -> go.Surface:
    return go.Surface(
        name="loss",
        x=small(x),
        y=small(y),
        z=small(fitted(losses)),
        customdata=small(losses),
        cmin=0,
        cmax=1,
        colorscale=look.colorscale,
        showscale=False,
        contours={"z": {**_LEVELS, "color": look.scale[-1]}},
        lighting={"ambient": 0.72, "diffuse": 0.5, "specular": 0.04, "roughness": 0.9},
        lightposition={"x": -2000, "y": 1500, "z": 4000},
        hovertemplate="x %{x:.4g}<br>y %{y:.4g}<br>loss %{customdata:.6g}<extra></extra>",
    )


def _minima(loss: Landscape, fitted: Height, look: Theme) -> list[go.Scatter3d]:
    minima = minima_inside(loss)
    if not len(minima):
        return []
    return [
        go.Scatter3d(
            name="global minimum" if len(minima) == 1 else "global minima",
            x=minima[:, 0],
            y=minima[:, 1],
            z=fitted(loss.value(minima)) + _LIFT_MARKERS,
            mode="markers",
            marker={"symbol": "circle-open", "size": 7, "color": look.ink, "line": {"width": 2}},
            legendrank=2000,
            hovertemplate=("<b>global minimum</b><br>x %{x:.6g}<br>y %{y:.6g}<extra></extra>"),
        )
    ]


def _trail(actor: Actor, at: NDArray[np.float32]) -> go.Scatter3d:
    return go.Scatter3d(
        x=at[:, 0],
        y=at[:, 1],
        z=at[:, 2],
        mode="lines",
        line={"color": actor.style.color, "width": 3},
        opacity=0.7,
        legendgroup=actor.key,
        showlegend=False,
        customdata=actor.losses,
        text=[str(step) for step in range(actor.last + 1)],
        hovertemplate=(
            f"<b>{actor.name}</b><br>step %{{text}}<br>x %{{x:.6g}}<br>y %{{y:.6g}}"
            "<br>loss %{customdata:.6g}<extra></extra>"
        ),
    )


def _moving(
    actor: Actor, at: NDArray[np.float32], steps: list[int], look: Theme
) -> list[go.Scatter3d]:
    style = actor.style
    wake, head = _places(actor, at, 0, steps)
    shared = {"legendgroup": actor.key, "hoverinfo": "skip"}
    line = {"color": style.color, "width": 7}
    legend_line = {"color": style.color, "width": 3}
    symbol = style.marker if style.marker in _MARKERS_3D else "circle"
    marker = {
        "symbol": symbol,
        "size": 6,
        "color": style.color,
        "line": {"color": look.rim, "width": 1},
    }
    return [
        go.Scatter3d(**wake, mode="lines", line=line, showlegend=False, **shared),
        go.Scatter3d(
            **head, name=actor.name, mode="lines+markers", line=legend_line, marker=marker, **shared
        ),
    ]


def _places(
    actor: Actor, at: NDArray[np.float32], step: int, steps: list[int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The recent path and the head at one step; NaN once the run broke off."""
    shown = actor.step_shown(step)
    if shown is None:
        nowhere = dict.fromkeys("xyz", np.full(1, np.nan, np.float32))
        return nowhere, nowhere
    wake = at[wake_start(shown, steps) : shown + 1]
    return (
        {"x": wake[:, 0], "y": wake[:, 1], "z": wake[:, 2]},
        {"x": wake[-1:, 0], "y": wake[-1:, 1], "z": wake[-1:, 2] + _LIFT_MARKERS},
    )


def _layout(
    loss: Landscape, look: Theme, title: str | None, steps: list[int], fitted: Height
) -> go.Layout:
    ticks = fitted.ticks
    return go.Layout(
        template=template(look),
        title=caption(loss, title),
        height=600,
        scene={
            "xaxis": {"title": {"text": "x"}, "range": loss.x_range},
            "yaxis": {"title": {"text": "y"}, "range": loss.y_range},
            "zaxis": {
                "title": {"text": "loss"},
                "range": [0, 1.05],
                "tickvals": ticks.at,
                "ticktext": ticks.text,
            },
            "aspectmode": "manual",
            "aspectratio": {"x": 1, "y": 1, "z": 0.55},
            "camera": {"eye": {"x": -0.98, "y": -1.15, "z": 0.9}, "center": {"z": -0.16}},
        },
        margin={"l": 24, "r": 8, "t": 84, "b": 84},
        uirevision="race",
        **(controls(steps, look, top=-0.02, redraw=True) if len(steps) > 1 else {}),
    )
