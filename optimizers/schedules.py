"""Learning-rate schedules: what eta is multiplied by at each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = ("constant", "step", "exponential", "cosine")


@dataclass(frozen=True)
class Schedule:
    """What eta is multiplied by at steps t = 1, 2, ....

    With s = t - 1 - warmup, the steps since warm-up, the kinds are

    constant      1
    step          gamma^floor(s / every)         as torch.optim.lr_scheduler.StepLR
    exponential   gamma^s                        as ExponentialLR
    cosine        (1 + cos(pi s / S)) / 2        as CosineAnnealingLR to 0, S the steps left

    During the first `warmup` steps the factor rises linearly instead: t / warmup.
    """

    kind: str = "constant"
    gamma: float = 0.5
    every: int = 100
    warmup: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a schedule is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.every < 1 or self.warmup < 0 or self.gamma < 0:
            raise ValueError("a schedule needs every >= 1, warmup >= 0 and gamma >= 0")

    def factors(self, steps: int) -> NDArray[np.float64]:
        """The factor of eta at each step, shape (steps,)."""
        if self.kind == "constant" and not self.warmup:
            return np.ones(steps)
        t = np.arange(1, steps + 1, dtype=np.float64)
        since = np.maximum(t - 1 - self.warmup, 0)
        match self.kind:
            case "step":
                factors = self.gamma ** np.floor(since / self.every)
            case "exponential":
                factors = self.gamma**since
            case "cosine":
                factors = (1 + np.cos(np.pi * since / max(steps - self.warmup, 1))) / 2
            case _:
                factors = np.ones(steps)
        if self.warmup:
            factors = np.where(t <= self.warmup, t / self.warmup, factors)
        return factors


CONSTANT = Schedule()
