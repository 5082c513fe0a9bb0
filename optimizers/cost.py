"""What a step of each rule costs in time, measured where this runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from optimizers.config import RunConfig
from optimizers.course import plan
from optimizers.many import follow_gradient
from optimizers.rule import Rule

Array = NDArray[np.float64]

WEIGHTS = 100_000
STEPS, REPEATS = 3, 5


def seconds_per_step(
    rules: Iterable[Rule],
    size: int = WEIGHTS,
    steps: int = STEPS,
    repeats: int = REPEATS,
    clock: Callable[[], float] = time.thread_time,
) -> dict[str, float]:
    """Seconds of one step over `size` weights, by the key of each rule.

    What counts is what the rule itself computes, with NumPy in arrays made before; the gradient is
    given for nothing. Rules of one recurrence are measured once.

    The result is the smallest of `repeats` measurements of `steps` steps. The rules take turns, so
    that a moment in which the machine is slow does not fall on one of them alone. By default the
    processor time of this thread counts: waiting for others does not.
    """
    rules = tuple(rules)
    runs = {rule.recurrence: _run(rule, size, 1 + steps * repeats) for rule in rules}
    least = dict.fromkeys(runs, np.inf)
    with np.errstate(all="ignore"):
        for run in runs.values():
            next(run)  # arrays are made, and memory is touched for the first time
        for _ in range(repeats):
            for recurrence, run in runs.items():
                before = clock()
                for _ in range(steps):
                    next(run)
                least[recurrence] = min(least[recurrence], (clock() - before) / steps)
    return {rule.key: least[rule.recurrence] for rule in rules}


def _run(rule: Rule, size: int, steps: int) -> Iterator[Array]:
    start, slopes = np.random.default_rng(0).standard_normal((2, size))
    filled: set[int] = set()

    def given(_: Array, out: Array) -> None:
        """Writes the gradient once into each array that asks for it; it stays there."""
        if id(out) not in filled:
            filled.add(id(out))
            out[...] = slopes

    silent = {"sigma": 0.0} if "sigma" in rule.defaults else {}
    return follow_gradient(rule, given, start, plan(rule, RunConfig(steps, silent)))
