"""The gradient of a landscape's loss for a rule's loop: as formulas to stand inside it where the
loss has few weights and no data, as a function to be called in it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape, Loss
from landscapes.code import CHUNK, mean_code
from optimizers.compile.slopes import Slopes

Array = NDArray[np.float64]


def slopes_in_loop(landscape: Landscape) -> Slopes | None:
    """The formulas of the gradient that stands inside the loop; None where it is called."""
    loss = landscape.loss
    if loss.rows:
        return None
    return tuple(zip(loss.variables, loss.gradient_expressions, strict=True))


def gradient_of_batch(loss: Loss) -> Callable[..., tuple[float, ...]]:
    """A function (*w, batch) that returns the gradient at one place as plain floats, over a batch
    (k, size)."""
    code = mean_code(loss.gradient_expressions, loss.symbols)

    def gradient(*at: Any) -> tuple[float, ...]:
        *w, batch = at
        return tuple(map(float, code(*w, *batch)))

    return gradient


def gradients_of_batches(loss: Loss) -> Callable[[Array, Array, Array], None]:
    """A function (w, batch, out) that puts the gradients at w (weights, n) into out, over one
    batch (k, size) for all or one for each, (k, n, size)."""
    code = mean_code(loss.gradient_expressions, loss.symbols)

    def gradients(w: Array, batch: Array, out: Array) -> None:
        step = max(1, CHUNK // batch.shape[-1])
        for i in range(0, w.shape[1], step):
            here = slice(i, i + step)
            columns = batch if batch.ndim == 2 else batch[:, here]
            for part, slope in zip(out, code(*w[:, here, np.newaxis], *columns), strict=True):
                part[here] = slope

    return gradients
