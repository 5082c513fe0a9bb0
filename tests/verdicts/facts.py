"""Facts to tell: of a run like many, of minima, escapes, and ways to swing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis import StationaryPoint
from landscapes import Landscape
from verdicts.escapes import Escape, Means
from verdicts.facts import Facts, Kind, RankedMinimum, StillMoving
from verdicts.oscillation import Cause, Oscillation

LETTERS = "eta mu lambda max"
VIEW = Landscape.read("x^2 + y^2", (-5, 5), (-5, 5))
FACTS = Facts(
    landscape=VIEW,
    ending=StillMoving(None),
    point=(1.5, -0.25),
    start_loss=10.0,
    loss=2.5,
    last=300,
    in_view=True,
    scale=10.0,
    minima=7,
    global_minima=1,
    lowest=0.0,
    trusted=True,
    escapes=(),
    delay=None,
    excursions=(),
)
LOWEST = RankedMinimum((1.49, -0.26), 0.0, rank=1, is_global=True, shape="")
THIRD = replace(LOWEST, loss=2.4, rank=3, is_global=False)
UNDERCUT = replace(LOWEST, loss=2.4, is_global=False)
VALLEY = replace(THIRD, shape="valley")
PATCH = Oscillation(slice(270, 301), 0.123, None, Cause.NOISE)
POINTS = Oscillation(slice(270, 301), 0.123, 0.1, Cause.ETA)
SADDLE = StationaryPoint(-1.0, 2.0, 3.0, "saddle", (-2.0, 1.0))
TIP = StationaryPoint(-1.0, 2.0, 3.0, "saddle", (np.nan, np.nan))
UNEXPLAINED = tuple(Escape(step, 1.0, 0.5, None) for step in (3, 14, 15, 92, 65))
MOMENTUM = Escape(31, 1.3, 0.2, Means.MOMENTUM)
DOWN = Escape(9, 0.0, 0.1, Means.DOWNHILL)
GLOBAL, LOCAL, MOVING = Kind.GLOBAL_MINIMUM, Kind.LOCAL_MINIMUM, Kind.STILL_MOVING
