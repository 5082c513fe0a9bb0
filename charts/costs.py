"""What a step of each rule costs, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.style import style_of
from charts.theme import on_page

BAR, FRAME = 24, 70  # pixels: of each bar, and of the axis below them


@dataclass(frozen=True)
class Bar:
    """One optimizer: the key of its rule, its name, and its cost."""

    key: str
    name: str
    cost: float


def cost_bars(bars: Sequence[Bar], across: str) -> go.Figure:
    """The first on top; `across` names the axis of the costs."""
    figure = go.Figure()
    figure.add_bar(
        x=[bar.cost for bar in bars],
        y=[bar.name for bar in bars],
        orientation="h",
        marker={"color": [style_of(bar.key).color for bar in bars]},
        texttemplate="%{x:.1f}",
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{x:.2f}<extra></extra>",
    )
    longest = max((bar.cost for bar in bars), default=1.0)
    return on_page(figure, BAR * len(bars) + FRAME, across, "").update_layout(
        showlegend=False,
        xaxis={"range": [0, 1.12 * longest]},
        yaxis={"autorange": "reversed", "ticks": ""},
    )
