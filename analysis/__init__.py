"""Questions asked of a loss over its view: stationary points, kinks, regions, basins."""

from analysis.basins import Basins, basins
from analysis.regions import Region
from analysis.stationary import StationaryPoint
from analysis.survey import Survey, stationary_points, survey

__all__ = [
    "Basins",
    "Region",
    "StationaryPoint",
    "Survey",
    "basins",
    "stationary_points",
    "survey",
]
