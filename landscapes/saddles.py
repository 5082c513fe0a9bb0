"""Losses whose gradient misleads: it fades, breaks off, or does not fade where it should."""

from math import pi

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss

SADDLES: dict[str, Landscape] = {
    "saddle": Landscape(
        FormulaLoss("x^2 - y^2"),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        start=(1.5, 0.001),
        source="Dauphin et al., Identifying and attacking the saddle point problem in "
        "high-dimensional non-convex optimization, 2014, arXiv:1406.2572",
    ),
    "monkey_saddle": Landscape(
        FormulaLoss("x^3 - 3x y^2"),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        start=(1.5, 0.01),
        source="Hilbert & Cohn-Vossen, Geometry and the Imagination, Chelsea, 1952",
    ),
    "cliff": Landscape(
        FormulaLoss("5sigmoid(20x) + (x + 2)^2/50 + y^2/4"),
        x_range=(-5.0, 4.0),
        y_range=(-2.5, 2.5),
        start=(3.0, 1.5),
        minima=((-2.0000000000000107, 0.0),),
        source="After Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural "
        "networks, 2013, arXiv:1211.5063",
    ),
    "easom": Landscape(
        FormulaLoss("-cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)"),
        x_range=(-2.0, 8.0),
        y_range=(-2.0, 8.0),
        start=(1.7, 4.6),
        rate=0.2,
        minima=((pi, pi),),
        source="Easom, A survey of global optimization techniques, M. Eng. thesis, "
        "University of Louisville, 1990",
    ),
    "kink": Landscape(
        FormulaLoss("|x| + 2|y|"),
        x_range=(-4.0, 4.0),
        y_range=(-4.0, 4.0),
        start=(-3.12, 2.23),
        minima=((0.0, 0.0),),
        source="After Boyd, Xiao & Mutapcic, Subgradient methods, Stanford lecture notes, 2003",
    ),
}
