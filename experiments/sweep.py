"""The odds of a race against the strength of its noise, or against the size of its batches.

A sweep is a plan of pieces, one entrant at one strength each, so that whoever works it out can
show how far it is and stop between any two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from experiments.experiment import Entrant, Experiment
from experiments.limits import FEWEST_SEEDS, MAX_PIECE_WORK, MAX_SWEEP_WORK, SEED_CHOICES
from landscapes import Landscape
from optimizers import RunConfig
from studies import Trials
from studies.odds import SEEDS

REACH = 10.0  # how far noise is swept to both sides of what the race has
CLOSE = 1.4  # strengths nearer to each other by this factor need not both be there
LOOKED_AT = 32  # places along each side of the view at which gradients are taken


@dataclass(frozen=True)
class Piece:
    """One entrant, by its key, at one strength; under one seed where all runs would be alike."""

    key: str
    strength: float
    trials: Trials


@dataclass(frozen=True)
class Sweep:
    """An experiment under many seeds, at several strengths of what varies, "noise" or "batch".

    There are as many `seeds` as there is time for, at most those `asked` for; 0 where even the
    fewest take too long. `pieces` stand in the order to work them out: first those at the
    race's own strength.
    """

    experiment: Experiment
    vary: str
    asked: int
    seeds: int
    pieces: tuple[Piece, ...]

    @classmethod
    def over(cls, experiment: Experiment, vary: str = "noise", seeds: int = SEEDS) -> Sweep:
        """The sweep of a race. Raises ValueError for batches where there are no data."""
        strengths = _strengths(experiment, vary)
        racing = tuple(zip(experiment.keys, experiment.entrants, experiment.configs, strict=True))
        for count in sorted({*SEED_CHOICES, FEWEST_SEEDS, seeds}, reverse=True):
            pieces = tuple(
                Piece(key, strength, _trials(experiment, entrant, config, vary, strength, count))
                for strength, (key, entrant, config) in product(strengths, racing)
            )
            works = [piece.trials.work for piece in pieces]
            affordable = sum(works) <= MAX_SWEEP_WORK and max(works, default=0) <= MAX_PIECE_WORK
            if count <= seeds and affordable:
                return cls(experiment, vary, seeds, count, pieces)
        return cls(experiment, vary, seeds, 0, ())

    @property
    def strengths(self) -> tuple[float, ...]:
        """All that are swept, the weakest first."""
        return tuple(sorted({piece.strength for piece in self.pieces}))


def own_strengths(experiment: Experiment, vary: str) -> tuple[float, ...]:
    """The noise on each entrant's gradients, or the rows of its batches, in the race itself.

    Raises ValueError for batches where there are no data.
    """
    return tuple(
        float(config.rows_seen(_rows(experiment.landscape)))
        if vary == "batch"
        else config.noise_on(entrant.rule).sigma
        for entrant, config in zip(experiment.entrants, experiment.configs, strict=True)
    )


def _strengths(experiment: Experiment, vary: str) -> tuple[float, ...]:
    """Those of the race, then others around them."""
    own = set(own_strengths(experiment, vary))
    if vary == "batch":
        rows = _rows(experiment.landscape)
        beside = [float(rows), *(2.0**k for k in range(rows.bit_length()))]
    else:
        land = experiment.landscape
        middle = max(own, default=0.0) or land.median_gradient_norm(LOOKED_AT) or 1.0
        rungs = (digit * 10.0**k for k in range(-12, 13) for digit in (1, 2, 5))
        beside = [0.0, *(r for r in rungs if middle / REACH <= r <= middle * REACH)]
    others: list[float] = []
    for strength in beside:
        if not any(_close(strength, other) for other in (*own, *others)):
            others.append(strength)
    return (*sorted(own), *sorted(others))


def _close(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return low == high or low * CLOSE > high


def _trials(
    experiment: Experiment,
    entrant: Entrant,
    config: RunConfig,
    vary: str,
    strength: float,
    seeds: int,
) -> Trials:
    trials = Trials(entrant.rule, experiment.landscape, experiment.start, config, seeds)
    trials = trials.with_batches(int(strength)) if vary == "batch" else trials.with_noise(strength)
    return replace(trials, seeds=1) if trials.alike else trials


def _rows(landscape: Landscape) -> int:
    if not landscape.loss.rows:
        raise ValueError("batches need a loss over data")
    return landscape.loss.rows
