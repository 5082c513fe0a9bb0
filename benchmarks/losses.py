"""The losses of the benchmarks as a user of NumPy, torch or JAX would type them.

`lib` is numpy, torch or jax.numpy. The gradients for NumPy are typed by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Loss:
    """`slug` is the key in our catalogue; points are (..., 2) throughout."""

    name: str
    slug: str
    start: tuple[float, float]
    small_eta: float  # for rules whose eta multiplies a bare gradient: no run diverges
    value: Callable[[Any, Any, Any], Any]  # of lib, x, y
    gradient: Callable[[np.ndarray], np.ndarray]


def rastrigin(lib: Any, x: Any, y: Any) -> Any:
    return 20 + x**2 + y**2 - 10 * (lib.cos(2 * np.pi * x) + lib.cos(2 * np.pi * y))


def rastrigin_gradient(w: np.ndarray) -> np.ndarray:
    return 2 * w + 20 * np.pi * np.sin(2 * np.pi * w)


def rosenbrock(lib: Any, x: Any, y: Any) -> Any:
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def rosenbrock_gradient(w: np.ndarray) -> np.ndarray:
    x, y = w[..., 0], w[..., 1]
    off = y - x * x
    return np.stack([-2 * (1 - x) - 400 * x * off, 200 * off], axis=-1)


def himmelblau(lib: Any, x: Any, y: Any) -> Any:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def himmelblau_gradient(w: np.ndarray) -> np.ndarray:
    x, y = w[..., 0], w[..., 1]
    a = x * x + y - 11
    b = x + y * y - 7
    return np.stack([4 * a * x + 2 * b, 2 * a + 4 * b * y], axis=-1)


def goldstein_price(lib: Any, x: Any, y: Any) -> Any:
    a = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    b = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * a) * (30 + (2 * x - 3 * y) ** 2 * b)


def goldstein_price_gradient(w: np.ndarray) -> np.ndarray:
    x, y = w[..., 0], w[..., 1]
    s = x + y + 1
    d = 2 * x - 3 * y
    a = 19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y
    b = 18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y
    left = 1 + s * s * a
    right = 30 + d * d * b
    along = 2 * s * a + s * s * (6 * x + 6 * y - 14)
    right_x = 4 * d * b + d * d * (24 * x - 36 * y - 32)
    right_y = -6 * d * b + d * d * (54 * y - 36 * x + 48)
    return np.stack([along * right + left * right_x, along * right + left * right_y], axis=-1)


RASTRIGIN = Loss("Rastrigin", "rastrigin", (3.1, 2.2), 1e-3, rastrigin, rastrigin_gradient)
ROSENBROCK = Loss("Rosenbrock", "rosenbrock", (-1.2, 1.0), 1e-4, rosenbrock, rosenbrock_gradient)
HIMMELBLAU = Loss("Himmelblau", "himmelblau", (0.5, 0.5), 1e-3, himmelblau, himmelblau_gradient)
GOLDSTEIN_PRICE = Loss(
    "Goldstein-Price", "goldstein_price", (1.0, 0.5), 1e-6, goldstein_price,
    goldstein_price_gradient,
)  # fmt: skip
