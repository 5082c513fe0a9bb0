"""Page colours of the figures, and the one Plotly template that all of them wear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.scale import DARK_SCALE, LIGHT_SCALE

FONT = "Inter, 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Theme:
    """Colours of everything that is not a path. `scale` runs from low loss to high."""

    paper: str
    ink: str  # titles, marks
    quiet: str  # ticks, axis letters
    rule: str  # hairlines: frames, grid
    level: tuple[int, int, int, float]  # level lines, RGB and opacity
    casing: str  # the band under a path that lifts it off the landscape
    rim: str  # the outline of a head, for the same reason
    scale: tuple[str, ...]

    @property
    def colorscale(self) -> list[list[float | str]]:
        """The scale as Plotly reads it."""
        last = len(self.scale) - 1
        return [[i / last, color] for i, color in enumerate(self.scale)]


THEMES: dict[str, Theme] = {
    "light": Theme(
        paper="#ffffff",
        ink="#1f2d36",
        quiet="#5c6c77",
        rule="#d8e0e5",
        level=(52, 78, 94, 0.3),
        casing="rgba(255,255,255,0.75)",
        rim="#ffffff",
        scale=LIGHT_SCALE,
    ),
    "dark": Theme(
        paper="#0e1519",
        ink="#e8eef2",
        quiet="#9db0bc",
        rule="#2b3a44",
        level=(190, 214, 228, 0.22),
        casing="rgba(228,238,244,0.24)",
        rim="#f1f5f7",
        scale=DARK_SCALE,
    ),
}


def theme_of(name: str) -> Theme:
    """The theme "light" or "dark"; ValueError for another name."""
    if name not in THEMES:
        raise ValueError(f"theme is 'light' or 'dark', not {name!r}")
    return THEMES[name]


def template(theme: Theme) -> go.layout.Template:
    """Plain paper, hairlines, small quiet type, no toolbar clutter."""
    shared = {"color": theme.quiet, "gridcolor": theme.rule, "zeroline": False}
    axis = {
        **shared,
        "linecolor": theme.rule,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": theme.rule,
        "tickfont": {"size": 12},
        "title": {"font": {"size": 15, "color": theme.ink}, "standoff": 8},
    }
    scene_axis = {
        **shared,
        "showbackground": False,
        "showspikes": False,
        "tickfont": {"size": 11},
        "title": {"font": {"size": 14, "color": theme.ink}},
    }
    layout = go.Layout(
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        font={"family": FONT, "size": 13, "color": theme.ink},
        colorway=["#5c6c77"],
        title={
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "pad": {"b": 50},
            "font": {"size": 18, "weight": 600},
            "subtitle": {"font": {"size": 13, "color": theme.quiet}},
        },
        xaxis=axis,
        yaxis=axis,
        scene={"xaxis": scene_axis, "yaxis": scene_axis, "zaxis": scene_axis},
        legend={
            "x": 1.02,
            "y": 1,
            "yanchor": "top",
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": 12},
            "itemwidth": 42,
            "tracegroupgap": 0,
            "groupclick": "togglegroup",
        },
        hoverlabel={
            "bgcolor": theme.paper,
            "bordercolor": theme.rule,
            "font": {"color": theme.ink, "size": 12},
            "align": "left",
        },
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": theme.rule, "activecolor": theme.quiet},
        margin={"l": 56, "r": 24, "t": 84, "b": 56},
    )
    return go.layout.Template(layout=layout)


def button_row(theme: Theme) -> dict[str, Any]:
    """A row of buttons, as an entry of the layout's `updatemenus`."""
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "bgcolor": theme.rim,
        "bordercolor": theme.rule,
        # Plotly paints a button under the pointer almost white, whatever the theme, so its text is
        # dark and its ground pale in both.
        "font": {"color": THEMES["light"].ink, "size": 12},
    }


def on_page(figure: go.Figure, height: int, across: str, up: str) -> go.Figure:
    """`figure` for a page, whose theme gives fonts and colours; `across` and `up` name the axes."""
    axis = {"zeroline": False, "automargin": True}
    return figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"title": {"text": across}, **axis},
        yaxis={"title": {"text": up}, **axis},
    )
