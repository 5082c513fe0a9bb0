"""Play, pause and the step slider, shared by the moving figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts.theme import BUTTON_INK, Theme

WAKE = 16  # steps of recent path that a frame draws anew
_SHOW_MS = 9000  # a race takes about this long, if the browser keeps up


def frame_steps(last: int, most: int) -> list[int]:
    """The steps that get a frame: 0 to `last`, evenly thinned to about `most`, ends included."""
    stride = max(1, -(-last // most))
    steps = list(range(0, last + 1, stride))
    return steps if steps[-1] == last else [*steps, last]


def wake_start(step: int, steps: Sequence[int]) -> int:
    """Where the recent path at `step` begins: at least three frames back, so it never tears."""
    stride = steps[1] - steps[0] if len(steps) > 1 else 1
    return max(0, step - max(WAKE, 3 * stride))


def controls(steps: Sequence[int], theme: Theme, *, top: float, redraw: bool) -> dict[str, Any]:
    """Layout entries `updatemenus` and `sliders`; frames are named by their step.

    `top` is where the row of controls begins, in plot heights above the bottom axis; `redraw`
    makes every frame draw the whole figure, which 3-D needs and 2-D can do without.
    """
    pause = _jump(None, redraw)
    pace = {"duration": min(120, max(30, _SHOW_MS // len(steps))), "redraw": redraw}
    still = {"duration": 0}
    play = [None, {"mode": "immediate", "frame": pace, "transition": still, "fromcurrent": True}]
    buttons = [
        {"label": "▶ Play", "method": "animate", "args": play},
        {"label": "Pause", "method": "animate", "args": pause},
    ]
    menu = {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "buttons": buttons,
        "x": 0,
        "xanchor": "left",
        "y": top,
        "yanchor": "top",
        "pad": {"t": 6, "r": 0},
        "bgcolor": theme.rim,
        "bordercolor": theme.rule,
        "font": {"color": BUTTON_INK, "size": 12},
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
