"""Losses with one minimum, where curvature alone decides how long the way is."""

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss
from landscapes.sources import SURVEY

VALLEYS: dict[str, Landscape] = {
    "bowl": Landscape(
        FormulaLoss("x^2 + y^2"),
        x_range=(-5.0, 5.0),
        y_range=(-5.0, 5.0),
        start=(-3.5, 2.0),
        minima=((0.0, 0.0),),
        source="De Jong, An analysis of the behavior of a class of genetic adaptive systems, "
        "PhD thesis, University of Michigan, 1975 (sphere)",
    ),
    "booth": Landscape(
        FormulaLoss("(x + 2y - 7)^2 + (2x + y - 5)^2"),
        x_range=(-10.0, 10.0),
        y_range=(-10.0, 10.0),
        start=(-7.0, 8.0),
        minima=((1.0, 3.0),),
        source=SURVEY,
    ),
    "matyas": Landscape(
        FormulaLoss("0.26(x^2 + y^2) - 0.48x y"),
        x_range=(-10.0, 10.0),
        y_range=(-10.0, 10.0),
        start=(-9.0, 6.0),
        minima=((0.0, 0.0),),
        source=f"Named after Matyas, Random optimization, 1965; formula in {SURVEY}",
    ),
    "ravine": Landscape(
        FormulaLoss("x^2/2 + 50y^2"),
        x_range=(-10.0, 10.0),
        y_range=(-2.0, 2.0),
        start=(-8.0, 1.0),
        minima=((0.0, 0.0),),
        source="Sutton, Two problems with backpropagation and other steepest-descent learning "
        "procedures for networks, Cognitive Science Society, 1986",
    ),
    "tilted_ravine": Landscape(
        FormulaLoss("(x + y)^2/4 + 25(x - y)^2"),
        x_range=(-8.0, 8.0),
        y_range=(-8.0, 8.0),
        start=(-5.0, -6.4),
        minima=((0.0, 0.0),),
        source="Hansen, Ros, Mauny, Schoenauer & Auger, Impacts of invariance in search, "
        "Applied Soft Computing 11, 2011 (rotated ellipsoid)",
    ),
}
