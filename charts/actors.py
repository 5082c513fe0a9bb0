"""The runs of a race as checked arrays with a name and a style each, and their landscape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts.scale import Height
from charts.style import Style, style_of
from charts.theme import Theme

if TYPE_CHECKING:
    from landscapes import Landscape
    from optimizers import Trajectory


@dataclass(frozen=True)
class Actor:
    """One run, ready to be drawn: `points` (last + 1, 2) and `losses` (last + 1,), all finite."""

    key: str
    name: str  # may stand in Plotly's text, which reads tags: escaped
    style: Style
    points: NDArray[np.float64]
    drawn: NDArray[np.float32]  # the points as they go on the map, see `drawable`
    losses: NDArray[np.float64]
    steps: int  # as many as were asked for

    @property
    def last(self) -> int:
        """The last step with a finite point."""
        return len(self.points) - 1

    @property
    def broke_off(self) -> bool:
        """Whether it left the domain or overflowed before its steps were done."""
        return self.last < self.steps

    def step_shown(self, step: int) -> int | None:
        """Where its head is at a step of the race: None once it broke off, else held at its end."""
        if step <= self.last:
            return step
        return None if self.broke_off else self.last


def actors_of(loss: Landscape, runs: Mapping[str, Trajectory]) -> list[Actor]:
    """The actors of `runs` (rule key or any name -> run from one start) on the map of `loss`.

    A run under its own rule's key is called by the rule's name, else by its key; one that broke
    off has the step in its name. ValueError for a run of many starts at once, or one whose start
    is not finite.
    """
    return [_actor(loss, key, run) for key, run in runs.items()]


def _actor(loss: Landscape, key: str, run: Trajectory) -> Actor:
    points = np.asarray(run.points, float)
    losses = np.asarray(run.losses, float)
    if points.ndim != 2 or points.shape[1] != 2 or losses.shape != points.shape[:1]:
        raise ValueError(
            f"the run {key!r} has points {points.shape} and losses {losses.shape}; "
            "one start is drawn, (steps + 1, 2) and (steps + 1,)"
        )
    broken = ~np.isfinite(points).all(axis=1)
    length = int(broken.argmax()) if broken.any() else len(points)
    if length == 0:
        raise ValueError(f"the run {key!r} starts at a point that is not finite")
    rule = getattr(run, "rule", None)
    rule_key = getattr(rule, "key", key)
    name = escape(getattr(rule, "name", key) if rule_key == key else key, quote=False)
    return Actor(
        key=key,
        name=name if length == len(points) else f"{name} ✕ {length - 1}",
        style=style_of(key),
        points=points[:length],
        drawn=drawable(loss, points[:length]),
        losses=losses[:length],
        steps=len(points) - 1,
    )


def caption(loss: Landscape, title: str | None) -> dict[str, object]:
    """Title and, below it, the formula. A given `title` may use Plotly's tags."""
    text = loss.loss.text
    text = text if len(text) <= 88 else text[:87] + "…"
    formula = f"f(x, y) = {escape(text, quote=False)}"
    name = title if title is not None else escape(loss.name, quote=False)
    if not name:
        return {"text": formula}
    return {"text": name, "subtitle": {"text": formula}}


def minima_inside(loss: Landscape) -> NDArray[np.float64]:
    """The known global minima that lie on the map, (n, 2)."""
    minima = np.array(loss.minima, float).reshape(-1, 2)
    return minima[inside(loss, minima)]


def inside(loss: Landscape, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points (..., 2) lie on the map, its border included."""
    unit = loss.unit(points)
    return np.asarray(((unit >= 0) & (unit <= 1)).all(axis=-1))


def drawable(loss: Landscape, points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Points (n, 2) to draw: those over 500 map sizes away are pulled in towards the map's centre.

    Browsers stumble over coordinates like 1e54; a line that leaves the map turns by less than
    a thousandth of a radian.
    """
    low, high = np.array([loss.x_range, loss.y_range]).T
    middle, size = (low + high) / 2, high - low
    away = (np.clip(points, -1e300, 1e300) - middle) / size
    times_too_far = np.maximum(1, np.abs(away).max(axis=-1, keepdims=True) / 500)
    return small(middle + away / times_too_far * size)


def hover(loss: Landscape, x: str, y: str, value: str) -> str:
    """Lines of a hover text: the coordinates by their axes' names, and the loss."""
    first, second = loss.labels
    return f"{first} %{{{x}}}<br>{second} %{{{y}}}<br>loss %{{{value}:.6g}}<extra></extra>"


def drawn_heights(
    loss: Landscape,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    losses: NDArray[np.float64],
    fitted: Height,
    look: Theme,
) -> dict[str, Any]:
    """A sampled landscape as a heatmap or a surface takes it: heights, and losses to point at."""
    return {
        "name": "loss",
        "x": small(x),
        "y": small(y),
        "z": small(fitted(losses)),
        "customdata": small(losses),
        "colorscale": look.colorscale,
        "hovertemplate": hover(loss, "x:.4g", "y:.4g", "customdata"),
    }


def small(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """float32: a pixel needs no more, and Plotly sends it as base64 of 4 bytes a number."""
    with np.errstate(over="ignore"):
        return values.astype(np.float32)
