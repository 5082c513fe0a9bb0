"""The verdict of a run: its kind, the facts behind it, and the sentence that tells them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscapes import Landscape
from optimizers import Trajectory
from verdicts.classify import classify, facts_of
from verdicts.events import Event, events_of
from verdicts.facts import Facts, Kind
from verdicts.measure import measure, settled
from verdicts.phrases import reason
from verdicts.saddle_delay import delayed_steps
from words import Said

BROKE_OFF = Kind.DIVERGED, Kind.LEFT_DOMAIN


@dataclass(frozen=True)
class Verdict:
    """What became of a run.

    `reason` says the `facts` in plain sentences. `settled` is the step from which the loss stayed
    within 1 % of its end (of the fall from start to end), None where the run broke off. `escapes`
    counts local minima's basins left for good, `saddle_steps` the steps spent near saddles.
    `length` and `straight` are the lengths of the path and of the line from its start to its end,
    in axis units. `basins` (steps + 1,) holds the number of the basin at each step, -1 for none;
    `near_saddle` (steps + 1,) whether a saddle is near.
    """

    kind: Kind
    facts: Facts
    events: tuple[Event, ...]
    reason: Said
    settled: int | None
    escapes: int
    saddle_steps: int
    length: float
    straight: float
    basins: NDArray[np.int64]
    near_saddle: NDArray[np.bool_]


@np.errstate(all="ignore")  # a typed loss may overflow anywhere
def judge(run: Trajectory, landscape: Landscape) -> Verdict:
    """The verdict of a run from one start. Raises ValueError for a run from several."""
    if run.points.ndim != 2:
        raise ValueError("judge takes one run; trace each start by itself")
    measures = measure(run, landscape)
    kind, ending = classify(measures)
    facts = facts_of(ending, measures)
    return Verdict(
        kind=kind,
        facts=facts,
        events=events_of(measures, ending),
        reason=reason(kind, facts),
        settled=None
        if kind in (Kind.DIVERGED, Kind.LEFT_DOMAIN)
        else settled(run.losses[: measures.path.last + 1]),
        escapes=len(facts.escapes),
        saddle_steps=sum(delay.steps for delay in measures.delays),
        length=float(np.nansum(run.step_lengths)),
        straight=float(np.hypot(*(measures.path.end - run.points[0]))),
        basins=measures.visits.labels,
        near_saddle=delayed_steps(measures.delays, len(run.points)),
    )
