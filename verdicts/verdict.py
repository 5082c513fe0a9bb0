"""What is said of a path: where it ended, why, and what happened on the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from words import Said

KINDS = (
    "global minimum",
    "local minimum",
    "saddle",
    "plateau",
    "cycling",
    "still moving",
    "left the domain",
    "diverged",
)


@dataclass(frozen=True)
class Event:
    """Something on the way. `kind` is "enters", "escapes", "nears saddle", "leaves saddle" or
    "overshoots"; `text` says it in a few words."""

    step: int
    kind: str
    text: Said


@dataclass(frozen=True)
class Verdict:
    """`kind` is one of `KINDS`; `reason` plain sentences that carry the numbers.

    "global minimum" is said where nothing known in view lies lower, its border included: one
    that the border or a jump undercuts is a "local minimum". "saddle" holds for a maximum too,
    "plateau" for an isolated flat point, "diverged" for every path that left the map for good.
    `settled` is the step from which the loss stayed within 1 % of its end (of the fall from
    start to end), None where the run broke off. `escapes` counts local minima's basins left for
    good, `saddle_steps` the steps spent near saddles. `length` and `straight` are the lengths
    of the path and of the line from its start to its end, in axis units. `basins` (steps + 1,)
    holds the number of the basin at each step, -1 for none; `near_saddle` (steps + 1,) whether
    a saddle is near.
    """

    kind: str
    reason: Said
    events: tuple[Event, ...]
    settled: int | None
    escapes: int
    saddle_steps: int
    length: float
    straight: float
    basins: NDArray[np.int64]
    near_saddle: NDArray[np.bool_]
