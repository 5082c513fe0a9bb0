"""Questions asked of a loss and of many runs over it."""

from studies.basins import Basins, basins
from studies.judge import judge
from studies.odds import Odds, Share, Trials, odds
from studies.verdict import KINDS, Event, Verdict

__all__ = [
    "KINDS",
    "Basins",
    "Event",
    "Odds",
    "Share",
    "Trials",
    "Verdict",
    "basins",
    "judge",
    "odds",
]
