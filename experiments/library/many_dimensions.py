"""10. In high dimensions nearly all stationary points are saddles."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Ends, Lesson
from landscapes import FormulaLoss, Landscape
from optimizers import RULES, RunConfig

# f(x) + f(y) with the f of `studies.many_dimensions`: 9 stationary points, 4 of them minima.
_FOUR_WELLS = Landscape(
    FormulaLoss("(x^2 - 1)^2 + 0.3x + (y^2 - 1)^2 + 0.3y"),
    x_range=(-2.0, 2.0),
    y_range=(-2.0, 2.0),
    name="Four wells",
)


def _race(start: tuple[float, float]) -> Experiment:
    return Experiment(
        _FOUR_WELLS,
        (
            Entrant(RULES["gd"], {"eta": 0.02}),
            Entrant(RULES["momentum"], {"eta": 0.005, "mu": 0.9}),
            Entrant(RULES["rmsprop"], {"eta": 0.02}),
            Entrant(RULES["adam"], {"eta": 0.04}),
        ),
        start=start,
        config=RunConfig(steps=200),
    )


# f has its maximum at 0.075, its minima at -1.036 and 0.960.
LESSON = Lesson(
    key="many_dimensions",
    number=10,
    races={"saddle": _race((0.0, -1.3)), "maximum": _race((0.0, -0.05))},
    claims=tuple(
        Ends(f"{race}/{rule}", "global minimum")
        for race in ("saddle", "maximum")
        for rule in ("gd", "momentum", "adam")
    ),
)
