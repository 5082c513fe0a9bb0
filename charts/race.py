"""The race seen from above: a landscape that stands still and paths that move over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts.actors import Actor, actors_of, caption
from charts.contour import contour
from charts.motion import Motion, controls, frame_steps, minima_marks, moving, trail
from charts.theme import Theme, template, theme_of

if TYPE_CHECKING:
    from landscapes import Landscape
    from optimizers import Trajectory

FRAMES = 300


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
    actors = actors_of(loss, runs)
    paths = [actor.drawn for actor in actors]
    motion = Motion(actors, paths, paths, frame_steps(actors, FRAMES))
    answering, images = contour(loss, look)
    minimum = {"symbol": "circle-cross-open", "size": 14, "color": look.ink, "line": {"width": 1.6}}
    still = [answering, *minima_marks(go.Scatter, loss, minimum)]
    still += [_casing(actor, look) for actor in actors]
    still += [_trail(loss, actor) for actor in actors]
    still += [*_starts(actors, look), *_broken_ends(actors)]
    heads = zip(actors, motion.at(0), strict=True)
    parts = [part for actor, places in heads for part in _moving(actor, places, look)]
    figure = go.Figure([*still, *parts], _layout(loss, look, title, motion, images))
    figure.frames = motion.frames(len(still))
    return figure


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


def _trail(loss: Landscape, actor: Actor) -> go.Scatter:
    color = actor.style.color
    drawn = {"line": {"color": color, "width": 1.6}, "hoverlabel": {"bordercolor": color}}
    return trail(go.Scatter, loss, actor, actor.drawn, "%{pointNumber}", opacity=0.85, **drawn)


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
            marker={"symbol": "circle-open", "size": 13, "color": look.ink, "line": {"width": 1.8}},
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


def _moving(actor: Actor, places: tuple[Any, Any], look: Theme) -> list[go.Scatter]:
    style = actor.style
    line = {"color": style.color, "width": 3, "dash": style.dash}
    rim = {"color": look.rim, "width": 1.3}
    marker = {"symbol": style.marker, "size": 12, "color": style.color, "line": rim}
    return moving(go.Scatter, actor, places, line, line, marker)


def _layout(
    loss: Landscape,
    look: Theme,
    title: str | None,
    motion: Motion,
    images: list[dict[str, Any]],
) -> go.Layout:
    across, up = loss.labels
    return go.Layout(
        template=template(look),
        title=caption(loss, title),
        height=600,
        images=images,
        annotations=[_bar_name(look)],
        xaxis={"title": across, "range": loss.x_range, "showgrid": False},
        yaxis={"title": up, "range": loss.y_range, "showgrid": False, "title_standoff": 4},
        hovermode="closest",
        margin={"b": 106, "t": 112},
        uirevision="race",
        **controls(motion.steps, look, top=-0.14, redraw=False),
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
