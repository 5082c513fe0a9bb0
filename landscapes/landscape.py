"""Windows on losses: a plane through the weights, and a range along both axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import ArrayLike

from formulas import FormulaError
from formulas.names import shown
from landscapes.axes import axes_in
from landscapes.code import Array, Code
from landscapes.data.data_set import DataSet
from landscapes.data_loss import DataLoss
from landscapes.function import Function, finite
from landscapes.loss import FormulaLoss, Loss
from landscapes.view import DEFAULT_RANGE, Point, Range, view_of


@dataclass(frozen=True)
class Plane:
    """A plane through the space of n weights: origin + a u + b v for coordinates (a, b).

    `u` and `v` need be neither orthogonal nor of length 1, but not parallel either.
    """

    origin: tuple[float, ...]
    u: tuple[float, ...]
    v: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("origin", "u", "v"):
            object.__setattr__(self, name, tuple(map(float, getattr(self, name))))
        if not len(self.origin) == len(self.u) == len(self.v):
            raise ValueError("origin, u and v need as many numbers each, one for each weight")
        if np.linalg.matrix_rank(self._basis) < 2:
            raise ValueError("u and v must not be parallel")

    def lift(self, points: ArrayLike) -> Array:
        """The weights (..., n) at points (..., 2) of the plane."""
        weights: Array = np.asarray(points, dtype=np.float64) @ self._basis
        weights += self.origin
        return weights

    def project(self, weights: ArrayLike) -> Array:
        """The points (..., 2) of the plane that are nearest to weights (..., n)."""
        points: Array = (np.asarray(weights, dtype=np.float64) - self.origin) @ self._inverse
        return points

    @cached_property
    def _basis(self) -> Array:
        return np.array([self.u, self.v])

    @cached_property
    def _inverse(self) -> Array:
        return np.linalg.pinv(self._basis).astype(np.float64)


@dataclass(frozen=True)
class Landscape(Function):
    """A window on a loss: a view of its two weights, or of a plane through more of them.

    Points are arrays (..., 2) in float64: the weights themselves, or where there is a `plane`
    their coordinates in it. `start` is a telling place to begin, `rate` a learning rate for steps
    along the gradient that shows the lesson, None where the curvature suggests one as good;
    `minima` are the known global minima in view, `lesson` is a sentence on what the loss teaches,
    `source` its citation. A typed loss leaves them empty.
    """

    loss: Loss
    x_range: Range = DEFAULT_RANGE
    y_range: Range = DEFAULT_RANGE
    name: str = ""
    start: Point | None = None
    rate: float | None = None
    minima: tuple[Point, ...] = ()
    lesson: str = ""
    source: str = ""
    plane: Plane | None = None

    def __post_init__(self) -> None:
        weights = 2 if self.plane is None else len(self.plane.origin)
        if len(self.loss.names) != weights:
            seen = "without a plane" if self.plane is None else f"through a plane of {weights}"
            raise ValueError(f"a loss of {len(self.loss.names)} weights cannot be seen {seen}")

    @classmethod
    def read(
        cls, text: str, x_range: Range = DEFAULT_RANGE, y_range: Range = DEFAULT_RANGE
    ) -> Landscape:
        """The landscape of a typed loss of two weights, which are its axes.

        They are the names in it: see `axes.two_axes` for where it has not two. Raises
        `FormulaError` for a text that cannot be read, has no gradient that can be written down, or
        a view that is empty, not finite, or beyond 1e6.
        """
        names = axes_in(text)
        view = view_of(x_range, y_range, names)
        return cls(FormulaLoss.read(text, names), *view)

    @classmethod
    def over(
        cls,
        data: DataSet,
        text: str,
        x_range: Range = DEFAULT_RANGE,
        y_range: Range = DEFAULT_RANGE,
        weights: tuple[str, str] | None = None,
    ) -> Landscape:
        """The landscape of a typed loss of one example, of two weights, over data.

        Without `weights` they are the names in it that are no columns. Raises `FormulaError` as
        `read` and `DataLoss.read` do.
        """
        if weights is None:
            weights = axes_in(text, data)
        view = view_of(x_range, y_range, weights)
        return cls(DataLoss.read(text, data, weights, view), *view)

    @property
    def names(self) -> tuple[str, str]:
        """What the two axes are called: as the weights, or u and v on a plane."""
        if self.plane is not None:
            return "u", "v"
        x, y = self.loss.names
        return x, y

    @property
    def labels(self) -> tuple[str, str]:
        """The same as a visitor reads them: θ1 for theta1."""
        x, y = map(shown, self.names)
        return x, y

    @property
    def text(self) -> str:
        """What is typed for this loss: its names before it where it alone gives others."""
        loss = self.loss
        if self.plane is not None or self._names_alone == loss.names:
            return loss.text
        return f"f({', '.join(loss.names)}) = {loss.text}"

    @property
    def _names_alone(self) -> tuple[str, str] | None:
        """The axes that the text of the loss has by itself, if it can be read at all."""
        try:
            return axes_in(self.loss.text, self.loss.whole_table)
        except FormulaError:
            return None

    # the plane

    def lift(self, points: ArrayLike) -> Array:
        """The weights (..., n) at points (..., 2)."""
        if self.plane is None:
            return np.asarray(points, dtype=np.float64)
        return self.plane.lift(points)

    def project(self, weights: ArrayLike) -> Array:
        """The points (..., 2) nearest to weights (..., n)."""
        if self.plane is None:
            return np.asarray(weights, dtype=np.float64)
        return self.plane.project(weights)

    def compiled(self, order: int) -> Code:
        """Code of the loss by the two coordinates of points: see `Function.compiled`."""
        if self.plane is None:
            return self.loss.compiled(order)
        along = (self.plane.u, self.plane.v) if order else ()
        return partial(_on_plane, self.loss.compiled(order, along), self.plane)

    def operations(self, order: int) -> int:
        """About how many operations the code takes at each point."""
        if self.plane is None:
            return self.loss.operations(order)
        along = (self.plane.u, self.plane.v) if order else ()
        return self.loss.operations(order, along) + 4 * len(self.plane.origin)

    # the view

    def unit(self, points: ArrayLike) -> Array:
        """Points (..., 2) with the low corner of the view at 0 and the high one at 1."""
        low, size = self._box
        return (np.asarray(points) - low) / size

    @cached_property
    def _box(self) -> tuple[Array, Array]:
        """The low corner of the view and its size."""
        low, high = np.transpose((self.x_range, self.y_range))
        return low, high - low

    def grid(self, size: int = 100) -> tuple[Array, Array, Array]:
        """The view as x (size,), y (size,) and losses (size, size), rows along y."""
        x = np.linspace(*self.x_range, size)
        y = np.linspace(*self.y_range, size)
        with np.errstate(all="ignore"):
            (losses,) = self.compiled(0)(x, y[:, np.newaxis])
        return x, y, finite(losses, (size, size))

    def mesh(self, size: int) -> Array:
        """Points of the view in even rows and columns, (size, size, 2), rows along y."""
        x, y = (np.linspace(*span, size) for span in (self.x_range, self.y_range))
        return np.stack(np.meshgrid(x, y), axis=-1)

    def median_gradient_norm(self, size: int) -> float:
        """The median length of the gradient at size x size points; 0 where it has no value."""
        along_x, along_y = np.moveaxis(self.gradient(self.mesh(size)), -1, 0)
        with np.errstate(over="ignore"):
            norms = np.hypot(along_x, along_y)  # squares overflow sooner
        norms = norms[np.isfinite(norms)]
        return float(np.median(norms)) if norms.size else 0.0


def _on_plane(code: Code, plane: Plane, x: Array, y: Array) -> Sequence[Array]:
    """The code of a loss at the weights that places x, y of a plane stand for."""
    weights = []
    for weight, u, v in zip(plane.origin, plane.u, plane.v, strict=True):
        # What does not change along an axis keeps the shape of the other, or is one number.
        moved = (speed * part for speed, part in ((u, x), (v, y)) if speed)
        weights.append(np.asarray(sum(moved, start=weight)))
    return code(*weights)
