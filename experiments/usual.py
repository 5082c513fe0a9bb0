"""What an experiment has where nobody says anything else: what suits its loss."""

from __future__ import annotations

import math

from landscapes import Landscape
from landscapes.view import Range
from optimizers import Rule, Setting, suggested_eta

USUAL_BATCH = 8
USUAL_EXPONENTIAL_GAMMA = 0.99


def usual_start(landscape: Landscape) -> tuple[float, float]:
    """The start of a published loss; else a place off the middle, and off the diagonals."""
    if landscape.start:
        return landscape.start
    return _within(landscape.x_range, 0.8), _within(landscape.y_range, 0.7)


def usual_value(rule: Rule, setting: Setting, landscape: Landscape) -> float:
    """What a setting begins with on this loss: over data mini-batches are noise enough."""
    if setting.letter == "eta":
        return suggested_eta(rule, landscape)
    batched = setting.letter == "sigma" and landscape.loss.rows > 0
    return 0.0 if batched else setting.default


def _within(ends: Range, share: float) -> float:
    """As far from the low end to the high one, to four digits of the view."""
    low, high = ends
    return round(low + share * (high - low), 3 - math.floor(math.log10(high - low)))
