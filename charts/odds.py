"""The share of runs that escape, against the strength of what shakes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts.style import style_of
from charts.theme import on_page

BAND = 0.16  # opacity
SMALL, LARGE = 7, 13  # pixels of a mark, and of the one at the race's own strength


@dataclass(frozen=True)
class OddsCurve:
    """One optimizer: the key of its rule, its name, and its share of runs at each strength.

    `strengths` begin with the weakest; each has a share with the ends of its interval, the share
    `gone` of runs that end outside the view or are lost, and what is said when it is pointed at.
    `own` is the strength that the race has.
    """

    key: str
    name: str
    strengths: tuple[float, ...]
    shares: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]
    gone: tuple[float, ...]
    notes: tuple[str, ...]
    own: float


def odds_curves(
    curves: Sequence[OddsCurve], strengths: Sequence[float], across: str, up: str
) -> go.Figure:
    """Shares with their bands against `strengths`, all that the axis has.

    Strengths stand on a logarithmic axis, and 0 one step left of them; `across` and `up` name the
    axes. A dotted line has the shares that are gone, where there are any.
    """
    figure = go.Figure()
    for curve in curves:
        x = positions(curve.strengths, strengths)
        figure.add_trace(_band(curve, x))
        figure.add_trace(_line(curve, x))
        if any(curve.gone):
            figure.add_trace(_gone(curve, x))
    ticks = positions(strengths, strengths)
    room = 0.04 * float(np.ptp(ticks)) + 0.1
    on_page(figure, 380, across, up).update_layout(
        uirevision="odds",
        xaxis={
            "tickvals": ticks,
            "ticktext": [f"{strength:g}" for strength in strengths],
            "range": [ticks.min() - room, ticks.max() + room],
        },
        yaxis={"tickformat": ".0%", "range": [-0.03, 1.03]},
    )
    return figure


def positions(some: Sequence[float], every: Sequence[float]) -> NDArray[np.float64]:
    """Where strengths stand on the axis of `every`, at their binary logarithm.

    0 stands by one further left than the least of the others.
    """
    least = min((strength for strength in every if strength > 0), default=1.0)
    return np.log2([strength if strength > 0 else least / 2 for strength in some])


def _band(curve: OddsCurve, x: NDArray[np.float64]) -> go.Scatter:
    low, high = np.array(curve.intervals).reshape(-1, 2).T
    red, green, blue = (int(style_of(curve.key).color[i : i + 2], 16) for i in (1, 3, 5))
    return go.Scatter(
        x=np.concatenate([x, x[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},{BAND})",
        line={"width": 0},
        mode="lines",
        legendgroup=curve.key,
        showlegend=False,
        hoverinfo="skip",
    )


def _gone(curve: OddsCurve, x: NDArray[np.float64]) -> go.Scatter:
    return go.Scatter(
        x=x,
        y=curve.gone,
        mode="lines",
        line={"color": style_of(curve.key).color, "width": 1.5, "dash": "dot"},
        legendgroup=curve.key,
        showlegend=False,
        hoverinfo="skip",
    )


def _line(curve: OddsCurve, x: NDArray[np.float64]) -> go.Scatter:
    style = style_of(curve.key)
    return go.Scatter(
        name=curve.name,
        legendgroup=curve.key,
        x=x,
        y=curve.shares,
        mode="lines+markers",
        line=style.line,
        marker={
            "symbol": style.marker,
            "color": style.color,
            "size": [LARGE if strength == curve.own else SMALL for strength in curve.strengths],
        },
        text=curve.notes,
        hovertemplate="%{text}<extra></extra>",
    )
