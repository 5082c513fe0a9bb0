"""Loss against step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts.actors import Actor, actors_of, caption, hover
from charts.scale import short
from charts.theme import Theme, button_row, template, theme_of

if TYPE_CHECKING:
    from landscapes import Landscape
    from optimizers import Trajectory


def loss_curves(
    loss: Landscape,
    runs: Mapping[str, Trajectory],
    *,
    title: str | None = None,
    theme: str = "light",
) -> go.Figure:
    """The loss of every run against its step, with a choice of linear and logarithmic axis.

    The logarithmic view shows the loss above the known global minimum; where none is known the
    loss itself, or, if that is not positive everywhere, the loss above the lowest seen.
    Arguments as in `charts.race`. Losses stay float64: a float32 would end at 1e-45.
    """
    look = theme_of(theme)
    actors = actors_of(loss, runs)
    floor = _floor(loss, actors)
    figure = go.Figure([_curve(loss, actor, look) for actor in actors])
    above = [np.where(actor.losses > floor, actor.losses - floor, np.nan) for actor in actors]
    plain = [actor.losses for actor in actors]
    name = "loss" if floor == 0 else f"loss above {short(floor)}"
    figure.layout = go.Layout(
        template=template(look),
        title=caption(loss, title),
        height=460,
        margin={"l": 68, "t": 92},
        hovermode="closest",
        xaxis={"title": {"text": "step"}, "rangemode": "tozero", "showgrid": False},
        yaxis={"title": {"text": name}, "type": "log", "exponentformat": "power"},
        yaxis_range=_span(above, "log"),
        uirevision="race",
        updatemenus=[_choice(name, above, plain, look)] if actors else [],
    )
    for curve, losses in zip(figure.data, above, strict=True):
        curve.y = losses
    return figure


def _floor(loss: Landscape, actors: list[Actor]) -> float:
    if loss.minima:
        return float(np.min(loss.value(np.array(loss.minima, float))))
    lowest = min((float(np.nanmin(actor.losses)) for actor in actors), default=1.0)
    return 0.0 if lowest > 0 else lowest


def _span(losses: list[NDArray[np.float64]], axis: str) -> list[float] | None:
    """The ends of the axis: the lowest loss and the highest that is not far off.

    That is 1,000 times (linear: 3 times) the span at the start, so that one run that blows up does
    not press the others flat.
    """
    pool = np.concatenate(losses) if losses else np.zeros(0)
    pool = pool[np.isfinite(pool)]
    starts = [run[0] for run in losses if np.isfinite(run[0])]
    if not pool.size or not starts:
        return None
    low, start = float(pool.min()), max(starts)
    if axis == "log":
        ends = np.log10([low, min(float(pool.max()), 1000 * start)])
    else:
        ends = np.array([low, min(float(pool.max()), low + 3 * (start - low))])
    room = 0.04 * (ends[1] - ends[0]) or 1.0
    return [float(ends[0] - room), float(ends[1] + room)]


def _curve(loss: Landscape, actor: Actor, look: Theme) -> go.Scatter:
    style = actor.style
    return go.Scatter(
        name=actor.name,
        legendgroup=actor.key,
        mode="lines+markers",
        line=style.line,
        marker={
            "symbol": style.marker,
            "color": style.color,
            "size": 9,
            "maxdisplayed": 8,
            "line": {"color": look.rim, "width": 1},
        },
        customdata=np.column_stack([actor.points, actor.losses]),
        hovertemplate=f"<b>{actor.name}</b><br>step %{{x}}<br>"
        + hover(loss, "customdata[0]:.6g", "customdata[1]:.6g", "customdata[2]"),
    )


def _choice(
    name: str, above: list[NDArray[np.float64]], plain: list[NDArray[np.float64]], look: Theme
) -> dict[str, Any]:
    """The two buttons, each with its losses and its axis."""

    def button(
        label: str, losses: list[NDArray[np.float64]], axis: str, text: str
    ) -> dict[str, Any]:
        return {
            "label": label,
            "method": "update",
            "args": [
                {"y": losses},
                {
                    "yaxis.type": axis,
                    "yaxis.title.text": text,
                    "yaxis.range": _span(losses, axis),
                },
            ],
        }

    return {
        "x": 1.02,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 6, "l": 8},
        **button_row(look),
        "buttons": [button("Log", above, "log", name), button("Linear", plain, "linear", "loss")],
    }
