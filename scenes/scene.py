"""One experiment as one value: a loss, who races over it, from where, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from landscapes import Landscape
from optimizers import CONSTANT, Rule, Schedule, Trajectory, trace


@dataclass(frozen=True)
class Entrant:
    """A rule with the settings that differ from its defaults."""

    rule: Rule
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Everything that decides a race; running it again gives the same paths."""

    loss: Landscape
    entrants: tuple[Entrant, ...]
    start: tuple[float, float]
    steps: int = 300
    seed: int = 0
    noise: float = 0.0
    schedule: Schedule = CONSTANT

    def run(self) -> tuple[Trajectory, ...]:
        """One trajectory for each entrant, in their order."""
        return tuple(
            trace(
                entrant.rule,
                self.loss,
                self.start,
                self.steps,
                entrant.settings,
                seed=self.seed,
                noise=self.noise,
                schedule=self.schedule,
            )
            for entrant in self.entrants
        )
