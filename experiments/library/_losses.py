"""Losses that more than one lesson stands on, and that no text has published."""

from landscapes import FormulaLoss, Landscape

SHALLOW_PUDDLE = Landscape(
    FormulaLoss("(x^2 + y^2)/10 - 0.5exp(-2(x - 3)^2 - 2y^2)"),
    x_range=(-3.0, 6.0),
    y_range=(-3.0, 3.0),
    name="Shallow puddle",
)
OVAL_BOWL = Landscape(
    FormulaLoss("x^2/2 + y^2"),
    x_range=(-5.0, 5.0),
    y_range=(-4.0, 4.0),
    name="Oval bowl",
    minima=((0.0, 0.0),),
)
# Curvature -1 along x leads away, curvature 100 along y holds the eta of gradient descent
# below 0.02.
STEEP_SADDLE = Landscape(
    FormulaLoss("x^4/4 - x^2/2 + 50y^2"),
    x_range=(-1.3, 1.3),
    y_range=(-1.3, 1.3),
    name="Steep saddle",
    minima=((-1.0, 0.0), (1.0, 0.0)),
)
