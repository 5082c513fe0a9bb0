"""Schedules against the values that torch.optim.lr_scheduler documents, and warm-up."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optimizers import Schedule

# Factors at chosen steps t (from 1), typed from the definitions: before step t, torch's
# scheduler has been stepped t - 1 times.
EXPECTED = {
    "constant": (Schedule(), 10, {1: 1.0, 10: 1.0}),
    # StepLR(step_size=30, gamma=0.1): the 30th step is the last of the first stair
    "StepLR": (
        Schedule("step", gamma=0.1, every=30), 100,
        {1: 1.0, 30: 1.0, 31: 0.1, 60: 0.1, 61: 0.01, 91: 0.001},
    ),
    "ExponentialLR": (
        Schedule("exponential", gamma=0.5), 10, {1: 1.0, 2: 0.5, 3: 0.25, 10: 0.5**9}
    ),
    # CosineAnnealingLR(T_max=100, eta_min=0)
    "CosineAnnealingLR": (
        Schedule("cosine"), 100,
        {1: 1.0, 26: (1 + math.sqrt(0.5)) / 2, 51: 0.5, 76: (1 - math.sqrt(0.5)) / 2},
    ),
    "warm-up": (Schedule(warmup=4), 10, {1: 0.25, 2: 0.5, 3: 0.75, 4: 1.0, 5: 1.0, 10: 1.0}),
    "warm-up, then StepLR": (
        Schedule("step", gamma=0.1, every=3, warmup=2), 10,
        {1: 0.5, 2: 1.0, 3: 1.0, 5: 1.0, 6: 0.1, 8: 0.1, 9: 0.01},
    ),
    "warm-up, then cosine": (
        Schedule("cosine", warmup=10), 30, {5: 0.5, 10: 1.0, 11: 1.0, 21: 0.5}
    ),
}  # fmt: skip


@pytest.mark.parametrize(("schedule", "steps", "factors"), EXPECTED.values(), ids=EXPECTED)
def test_factors_are_those_of_the_definition(
    schedule: Schedule, steps: int, factors: dict[int, float]
) -> None:
    found = schedule.factors(steps)
    assert found.shape == (steps,)
    assert {t: found[t - 1] for t in factors} == pytest.approx(factors, rel=1e-12)


def test_cosine_falls_all_the_way() -> None:
    factors = Schedule("cosine").factors(50)
    assert (np.diff(factors) < 0).all()
    assert 0 < factors[-1] < 0.002


@pytest.mark.parametrize("kind", ["constant", "step", "exponential", "cosine"])
@pytest.mark.parametrize("steps", [0, 1, 3])
@pytest.mark.parametrize("warmup", [0, 2, 10])
def test_short_runs_have_factors_between_0_and_1(kind: str, steps: int, warmup: int) -> None:
    factors = Schedule(kind, warmup=warmup).factors(steps)
    assert factors.shape == (steps,)
    assert ((factors > 0) & (factors <= 1)).all()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": "linear"}, "a schedule is one of constant, step, exponential, cosine"),
        ({"every": 0}, "every >= 1"),
        ({"warmup": -1}, "warmup >= 0"),
        ({"gamma": -0.5}, "gamma >= 0"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(words: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Schedule(**words)  # type: ignore[arg-type]
