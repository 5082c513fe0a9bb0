"""Losses with a few wells, where speed and step length decide which one is reached."""

from math import pi

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss
from landscapes.sources import SURVEY

WELLS: dict[str, Landscape] = {
    "double_well": Landscape(
        FormulaLoss("x^4/4 - x^2/2 + y^2/2"),
        x_range=(-2.0, 2.0),
        y_range=(-1.5, 1.5),
        start=(-1.8, 1.2),
        minima=((-1.0, 0.0), (1.0, 0.0)),
        source="Strogatz, Nonlinear Dynamics and Chaos, Addison-Wesley, 1994 "
        "(double-well potential)",
    ),
    "puddle": Landscape(
        FormulaLoss("(x^2 + y^2)/10 - 0.8exp(-2(x - 3)^2 - 2y^2)"),
        x_range=(-3.0, 6.0),
        y_range=(-3.0, 3.0),
        start=(5.0, 0.5),
        rate=0.1,
        minima=((7.310452627025359e-07, 0.0),),
        source="After Polyak, Some methods of speeding up the convergence of iteration methods, "
        "1964 (the heavy ball)",
    ),
    "sharp_flat": Landscape(
        FormulaLoss("min((x + 2)^2 + y^2, 50(x - 2)^2 + 50y^2)"),
        x_range=(-5.0, 5.0),
        y_range=(-4.0, 4.0),
        start=(2.2, 0.3),
        minima=((-2.0, 0.0), (2.0, 0.0)),
        source="After Wu, Ma & E, How SGD selects the global minima in over-parameterized "
        "learning: a dynamical stability perspective, NeurIPS 2018",
    ),
    # Every point of xy = 1 is a minimum; the two nearest the origin stand for the curve.
    "deep_linear": Landscape(
        FormulaLoss("(1 - x y)^2"),
        x_range=(-3.0, 3.0),
        y_range=(-3.0, 3.0),
        start=(2.6, -1.2),
        minima=((1.0, 1.0), (-1.0, -1.0)),
        source="Saxe, McClelland & Ganguli, Exact solutions to the nonlinear dynamics of learning "
        "in deep linear neural networks, 2014, arXiv:1312.6120 (one weight a layer)",
    ),
    "three_hump_camel": Landscape(
        FormulaLoss("2x^2 - 1.05x^4 + x^6/6 + x y + y^2"),
        x_range=(-2.5, 2.5),
        y_range=(-2.5, 2.5),
        start=(2.1, 2.4),
        minima=((0.0, 0.0),),
        source=SURVEY,
    ),
    "six_hump_camel": Landscape(
        FormulaLoss("(4 - 2.1x^2 + x^4/3)x^2 + x y + (4y^2 - 4)y^2"),
        x_range=(-2.0, 2.0),
        y_range=(-1.1, 1.1),
        start=(1.9, 0.9),
        minima=(
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
        ),
        source="Dixon & Szego, The global optimization problem: an introduction, in Towards "
        "Global Optimisation 2, North-Holland, 1978",
    ),
    "styblinski_tang": Landscape(
        FormulaLoss("(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2"),
        x_range=(-5.0, 5.0),
        y_range=(-5.0, 5.0),
        start=(4.6, -2.4),
        minima=((-2.903534027771177, -2.903534027771177),),
        source="Styblinski & Tang, Experiments in nonconvex optimization, Neural Networks 3, 1990",
    ),
    "goldstein_price": Landscape(
        FormulaLoss(
            "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
            " (30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))"
        ),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        start=(0.4, 0.0),
        minima=((0.0, -1.0),),
        source="Goldstein & Price, On descent from local minima, Mathematics of Computation 25, "
        "1971",
    ),
    "mccormick": Landscape(
        FormulaLoss("sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1"),
        x_range=(-1.5, 4.0),
        y_range=(-3.0, 4.0),
        start=(3.6, -1.6),
        minima=((1 / 2 - pi / 3, -1 / 2 - pi / 3),),
        source=f"McCormick, Computability of global solutions to factorable nonconvex programs, "
        f"1976; formula in {SURVEY}",
    ),
}
