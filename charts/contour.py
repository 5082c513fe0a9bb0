"""The landscape from above, as a picture that stays where it is while paths move over it.

plotly.js removes a contour or heatmap from the page as soon as it animates other traces without
redrawing everything (plotly.js issue 4491), and redrawing everything brings eleven paths down to
4-6 frames a second, from above 30. A layout image is no trace and is left alone. So colours and
level lines are two small PNGs, and an unseen heatmap answers the pointer and carries the bar.
"""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from PIL import Image

from charts.actors import drawn_heights
from charts.scale import Height
from charts.theme import Theme

if TYPE_CHECKING:
    from landscapes import Landscape

_PIXELS = 801  # a side of the level lines: sharp on a projector
_COLOR_EVERY = 4  # colours change slowly; the browser blends between pixels
_HOVER_EVERY = 8
_LEVELS = 16
_LINE = 1.1  # pixels
_SHADES = 15  # strengths of a level line; more would only make the file larger
_CROWDED, _FREE = 3.0, 7.0  # pixels from line to line: below the first none is drawn


def contour(loss: Landscape, look: Theme) -> tuple[go.Heatmap, list[dict[str, Any]]]:
    """The unseen heatmap, and the two entries of the layout's `images`."""
    x, y, losses = loss.grid(_PIXELS)
    fitted = Height.fit(losses)
    heights = fitted(losses)
    colors = heights[::_COLOR_EVERY, ::_COLOR_EVERY]
    images = [
        _image(loss, _shades(colors), _palette(look.scale)),
        _image(loss, _levels(heights), _ink(look.level)),
    ]
    coarse = slice(None, None, _HOVER_EVERY)
    unseen = drawn_heights(loss, x[coarse], y[coarse], losses[coarse, coarse], fitted, look)
    return _answering(unseen, fitted, look), images


def _answering(unseen: dict[str, Any], fitted: Height, look: Theme) -> go.Heatmap:
    ticks = fitted.ticks
    return go.Heatmap(
        **unseen,
        zmin=0,
        zmax=1,
        opacity=0,
        colorbar={
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.0,
            "yanchor": "bottom",
            "len": 0.5,
            "thickness": 8,
            "outlinewidth": 0,
            "tickvals": ticks.at,
            "ticktext": ticks.text,
            "tickfont": {"size": 11, "color": look.quiet},
            "ticklen": 3,
            "tickcolor": look.rule,
        },
    )


def _shades(heights: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Palette entries 1 to 255 from low to high; 0, transparent, where the loss is undefined."""
    shades = np.rint(1 + 254 * np.nan_to_num(heights))
    return np.where(np.isnan(heights), 0, shades).astype(np.uint8)


def _levels(heights: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Strength 0 to 15 of evenly spaced level lines, fading out where they would crowd."""
    level = heights * _LEVELS
    nearest = np.rint(level)
    rise = np.hypot(*np.gradient(level))  # levels per pixel
    with np.errstate(divide="ignore", invalid="ignore"):
        pixels_off = np.abs(level - nearest) / rise
        free = np.clip((1 / rise - _CROWDED) / (_FREE - _CROWDED), 0, 1)
    strength = np.clip((_LINE + 1) / 2 - pixels_off, 0, 1) * free
    inner = (nearest > 0) & (nearest < _LEVELS)
    return np.rint(_SHADES * np.nan_to_num(np.where(inner, strength, 0))).astype(np.uint8)


def _palette(scale: tuple[str, ...]) -> NDArray[np.uint8]:
    """(256, 4) RGBA: entry 0 transparent, then the colour scale."""
    stops = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in scale])
    at = np.linspace(0, len(scale) - 1, 255)
    colors = [np.interp(at, np.arange(len(scale)), channel) for channel in stops.T]
    opaque = np.column_stack([*colors, np.full(255, 255)])
    return np.rint(np.vstack([[0, 0, 0, 0], opaque])).astype(np.uint8)


def _ink(color: tuple[int, int, int, float]) -> NDArray[np.uint8]:
    """(16, 4) RGBA: one colour, from transparent to its own opacity."""
    alpha = np.linspace(0, 255 * color[3], _SHADES + 1)
    colors = np.tile(color[:3], (_SHADES + 1, 1))
    return np.rint(np.column_stack([colors, alpha])).astype(np.uint8)


def _image(
    loss: Landscape, pixels: NDArray[np.uint8], palette: NDArray[np.uint8]
) -> dict[str, Any]:
    """A layout image over the whole map; the outermost pixels have their centres on its border."""
    (left, right), (bottom, top) = loss.x_range, loss.y_range
    wide, high = (right - left) / (pixels.shape[1] - 1), (top - bottom) / (pixels.shape[0] - 1)
    picture, file = Image.fromarray(pixels[::-1]), BytesIO()
    picture.putpalette(palette.tobytes(), "RGBA")
    picture.save(file, "PNG", optimize=True)
    source = b64encode(file.getvalue()).decode()
    return {
        "source": f"data:image/png;base64,{source}",
        "xref": "x",
        "yref": "y",
        "x": left - wide / 2,
        "y": top + high / 2,
        "sizex": right - left + wide,
        "sizey": top - bottom + high,
        "sizing": "stretch",
        "layer": "below",
    }
