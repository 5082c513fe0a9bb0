"""The race in 3-D: paths lying on the surface of the loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts.actors import (
    Actor,
    actors_of,
    caption,
    drawn_heights,
    inside,
    minima_inside,
    small,
)
from charts.motion import Motion, controls, frame_steps, minima_marks, moving, trail
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
    actors = actors_of(loss, runs)
    x, y, losses = loss.grid(GRID)
    fitted = Height.fit(losses)
    paths = [_on_surface(actor, loss, fitted, _LIFT) for actor in actors]
    heads = [_on_surface(actor, loss, fitted, _LIFT + _LIFT_MARKERS) for actor in actors]
    motion = Motion(actors, paths, heads, frame_steps(actors, FRAMES))
    still = [_surface(drawn_heights(loss, x, y, losses, fitted, look), look)]
    still += _minima(loss, fitted, look)
    still += [_trail(loss, actor, path) for actor, path in zip(actors, paths, strict=True)]
    first = zip(actors, motion.at(0), strict=True)
    parts = [part for actor, places in first for part in _moving(actor, places, look)]
    figure = go.Figure([*still, *parts], _layout(loss, look, title, motion, fitted))
    figure.frames = motion.frames(len(still))
    return figure


def _on_surface(actor: Actor, loss: Landscape, fitted: Height, lift: float) -> NDArray[np.float32]:
    """The path as x, y and height (last + 1, 3), lifted off the surface; NaN off the map."""
    at = small(np.column_stack([actor.points, fitted(actor.losses) + lift]))
    at[~inside(loss, actor.points)] = np.nan
    return at


def _surface(drawn: dict[str, Any], look: Theme) -> go.Surface:
    return go.Surface(
        **drawn,
        cmin=0,
        cmax=1,
        showscale=False,
        contours={"z": {**_LEVELS, "color": look.scale[-1]}},
        lighting={"ambient": 0.72, "diffuse": 0.5, "specular": 0.04, "roughness": 0.9},
        lightposition={"x": -2000, "y": 1500, "z": 4000},
    )


def _minima(loss: Landscape, fitted: Height, look: Theme) -> list[go.Scatter3d]:
    marker = {"symbol": "circle-open", "size": 7, "color": look.ink, "line": {"width": 2}}
    minima = minima_inside(loss)
    heights = fitted(loss.value(minima)) + _LIFT_MARKERS
    return minima_marks(go.Scatter3d, loss, marker, z=heights)


def _trail(loss: Landscape, actor: Actor, path: NDArray[np.float32]) -> go.Scatter3d:
    line = {"color": actor.style.color, "width": 3}
    steps = [str(step) for step in range(actor.last + 1)]
    return trail(go.Scatter3d, loss, actor, path, "%{text}", line=line, opacity=0.7, text=steps)


def _moving(actor: Actor, places: tuple[Any, Any], look: Theme) -> list[go.Scatter3d]:
    style = actor.style
    line, legend_line = ({"color": style.color, "width": width} for width in (7, 3))
    symbol = style.marker if style.marker in _MARKERS_3D else "circle"
    rim = {"color": look.rim, "width": 1}
    marker = {"symbol": symbol, "size": 6, "color": style.color, "line": rim}
    return moving(go.Scatter3d, actor, places, line, legend_line, marker)


def _layout(
    loss: Landscape, look: Theme, title: str | None, motion: Motion, fitted: Height
) -> go.Layout:
    ticks = fitted.ticks
    return go.Layout(
        template=template(look),
        title=caption(loss, title),
        height=600,
        scene={
            "xaxis": {"title": {"text": loss.labels[0]}, "range": loss.x_range},
            "yaxis": {"title": {"text": loss.labels[1]}, "range": loss.y_range},
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
        **controls(motion.steps, look, top=-0.02, redraw=True),
    )
