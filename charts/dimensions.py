"""Figures of the lesson on many dimensions. What is written in them is given, in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from charts.style import WIDTH, style_of
from charts.theme import on_page

HEIGHT = 320  # pixels
LEAST_SHARE = 1e-20  # at the lower edge: random matrices are out of every picture soon
_MARKERS = {"minimum": "circle", "maximum": "x"}
_DASHES = ("solid", "dash")


@dataclass(frozen=True)
class StepCurve:
    """One optimizer: the key of its rule, its name, and a number at each step from 0 on."""

    key: str
    name: str
    values: NDArray[np.float64]


def function_curve(
    w: ArrayLike, values: ArrayLike, marks: Mapping[str, tuple[str, ArrayLike, ArrayLike]]
) -> go.Figure:
    """A function of w with its marks.

    `marks` has by kind, "minimum" or "maximum", the name in the legend, and where the marks
    stand, across and up.
    """
    figure = go.Figure()
    figure.add_scatter(x=w, y=values, mode="lines", line={"width": WIDTH}, showlegend=False)
    for kind, (name, across, up) in marks.items():
        marker = {"symbol": _MARKERS[kind], "size": 11}
        figure.add_scatter(x=across, y=up, mode="markers", name=name, marker=marker)
    return on_page(figure, HEIGHT, "w", "f(w)")


def share_curves(shares: Mapping[str, Sequence[float]], across: str, up: str) -> go.Figure:
    """Shares by name, for 1, 2, 3, ... on a logarithmic axis; those of 0 are left out."""
    figure = go.Figure()
    for (name, values), dash in zip(shares.items(), _DASHES, strict=False):
        figure.add_scatter(
            x=np.arange(1, len(values) + 1),
            y=[value if value > 0 else None for value in values],
            name=name,
            mode="lines+markers",
            line={"width": WIDTH, "dash": dash},
            marker={"size": 5},
            hovertemplate="n = %{x}<br>%{y:.3g}<extra></extra>",
        )
    on_page(figure, HEIGHT, across, up)
    ends = [float(np.log10(LEAST_SHARE)), 0.6]
    figure.update_yaxes(type="log", exponentformat="power", range=ends)
    return figure


def step_curves(curves: Sequence[StepCurve], across: str, up: str) -> go.Figure:
    """A number against the step, a line for each optimizer in its colour and dash."""
    figure = go.Figure()
    for curve in curves:
        style = style_of(curve.key)
        figure.add_scatter(
            x=np.arange(len(curve.values)),
            y=np.where(np.isfinite(curve.values), curve.values, np.nan),
            name=curve.name,
            mode="lines+markers",
            line=style.line,
            marker={"symbol": style.marker, "color": style.color, "size": 9, "maxdisplayed": 8},
            hovertemplate=f"<b>{curve.name}</b><br>%{{x}}: %{{y:.4g}}<extra></extra>",
        )
    return on_page(figure, HEIGHT, across, up)
