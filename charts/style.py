"""One optimizer, one colour, dash and marker: the same in every figure and on every page.

The eight rules that are raced most (gd sgd momentum nag adagrad rmsprop adam adamw) are told
apart by colour alone, also with protanopia, deuteranopia or tritanopia: any two of them are at
least 12 apart in CIEDE2000, in the eye of all four. Sixteen colours cannot do that, so among all
sixteen every marker is different, and two colours that come closer than 10 in any of the four
have different dashes. A rule that runs more than once keeps its marker and changes hue, lightness
and dash. Lightness L* stays between 36 and 75: darker would sink into the dark
landscape, lighter into the light one.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

WIDTH = 2.2  # of a curve, in pixels

_INK = 0.59, 0.61
"""The lightness in OKLab that has a contrast of 3 with every background of the pages."""
# From linear RGB to the cones' answers, and from their cube roots to OKLab (Ottosson, 2020).
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True)
class Style:
    """How one optimizer is drawn: colour as #rrggbb, dash and marker in Plotly's names."""

    color: str
    dash: str
    marker: str

    @property
    def line(self) -> dict[str, str | float]:
        """Of a curve, as Plotly takes it."""
        return {"color": self.color, "width": WIDTH, "dash": self.dash}

    @property
    def ink(self) -> str:
        """The colour for a marker in a text or a table.

        It has the same hue, yet is legible on a dark page and a light one.
        """
        return _in_lightness(self.color, *_INK)


STYLES: dict[str, Style] = {
    "gd": Style("#007ddb", "solid", "circle"),
    "sgd": Style("#914d11", "dot", "pentagon"),
    "momentum": Style("#fa981e", "solid", "triangle-up"),
    "nag": Style("#898401", "dash", "triangle-down"),
    "adagrad": Style("#c399f5", "solid", "square"),
    "adadelta": Style("#7b5ba0", "dashdot", "triangle-right"),
    "rmsprop": Style("#07bc8e", "solid", "diamond"),
    "rprop": Style("#8cc55a", "dash", "triangle-left"),
    "adam": Style("#ff5b66", "solid", "star"),
    "adamw": Style("#c9009e", "dash", "cross"),
    "amsgrad": Style("#ff3400", "longdash", "x"),
    "adamax": Style("#c01052", "dash", "hexagon"),
    "nadam": Style("#fe00d0", "dot", "hexagram"),
    "radam": Style("#ec96d3", "longdashdot", "hourglass"),
    "adabelief": Style("#8283ff", "dashdot", "bowtie"),
    "lion": Style("#6104f3", "longdashdot", "star-diamond"),
}

_AGAIN_COLORS: dict[str, tuple[str, str]] = {
    "gd": ("#0cc7f3", "#4b40f9"),
    "sgd": ("#d1b067", "#e9a53e"),
    "momentum": ("#8a6017", "#db551d"),
    "nag": ("#3c9d55", "#9ac72b"),
    "adagrad": ("#b021da", "#923162"),
    "adadelta": ("#fc78f9", "#fd8ca9"),
    "rmsprop": ("#4e641d", "#499d17"),
    "rprop": ("#7f6612", "#c6a01e"),
    "adam": ("#a156a3", "#fa985d"),
    "adamw": ("#df94e8", "#ef8070"),
    "amsgrad": ("#993041", "#d21b7a"),
    "adamax": ("#ee3535", "#f070bf"),
    "nadam": ("#bb61a2", "#7f45bc"),
    "radam": ("#a420aa", "#fe29aa"),
    "adabelief": ("#39b0f1", "#733f94"),
    "lion": ("#72a3fc", "#3f49bd"),
}
"""Of the second and the third runner of a rule: near its own hue, yet apart from it and from each
other also where a theme evens out their lightness."""

# For rules that are not in the table. None of these markers is in the table, so a visitor's own
# rule never wears the clothes of the rule it is raced against.
_OWN_COLORS = ("#be8e00", "#ce0cff", "#008f4c", "#be6490")
_OWN_DASHES = ("solid", "longdash", "dashdot", "dash", "dot")
_OWN_MARKERS = ("diamond-tall", "octagon", "diamond-wide")


def style_of(key: str) -> Style:
    """The style of a rule, or under "gd.2" or "gd.3" that of its next runners.

    A key outside the table has a style that depends on the key alone.
    """
    if key in STYLES:
        return STYLES[key]
    rule, _, number = key.rpartition(".")
    if rule in STYLES and number in ("2", "3"):
        return _again(rule, int(number) - 2)
    # crc32, because Python's own hash of a text changes from one process to the next.
    pick, color = divmod(crc32(key.encode()), len(_OWN_COLORS))
    pick, dash = divmod(pick, len(_OWN_DASHES))
    marker = pick % len(_OWN_MARKERS)
    return Style(_OWN_COLORS[color], _OWN_DASHES[dash], _OWN_MARKERS[marker])


def _again(rule: str, which: int) -> Style:
    first = STYLES[rule]
    other_dashes = [dash for dash in ("solid", "dash", "dot") if dash != first.dash]
    return Style(_AGAIN_COLORS[rule][which], other_dashes[which], first.marker)


def _in_lightness(color: str, lowest: float, highest: float) -> str:
    """The same hue, its lightness in OKLab moved into these bounds; as `legible` of the player."""
    srgb = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    light, a, b = _TO_OKLAB @ np.cbrt(_TO_CONES @ linear)
    moved = np.array([min(highest, max(lowest, light)), a, b])
    linear = np.clip(np.linalg.solve(_TO_CONES, np.linalg.solve(_TO_OKLAB, moved) ** 3), 0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * share):02x}" for share in srgb.tolist())
