"""How an experiment is looked at: `View`, and the one table of its settings.

Links (links/view.py) and the player (player/js/look.js) read and write what stands in
VIEW_SETTINGS in a loop: a new setting is a field of `View`, a row here, its texts, and what the
player does when it changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from landscapes import Landscape
from words import LANGUAGES

Zoom = tuple[float, float, float, float]
Camera = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class View:
    """How an experiment is looked at; it decides no path.

    `zoom` is the part of the map in view: x from, x to, y from, y to. `camera` is the eye and the
    centre of the 3-D view, three numbers each, in Plotly's units. None is the whole map, and
    the camera that the player chooses. `trails` is how many steps are drawn behind each head.
    `ghost` is the second landscape drawn over that of a loss over data: this step's batch, or
    the rows held out. `lang` is the language, "" for that of the browser.
    """

    zoom: Zoom | None = None
    camera: Camera | None = None
    curve: str = "loss"
    log: bool = True
    levels: str = "auto"
    trails: str = "all"
    marks: bool = True
    basins: bool = False
    ghost: str = "none"
    lang: str = ""


@dataclass(frozen=True)
class ViewSetting:
    """One row of the table: a field of `View`, and the parameter of a link with the same name.

    `label` is the key of the text that sentences call it by. A choice is one of `options`, and
    `data_only` are those of them that only a loss over data has.
    """

    key: str
    kind: Literal["choice", "switch", "zoom", "camera"]
    label: str
    options: tuple[str, ...] = ()
    data_only: tuple[str, ...] = ()

    @property
    def usual(self) -> Any:
        """The value that links leave out."""
        return getattr(View, self.key)


VIEW_SETTINGS = (
    ViewSetting("lang", "choice", "link.language", ("", *LANGUAGES)),
    ViewSetting("curve", "choice", "link.curve", ("loss", "gradient", "length", "held"), ("held",)),
    ViewSetting("log", "switch", "link.curve_axis"),
    ViewSetting("levels", "choice", "link.levels", ("auto", "even", "log")),
    ViewSetting("trails", "choice", "link.trails", ("all", "100", "30", "8")),
    ViewSetting("marks", "switch", "link.marks"),
    ViewSetting("basins", "switch", "link.basins"),
    ViewSetting("ghost", "choice", "link.ghost", ("none", "batch", "held"), ("batch", "held")),
    ViewSetting("zoom", "zoom", "link.zoom"),
    ViewSetting("camera", "camera", "link.camera"),
)
"""In the order in which links spell them."""


def settings_header() -> list[dict[str, Any]]:
    """The table as the player takes it, ready for JSON."""
    return [
        {"key": s.key, "kind": s.kind, "options": s.options, "usual": s.usual}
        for s in VIEW_SETTINGS
    ]


def view_header(view: View) -> dict[str, Any]:
    """What is not as usual in `view`, ready for JSON."""
    values = {setting.key: getattr(view, setting.key) for setting in VIEW_SETTINGS}
    return {s.key: values[s.key] for s in VIEW_SETTINGS if values[s.key] != s.usual}


def clamped_view(view: View, loss: Landscape) -> View:
    """The same view with its zoom on the map, and without what `loss` does not have."""
    without_data = {
        setting.key: setting.usual
        for setting in VIEW_SETTINGS
        if getattr(view, setting.key) in setting.data_only
    }
    zoom = clipped(view.zoom, loss) if view.zoom else None
    changes = {} if loss.loss.rows else without_data
    return replace(view, zoom=zoom, **changes)


def clipped(zoom: Zoom, loss: Landscape) -> Zoom | None:
    """The part of `zoom` on the map of `loss`; None where that is nothing."""
    (left, right), (bottom, top) = loss.x_range, loss.y_range
    x0, x1 = max(zoom[0], left), min(zoom[1], right)
    y0, y1 = max(zoom[2], bottom), min(zoom[3], top)
    return (x0, x1, y0, y1) if x0 < x1 and y0 < y1 else None
