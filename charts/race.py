"""The race seen from above: a landscape that stands still and paths that move over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts.actors import Actor, caption, cast, minima_inside
from charts.ground import ground
from charts.playback import controls, frame_steps, wake_start
from charts.theme import Theme, template, theme_of

if TYPE_CHECKING:
    from landscapes import Landscape
    from optimizers import Trajectory

FRAMES = 300
_NOWHERE = np.full(1, np.nan, np.float32)


def race(
    loss: Landscape,
    runs: Mapping[str, Trajectory],
    *,
    title: str | None = None,
    theme: str = "light",
) -> go.Figure:
    """The paths of `runs` moving over the contour of `loss`, with play, pause and a step slider.

    `runs` maps a rule's key, or any name, to its run from one start: `points` (steps + 1, 2) and
    `losses` (steps + 1,). `theme` is "light" or "dark". Its size grows linearly with the steps.
    `write_html` starts playing at Plotly's own slow pace unless it is given `auto_play=False`.
    ValueError for a run of many starts.
    """
    look = theme_of(theme)
    actors = cast(loss, runs)
    steps = frame_steps(max((actor.steps for actor in actors), default=0), FRAMES)
    answering, images = ground(loss, look)
    still = [answering, *_minima(loss, look)]
    still += [_casing(actor, look) for actor in actors]
    still += [_trail(actor) for actor in actors]
    still += [*_starts(actors, look), *_broken_ends(actors)]
    moving = [part for actor in actors for part in _moving(actor, 0, steps, look)]
    figure = go.Figure([*still, *moving], _layout(loss, look, title, steps, images))
    at = list(range(len(still), len(still) + len(moving)))
    figure.frames = [_frame(actors, step, steps, at) for step in steps] if actors else []
    return figure


def _minima(loss: Landscape, look: Theme) -> list[go.Scatter]:
    minima = minima_inside(loss)
    if not len(minima):
        return []
    name = "global minimum" if len(minima) == 1 else "global minima"
    return [
        go.Scatter(
            name=name,
            x=minima[:, 0],
            y=minima[:, 1],
            mode="markers",
            marker={
                "symbol": "circle-cross-open",
                "size": 14,
                "color": look.ink,
                "line": {"width": 1.6},
            },
            customdata=loss.value(minima),
            legendrank=2000,
            hovertemplate=(
                "<b>global minimum</b><br>x %{x:.6g}<br>y %{y:.6g}"
                "<br>loss %{customdata:.6g}<extra></extra>"
            ),
        )
    ]


def _casing(actor: Actor, look: Theme) -> go.Scatter:
    return go.Scatter(
        x=actor.drawn[:, 0],
        y=actor.drawn[:, 1],
        mode="lines",
        line={"color": look.casing, "width": 4},
        legendgroup=actor.key,
        showlegend=False,
        hoverinfo="skip",
    )


def _trail(actor: Actor) -> go.Scatter:
    """The whole path, faint; it alone answers the pointer, its point number being the step."""
    return go.Scatter(
        x=actor.drawn[:, 0],
        y=actor.drawn[:, 1],
        mode="lines",
        line={"color": actor.style.color, "width": 1.6},
        opacity=0.85,
        legendgroup=actor.key,
        showlegend=False,
        customdata=actor.losses,
        hovertemplate=(
            f"<b>{actor.name}</b><br>step %{{pointNumber}}<br>x %{{x:.6g}}<br>y %{{y:.6g}}"
            "<br>loss %{customdata:.6g}<extra></extra>"
        ),
        hoverlabel={"bordercolor": actor.style.color},
    )


def _starts(actors: list[Actor], look: Theme) -> list[go.Scatter]:
    if not actors:
        return []
    starts = np.unique([actor.drawn[0] for actor in actors], axis=0)
    return [
        go.Scatter(
            name="start",
            x=starts[:, 0],
            y=starts[:, 1],
            mode="markers",
            marker={
                "symbol": "circle-open",
                "size": 13,
                "color": look.ink,
                "line": {"width": 1.8},
            },
            legendrank=1900,
            hoverinfo="skip",
        )
    ]


def _broken_ends(actors: list[Actor]) -> list[go.Scatter]:
    broken = [actor for actor in actors if actor.broke_off]
    if not broken:
        return []
    return [
        go.Scatter(
            name="broke off (✕ step)",
            x=[actor.drawn[-1, 0] for actor in broken],
            y=[actor.drawn[-1, 1] for actor in broken],
            mode="markers",
            marker={
                "symbol": "x-thin",
                "size": 9,
                "line": {"color": [actor.style.color for actor in broken], "width": 2.5},
            },
            customdata=[[actor.name, actor.last] for actor in broken],
            legendrank=2100,
            hovertemplate=(
                "<b>%{customdata[0]}</b><br>left the domain or overflowed"
                "<br>after step %{customdata[1]}<extra></extra>"
            ),
        )
    ]


def _moving(actor: Actor, step: int, steps: list[int], look: Theme) -> list[go.Scatter]:
    """What every frame replaces: the recent path, and the head, which is the legend's entry."""
    style = actor.style
    wake, head = _places(actor, step, steps)
    shared = {"legendgroup": actor.key, "hoverinfo": "skip"}
    line = {"color": style.color, "width": 3, "dash": style.dash}
    return [
        go.Scatter(**wake, mode="lines", line=line, showlegend=False, **shared),
        go.Scatter(
            **head,
            name=actor.name,
            mode="lines+markers",
            line=line,
            marker={
                "symbol": style.marker,
                "size": 12,
                "color": style.color,
                "line": {"color": look.rim, "width": 1.3},
            },
            **shared,
        ),
    ]


def _places(actor: Actor, step: int, steps: list[int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """x and y of the recent path and of the head at one step; NaN once the run broke off.

    NaN and not nothing: plotly.js leaves a trace without points as it was last drawn.
    """
    shown = actor.step_shown(step)
    if shown is None:
        nowhere = {"x": _NOWHERE, "y": _NOWHERE}
        return nowhere, nowhere
    wake = actor.drawn[wake_start(shown, steps) : shown + 1]
    return {"x": wake[:, 0], "y": wake[:, 1]}, {"x": wake[-1:, 0], "y": wake[-1:, 1]}


def _frame(actors: list[Actor], step: int, steps: list[int], at: list[int]) -> dict[str, Any]:
    data = [part for actor in actors for part in _places(actor, step, steps)]
    return {"name": str(step), "data": data, "traces": at}


def _layout(
    loss: Landscape,
    look: Theme,
    title: str | None,
    steps: list[int],
    images: list[dict[str, Any]],
) -> go.Layout:
    return go.Layout(
        template=template(look),
        title=caption(loss, title),
        height=600,
        images=images,
        annotations=[_bar_name(look)],
        xaxis={"title": "x", "range": loss.x_range, "showgrid": False},
        yaxis={"title": "y", "range": loss.y_range, "showgrid": False, "title_standoff": 4},
        hovermode="closest",
        margin={"b": 106, "t": 112},
        uirevision="race",
        **(controls(steps, look, top=-0.14, redraw=False) if len(steps) > 1 else {}),
    )


def _bar_name(look: Theme) -> dict[str, Any]:
    """The word before the colour bar, which Plotly would put above or below it."""
    return {
        "text": "loss",
        "x": 0.5,
        "xref": "paper",
        "xanchor": "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 23,
        "showarrow": False,
        "font": {"size": 12, "color": look.quiet},
    }
