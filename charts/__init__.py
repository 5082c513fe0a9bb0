"""Arrays in, Plotly figures out; and the one table of colours, dashes and markers.

loss = Landscape.read("x^2 + 10 sin(y)", x_range=(-5, 5), y_range=(-5, 5))
runs = {key: trace(RULES[key], loss, start=(3, 2)) for key in ("gd", "momentum", "adam")}
race(loss, runs).show()
"""

from charts.curves import loss_curves
from charts.race import race
from charts.scale import DARK_SCALE, LIGHT_SCALE, Height, height
from charts.style import STYLES, Style, style_of
from charts.surface import race_3d

__all__ = [
    "DARK_SCALE",
    "LIGHT_SCALE",
    "STYLES",
    "Height",
    "Style",
    "height",
    "loss_curves",
    "race",
    "race_3d",
    "style_of",
]
