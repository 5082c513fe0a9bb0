"""The gradient of a landscape's loss for a rule's loop: as formulas to stand inside it where the
loss has few weights and no data, as a function to be called in it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formulas import symbol
from landscapes.data.mean import CHUNK, DataLandscape
from landscapes.landscape import Landscape
from optimizers.compile.slopes import Slopes

Array = NDArray[np.float64]


def slopes_in_loop(landscape: Landscape) -> Slopes | None:
    """The formulas of the gradient that stands inside the loop; None where it is called."""
    if isinstance(landscape, DataLandscape):
        return None
    variables = symbol("x"), symbol("y")
    return tuple(zip(variables, landscape.gradient_expressions, strict=True))


def gradient_of_batch(landscape: DataLandscape) -> Callable[..., tuple[float, ...]]:
    """A function (*w, batch) that returns the gradient at one place as plain floats, over a batch
    (k, size)."""
    code = landscape.example.gradient_code

    def gradient(*at: Any) -> tuple[float, ...]:
        *w, batch = at
        return tuple(map(float, code(*w, *batch)))

    return gradient


def gradients_of_batches(landscape: DataLandscape) -> Callable[[Array, Array, Array], None]:
    """A function (w, batch, out) that puts the gradients at w (weights, n) into out, over one
    batch (k, size) for all or one for each, (k, n, size)."""
    code = landscape.example.gradient_code

    def gradients(w: Array, batch: Array, out: Array) -> None:
        step = max(1, CHUNK // batch.shape[-1])
        for i in range(0, w.shape[1], step):
            here = slice(i, i + step)
            columns = batch if batch.ndim == 2 else batch[:, here]
            for part, slope in zip(out, code(*w[:, here, np.newaxis], *columns), strict=True):
                part[here] = slope

    return gradients
