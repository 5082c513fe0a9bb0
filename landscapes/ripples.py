"""Losses with many wells, where the slope says little about the way to the best one."""

from math import pi

from landscapes.landscape import Landscape
from landscapes.loss import FormulaLoss
from landscapes.sources import LIBRARY, SURVEY

RIPPLES: dict[str, Landscape] = {
    "griewank": Landscape(
        FormulaLoss("(x^2 + y^2)/4000 - cos(x) cos(y/sqrt(2)) + 1"),
        x_range=(-10.0, 10.0),
        y_range=(-10.0, 10.0),
        start=(7.2, 6.0),
        minima=((0.0, 0.0),),
        source="Griewank, Generalized descent for global optimization, Journal of Optimization "
        "Theory and Applications 34, 1981",
    ),
    "levy13": Landscape(
        FormulaLoss(
            "sin^2(3 pi x) + (x - 1)^2 (1 + sin^2(3 pi y)) + (y - 1)^2 (1 + sin^2(2 pi y))"
        ),
        x_range=(-2.0, 4.0),
        y_range=(-2.0, 4.0),
        start=(-0.8, 2.8),
        rate=0.001,
        minima=((1.0, 1.0),),
        source=f"Levy & Montalvo, The tunneling algorithm for the global minimization of "
        f"functions, 1985; formula in {LIBRARY}",
    ),
    "drop_wave": Landscape(
        FormulaLoss("-(1 + cos(12sqrt(x^2 + y^2)))/((x^2 + y^2)/2 + 2)"),
        x_range=(-2.0, 2.0),
        y_range=(-2.0, 2.0),
        start=(0.7, 0.1),
        minima=((0.0, 0.0),),
        source=LIBRARY,
    ),
    "michalewicz": Landscape(
        FormulaLoss("-sin(x) sin^20(x^2/pi) - sin(y) sin^20(2y^2/pi)"),
        x_range=(0.0, pi),
        y_range=(0.0, pi),
        start=(1.6, 2.1),
        minima=((2.2029055201726093, pi / 2),),
        source="Michalewicz, Genetic Algorithms + Data Structures = Evolution Programs, "
        "Springer, 1992 (m = 10)",
    ),
    # The constant is twice 418.98288727243371, the depth of one coordinate's best valley.
    "schwefel": Landscape(
        FormulaLoss("837.9657745448674 - x sin(sqrt(|x|)) - y sin(sqrt(|y|))"),
        x_range=(-500.0, 500.0),
        y_range=(-500.0, 500.0),
        start=(-190.0, 310.0),
        minima=((420.96874635998205, 420.96874635998205),),
        source="Schwefel, Numerical Optimization of Computer Models, Wiley, 1981",
    ),
    "cross_in_tray": Landscape(
        FormulaLoss("-0.0001(|sin(x) sin(y) exp(|100 - sqrt(x^2 + y^2)/pi|)| + 1)^0.1"),
        x_range=(-10.0, 10.0),
        y_range=(-10.0, 10.0),
        start=(3.2, 8.0),
        minima=(
            (1.3494066171539107, 1.3494066171539107),
            (-1.3494066171539107, 1.3494066171539107),
            (1.3494066171539107, -1.3494066171539107),
            (-1.3494066171539107, -1.3494066171539107),
        ),
        source="Mishra, Some new test functions for global optimization and performance of "
        "repulsive particle swarm method, MPRA Paper 2718, 2006",
    ),
    # Minimum on the border x = 512 of the published square; beyond it the loss falls further.
    "eggholder": Landscape(
        FormulaLoss("-(y + 47) sin(sqrt(|y + x/2 + 47|)) - x sin(sqrt(|x - (y + 47)|))"),
        x_range=(-512.0, 512.0),
        y_range=(-512.0, 512.0),
        start=(450.0, 390.0),
        minima=((512.0, 404.2318051137578),),
        source=f"Vanaret et al., Certified global minima for a benchmark of difficult "
        f"optimization problems, 2020, arXiv:2003.09867; {SURVEY}",
    ),
}
