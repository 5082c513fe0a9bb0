"""Questions asked of many runs over a loss."""

from studies.odds import Odds, Share, Trials, odds

__all__ = ["Odds", "Share", "Trials", "odds"]
