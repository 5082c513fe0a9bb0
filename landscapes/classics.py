"""The losses that nearly every text on optimizers shows."""

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss

CLASSICS: dict[str, Landscape] = {
    "rastrigin": Landscape(
        FormulaLoss("20 + x^2 - 10cos(2 pi x) + y^2 - 10cos(2 pi y)"),
        x_range=(-5.12, 5.12),
        y_range=(-5.12, 5.12),
        start=(3.4, 1.0),
        minima=((0.0, 0.0),),
        source="Rastrigin, Systems of Extremal Control, Nauka, 1974",
    ),
    "rosenbrock": Landscape(
        FormulaLoss("(1 - x)^2 + 100(y - x^2)^2"),
        x_range=(-2.0, 2.0),
        y_range=(-1.0, 3.0),
        start=(-1.2, 1.0),
        rate=0.001,
        minima=((1.0, 1.0),),
        source="Rosenbrock, An automatic method for finding the greatest or least value of a "
        "function, The Computer Journal 3, 1960",
    ),
    "himmelblau": Landscape(
        FormulaLoss("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"),
        x_range=(-5.0, 5.0),
        y_range=(-5.0, 5.0),
        start=(0.9, -0.9),
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        ),
        source="Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972",
    ),
    "ackley": Landscape(
        FormulaLoss(
            "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2 pi x) + cos(2 pi y))/2) + 20 + e"
        ),
        x_range=(-5.0, 5.0),
        y_range=(-5.0, 5.0),
        start=(2.5, -0.4),
        minima=((0.0, 0.0),),
        source="Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer, 1987",
    ),
    "beale": Landscape(
        FormulaLoss("(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"),
        x_range=(-4.5, 4.5),
        y_range=(-4.5, 4.5),
        start=(3.5, 2.5),
        minima=((3.0, 0.5),),
        source="Beale, On an iterative method for finding a local minimum of a function of more "
        "than one variable, Princeton Technical Report 25, 1958",
    ),
}
