"""What the places are where a smooth loss has no slope: minima, maxima, saddles.

Places with a vanishing curvature are told apart by how much such there is: isolated points are
judged by the loss on a small circle, curves are left to `regions`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.field import CELL, Derivatives, Field, circle
from analysis.neighbours import connected, grouped
from analysis.roots import Roots, newton_step
from analysis.winding import turning_angles
from landscapes import Landscape
from landscapes.code import Array, Flags

CURVE = 4.0  # cells: the least extent of a curve of stationary points
LOOK = 0.5  # cells: the circle on which a flat point is judged


@dataclass(frozen=True)
class StationaryPoint:
    """A place without slope, or the tip of a kink.

    `kind` is "minimum", "maximum", "saddle" or "degenerate"; `eigenvalues` of the Hessian are in
    the units of the axes, the smaller first, NaN at a kink, and `directions` their unit
    eigenvectors (x, y). `index` is the number of turns of the gradient around the point.
    """

    x: float
    y: float
    value: float
    kind: str
    eigenvalues: tuple[float, float]
    directions: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    index: int = 0
    kinked: bool = False

    @property
    def is_smooth(self) -> bool:
        """Whether it has curvatures: the tip of a kink has none."""
        return bool(np.isfinite(self.eigenvalues).all())


def isolated(found: Roots) -> Flags:
    """Which roots stand alone. Flat ones in a row longer than `CURVE` cells are a curve."""
    alone = ~found.flat
    members = np.flatnonzero(found.flat)
    for numbers in grouped(connected(found.u[members], found.v[members], 3 * CELL)):
        group = members[numbers]
        if max(np.ptp(found.u[group]), np.ptp(found.v[group])) <= CURVE * CELL:
            alone[group[np.argmin(found.at.gradient_norm[group])]] = True
    return alone


def described(field: Field, found: Roots) -> list[StationaryPoint]:
    """Isolated roots as points with kinds, in the units of the axes."""
    larger, smaller = found.at.curvatures
    index = np.where(larger * smaller > 0, 1, -1)
    kind = np.where(index < 0, "saddle", np.where(larger > 0, "minimum", "maximum"))
    kind = kind.astype(object)
    if found.flat.any():
        u, v = found.u[found.flat], found.v[found.flat]
        index[found.flat], kind[found.flat] = _index_and_kind_around(field, u, v)
    x, y, value, matrices = _polished(field.landscape, *field.xy(found.u, found.v), ~found.flat)
    eigenvalues, vectors = np.linalg.eigh(matrices)
    return [
        StationaryPoint(x=a, y=b, value=f, kind=k, index=i, eigenvalues=(e[0], e[1]),
                        directions=((d[0][0], d[1][0]), (d[0][1], d[1][1])))
        for a, b, f, k, i, e, d in zip(
            x.tolist(), y.tolist(), value.tolist(), kind.tolist(), index.tolist(),
            eigenvalues.tolist(), vectors.tolist(), strict=True,
        )
    ]  # fmt: skip


def _index_and_kind_around(field: Field, u: Array, v: Array) -> tuple[NDArray[np.int64], NDArray]:
    """Index and kind of points without curvature, by gradient and value on a small circle."""
    around = circle(u, v, LOOK * CELL, places=64)
    index = np.rint(turning_angles(*field.gradient(*around)).sum(axis=-1) / (2 * np.pi))
    rise = field.value(*around) - field.value(u, v)[:, None]
    noise = 1e-6 * np.abs(rise).max(axis=-1)
    kind = np.full(u.size, "degenerate", dtype=object)
    kind[index == -1] = "saddle"
    kind[(rise.min(axis=-1) > noise) & (index == 1)] = "minimum"
    kind[(rise.max(axis=-1) < -noise) & (index == 1)] = "maximum"
    return np.nan_to_num(index).astype(np.int64), kind


def _polished(
    landscape: Landscape, x: Array, y: Array, regular: Flags
) -> tuple[Array, Array, Array, Array]:
    """x, y after one more Newton step in the units of the axes, the values, and the Hessians."""
    x_range, y_range = landscape.x_range, landscape.y_range
    before = Derivatives.on_axes(landscape, x, y)
    step_x, step_y = newton_step(before)
    tiny = regular & (np.abs(step_x) <= 1e-9 * (x_range[1] - x_range[0]))
    tiny &= np.abs(step_y) <= 1e-9 * (y_range[1] - y_range[0])
    x, y = x + np.where(tiny, step_x, 0.0), y + np.where(tiny, step_y, 0.0)
    x, y = _on_border(x, x_range), _on_border(y, y_range)
    after = Derivatives.on_axes(landscape, x, y)
    worse = ~np.isfinite(after.uu + after.uv + after.vv)
    uu, uv, vv = (
        np.where(worse, old, new)
        for old, new in ((before.uu, after.uu), (before.uv, after.uv), (before.vv, after.vv))
    )
    matrices = np.nan_to_num(np.stack((uu, uv, uv, vv), axis=-1).reshape(-1, 2, 2))
    return x, y, np.where(np.isfinite(after.value), after.value, before.value), matrices


def _on_border(x: Array, span: tuple[float, float]) -> Array:
    """Places that rounding carried over the border of the view, brought back."""
    near = 1e-9 * (span[1] - span[0])
    x = np.where((x < span[0]) & (x >= span[0] - near), span[0], x)
    return np.where((x > span[1]) & (x <= span[1] + near), span[1], x)
