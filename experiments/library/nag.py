"""15. NAG looks ahead and overshoots less than momentum."""

from experiments.experiment import Entrant, Experiment
from experiments.lesson import Between, Ends, Less, Lesson
from experiments.library._losses import OVAL_BOWL
from optimizers import RULES, RunConfig


def _race(eta: float) -> Experiment:
    return Experiment(
        OVAL_BOWL,
        (
            Entrant(RULES["momentum"], {"eta": eta, "mu": 0.9}),
            Entrant(RULES["nag"], {"eta": eta, "mu": 0.9}),
        ),
        start=(-4.0, 2.5),
        config=RunConfig(steps=120),
    )


# Curvature 2 and mu = 0.9: NAG diverges above eta = 0.68, momentum only above 1.9.
LESSON = Lesson(
    key="nag",
    number=15,
    races={"usual": _race(0.1), "large": _race(0.8)},
    claims=(
        Between("overshoot", "usual/nag", low=10),
        Less("overshoot", "usual/nag", "usual/momentum", by=1.7),
        Less("arrival", "usual/nag", "usual/momentum", by=2),
        Ends("large/nag", "diverged"),
        Ends("large/momentum", "global minimum"),
    ),
)
