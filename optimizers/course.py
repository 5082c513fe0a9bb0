"""What drives a run, beside the rule and the loss: settings, eta at each step, noise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizers.rule import Rule
from optimizers.schedules import Schedule

MAX_STEPS = 100_000


@dataclass(frozen=True)
class Course:
    """`settings` holds every letter of the rule. `etas` (steps,) is eta under its schedule;
    rules without eta get zeros. `noise` (steps, 2) is added to the gradient, None for none."""

    settings: Mapping[str, float]
    etas: NDArray[np.float64]
    noise: NDArray[np.float64] | None

    @property
    def steps(self) -> int:
        return len(self.etas)


def plan(
    rule: Rule,
    steps: int,
    settings: Mapping[str, float] | None,
    seed: int,
    noise: float,
    schedule: Schedule,
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
    etas = merged.get("eta", 0.0) * schedule.factors(steps)
    return Course(merged, etas, gradient_noise(steps, seed, max(noise, merged.get("sigma", 0.0))))


def gradient_noise(steps: int, seed: int, sigma: float) -> NDArray[np.float64] | None:
    """Gaussian noise (steps, 2) of standard deviation `sigma`: the same numbers for one seed,
    whoever runs, so that a race is fair. None where sigma is 0."""
    if sigma <= 0.0:
        return None
    return sigma * np.random.default_rng(seed).standard_normal((steps, 2))
