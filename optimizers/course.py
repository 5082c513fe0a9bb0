"""What drives a run, beside the rule and the loss: settings, eta at each step, noise, batches."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from optimizers.rule import Rule
from optimizers.schedules import Schedule

MAX_STEPS = 100_000


MAX_SEEDS = 10_000
USUAL_NOISE_DECAY = 0.55  # Neelakantan et al., 2015

Seeds = int | tuple[int, ...]  # of one run, or of each of n runs

# Streams of random numbers that one seed gives, beside the noise that all rules share.
_BATCHES, _FRESH = 1, 2
_EPOCHS = 16  # shuffled at a time: for many runs in little memory


@dataclass(frozen=True)
class Batches:
    """Mini-batches of `size` rows. Each epoch is a permutation of all rows, cut into batches;
    the last may be short, as in torch's DataLoader. `seed` is that of the run if it is None.

    One seed gives the same batches to every rule. A size of all rows or more is the full batch,
    in the order of the data.
    """

    size: int
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"a batch has at least 1 row, not {self.size}")

    def orders(self, rows: int, seed: int) -> Iterator[NDArray[np.int16]]:
        """Endless blocks of epochs (16, rows): each line has the numbers of all rows, shuffled."""
        random = np.random.default_rng(_stream(seed if self.seed is None else self.seed, _BATCHES))
        unshuffled = np.tile(np.arange(rows, dtype=np.int16), (_EPOCHS, 1))
        while True:
            yield random.permuted(unshuffled, axis=1)

    def numbers(self, rows: int, seed: int = 0) -> Iterator[NDArray[np.int16]]:
        """Endless batches, as numbers of rows: what each step of a run with that seed sees."""
        if self.size >= rows:
            while True:
                yield np.arange(rows, dtype=np.int16)
        for block in self.orders(rows, seed):
            for order in block:
                for i in range(0, rows, self.size):
                    yield order[i : i + self.size]


@dataclass(frozen=True)
class Course:
    """`settings` holds every letter of the rule. `etas` (steps,) is eta under its schedule;
    rules without eta get zeros. `noise` is added to the gradient: (steps, 2), or (steps, n, 2)
    where each of n runs has its own seed; None for none. `batches` cut the data of the loss;
    None where each step sees all of it."""

    settings: Mapping[str, float]
    etas: NDArray[np.float64]
    noise: NDArray[np.float64] | None
    batches: Batches | None = None
    seeds: Seeds = 0

    @property
    def steps(self) -> int:
        return len(self.etas)

    def of_runs(self, first: int, last: int) -> Course:
        """The course of some of n runs."""
        if isinstance(self.seeds, int):
            return self
        noise = None if self.noise is None else self.noise[:, first:last]
        return replace(self, noise=noise, seeds=self.seeds[first:last])

    def seen(self, table: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
        """What each step sees of a table (k, rows): batches (k, size), or (k, n, size) where
        runs see different ones."""
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


def plan(
    rule: Rule,
    steps: int,
    settings: Mapping[str, float] | None,
    seed: Seeds,
    noise: float,
    schedule: Schedule,
    *,
    noise_decay: float = 0.0,
    noise_of: str = "",
    batches: Batches | None = None,
) -> Course:
    """The course of a run. Raises ValueError where a setting is unknown or not finite."""
    if not 0 <= steps <= MAX_STEPS:
        raise ValueError(f"steps must be between 0 and {MAX_STEPS}, not {steps}")
    merged = rule.defaults | dict(settings or {})
    if unknown := merged.keys() - rule.defaults.keys():
        raise ValueError(
            f"{rule.name} has no setting {', '.join(sorted(unknown))}; "
            f"it has {', '.join(rule.defaults)}"
        )
    for letter, value in merged.items():
        if not math.isfinite(value):
            raise ValueError(f"{letter} must be a finite number, not {value}")
    if isinstance(seed, tuple) and not 1 <= len(seed) <= MAX_SEEDS:
        raise ValueError(f"seeds must be 1 to {MAX_SEEDS}, not {len(seed)}")
    etas = merged.get("eta", 0.0) * schedule.factors(steps)
    sigma = max(noise, merged.get("sigma", 0.0))
    if isinstance(seed, int):
        drawn = gradient_noise(steps, seed, sigma, noise_decay, noise_of)
    elif sigma > 0.0:
        drawn = np.empty((steps, len(seed), 2))
        for i, one in enumerate(seed):
            drawn[:, i] = gradient_noise(steps, one, sigma, noise_decay, noise_of)
    else:
        drawn = None
    return Course(merged, etas, drawn, batches, seed)


def gradient_noise(
    steps: int, seed: int, sigma: float, decay: float = 0.0, of: str = ""
) -> NDArray[np.float64] | None:
    """Gaussian noise (steps, 2) of standard deviation `sigma`: the same numbers for one seed,
    whoever runs, so that a race is fair. None where sigma is 0.

    With `decay` the variance is sigma^2/(1 + t)^decay, t from 0 (Neelakantan et al., Adding
    Gradient Noise Improves Learning for Very Deep Networks, 2015, arXiv:1511.06807, use 0.55).
    With `of`, a runner's name, the numbers are that runner's own.
    """
    if sigma <= 0.0:
        return None
    # crc32, because Python's own hash of a text differs from process to process
    own = (_FRESH, zlib.crc32(of.encode())) if of else ()
    noise = sigma * np.random.default_rng(_stream(seed, *own)).standard_normal((steps, 2))
    if decay:
        noise *= ((1.0 + np.arange(steps)) ** (-decay / 2))[:, np.newaxis]
    return noise


def _stream(seed: int, *key: int) -> np.random.SeedSequence:
    """Streams of one seed that have nothing to do with each other; without a key it is that of
    `default_rng(seed)`."""
    return np.random.SeedSequence(seed, spawn_key=key)


def _first(seeds: Seeds) -> int:
    return seeds if isinstance(seeds, int) else seeds[0]
