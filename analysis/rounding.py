"""A landscape with its kinks rounded off, so that a flow can slide along them.

Where the slope of a loss jumps, a flow that is driven against the jump from both sides slides
along it (Filippov, Differential equations with discontinuous righthand sides, 1988). Rounded over
a small part of a pixel the jump becomes a stiff valley, which the implicit steps of
`analysis.flow` follow: |u| becomes sqrt(u^2 + width^2), and max, min and cube roots likewise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import sympy
from sympy import Expr, S

from formulas import FormulaError
from formulas.kinks import Abs, Cbrt, Max, Min
from landscapes import DataLoss, FormulaLoss, Landscape
from landscapes.code import Array, Flags, array_code

KINKED = (Abs, Max, Min, Cbrt, sympy.Abs)
PLACES = 32  # along each side of the view, where arguments of kinks are looked at
STEP = 1e-4  # views, over which their change is measured
LITTLE = 10  # per cent of these places change less
MAX_ROWS = 64  # of a table, that take part in it


@dataclass(frozen=True)
class RoundedFormula(FormulaLoss):
    """The loss of a formula, as `shape` in place of what was typed."""

    shape: Expr = S.Zero

    @property
    def expression(self) -> Expr:
        """The rounded loss."""
        return self.shape


@dataclass(frozen=True)
class RoundedData(DataLoss):
    """A loss over data, with `shape` in place of what was typed for one example."""

    shape: Expr = S.Zero

    @property
    def expression(self) -> Expr:
        """The rounded loss of one example."""
        return self.shape


def rounded(landscape: Landscape, reach: float) -> Landscape:
    """The landscape with its kinked valleys rounded over `reach` views.

    The landscape itself where it has none, or where rounded derivatives get too long.
    """
    loss = landscape.loss
    rounded: RoundedData | RoundedFormula | None = None
    if widths := _widths(landscape, reach):
        shape = _rounded(loss.expression, widths)
        if isinstance(loss, DataLoss):
            rounded = RoundedData(loss.text, loss.table, loss.names, shape)
        else:
            rounded = RoundedFormula(loss.text, loss.names, shape)
        try:
            rounded.derivatives(2)
        except FormulaError:
            rounded = None
    return landscape if rounded is None else replace(landscape, loss=rounded)


def _rounded(expression: Expr, widths: dict[Expr, float]) -> Expr:
    if expression.is_Atom:
        return expression
    parts = [_rounded(part, widths) for part in expression.args]
    if expression not in widths:
        return expression.func(*parts)
    square = sympy.Float(widths[expression]) ** 2
    if expression.func is Cbrt:
        return parts[0] * (parts[0] ** 2 + square) ** (-S.One / 3)
    if expression.func in (Max, Min):
        apart = sympy.sqrt((parts[0] - parts[1]) ** 2 + square)
        return (parts[0] + parts[1] + (apart if expression.func is Max else -apart)) / 2
    return sympy.sqrt(parts[0] ** 2 + square)


def _widths(landscape: Landscape, reach: float) -> dict[Expr, float]:
    """Over how much of its argument each kink is rounded; those of ridges are left sharp.

    Nothing slides along a ridge, which the flow leaves on both sides.
    """
    expression = landscape.loss.expression
    found = {}
    for kink in expression.atoms(*KINKED):
        argument = kink.args[0] - kink.args[1] if kink.func in (Max, Min) else kink.args[0]
        speed, beside = _speed(_values(argument, landscape))
        width = reach * speed
        if 0 < width < np.inf and (kink.func is Cbrt or _raises(kink, width, landscape, beside)):
            found[kink] = width
    return found


def _raises(kink: Expr, width: float, landscape: Landscape, beside: Flags) -> bool:
    """Whether rounding a kink raises the loss somewhere beside it: a valley is there."""
    expression = landscape.loss.expression
    rounded = kink - width if kink.func is Min else kink + width
    change, *_ = _values(expression.xreplace({kink: rounded}) - expression, landscape)
    with np.errstate(invalid="ignore"):
        return bool((change[beside] > 0).any())


def _values(expression: Expr, landscape: Landscape) -> tuple[Array, Array, Array]:
    """An expression on a mesh over the view, and at the same places a `STEP` along both axes.

    Their last axis are rows of data: one where there are none.
    """
    loss = landscape.loss
    code = array_code((expression,), loss.symbols)
    columns = [] if loss.data is None else list(loss.data.training_columns[:, :MAX_ROWS])
    size = np.ptp((landscape.x_range, landscape.y_range), axis=1)
    mesh = landscape.mesh(PLACES)
    values = []
    for step in ((0, 0), (STEP, 0), (0, STEP)):
        weights = landscape.lift(mesh + step * size)[..., np.newaxis]
        with np.errstate(all="ignore"):
            (value,) = code(*np.moveaxis(weights, -2, 0), *columns)
        values.append(np.broadcast_to(value, (PLACES, PLACES, columns[0].size if columns else 1)))
    return values[0], values[1], values[2]


def _speed(argument: tuple[Array, Array, Array]) -> tuple[float, Flags]:
    """How much the argument of a kink changes over one view, where it changes little.

    Measured at the places beside the kink, where it is zero, which come with it; all over where
    there are none in view.
    """
    here, right, up = argument
    with np.errstate(all="ignore"):
        speed = np.hypot(right - here, up - here) / STEP
        changing = np.isfinite(speed) & (speed > 0)
        beside = changing & (np.abs(here) * PLACES < speed)
    if not beside.any():
        beside = changing
    return float(np.percentile(speed[beside], LITTLE)) if beside.any() else 0.0, beside
