"""The odds of a race against the strength of its noise, or against the size of its batches.

A sweep is a plan of pieces, one entrant at one strength each, so that whoever works it out can
show how far it is and stop between any two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from experiments.scene import Entrant, Scene
from landscapes import Landscape
from studies import Trials
from studies.odds import SEEDS

SEED_CHOICES = (100, SEEDS, 2000)
FEWEST_SEEDS = 50
MAX_WORK = 4e9  # operations of a sweep: some ten seconds
MAX_AT_ONCE = 2e8  # of a piece: some half a second
REACH = 10.0  # how far noise is swept to both sides of what the race has
CLOSE = 1.4  # strengths nearer to each other by this factor need not both be there
LOOKED_AT = 32  # places along each side of the view at which slopes are taken


@dataclass(frozen=True)
class Piece:
    """One entrant, by its key in the race, at one strength: under one seed where all runs would
    be alike."""

    key: str
    strength: float
    trials: Trials


@dataclass(frozen=True)
class Sweep:
    """`scene` against `vary`, "noise" or "batch", with as many `seeds` as there is time for, at
    most those `asked` for; 0 where even the fewest take too long.

    `pieces` stand in the order to work them out: first those at the race's own strength.
    """

    scene: Scene
    vary: str
    asked: int
    seeds: int
    pieces: tuple[Piece, ...]

    @classmethod
    def over(cls, scene: Scene, vary: str = "noise", seeds: int = SEEDS) -> Sweep:
        """The sweep of a race. Raises ValueError for batches where there are no data."""
        strengths = _strengths(scene, vary)
        racing = tuple(zip(scene.keys, scene.entrants, strict=True))
        for count in sorted({*SEED_CHOICES, FEWEST_SEEDS, seeds}, reverse=True):
            pieces = tuple(
                Piece(key, strength, _trials(scene, key, entrant, vary, strength, count))
                for strength, (key, entrant) in product(strengths, racing)
            )
            works = [piece.trials.work for piece in pieces]
            if count <= seeds and sum(works) <= MAX_WORK and max(works, default=0) <= MAX_AT_ONCE:
                return cls(scene, vary, seeds, count, pieces)
        return cls(scene, vary, seeds, 0, ())

    @property
    def strengths(self) -> tuple[float, ...]:
        """All that are swept, the weakest first."""
        return tuple(sorted({piece.strength for piece in self.pieces}))


def own_strength(scene: Scene, entrant: Entrant, vary: str) -> float:
    """The noise on the entrant's gradients, or the rows of its batches, in the race itself."""
    if vary == "batch":
        return float(scene.config.rows_seen(_rows(scene.loss)))
    return replace(scene.config, settings=entrant.settings).noise_on(entrant.rule).sigma


def _strengths(scene: Scene, vary: str) -> tuple[float, ...]:
    """Those of the race, then others around them."""
    own = {own_strength(scene, entrant, vary) for entrant in scene.entrants}
    if vary == "batch":
        rows = _rows(scene.loss)
        beside = [float(rows), *(2.0**k for k in range(rows.bit_length()))]
    else:
        middle = max(own, default=0.0) or _usual_slope(scene.loss)
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
    scene: Scene, key: str, entrant: Entrant, vary: str, strength: float, seeds: int
) -> Trials:
    config = scene.config_of(key, entrant)
    race = Trials(entrant.rule, scene.loss, scene.start, config, seeds)
    race = race.with_batches(int(strength)) if vary == "batch" else race.with_noise(strength)
    return replace(race, seeds=1) if race.alike else race


def _rows(loss: Landscape) -> int:
    if not loss.loss.rows:
        raise ValueError("batches need a loss over data")
    return loss.loss.rows


def _usual_slope(loss: Landscape) -> float:
    """The median slope in view; 1 where there is none."""
    x, y = (np.linspace(*span, LOOKED_AT) for span in (loss.x_range, loss.y_range))
    with np.errstate(all="ignore"):
        gradient = loss.gradient(np.stack(np.meshgrid(x, y), axis=-1))
        slopes = np.hypot(gradient[..., 0], gradient[..., 1])
    slopes = slopes[np.isfinite(slopes)]
    slope = float(np.median(slopes)) if slopes.size else 0.0
    return slope if slope > 0 else 1.0
