"""Questions asked of a loss and of many runs over it."""

from studies.basins import Basins, basins
from studies.judge import judge
from studies.odds import Odds, odds, odds_against
from studies.verdict import KINDS, Event, Verdict

__all__ = [
    "KINDS",
    "Basins",
    "Event",
    "Odds",
    "Verdict",
    "basins",
    "judge",
    "odds",
    "odds_against",
]
