"""Passes: the lowest places on the ridges between basins.

Between two basins that share a border in the view, whoever goes from one to the other climbs at
least to the lowest place of that border. On a smooth loss it is a saddle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis import basins, survey
from landscapes import Landscape
from verdicts.path import Array, Point, as_point

NEAR = 4  # pixels: a saddle so near the lowest place of a border is the pass
PLACES = 33  # looked at across a ridge


@dataclass(frozen=True)
class Pass:
    """The lowest place of the border between two basins, and its loss."""

    point: Point
    loss: float


@lru_cache(maxsize=32)
@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def lowest_passes(landscape: Landscape) -> dict[int, Pass]:
    """The lowest pass out of each basin, by its label, into another that is drawn in the view.

    Where the border is no saddle, to about a pixel of the basins.
    """
    labels = basins(landscape).labels
    size = len(labels)
    x, y, values = landscape.grid(size)
    lowest: dict[int, tuple[float, int, int, int, int]] = {}
    for across in (0, 1):
        for label, found in _lowest_along(labels, values, across).items():
            lowest[label] = min(lowest.get(label, found), found)
    saddles = np.array([(p.x, p.y) for p in survey(landscape).points if p.kind == "saddle"])
    return {
        label: _exactly(
            landscape, np.array([(x[i], y[k]), (x[j], y[m])]), saddles.reshape(-1, 2), size
        )
        for label, (_, k, i, m, j) in lowest.items()
    }


def _lowest_along(
    labels: NDArray[np.int64], values: Array, across: int
) -> dict[int, tuple[float, int, int, int, int]]:
    """Of each label the lowest change to another along rows or columns: loss and two pixels."""
    if across:
        labels, values = labels.T, values.T
    one, other = labels[:, :-1], labels[:, 1:]
    row, column = np.nonzero((one != other) & (one >= 0) & (other >= 0))
    height = np.maximum(values[row, column], values[row, column + 1])
    found: dict[int, tuple[float, int, int, int, int]] = {}
    for sides in (one, other):
        label = sides[row, column]
        order = np.lexsort((height, label))
        firsts = order[np.unique(label[order], return_index=True)[1]]
        for n in firsts[np.isfinite(height[firsts])].tolist():
            a, b = int(row[n]), int(column[n])
            pixels = (b, a, b + 1, a) if across else (a, b, a, b + 1)
            here = (float(height[n]), *pixels)
            found[int(label[n])] = min(found.get(int(label[n]), here), here)
    return found


def _exactly(landscape: Landscape, ends: Array, saddles: Array, size: int) -> Pass:
    """The pass between two neighbouring pixels: the saddle there, or the top of the way over."""
    if len(saddles):
        apart = np.abs(landscape.unit(saddles) - landscape.unit(ends.mean(axis=0))).max(axis=1)
        nearest = int(apart.argmin())
        if apart[nearest] * (size - 1) <= NEAR:
            at = saddles[nearest]
            return Pass(as_point(at), float(landscape.value(at)))
    part = np.linspace(0, 1, PLACES)[:, np.newaxis]
    way = ends[0] + part * (ends[1] - ends[0])
    losses = landscape.value(way)
    top = int(np.nanargmax(losses))
    return Pass(as_point(way[top]), float(losses[top]))
