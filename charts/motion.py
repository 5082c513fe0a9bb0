"""What the moving figures share, seen from above or in 3-D: marks, trails, frames and controls.

A path is an array (last + 1, 2 or 3) of places to draw, and `kind` the trace that draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts.actors import Actor, hover, minima_inside
from charts.theme import Theme, button_row

if TYPE_CHECKING:
    from landscapes import Landscape

WAKE = 16  # steps of recent path that a frame draws anew
_SHOW_MS = 9000  # a race takes about this long, if the browser keeps up
_NOWHERE = np.full(1, np.nan, np.float32)
Kind = type[go.Scatter] | type[go.Scatter3d]
Coordinates = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Motion:
    """Runs on their way: where each one's recent path and its head are drawn at every step.

    `paths` and `heads` have a path for each actor; only `steps` get a frame.
    """

    actors: Sequence[Actor]
    paths: Sequence[NDArray[np.float32]]
    heads: Sequence[NDArray[np.float32]]
    steps: Sequence[int]

    def at(self, step: int) -> list[tuple[Coordinates, Coordinates]]:
        """Of each actor the recent path and the head at one step; NaN once it broke off.

        NaN and not nothing: plotly.js leaves a trace without points as it was last drawn.
        """
        return [
            self._places(actor.step_shown(step), path, head)
            for actor, path, head in zip(self.actors, self.paths, self.heads, strict=True)
        ]

    def _places(
        self, shown: int | None, path: NDArray[np.float32], head: NDArray[np.float32]
    ) -> tuple[Coordinates, Coordinates]:
        if shown is None:
            nowhere = dict.fromkeys("xyz"[: path.shape[1]], _NOWHERE)
            return nowhere, nowhere
        # At least three frames back, so that the recent path never tears.
        stride = self.steps[1] - self.steps[0] if len(self.steps) > 1 else 1
        begin = max(0, shown - max(WAKE, 3 * stride))
        return coordinates(path[begin : shown + 1]), coordinates(head[shown : shown + 1])

    def frames(self, first: int) -> list[dict[str, Any]]:
        """A frame a step, named by it; the traces from number `first` on move."""
        if not self.actors:
            return []
        kind = "scatter3d" if self.paths[0].shape[1] == 3 else "scatter"
        return [
            {
                "name": str(step),
                "traces": list(range(first, first + 2 * len(self.actors))),
                "data": [{"type": kind, **part} for part in chain.from_iterable(self.at(step))],
            }
            for step in self.steps
        ]


def frame_steps(actors: Sequence[Actor], most: int) -> list[int]:
    """The steps that get a frame: evenly thinned to about `most`, the ends included."""
    last = max((actor.steps for actor in actors), default=0)
    steps = list(range(0, last + 1, max(1, -(-last // most))))
    return steps if steps[-1] == last else [*steps, last]


def coordinates(path: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """A path as Plotly takes it: x, y and, in 3-D, z."""
    return dict(zip("xyz", path.T, strict=False))


def minima_marks(kind: Kind, loss: Landscape, marker: dict[str, Any], **z: Any) -> list[Any]:
    """The known global minima in view, as one trace; none where there are none."""
    minima = minima_inside(loss)
    if not len(minima):
        return []
    mark = kind(
        name="global minimum" if len(minima) == 1 else "global minima",
        x=minima[:, 0],
        y=minima[:, 1],
        **z,
        mode="markers",
        marker=marker,
        customdata=loss.value(minima),
        legendrank=2000,
        hovertemplate="<b>global minimum</b><br>" + hover(loss, "x:.6g", "y:.6g", "customdata"),
    )
    return [mark]


def trail(
    kind: Kind, loss: Landscape, actor: Actor, path: NDArray[np.float32], step: str, **look: Any
) -> go.Scatter | go.Scatter3d:
    """The whole path, faint; it alone answers the pointer. `step` is where Plotly has its step."""
    return kind(
        **coordinates(path),
        mode="lines",
        legendgroup=actor.key,
        showlegend=False,
        customdata=actor.losses,
        hovertemplate=f"<b>{actor.name}</b><br>step {step}<br>"
        + hover(loss, "x:.6g", "y:.6g", "customdata"),
        **look,
    )


def moving(
    kind: Kind,
    actor: Actor,
    places: tuple[Coordinates, Coordinates],
    line: dict[str, Any],
    legend_line: dict[str, Any],
    marker: dict[str, Any],
) -> list[Any]:
    """What every frame replaces: the recent path, and the head, which is the legend's entry."""
    wake, head = places
    shared = {"legendgroup": actor.key, "hoverinfo": "skip"}
    return [
        kind(**wake, mode="lines", line=line, showlegend=False, **shared),
        kind(
            **head, name=actor.name, mode="lines+markers", line=legend_line, marker=marker, **shared
        ),
    ]


def controls(steps: Sequence[int], theme: Theme, *, top: float, redraw: bool) -> dict[str, Any]:
    """Layout entries `updatemenus` and `sliders`; frames are named by their step.

    `top` is where the row of controls begins, in plot heights above the bottom axis; `redraw`
    makes every frame draw the whole figure, which 3-D needs and 2-D can do without.
    """
    if len(steps) < 2:
        return {}
    pause = _jump(None, redraw)
    pace = {"duration": min(120, max(30, _SHOW_MS // len(steps))), "redraw": redraw}
    still = {"duration": 0}
    play = [None, {"mode": "immediate", "frame": pace, "transition": still, "fromcurrent": True}]
    buttons = [
        {"label": "▶ Play", "method": "animate", "args": play},
        {"label": "Pause", "method": "animate", "args": pause},
    ]
    menu = {
        "buttons": buttons,
        "x": 0,
        "xanchor": "left",
        "y": top,
        "yanchor": "top",
        "pad": {"t": 6, "r": 0},
        **button_row(theme),
    }
    slider = {
        "steps": [
            {"label": name, "method": "animate", "args": _jump(name, redraw)}
            for name in map(str, steps)
        ],
        "x": 0.29,
        "len": 0.71,
        "y": top,
        "yanchor": "top",
        "pad": {"t": 4, "l": 0, "r": 0},
        "currentvalue": {
            "prefix": "step ",
            "xanchor": "right",
            "offset": 6,
            "font": {"size": 13, "color": theme.ink},
        },
        "transition": {"duration": 0},
        "bgcolor": theme.rule,
        "activebgcolor": theme.quiet,
        "bordercolor": theme.rule,
        "borderwidth": 0,
        "ticklen": 0,
        "minorticklen": 0,
        "font": {"color": "rgba(0,0,0,0)", "size": 1},
    }
    return {"updatemenus": [menu], "sliders": [slider]}


def _jump(name: str | None, redraw: bool) -> list[Any]:
    """Arguments of Plotly.animate that show one frame at once; None stops the playing."""
    now = {"duration": 0, "redraw": redraw}
    return [[name], {"mode": "immediate", "frame": now, "transition": {"duration": 0}}]
