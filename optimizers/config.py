"""How a run is run, as one value: steps, settings, schedule, noise, mini-batches, seed."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from optimizers.rule import Rule
from optimizers.schedules import CONSTANT, Schedule

MAX_STEPS = 100_000
MAX_SEEDS = 10_000
USUAL_NOISE_DECAY = 0.55  # Neelakantan et al., 2015

# Streams of random numbers that one seed gives, beside the noise that all runs share.
_BATCHES, _NAMED_NOISE = 1, 2
_EPOCHS = 16  # shuffled at a time: for many runs in little memory


@dataclass(frozen=True)
class Noise:
    """Gaussian noise on each gradient.

    `sigma` is its standard deviation; a rule with a setting sigma has at least that much. With
    `decay` the variance is sigma^2/(1 + t)^decay, t from 0 (Neelakantan et al., Adding Gradient
    Noise Improves Learning for Very Deep Networks, 2015, arXiv:1511.06807, use 0.55). All runs
    of one seed see the same noise, so that a race is fair; those with a name in `stream` see
    that name's own.
    """

    sigma: float = 0.0
    decay: float = 0.0
    stream: str = ""

    def drawn(self, steps: int, seed: int, weights: int = 2) -> NDArray[np.float64] | None:
        """The noise of a run, (steps, weights), the same for one seed; None where sigma is 0."""
        if self.sigma <= 0.0:
            return None
        # crc32, because Python's own hash of a text differs from process to process
        named = (_NAMED_NOISE, zlib.crc32(self.stream.encode())) if self.stream else ()
        random = np.random.default_rng(_sequence(seed, *named))
        noise = self.sigma * random.standard_normal((steps, weights))
        if self.decay:
            noise *= ((1.0 + np.arange(steps)) ** (-self.decay / 2))[:, np.newaxis]
        return noise


@dataclass(frozen=True)
class Batches:
    """Mini-batches of `size` rows.

    Each epoch is a permutation of all rows, cut into batches; the last may be short, as in torch's
    DataLoader. `seed` is that of the run if it is None. One seed gives the same batches to every
    rule. A size of all rows or more is the full batch, in the order of the data.
    """

    size: int
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError(f"a batch has at least 1 row, not {self.size}")

    def orders(self, rows: int, seed: int) -> Iterator[NDArray[np.int16]]:
        """Endless blocks of epochs (16, rows): each line has the numbers of all rows, shuffled."""
        own = seed if self.seed is None else self.seed
        random = np.random.default_rng(_sequence(own, _BATCHES))
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
class RunConfig:
    """How a run is run, beside its rule, its loss and its start.

    `settings` are by letter, a rule's defaults for those left out. A loss over data is stepped
    down by `batches`, or by all its training rows at once. Several seeds make as many runs.
    """

    steps: int = 300
    settings: Mapping[str, float] = field(default_factory=dict)
    schedule: Schedule = CONSTANT
    noise: Noise = Noise()
    batches: Batches | None = None
    seed: int | Sequence[int] = 0

    def changed(self, **changes: Unpack[Shortcuts]) -> RunConfig:
        """The same with these fields; a number for the noise is its sigma."""
        noise = changes.get("noise")
        if noise is not None and not isinstance(noise, Noise):
            changes["noise"] = Noise(noise)
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]

    def settings_of(self, rule: Rule) -> dict[str, float]:
        """Every setting of a rule. Raises ValueError where one is unknown or not finite."""
        defaults = rule.defaults
        merged = defaults | dict(self.settings)
        if unknown := merged.keys() - defaults.keys():
            raise ValueError(
                f"{rule.name} has no setting {', '.join(sorted(unknown))}; "
                f"it has {', '.join(defaults)}"
            )
        for letter, value in merged.items():
            if not math.isfinite(value):
                raise ValueError(f"{letter} must be a finite number, not {value}")
        return merged

    def noise_on(self, rule: Rule) -> Noise:
        """The noise that a rule sees, its own setting sigma included."""
        own = self.settings.get("sigma", rule.defaults.get("sigma", 0.0))
        return replace(self.noise, sigma=own) if own > self.noise.sigma else self.noise

    def rows_seen(self, rows: int) -> int:
        """Of so many training rows, those that one step sees."""
        return min(self.batches.size, rows) if self.batches else rows


class Shortcuts(TypedDict, total=False):
    """The fields of a `RunConfig` as keywords."""

    steps: int
    settings: Mapping[str, float]
    schedule: Schedule
    noise: float | Noise
    batches: Batches | None
    seed: int | Sequence[int]


def _sequence(seed: int, *key: int) -> np.random.SeedSequence:
    """A stream of one seed that has nothing to do with those of other keys.

    Without a key it is that of `default_rng(seed)`.
    """
    return np.random.SeedSequence(seed, spawn_key=key)
