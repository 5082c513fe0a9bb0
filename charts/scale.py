"""How a loss becomes height and colour: calm colours, and a scale that walls cannot ruin.

Low ground has the colour of the page, high ground stands out from it. Paths end on low ground
and crowd there, so that is where the quietest surface and the greatest contrast must be; and
people read "more" from what differs most from the background (Schloss et al., Mapping color to
meaning in colormap data visualizations, IEEE TVCG 25, 2019): dark is high on a light page,
light is high on a dark one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isinf, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Low loss first. Nine stops in even steps of CIE L*: 95 to 60 and 12 to 42, hue blue-grey,
# chroma at most 17 (the paths have 40 and more).
LIGHT_SCALE = (
    "#ecf2f4", "#dde6ea", "#cddae0", "#bfced6", "#b0c2cc",
    "#a1b7c2", "#93abb9", "#85a0af", "#7695a6",
)  # fmt: skip
DARK_SCALE = (
    "#162128", "#1b2932", "#20313c", "#263a46", "#2b4350",
    "#314c5b", "#365565", "#3b5f70", "#41687b",
)  # fmt: skip

_LOG_FROM = 100.0  # the loss is drawn in logarithms when it spans two decades
_CEILING = {False: 3.0, True: 300.0}  # logarithmic? -> ceiling in spans; higher ground is a wall
_TICKS = 6


class Ticks(NamedTuple):
    """Where to write what on an axis of heights."""

    at: tuple[float, ...]  # heights, 0 to 1
    text: tuple[str, ...]  # losses


@dataclass(frozen=True)
class Height:
    """A map from loss to height: `low` goes to 0, `high` to 1, what lies beyond stays there.

    `knee` is the loss above `low` at which the map turns from linear to logarithmic;
    infinite for a linear map.
    """

    low: float
    high: float
    knee: float

    @classmethod
    def fit(cls, values: ArrayLike) -> Height:
        """The map for a landscape sampled at `values` (any shape; NaN and infinities allowed)."""
        values = np.asarray(values, float)
        finite = values[np.isfinite(values)]
        if finite.size == 0:
            return cls(0.0, 0.0, np.inf)
        low, top = float(finite.min()), float(finite.max())
        with np.errstate(over="ignore"):
            knee, few, most = np.quantile(finite, (0.02, 0.05, 0.98)) - low
        span = most if most > 1e-9 * max(1.0, abs(low)) else top - low  # on a plain, no walls
        logarithmic = bool(0 < few < span / _LOG_FROM)
        high = min(top, low + _CEILING[logarithmic] * float(span))
        return cls(low, high, float(max(knee, 1e-6 * span)) if logarithmic else np.inf)

    def __call__(self, values: ArrayLike) -> NDArray[np.float64]:
        """Heights 0 to 1 of losses, in their shape. NaN stays NaN."""
        with np.errstate(invalid="ignore", over="ignore"):
            above = np.clip(np.asarray(values, float), self.low, self.high) - self.low
            span = self.high - self.low
            if span == 0:
                return np.asarray(above)  # constant: all zero, or NaN
            if isinf(self.knee):
                return np.asarray(above / span)
            return np.asarray(np.log1p(above / self.knee) / np.log1p(span / self.knee))

    def loss_at(self, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The loss that is drawn at each height, the inverse of the map."""
        span = self.high - self.low
        if isinf(self.knee):
            return self.low + heights * span
        return self.low + self.knee * np.expm1(heights * np.log1p(span / self.knee))

    @property
    def ticks(self) -> Ticks:
        """About six round losses, evenly spread over the heights."""
        if self.high == self.low:
            return Ticks((0.0,), (short(self.low),))
        rounded = self._even_losses() if isinf(self.knee) else self._spread_losses()
        inside = rounded[(rounded >= self.low) & (rounded <= self.high)]
        return Ticks(tuple(self(inside).tolist()), tuple(short(loss) for loss in inside))

    def _even_losses(self) -> NDArray[np.float64]:
        """Multiples of 1, 2 or 5 times a power of ten."""
        rough = (self.high - self.low) / _TICKS
        power = 10.0 ** floor(log10(rough))
        unit = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough)
        first, last = np.ceil(self.low / unit), np.floor(self.high / unit)
        return np.asarray(np.arange(first, last + 1) * unit)

    def _spread_losses(self) -> NDArray[np.float64]:
        """The losses at even heights, each rounded by what separates it from its neighbours."""
        losses = self.loss_at(np.linspace(0, 1, _TICKS))
        gaps = np.diff(losses)
        room = np.minimum(np.append(gaps, gaps[-1]), np.append(gaps[0], gaps))
        unit = 10.0 ** np.floor(np.log10(room))
        return np.unique(np.round(losses / unit) * unit)


def height(values: ArrayLike) -> tuple[NDArray[np.float64], Ticks]:
    """Heights 0 to 1 of a sampled landscape, in its shape, and the ticks for its axis."""
    fitted = Height.fit(values)
    return fitted(values), fitted.ticks


def short(number: float) -> str:
    """A number for a tick: 0.05, 1200, 3×10<sup>6</sup> (Plotly reads the tag)."""
    if number == 0:
        return "0"
    digits = floor(log10(abs(number)))
    if -4 < digits < 5:
        return f"{number:.6g}".replace("-", "−")
    power = str(digits).replace("-", "−")
    factor = f"{number / 10.0**digits:.3g}".replace("-", "−")
    return f"10<sup>{power}</sup>" if factor == "1" else f"{factor}×10<sup>{power}</sup>"
