"""5. Momentum calms the zigzag of a ravine."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Less, Lesson
from landscapes import CATALOG
from optimizers import RULES, RunConfig


def _race(eta: float) -> Experiment:
    return Experiment(
        CATALOG["ravine"],
        (
            Entrant(RULES["gd"], {"eta": 0.019}),
            Entrant(RULES["momentum"], {"eta": eta, "mu": 0.9}),
        ),
        start=(-8.0, 1.0),
        config=RunConfig(steps=200),
    )


# Curvature 100 across the ravine: gradient descent bears no eta above 0.02.
LESSON = Lesson(
    key="ravine",
    number=5,
    races={"gentle": _race(0.004), "same": _race(0.019)},
    claims=(
        Less("turns", "gentle/momentum", "gentle/gd", by=3),
        Less("arrival", "gentle/momentum", "gentle/gd", by=1.8),
        Less("length", "gentle/momentum", "gentle/gd", by=1.5),
        Less("arrival", "same/momentum", "same/gd", by=1.8),
        Less("length", "same/gd", "same/momentum", by=1.05),
    ),
)
