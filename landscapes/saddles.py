"""Losses whose gradient misleads: it fades, breaks off, or does not fade where it should."""

from math import pi

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss
from words import say

SADDLES: dict[str, Landscape] = {
    "saddle": Landscape(
        FormulaLoss("x^2 - y^2"),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        name=say("losses.saddle.name"),
        start=(1.5, 0.001),
        lesson=say("losses.saddle.lesson"),
        source="Dauphin et al., Identifying and attacking the saddle point problem in "
        "high-dimensional non-convex optimization, 2014, arXiv:1406.2572",
    ),
    "monkey_saddle": Landscape(
        FormulaLoss("x^3 - 3x y^2"),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        name=say("losses.monkey_saddle.name"),
        start=(1.5, 0.01),
        lesson=say("losses.monkey_saddle.lesson"),
        source="Hilbert & Cohn-Vossen, Geometry and the Imagination, Chelsea, 1952",
    ),
    "cliff": Landscape(
        FormulaLoss("5sigmoid(20x) + (x + 2)^2/50 + y^2/4"),
        x_range=(-5.0, 4.0),
        y_range=(-2.5, 2.5),
        name=say("losses.cliff.name"),
        start=(3.0, 1.5),
        minima=((-2.0000000000000107, 0.0),),
        lesson=say("losses.cliff.lesson"),
        source="After Pascanu, Mikolov & Bengio, On the difficulty of training recurrent neural "
        "networks, 2013, arXiv:1211.5063",
    ),
    "easom": Landscape(
        FormulaLoss("-cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)"),
        x_range=(-2.0, 8.0),
        y_range=(-2.0, 8.0),
        name=say("losses.easom.name"),
        start=(1.4, 4.4),
        minima=((pi, pi),),
        lesson=say("losses.easom.lesson"),
        source="Easom, A survey of global optimization techniques, M. Eng. thesis, "
        "University of Louisville, 1990",
    ),
    "kink": Landscape(
        FormulaLoss("|x| + 2|y|"),
        x_range=(-4.0, 4.0),
        y_range=(-4.0, 4.0),
        name=say("losses.kink.name"),
        start=(-3.1, 2.2),
        minima=((0.0, 0.0),),
        lesson=say("losses.kink.lesson"),
        source="After Boyd, Xiao & Mutapcic, Subgradient methods, Stanford lecture notes, 2003",
    ),
}
