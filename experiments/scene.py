"""One experiment as one value: a loss, who races over it, from where, and for how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from landscapes import Landscape
from optimizers import CONSTANT, Batches, Noise, Rule, RunConfig, Schedule, Trajectory, trace


@dataclass(frozen=True)
class Entrant:
    """A rule with the settings that differ from its defaults."""

    rule: Rule
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Everything that decides a race; running it again gives the same paths.

    `noise_decay` is that of `Noise`. With `fresh` each entrant has noise of its own, else all
    see the same. `batch` is how many rows a step sees of a loss over data, 0 for all of them;
    other losses do without.
    """

    loss: Landscape
    entrants: tuple[Entrant, ...]
    start: tuple[float, float]
    steps: int = 300
    seed: int = 0
    noise: float = 0.0
    schedule: Schedule = CONSTANT
    noise_decay: float = 0.0
    fresh: bool = False
    batch: int = 0

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """Of each entrant among those of its rule, from 1."""
        seen: Counter[str] = Counter()
        numbers: list[int] = []
        for entrant in self.entrants:
            seen[entrant.rule.key] += 1
            numbers.append(seen[entrant.rule.key])
        return tuple(numbers)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """One for each entrant: its rule's key, and for the next ones of a rule "gd.2", "gd.3"."""
        numbered = zip(self.entrants, self.numbers, strict=True)
        return tuple(entrant_key(entrant.rule, number) for entrant, number in numbered)

    @property
    def batches(self) -> Batches | None:
        """The mini-batches that every entrant sees alike; None where each step sees all data."""
        cut = self.batch > 0 and self.loss.loss.rows > 0
        return Batches(self.batch) if cut else None

    @property
    def config(self) -> RunConfig:
        """How every entrant runs, but for its own settings and noise."""
        noise = Noise(self.noise, self.noise_decay)
        return RunConfig(self.steps, {}, self.schedule, noise, self.batches, self.seed)

    def config_of(self, key: str, entrant: Entrant) -> RunConfig:
        """How the entrant with that key runs."""
        noise = replace(self.config.noise, stream=key if self.fresh else "")
        return replace(self.config, settings=entrant.settings, noise=noise)

    def run(self) -> tuple[Trajectory, ...]:
        """One trajectory for each entrant, in their order."""
        return tuple(
            trace(entrant.rule, self.loss, self.start, self.config_of(key, entrant))
            for key, entrant in zip(self.keys, self.entrants, strict=True)
        )


def entrant_key(rule: Rule, number: int) -> str:
    """Of the entrant that is this rule's first, second, ... in a race."""
    return rule.key if number == 1 else f"{rule.key}.{number}"
