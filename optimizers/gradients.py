"""The gradient of a loss for a rule's loop: as assignments to stand inside it where the loss is
a formula of x and y, as a function to be called with each batch where it is a mean over data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol

from formulas import gradient, symbol
from formulas.program import Program, straight_line
from landscapes.data.mean import CHUNK, DataLandscape
from landscapes.landscape import Landscape
from optimizers.stepping import Assignments

Array = NDArray[np.float64]


def formula_in_loop(loss: Landscape) -> Expr | None:
    """The formula whose gradient stands inside the loop; None for a mean over data."""
    return None if isinstance(loss, DataLandscape) else loss.expression


def gradient_of_batch(loss: DataLandscape) -> Callable[..., tuple[float, float]]:
    """A function (x, y, batch) that returns the gradient at one place as two plain floats, over
    a batch (k, size)."""
    code = loss.example.gradient_code

    def gradient(x: float, y: float, batch: Array) -> tuple[float, float]:
        along_x, along_y = code(x, y, *batch)
        return float(along_x), float(along_y)

    return gradient


def gradients_of_batches(loss: DataLandscape) -> Callable[..., None]:
    """A function (w, batch, out) that puts the gradients at w (2, n) into out (2, n), over one
    batch (k, size) for all or one for each, (k, n, size)."""
    code = loss.example.gradient_code

    def gradients(w: Array, batch: Array, out: Array) -> None:
        step = max(1, CHUNK // batch.shape[-1])
        for i in range(0, w.shape[1], step):
            here = slice(i, i + step)
            columns = batch if batch.ndim == 2 else batch[:, here]
            out[0, here], out[1, here] = code(
                w[0, here, np.newaxis], w[1, here, np.newaxis], *columns
            )

    return gradients


def gradient_assignments(
    loss: Expr, at: Sequence[str], results: Sequence[str], prefix: str
) -> Assignments:
    """Assignments that put df/dx and df/dy at the point named by `at` into the names `results`.

    `prefix` begins the names of intermediate values.
    """
    program = _program(loss)
    names = {symbol(letter): Symbol(name, real=True) for letter, name in zip("xy", at, strict=True)}
    names |= {step: Symbol(f"{prefix}{step.name}", real=True) for step, _ in program.steps}
    targets = (Symbol(name, real=True) for name in results)
    return (
        *((names[step], value.xreplace(names)) for step, value in program.steps),
        *zip(targets, (result.xreplace(names) for result in program.results), strict=True),
    )


@lru_cache(maxsize=256)
def _program(loss: Expr) -> Program:
    return straight_line(gradient(loss, (symbol("x"), symbol("y"))))
