"""Eleven rules, 500 steps each, from one start; each run recorded step by step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks import naive
from benchmarks.clock import medians, show
from benchmarks.losses import RASTRIGIN, ROSENBROCK, Loss
from benchmarks.rivals import jax_rival, torch_rival
from landscapes import CATALOG
from optimizers import RULES, trace

STEPS = 500
OURS = "Switchback"
NAIVE = "naive NumPy loop"


def report() -> None:
    for loss in (RASTRIGIN, ROSENBROCK):
        _report(loss)


def _report(loss: Loss) -> None:
    quick: dict[str, Callable[[], object]] = {
        OURS: lambda: [_ours(key, loss) for key in naive.RULES],
        NAIVE: lambda: [_naive(key, loss) for key in naive.RULES],
    }
    slow: dict[str, Callable[[], object]] = {}
    to_reach = {NAIVE: "at least 9"}
    if jax_rival:
        warm = [jax_rival.path(key, loss, STEPS, eta(key, loss)) for key in naive.RULES]
        quick[f"{jax_rival.NAME}, warm"] = lambda: [run() for run in warm]
        slow[f"{jax_rival.NAME}, with compile"] = lambda: [
            jax_rival.path(key, loss, STEPS, eta(key, loss))() for key in naive.RULES
        ]
        to_reach[f"{jax_rival.NAME}, warm"] = "at least 0.4 (within 2.5 times it)"
    if torch_rival:
        slow[torch_rival.NAME] = lambda: [
            torch_rival.path(key, loss, STEPS, eta(key, loss)) for key in naive.RULES
        ]
    difference = max(
        float(np.abs(_ours(key, loss) - _naive(key, loss)).max()) for key in naive.RULES
    )
    for run in quick.values():
        run()
    seconds = medians(quick, repeats=31) | medians(slow, repeats=3)
    title = f"One start: {len(naive.RULES)} rules x {STEPS} steps on {loss.name}"
    show(title, seconds, OURS, to_reach)
    print(f"  largest difference between our paths and the naive ones: {difference:.1e}")


def eta(key: str, loss: Loss) -> float:
    """A learning rate at which no run diverges, so that all walk every step."""
    return loss.small_eta if RULES[key].eta_unit == "curvature" or key == "radam" else 0.05


def _ours(key: str, loss: Loss) -> np.ndarray:
    settings = {"eta": eta(key, loss)}
    if key == "sgd":
        settings["sigma"] = 0.0  # as the others: no noise
    return trace(RULES[key], CATALOG[loss.slug], loss.start, steps=STEPS, settings=settings).points


def _naive(key: str, loss: Loss) -> np.ndarray:
    return naive.RULES[key](loss.gradient, np.array(loss.start), STEPS, eta(key, loss))
