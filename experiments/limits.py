"""Every bound on an experiment, once: of its controls, its link, and the work done for it.

A range is its low and its high end, both included.
"""

from __future__ import annotations

import math

from optimizers import Rule

Range = tuple[float, float]

# A race
MAX_RACERS = 16
MAX_OF_A_RULE = 3
"""More runners of one rule could not be told apart by sight."""
STEPS = (50, 2000)
SEEDS = (0, 2**31 - 1)
NOISE = (0.0, 1e6)
NOISE_DECAY = (0.0, 2.0)
WARMUP = (0, 200)
HELD_OUT = (0, 50)
"""Rows of a hundred."""
STEP_GAMMA, STEP_EVERY = (0.05, 1.0), (10, 500)
EXPONENTIAL_GAMMA = (0.9, 1.0)
LARGEST = 1e300
"""Of a start's coordinates and of eta, so that the first sums with them stay finite."""
MAX_RACE_WORK = 400_000_000
"""Operations of a race over data, in all its steps: about two seconds."""

# The camera, in Plotly's units
NEAREST_CAMERA, FARTHEST_CAMERA = 0.01, 100.0

# Characters of a link
MAX_FORMULA = 600
MAX_DATA = 300
MAX_RACE = 3000
MAX_DIGITS = 32
"""Of one number: the shortest exact text of a float64 has at most 24."""

# A sweep of the odds
SEED_CHOICES = (100, 500, 2000)
FEWEST_SEEDS = 50
MAX_SWEEP_WORK = 4e9
"""Operations of a sweep: some ten seconds."""
MAX_PIECE_WORK = 2e8
"""Operations of one piece of a sweep: some half a second."""


def setting_ranges(rule: Rule) -> dict[str, Range]:
    """The range of each setting by its letter: that of its control, but for eta.

    A loss may be of any size, and so may eta.
    """
    ranges = {setting.letter: (setting.low, setting.high) for setting in rule.settings}
    return ranges | {"eta": (1 / LARGEST, LARGEST)} if "eta" in ranges else ranges


def nearest(value: object, low: float, high: float, usual: float) -> float:
    """The number of a range nearest to `value`; `usual` where that is no finite number."""
    # A browser may send anything, whole numbers beyond any float among it.
    if not isinstance(value, int | float) or not -math.inf < value < math.inf:
        return usual
    return min(max(value, low), high)


def nearest_whole(value: object, low: int, high: int, usual: int) -> int:
    """The same among whole numbers."""
    return round(nearest(value, low, high, usual))
