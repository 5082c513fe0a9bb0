"""Adam from 65,536 starts at once, 300 steps: the work behind a map of basins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks import naive
from benchmarks.clock import medians, show
from benchmarks.losses import GOLDSTEIN_PRICE, HIMMELBLAU, RASTRIGIN, Loss
from benchmarks.rivals import jax_rival
from landscapes import CATALOG
from optimizers import RULES, ends

SIDE = 256
STEPS = 300
ETA = 0.05
OURS = "Switchback"
NAIVE = "naive whole-array NumPy loop"


def report() -> None:
    for loss in (RASTRIGIN, HIMMELBLAU, GOLDSTEIN_PRICE):
        _report(loss)


def _report(loss: Loss) -> None:
    starts = _starts(loss)
    landscape = CATALOG[loss.slug]
    contenders: dict[str, Callable[[], np.ndarray]] = {
        OURS: lambda: ends(RULES["adam"], landscape, starts, steps=STEPS, settings={"eta": ETA}),
        NAIVE: lambda: naive.adam_ends(loss.gradient, starts, STEPS, ETA),
    }
    slow: dict[str, Callable[[], object]] = {}
    if jax_rival:
        contenders["JAX, warm"] = jax_rival.adam_ends(loss, starts, STEPS, ETA)
        slow["JAX, with compile"] = lambda: jax_rival.adam_ends(loss, starts, STEPS, ETA)()
    finished = {name: run() for name, run in contenders.items()}
    seconds = medians(contenders, repeats=7) | medians(slow, repeats=3)
    to_reach = (
        {NAIVE: "at least 1.7", "JAX, warm": "at least 0.77 (within 1.3 times it)"}
        if loss is RASTRIGIN
        else {}
    )
    show(
        f"Map: {SIDE * SIDE:,} starts x {STEPS} steps of Adam on {loss.name}",
        seconds,
        OURS,
        to_reach,
    )
    apart = np.abs(finished[OURS] - finished[NAIVE]).max(axis=-1)
    print(f"  ends within 1e-6 of the naive ones: {np.mean(apart < 1e-6):.2%}")


def _starts(loss: Loss) -> np.ndarray:
    """A grid over the view, (SIDE * SIDE, 2)."""
    landscape = CATALOG[loss.slug]
    x = np.linspace(*landscape.x_range, SIDE)
    y = np.linspace(*landscape.y_range, SIDE)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
