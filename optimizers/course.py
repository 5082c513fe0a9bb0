"""What drives each step of a run: every setting, eta under its schedule, drawn noise, batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from optimizers.config import MAX_SEEDS, MAX_STEPS, Batches, Noise, RunConfig
from optimizers.rule import Rule

Seeds = int | tuple[int, ...]  # of one run, or of each of n runs


@dataclass(frozen=True)
class Course:
    """What drives each step of a run.

    `settings` holds every letter of the rule. `etas` (steps,) is eta under its schedule; rules
    without eta get zeros. `noise` is added to the gradient: (steps, weights), or
    (steps, n, weights) where each of n runs has its own seed; None for none. `batches` cut the
    data of the loss; None where each step sees all of it.
    """

    settings: Mapping[str, float]
    etas: NDArray[np.float64]
    noise: NDArray[np.float64] | None
    batches: Batches | None = None
    seeds: Seeds = 0

    @property
    def steps(self) -> int:
        """How many steps the run takes."""
        return len(self.etas)

    def of_runs(self, first: int, last: int) -> Course:
        """The course of some of n runs."""
        if isinstance(self.seeds, int):
            return self
        noise = None if self.noise is None else self.noise[:, first:last]
        return replace(self, noise=noise, seeds=self.seeds[first:last])

    def seen(self, table: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
        """What each step sees of a table (k, rows).

        Batches (k, size), or (k, n, size) where n runs see different ones.
        """
        rows = table.shape[1]
        if self.batches is None or self.batches.size >= rows:
            return iter([table] * self.steps)
        return islice(self._cut(table, self.batches), self.steps)

    def _cut(self, table: NDArray[np.float64], batches: Batches) -> Iterator[NDArray[np.float64]]:
        rows = table.shape[1]
        own = isinstance(self.seeds, tuple) and batches.seed is None
        seeds = self.seeds if isinstance(self.seeds, tuple) and own else (_first(self.seeds),)
        for blocks in zip(*(batches.orders(rows, seed) for seed in seeds), strict=True):
            epochs = np.stack(blocks, axis=1) if own else blocks[0]
            for epoch in epochs:
                shuffled = table[:, epoch]
                for i in range(0, rows, batches.size):
                    yield shuffled[..., i : i + batches.size]


def plan(rule: Rule, config: RunConfig, weights: int = 2) -> Course:
    """The course of a rule's run over so many weights.

    Raises ValueError where the steps, the seeds or a setting make no sense.
    """
    steps = config.steps
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"steps must be between 0 and {MAX_STEPS}, not {steps}")
    settings = config.settings_of(rule)
    etas = settings.get("eta", 0.0) * config.schedule.factors(steps)
    seeds = _seeds(config)
    noise = _drawn(config.noise_on(rule), steps, seeds, weights)
    return Course(settings, etas, noise, config.batches, seeds)


def _seeds(config: RunConfig) -> Seeds:
    if isinstance(config.seed, int | np.integer):
        return int(config.seed)
    if not 1 <= len(config.seed) <= MAX_SEEDS:
        raise ValueError(f"seeds must be 1 to {MAX_SEEDS}, not {len(config.seed)}")
    return tuple(int(seed) for seed in config.seed)


def _drawn(noise: Noise, steps: int, seeds: Seeds, weights: int) -> NDArray[np.float64] | None:
    if isinstance(seeds, int):
        return noise.drawn(steps, seeds, weights)
    if noise.sigma <= 0.0:
        return None
    drawn = np.empty((steps, len(seeds), weights))
    for i, seed in enumerate(seeds):
        drawn[:, i] = noise.drawn(steps, seed, weights)
    return drawn


def _first(seeds: Seeds) -> int:
    return seeds if isinstance(seeds, int) else seeds[0]
